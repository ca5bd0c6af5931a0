/* ledger_check.c - whether all that a ledger holds fits together.
 *
 * What is asked here in SQL shares nothing with what wrote it. */
#include "io/ledger_look.h"
#include "io/ledger_parts.h"

#include "base/hash.h"
#include "base/number.h"

#include <string.h>

enum { SHOWN = 5 };

struct checking {
    struct ledger *ledger;
    struct ledger_checked *out;
    bool bad;
    eb_messages *said;
};

static eb_status complain(struct checking *in, const char *what,
                          const char *which)
{
    in->bad = true;
    fail(EB_REFUSED, in->said, "%s: %s%s%s", in->ledger->path, what,
         *which != '\0' ? ": " : "", which);
    return EB_OK;
}

/* ---- Questions that should have no answer -------------------------------- */

/* Each gives what is wrong, one text in a row. An end that is no closing is followed by
 * the next time at once. */
static const struct {
    const char *what, *text;
} questions[] = {
    {"a batch is missing before",
     "SELECT batch FROM batches AS b WHERE batch > 1 AND NOT EXISTS (SELECT 1 "
     "FROM batches AS p WHERE p.batch = b.batch - 1)"},
    {"a batch is dated before the one before it",
     "SELECT b.batch FROM batches AS b JOIN batches AS p ON p.batch = b.batch "
     "- 1 WHERE b.date < p.date"},
    {"a batch was undone by one that is no later rollback",
     "SELECT b.batch FROM batches AS b JOIN batches AS u ON u.batch = "
     "b.undone_by WHERE u.kind <> 'rollback' OR u.batch <= b.batch"},
    {"an account has two owners at a time in one role",
     "SELECT account || ' ' || role FROM ownership WHERE to_date IS NULL "
     "GROUP BY account, role HAVING count(*) > 1"},
    {"a time of an owner ends before it begins",
     "SELECT account || ' ' || role FROM ownership WHERE to_date < from_date "
     "OR (to_date IS NULL) <> (ended_by IS NULL) OR ended_by <= batch"},
    {"times of owners overlap",
     "SELECT account || ' ' || role FROM (SELECT account, role, to_date, "
     "ended_by, lead(from_date) OVER w AS next, lead(batch) OVER w AS by FROM "
     "ownership WINDOW w AS (PARTITION BY account, role ORDER BY batch)) "
     "WHERE next < to_date OR by < ended_by OR (by IS NOT NULL AND to_date IS "
     "NULL)"},
    {"there is a gap between times of owners",
     "SELECT account || ' ' || role FROM (SELECT account, role, to_date, "
     "ended_by, lead(from_date) OVER w AS next, lead(batch) OVER w AS by FROM "
     "ownership WINDOW w AS (PARTITION BY account, role ORDER BY batch)) AS o "
     "WHERE ended_by IS NOT NULL AND (by IS NULL OR by <> ended_by OR next "
     "<> to_date) AND NOT EXISTS (SELECT 1 FROM edits AS e WHERE e.batch = "
     "o.ended_by AND e.file = 'accounts' AND e.id = o.account AND ((e.header "
     "= '" DAY_CLOSED_ON "' AND e.after <> '') OR e.kind = 'drop'))"},
    {"an edit names an event that its batch does not have",
     "SELECT batch || ' ' || event FROM edits AS e WHERE event IS NOT NULL "
     "AND NOT EXISTS (SELECT 1 FROM events AS v WHERE v.event = e.event AND "
     "v.batch = e.batch)"},
    {"an event was applied twice",
     "SELECT event FROM events JOIN batches USING (batch) WHERE undone_by IS "
     "NULL GROUP BY event HAVING count(*) > 1"},
    {"an adopted plan has no batch of its kind",
     "SELECT p.name FROM plans AS p LEFT JOIN batches AS b USING (batch) "
     "WHERE b.kind IS NULL OR b.kind <> 'adopt'"},
    {"the file is damaged",
     "SELECT integrity_check FROM pragma_integrity_check WHERE "
     "integrity_check <> 'ok'"},
    {"a row refers to one that is not there",
     "SELECT \"table\" || ' refers to ' || parent FROM "
     "pragma_foreign_key_check"},
};

static eb_status ask(struct checking *in, const char *what, const char *text,
                     const char *bound)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    TRY(sql_prepare(in->ledger->sql, text, &query, in->said));
    if (bound != NULL)
        sql_bind(query, 1, bound);
    TRY(sql_next(query, &row, in->said));
    for (int k = 0; row && k < SHOWN; k++) {
        TRY(complain(in, what, sql_text(query, 0)));
        TRY(sql_next(query, &row, in->said));
    }
