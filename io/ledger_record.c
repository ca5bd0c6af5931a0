/* ledger_record.c - events, decisions, covers and multipliers of a batch, put down. */
#include "io/ledger_parts.h"

#include "base/hash.h"
#include "base/number.h"

#include <string.h>

struct recording {
    struct ledger *ledger;
    const struct ledger_batch *batch;
    int64_t number;
    struct sql_query *event, *decision, *cover, *uncover;
    eb_messages *said;
};

/* ---- Events -------------------------------------------------------------- */

static const char *const kinds[N_EVENT_KINDS] = {
    [EVENT_ADD] = "add",           [EVENT_CLOSE] = "close",
    [EVENT_REOPEN] = "reopen",     [EVENT_CHANGE] = "change",
    [EVENT_JOIN] = "join",         [EVENT_LEAVE] = "leave",
    [EVENT_AWAY] = "away",         [EVENT_BACK] = "back",
    [EVENT_CAPACITY] = "capacity", [EVENT_LOCK] = "lock",
    [EVENT_UNLOCK] = "unlock",     [EVENT_OVERRIDE] = "override",
};

/* NULL: not put down. Who is refused can be sent again. */
static const char *const outcomes[] = {[APPLIED] = "applied",
                                       [APPLIED_LATE] = "late",
                                       [APPLIED_BEFORE] = NULL,
                                       [REFUSED] = NULL};

static eb_status write_event(struct recording *in, size_t k,
                             const char *outcome)
{
    const struct event *event = &in->batch->changes->events[k];
    char date[11], sha256[65];

    date_write(event->date, date);
    sha256_hex(event->content, strlen(event->content), sha256);
    sql_bind(in->event, 1, event->id);
    sql_bind_number(in->event, 2, in->number);
    sql_bind_number(in->event, 3, (int64_t)k);
    sql_bind(in->event, 4, date);
    sql_bind(in->event, 5, kinds[event->kind]);
    sql_bind(in->event, 6, event->account);
    sql_bind(in->event, 7, event->rep);
    sql_bind(in->event, 8, event->field);
    sql_bind(in->event, 9, event->value);
    sql_bind(in->event, 10, event->content);
    sql_bind(in->event, 11, sha256);
    sql_bind(in->event, 12, outcome);
    return sql_do(in->event, in->said);
}

