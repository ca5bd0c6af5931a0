/* ledger_write.c - a batch written into the ledger. */
#include "io/ledger_parts.h"

#include "base/number.h"
#include "io/json.h"

static eb_status check_date(const struct ledger *ledger, int64_t date,
                            eb_messages *said)
{
    char asked[11], last[11];

    if (date >= ledger->date)
        return EB_OK;
    date_write(date, asked);
    date_write(ledger->date, last);
    return fail(EB_BAD_USAGE, said,
                "%s: a batch of %s cannot follow one of %s: name a date from "
                "then on",
                ledger->path, asked, last);
}

/* The digest of the books behind the last batch. */
static eb_status read_digest(struct ledger *ledger, struct books_digest *out,
                             eb_messages *said)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    TRY(sql_prepare(ledger->sql,
                    "SELECT books, closed FROM batches ORDER BY batch DESC "
                    "LIMIT 1",
                    &query, said));
    TRY(sql_next(query, &row, said));
    if (!row || !digest_read(sql_text(query, 0), out->open) ||
        !digest_read(sql_text(query, 1), out->closed))
        status = fail(EB_BAD_DATA, said, "%s: batch %lld has no digest",
                      ledger->path, (long long)ledger->n_batches);
done:
    sql_free(query);
    return status;
}

/* The row that others refer to, with the digest of before. */
static eb_status begin_batch(struct ledger *ledger,
                             const struct ledger_batch *batch, int64_t number,
                             eb_messages *said)
{
    struct sql_query *query = NULL;
    char date[11], *measures = NULL;
    size_t length;
    eb_status status;

    date_write(batch->date, date);
    if (batch->measures != NULL &&
        (measures = json_write(batch->measures, &length)) == NULL)
        return EB_NO_MEMORY;
    TRY(sql_prepare(ledger->sql,
                    "INSERT INTO batches (batch, kind, date, digest, books, "
                    "closed, measures) VALUES (?, ?, ?, ?, '', '', ?)",
                    &query, said));
    sql_bind_number(query, 1, number);
    sql_bind(query, 2, batch->kind);
    sql_bind(query, 3, date);
    sql_bind(query, 4, batch->digest);
    sql_bind(query, 5, measures);
    TRY(sql_do(query, said));
done:
    sql_free(query);
    mem_free(measures);
    return status;
}

static eb_status end_batch(struct ledger *ledger, int64_t number,
                           const struct books_digest *books, eb_messages *said)
{
    struct sql_query *query = NULL;
    char open[65], closed[65];
    eb_status status;

    digest_hex(books->open, open);
    digest_hex(books->closed, closed);
    TRY(sql_prepare(ledger->sql,
                    "UPDATE batches SET books = ?, closed = ? WHERE batch = ?",
                    &query, said));
    sql_bind(query, 1, open);
    sql_bind(query, 2, closed);
    sql_bind_number(query, 3, number);
    TRY(sql_do(query, said));
done:
    sql_free(query);
    return status;
}

eb_status ledger_write(struct ledger *ledger, const struct ledger_batch *batch,
                       int64_t *number, eb_messages *said)
{
    int64_t next = ledger->n_batches + 1;
    struct books_digest books;
    eb_status status;

    TRY(check_date(ledger, batch->date, said));
    TRY(read_digest(ledger, &books, said));
    TRY(begin_batch(ledger, batch, next, said));
    TRY(ledger_apply(ledger, batch, next, &books, said));
    TRY(ledger_owners_update(ledger, batch, next, said));
    TRY(ledger_record(ledger, batch, next, said));
    TRY(end_batch(ledger, next, &books, said));
    ledger->n_batches = next;
    ledger->date = batch->date;
    if (number != NULL)
        *number = next;
done:
    return status;
}
