/* day_edit.c - edits: made, recorded and undone. */
#include "model/day_edits.h"

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

eb_status day_edit_column(struct day *day, enum day_table table,
                          const char *name, size_t event)
{
    struct day_rows *rows = &day->of[table];
    eb_status status;

    if (!may_record(day))
        return EB_NO_MEMORY;
    TRY(day_rows_add_column(rows, name));
    if (table == DAY_ACCOUNTS) {
        status = day_closed_add_column(day, name);
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
    int word = day_rows_word(rows, id);

    if (word < 0 || rows->row_of.at[word] == DAY_NO_ROW)
        return NULL;
    *row = rows->row_of.at[word];
    return rows->ids.text.at[word];
}

/* The rows in which an id is to be set: closed accounts have the columns of open ones,
 * at the same places. */
struct day_rows *day_rows_of(struct day *day, enum day_table table,
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
    struct day_rows *rows = day_rows_of(day, table, id);
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
    if (day_rows_find(day_rows_of(day, table, id), id) == DAY_NO_ROW)
        return EB_BAD_ARGUMENT;
    if (*text == '\0')
        return EB_OK;
    TRY(day_edit_column(day, table, column, event));
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
eb_status day_edit_drop(struct day *day, enum day_table table, const char *id)
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

static struct edit closing(size_t event)
{
    return (struct edit){.kind = EDIT_SET,
                         .table = DAY_ACCOUNTS,
                         .column = DAY_CLOSED_ON,
                         .event = event};
}

eb_status day_edit_close(struct day *day, const char *account,
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
    TRY(day_move_to_closed(day, edit.id, row, date));
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
    return day_edit_close(day, account, date, event);
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
    TRY(day_move_to_open(day, edit.id, row));
    record(day, &edit);
done:
    return status;
}

bool edit_is_closing(const struct edit *edit)
{
    return edit->kind == EDIT_SET && edit->table == DAY_ACCOUNTS &&
           strcmp(edit->column, DAY_CLOSED_ON) == 0;
}

/* ---- Undoing -------------------------------------------------------------- */

/* The text that stood there before is still the table's. */
static void unset(struct day *day, const struct edit *edit)
{
    struct day_rows *rows = day_rows_of(day, edit->table, edit->id);
    int k = table_column(rows->table, edit->column);

    table_point_cell(rows->table, day_rows_find(rows, edit->id), (size_t)k,
                     (char *)edit->before);
}

static eb_status unmove(struct day *day, const struct edit *edit)
{
    if (*edit->before == '\0')
        return day_move_to_open(day, edit->id,
                                day_rows_find(&day->closed, edit->id));
    return day_move_to_closed(
        day, edit->id, day_row(day, DAY_ACCOUNTS, edit->id), edit->before);
}

static eb_status undo(struct day *day, const struct edit *edit)
{
    const char *word;

    switch (edit->kind) {
    case EDIT_SET:
        if (edit_is_closing(edit))
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
            day_closed_drop_column(day);
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
