/* held.h - cuts and their multipliers by the problem's numbers, so that they can
 * be put in force in any block that their agent is part of (cuts.h). */
#ifndef SOLVER_HELD_H
#define SOLVER_HELD_H

#include "solver/certificate.h"
#include "solver/cuts.h"

struct held_side {
    int term;
    double weight, at;
};

struct held_cut {
    int n_sides;
    struct held_side sides[RELAX_SIDES];
    double divisor, rest;
    double by;  /* its multiplier */
    int *taken; /* items, ascending; NULL: none */
    int n_taken;
};

struct held {
    const struct problem *p;
    struct VEC(struct held_cut) * of; /* [n_agents] */
};

/* `p` must stand. */
eb_status held_init(struct held *held, const struct problem *p);
void held_clear(struct held *held);

/* A cut above one term's place that takes nothing. */
eb_status held_add(struct held *held, int term, double at, double divisor,
                   double rest, double by);
/* Holds what is in force in a relaxation with a multiplier above 0 (lambda:
 * [rows + cuts]), in place of all that was held of its agents. */
eb_status held_take(struct held *held, const struct relaxation *r,
                    const double *lambda);
/* Puts all cuts of the relaxation's agents in force, with their multipliers in
 * `lambda` after those of the rows; *all false if there was no room for some. */
eb_status held_restore(const struct held *held, struct cuts *cuts,
                       double *lambda, bool *all);
/* What an item costs at an agent's cuts. O(cuts of the agent). */
double held_price(const struct held *held, int item, int agent);
/* Adds all to a certificate, agent by agent. */
eb_status held_list(const struct held *held, struct certificate *out);
/* The same, as what its one vector multiplies. */
eb_status held_prove(const struct held *held, struct certificate *out);

#endif
