/* test_glyphs.c - how wide text is on a screen, and that nothing in it steers. */
#include "base/glyphs.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define E_ACUTE "\xc3\xa9"
#define ACUTE "\xcc\x81" /* stands on the letter before it */
#define FAMILY "👨\u200d👩\u200d👧"

Test(glyphs, are_as_wide_as_terminals_show_them)
{
    static const struct {
        const char *text;
        size_t width;
    } cases[] = {
        {"", 0},
        {"Amara", 5},
        {E_ACUTE, 1},
        {"e" ACUTE, 1},
        {"Ren" E_ACUTE "e", 5},
        {"Rene" ACUTE "e", 5},
        {ACUTE, 0},
        {ACUTE ACUTE, 0},
        {"中文", 4},
        {"Ａ", 2},                 /* a wide Latin letter */
        {"ｶﾞ", 2},                 /* a half and its half mark */
        {"한국", 4},               /* whole syllables */
        {"\u1112\u1161\u11ab", 2}, /* the same syllable in three parts */
        {"กำ", 2},
        {"नि", 1},
        {"שלום", 4},
        {"شركة", 4},
        {"😀", 2},
        {"👍🏽", 2}, /* with a tone of skin */
        {FAMILY, 2},
        {"🇩🇪", 2}, /* a flag */
        {"🇩🇪🇫🇷", 4},
        {"❤", 1},
        {"❤\ufe0f", 2}, /* to look like an emoji */
        {"1\ufe0f\u20e3", 2},
        {"x\ufe0f", 1}, /* nothing that could look so */
        {"a\u200d", 1},
        {"a\u200bb", 2},
        {"a\u200e", 1},
        {"\xff", 1},             /* no UTF-8 */
        {"a\xc3", 2},            /* cut short */
        {"\xe4\xb8", 2},         /* two bytes of a wide one */
        {"\xc0\x80", 2},         /* too long for what it means */
        {"\xed\xa0\x80", 3},     /* half a pair of UTF-16 */
        {"\xf5\x80\x80\x80", 4}, /* beyond Unicode */
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        cr_expect(eq(sz, text_width(cases[k].text), cases[k].width), "%s",
                  cases[k].text);
}

Test(glyphs, are_not_cut)
{
    cr_assert(eq(sz, text_fitting("Amara", 3), 3));
    cr_assert(eq(sz, text_fitting("Amara", 9), 5));
    cr_assert(eq(sz, text_fitting("中文", 3), 3));
    cr_assert(eq(sz, text_fitting("中文", 1), 0));
    cr_assert(eq(sz, text_fitting("e" ACUTE "x", 1), 3));
    cr_assert(eq(sz, text_fitting(FAMILY "x", 2), strlen(FAMILY)));
    cr_assert(eq(sz, text_fitting(FAMILY "x", 1), 0));
    cr_assert(eq(sz, text_width_of("中文", 3), 2));
}

Test(glyphs, that_steer_are_written_out)
{
    static const struct {
        const char *text, *plain;
    } cases[] = {
        {"", ""},
        {"Amara " E_ACUTE " 中文 " FAMILY, "Amara " E_ACUTE " 中文 " FAMILY},
        {"\x1b[31mred", "\\x1b[31mred"},
        {"a\tb\nc\rd", "a\\tb\\nc\\rd"},
        {"\x01\x7f", "\\x01\\x7f"},
        {"\xc2\x9b"
         "31m",
         "\\u009b31m"}, /* the same as ESC [ */
        {"a\u2028b", "a\\u2028b"},
        {"\u202Eevil", "\\u202eevil"},
        {"\u2067x\u2069", "\\u2067x\\u2069"},
        {"a\u200e", "a\u200e"}, /* marks a direction, and turns none */
        {"a\xff\xc3", "a\\xff\\xc3"},
        {"\\n", "\\n"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char out[128];
        size_t n = text_plain(cases[k].text, NULL);

        cr_expect(eq(sz, n, strlen(cases[k].plain)), "%zu", k);
        cr_expect(eq(sz, text_plain(cases[k].text, out), n));
        cr_expect(eq(str, out, (char *)cases[k].plain));
    }
}

/* Pieces that do harm, alone and together, and any bytes. */
static void make_text(char *out, size_t room)
{
    static const char *const pieces[] = {
        "a",      "\u0301", "中",       "👨",  "\u200d",   "\ufe0f",
        "\u20e3", "🇩",      "\x1b[31m", "\n", "\xc2\x9b", "\xe2\x80",
        "\xff",   "\u202e", "\u2028",   "ש",  "\u1112",   "\u1161"};
    size_t n = 0;

    while (n + 8 < room && rand() % 12 > 0) {
        if (rand() % 5 == 0)
            out[n++] = (char)(1 + rand() % 255);
        else
            n += (size_t)sprintf(
                out + n, "%s",
                pieces[rand() % (sizeof pieces / sizeof *pieces)]);
    }
    out[n] = '\0';
}

static bool has_controls(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f ||
            ((unsigned char)text[0] == 0xc2 && (unsigned char)text[1] < 0xa0))
            return true;
    return false;
}

Test(glyphs, of_any_bytes_hold_what_they_promise)
{
    srand(7);
    for (int k = 0; k < 100000; k++) {
        char text[100], plain[1000], again[1000];
        size_t columns = (size_t)(rand() % 20), n;

        make_text(text, sizeof text);
        cr_assert(eq(sz, text_plain(text, plain), strlen(plain)));
        text_plain(plain, again);
        cr_assert(eq(str, again, plain));
        cr_assert(not(has_controls(plain)));
        n = text_fitting(plain, columns);
        cr_assert(le(sz, n, strlen(plain)));
        cr_assert(le(sz, text_width_of(plain, n), columns));
        cr_assert(eq(sz, text_width_of(plain, n) + text_width(plain + n),
                     text_width(plain)));
    }
}

Test(glyphs, know_what_runs_to_the_left)
{
    cr_assert(zero(int, text_runs_left("Amara 中文")));
    cr_assert(zero(int, text_runs_left("")));
    cr_assert(eq(int, text_runs_left("a שלום"), 1));
    cr_assert(eq(int, text_runs_left("شركة"), 1));
    cr_assert(eq(int, text_runs_left("\xff"), 0));
}
