/* ledger_rollback.c - a batch undone by one more that inverts it. */
#include "io/ledger_acts.h"
#include "io/ledger_parts.h"

#include "base/number.h"

#include <stdlib.h>
#include <string.h>

enum { NAMED = 5 };

/* A batch and the rollback that undid it cancel out; what remains is in force. */
#define IN_FORCE                                                              \
    "undone_by IS NULL AND batch NOT IN (SELECT undone_by FROM batches "      \
    "WHERE undone_by IS NOT NULL)"

/* ---- Which --------------------------------------------------------------- */

static eb_status ask_number(struct ledger *ledger, const char *text,
                            const char *name, int64_t *out, eb_messages *said)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    *out = 0;
    TRY(sql_prepare(ledger->sql, text, &query, said));
    if (name != NULL)
        sql_bind(query, 1, name);
    TRY(sql_next(query, &row, said));
    if (row)
        *out = sql_integer(query, 0);
done:
    sql_free(query);
    return status;
}

eb_status ledger_name_batch(struct ledger *ledger, const char *name,
                            int64_t *batch, eb_messages *said)
{
    bool number =
        name != NULL && *name != '\0' && name[strspn(name, "0123456789")] == 0;
    eb_status status;

    if (number)
        TRY(ask_number(ledger, "SELECT batch FROM batches WHERE batch = ?",
                       name, batch, said));
    else if (name != NULL)
        TRY(ask_number(ledger,
                       "SELECT max(batch) FROM plans JOIN batches USING "
                       "(batch) WHERE name = ? AND " IN_FORCE,
                       name, batch, said));
    else
        TRY(ask_number(ledger,
                       "SELECT max(batch) FROM batches WHERE batch > 1 AND "
                       "kind <> 'rollback' AND " IN_FORCE,
                       NULL, batch, said));
    if (*batch != 0)
        return EB_OK;
    if (name == NULL)
        return fail(EB_BAD_USAGE, said, "%s: there is no batch to undo",
                    ledger->path);
    return fail(EB_BAD_USAGE, said,
                "%s: there is no batch %s, and no adopted plan of that name "
                "that is in force",
                ledger->path, name);
done:
    return status;
}

/* ---- What stands in the way ---------------------------------------------- */

/* A row that was added must be blank again before it can go; and the cells of an account
 * that has closed since stay as they are. */
static const char conflicts[] =
    "SELECT l.batch, b.kind, b.date, l.file, l.id, coalesce(l.header, ''),"
    " count(*) OVER ()"
    " FROM edits AS e JOIN edits AS l ON l.file = e.file AND l.id = e.id"
    " AND l.batch > e.batch AND (l.header = e.header OR e.kind <> 'set'"
    "  OR l.kind <> 'set' OR l.header = '" DAY_CLOSED_ON "')"
    " JOIN batches AS b ON b.batch = l.batch"
    " WHERE e.batch = ?1 AND l.batch IN (SELECT batch FROM batches "
    "WHERE " IN_FORCE
    ") GROUP BY l.batch, l.file, l.id ORDER BY l.batch, l.id";

static const char file_conflicts[] =
    "SELECT l.batch, b.kind, b.date, l.role, '', '', 1"
    " FROM files AS e JOIN files AS l ON l.role = e.role AND l.batch > e.batch"
    " JOIN batches AS b ON b.batch = l.batch WHERE e.batch = ?1"
    " AND l.batch IN (SELECT batch FROM batches WHERE " IN_FORCE ")";

static void say_conflict(struct ledger *ledger, struct sql_query *query,
                         eb_messages *said)
{
    fail(EB_REFUSED, said, "%s: batch %lld (%s of %s) changed %s%s%s since",
         ledger->path, (long long)sql_integer(query, 0), sql_text(query, 1),
         sql_text(query, 2), sql_text(query, 3),
         *sql_text(query, 4) != '\0' ? " " : "", sql_text(query, 4));
}

static eb_status find_conflicts(struct ledger *ledger, const char *text,
                                int64_t batch, int64_t *n, eb_messages *said)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    TRY(sql_prepare(ledger->sql, text, &query, said));
    sql_bind_number(query, 1, batch);
    TRY(sql_next(query, &row, said));
    for (int k = 0; row && k < NAMED; k++) {
        if (k == 0)
            *n += sql_integer(query, 6);
        say_conflict(ledger, query, said);
        TRY(sql_next(query, &row, said));
    }
done:
    sql_free(query);
    return status;
}

static eb_status refuse_conflicts(struct ledger *ledger, int64_t batch,
                                  eb_messages *said)
{
    int64_t n = 0;
    eb_status status;

    TRY(find_conflicts(ledger, conflicts, batch, &n, said));
    TRY(find_conflicts(ledger, file_conflicts, batch, &n, said));
    if (n > 0)
        status = fail(EB_REFUSED, said,
                      "%s: batch %lld cannot be undone by itself: later "
                      "batches changed the same in %lld place%s; undo these "
                      "first, or all of them with --and-later",
                      ledger->path, (long long)batch, (long long)n,
                      n == 1 ? "" : "s");
done:
    return status;
}

