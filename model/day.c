/* day.c - the books of a day as tables: begun, and looked at. */
#include "model/day.h"

#include "base/number.h"
#include "model/phrase.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_ROLE = 96 };

/* ---- Beginning ------------------------------------------------------------ */

static eb_status refuse_closed_on(const struct day_rows *open,
                                  eb_messages *said)
{
    int k = day_rows_column(open, DAY_CLOSED_ON);

    if (k < 0)
        return EB_OK;
    return fault(
        said,
        (struct place){open->table->file, open->table->header_line, k + 1},
        "\"%s\" is a column that the ledger keeps itself; leave out "
        "the accounts that have closed, and the column",
        open->table->header[k]);
}

/* A table without rows for what will close. */
static eb_status make_closed(const struct table *open, struct table **out)
{
    const char **names = NEW(const char *, open->n_columns + 1);
    struct table *table = NULL;
    eb_status status = names == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    for (size_t k = 0; k < open->n_columns; k++)
        names[k] = open->header[k];
    names[open->n_columns] = DAY_CLOSED_ON;
    TRY(table_new(open->file, &table));
    TRY(table_set_header(table, open->n_columns + 1, names));
    table->header_line = open->header_line;
    *out = table;
    table = NULL;
done:
    table_free(table);
    mem_free(names);
    return status;
}

static bool fit_together(const struct table *open, const struct table *closed)
{
    if (closed->n_columns != open->n_columns + 1 ||
        strcmp(closed->header[open->n_columns], DAY_CLOSED_ON) != 0)
        return false;
    for (size_t k = 0; k < open->n_columns; k++)
        if (strcmp(open->header[k], closed->header[k]) != 0)
            return false;
    return true;
}

static eb_status refuse_both(const struct day *day, eb_messages *said)
{
    const struct day_rows *closed = &day->closed;
    eb_status kept = EB_OK;

    for (size_t row = 0; row < table_rows(closed->table); row++) {
        const char *id = table_cell(closed->table, row, closed->id_column);

        if (day_row(day, DAY_ACCOUNTS, id) != DAY_NO_ROW)
            keep_status(
                &kept,
                fault(said, table_place(closed->table, row, closed->id_column),
                      "\"%.*s\" is among the open accounts and "
                      "among the closed ones",
                      quoted(id), id));
    }
    return kept;
}

static eb_status take_tables(struct day *day, const struct day_tables *tables,
                             struct table *closed, eb_messages *said)
{
    struct mapping accounts = {doc_get(tables->columns, "accounts"),
                               tables->rules_file};
    struct mapping reps = {doc_get(tables->columns, "reps"),
                           tables->rules_file};
    eb_status status, kept = EB_OK;

    keep_status(&kept, day_rows_take(&day->of[DAY_ACCOUNTS], tables->accounts,
                                     &schema_accounts, accounts, said));
    keep_status(&kept, day_rows_take(&day->of[DAY_REPS], tables->reps,
                                     &schema_reps, reps, said));
    TRY(kept);
    TRY(refuse_closed_on(&day->of[DAY_ACCOUNTS], said));
    TRY(day_rows_take(&day->closed, closed, &schema_accounts, accounts, said));
    TRY(refuse_both(day, said));
done:
    return status;
}

/* The tables are whoever's they were. */
static void let_go(struct day *day)
{
    for (int t = 0; t < N_DAY_TABLES; t++) {
        day->of[t].table = NULL;
        day_rows_clear(&day->of[t]);
    }
    day->closed.table = NULL;
    day_rows_clear(&day->closed);
}

eb_status day_begin(int64_t date, const struct day_tables *tables,
                    struct day *out, eb_messages *said)
{
    struct table *closed = tables->closed;
    eb_status status;

    *out = (struct day){.date = date};
    if (closed == NULL)
        TRY(make_closed(tables->accounts, &closed));
    else if (!fit_together(tables->accounts, closed))
        return EB_BAD_ARGUMENT;
    TRY(take_tables(out, tables, closed, said));
    out->pairs = tables->pairs;
    out->territories = tables->territories;
    return EB_OK;
done:
    let_go(out);
    if (closed != tables->closed)
        table_free(closed);
    return status;
}

void day_clear(struct day *day)
{
    for (int t = 0; t < N_DAY_TABLES; t++)
        day_rows_clear(&day->of[t]);
    day_rows_clear(&day->closed);
    table_free(day->pairs);
    table_free(day->territories);
    VEC_CLEAR(&day->edits);
}

/* ---- Looking -------------------------------------------------------------- */

size_t day_row(const struct day *day, enum day_table table, const char *id)
{
    return day_rows_find(&day->of[table], id);
}

bool day_is_closed(const struct day *day, const char *account)
{
    return day_rows_find(&day->closed, account) != DAY_NO_ROW;
}

const char *day_closed_on(const struct day *day, const char *account)
{
    size_t row = day_rows_find(&day->closed, account);

    return row == DAY_NO_ROW ? NULL
                             : table_cell(day->closed.table, row,
                                          day->closed.table->n_columns - 1);
}

int day_column(const struct day *day, enum day_table table, const char *name)
{
    return day_rows_column(&day->of[table], name);
}

const struct known_column *day_known(const struct day *day,
                                     enum day_table table, int column)
{
    return day->of[table].headings.at[column].known;
}

const char *day_cell(const struct day *day, enum day_table table, size_t row,
                     const char *name)
{
    int k = day_column(day, table, name);

    return k < 0 ? "" : table_cell(day->of[table].table, row, (size_t)k);
}

const char *day_account_cell(const struct day *day, const char *account,
                             const char *name)
{
    const struct day_rows *rows = &day->of[DAY_ACCOUNTS];
    size_t row = day_rows_find(rows, account);
    int k = day_rows_column(rows, name);

    if (row == DAY_NO_ROW) {
        rows = &day->closed; /* with the same columns */
        row = day_rows_find(rows, account);
    }
    return k < 0 || row == DAY_NO_ROW
               ? ""
               : table_cell(rows->table, row, (size_t)k);
}

int day_owner_column(const struct day *day, const char *role)
{
    char name[LONGEST_ROLE + 8], normal[LONGEST_ROLE];
    int k = -1;

    if (role != NULL) {
        schema_normalise(role, normal, sizeof normal);
        snprintf(name, sizeof name, "%s_owner", normal);
        k = day_column(day, DAY_ACCOUNTS, name);
        if (k >= 0 && day_known(day, DAY_ACCOUNTS, k) == NULL)
            k = -1;
    }
    return k >= 0 ? k : day_column(day, DAY_ACCOUNTS, "owner");
}
