/* table.h - a plain table of text, as it stood in a file.
 *
 * What a CSV reader gives and what the model and the verifier both read: named
 * columns, rows of UTF-8 cells, and where each row began. No meaning, no types.
 * Every row has n_columns cells; a blank cell is "". */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include "base/mem.h"
#include "base/status.h"
#include "base/vec.h"

struct table {
    char *file; /* as messages name it */
    size_t n_columns;
    char **header; /* [n_columns] as written, without surrounding blanks */
    struct VEC(char *) cells; /* [n_rows * n_columns], row by row */
    struct VEC(long) lines;   /* [n_rows] line on which the row begins */
    long header_line;
    struct arena text; /* owns header and cells */
};

eb_status table_new(const char *file, struct table **out);
void table_free(struct table *table);
/* Copies the names. Called once, before any row. */
eb_status table_set_header(struct table *table, size_t n,
                           const char *const *names);
/* Copies n_columns cells whose lengths are known; in one piece, for many rows. */
eb_status table_add_sized(struct table *table, long line,
                          const char *const *cells, const size_t *lengths);
/* Copies n_columns cells. */
eb_status table_add_row(struct table *table, long line,
                        const char *const *cells);

/* Changing. The text is copied; texts that stood in the table before live as long
 * as it does. O(1), a column O(cells). */
eb_status table_set_cell(struct table *table, size_t row, size_t column,
                         const char *text);
/* A text that already lives as long as the table, such as one that stood in it. */
void table_point_cell(struct table *table, size_t row, size_t column,
                      char *text);
/* One more column, the last, blank in every row. */
eb_status table_add_column(struct table *table, const char *name);
void table_drop_last_column(struct table *table);
/* The last row takes its place. */
void table_drop_row(struct table *table, size_t row);

size_t table_rows(const struct table *table);
const char *table_cell(const struct table *table, size_t row, size_t column);
struct place table_place(const struct table *table, size_t row, size_t column);
/* -1 where no column has exactly this name. */
int table_column(const struct table *table, const char *name);

#endif
