/* ledger_apply.c - the edits of a batch carried out in the ledger, and its digest of the
 * books brought up to date by the rows that they touch. */
#include "io/ledger_parts.h"

#include <string.h>

/* One of the two tables while a batch is written. */
struct touched {
    struct ledger_columns *columns;
    struct names ids; /* of rows that have an edit */
    struct sql_query *insert, *drop, *find;
    struct VEC(struct sql_query *) set; /* [columns, closed_on] NULL before it
                                           was asked for */
    struct VEC(const char *) header;    /* [columns, closed_on] */
    struct VEC(const char *) cells;     /* of the row that is looked at */
    struct digest_rows rows;
};

struct applying {
    struct ledger *ledger;
    const struct ledger_batch *batch;
    int64_t number;
    struct touched of[N_DAY_TABLES];
    struct sql_query *journal;
    struct books_digest *books;
    eb_messages *said;
};

static bool has_closed_on(const struct touched *touched)
{
    return strcmp(touched->columns->file, ledger_file(DAY_ACCOUNTS)) == 0;
}

static const char *id_name(const struct touched *touched)
{
    return touched->columns->all.at[touched->columns->id].name;
}

/* ---- Rows and the digest ------------------------------------------------- */

/* Looks anew at which columns there are. */
static eb_status begin_rows(struct applying *in, struct touched *touched)
{
    const struct ledger_columns *columns = touched->columns;
    struct text text = {0};
    eb_status status;

    touched->header.n = 0;
    for (size_t k = 0; k < columns->all.n; k++)
        TRY(VEC_PUSH(&touched->header, columns->all.at[k].header)
                ? EB_OK
                : EB_NO_MEMORY);
    if (has_closed_on(touched))
        TRY(VEC_PUSH(&touched->header, DAY_CLOSED_ON) ? EB_OK : EB_NO_MEMORY);
    TRY(VEC_RESERVE(&touched->cells, touched->header.n + 1) ? EB_OK
                                                            : EB_NO_MEMORY);
    digest_rows_clear(&touched->rows);
    TRY(digest_rows_begin(columns->file, touched->header.n, touched->header.at,
                          &touched->rows));
    text_add(&text, "SELECT ");
    ledger_list_columns(&text, columns);
    text_printf(&text, " FROM %s WHERE ", columns->file);
    ledger_quote(&text, id_name(touched));
    text_add(&text, " = ?");
    TRY(text_ok(&text) ? EB_OK : EB_NO_MEMORY);
    sql_free(touched->find);
    touched->find = NULL;
    TRY(sql_prepare(in->ledger->sql, text.at, &touched->find, in->said));
done:
    text_clear(&text);
    return status;
}

static eb_status count_row(struct applying *in, struct touched *touched,
                           const char *id, bool taken_out)
{
    size_t n = touched->header.n;
    bool row, closed;
    eb_status status;

    sql_bind(touched->find, 1, id);
    TRY(sql_next(touched->find, &row, in->said));
    if (!row)
        return EB_OK;
    for (size_t k = 0; k < n; k++)
        touched->cells.at[k] = sql_text(touched->find, (int)k);
    closed = has_closed_on(touched) && *touched->cells.at[n - 1] != '\0';
    status = digest_row(&touched->rows, touched->cells.at, taken_out,
                        closed ? in->books->closed : in->books->open);
    sql_reset(touched->find);
done:
    return status;
}

static eb_status count_rows(struct applying *in, bool taken_out)
{
    eb_status status = EB_OK;

    for (int t = 0; t < N_DAY_TABLES; t++) {
        struct touched *touched = &in->of[t];

        if (touched->ids.text.n == 0)
            continue;
        TRY(begin_rows(in, touched));
        for (size_t k = 0; k < touched->ids.text.n; k++)
            TRY(count_row(in, touched, touched->ids.text.at[k], taken_out));
    }
done:
    return status;
}

/* ---- Edits --------------------------------------------------------------- */

static eb_status prepare(struct applying *in, struct text *text,
                         struct sql_query **out)
{
    eb_status status = EB_NO_MEMORY;

    if (text_ok(text))
        status = sql_prepare(in->ledger->sql, text->at, out, in->said);
    text_clear(text);
    return status;
}

static eb_status missing(const struct applying *in, const struct edit *edit)
{
    return fail(EB_BAD_DATA, in->said, "%s: there is no \"%s\" in %s",
                in->ledger->path, edit->id, ledger_file(edit->table));
}

/* Which of touched->set it is; SIZE_MAX if there is no such column. */
static size_t column_of(const struct touched *touched, const char *header)
{
    size_t n = touched->columns->all.n;

    for (size_t k = 0; k < n; k++)
        if (strcmp(touched->columns->all.at[k].header, header) == 0)
            return k;
    return has_closed_on(touched) && strcmp(header, DAY_CLOSED_ON) == 0
               ? n
               : SIZE_MAX;
}

static eb_status prepare_set(struct applying *in, struct touched *touched,
                             size_t k)
{
    struct text text = {0};

    text_printf(&text, "UPDATE %s SET ", touched->columns->file);
    ledger_quote(&text, k < touched->columns->all.n
                            ? touched->columns->all.at[k].name
                            : DAY_CLOSED_ON);
    text_add(&text, " = ? WHERE ");
    ledger_quote(&text, id_name(touched));
    text_add(&text, " = ?");
    return prepare(in, &text, &touched->set.at[k]);
}

