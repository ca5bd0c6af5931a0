/* day_replay.c - edits of a journal, made again or inverted. */
#include "model/day_edits.h"
#include "model/phrase.h"

#include <string.h>

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
    const struct day_rows *rows = day_rows_of(day, edit->table, edit->id);
    size_t row = day_rows_find(rows, edit->id);
    const char *is;
    int k;

    if (edit_is_closing(edit) && *to == '\0') {
        is = day_closed_on(day, edit->id);
        if (is == NULL || strcmp(is, from) != 0)
            return say_differs(edit, is == NULL ? "" : is, from, said);
        return day_reopen(day, edit->id, NO_EVENT);
    }
    if (row == DAY_NO_ROW)
        return say_row(edit, "is not there", said);
    if (edit_is_closing(edit) && day_is_closed(day, edit->id))
        return say_differs(edit, day_closed_on(day, edit->id), from, said);
    if (edit_is_closing(edit))
        return day_edit_close(day, edit->id, to, NO_EVENT);
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
    return day_edit_drop(day, edit->table, edit->id);
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
        return day_edit_column(day, edit->table, edit->column, NO_EVENT);
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
