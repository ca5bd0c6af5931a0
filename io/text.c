/* text.c - text that grows at its end. */
#include "io/text.h"

#include "base/vec.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static bool make_room(struct text *text, size_t more)
{
    if (!text->failed &&
        (more >= SIZE_MAX - text->n || !VEC_RESERVE(text, text->n + more + 1)))
        text->failed = true;
    return !text->failed;
}

void text_add_bytes(struct text *text, const char *bytes, size_t n)
{
    if (!make_room(text, n))
        return;
    if (n > 0)
        memcpy(text->at + text->n, bytes, n);
    text->n += n;
    text->at[text->n] = '\0';
}

void text_add(struct text *text, const char *string)
{
    text_add_bytes(text, string, strlen(string));
}

void text_add_char(struct text *text, char c)
{
    text_add_bytes(text, &c, 1);
}

void text_printf(struct text *text, const char *format, ...)
{
    va_list arguments;
    int n;

    va_start(arguments, format);
    n = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (n < 0)
        text->failed = true;
    else if (make_room(text, (size_t)n)) {
        va_start(arguments, format);
        vsnprintf(text->at + text->n, (size_t)n + 1, format, arguments);
        va_end(arguments);
        text->n += (size_t)n;
    }
}

bool text_ok(const struct text *text)
{
    return !text->failed;
}

void text_clear(struct text *text)
{
    VEC_CLEAR(text);
    text->failed = false;
}
