/* placing.h - books that simple rules make: what they would be worth. */
#ifndef MODEL_PLACING_H
#define MODEL_PLACING_H

#include "model/compile.h"

/* Unfairness, units of cost, of all accounts in play. In each, an account goes with
 * its family, and only where that may go. */

/* Everything stays with today's owner, whether they may own it or not; what leavers
 * own, or nobody, is placed, dearest family first, where that costs least. */
eb_status place_today(const struct compiled *compiled, int64_t *unfairness);
/* Only what is locked or pinned stays; the rest is dealt out in order of id to each
 * family's reps in turn. */
eb_status place_in_turn(const struct compiled *compiled, int64_t *unfairness);
/* The same, dearest first to whoever is furthest below what they are due in the first
 * metric. */
eb_status place_by_value(const struct compiled *compiled, int64_t *unfairness);

#endif
