/* encoding.c - UTF-8 and UTF-16. */
#include "io/encoding.h"

#include "base/mem.h"

#include <stdint.h>
#include <string.h>

/* Bytes of the character that begins here; 0 if it is none. The first byte
 * settles the length and the range of the second (Unicode, table 3-7). */
static size_t character_at(const unsigned char *at, size_t left)
{
    unsigned char low = 0x80, high = 0xBF;
    size_t n;

    if (at[0] < 0x80)
        return 1;
    if (at[0] < 0xC2 || at[0] > 0xF4)
        return 0;
    n = at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    if (at[0] == 0xE0)
        low = 0xA0;
    if (at[0] == 0xED)
        high = 0x9F;
    if (at[0] == 0xF0)
        low = 0x90;
    if (at[0] == 0xF4)
        high = 0x8F;
    if (left < n || at[1] < low || at[1] > high)
        return 0;
    for (size_t k = 2; k < n; k++)
        if (at[k] < 0x80 || at[k] > 0xBF)
            return 0;
    return n;
}

/* Eight bytes at a time while all are ASCII. */
static size_t skip_ascii(const char *bytes, size_t at, size_t length)
{
    uint64_t eight;

    for (; length - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, bytes + at, sizeof eight);
        if ((eight & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    return at;
}

size_t utf8_valid(const char *bytes, size_t length)
{
    size_t at = skip_ascii(bytes, 0, length), n;

    while (at < length) {
        n = character_at((const unsigned char *)bytes + at, length - at);
        if (n == 0)
            return at;
        at += n;
        if (n > 1)
            at = skip_ascii(bytes, at, length);
    }
    return length;
}

bool utf16_is(const char *bytes, size_t length)
{
    return length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 ||
                           memcmp(bytes, "\xFE\xFF", 2) == 0);
}

static uint32_t unit_at(const char *bytes, size_t at, bool little)
{
    unsigned char a = (unsigned char)bytes[at];
    unsigned char b = (unsigned char)bytes[at + 1];

    return little ? (uint32_t)(b << 8 | a) : (uint32_t)(a << 8 | b);
}

static size_t put(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* Two bytes become at most three, four at most four. */
eb_status utf16_convert(const char *file_name, const char *bytes,
                        size_t length, char **out, size_t *out_length,
                        eb_messages *said)
{
    bool little = (unsigned char)bytes[0] == 0xFF;
    struct place here = {file_name, 1, 0};
    char *text = mem_resize(NULL, length / 2 + 1, 3);
    size_t n = 0;

    if (text == NULL)
        return EB_NO_MEMORY;
    for (size_t at = 2; at < length; at += 2) {
        uint32_t c = 0xD800, low = 0;

        if (length - at >= 2)
            c = unit_at(bytes, at, little);
        if (c >= 0xD800 && c < 0xDC00 && length - at >= 4)
            low = unit_at(bytes, at + 2, little);
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            at += 2;
        }
        if (c >= 0xD800 && c < 0xE000) {
            mem_free(text);
            return fault(said, here,
                         "half a character in UTF-16; expected whole ones: "
                         "save the file again, best as UTF-8");
        }
        here.line += c == '\n';
        n += put(text + n, c);
    }
    text[n] = '\0';
    *out = text;
    *out_length = n;
    return EB_OK;
}
