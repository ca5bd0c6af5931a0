/* ledger_summary.c - what a ledger holds, in numbers and batches. */
#include "io/ledger_look.h"
#include "io/ledger_parts.h"

#include "base/number.h"
#include "io/json.h"

#include <string.h>

/* ---- Accounts and reps --------------------------------------------------- */

static bool is_gone(const struct day *day, size_t row, int64_t date)
{
    const char *end = day_cell(day, DAY_REPS, row, "end_date");
    const char *active = day_cell(day, DAY_REPS, row, "active");
    int64_t last;
    bool yes;

    return (date_read(end, DATE_ISO, &last) && last < date) ||
           (bool_read(active, &yes) && !yes);
}

static bool is_unowned(const struct day *day, const struct ledger_roles *roles,
                       size_t row)
{
    const struct table *table = day->of[DAY_ACCOUNTS].table;

    for (size_t k = 0; k < roles->all.n; k++)
        if (day_row(day, DAY_REPS,
                    table_cell(table, row, roles->all.at[k].column)) ==
            DAY_NO_ROW)
            return true;
    return false;
}

static eb_status count_day(struct ledger *ledger, int64_t date,
                           struct ledger_summary *out, eb_messages *said)
{
    struct ledger_roles roles = {0};
    struct day day = {0};
    eb_status status;

    TRY(ledger_day(ledger, date, &day, said));
    TRY(ledger_roles(&day, &roles));
    out->open = table_rows(day.of[DAY_ACCOUNTS].table);
    out->closed = table_rows(day.closed.table);
    out->reps = table_rows(day.of[DAY_REPS].table);
    for (size_t row = 0; row < out->open; row++)
        out->unowned += is_unowned(&day, &roles, row);
    for (size_t row = 0; row < out->reps; row++)
        out->left += is_gone(&day, row, out->date);
done:
    ledger_roles_clear(&roles);
    day_clear(&day);
    return status;
}

/* ---- Batches ------------------------------------------------------------- */

static const char batches_text[] =
    "SELECT b.batch, b.date, b.kind, coalesce(p.name, ''),"
    " coalesce((SELECT u.batch FROM batches AS u WHERE u.batch = b.undone_by"
    "  AND u.date <= ?1), 0),"
    " (SELECT count(*) FROM edits AS e WHERE e.batch = b.batch),"
    " (SELECT count(*) FROM events AS v WHERE v.batch = b.batch),"
    " (SELECT count(*) FROM decisions AS d WHERE d.batch = b.batch),"
    " b.measures"
    " FROM batches AS b LEFT JOIN plans AS p USING (batch)"
    " WHERE b.date <= ?1 ORDER BY b.batch DESC";

static eb_status take_batch(struct ledger *ledger, struct sql_query *query,
                            struct ledger_summary *out, eb_messages *said)
{
    struct ledger_batch_line line = {
        .batch = sql_integer(query, 0),
        .undone_by = sql_integer(query, 4),
        .edits = (size_t)sql_integer(query, 5),
        .events = (size_t)sql_integer(query, 6),
        .decisions = (size_t)sql_integer(query, 7),
        .kind = arena_string(&out->memory, sql_text(query, 2),
                             strlen(sql_text(query, 2))),
        .plan = arena_string(&out->memory, sql_text(query, 3),
                             strlen(sql_text(query, 3)))};
    const char *measures;
    eb_status status;

    if (line.kind == NULL || line.plan == NULL)
        return EB_NO_MEMORY;
    TRY(ledger_read_date(ledger, sql_text(query, 1), &line.date, said));
    out->events += line.events;
    out->decisions += line.decisions;
    measures = sql_text(query, 8);
    if (out->measures == NULL && *measures != '\0' && line.undone_by == 0)
        TRY(json_read("measures", measures, strlen(measures), &out->measures,
                      said));
    if (!VEC_PUSH(&out->batches, line))
        status = EB_NO_MEMORY;
done:
    return status;
}

static eb_status list_batches(struct ledger *ledger,
                              struct ledger_summary *out, eb_messages *said)
{
    struct sql_query *query = NULL;
    char date[11];
    bool row;
    eb_status status;

    date_write(out->date, date);
    TRY(sql_prepare(ledger->sql, batches_text, &query, said));
    sql_bind(query, 1, date);
    TRY(sql_next(query, &row, said));
    while (row) {
        TRY(take_batch(ledger, query, out, said));
        TRY(sql_next(query, &row, said));
    }
done:
    sql_free(query);
    return status;
}

static eb_status count_covers(struct ledger *ledger,
                              struct ledger_summary *out, eb_messages *said)
{
    struct sql_query *query = NULL;
    char date[11];
    bool row;
    eb_status status;

    date_write(out->date, date);
    TRY(sql_prepare(ledger->sql,
                    "SELECT count(*) FROM covers AS c"
                    " JOIN batches AS b USING (batch)"
                    " LEFT JOIN batches AS e ON e.batch = c.ended_by"
                    " WHERE b.undone_by IS NULL AND from_date <= ?1"
                    " AND (until IS NULL OR until >= ?1)"
                    " AND (c.ended_by IS NULL OR e.undone_by IS NOT NULL"
                    "  OR ended_on > ?1)",
                    &query, said));
    sql_bind(query, 1, date);
    TRY(sql_next(query, &row, said));
    out->covers = (size_t)sql_integer(query, 0);
done:
    sql_free(query);
    return status;
}

eb_status ledger_summary(struct ledger *ledger, int64_t date,
                         struct ledger_summary *out, eb_messages *said)
{
    eb_status status;

    *out = (struct ledger_summary){.first_date = ledger->first_date,
                                   .date = date == 0 ? ledger->date : date};
    TRY(count_day(ledger, date, out, said));
    TRY(list_batches(ledger, out, said));
    TRY(count_covers(ledger, out, said));
done:
    if (status != EB_OK)
        ledger_summary_clear(out);
    return status;
}

void ledger_summary_clear(struct ledger_summary *summary)
{
    VEC_CLEAR(&summary->batches);
    doc_free(summary->measures);
    arena_clear(&summary->memory);
    summary->measures = NULL;
}
