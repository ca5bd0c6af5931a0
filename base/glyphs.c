/* glyphs.c - widths and kinds of characters, from utf8proc. */
#include "base/glyphs.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

enum {
    WIDEST = 2,        /* columns of a glyph */
    AS_EMOJI = 0xFE0F, /* variation selector 16 */
    KEYCAP = 0x20E3,   /* a box around a digit */
    ESCAPED = sizeof "\\u2028"
};

/* The character that the text begins with, -1 for a byte that is no UTF-8; its
 * length in bytes. */
static size_t take(const char *text, int32_t *out)
{
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text, -1,
                                          (utf8proc_int32_t *)out);

    if (n > 0)
        return (size_t)n;
    *out = -1;
    return 1;
}

/* Most text is of these, which need no table. */
static bool is_ascii(char byte)
{
    return byte >= ' ' && byte <= '~';
}

/* ---- Widths -------------------------------------------------------------- */

static size_t width_of(int32_t character)
{
    return character < 0 ? 1 : (size_t)utf8proc_charwidth(character);
}

static bool is_picture(int32_t character)
{
    return character >= 0 && utf8proc_get_property(character)->boundclass ==
                                 UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

static bool ends_glyph(int32_t last, int32_t next, int32_t *state)
{
    if (last < 0 || next < 0)
        return true;
    return utf8proc_grapheme_break_stateful(last, next, state);
}

/* The bytes of the glyph that the text begins with, and its columns. Many a
 * picture is one column wide by itself and two where it is to look like an emoji. */
static size_t take_glyph(const char *text, size_t *columns)
{
    int32_t first, last, next, state = 0;
    size_t n;

    *columns = 1;
    if (is_ascii(text[0]) && (is_ascii(text[1]) || text[1] == '\0'))
        return 1;
    n = take(text, &first);
    *columns = width_of(first);
    for (last = first; text[n] != '\0'; last = next) {
        size_t more = take(text + n, &next);

        if (ends_glyph(last, next, &state))
            break;
        n += more;
        *columns += width_of(next);
        if ((next == AS_EMOJI && is_picture(first)) ||
            (next == KEYCAP && last == AS_EMOJI))
            *columns = WIDEST;
    }
    if (*columns > WIDEST)
        *columns = WIDEST;
    return n;
}

size_t text_width_of(const char *text, size_t bytes)
{
    const char *end = text + bytes;
    size_t width = 0, columns;

    while (text < end && *text != '\0') {
        text += take_glyph(text, &columns);
        width += columns;
    }
    return width;
}

size_t text_width(const char *text)
{
    return text_width_of(text, strlen(text));
}

size_t text_fitting(const char *text, size_t columns)
{
    size_t bytes = 0, width = 0;

    while (text[bytes] != '\0') {
        size_t wide, n = take_glyph(text + bytes, &wide);

        if (width + wide > columns)
            break;
        bytes += n;
        width += wide;
    }
    return bytes;
}

/* ---- What steers --------------------------------------------------------- */

/* Signs that only mark a direction (U+200E) turn nothing but what is beside them. */
static bool turns_direction(int32_t character)
{
    switch (utf8proc_get_property(character)->bidi_class) {
    case UTF8PROC_BIDI_CLASS_LRE:
    case UTF8PROC_BIDI_CLASS_LRO:
    case UTF8PROC_BIDI_CLASS_RLE:
    case UTF8PROC_BIDI_CLASS_RLO:
    case UTF8PROC_BIDI_CLASS_PDF:
    case UTF8PROC_BIDI_CLASS_LRI:
    case UTF8PROC_BIDI_CLASS_RLI:
    case UTF8PROC_BIDI_CLASS_FSI:
    case UTF8PROC_BIDI_CLASS_PDI:
        return true;
    default:
        return false;
    }
}

static bool steers(int32_t character)
{
    switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    case UTF8PROC_CATEGORY_CF:
        return turns_direction(character);
    default:
        return false;
    }
}

/* A character of so many bytes, written out. */
static void escape(const char *text, int32_t character, char *out)
{
    if (character == '\t' || character == '\n' || character == '\r')
        snprintf(out, ESCAPED, "\\%c",
                 character == '\t'   ? 't'
                 : character == '\n' ? 'n'
                                     : 'r');
    else if (character < 0x80)
        snprintf(out, ESCAPED, "\\x%02x", (unsigned)(unsigned char)*text);
    else
        snprintf(out, ESCAPED, "\\u%04x", (unsigned)character & 0xFFFF);
}

size_t text_plain(const char *text, char *out)
{
    size_t length = 0;

    while (*text != '\0') {
        char escaped[ESCAPED];
        const char *piece = text;
        int32_t character;
        size_t n = take(text, &character), bytes = n;

        if (!is_ascii(*text) && (character < 0 || steers(character))) {
            escape(text, character, escaped);
            piece = escaped;
            bytes = strlen(escaped);
        }
        if (out != NULL)
            memcpy(out + length, piece, bytes);
        length += bytes;
        text += n;
    }
    if (out != NULL)
        out[length] = '\0';
    return length;
}

bool text_runs_left(const char *text)
{
    while (*text != '\0') {
        int32_t character;

        text += take(text, &character);
        if (character < 0x80)
            continue;
        switch (utf8proc_get_property(character)->bidi_class) {
        case UTF8PROC_BIDI_CLASS_R:
        case UTF8PROC_BIDI_CLASS_AL:
        case UTF8PROC_BIDI_CLASS_AN:
            return true;
        default:
            break;
        }
    }
    return false;
}
