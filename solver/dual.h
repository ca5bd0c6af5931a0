/* dual.h - the Lagrangian bound of docs/MODEL.md section 11 and an ascent over its
 * multipliers.
 *
 * For multipliers lambda (agents x resources) and mu (budgets) every item goes
 * where it is cheapest on its own and every load to where phi - lambda L is
 * least; the sum is a lower bound on every assignment, whatever the
 * multipliers. The ascent follows deflected subgradients (Camerini, Fratta and
 * Maffioli 1975) with Polyak's step towards the best known objective. */
#ifndef SOLVER_DUAL_H
#define SOLVER_DUAL_H

#include "base/pool.h"
#include "solver/curve.h"

struct arc_list VEC(size_t);

/* What the items of some ranges add up to. */
struct dual_part {
    double *load, *used;
};

struct dual {
    const struct search *s;
    struct curves curves;
    double *lambda, *mu; /* the best found: units of cost per unit */
    double bound;        /* at them, in units of cost; -INFINITY */
    int *agent;          /* [n_items] where items went there */
    double *low, *high;  /* [terms] loads that can arise */
    double *base;        /* [terms] what items without a choice bring */
    int *seat; /* [n_items] where the item has to go; -1: wherever it can. The
                  caller's to set; the bound then is one of such assignments */
    double *scale;            /* [terms] a typical load */
    double *trial, *trial_mu; /* the point under way */
    double *step, *step_mu;   /* deflected direction */
    double *load, *used;      /* what the items' choice adds up to */
    int *trial_agent;
    double *price; /* [n_items] */
    bool *full;    /* [n_ranges] no memory was left for the list */
    size_t n_ranges, n_parts;
    struct dual_part *parts;         /* [n_parts] */
    const double *at_lambda, *at_mu; /* of the evaluation under way */
    struct pool *pool;               /* may be NULL */
    /* Of large problems, arcs that cost nearly as little as the item's cheapest did
     * when they were listed; NULL: all are looked at. */
    size_t *near_end;      /* [n_items] in the list of the item's range */
    struct arc_list *near; /* [n_ranges] */
    double width;          /* what `nearly` means, units of cost */
    double *sure; /* [agents x resources] the best whose bound is over all
                       arcs; the bound there */
    double sure_bound;
    double alpha; /* of an ascent: part of Polyak's step */
    int stale;    /* rounds since it raised the bound */
};

/* `s` gives arcs, terms and hinges; its assignment does not matter. */
eb_status dual_new(const struct search *s, struct pool *pool,
                   struct dual **out);
void dual_free(struct dual *dual);

/* Raises the bound for at most `rounds` passes over the arcs (of large problems:
 * over those that matter, and now and then over all), towards the
 * objective `target` of a known assignment (INFINITY: none). Starts at the
 * best multipliers so far, 0 at first. */
void dual_ascend(struct dual *dual, double target, int rounds,
                 struct budget *budget);
/* What an arc costs at the best multipliers. */
double dual_price(const struct dual *dual, int item, size_t arc);
/* The bound at given multipliers; the best are replaced if it is higher. */
double dual_try(struct dual *dual, const double *lambda, const double *mu);

#endif
