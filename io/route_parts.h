/* route_parts.h - what the files of route_run.h share. */
#ifndef IO_ROUTE_PARTS_H
#define IO_ROUTE_PARTS_H

#include "io/route_answer.h"
#include "io/route_run.h"

struct route_run {
    const struct route_order *order;
    struct ledger *ledger;
    struct ledger_lookup *lookup;
    const char *role; /* NULL: reps have none */
    int64_t date;
    struct day day;
    bool has_day, has_begun; /* begun: a transaction */
    struct past past;
    struct route *route;
    struct arena lasting;

    /* the group at hand */
    size_t n_asked;
    struct VEC(struct changes) changes; /* one of each request that adds */
    struct VEC(struct event) events;    /* theirs, in order */
    struct VEC(struct ledger_decision) decisions;
    struct text answers;
    struct arena memory;

    struct change_columns *columns; /* of the request before */
    struct VEC(char) input;         /* read, and not yet asked */
};

/* route_batch.c */
eb_status route_run_open_books(struct route_run *run, eb_messages *said);
eb_status route_run_begin(struct route_run *run, eb_messages *said);

#endif
