/* table.c - a plain table of text. */
#include "base/table.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

eb_status table_new(const char *file, struct table **out)
{
    struct table *table = NEW(struct table, 1);

    if (table == NULL)
        return EB_NO_MEMORY;
    table->file = mem_string(file);
    if (table->file == NULL) {
        mem_free(table);
        return EB_NO_MEMORY;
    }
    *out = table;
    return EB_OK;
}

void table_free(struct table *table)
{
    if (table == NULL)
        return;
    VEC_CLEAR(&table->cells);
    VEC_CLEAR(&table->lines);
    arena_clear(&table->text);
    mem_free(table->file);
    mem_free(table);
}

static char *copy_trimmed(struct arena *arena, const char *text)
{
    size_t length;

    text += strspn(text, " \t");
    length = strlen(text);
    while (length > 0 && strchr(" \t", text[length - 1]) != NULL)
        length--;
    return arena_string(arena, text, length);
}

eb_status table_set_header(struct table *table, size_t n,
                           const char *const *names)
{
    char **header;

    assert(table->header == NULL && table->lines.n == 0);
    if (n > SIZE_MAX / sizeof *header)
        return EB_NO_MEMORY;
    header = arena_new(&table->text, n * sizeof *header);
    if (header == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++) {
        header[k] = copy_trimmed(&table->text, names[k]);
        if (header[k] == NULL)
            return EB_NO_MEMORY;
    }
    table->header = header;
    table->n_columns = n;
    return EB_OK;
}

eb_status table_add_sized(struct table *table, long line,
                          const char *const *cells, const size_t *lengths)
{
    size_t n = table->n_columns, first = table->cells.n, bytes = n;
    char *at;

    for (size_t k = 0; k < n; k++)
        bytes += lengths[k];
    at = arena_bytes(&table->text, bytes);
    if (at == NULL || !VEC_RESERVE(&table->cells, first + n) ||
        !VEC_RESERVE(&table->lines, table->lines.n + 1))
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++) {
        table->cells.at[first + k] = at;
        memcpy(at, cells[k], lengths[k]);
        at[lengths[k]] = '\0';
        at += lengths[k] + 1;
    }
    table->cells.n = first + n;
    table->lines.at[table->lines.n++] = line;
    return EB_OK;
}

eb_status table_add_row(struct table *table, long line,
                        const char *const *cells)
{
    size_t n = table->n_columns, first = table->cells.n;

    if (!VEC_RESERVE(&table->cells, first + n) ||
        !VEC_RESERVE(&table->lines, table->lines.n + 1))
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++) {
        char *cell = arena_string(&table->text, cells[k], strlen(cells[k]));
        if (cell == NULL)
            return EB_NO_MEMORY;
        table->cells.at[first + k] = cell;
    }
    table->cells.n = first + n;
    table->lines.at[table->lines.n++] = line;
    return EB_OK;
}

void table_point_cell(struct table *table, size_t row, size_t column,
                      char *text)
{
    assert(row < table->lines.n && column < table->n_columns);
    table->cells.at[row * table->n_columns + column] = text;
}

eb_status table_set_cell(struct table *table, size_t row, size_t column,
                         const char *text)
{
    char *copy = arena_string(&table->text, text, strlen(text));

    if (copy == NULL)
        return EB_NO_MEMORY;
    table_point_cell(table, row, column, copy);
    return EB_OK;
}

/* From the last row to the first, so that no cell is written over before it has
 * moved. */
static void spread_rows(struct table *table, char *blank)
{
    size_t n = table->n_columns;

    for (size_t row = table->lines.n; row-- > 0;) {
        char **to = table->cells.at + row * (n + 1);

        memmove(to, table->cells.at + row * n, n * sizeof *to);
        to[n] = blank;
    }
}

eb_status table_add_column(struct table *table, const char *name)
{
    size_t n = table->n_columns, rows = table->lines.n;
    char **header = arena_new(&table->text, (n + 1) * sizeof *header);
    char *blank = arena_string(&table->text, "", 0);

    if (header == NULL || blank == NULL ||
        !VEC_RESERVE(&table->cells, rows * (n + 1)))
        return EB_NO_MEMORY;
    if (n > 0)
        memcpy(header, table->header, n * sizeof *header);
    header[n] = copy_trimmed(&table->text, name);
    if (header[n] == NULL)
        return EB_NO_MEMORY;
    spread_rows(table, blank);
    table->header = header;
    table->n_columns = n + 1;
    table->cells.n = rows * (n + 1);
    return EB_OK;
}

void table_drop_last_column(struct table *table)
{
    size_t n = table->n_columns - 1;

    assert(table->n_columns > 0);
    for (size_t row = 1; row < table->lines.n; row++)
        memmove(table->cells.at + row * n, table->cells.at + row * (n + 1),
                n * sizeof *table->cells.at);
    table->n_columns = n;
    table->cells.n = table->lines.n * n;
}

void table_drop_row(struct table *table, size_t row)
{
    size_t n = table->n_columns, last = table->lines.n - 1;

    assert(row < table->lines.n);
    if (row != last) {
        memcpy(table->cells.at + row * n, table->cells.at + last * n,
               n * sizeof *table->cells.at);
        table->lines.at[row] = table->lines.at[last];
    }
    table->lines.n--;
    table->cells.n -= n;
}

size_t table_rows(const struct table *table)
{
    return table->lines.n;
}

const char *table_cell(const struct table *table, size_t row, size_t column)
{
    assert(row < table->lines.n && column < table->n_columns);
    return table->cells.at[row * table->n_columns + column];
}

struct place table_place(const struct table *table, size_t row, size_t column)
{
    assert(row < table->lines.n);
    return (struct place){table->file, table->lines.at[row], (long)column + 1};
}

int table_column(const struct table *table, const char *name)
{
    for (size_t k = 0; k < table->n_columns; k++)
        if (strcmp(table->header[k], name) == 0)
            return (int)k;
    return -1;
}
