/* ledger_rows.c - accounts and reps of a ledger as tables, and tables into a ledger. */
#include "io/ledger_parts.h"

#include <stdio.h>
#include <string.h>

/* ---- Into the ledger ----------------------------------------------------- */

static eb_status prepare_insert(struct sql *sql,
                                const struct ledger_columns *columns,
                                struct sql_query **out, eb_messages *said)
{
    struct text text = {0};
    eb_status status;

    text_printf(&text, "INSERT INTO %s (", columns->file);
    for (size_t k = 0; k < columns->all.n; k++) {
        text_add(&text, k > 0 ? ", " : "");
        ledger_quote(&text, columns->all.at[k].name);
    }
    text_add(&text, ") VALUES (");
    for (size_t k = 0; k < columns->all.n; k++)
        text_add(&text, k > 0 ? ", ?" : "?");
    text_add(&text, ")");
    status =
        text_ok(&text) ? sql_prepare(sql, text.at, out, said) : EB_NO_MEMORY;
    text_clear(&text);
    return status;
}

eb_status ledger_fill(struct sql *sql, const struct ledger_columns *columns,
                      const struct table *table, eb_messages *said)
{
    struct sql_query *query = NULL;
    eb_status status;

    TRY(prepare_insert(sql, columns, &query, said));
    for (size_t row = 0; row < table_rows(table); row++) {
        for (size_t k = 0; k < columns->all.n; k++)
            sql_bind(query, (int)k + 1, table_cell(table, row, k));
        TRY(sql_do(query, said));
    }
done:
    sql_free(query);
    return status;
}

/* ---- From the ledger ----------------------------------------------------- */

/* What one pass over a table fills. */
struct loading {
    struct sql_query *query;
    size_t n;                    /* columns of open rows */
    struct table *open, *closed; /* closed: NULL of reps */
    const char **cells;          /* [n + 1] */
    size_t *lengths;             /* [n + 1] */
};

/* `extra`: one more column of this name, or NULL. */
static eb_status make_table(const struct ledger_columns *columns,
                            const char *extra, struct table **out)
{
    size_t n = columns->all.n;
    const char **names = NEW(const char *, n + 1);
    struct text file = {0};
    struct table *table = NULL;
    eb_status status = names == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    for (size_t k = 0; k < n; k++)
        names[k] = columns->all.at[k].header;
    names[n] = extra;
    text_printf(&file, "%s.csv", columns->file);
    TRY(text_ok(&file) ? table_new(file.at, &table) : EB_NO_MEMORY);
    TRY(table_set_header(table, n + (extra != NULL), names));
    table->header_line = 1;
    *out = table;
    table = NULL;
done:
    table_free(table);
    text_clear(&file);
    mem_free(names);
    return status;
}

static eb_status prepare_select(struct ledger *ledger,
                                const struct ledger_columns *columns,
                                struct sql_query **out, eb_messages *said)
{
    struct text text = {0};
    eb_status status;

    text_add(&text, "SELECT ");
    ledger_list_columns(&text, columns);
    text_printf(&text, ", row FROM %s ORDER BY row", columns->file);
    status = text_ok(&text) ? sql_prepare(ledger->sql, text.at, out, said)
                            : EB_NO_MEMORY;
    text_clear(&text);
    return status;
}

/* The row's number makes its line, behind the header's. */
static eb_status load_row(struct loading *in)
{
    size_t n = in->n, n_all = n + (in->closed != NULL);
    bool closed;

    for (size_t k = 0; k < n_all; k++) {
        in->cells[k] = sql_text(in->query, (int)k);
        in->lengths[k] = strlen(in->cells[k]); /* faster than asking */
    }
    closed = in->closed != NULL && in->lengths[n] > 0;
    return table_add_sized(closed ? in->closed : in->open,
                           (long)sql_integer(in->query, (int)n_all) + 1,
                           in->cells, in->lengths);
}

eb_status ledger_load(struct ledger *ledger, enum day_table which,
                      struct table **open, struct table **closed,
                      eb_messages *said)
{
    const struct ledger_columns *columns = &ledger->columns[which];
    struct loading in = {.n = columns->all.n};
    bool row;
    eb_status status;

    in.cells = NEW(const char *, in.n + 1);
    in.lengths = NEW(size_t, in.n + 1);
    TRY(in.cells != NULL && in.lengths != NULL ? EB_OK : EB_NO_MEMORY);
    TRY(make_table(columns, NULL, &in.open));
    if (which == DAY_ACCOUNTS)
        TRY(make_table(columns, DAY_CLOSED_ON, &in.closed));
    TRY(prepare_select(ledger, columns, &in.query, said));
    TRY(sql_next(in.query, &row, said));
    while (row) {
        TRY(load_row(&in));
        TRY(sql_next(in.query, &row, said));
    }
    *open = in.open;
    if (which == DAY_ACCOUNTS)
        *closed = in.closed;
    in.open = in.closed = NULL;
done:
    sql_free(in.query);
    mem_free(in.cells);
    mem_free(in.lengths);
    table_free(in.open);
    table_free(in.closed);
    return status;
}
