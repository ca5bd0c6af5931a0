/* test_columns.c - tables, whatever names are in them and however wide a screen is. */
#include "cli/columns.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "base/glyphs.h"

/* Prints a table of so many cells in a row. */
static char *printed(struct screen screen, size_t n, size_t left,
                     const char *const *texts, size_t n_texts)
{
    static char out[4000];
    struct columns table = {.n = n};

    screen.file = fmemopen(out, sizeof out, "w");
    columns_add_all(&table, texts, n_texts);
    columns_end(&table, left, &screen);
    fclose(screen.file);
    cr_assert(zero(int, screen.failed));
    return out;
}
#define PRINTED(screen, n, left, ...)                                         \
    printed(screen, n, left, (const char *const[]){__VA_ARGS__},              \
            sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static const struct screen a_pipe = {.terminal = false};

Test(columns, align_names_of_all_kinds)
{
    cr_expect(
        eq(str,
           PRINTED(a_pipe, 2, 1, "name", "n", "Ren\u00e9", "1", "Rene\u0301",
                   "2", "中文公司", "3", "👨\u200d👩\u200d👧", "4", "שלום", "5"),
           "name      n\n"
           "Ren\u00e9      1\n"
           "Rene\u0301      2\n"
           "中文公司  3\n"
           "👨\u200d👩\u200d👧        4\n"
           "שלום      5\n"));
}

Test(columns, are_not_broken_by_what_stands_in_them)
{
    cr_expect(eq(str,
                 PRINTED(a_pipe, 2, 1, "name", "n", "\x1b[31mred", "1", "a\tb",
                         "2", "c\nd", "3", "\xff", "4"),
                 "name         n\n"
                 "\\x1b[31mred  1\n"
                 "a\\tb         2\n"
                 "c\\nd         3\n"
                 "\\xff         4\n"));
}

Test(columns, keep_what_follows_a_name_that_runs_left_in_its_place)
{
    struct screen screen = {.terminal = true, .blocks = true, .width = 80};

    cr_expect(eq(str, PRINTED(screen, 2, 1, "name", "n", "שלום", "5"),
                 "name  n\nשלום\u200e  5\n"));
}

Test(columns, leave_no_blanks_at_the_end_of_a_line)
{
    cr_expect(eq(str, PRINTED(a_pipe, 2, 2, "a", "name", "b", "x", "c", ""),
                 "a  name\nb  x\nc\n"));
}

Test(columns, put_heads_on_several_lines_first)
{
    struct screen screen = {.terminal = true, .width = 22};

    cr_expect(eq(str,
                 PRINTED(screen, 3, 1, "rep", "the book it leaves", "points",
                         "ann", "+1.5", "2"),
                 "      the book\n"
                 "rep  it leaves  points\n"
                 "ann       +1.5       2\n"));
}

Test(columns, come_in_parts_where_nothing_else_helps)
{
    struct screen screen = {.terminal = true, .width = 24};

    cr_expect(eq(str,
                 PRINTED(screen, 5, 1, "rep", "aaaaaaaa", "bbbbbbbb",
                         "cccccccc", "dddddddd", "ann", "1", "2", "3", "4"),
                 "rep  aaaaaaaa  bbbbbbbb\n"
                 "ann         1         2\n"
                 "\n"
                 "rep  cccccccc  dddddddd\n"
                 "ann         3         4\n"));
}

Test(columns, break_names_before_they_come_in_parts)
{
    struct screen screen = {.terminal = true, .width = 30};

    cr_expect(eq(str,
                 PRINTED(screen, 2, 1, "what", "price",
                         "the lock of Thistledown Software at Amara", "1.00"),
                 "what                     price\n"
                 "the lock of Thistledown   1.00\n"
                 "Software at Amara\n"));
}

Test(columns, are_whole_in_a_pipe)
{
    char *text = PRINTED(a_pipe, 2, 1, "a long head", "b",
                         "a name much longer than any terminal is wide, over "
                         "and over and over and over and over and over again",
                         "1");

    cr_expect(ne(ptr, strstr(text, "over again  1\n"), NULL));
}

/* ---- Bars ---------------------------------------------------------------- */

static char *with_bars(struct screen screen)
{
    static char out[4000];
    struct columns table = {.n = 3};

    screen.file = fmemopen(out, sizeof out, "w");
    columns_add(&table, "rep");
    columns_add(&table, "value");
    columns_add(&table, "");
    columns_add(&table, "ann");
    columns_add_deviation(&table, 0.4, 0.1, true);
    columns_add(&table, "bo");
    columns_add_deviation(&table, -0.1, 0.1, false);
    columns_add(&table, "cy");
    columns_add_deviation(&table, NAN, 0.1, false);
    columns_end(&table, 1, &screen);
    fclose(screen.file);
    return out;
}

Test(columns, draw_bars_to_one_scale)
{
    cr_expect(eq(str, with_bars(a_pipe),
                 "rep    value\n"
                 "ann  +40.0 %     [ |=]###\n"
                 "bo   -10.0 %     [=| ]\n"
                 "cy         -\n"));
}

Test(columns, colour_what_lies_outside_and_nothing_else)
{
    struct screen screen = {
        .terminal = true, .blocks = true, .colour = true, .width = 80};

    cr_expect(
        eq(str, with_bars(screen),
           "rep    value\n"
           "ann  \x1b[33m+40.0 %\x1b[0m       ┊  │━━┊\x1b[33m█████\x1b[0m\n"
           "bo   -10.0 %       ┊━━│  ┊\n"
           "cy         -\n"));
}

Test(columns, mark_what_lies_outside_where_there_are_no_bars)
{
    static char out[1000];
    struct screen screen = {.file = fmemopen(out, sizeof out, "w"),
                            .colour = true};
    struct columns table = {.n = 1};

    columns_add(&table, "off");
    columns_add_off(&table, 0.4, true);
    columns_add_off(&table, -0.1, false);
    columns_add_off(&table, NAN, false);
    columns_end(&table, 0, &screen);
    fclose(screen.file);
    cr_expect(
        eq(str, out,
           "      off\n\x1b[33m! +40.0 %\x1b[0m\n  -10.0 %\n        -\n"));
}

Test(columns, draw_short_bars_on_a_narrow_screen)
{
    struct screen screen = {.terminal = true, .width = 28};

    cr_expect(eq(str, with_bars(screen),
                 "rep    value\n"
                 "ann  +40.0 %     [ |=]###\n"
                 "bo   -10.0 %     [=| ]\n"
                 "cy         -\n"));
}

Test(columns, tell_when_memory_is_out)
{
    struct screen screen = {.file = stdout};
    struct columns table = {.n = 1};

    mem_fail_at(0);
    columns_add(&table, "a");
    columns_end(&table, 1, &screen);
    cr_expect(eq(int, screen_end(&screen), EB_NO_MEMORY));
    cr_expect(zero(sz, mem_live()));
}
