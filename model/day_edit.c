/* day_edit.c - edits: made and recorded, undone, made again from a journal. */
#include "model/day.h"
#include "model/phrase.h"

#include "base/number.h"

#include <assert.h>
#include <string.h>

/* ---- Making --------------------------------------------------------------- */

/* Room first, so that nothing is done that cannot be recorded. */
static bool may_record(struct day *day)
{
    return VEC_RESERVE(&day->edits, day->edits.n + 1);
}

static void record(struct day *day, const struct edit *edit)
{
    assert(day->edits.n < day->edits.room);
    day->edits.at[day->edits.n++] = *edit;
}

/* Open and closed accounts have the same columns, but that closed ones have one more
 * at the end. */
static eb_status add_closed_column(struct day *day, const char *name)
{
    struct table *table = day->closed.table;
    size_t last = table->n_columns - 1;
    struct heading heading;
    eb_status status;
    char *header;

    TRY(day_rows_add_column(&day->closed, name));
    header = table->header[last];
    table->header[last] = table->header[last + 1];
    table->header[last + 1] = header;
    heading = day->closed.headings.at[last];
    day->closed.headings.at[last] = day->closed.headings.at[last + 1];
    day->closed.headings.at[last + 1] = heading;
    for (size_t row = 0; row < table_rows(table); row++) {
        char **cells = table->cells.at + row * table->n_columns + last;
        char *cell = cells[0];

        cells[0] = cells[1];
        cells[1] = cell;
    }
done:
    return status;
}

static void drop_closed_column(struct day *day)
{
    struct table *table = day->closed.table;
    size_t last = table->n_columns - 1;

    table->header[last - 1] = table->header[last];
    day->closed.headings.at[last - 1] = day->closed.headings.at[last];
    for (size_t row = 0; row < table_rows(table); row++) {
        char **cells = table->cells.at + row * table->n_columns + last;

        cells[-1] = cells[0];
    }
    day_rows_drop_last_column(&day->closed);
}

static eb_status add_column(struct day *day, enum day_table table,
                            const char *name, size_t event)
{
    struct day_rows *rows = &day->of[table];
    eb_status status;

    if (!may_record(day))
        return EB_NO_MEMORY;
    TRY(day_rows_add_column(rows, name));
    if (table == DAY_ACCOUNTS) {
        status = add_closed_column(day, name);
        if (status != EB_OK) {
            day_rows_drop_last_column(rows);
            return status;
        }
    }
    record(day, &(struct edit){
                    .kind = EDIT_COLUMN,
                    .table = table,
                    .column = rows->table->header[rows->table->n_columns - 1],
                    .event = event});
done:
    return status;
}

/* The id's text in the day, which stays; NULL if it has no row. */
static const char *lasting_id(const struct day_rows *rows, const char *id,
                              size_t *row)
{
    int word = names_find(&rows->ids, id);

    if (word < 0 || rows->row_of.at[word] == DAY_NO_ROW)
        return NULL;
    *row = rows->row_of.at[word];
    return rows->ids.text.at[word];
}

/* The rows in which an id is to be set: closed accounts have the columns of open ones,
 * at the same places. */
static struct day_rows *rows_of(struct day *day, enum day_table table,
                                const char *id)
{
    if (table == DAY_ACCOUNTS &&
        day_rows_find(&day->of[table], id) == DAY_NO_ROW &&
        day_rows_find(&day->closed, id) != DAY_NO_ROW)
        return &day->closed;
    return &day->of[table];
}

eb_status day_set_at(struct day *day, enum day_table table, const char *id,
                     size_t column, const char *text, size_t event)
{
    struct day_rows *rows = rows_of(day, table, id);
    struct edit edit = {.kind = EDIT_SET,
                        .table = table,
                        .column = rows->table->header[column],
                        .event = event};
    eb_status status;
    size_t row;

    edit.id = lasting_id(rows, id, &row);
    if (edit.id == NULL || column == rows->id_column)
        return EB_BAD_ARGUMENT;
    edit.before = table_cell(rows->table, row, column);
    if (strcmp(edit.before, text) == 0)
        return EB_OK;
    if (!may_record(day))
        return EB_NO_MEMORY;
    TRY(table_set_cell(rows->table, row, column, text));
    edit.after = table_cell(rows->table, row, column);
    record(day, &edit);
done:
    return status;
}

eb_status day_set(struct day *day, enum day_table table, const char *id,
                  const char *column, const char *text, size_t event)
{
    const struct day_rows *rows = &day->of[table];
    int k = day_rows_column(rows, column);
    size_t begun = day->edits.n;
    eb_status status;

    if (k >= 0)
        return day_set_at(day, table, id, (size_t)k, text, event);
    if (table == DAY_ACCOUNTS && strcmp(column, DAY_CLOSED_ON) == 0)
        return EB_BAD_ARGUMENT;
    if (day_rows_find(rows_of(day, table, id), id) == DAY_NO_ROW)
        return EB_BAD_ARGUMENT;
    if (*text == '\0')
        return EB_OK;
    TRY(add_column(day, table, column, event));
    TRY(day_set_at(day, table, id, rows->table->n_columns - 1, text, event));
    return EB_OK;
done:
    (void)day_undo(day, begun); /* of a column, which needs no memory */
    return status;
}

