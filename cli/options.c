/* options.c - reads a command line by its table of options. */
#include "cli/options.h"

#include "base/names.h"
#include "base/number.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HELP_COLUMN = 31 };

struct reading {
    const struct option *table;
    struct arguments *out;
    int argc, next; /* the argument that is looked at next */
    char **argv;
};

__attribute__((format(printf, 2, 3))) static bool
wrong(const struct reading *in, const char *format, ...)
{
    va_list arguments;

    fprintf(stderr, "evenbook %s: ", in->out->command);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, " (see evenbook %s --help)\n", in->out->command);
    return false;
}

static const struct option *find_name(const struct option *table,
                                      const char *name, size_t length)
{
    for (; table->name != NULL; table++)
        if (strlen(table->name) == length &&
            memcmp(table->name, name, length) == 0)
            return table;
    return NULL;
}

static const struct option *find_letter(const struct option *table,
                                        char letter)
{
    for (; table->name != NULL; table++)
        if (table->letter != '\0' && table->letter == letter)
            return table;
    return NULL;
}

static bool unknown_name(const struct reading *in, const char *name,
                         size_t length)
{
    const char *known[N_OPTIONS], *nearest;
    char text[64];
    size_t n = 0;

    for (const struct option *k = in->table; k->name != NULL; k++)
        known[n++] = k->name;
    if (length >= sizeof text)
        length = sizeof text - 1;
    memcpy(text, name, length);
    text[length] = '\0';
    nearest = names_nearest(known, n, text);
    if (nearest == NULL)
        return wrong(in, "there is no option --%s", text);
    return wrong(in, "there is no option --%s; did you mean --%s?", text,
                 nearest);
}

/* ---- Values -------------------------------------------------------------- */

static bool is_choice(const char *choices, const char *text)
{
    size_t n = strlen(text);

    while (choices != NULL && n > 0) {
        const char *end = strchr(choices, '|');
        size_t length =
            end == NULL ? strlen(choices) : (size_t)(end - choices);

        if (length == n && memcmp(choices, text, n) == 0)
            return true;
        choices = end == NULL ? NULL : end + 1;
    }
    return false;
}

static bool read_whole(const char *text, unsigned long *out)
{
    char *end;

    if (!isdigit((unsigned char)text[0]))
        return false;
    errno = 0;
    *out = strtoul(text, &end, 10);
    return *end == '\0' && errno == 0;
}

/* A plain decimal, and no other notation. */
static bool read_number(const char *text, double *out)
{
    wide units;

    if (!decimal_read_wide(text, 12, &units) || units < 0)
        return false;
    *out = (double)((long double)units / 1e12L);
    return true;
}

static bool take_value(const struct reading *in, const struct option *option,
                       const char *text)
{
    unsigned long *whole = &in->out->whole[option->id];
    double *number = &in->out->number[option->id];

    in->out->text[option->id] = text;
    switch (option->kind) {
    case VALUE_NONE:
    case VALUE_TEXT:
        return text == NULL || *text != '\0' ||
               wrong(in, "--%s needs a %s", option->name, option->value);
    case VALUE_CHOICE:
        return is_choice(option->value, text) ||
               wrong(in, "--%s is one of %s, not \"%s\"", option->name,
                     option->value, text);
    case VALUE_COUNT:
        return (read_whole(text, whole) && *whole >= 1 &&
                *whole <= 1000000000) ||
               wrong(in, "--%s is a whole number of at least 1, not \"%s\"",
                     option->name, text);
    case VALUE_WHOLE:
        return read_whole(text, whole) ||
               wrong(in, "--%s is a whole number, not \"%s\"", option->name,
                     text);
    case VALUE_AMOUNT:
        return read_number(text, number) ||
               wrong(in, "--%s is a number of at least 0, not \"%s\"",
                     option->name, text);
    case VALUE_POSITIVE:
        return (read_number(text, number) && *number > 0) ||
               wrong(in, "--%s is a number above 0, not \"%s\"", option->name,
                     text);
    case VALUE_DATE:
        return (strlen(text) == 10 &&
                date_read(text, DATE_ISO, &in->out->date[option->id])) ||
               wrong(in, "--%s is a date such as 2027-01-04, not \"%s\"",
                     option->name, text);
    }
    return false;
}

/* `attached` is what stands behind `=` or the letter, or NULL. */
static bool take(struct reading *in, const struct option *option,
                 const char *attached)
{
    const char *text = attached;

    if (in->out->given[option->id])
        return wrong(in, "--%s stands twice", option->name);
    in->out->given[option->id] = true;
    if (option->kind == VALUE_NONE && attached != NULL)
        return wrong(in, "--%s takes no value", option->name);
    if (option->kind != VALUE_NONE && text == NULL) {
        if (in->next == in->argc)
            return wrong(in, "--%s needs a value: %s", option->name,
                         option->value);
        text = in->argv[in->next++];
    }
    return take_value(in, option, text);
}

static bool take_long(struct reading *in, const char *name)
{
    size_t length = strcspn(name, "=");
    const struct option *option = find_name(in->table, name, length);

    if (option == NULL)
        return unknown_name(in, name, length);
    return take(in, option, name[length] == '=' ? name + length + 1 : NULL);
}

/* "-q", "-qv", "-o DIR", "-oDIR" */
static bool take_letters(struct reading *in, const char *letters)
{
    for (; *letters != '\0'; letters++) {
        const struct option *option = find_letter(in->table, *letters);

        if (option == NULL)
            return wrong(in, "there is no option -%c", *letters);
        if (option->kind != VALUE_NONE)
            return take(in, option, letters[1] != '\0' ? letters + 1 : NULL);
        if (!take(in, option, NULL))
            return false;
    }
    return true;
}

bool options_read(const struct option *table, const char *command, int argc,
                  char **argv, struct arguments *out)
{
    struct reading in = {table, out, argc, 1, argv};
    bool ended = false;

    *out = (struct arguments){.command = command, .operands = argv};
    while (in.next < argc) {
        char *at = argv[in.next++];

        if (!ended && strcmp(at, "--") == 0)
            ended = true;
        else if (!ended && at[0] == '-' && at[1] == '-') {
            if (!take_long(&in, at + 2))
                return false;
        } else if (!ended && at[0] == '-' && at[1] != '\0') {
            if (!take_letters(&in, at + 1))
                return false;
        } else
            out->operands[out->n_operands++] = at;
    }
    return true;
}

void options_help_one(const struct option *option, const char *words)
{
    char letter[] = {'-', option->letter, ',', ' ', '\0'};
    int n = printf("  %s--%s%s%s", option->letter != '\0' ? letter : "    ",
                   option->name, option->value != NULL ? " " : "",
                   option->value != NULL ? option->value : "");

    if (n >= HELP_COLUMN)
        n = printf("\n") - 1;
    printf("%*s%s\n", HELP_COLUMN - n, "", words);
}

void options_help(const struct option *table)
{
    for (; table->name != NULL; table++)
        options_help_one(table, table->help);
}

bool options_has(const struct option *table, enum option_id id)
{
    for (; table->name != NULL; table++)
        if (table->id == id)
            return true;
    return false;
}
