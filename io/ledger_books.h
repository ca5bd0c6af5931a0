/* ledger_books.h - by what books are known again: a digest of all rows of accounts and
 * reps, whatever their order and that of their columns.
 *
 * It is the sum modulo 2^256 of a SHA-256 for each row, so that a batch need only take
 * out and put in what it touches. Blank cells count as if they were not there. Of a row
 * the digest is that of the bytes
 *
 *     accounts NUL, then for each filled cell, in order of headers (bytes):
 *     header NUL cell NUL */
#ifndef IO_LEDGER_BOOKS_H
#define IO_LEDGER_BOOKS_H

#include "base/table.h"
#include "io/text.h"
#include "model/day.h"

/* Open accounts and reps; accounts that have closed, as their own sum. */
struct books_digest {
    uint32_t open[8], closed[8]; /* the last number the lowest */
};

/* What rows of one table have in common. */
struct digest_rows {
    const char *file; /* "accounts" or "reps" */
    size_t n;
    const char *const *header; /* [n] not owned */
    size_t *order;             /* [n] columns in order of header */
    struct text row;
};
eb_status digest_rows_begin(const char *file, size_t n,
                            const char *const *header,
                            struct digest_rows *out);
void digest_rows_clear(struct digest_rows *rows);
/* Adds a row to a sum, or takes it out. */
eb_status digest_row(struct digest_rows *rows, const char *const *cells,
                     bool taken_out, uint32_t sum[8]);

/* Of tables: `closed` may be NULL. */
eb_status digest_books(const struct table *accounts, const struct table *reps,
                       const struct table *closed, struct books_digest *out);
void digest_hex(const uint32_t sum[8], char out[65]);
/* False if it is no such text. */
bool digest_read(const char *hex, uint32_t out[8]);

#endif