done:
    sql_free(query);
    return status;
}

static eb_status ask_all(struct checking *in)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < sizeof questions / sizeof *questions; k++)
        TRY(ask(in, questions[k].what, questions[k].text, NULL));
done:
    return status;
}

/* ---- Owners -------------------------------------------------------------- */

/* Rows of accounts whose owner's cell is not the rep of the time that goes on. */
static eb_status check_role(struct checking *in,
                            const struct ledger_role *role)
{
    const struct ledger_columns *columns = &in->ledger->columns[DAY_ACCOUNTS];
    struct text text = {0};
    eb_status status;

    text_add(&text, "SELECT a.");
    ledger_quote(&text, columns->all.at[columns->id].name);
    text_add(&text, " FROM accounts AS a LEFT JOIN ownership AS o ON "
                    "o.account = a.");
    ledger_quote(&text, columns->all.at[columns->id].name);
    text_add(&text, " AND o.role = ?1 AND o.to_date IS NULL WHERE CASE WHEN "
                    "a." DAY_CLOSED_ON " <> '' THEN o.rep IS NOT NULL ELSE "
                    "o.rep IS NOT a.");
    ledger_quote(&text, columns->all.at[role->column].name);
    text_add(&text, " END");
    status =
        text_ok(&text)
            ? ask(in, "an account's owner is not the one whose time goes on",
                  text.at, role->role)
            : EB_NO_MEMORY;
    text_clear(&text);
    return status;
}

static eb_status check_owners(struct checking *in, const struct day *day)
{
    struct ledger_roles roles = {0};
    eb_status status;

    TRY(ledger_roles(day, &roles));
    for (size_t k = 0; k < roles.all.n; k++)
        TRY(check_role(in, &roles.all.at[k]));
done:
    ledger_roles_clear(&roles);
    return status;
}

/* ---- Events -------------------------------------------------------------- */

static eb_status check_events(struct checking *in)
{
    struct sql_query *query = NULL;
    char sha256[65];
    bool row;
    eb_status status;

    TRY(sql_prepare(in->ledger->sql,
                    "SELECT event, content, sha256 FROM events", &query,
                    in->said));
    TRY(sql_next(query, &row, in->said));
    while (row) {
        const char *content = sql_text(query, 1);

        sha256_hex(content, strlen(content), sha256);
        if (strcmp(sha256, sql_text(query, 2)) != 0)
            TRY(complain(in, "an event is not as it was sent",
                         sql_text(query, 0)));
        in->out->events++;
        TRY(sql_next(query, &row, in->said));
    }
done:
    sql_free(query);
    return status;
}

/* ---- The journal --------------------------------------------------------- */

static eb_status digest_today(const struct day *day, struct books_digest *out)
{
    return digest_books(day->of[DAY_ACCOUNTS].table, day->of[DAY_REPS].table,
                        day->closed.table, out);
}

/* Adds the rows of these ids to the sums, or takes them out. */
static eb_status count_ids(const struct day *day, enum day_table which,
                           const struct names *ids, bool taken_out,
                           struct books_digest *books)
{
    const struct day_rows *rows[] = {&day->of[which], &day->closed};
    struct digest_rows open = {0}, closed = {0};
    struct digest_rows *digests[] = {&open, &closed};
    uint32_t *sums[] = {books->open, books->closed};
    size_t n = which == DAY_ACCOUNTS ? 2 : 1;
    eb_status status = EB_OK;

    for (size_t j = 0; j < n; j++)
        TRY(digest_rows_begin(ledger_file(which), rows[j]->table->n_columns,
                              (const char *const *)rows[j]->table->header,
                              digests[j]));
    for (size_t k = 0; k < ids->text.n; k++)
        for (size_t j = 0; j < n; j++) {
            const struct table *table = rows[j]->table;
            int word = names_find(&rows[j]->ids, ids->text.at[k]);
            size_t row = word < 0 ? DAY_NO_ROW : rows[j]->row_of.at[word];

            if (row != DAY_NO_ROW)
                TRY(digest_row(digests[j],
                               (const char *const *)table->cells.at +
                                   row * table->n_columns,
                               taken_out, sums[j]));
        }
done:
    digest_rows_clear(&open);
    digest_rows_clear(&closed);
    return status;
}

