/* route_run.h - a ledger whose books stay in memory, and requests about single accounts:
 * what one `evenbook route` does. docs/FORMATS.md tells requests and answers.
 *
 * Answers are printed in the order of their requests, a line each, and not before what
 * they say is durable. Requests that wait at the same time make one batch. */
#ifndef IO_ROUTE_RUN_H
#define IO_ROUTE_RUN_H

#include "io/ledger.h"
#include "model/route.h"

struct route_order {
    const char *ledger;
    const char *role; /* NULL: the only one */
    bool has_date;
    int64_t date; /* else the ledger's */
    double patience;
    bool save;                /* else nothing is written: advice */
    size_t group;             /* requests in one batch, at most */
    struct daily_options how; /* policy and caps */
    volatile int *stop;       /* non-zero: end with what was read; NULL */
};

struct route_run;

/* Opens the ledger and compiles its books. */
eb_status route_run_new(const struct route_order *order,
                        struct route_run **out, eb_messages *said);
void route_run_free(struct route_run *run);

/* One request, an object as text; its answer is added to those that wait. A request that
 * makes no sense is answered with an error, and *refused set (which may be NULL). Only
 * what ends everything fails: the ledger cannot be read any more, memory is out. */
eb_status route_run_ask(struct route_run *run, long line, const char *request,
                        size_t length, bool *refused, eb_messages *said);
/* Makes what was decided since the last call durable, and prints the answers. */
eb_status route_run_flush(struct route_run *run, eb_messages *said);
/* Requests from standard input, one a line, until it ends. */
eb_status route_run_watch(struct route_run *run, eb_messages *said);

#endif