eb_status day_add(struct day *day, enum day_table table, const char *id,
                  size_t event)
{
    struct edit edit = {.kind = EDIT_ADD, .table = table, .event = event};
    eb_status status;

    if (*id == '\0' || day_row(day, table, id) != DAY_NO_ROW ||
        (table == DAY_ACCOUNTS && day_is_closed(day, id)))
        return EB_BAD_ARGUMENT;
    if (!may_record(day))
        return EB_NO_MEMORY;
    TRY(day_rows_add(&day->of[table], id, 0, NULL, &edit.id));
    record(day, &edit);
done:
    return status;
}

/* Only a row that is blank but for its id. */
static eb_status drop_row(struct day *day, enum day_table table,
                          const char *id)
{
    struct edit edit = {.kind = EDIT_DROP, .table = table, .event = NO_EVENT};
    size_t row;

    edit.id = lasting_id(&day->of[table], id, &row);
    if (edit.id == NULL)
        return EB_BAD_ARGUMENT;
    if (!may_record(day))
        return EB_NO_MEMORY;
    day_rows_drop(&day->of[table], edit.id);
    record(day, &edit);
    return EB_OK;
}

/* ---- Closing and reopening ------------------------------------------------ */

static eb_status move_to_closed(struct day *day, const char *id, size_t row,
                                const char *date)
{
    struct table *open = day->of[DAY_ACCOUNTS].table;
    size_t n = open->n_columns;
    const char **cells = NEW(const char *, n + 1);
    const char *word;
    eb_status status = cells == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    for (size_t k = 0; k < n; k++)
        cells[k] = table_cell(open, row, k);
    cells[n] = date;
    TRY(day_rows_add(&day->closed, id, open->lines.at[row], cells, &word));
    day_rows_drop(&day->of[DAY_ACCOUNTS], id);
done:
    mem_free(cells);
    return status;
}

static eb_status move_to_open(struct day *day, const char *id, size_t row)
{
    struct table *closed = day->closed.table;
    const char *const *cells =
        (const char *const *)closed->cells.at + row * closed->n_columns;
    const char *word;
    eb_status status;

    TRY(day_rows_add(&day->of[DAY_ACCOUNTS], id, closed->lines.at[row], cells,
                     &word));
    day_rows_drop(&day->closed, id);
done:
    return status;
}

static struct edit closing(size_t event)
{
    return (struct edit){.kind = EDIT_SET,
                         .table = DAY_ACCOUNTS,
                         .column = DAY_CLOSED_ON,
                         .event = event};
}

static eb_status close_with(struct day *day, const char *account,
                            const char *date, size_t event)
{
    struct edit edit = closing(event);
    eb_status status;
    size_t row;

    edit.id = lasting_id(&day->of[DAY_ACCOUNTS], account, &row);
    if (edit.id == NULL || *date == '\0')
        return EB_BAD_ARGUMENT;
    if (!may_record(day))
        return EB_NO_MEMORY;
    TRY(move_to_closed(day, edit.id, row, date));
    edit.before = "";
    edit.after = day_closed_on(day, account);
    record(day, &edit);
done:
    return status;
}

eb_status day_close(struct day *day, const char *account, int64_t on,
                    size_t event)
{
    char date[11];

    date_write(on, date);
    return close_with(day, account, date, event);
}

eb_status day_reopen(struct day *day, const char *account, size_t event)
{
    struct edit edit = closing(event);
    eb_status status;
    size_t row;

    edit.id = lasting_id(&day->closed, account, &row);
    if (edit.id == NULL)
        return EB_BAD_ARGUMENT;
    if (!may_record(day))
        return EB_NO_MEMORY;
    edit.before = day_closed_on(day, account);
    edit.after = "";
    TRY(move_to_open(day, edit.id, row));
    record(day, &edit);
done:
    return status;
}

/* ---- Undoing -------------------------------------------------------------- */

static bool is_closing(const struct edit *edit)
{
    return edit->kind == EDIT_SET && edit->table == DAY_ACCOUNTS &&
           strcmp(edit->column, DAY_CLOSED_ON) == 0;
}

/* The text that stood there before is still the table's. */
static void unset(struct day *day, const struct edit *edit)
{
    struct day_rows *rows = rows_of(day, edit->table, edit->id);
    int k = table_column(rows->table, edit->column);

    table_point_cell(rows->table, day_rows_find(rows, edit->id), (size_t)k,
                     (char *)edit->before);
}

static eb_status unmove(struct day *day, const struct edit *edit)
{
    if (*edit->before == '\0')
        return move_to_open(day, edit->id,
                            day_rows_find(&day->closed, edit->id));
    return move_to_closed(day, edit->id, day_row(day, DAY_ACCOUNTS, edit->id),
                          edit->before);
}

