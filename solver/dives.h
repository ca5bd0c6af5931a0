/* dives.h - assignments where only capacities bind: items are fixed a few at a time
 * to the agents that took them most often of late, while the prices of the rest
 * are brought up to date (knapsacks.h): Lagrangian relaxation as a diving
 * heuristic, as Sadykov et al. (2019) do it with columns.
 *
 * Every dive begins at the root's prices, a little shaken. Most leave all books but
 * a few of the best assignment as they are, and some items are fixed by lot first. A
 * dive that can no longer come below the best is given up. */
#ifndef SOLVER_DIVES_H
#define SOLVER_DIVES_H

#include "solver/certificate.h"
#include "solver/descent.h"
#include "solver/greedy.h"
#include "solver/incumbent.h"
#include "solver/knapsacks.h"

struct dives;

/* For a problem that fits (knapsacks_fit). All must stand. */
eb_status dives_new(struct search *s, const struct dual *dual,
                    struct greedy *greedy, struct descent *descent,
                    struct dives **out);
void dives_free(struct dives *dives);

/* Dives until the budget ends or the best objective is at most `target`; offers
 * what it finds to `best`. Leaves the state of the search at what it saw last. */
eb_status dives_run(struct dives *dives, struct incumbent *best,
                    struct rng *rng, int64_t target, struct budget *budget);

/* The bound at the root's prices, in doubles; -INFINITY before any dive. */
double dives_bound(const struct dives *dives);
/* ... proved, as far as the budget reaches. */
eb_status dives_prove(struct dives *dives, struct budget *budget,
                      struct certificate *out);

#endif
