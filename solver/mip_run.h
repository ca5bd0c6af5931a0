/* mip_run.h - one solve of a mixed-integer program: what it may do, what it knows
 * so far, and how GLPK's numbers become ours. No GLPK in here. */
#ifndef SOLVER_MIP_RUN_H
#define SOLVER_MIP_RUN_H

#include "solver/mip_result.h"

/* All that the fenced body needs is allocated here, before entering. Values of
 * the objective as GLPK sees it are "scaled": (cost - constant) / unit. */
struct mip_run {
    const struct mip *m;
    const struct mip_options *options;
    struct mip_result *out;
    eb_messages *said;
    wide unit;
    bool in_steps;       /* every assignment's scaled objective is whole */
    struct glp_prob *lp; /* lives behind the fence alone */

    int *row, *column; /* the matrix, from 1 */
    double *entry;
    double *x;         /* [n_columns + 1] */
    double *dual;      /* [n_rows], scaled, of the relaxation */
    int *agent;        /* [n_items] candidate */
    int64_t *activity; /* [n_rows] */
    int64_t *value;    /* [n_columns] */

    bool has_start; /* out->agent is still the caller's and not yet told */
    bool has_best;  /* out->agent holds an assignment ... */
    wide best;      /* ... of this value, 1e-18 units of cost */
    double seen;    /* scaled value of GLPK's last incumbent */
    double bound;   /* scaled */
};

/* `m`, `options` and `out` must stand. */
eb_status mip_run_init(struct mip_run *run);
void mip_run_clear(struct mip_run *run);

/* A cost as GLPK shall see it, and a value of GLPK's objective as a cost. */
double mip_scaled(const struct mip_run *run, wide cost);
wide mip_unscaled(const struct mip_run *run, double objective);
/* GLPK prunes and ends within this of an objective. */
double mip_tolerance(double objective);
/* A scaled bound in units of cost: less the tolerance, up to the next step if
 * there are steps, less what the kernel's rounding of each penalty may save
 * against the model, and downwards. */
int64_t mip_bound_in_units(const struct mip_run *run, double bound);

/* Takes an assignment over if it keeps every rule and is the best yet. */
void mip_offer(struct mip_run *run, const int *agent);
/* Whether bound and best assignment already answer the question. */
bool mip_is_enough(const struct mip_run *run);
/* Whether the flag or the clock ends it. */
bool mip_is_cut(const struct mip_run *run);

/* Turns run->dual into lambda, mu and prices. */
void mip_read_multipliers(const struct mip_run *run, const struct problem *p);

#endif
