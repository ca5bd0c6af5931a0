/* ledger_books.c - by what books are known again. */
#include "io/ledger_books.h"

#include "base/hash.h"
#include "io/ledger_columns.h"

#include <stdio.h>
#include <string.h>

/* ---- Sums ---------------------------------------------------------------- */

static void add(uint32_t sum[8], const uint32_t more[8])
{
    uint64_t carry = 0;

    for (int k = 7; k >= 0; k--) {
        carry += (uint64_t)sum[k] + more[k];
        sum[k] = (uint32_t)carry;
        carry >>= 32;
    }
}

static void take_out(uint32_t sum[8], const uint32_t less[8])
{
    uint64_t borrow = 0;

    for (int k = 7; k >= 0; k--) {
        uint64_t now = (uint64_t)sum[k] - less[k] - borrow;

        sum[k] = (uint32_t)now;
        borrow = now >> 63;
    }
}

void digest_hex(const uint32_t sum[8], char out[65])
{
    for (int k = 0; k < 8; k++)
        snprintf(out + 8 * k, 9, "%08x", sum[k]);
}

bool digest_read(const char *hex, uint32_t out[8])
{
    if (strlen(hex) != 64 || strspn(hex, "0123456789abcdef") != 64)
        return false;
    for (int k = 0; k < 8; k++)
        if (sscanf(hex + 8 * k, "%8x", &out[k]) != 1)
            return false;
    return true;
}

/* ---- Rows ---------------------------------------------------------------- */

eb_status digest_rows_begin(const char *file, size_t n,
                            const char *const *header, struct digest_rows *out)
{
    *out = (struct digest_rows){.file = file, .n = n, .header = header};
    out->order = NEW(size_t, n + 1);
    if (out->order == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++) {
        size_t at = k;

        for (; at > 0 && strcmp(header[out->order[at - 1]], header[k]) > 0;
             at--)
            out->order[at] = out->order[at - 1];
        out->order[at] = k;
    }
    return EB_OK;
}

void digest_rows_clear(struct digest_rows *rows)
{
    mem_free(rows->order);
    text_clear(&rows->row);
}

eb_status digest_row(struct digest_rows *rows, const char *const *cells,
                     bool taken_out, uint32_t sum[8])
{
    uint32_t digest[8];

    rows->row.n = 0;
    text_add_bytes(&rows->row, rows->file, strlen(rows->file) + 1);
    for (size_t k = 0; k < rows->n; k++) {
        size_t at = rows->order[k];

        if (*cells[at] == '\0')
            continue;
        text_add_bytes(&rows->row, rows->header[at],
                       strlen(rows->header[at]) + 1);
        text_add_bytes(&rows->row, cells[at], strlen(cells[at]) + 1);
    }
    if (!text_ok(&rows->row))
        return EB_NO_MEMORY;
    sha256(rows->row.at, rows->row.n, digest);
    if (taken_out)
        take_out(sum, digest);
    else
        add(sum, digest);
    return EB_OK;
}

static eb_status digest_table(const char *file, const struct table *table,
                              uint32_t sum[8])
{
    struct digest_rows rows = {0};
    eb_status status;

    TRY(digest_rows_begin(file, table->n_columns,
                          (const char *const *)table->header, &rows));
    for (size_t row = 0; row < table_rows(table); row++)
        TRY(digest_row(&rows,
                       (const char *const *)table->cells.at +
                           row * table->n_columns,
                       false, sum));
done:
    digest_rows_clear(&rows);
    return status;
}

eb_status digest_books(const struct table *accounts, const struct table *reps,
                       const struct table *closed, struct books_digest *out)
{
    eb_status status;

    *out = (struct books_digest){0};
    TRY(digest_table(ledger_file(DAY_ACCOUNTS), accounts, out->open));
    TRY(digest_table(ledger_file(DAY_REPS), reps, out->open));
    if (closed != NULL)
        TRY(digest_table(ledger_file(DAY_ACCOUNTS), closed, out->closed));
done:
    return status;
}
