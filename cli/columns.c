/* columns.c - tables on a terminal. */
#include "cli/columns.h"

#include "base/glyphs.h"

#include <stdio.h>
#include <string.h>

void columns_add(struct columns *table, const char *text)
{
    char *copy = arena_string(&table->memory, text, strlen(text));

    if (copy == NULL || !VEC_PUSH(&table->cells, copy))
        table->failed = true;
}

void columns_add_all(struct columns *table, const char *const *texts, size_t n)
{
    for (size_t k = 0; k < n; k++)
        columns_add(table, texts[k]);
}

static size_t widest(const struct columns *table, size_t column)
{
    size_t most = 0;

    for (size_t k = column; k < table->cells.n; k += table->n)
        if (text_width(table->cells.at[k]) > most)
            most = text_width(table->cells.at[k]);
    return most;
}

static void print_cell(const char *text, size_t width, bool left, bool last)
{
    int blanks = (int)(width - text_width(text));

    if (left)
        printf("%s%*s", text, last ? 0 : blanks, "");
    else
        printf("%*s%s", blanks, "", text);
    fputs(last ? "\n" : "  ", stdout);
}

static void print(const struct columns *table, size_t left)
{
    size_t *width = NEW(size_t, table->n + 1);

    if (width == NULL)
        return;
    for (size_t c = 0; c < table->n; c++)
        width[c] = widest(table, c);
    for (size_t k = 0; k + table->n <= table->cells.n; k += table->n)
        for (size_t c = 0; c < table->n; c++)
            print_cell(table->cells.at[k + c], width[c], c < left,
                       c + 1 == table->n);
    mem_free(width);
}

void columns_clear(struct columns *table)
{
    arena_clear(&table->memory);
    VEC_CLEAR(&table->cells);
}

eb_status columns_end(struct columns *table, size_t left)
{
    eb_status status = table->failed ? EB_NO_MEMORY : EB_OK;

    if (status == EB_OK)
        print(table, left);
    columns_clear(table);
    return status;
}
