/* ledger_journal.c - the edits of batches, read again. */
#include "io/ledger_parts.h"

#include <string.h>

static const char *const kinds[] = {
    [EDIT_SET] = "set",
    [EDIT_ADD] = "add",
    [EDIT_DROP] = "drop",
    [EDIT_COLUMN] = "column",
};

const char *ledger_edit_name(enum edit_kind kind)
{
    return kinds[kind];
}

static bool read_kind(const char *text, enum edit_kind *out)
{
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (strcmp(kinds[k], text) == 0) {
            *out = (enum edit_kind)k;
            return true;
        }
    return false;
}

/* A text of the row in the journal's memory; NULL stays NULL. */
static eb_status keep(struct journal *journal, struct sql_query *query,
                      int column, const char **out)
{
    const char *text = sql_text(query, column);

    *out = NULL;
    if (sql_is_null(query, column))
        return EB_OK;
    *out = arena_string(&journal->memory, text, sql_length(query, column));
    return *out == NULL ? EB_NO_MEMORY : EB_OK;
}

static eb_status take_edit(struct ledger *ledger, struct sql_query *query,
                           struct journal *out, eb_messages *said)
{
    struct edit edit = {.event = NO_EVENT};
    const char *file = sql_text(query, 2), *event;
    eb_status status;

    edit.table =
        strcmp(file, ledger_file(DAY_REPS)) == 0 ? DAY_REPS : DAY_ACCOUNTS;
    if (!read_kind(sql_text(query, 1), &edit.kind))
        return fail(EB_BAD_DATA, said, "%s: batch %lld has an edit \"%.20s\"",
                    ledger->path, (long long)sql_integer(query, 0),
                    sql_text(query, 1));
    TRY(keep(out, query, 3, &edit.id));
    TRY(keep(out, query, 4, &edit.column));
    TRY(keep(out, query, 5, &edit.before));
    TRY(keep(out, query, 6, &edit.after));
    TRY(keep(out, query, 7, &event));
    if (!VEC_PUSH(&out->edits, edit) ||
        !VEC_PUSH(&out->batch, sql_integer(query, 0)) ||
        !VEC_PUSH(&out->event, event == NULL ? "" : event))
        status = EB_NO_MEMORY;
done:
    return status;
}

eb_status journal_read(struct ledger *ledger, int64_t first, int64_t last,
                       struct journal *out, eb_messages *said)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    *out = (struct journal){0};
    TRY(sql_prepare(ledger->sql,
                    "SELECT batch, kind, file, id, header, before, after, "
                    "event FROM edits WHERE batch BETWEEN ? AND ? "
                    "ORDER BY batch, seq",
                    &query, said));
    sql_bind_number(query, 1, first);
    sql_bind_number(query, 2, last);
    TRY(sql_next(query, &row, said));
    while (row) {
        TRY(take_edit(ledger, query, out, said));
        TRY(sql_next(query, &row, said));
    }
done:
    sql_free(query);
    return status;
}

void journal_clear(struct journal *journal)
{
    VEC_CLEAR(&journal->edits);
    VEC_CLEAR(&journal->batch);
    VEC_CLEAR(&journal->event);
    arena_clear(&journal->memory);
}
