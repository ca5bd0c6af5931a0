/* burden.h - a bound that takes two passes over the arcs, for problems too large
 * for any other: what items heavier than a load should be cost whoever holds them.
 *
 * Where every agent may have every item, the linear relaxation is worth nothing:
 * a little of each item for everybody, and all loads are what they should be. What
 * remains is that an item is whole. For each bend of a load's cost that some item
 * goes beyond by itself there is a cut (cuts.h) with a divisor that no item fills,
 *
 *     sum max(0, a_i - t) x_i <= max(0, L - t),
 *
 * and each is multiplied by the slope that begins there. The proof has no
 * multipliers of loads. */
#ifndef SOLVER_BURDEN_H
#define SOLVER_BURDEN_H

#include "solver/certificate.h"

/* One block, one leaf. O(items + terms). */
eb_status burden_prove(const struct problem *p, struct certificate *out);

#endif
