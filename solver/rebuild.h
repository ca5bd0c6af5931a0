/* rebuild.h - a problem made from another, piece by piece. Private to weigh.c and
 * narrow.c. A budget of -1 is none. */
#ifndef SOLVER_REBUILD_H
#define SOLVER_REBUILD_H

#include "solver/problem.h"

/* An arc of the item begun last, with its loads, where it has some. */
eb_status rebuild_own(const struct problem *p, const struct own_arc *own,
                      struct problem *out);
/* Loads, departures and conflict sets of the item begun last, which is the item of
 * `p`; without what it takes of one budget, behind which the others move up. */
eb_status rebuild_rest(const struct problem *p, int item, int budget,
                       struct problem *out);
/* All of them, with their hinges or without. */
eb_status rebuild_terms(const struct problem *p, bool hinges,
                        struct problem *out);
/* All but one. */
eb_status rebuild_budgets(const struct problem *p, int budget,
                          struct problem *out);

#endif
