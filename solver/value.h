/* value.h - what an assignment is worth, worked out afresh in exact integers.
 *
 * The search is guided by doubles; whatever it finds is evaluated here. */
#ifndef SOLVER_VALUE_H
#define SOLVER_VALUE_H

#include "solver/problem.h"

struct value {
    int64_t objective; /* cost + penalties + constant, units of cost */
    int64_t cost;      /* sum of c alone */
    bool complete;     /* every item has an agent along one of its arcs */
    bool feasible;     /* complete, hard terms, budgets and conflicts hold */
};

/* O(items + terms). `agent[i]` is -1 where unassigned. `load` (agents x
 * resources) and `used` (budgets) are filled where not NULL. */
eb_status value_of(const struct problem *p, const int *agent,
                   struct value *out, int64_t *load, int64_t *used);

#endif
