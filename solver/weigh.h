/* weigh.h - a problem in which what a budget counts is paid for instead.
 *
 * Against a budget, f subject to g <= B, stands its Lagrangian relaxation: f + mu g,
 * without the budget. The best of it are the corners of the convex hull of all pairs
 * (g, f), and what a certificate proves of it, L(mu), bounds f at every B at once:
 *
 *     f  >=  L(mu) - mu B                                                        */
#ifndef SOLVER_WEIGH_H
#define SOLVER_WEIGH_H

#include "solver/certificate.h"

struct weighing {
    bool costs; /* whether the problem's own costs and penalties count */
    int budget; /* the one that goes */
    wide price; /* what a unit of it costs; 1e-12 units of cost; >= 0 */
};

/* Items, agents, arcs and limits are those of `p`, by the same numbers; budgets
 * behind the one that goes move up. */
eb_status problem_weigh(const struct problem *p, const struct weighing *how,
                        struct problem **out, eb_messages *said);
/* A certificate of the weighed problem becomes one of `p`. */
eb_status certificate_unweigh(const struct problem *p,
                              const struct weighing *how,
                              struct certificate *certificate);

#endif
