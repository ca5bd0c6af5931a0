/* ledger_lookup.c - what was decided on an event before. */
#include "io/ledger_parts.h"

#include <string.h>

struct ledger_lookup {
    struct ledger *ledger;
    struct sql_query *event, *decision;
    struct sql_query *begin, *end;
};

eb_status ledger_lookup_new(struct ledger *ledger, struct ledger_lookup **out,
                            eb_messages *said)
{
    struct ledger_lookup *lookup = NEW(struct ledger_lookup, 1);
    eb_status status = EB_NO_MEMORY;

    if (lookup == NULL)
        return status;
    lookup->ledger = ledger;
    TRY(sql_prepare(ledger->sql, "BEGIN", &lookup->begin, said));
    TRY(sql_prepare(ledger->sql, "COMMIT", &lookup->end, said));
    TRY(sql_prepare(ledger->sql,
                    "SELECT content FROM events JOIN batches USING (batch)"
                    " WHERE event = ? AND undone_by IS NULL",
                    &lookup->event, said));
    TRY(sql_prepare(ledger->sql,
                    "SELECT d.date, role, rep, previous_rep, change, reason,"
                    " next_best_rep, next_best_cost, cost FROM decisions AS d"
                    " JOIN batches USING (batch) WHERE account = ?"
                    " AND event = ? AND undone_by IS NULL",
                    &lookup->decision, said));
    *out = lookup;
    lookup = NULL;
done:
    ledger_lookup_free(lookup);
    return status;
}

void ledger_lookup_free(struct ledger_lookup *lookup)
{
    if (lookup == NULL)
        return;
    sql_free(lookup->event);
    sql_free(lookup->decision);
    sql_free(lookup->begin);
    sql_free(lookup->end);
    mem_free(lookup);
}

eb_status ledger_lookup_begin(struct ledger_lookup *lookup, eb_messages *said)
{
    return sql_do(lookup->begin, said);
}

eb_status ledger_lookup_end(struct ledger_lookup *lookup, eb_messages *said)
{
    return sql_do(lookup->end, said);
}

static eb_status look_at_event(struct ledger_lookup *lookup, const char *event,
                               const char *content, bool *known, bool *other,
                               eb_messages *said)
{
    bool row;
    eb_status status;

    sql_bind(lookup->event, 1, event);
    TRY(sql_next(lookup->event, &row, said));
    *known = row;
    *other = row && strcmp(sql_text(lookup->event, 0), content) != 0;
    sql_reset(lookup->event);
done:
    return status;
}

static const char *keep(struct arena *memory, struct sql_query *query,
                        int column)
{
    const char *text = sql_text(query, column);

    return arena_string(memory, text, sql_length(query, column));
}

static eb_status take_decision(struct ledger_lookup *lookup,
                               struct ledger_decision *out,
                               struct arena *memory, eb_messages *said)
{
    struct sql_query *query = lookup->decision;
    const char **texts[] = {&out->role,   &out->rep,    &out->previous,
                            &out->change, &out->reason, &out->next_best};

    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        *texts[k] = keep(memory, query, (int)k + 1);
        if (*texts[k] == NULL)
            return EB_NO_MEMORY;
    }
    out->next_cost = sql_is_null(query, 7) ? INT64_MIN : sql_integer(query, 7);
    out->cost = sql_integer(query, 8);
    out->until = INT64_MAX;
    return ledger_read_date(lookup->ledger, sql_text(query, 0), &out->date,
                            said);
}

eb_status ledger_look_up(struct ledger_lookup *lookup, const char *event,
                         const char *account, const char *content, bool *known,
                         bool *other, struct ledger_decision *out,
                         struct arena *memory, eb_messages *said)
{
    bool row;
    eb_status status;

    *out = (struct ledger_decision){0};
    TRY(look_at_event(lookup, event, content, known, other, said));
    sql_bind(lookup->decision, 1, account);
    sql_bind(lookup->decision, 2, event);
    TRY(sql_next(lookup->decision, &row, said));
    if (row) {
        *known = true;
        out->event = event;
        out->account = account;
        status = take_decision(lookup, out, memory, said);
    }
    sql_reset(lookup->decision);
done:
    return status;
}
