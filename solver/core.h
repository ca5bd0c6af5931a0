/* core.h - a MIP over the arcs that look promising: the core problem of
 * knapsack-like programs (Balas and Zemel 1980), found by linear relaxation.
 *
 * GLPK searches the arcs whose price at the relaxation's multipliers is near each
 * item's least. */
#ifndef SOLVER_CORE_H
#define SOLVER_CORE_H

#include "solver/dual.h"
#include "solver/incumbent.h"

struct core_options {
    double arcs_per_item;      /* width of the core; about 1.4 to 3 */
    int64_t nodes, iterations; /* at most, of the tree */
    int64_t target;
    double deadline;
    const volatile int *stop;
    eb_messages *said;
};

/* Offers what it finds to `best`, which must be complete. */
eb_status core_run(const struct dual *dual, const struct core_options *options,
                   struct incumbent *best);

#endif
