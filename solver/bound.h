/* bound.h - the lower bound that multipliers prove, in exact integers:
 * docs/MODEL.md section 11, the plain formula (one block, one leaf). */
#ifndef SOLVER_BOUND_H
#define SOLVER_BOUND_H

#include "solver/certificate.h"

/* Rounds multipliers (units of cost per unit) to 12 decimals and makes them the
 * certificate: one block of all agents, one leaf. */
eb_status certificate_single(const struct problem *p, const double *lambda,
                             const double *mu, struct certificate *out);

/* What its first leaf proves, rounded up to a whole unit of cost. INT64_MAX
 * where no assignment can exist. O(arcs + terms). */
eb_status bound_of(const struct problem *p, const struct certificate *proof,
                   int64_t *bound);

#endif
