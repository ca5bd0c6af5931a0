/* days.c - days for tests, made of texts, and as text again. */
#include "tests/support/days.h"

#include "base/number.h"
#include "tests/support/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void insist(bool fine, const char *what)
{
    if (fine)
        return;
    fprintf(stderr, "days: %s\n", what);
    abort();
}

int64_t date_of(const char *text)
{
    int64_t days = 0;

    insist(date_read(text, DATE_ISO, &days), text);
    return days;
}

struct day day_of(const char *accounts, const char *reps)
{
    struct day_tables tables = {.accounts = table_of("accounts.csv", accounts),
                                .reps = table_of("reps.csv", reps)};
    struct day day;

    insist(day_begin(date_of("2027-01-04"), &tables, &day, NULL) == EB_OK,
           "no day");
    return day;
}

/* ---- Text ----------------------------------------------------------------- */

static const struct day_rows *sorted;

static int by_id(const void *left, const void *right)
{
    return strcmp(
        table_cell(sorted->table, *(const size_t *)left, sorted->id_column),
        table_cell(sorted->table, *(const size_t *)right, sorted->id_column));
}

static void write_row(FILE *out, const struct table *table, size_t row)
{
    for (size_t k = 0; k < table->n_columns; k++)
        fprintf(out, "%s%s", k > 0 ? "," : "", table_cell(table, row, k));
    fprintf(out, "\n");
}

static void write_rows(FILE *out, const struct day_rows *rows)
{
    size_t n = table_rows(rows->table);
    size_t *order = malloc((n + 1) * sizeof *order);

    for (size_t k = 0; k < rows->table->n_columns; k++)
        fprintf(out, "%s%s", k > 0 ? "," : "", rows->table->header[k]);
    fprintf(out, "\n");
    for (size_t k = 0; k < n; k++)
        order[k] = k;
    sorted = rows;
    qsort(order, n, sizeof *order, by_id);
    for (size_t k = 0; k < n; k++)
        write_row(out, rows->table, order[k]);
    free(order);
}

char *day_text(const struct day *day)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    insist(out != NULL, "out of memory");
    write_rows(out, &day->of[DAY_ACCOUNTS]);
    write_rows(out, &day->of[DAY_REPS]);
    write_rows(out, &day->closed);
    fclose(out);
    return text;
}

char *day_edits_text(const struct day *day)
{
    static const char *const kinds[] = {"set", "add", "drop", "column"};
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    insist(out != NULL, "out of memory");
    for (size_t k = 0; k < day->edits.n; k++) {
        const struct edit *e = &day->edits.at[k];

        fprintf(out, "%s %s", kinds[e->kind],
                e->table == DAY_ACCOUNTS ? "accounts" : "reps");
        if (e->id != NULL)
            fprintf(out, " %s", e->id);
        if (e->column != NULL)
            fprintf(out, " %s", e->column);
        if (e->kind == EDIT_SET)
            fprintf(out, ": %s -> %s", e->before, e->after);
        if (e->event != NO_EVENT)
            fprintf(out, " (event %zu)", e->event);
        fprintf(out, "\n");
    }
    fclose(out);
    return text;
}

const char *day_at(const struct day *day, enum day_table table, const char *id,
                   const char *column)
{
    size_t row = day_row(day, table, id);

    return row == DAY_NO_ROW ? "(none)" : day_cell(day, table, row, column);
}
