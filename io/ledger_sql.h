/* ledger_sql.h - SQLite, as far as the ledger needs it; ledger_sql.c alone includes its
 * header.
 *
 * What SQLite says becomes one message "path: ..."; a file that is no database, or a
 * damaged one, is EB_BAD_DATA, all else that goes wrong EB_IO. */
#ifndef IO_LEDGER_SQL_H
#define IO_LEDGER_SQL_H

#include "base/status.h"

#include <stdint.h>

struct sql;       /* a connection */
struct sql_query; /* a statement, prepared */

enum sql_use {
    SQL_READ,
    SQL_WRITE,
    SQL_NEW, /* an empty file; nothing is kept safe before it is closed */
    SQL_STILL /* a file that nobody changes, in a folder that cannot be written */
};

/* Fails where SQLite cannot open the file; what it holds is first looked at by a
 * query. Waits up to `patience` seconds for others who hold it. */
eb_status sql_open(const char *path, enum sql_use use, double patience,
                   struct sql **out, eb_messages *said);
/* NULL is fine. Queries must have been freed. */
void sql_close(struct sql *sql);
/* Whether the last failure was that others held it. */
bool sql_is_held(const struct sql *sql);

/* Statements with ; behind each; rows that they give are dropped. */
eb_status sql_run(struct sql *sql, const char *text, eb_messages *said);
/* The one number, or text (in `memory`-free copy, mem_free), that a query gives. */
eb_status sql_number(struct sql *sql, const char *text, int64_t *out,
                     eb_messages *said);
/* Rows changed by the last statement. */
int64_t sql_changes(const struct sql *sql);

/* *out is freed by sql_free, NULL is fine; `out` is left alone on failure. */
eb_status sql_prepare(struct sql *sql, const char *text,
                      struct sql_query **out, eb_messages *said);
void sql_free(struct sql_query *query);

/* Parameters count from 1. Texts must live until the query has been done; NULL is a
 * null. A failure is told by the next step. */
void sql_bind(struct sql_query *query, int at, const char *text);
void sql_bind_number(struct sql_query *query, int at, int64_t number);
void sql_bind_real(struct sql_query *query, int at, double number);

/* *row: whether there is a row to look at; where not, the query can be bound anew. */
eb_status sql_next(struct sql_query *query, bool *row, eb_messages *said);
/* To the end, for statements that give no rows. */
eb_status sql_do(struct sql_query *query, eb_messages *said);
/* Ends a query that has more rows. */
void sql_reset(struct sql_query *query);

/* Columns count from 0. Texts live until the next step; a null is "". */
const char *sql_text(struct sql_query *query, int column);
/* Its bytes; after sql_text(). */
size_t sql_length(struct sql_query *query, int column);
int64_t sql_integer(struct sql_query *query, int column);
double sql_real(struct sql_query *query, int column);
bool sql_is_null(struct sql_query *query, int column);

#endif