static eb_status write_events(struct recording *in)
{
    const struct ledger_batch *batch = in->batch;
    const struct changes *changes = batch->changes;
    eb_status status;

    if (changes == NULL || changes->n == 0)
        return EB_OK;
    TRY(sql_prepare(in->ledger->sql,
                    "INSERT INTO events (event, batch, seq, date, kind, "
                    "account, rep, field, value, content, sha256, outcome) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    &in->event, in->said));
    for (size_t k = 0; k < changes->n; k++) {
        const char *outcome =
            outcomes[batch->outcome == NULL ? APPLIED : batch->outcome[k].how];

        if (outcome != NULL && (batch->known == NULL || !batch->known[k]))
            TRY(write_event(in, k, outcome));
    }
done:
    return status;
}

/* ---- Decisions ----------------------------------------------------------- */

static void bind_date(struct sql_query *query, int at, int64_t date,
                      char buffer[11])
{
    if (date == INT64_MAX)
        return;
    date_write(date, buffer);
    sql_bind(query, at, buffer);
}

static eb_status begin_cover(struct recording *in,
                             const struct ledger_decision *d)
{
    char from[11], until[11];

    date_write(d->date, from);
    sql_bind(in->cover, 1, d->account);
    sql_bind(in->cover, 2, d->role);
    sql_bind(in->cover, 3, d->rep);
    sql_bind(in->cover, 4, d->previous);
    sql_bind(in->cover, 5, from);
    sql_bind(in->cover, 6, NULL);
    bind_date(in->cover, 6, d->until, until);
    sql_bind_number(in->cover, 7, in->number);
    return sql_do(in->cover, in->said);
}

static eb_status end_cover(struct recording *in,
                           const struct ledger_decision *d)
{
    char on[11];

    date_write(d->date, on);
    sql_bind(in->uncover, 1, on);
    sql_bind_number(in->uncover, 2, in->number);
    sql_bind(in->uncover, 3, d->account);
    sql_bind(in->uncover, 4, d->role);
    return sql_do(in->uncover, in->said);
}

static eb_status write_decision(struct recording *in, size_t k)
{
    const struct ledger_decision *d = &in->batch->decisions[k];
    struct sql_query *query = in->decision;
    bool covered = strcmp(d->change, "covered") == 0;
    char date[11], until[11];
    eb_status status;

    date_write(d->date, date);
    sql_bind_number(query, 1, in->number);
    sql_bind_number(query, 2, (int64_t)k);
    sql_bind(query, 3, d->event);
    sql_bind(query, 4, date);
    sql_bind(query, 5, d->account);
    sql_bind(query, 6, d->role);
    sql_bind(query, 7, d->rep);
    sql_bind(query, 8, d->previous);
    sql_bind(query, 9, d->change);
    sql_bind(query, 10, d->reason);
    sql_bind(query, 11, d->next_best);
    if (d->next_cost == INT64_MIN)
        sql_bind(query, 12, NULL);
    else
        sql_bind_number(query, 12, d->next_cost);
    sql_bind_number(query, 13, d->cost);
    sql_bind(query, 14, NULL);
    if (covered)
        bind_date(query, 14, d->until, until);
    TRY(sql_do(query, in->said));
    if (covered)
        TRY(begin_cover(in, d));
    else if (strcmp(d->change, "uncovered") == 0)
        TRY(end_cover(in, d));
done:
    return status;
}

static eb_status write_decisions(struct recording *in)
{
    struct sql *sql = in->ledger->sql;
    eb_status status;

    if (in->batch->n_decisions == 0)
        return EB_OK;
    TRY(sql_prepare(sql,
                    "INSERT INTO decisions (batch, seq, event, date, account, "
                    "role, rep, previous_rep, change, reason, next_best_rep, "
                    "next_best_cost, cost, until) VALUES "
                    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    &in->decision, in->said));
    TRY(sql_prepare(sql,
                    "INSERT INTO covers (account, role, rep, absent, "
                    "from_date, until, batch) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    &in->cover, in->said));
    TRY(sql_prepare(sql,
                    "UPDATE covers SET ended_on = ?, ended_by = ? WHERE "
                    "account = ? AND role = ? AND ended_by IS NULL",
                    &in->uncover, in->said));
    for (size_t k = 0; k < in->batch->n_decisions; k++)
        TRY(write_decision(in, k));
done:
    return status;
}

/* ---- Multipliers --------------------------------------------------------- */

/* Those of the role, before its first new one. */
static eb_status drop_multipliers(struct recording *in, const char *role)
{
    struct sql_query *query = NULL;
    eb_status status;

    TRY(sql_prepare(in->ledger->sql, "DELETE FROM multipliers WHERE role = ?",
                    &query, in->said));
    sql_bind(query, 1, role);
    TRY(sql_do(query, in->said));
done:
    sql_free(query);
    return status;
}

static eb_status write_multipliers(struct recording *in)
{
    struct sql_query *query = NULL;
    const char *role = "";
    eb_status status;

    if (in->batch->n_multipliers == 0)
        return EB_OK;
    TRY(sql_prepare(in->ledger->sql,
                    "INSERT INTO multipliers VALUES (?, ?, ?, ?)", &query,
                    in->said));
    for (size_t k = 0; k < in->batch->n_multipliers; k++) {
        const struct ledger_multiplier *m = &in->batch->multipliers[k];

        if (strcmp(m->role, role) != 0)
            TRY(drop_multipliers(in, m->role));
        role = m->role;
        sql_bind(query, 1, m->role);
        sql_bind(query, 2, m->rep);
        sql_bind(query, 3, m->resource);
        sql_bind_real(query, 4, m->lambda);
        TRY(sql_do(query, in->said));
    }
done:
    sql_free(query);
    return status;
}

eb_status ledger_record(struct ledger *ledger,
                        const struct ledger_batch *batch, int64_t number,
                        eb_messages *said)
{
    struct recording in = {
        .ledger = ledger, .batch = batch, .number = number, .said = said};
    eb_status status;

    TRY(write_events(&in));
    TRY(write_decisions(&in));
    TRY(write_multipliers(&in));
done:
    sql_free(in.event);
    sql_free(in.decision);
    sql_free(in.cover);
    sql_free(in.uncover);
    return status;
}
