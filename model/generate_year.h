/* generate_year.h - a simulated year as events, before they become rows;
 * private to generate_year.c and generate_changes.c. */
#ifndef MODEL_GENERATE_YEAR_H
#define MODEL_GENERATE_YEAR_H

#include "model/generate_world.h"

/* Days are working days, numbered from 1 after as_of. */
enum { LAST_DAY = 260 };

enum kind { ADD, CLOSE, CHANGE, JOIN, LEAVE, AWAY, BACK, LOCK, UNLOCK };

struct event {
    int day;
    size_t sequence; /* of arising: what happens on one day keeps it */
    enum kind kind;
    size_t who;        /* account, newcomer, rep or joiner */
    const char *field; /* CHANGE */
    int64_t amount;    /* CHANGE: hundredths */
    const char *why;   /* LOCK, UNLOCK */
};

struct newcomer {
    struct made_account account;
    int cell;
    size_t parent; /* number of an account, or SIZE_MAX */
};

struct year {
    const struct world *world;
    struct rng rng;
    int *closes; /* [n_accounts] day, or past LAST_DAY: never */
    struct VEC(struct event) events; /* by day, once all are there */
    struct VEC(struct newcomer) newcomers;
    struct VEC(struct made_rep) joiners;
};

int64_t year_date(const struct year *year, int day);
eb_status year_write(const struct year *year, struct table *table);

#endif
