/* bound.h - the lower bound that multipliers prove, in exact integers:
 * docs/MODEL.md section 11. */
#ifndef SOLVER_BOUND_H
#define SOLVER_BOUND_H

#include "base/pool.h"
#include "solver/certificate.h"

/* A multiplier (units of cost per unit) in 1e-12, as certificates hold them. */
wide multiplier_of(double x);
/* ... of a load of the resource: held to where no sum of its multiples leaves
 * 128 bits. Any multiplier proves some bound. */
wide load_multiplier_of(const struct problem *p, int resource, double x);
/* ... of a budget: not below 0 nor above its slope. */
wide budget_multiplier_of(const struct problem *p, int budget, double x);

/* Makes budget multipliers, and prices where not NULL, those of an otherwise
 * empty certificate. */
eb_status certificate_start(const struct problem *p, const double *mu,
                            const double *price, struct certificate *out);
/* Rounds multipliers (units of cost per unit) to 12 decimals and makes them the
 * certificate: one block of all agents, one leaf. */
eb_status certificate_single(const struct problem *p, const double *lambda,
                             const double *mu, struct certificate *out);

/* What it proves, rounded up to a whole unit of cost: prices, and of each block
 * the lowest leaf. INT64_MAX where no assignment can exist. Blocks are walked at once,
 * if there is a pool. O(arcs x leaves). */
eb_status bound_of(const struct problem *p, const struct certificate *proof,
                   struct pool *pool, int64_t *bound);

/* What a load within [low, high] and the term's limits costs at least, less lambda
 * (1e-12 units of cost) times the load; in 1e-18 units of cost. False if there is
 * none. */
bool bound_of_term(const struct problem *p, int term, wide lambda, wide low,
                   wide high, wide *out);

#endif