static eb_status set_cell(struct applying *in, const struct edit *edit)
{
    struct touched *touched = &in->of[edit->table];
    size_t k = column_of(touched, edit->column);
    eb_status status;

    if (k == SIZE_MAX)
        return fail(EB_BAD_DATA, in->said, "%s: %s has no column \"%s\"",
                    in->ledger->path, ledger_file(edit->table), edit->column);
    while (touched->set.n <= k)
        TRY(VEC_PUSH(&touched->set, NULL) ? EB_OK : EB_NO_MEMORY);
    if (touched->set.at[k] == NULL)
        TRY(prepare_set(in, touched, k));
    sql_bind(touched->set.at[k], 1, edit->after);
    sql_bind(touched->set.at[k], 2, edit->id);
    TRY(sql_do(touched->set.at[k], in->said));
    if (sql_changes(in->ledger->sql) != 1)
        status = missing(in, edit);
done:
    return status;
}

static eb_status prepare_row(struct applying *in, struct touched *touched,
                             const char *format, struct sql_query **out)
{
    struct text text = {0}, name = {0};

    ledger_quote(&name, id_name(touched));
    if (text_ok(&name))
        text_printf(&text, format, touched->columns->file, name.at);
    else
        text.failed = true;
    text_clear(&name);
    return prepare(in, &text, out);
}

static eb_status change_row(struct applying *in, const struct edit *edit)
{
    struct touched *touched = &in->of[edit->table];
    struct sql_query **query =
        edit->kind == EDIT_ADD ? &touched->insert : &touched->drop;
    eb_status status;

    if (*query == NULL)
        TRY(prepare_row(in, touched,
                        edit->kind == EDIT_ADD
                            ? "INSERT INTO %s (%s) VALUES (?)"
                            : "DELETE FROM %s WHERE %s = ?",
                        query));
    sql_bind(*query, 1, edit->id);
    TRY(sql_do(*query, in->said));
    if (sql_changes(in->ledger->sql) != 1)
        status = missing(in, edit);
done:
    return status;
}

/* Where accounts get a column, closed_on's place is another one. */
static eb_status add_column(struct applying *in, const struct edit *edit)
{
    struct touched *touched = &in->of[edit->table];

    if (column_of(touched, edit->column) != SIZE_MAX)
        return EB_OK;
    for (size_t k = 0; k < touched->set.n; k++)
        sql_free(touched->set.at[k]);
    touched->set.n = 0;
    sql_free(touched->find);
    touched->find = NULL;
    return ledger_columns_add(in->ledger->sql, touched->columns, edit->column,
                              in->said);
}

static eb_status make(struct applying *in, const struct edit *edit)
{
    switch (edit->kind) {
    case EDIT_SET:
        return set_cell(in, edit);
    case EDIT_ADD:
    case EDIT_DROP:
        return change_row(in, edit);
    case EDIT_COLUMN:
        return add_column(in, edit);
    }
    return EB_BAD_ARGUMENT;
}

static const char *event_of(const struct ledger_batch *batch,
                            const struct edit *edit)
{
    return batch->changes == NULL || edit->event == NO_EVENT
               ? NULL
               : batch->changes->events[edit->event].id;
}

static eb_status write_journal(struct applying *in, const struct edit *edit,
                               size_t k)
{
    sql_bind_number(in->journal, 1, in->number);
    sql_bind_number(in->journal, 2, (int64_t)k);
    sql_bind(in->journal, 3, ledger_edit_name(edit->kind));
    sql_bind(in->journal, 4, ledger_file(edit->table));
    sql_bind(in->journal, 5, edit->id);
    sql_bind(in->journal, 6, edit->column);
    sql_bind(in->journal, 7, edit->before);
    sql_bind(in->journal, 8, edit->after);
    sql_bind(in->journal, 9, event_of(in->batch, edit));
    return sql_do(in->journal, in->said);
}

/* ---- A batch ------------------------------------------------------------- */

static eb_status begin(struct applying *in)
{
    const struct day *day = in->batch->day;
    eb_status status = EB_OK;

    for (int t = 0; t < N_DAY_TABLES; t++)
        in->of[t].columns = &in->ledger->columns[t];
    for (size_t k = 0; k < day->edits.n; k++) {
        const struct edit *edit = &day->edits.at[k];

        if (edit->id != NULL &&
            names_add(&in->of[edit->table].ids, edit->id) < 0)
            return EB_NO_MEMORY;
    }
    TRY(sql_prepare(in->ledger->sql,
                    "INSERT INTO edits (batch, seq, kind, file, id, header, "
                    "before, after, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    &in->journal, in->said));
done:
    return status;
}

static void end(struct applying *in)
{
    for (int t = 0; t < N_DAY_TABLES; t++) {
        struct touched *touched = &in->of[t];

        for (size_t k = 0; k < touched->set.n; k++)
            sql_free(touched->set.at[k]);
        sql_free(touched->insert);
        sql_free(touched->drop);
        sql_free(touched->find);
        names_clear(&touched->ids);
        VEC_CLEAR(&touched->set);
        VEC_CLEAR(&touched->header);
        VEC_CLEAR(&touched->cells);
        digest_rows_clear(&touched->rows);
    }
    sql_free(in->journal);
}

eb_status ledger_apply(struct ledger *ledger, const struct ledger_batch *batch,
                       int64_t number, struct books_digest *books,
                       eb_messages *said)
{
    struct applying in = {.ledger = ledger,
                          .batch = batch,
                          .number = number,
                          .books = books,
                          .said = said};
    const struct day *day = batch->day;
    eb_status status;

    TRY(begin(&in));
    TRY(count_rows(&in, true));
    for (size_t k = 0; k < day->edits.n; k++) {
        TRY(make(&in, &day->edits.at[k]));
        TRY(write_journal(&in, &day->edits.at[k], k));
    }
    TRY(count_rows(&in, false));
done:
    end(&in);
    return status;
}
