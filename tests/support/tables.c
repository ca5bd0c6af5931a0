/* tables.c - tables for tests, written as text. */
#include "tests/support/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CELLS = 64 };

static void insist(bool fine, const char *what)
{
    if (fine)
        return;
    fprintf(stderr, "table_of: %s\n", what);
    abort();
}

/* Cuts the line at its commas, in place. */
static size_t split(char *line, const char *cells[MOST_CELLS])
{
    size_t n = 0;

    for (char *at = line; at != NULL; n++) {
        insist(n < MOST_CELLS, "too many cells");
        cells[n] = at;
        at = strchr(at, ',');
        if (at != NULL)
            *at++ = '\0';
    }
    return n;
}

static void add_line(struct table *table, long number, char *line)
{
    const char *cells[MOST_CELLS];
    size_t n = split(line, cells);

    if (number == 1) {
        insist(table_set_header(table, n, cells) == EB_OK, "out of memory");
        table->header_line = 1;
        return;
    }
    insist(n <= table->n_columns, "a row longer than the header");
    while (n < table->n_columns)
        cells[n++] = "";
    insist(table_add_row(table, number, cells) == EB_OK, "out of memory");
}

struct table *table_of(const char *file, const char *text)
{
    struct table *table = NULL;
    char *copy = mem_string(text), *line = copy;

    insist(copy != NULL, "out of memory");
    insist(table_new(file, &table) == EB_OK, "out of memory");
    for (long number = 1; *line != '\0'; number++) {
        char *end = strchr(line, '\n');
        insist(end != NULL, "a line without a newline");
        *end = '\0';
        add_line(table, number, line);
        line = end + 1;
    }
    mem_free(copy);
    return table;
}

bool says(const eb_messages *said, const char *text)
{
    for (size_t k = 0; k < eb_messages_count(said); k++)
        if (strcmp(eb_messages_text(said, k), text) == 0)
            return true;
    return false;
}

size_t says_count(const eb_messages *said, const char *piece)
{
    size_t n = 0;

    for (size_t k = 0; k < eb_messages_count(said); k++)
        n += strstr(eb_messages_text(said, k), piece) != NULL;
    return n;
}

void show_messages(const eb_messages *said)
{
    for (size_t k = 0; k < eb_messages_count(said); k++)
        fprintf(stderr, "%s\n", eb_messages_text(said, k));
}
