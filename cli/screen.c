/* screen.c - what a terminal can show, and lines that fit it. */
#define _DEFAULT_SOURCE /* struct winsize */
#include "cli/screen.h"

#include "base/glyphs.h"
#include "base/mem.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_WIDTH = 80, NARROWEST = 20, LABEL = 16, HANGING = 2 };

/* ---- What it can show ---------------------------------------------------- */

static const char *environment(const char *name)
{
    const char *value = getenv(name);

    return value == NULL ? "" : value;
}

static bool is_dumb(void)
{
    const char *terminal = environment("TERM");

    return *terminal == '\0' || strcmp(terminal, "dumb") == 0;
}

/* The first of the three that is set decides, as for setlocale(). That is not asked:
 * the locale may not be installed, and the terminal reads UTF-8 all the same. */
static bool is_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *locale = "";

    for (size_t k = 0; k < 3 && *locale == '\0'; k++)
        locale = environment(names[k]);
    locale = strchr(locale, '.');
    return locale != NULL && (strncasecmp(locale, ".utf-8", 6) == 0 ||
                              strncasecmp(locale, ".utf8", 5) == 0);
}

/* COLUMNS, which a user may set, before what the terminal says. */
static size_t width_of(int descriptor)
{
    const char *wanted = environment("COLUMNS");
    struct winsize size;
    char *end;
    unsigned long columns = strtoul(wanted, &end, 10);

    if (*wanted < '0' || *wanted > '9' || *end != '\0' || columns == 0)
        columns = ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
    if (columns == 0)
        return USUAL_WIDTH;
    return columns < NARROWEST ? NARROWEST : columns;
}

struct screen screen_of(FILE *file, const struct arguments *args)
{
    int descriptor = fileno(file);
    struct screen screen = {.file = file, .terminal = isatty(descriptor) == 1};

    if (!screen.terminal)
        return screen;
    screen.colour = !is_dumb() && *environment("NO_COLOR") == '\0' &&
                    !args->given[OPT_NO_COLOR];
    screen.blocks = is_utf8();
    screen.width = width_of(descriptor);
    return screen;
}

bool screen_rewrites(const struct screen *screen)
{
    return screen->terminal && !is_dumb();
}

eb_status screen_end(const struct screen *screen)
{
    return screen->failed ? EB_NO_MEMORY : EB_OK;
}

const char *screen_mood(const struct screen *screen, enum mood mood)
{
    static const char *const codes[] = {[MOOD_PLAIN] = "",
                                        [MOOD_OUTSIDE] = "\033[33m",
                                        [MOOD_BROKEN] = "\033[31m",
                                        [MOOD_BEST] = "\033[32m"};

    return screen->colour ? codes[mood] : "";
}

const char *screen_calm(const struct screen *screen, enum mood mood)
{
    return screen->colour && mood != MOOD_PLAIN ? "\033[0m" : "";
}

/* ---- Lines --------------------------------------------------------------- */

/* Where what does not fit goes on: behind the label, which is what stands before two
 * blanks near the beginning, or where one would end; else a little to the right. */
static size_t indent_of(const char *text)
{
    size_t from = strspn(text, " "), k = from;

    while (text[k] != '\0' && k < LABEL &&
           (text[k] != ' ' || text[k + 1] != ' '))
        k++;
    if (text[k] == ' ' && k < LABEL)
        return k + strspn(text + k, " ");
    return from > LABEL / 2 ? from : from + HANGING;
}

/* Bytes up to the last blank of those that fit, one without a number before it if
 * there is one: its unit would stand alone. Where none fits, up to the next. */
static size_t break_at(const char *text, size_t columns)
{
    size_t n = text_fitting(text, columns), last = 0;

    if (text[n] == '\0')
        return n;
    for (size_t k = n; k > 0; k--) {
        if (text[k] != ' ')
            continue;
        if (text[k - 1] < '0' || text[k - 1] > '9')
            return k;
        last = last > 0 ? last : k;
    }
    return last > 0 ? last : n + strcspn(text + n, " ");
}

/* A label is no place to break. */
static void put_broken(struct screen *to, const char *text)
{
    size_t indent = indent_of(text), room = to->width, from = indent;

    if (indent * 2 > room || indent >= strlen(text)) {
        indent = HANGING;
        from = 0;
    }
    while (to->width > 0 && text_width(text) > room) {
        size_t cut = from + break_at(text + from, room - from);
        size_t next = cut + strspn(text + cut, " ");

        if (text[next] == '\0')
            break;
        while (cut > 0 && text[cut - 1] == ' ')
            cut--;
        fprintf(to->file, "%.*s\n%*s", (int)cut, text, (int)indent, "");
        text += next;
        room = to->width - indent;
        from = 0;
    }
    fputs(text, to->file);
}

static void put(struct screen *to, enum mood mood, const char *text)
{
    char *plain = mem_new(text_plain(text, NULL) + 1, 1);

    if (plain == NULL) {
        to->failed = true;
        return;
    }
    text_plain(text, plain);
    fputs(screen_mood(to, mood), to->file);
    put_broken(to, plain);
    fprintf(to->file, "%s\n", screen_calm(to, mood));
    mem_free(plain);
}

static void put_format(struct screen *to, enum mood mood, const char *format,
                       va_list arguments)
{
    va_list again;
    int length;
    char *text;

    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    text = length < 0 ? NULL : mem_new((size_t)length + 1, 1);
    if (text == NULL) {
        to->failed = true;
        return;
    }
    vsnprintf(text, (size_t)length + 1, format, arguments);
    put(to, mood, text);
    mem_free(text);
}

void put_line(struct screen *to, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    put_format(to, MOOD_PLAIN, format, arguments);
    va_end(arguments);
}

void put_line_as(struct screen *to, enum mood mood, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    put_format(to, mood, format, arguments);
    va_end(arguments);
}

void put_phrase(struct screen *to, struct phrase *phrase)
{
    to->failed = to->failed || phrase->failed;
    put(to, MOOD_PLAIN, phrase_text(phrase));
    phrase_clear(phrase);
}

void put_gap(struct screen *to)
{
    putc('\n', to->file);
}
