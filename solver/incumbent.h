/* incumbent.h - the best assignment so far, valued exactly. */
#ifndef SOLVER_INCUMBENT_H
#define SOLVER_INCUMBENT_H

#include "solver/value.h"

struct incumbent {
    const struct problem *p;
    int *agent; /* [n_items] */
    struct value value;
    bool any;             /* there is one, be it feasible or not */
    int64_t *load, *used; /* scratch */
    void (*improved)(void *context, const struct incumbent *now); /* or NULL */
    void *context;
};

eb_status incumbent_init(struct incumbent *best, const struct problem *p);
void incumbent_clear(struct incumbent *best);
/* Takes the assignment if it is feasible and cheaper than the best, or if
 * there is no feasible one yet. *taken may be NULL. O(items + terms). */
eb_status incumbent_offer(struct incumbent *best, const int *agent,
                          bool *taken);

#endif
