/* lift.h - raises a bound block by block, for problems too large for one simplex.
 *
 * The multipliers of a few agents are made the best there are while all others
 * stand: the block's items come in or stay out at what they cost elsewhere
 * (relaxation.h), its linear relaxation is solved with the cuts of its loads
 * (simplex.h, cuts.h), and what lifts the block lifts the whole by as much:
 * block coordinate ascent on the Lagrangian dual. A block is an agent and
 * those who share most with it; where blocks begin differs from pass to pass.
 * Those that share no item are lifted at once, on the threads there are. */
#ifndef SOLVER_LIFT_H
#define SOLVER_LIFT_H

#include "solver/certificate.h"
#include "solver/dual.h"
#include "solver/held.h"
#include "solver/seats.h"
#include "solver/vicinity.h"

struct lift;

/* Begins at the dual's best multipliers, with cuts of heavy items alone. All
 * must stand. O(arcs) of memory. */
eb_status lift_new(const struct dual *dual, struct lift **out);
void lift_free(struct lift *lift);

/* One pass over all agents in blocks of at most `size`. */
eb_status lift_pass(struct lift *lift, int size, struct rng *rng,
                    struct budget *budget);
/* By how much all passes have lifted the bound, units of cost. */
double lift_gain(const struct lift *lift);
/* The multipliers, as in dual.h, and the cuts with theirs. */
const double *lift_lambda(const struct lift *lift);
const struct held *lift_held(const struct lift *lift);
/* What an arc of the search costs at these. */
double lift_price(const struct lift *lift, int item, size_t arc);
/* Items that fill much of a load by themselves. */
const struct seats *lift_heavy(const struct lift *lift);
const struct dual *lift_dual(const struct lift *lift);
struct vicinity *lift_vicinity(struct lift *lift);
/* One leaf of the multipliers and the cuts. */
eb_status lift_prove(const struct lift *lift, struct certificate *out);

#endif