static eb_status count_edits(const struct day *day,
                             const struct journal *journal, bool taken_out,
                             struct books_digest *books)
{
    eb_status status = EB_OK;

    for (int t = 0; t < N_DAY_TABLES; t++) {
        struct names ids = {0};

        for (size_t k = 0; k < journal->edits.n; k++) {
            const struct edit *edit = &journal->edits.at[k];

            if (edit->table == (enum day_table)t && edit->id != NULL &&
                names_add(&ids, edit->id) < 0)
                status = EB_NO_MEMORY;
        }
        if (status == EB_OK)
            status = count_ids(day, (enum day_table)t, &ids, taken_out, books);
        names_clear(&ids);
        TRY(status);
    }
done:
    return status;
}

/* Whether the batch has this digest of the books. */
static eb_status compare(struct checking *in, int64_t batch,
                         const struct books_digest *books)
{
    struct sql_query *query = NULL;
    char open[65], closed[65], number[24];
    bool row;
    eb_status status;

    TRY(sql_prepare(in->ledger->sql,
                    "SELECT books, closed, batch FROM batches WHERE batch = ?",
                    &query, in->said));
    sql_bind_number(query, 1, batch);
    TRY(sql_next(query, &row, in->said));
    digest_hex(books->open, open);
    digest_hex(books->closed, closed);
    if (!row || strcmp(open, sql_text(query, 0)) != 0 ||
        strcmp(closed, sql_text(query, 1)) != 0) {
        decimal_write(batch, 0, number);
        status = complain(in, "the books are not those behind batch", number);
    }
done:
    sql_free(query);
    return status;
}

/* One batch back, its digest worked out on the way. */
static eb_status step_back(struct checking *in, struct day *day, int64_t batch,
                           struct books_digest *books)
{
    struct journal journal = {0};
    eb_status status;

    TRY(journal_read(in->ledger, batch, batch, &journal, in->said));
    TRY(count_edits(day, &journal, true, books));
    status =
        day_replay(day, journal.edits.at, journal.edits.n, true, in->said);
    if (status == EB_BAD_DATA) {
        in->bad = true; /* which was said */
        status = EB_OK;
        goto done;
    }
    TRY(status);
    day->edits.n = 0;
    TRY(count_edits(day, &journal, false, books));
    TRY(compare(in, batch - 1, books));
    in->out->edits += journal.edits.n;
done:
    journal_clear(&journal);
    return status;
}

/* All of it once more, from the first day on. */
static eb_status walk_forth(struct checking *in, struct day *day)
{
    struct journal journal = {0};
    struct books_digest books;
    eb_status status;

    TRY(journal_read(in->ledger, 2, in->ledger->n_batches, &journal,
                     in->said));
    status =
        day_replay(day, journal.edits.at, journal.edits.n, false, in->said);
    if (status == EB_BAD_DATA) {
        in->bad = true;
        status = EB_OK;
        goto done;
    }
    TRY(status);
    TRY(digest_today(day, &books));
    TRY(compare(in, in->ledger->n_batches, &books));
done:
    journal_clear(&journal);
    return status;
}

static eb_status check_journal(struct checking *in, struct day *day)
{
    struct books_digest books, first;
    eb_status status;

    TRY(digest_today(day, &books));
    TRY(compare(in, in->ledger->n_batches, &books));
    for (int64_t k = in->ledger->n_batches; k > 1 && !in->bad; k--)
        TRY(step_back(in, day, k, &books));
    if (in->bad)
        return EB_OK;
    TRY(digest_today(day, &first));
    TRY(compare(in, 1, &first));
    TRY(walk_forth(in, day));
done:
    return status;
}

eb_status ledger_check(struct ledger *ledger, struct ledger_checked *out,
                       eb_messages *said)
{
    struct checking in = {.ledger = ledger, .out = out, .said = said};
    struct day day = {0};
    int64_t times = 0;
    eb_status status;

    *out = (struct ledger_checked){.batches = (size_t)ledger->n_batches};
    TRY(ask_all(&in));
    TRY(check_events(&in));
    TRY(sql_number(ledger->sql, "SELECT count(*) FROM ownership", &times,
                   said));
    out->times = (size_t)times;
    TRY(ledger_day(ledger, 0, &day, said));
    TRY(check_owners(&in, &day));
    TRY(check_journal(&in, &day));
    if (in.bad)
        status = EB_REFUSED;
done:
    day_clear(&day);
    return status;
}