static eb_status undo(struct day *day, const struct edit *edit)
{
    const char *word;

    switch (edit->kind) {
    case EDIT_SET:
        if (is_closing(edit))
            return unmove(day, edit);
        unset(day, edit);
        return EB_OK;
    case EDIT_ADD:
        day_rows_drop(&day->of[edit->table], edit->id);
        return EB_OK;
    case EDIT_DROP:
        return day_rows_add(&day->of[edit->table], edit->id, 0, NULL, &word);
    case EDIT_COLUMN:
        if (edit->table == DAY_ACCOUNTS)
            drop_closed_column(day);
        day_rows_drop_last_column(&day->of[edit->table]);
        return EB_OK;
    }
    return EB_BAD_ARGUMENT;
}

eb_status day_undo(struct day *day, size_t n)
{
    eb_status status = EB_OK;

    while (day->edits.n > n) {
        TRY(undo(day, &day->edits.at[day->edits.n - 1]));
        day->edits.n--;
    }
done:
    return status;
}

/* ---- Making again --------------------------------------------------------- */

static const char *const table_words[] = {
    [DAY_ACCOUNTS] = "account", [DAY_REPS] = "rep"};

static eb_status say_differs(const struct edit *edit, const char *is,
                             const char *should, eb_messages *said)
{
    return fail(EB_BAD_DATA, said,
                "%s %s, %s: is \"%.*s\", but was \"%.*s\" when the journal "
                "was written",
                table_words[edit->table], edit->id, edit->column, quoted(is),
                is, quoted(should), should);
}

static eb_status say_row(const struct edit *edit, const char *what,
                         eb_messages *said)
{
    return fail(EB_BAD_DATA, said, "%s %s %s, against the journal",
                table_words[edit->table], edit->id, what);
}

static eb_status reset(struct day *day, const struct edit *edit,
                       const char *from, const char *to, eb_messages *said)
{
    const struct day_rows *rows = rows_of(day, edit->table, edit->id);
    size_t row = day_rows_find(rows, edit->id);
    const char *is;
    int k;

    if (is_closing(edit) && *to == '\0') {
        is = day_closed_on(day, edit->id);
        if (is == NULL || strcmp(is, from) != 0)
            return say_differs(edit, is == NULL ? "" : is, from, said);
        return day_reopen(day, edit->id, NO_EVENT);
    }
    if (row == DAY_NO_ROW)
        return say_row(edit, "is not there", said);
    if (is_closing(edit) && day_is_closed(day, edit->id))
        return say_differs(edit, day_closed_on(day, edit->id), from, said);
    if (is_closing(edit))
        return close_with(day, edit->id, to, NO_EVENT);
    k = table_column(rows->table, edit->column);
    if (k < 0)
        return say_row(edit, "lacks a column", said);
    is = table_cell(rows->table, row, (size_t)k);
    if (strcmp(is, from) != 0)
        return say_differs(edit, is, from, said);
    return day_set_at(day, edit->table, edit->id, (size_t)k, to, NO_EVENT);
}

static eb_status add_again(struct day *day, const struct edit *edit,
                           eb_messages *said)
{
    eb_status status = day_add(day, edit->table, edit->id, NO_EVENT);

    return status == EB_BAD_ARGUMENT ? say_row(edit, "is there", said)
                                     : status;
}

static eb_status drop_again(struct day *day, const struct edit *edit,
                            eb_messages *said)
{
    const struct day_rows *rows = &day->of[edit->table];
    size_t row = day_rows_find(rows, edit->id);

    if (row == DAY_NO_ROW)
        return say_row(edit, "is not there", said);
    for (size_t k = 0; k < rows->table->n_columns; k++)
        if (k != rows->id_column && *table_cell(rows->table, row, k) != '\0')
            return say_row(edit, "has changed since", said);
    return drop_row(day, edit->table, edit->id);
}

static eb_status make(struct day *day, const struct edit *edit, bool backwards,
                      eb_messages *said)
{
    switch (edit->kind) {
    case EDIT_SET:
        return reset(day, edit, backwards ? edit->after : edit->before,
                     backwards ? edit->before : edit->after, said);
    case EDIT_ADD:
    case EDIT_DROP:
        return (edit->kind == EDIT_ADD) != backwards
                   ? add_again(day, edit, said)
                   : drop_again(day, edit, said);
    case EDIT_COLUMN:
        if (backwards ||
            table_column(day->of[edit->table].table, edit->column) >= 0)
            return EB_OK;
        return add_column(day, edit->table, edit->column, NO_EVENT);
    }
    return EB_BAD_ARGUMENT;
}

eb_status day_replay(struct day *day, const struct edit *edits, size_t n,
                     bool backwards, eb_messages *said)
{
    size_t begun = day->edits.n;
    eb_status status = EB_OK;

    for (size_t k = 0; k < n && status == EB_OK; k++)
        status = make(day, &edits[backwards ? n - 1 - k : k], backwards, said);
    if (status != EB_OK && day_undo(day, begun) != EB_OK)
        status = EB_NO_MEMORY;
    return status;
}
