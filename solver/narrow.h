/* narrow.h - a problem in which each item has but two arcs: those of two
 * assignments. Small enough to be searched well, and what lies between the two may be
 * better than either. */
#ifndef SOLVER_NARROW_H
#define SOLVER_NARROW_H

#include "solver/problem.h"

/* Both are complete; where they agree, the item stays. Items, agents and budgets have
 * the same numbers. */
eb_status problem_narrow(const struct problem *p, const int *one,
                         const int *other, struct problem **out,
                         eb_messages *said);

#endif
