/* knapsacks.h - where only capacities bind: a price for every item, at which each
 * agent fills its capacity as it finds best.
 *
 * With "each item once" relaxed, the agents fall apart into knapsacks
 *
 *     L(price) = sum_i price_i - sum_g max { sum_i (price_i - c_ig) x_i : sum_i w_ig x_i <= room_g }
 *
 * whose bound is far above that of the linear relaxation where an agent has a
 * dozen items (Fisher, Jaikumar and Van Wassenhove 1986), since a knapsack is
 * filled with whole items. Prices rise for items that nobody takes, and fall for
 * those that several take. How often an agent took an item of late is near to
 * what the best fractional assignment says (Barahona and Anbil 2000).
 *
 * Some items may be fixed to arcs; the rest is a smaller problem of the same kind. */
#ifndef SOLVER_KNAPSACKS_H
#define SOLVER_KNAPSACKS_H

#include "solver/dual.h"

struct knapsacks {
    const struct search *s;
    double constant; /* of all assignments */
    double step;     /* these cost it and whole steps */
    int *weight;     /* [arcs]; what can never fit weighs one more than fits */
    int *item;       /* [arcs] */
    size_t *first;   /* [n_agents + 1] into `own` */
    size_t *own;     /* arcs of items with a choice, agent by agent */
    int *whole;      /* [n_agents] what these may weigh there */
    int n_free;      /* items with a choice */

    /* the part under way */
    long *fixed;   /* [n_items] to which arc; -1: open */
    int *room;     /* [n_agents] what open items may weigh there */
    int n_open;    /* items */
    double *price; /* [n_items] units of cost */
    double
        *share;  /* [arcs] how often the agent took the item of late, 0 .. 1 */
    bool *taken; /* [arcs] at the last prices */
    double *worth_of; /* [n_agents] what these are worth to it */
    double
        *best;  /* [n_items] the prices of the best bound of the last climb */
    bool agree; /* each open item was taken exactly once: an optimum */

    int *times;     /* [n_items] how many took it */
    float *table;   /* rows of a table: what some items are worth, by room */
    size_t *inside; /* the arcs of these items */
};

/* Whether nothing binds but at most one capacity of each agent, and none is too
 * large for a table. */
bool knapsacks_fit(const struct search *s);
/* For a problem that fits. Prices are what items cost at the multipliers. */
eb_status knapsacks_new(const struct dual *dual, struct knapsacks **out);
void knapsacks_free(struct knapsacks *k);

/* Opens all items with a choice. */
void knapsacks_open(struct knapsacks *k);
/* Fixes an open item to an arc for which there is room. */
void knapsacks_fix(struct knapsacks *k, size_t arc);

struct climb {
    int rounds;
    double goal;  /* units of cost: what the bound may come to */
    double part;  /* of the way there, for the first steps ... */
    double least; /* as if the way were no shorter than this, units of cost */
};
/* Raises the bound of the part by subgradient steps; the best one, units of cost.
 * Stops when agents agree. The cost is a table of items x room for each agent and
 * round. */
double knapsacks_climb(struct knapsacks *k, const struct climb *climb,
                       struct budget *budget);

#endif