static eb_status refuse_undone(struct ledger *ledger, int64_t batch,
                               eb_messages *said)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    if (batch == 1)
        return fail(EB_BAD_USAGE, said,
                    "%s: batch 1 is what the ledger began with", ledger->path);
    TRY(sql_prepare(ledger->sql,
                    "SELECT undone_by FROM batches WHERE batch = ? AND "
                    "undone_by IS NOT NULL",
                    &query, said));
    sql_bind_number(query, 1, batch);
    TRY(sql_next(query, &row, said));
    if (row)
        status = fail(EB_REFUSED, said,
                      "%s: batch %lld has been undone already, by batch %lld",
                      ledger->path, (long long)batch,
                      (long long)sql_integer(query, 0));
done:
    sql_free(query);
    return status;
}

/* An id may have been sent again since, when its batch was undone. */
static eb_status refuse_repeated(struct ledger *ledger, eb_messages *said)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    TRY(sql_prepare(ledger->sql,
                    "SELECT event, count(*) FROM events JOIN batches USING "
                    "(batch) WHERE undone_by IS NULL GROUP BY event HAVING "
                    "count(*) > 1 LIMIT 1",
                    &query, said));
    TRY(sql_next(query, &row, said));
    if (row)
        status = fail(EB_REFUSED, said,
                      "%s: event \"%s\" would be in force twice, since it was "
                      "sent again",
                      ledger->path, sql_text(query, 0));
done:
    sql_free(query);
    return status;
}

/* ---- Undoing ------------------------------------------------------------- */

/* ?1: by what; ?2, ?3: from batch to batch. What a rollback had undone that is undone
 * itself now is in force again, unless it is undone with it. */
static const char *const marks[] = {
    "UPDATE batches SET undone_by = ?1 WHERE batch BETWEEN ?2 AND ?3 AND "
    "undone_by IS NULL",
    "UPDATE batches SET undone_by = NULL WHERE undone_by BETWEEN ?2 AND ?3 "
    "AND ?1 > 0 AND batch < ?2",
};

static eb_status mark(struct ledger *ledger, int64_t by, int64_t first,
                      int64_t last, eb_messages *said)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
        struct sql_query *query = NULL;

        TRY(sql_prepare(ledger->sql, marks[k], &query, said));
        sql_bind_number(query, 1, by);
        sql_bind_number(query, 2, first);
        sql_bind_number(query, 3, last);
        status = sql_do(query, said);
        sql_free(query);
        TRY(status);
    }
done:
    return status;
}

static eb_status count_touched(const struct day *day, enum day_table table,
                               size_t *out)
{
    struct names ids = {0};
    eb_status status = EB_OK;

    for (size_t k = 0; k < day->edits.n; k++)
        if (day->edits.at[k].table == table && day->edits.at[k].id != NULL &&
            names_add(&ids, day->edits.at[k].id) < 0)
            status = EB_NO_MEMORY;
    *out = ids.text.n;
    names_clear(&ids);
    return status;
}

static eb_status invert(struct ledger *ledger, struct day *day, int64_t first,
                        int64_t last, eb_messages *said)
{
    struct journal journal = {0};
    eb_messages *heard = eb_messages_new();
    eb_status status;

    TRY(heard == NULL ? EB_NO_MEMORY : EB_OK);
    TRY(journal_read(ledger, first, last, &journal, said));
    status = day_replay(day, journal.edits.at, journal.edits.n, true, heard);
    if (status == EB_BAD_DATA)
        status =
            fail(EB_REFUSED, said,
                 "%s: batch %lld cannot be undone by itself: %s; undo "
                 "all from it on with --and-later",
                 ledger->path, (long long)first, eb_messages_text(heard, 0));
done:
    eb_messages_free(heard);
    journal_clear(&journal);
    return status;
}

eb_status ledger_rollback(struct ledger *ledger, int64_t batch, bool and_later,
                          int64_t date, struct ledger_undoing *out,
                          eb_messages *said)
{
    int64_t last = and_later ? ledger->n_batches : batch;
    struct day day = {0};
    eb_status status;

    *out = (struct ledger_undoing){.date = date == 0 ? ledger->date : date,
                                   .batches = (size_t)(last - batch + 1)};
    if (!and_later) {
        TRY(refuse_undone(ledger, batch, said));
        TRY(refuse_conflicts(ledger, batch, said));
    } else if (batch == 1)
        TRY(refuse_undone(ledger, batch, said));
    TRY(ledger_day(ledger, 0, &day, said));
    TRY(invert(ledger, &day, batch, last, said));
    TRY(count_touched(&day, DAY_ACCOUNTS, &out->accounts));
    TRY(count_touched(&day, DAY_REPS, &out->reps));
    {
        const struct ledger_batch rollback = {
            .kind = "rollback", .date = out->date, .digest = "", .day = &day};
        TRY(ledger_write(ledger, &rollback, &out->batch, said));
    }
    TRY(mark(ledger, out->batch, batch, last, said));
    TRY(refuse_repeated(ledger, said));
done:
    day_clear(&day);
    return status;
}
