/* ledger_events.c - what was applied and decided before: events known by their ids,
 * batches by what asked for them. */
#include "io/ledger_parts.h"

#include "base/number.h"
#include "model/phrase.h"

#include <string.h>

/* ---- Events -------------------------------------------------------------- */

/* What it was used for before, as a fault of the event. */
static eb_status clash(const struct ledger *ledger, struct sql_query *query,
                       struct changes *changes, struct event *event)
{
    struct phrase text = {0};

    phrase_add(&text,
               "event: \"%s\" was used for another change, of %s (batch %lld "
               "of %s)",
               event->id, sql_text(query, 1), (long long)sql_integer(query, 2),
               ledger->path);
    if (event->fault != NULL)
        phrase_add(&text, "; %s", event->fault);
    event->fault = text.failed ? NULL
                               : arena_string(&changes->memory,
                                              phrase_text(&text), text.text.n);
    event->fault_at = event->at_of[CHANGE_EVENT];
    phrase_clear(&text);
    return event->fault == NULL ? EB_NO_MEMORY : EB_OK;
}

static eb_status look_up(struct ledger *ledger, struct sql_query *query,
                         struct changes *changes, struct event *event,
                         bool *known, eb_messages *said)
{
    bool row;
    eb_status status;

    sql_bind(query, 1, event->id);
    TRY(sql_next(query, &row, said));
    *known = row && strcmp(sql_text(query, 0), event->content) == 0;
    if (row && !*known)
        TRY(clash(ledger, query, changes, event));
    sql_reset(query);
done:
    return status;
}

eb_status ledger_known_events(struct ledger *ledger, struct changes *changes,
                              bool *known, eb_messages *said)
{
    struct sql_query *query = NULL;
    eb_status status;

    TRY(sql_prepare(ledger->sql,
                    "SELECT content, e.date, batch FROM events AS e"
                    " JOIN batches AS b USING (batch) WHERE event = ?"
                    " AND b.undone_by IS NULL",
                    &query, said));
    for (size_t k = 0; k < changes->n; k++)
        TRY(look_up(ledger, query, changes, &changes->events[k], &known[k],
                    said));
done:
    sql_free(query);
    return status;
}

/* ---- Batches ------------------------------------------------------------- */

eb_status ledger_find_batch(struct ledger *ledger, const char *digest,
                            int64_t *number, eb_messages *said)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    *number = 0;
    TRY(sql_prepare(ledger->sql,
                    "SELECT batch FROM batches WHERE digest = ? AND digest "
                    "<> '' AND undone_by IS NULL ORDER BY batch DESC LIMIT 1",
                    &query, said));
    sql_bind(query, 1, digest);
    TRY(sql_next(query, &row, said));
    if (row)
        *number = sql_integer(query, 0);
done:
    sql_free(query);
    return status;
}

static const char *keep(struct ledger_decisions *out, struct sql_query *query,
                        int column)
{
    const char *text = sql_text(query, column);

    return arena_string(&out->memory, text, sql_length(query, column));
}

static eb_status take_decision(struct ledger *ledger, struct sql_query *query,
                               struct ledger_decisions *out, eb_messages *said)
{
    struct ledger_decision d = {.next_cost = INT64_MIN, .until = INT64_MAX};
    struct {
        int column;
        const char **to;
    } texts[] = {{0, &d.event},  {2, &d.account},  {3, &d.role},
                 {4, &d.rep},    {5, &d.previous}, {6, &d.change},
                 {7, &d.reason}, {8, &d.next_best}};
    eb_status status;

    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        *texts[k].to = keep(out, query, texts[k].column);
        if (*texts[k].to == NULL)
            return EB_NO_MEMORY;
    }
    TRY(ledger_read_date(ledger, sql_text(query, 1), &d.date, said));
    if (!sql_is_null(query, 9))
        d.next_cost = sql_integer(query, 9);
    d.cost = sql_integer(query, 10);
    if (!sql_is_null(query, 11))
        TRY(ledger_read_date(ledger, sql_text(query, 11), &d.until, said));
    if (!VEC_PUSH(&out->all, d))
        status = EB_NO_MEMORY;
done:
    return status;
}

eb_status ledger_decisions(struct ledger *ledger, int64_t number,
                           struct ledger_decisions *out, eb_messages *said)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    *out = (struct ledger_decisions){0};
    TRY(sql_prepare(ledger->sql,
                    "SELECT event, date, account, role, rep, previous_rep, "
                    "change, reason, next_best_rep, next_best_cost, cost, "
                    "until FROM decisions WHERE batch = ? ORDER BY seq",
                    &query, said));
    sql_bind_number(query, 1, number);
    TRY(sql_next(query, &row, said));
    while (row) {
        TRY(take_decision(ledger, query, out, said));
        TRY(sql_next(query, &row, said));
    }
done:
    sql_free(query);
    if (status != EB_OK)
        ledger_decisions_clear(out);
    return status;
}

void ledger_decisions_clear(struct ledger_decisions *decisions)
{
    VEC_CLEAR(&decisions->all);
    arena_clear(&decisions->memory);
}
