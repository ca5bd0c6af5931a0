/* phrase.c - messages put together from pieces. */
#include "model/phrase.h"

#include "base/glyphs.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_QUOTE = 60 };

void keep_status(eb_status *kept, eb_status status)
{
    if (status == EB_OK)
        return;
    if (*kept == EB_OK || *kept == EB_BAD_DATA)
        *kept = status;
}

/* Where there is room already, it is written at once. */
void phrase_add(struct phrase *phrase, const char *format, ...)
{
    enum { USUAL = 64 };
    va_list arguments;
    size_t n = phrase->text.n, room;
    int length;

    if (phrase->failed || !VEC_RESERVE(&phrase->text, n + USUAL)) {
        phrase->failed = true;
        return;
    }
    room = phrase->text.room - n;
    va_start(arguments, format);
    length = vsnprintf(phrase->text.at + n, room, format, arguments);
    va_end(arguments);
    if (length < 0 || !VEC_RESERVE(&phrase->text, n + (size_t)length + 1)) {
        phrase->failed = true;
        return;
    }
    if ((size_t)length >= room) {
        va_start(arguments, format);
        vsnprintf(phrase->text.at + n, (size_t)length + 1, format, arguments);
        va_end(arguments);
    }
    phrase->text.n = n + (size_t)length;
}

void phrase_add_bytes(struct phrase *phrase, const char *bytes, size_t n)
{
    size_t at = phrase->text.n;

    if (phrase->failed || !VEC_RESERVE(&phrase->text, at + n + 1)) {
        phrase->failed = true;
        return;
    }
    if (n > 0)
        memcpy(phrase->text.at + at, bytes, n);
    phrase->text.n = at + n;
    phrase->text.at[phrase->text.n] = '\0';
}

const char *phrase_text(const struct phrase *phrase)
{
    return phrase->text.n > 0 ? phrase->text.at : "";
}

void phrase_clear(struct phrase *phrase)
{
    VEC_CLEAR(&phrase->text);
    phrase->failed = false;
}

int quoted(const char *text)
{
    size_t n = strlen(text);

    if (n <= LONGEST_QUOTE)
        return (int)n;
    for (n = LONGEST_QUOTE; n > 0; n--)
        if (((unsigned char)text[n] & 0xC0) != 0x80)
            break;
    return (int)n;
}

void phrase_add_plain(struct phrase *phrase, const char *text)
{
    size_t n = phrase->text.n;

    if (phrase->failed ||
        !VEC_RESERVE(&phrase->text, n + text_plain(text, NULL) + 1)) {
        phrase->failed = true;
        return;
    }
    phrase->text.n = n + text_plain(text, phrase->text.at + n);
}
