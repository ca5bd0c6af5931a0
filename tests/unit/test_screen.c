/* test_screen.c - what terminals and pipes get. */
#include "cli/screen.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A terminal that nobody looks at, so many columns wide. */
static FILE *open_terminal(unsigned short columns)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY), slave;
    struct winsize size = {.ws_row = 24, .ws_col = columns};

    cr_assert(ge(int, master, 0));
    cr_assert(zero(int, grantpt(master)));
    cr_assert(zero(int, unlockpt(master)));
    slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    cr_assert(zero(int, ioctl(slave, TIOCSWINSZ, &size)));
    return fdopen(slave, "w");
}

/* An ordinary terminal; each case changes one thing. */
static void set_environment(void)
{
    setenv("TERM", "xterm", 1);
    setenv("LANG", "en_GB.UTF-8", 1);
    unsetenv("LC_ALL");
    unsetenv("LC_CTYPE");
    unsetenv("NO_COLOR");
    unsetenv("COLUMNS");
}

Test(screen, colours_a_terminal_unless_it_is_told_not_to)
{
    static const struct {
        const char *name, *value;
        bool colour;
    } cases[] = {
        {"TERM", "xterm", true},  {"NO_COLOR", "1", false},
        {"NO_COLOR", "0", false}, {"NO_COLOR", "", true},
        {"TERM", "dumb", false},  {"TERM", "", false},
    };
    FILE *file = open_terminal(100);
    struct arguments args = {.command = "audit"};

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        set_environment();
        setenv(cases[k].name, cases[k].value, 1);
        cr_expect(eq(int, screen_of(file, &args).colour, cases[k].colour),
                  "%s=%s", cases[k].name, cases[k].value);
    }
    set_environment();
    args.given[OPT_NO_COLOR] = true;
    cr_expect(eq(int, screen_of(file, &args).colour, 0));
    fclose(file);
}

Test(screen, draws_blocks_where_the_locale_reads_utf_8)
{
    static const struct {
        const char *all, *type, *lang;
        bool blocks;
    } cases[] = {
        {"", "", "en_GB.UTF-8", true},
        {"", "", "de_DE.utf8@euro", true},
        {"", "", "C", false},
        {"", "", "", false},
        {"C", "", "en_GB.UTF-8", false},
        {"", "POSIX", "C.UTF-8", false},
        {"C.UTF-8", "C", "C", true},
        {"", "", "zh_CN.GB18030", false},
    };
    FILE *file = open_terminal(100);
    struct arguments args = {.command = "audit"};

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        set_environment();
        setenv("LC_ALL", cases[k].all, 1);
        setenv("LC_CTYPE", cases[k].type, 1);
        setenv("LANG", cases[k].lang, 1);
        cr_expect(eq(int, screen_of(file, &args).blocks, cases[k].blocks),
                  "%zu", k);
    }
    fclose(file);
}

Test(screen, is_as_wide_as_the_terminal_or_as_columns_says)
{
    FILE *file = open_terminal(100), *unknown = open_terminal(0);
    struct arguments args = {.command = "audit"};

    set_environment();
    cr_expect(eq(sz, screen_of(file, &args).width, 100));
    cr_expect(eq(sz, screen_of(unknown, &args).width, 80));
    setenv("COLUMNS", "140", 1);
    cr_expect(eq(sz, screen_of(file, &args).width, 140));
    setenv("COLUMNS", "12", 1);
    cr_expect(eq(sz, screen_of(file, &args).width, 20));
    setenv("COLUMNS", "wide", 1);
    cr_expect(eq(sz, screen_of(file, &args).width, 100));
    setenv("COLUMNS", "-3", 1);
    cr_expect(eq(sz, screen_of(file, &args).width, 100));
    fclose(file);
    fclose(unknown);
}

Test(screen, gives_a_pipe_the_same_whatever_the_environment)
{
    FILE *file = tmpfile();
    struct arguments args = {.command = "audit"};
    struct screen screen;

    set_environment();
    setenv("COLUMNS", "40", 1);
    screen = screen_of(file, &args);
    cr_expect(zero(int, screen.terminal));
    cr_expect(zero(int, screen.colour));
    cr_expect(zero(int, screen.blocks));
    cr_expect(zero(sz, screen.width));
    cr_expect(eq(str, (char *)screen_mood(&screen, MOOD_BROKEN), ""));
    fclose(file);
}

/* ---- Lines --------------------------------------------------------------- */

/* What comes out of a line of text. */
static char *shown(size_t width, enum mood mood, const char *text)
{
    static char out[1000];
    FILE *file = fmemopen(out, sizeof out, "w");
    struct screen screen = {
        .file = file, .colour = mood != MOOD_PLAIN, .width = width};

    put_line_as(&screen, mood, "%s", text);
    fclose(file);
    cr_assert(zero(int, screen.failed));
    return out;
}

Test(lines, are_not_broken_in_a_pipe)
{
    cr_expect(eq(str, shown(0, MOOD_PLAIN, "one two three four five six"),
                 "one two three four five six\n"));
}

Test(lines, are_broken_at_blanks_to_fit_a_terminal)
{
    cr_expect(eq(str, shown(20, MOOD_PLAIN, "one two three four five six"),
                 "one two three four\n  five six\n"));
    cr_expect(eq(str, shown(20, MOOD_PLAIN, "    one two three four five"),
                 "    one two three\n      four five\n"));
    cr_expect(eq(str, shown(24, MOOD_PLAIN, "knee    one two three four"),
                 "knee    one two three\n        four\n"));
    cr_expect(eq(str, shown(20, MOOD_PLAIN, "中文 中文 中文 中文 中文"),
                 "中文 中文 中文 中文\n  中文\n"));
}

Test(lines, keep_words_that_are_longer_than_the_terminal)
{
    cr_expect(eq(str, shown(20, MOOD_PLAIN, "abcdefghijklmnopqrstuvwxyz"),
                 "abcdefghijklmnopqrstuvwxyz\n"));
    cr_expect(eq(str, shown(20, MOOD_PLAIN, "abcdefghijklmnopqrstuvwxyz b"),
                 "abcdefghijklmnopqrstuvwxyz\n  b\n"));
    cr_expect(eq(
        str, shown(20, MOOD_PLAIN, "knee          abcdefghijklmnopqrstuvwxyz"),
        "knee\n  abcdefghijklmnopqrstuvwxyz\n"));
}

Test(lines, cannot_be_ended_or_coloured_by_what_stands_in_them)
{
    cr_expect(eq(str, shown(0, MOOD_PLAIN, "a\nb\x1b[31mc\td"),
                 "a\\nb\\x1b[31mc\\td\n"));
    cr_expect(eq(str, shown(0, MOOD_BROKEN, "a\x1b[0mb"),
                 "\x1b[31ma\\x1b[0mb\x1b[0m\n"));
}
