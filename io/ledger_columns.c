/* ledger_columns.c - the columns of accounts and reps in a ledger. */
#include "io/ledger_columns.h"

#include <stdio.h>
#include <string.h>

/* SQLite allows 2,000; those of the ledger itself and a few to come are left. */
enum { MOST_COLUMNS = 1900 };

const char *ledger_file(enum day_table table)
{
    static const char *const files[] = {
        [DAY_ACCOUNTS] = "accounts", [DAY_REPS] = "reps"};

    return files[table];
}

void ledger_quote(struct text *out, const char *name)
{
    text_add_char(out, '"');
    for (; *name != '\0'; name++) {
        if (*name == '"')
            text_add_char(out, '"');
        text_add_char(out, *name);
    }
    text_add_char(out, '"');
}

void ledger_list_columns(struct text *out,
                         const struct ledger_columns *columns)
{
    for (size_t k = 0; k < columns->all.n; k++) {
        if (k > 0)
            text_add(out, ", ");
        ledger_quote(out, columns->all.at[k].name);
    }
    if (strcmp(columns->file, ledger_file(DAY_ACCOUNTS)) == 0)
        text_add(out, ", " DAY_CLOSED_ON);
}

void ledger_columns_clear(struct ledger_columns *columns)
{
    VEC_CLEAR(&columns->all);
    arena_clear(&columns->memory);
}

const char *ledger_column_name(const struct ledger_columns *columns,
                               const char *header)
{
    for (size_t k = 0; k < columns->all.n; k++)
        if (strcmp(columns->all.at[k].header, header) == 0)
            return columns->all.at[k].name;
    return strcmp(columns->file, ledger_file(DAY_ACCOUNTS)) == 0 &&
                   strcmp(header, DAY_CLOSED_ON) == 0
               ? DAY_CLOSED_ON
               : NULL;
}

/* ---- Names --------------------------------------------------------------- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* As SQLite compares names: no case in ASCII. */
static bool is_same(const char *a, const char *b)
{
    for (; lower(*a) == lower(*b); a++, b++)
        if (*a == '\0')
            return true;
    return false;
}

static bool is_taken(const struct ledger_columns *columns, const char *name)
{
    static const char *const own[] = {"row", DAY_CLOSED_ON};

    for (size_t k = 0; k < sizeof own / sizeof *own; k++)
        if (is_same(own[k], name))
            return true;
    for (size_t k = 0; k < columns->all.n; k++)
        if (is_same(columns->all.at[k].name, name))
            return true;
    return false;
}

/* The header, or header_2, header_3, ... */
static const char *free_name(struct ledger_columns *columns,
                             const char *header)
{
    struct text text = {0};
    const char *base = *header != '\0' ? header : "column", *name = NULL;

    text_add(&text, base);
    for (int k = 2; text_ok(&text) && is_taken(columns, text.at); k++) {
        text.n = 0;
        text_printf(&text, "%s_%d", base, k);
    }
    if (text_ok(&text))
        name = arena_string(&columns->memory, text.at, text.n);
    text_clear(&text);
    return name;
}

static eb_status add(struct ledger_columns *columns, const char *header,
                     const char *name)
{
    struct ledger_column column = {
        arena_string(&columns->memory, header, strlen(header)),
        name == NULL ? free_name(columns, header)
                     : arena_string(&columns->memory, name, strlen(name))};

    if (column.header == NULL || column.name == NULL ||
        !VEC_PUSH(&columns->all, column))
        return EB_NO_MEMORY;
    return EB_OK;
}

/* ---- In the ledger ------------------------------------------------------- */

static eb_status run_text(struct sql *sql, const struct text *text,
                          eb_messages *said)
{
    return text_ok(text) ? sql_run(sql, text->at, said) : EB_NO_MEMORY;
}

static eb_status create_table(struct sql *sql,
                              const struct ledger_columns *columns,
                              eb_messages *said)
{
    struct text text = {0};
    eb_status status;

    text_printf(&text, "CREATE TABLE %s (row INTEGER PRIMARY KEY",
                columns->file);
    for (size_t k = 0; k < columns->all.n; k++) {
        text_add(&text, ", ");
        ledger_quote(&text, columns->all.at[k].name);
        text_add(&text, k == columns->id ? " TEXT NOT NULL UNIQUE"
                                         : " TEXT NOT NULL DEFAULT ''");
    }
    if (strcmp(columns->file, ledger_file(DAY_ACCOUNTS)) == 0)
        text_add(&text, ", " DAY_CLOSED_ON " TEXT NOT NULL DEFAULT ''");
    text_add(&text, ") STRICT");
    status = run_text(sql, &text, said);
    text_clear(&text);
    return status;
}

/* The row of `columns` for the k-th column. */
static eb_status record(struct sql *sql, const struct ledger_columns *columns,
                        size_t k, eb_messages *said)
{
    struct sql_query *query = NULL;
    eb_status status;

    TRY(sql_prepare(sql, "INSERT INTO columns VALUES (?, ?, ?, ?, ?)", &query,
                    said));
    sql_bind(query, 1, columns->file);
    sql_bind_number(query, 2, (int64_t)k);
    sql_bind(query, 3, columns->all.at[k].header);
    sql_bind(query, 4, columns->all.at[k].name);
    sql_bind_number(query, 5, k == columns->id);
    TRY(sql_do(query, said));
done:
    sql_free(query);
    return status;
}

eb_status ledger_columns_make(struct sql *sql, enum day_table which,
                              const struct table *table, size_t id,
                              struct ledger_columns *out, eb_messages *said)
{
    eb_status status;

    *out = (struct ledger_columns){.file = ledger_file(which), .id = id};
    if (table->n_columns > MOST_COLUMNS)
        return fault(said, (struct place){table->file, table->header_line, 0},
                     "%zu columns; a ledger holds at most %d",
                     table->n_columns, (int)MOST_COLUMNS);
    for (size_t k = 0; k < table->n_columns; k++)
        TRY(add(out, table->header[k], NULL));
    TRY(create_table(sql, out, said));
    for (size_t k = 0; k < out->all.n; k++)
        TRY(record(sql, out, k, said));
done:
    return status;
}

eb_status ledger_columns_read(struct sql *sql, enum day_table which,
                              struct ledger_columns *out, eb_messages *said)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    *out = (struct ledger_columns){.file = ledger_file(which)};
    TRY(sql_prepare(sql,
                    "SELECT header, name, is_id FROM columns WHERE file = ? "
                    "ORDER BY position",
                    &query, said));
    sql_bind(query, 1, out->file);
    TRY(sql_next(query, &row, said));
    while (row) {
        if (sql_integer(query, 2) != 0)
            out->id = out->all.n;
        TRY(add(out, sql_text(query, 0), sql_text(query, 1)));
        TRY(sql_next(query, &row, said));
    }
done:
    sql_free(query);
    return status;
}

eb_status ledger_columns_add(struct sql *sql, struct ledger_columns *columns,
                             const char *header, eb_messages *said)
{
    struct text text = {0};
    eb_status status;

    TRY(add(columns, header, NULL));
    text_printf(&text, "ALTER TABLE %s ADD COLUMN ", columns->file);
    ledger_quote(&text, columns->all.at[columns->all.n - 1].name);
    text_add(&text, " TEXT NOT NULL DEFAULT ''");
    TRY(run_text(sql, &text, said));
    TRY(record(sql, columns, columns->all.n - 1, said));
done:
    text_clear(&text);
    return status;
}
