/* mip_result.h - what a solve of a mixed-integer program is asked, and what it
 * answers. */
#ifndef SOLVER_MIP_RESULT_H
#define SOLVER_MIP_RESULT_H

#include "solver/mip_rows.h"

struct mip_options {
    struct mip_part part;
    const int *start;         /* [n_items] an assignment, used if it is in the
                                 part and feasible; or NULL */
    int64_t node_limit;       /* nodes of the tree; 0: none */
    int64_t iteration_limit;  /* of the simplex, in all; 0: none */
    double gap;               /* fraction at which to stop */
    int64_t target;           /* stop once an objective <= this is found or a
                                 bound above it is reached; INT64_MIN: none */
    double deadline;          /* clock_seconds() time; 0: none */
    const volatile int *stop; /* may be NULL */
    bool relaxation_only;     /* no tree */
    int memory_limit_mb;      /* of GLPK; 0: none */
};

enum mip_status {
    MIP_OPTIMAL,    /* no better one, within GLPK's tolerance of 1e-7 */
    MIP_GAP,        /* the gap or the target is reached */
    MIP_LIMIT,      /* out of nodes or iterations, or GLPK lost its way */
    MIP_INFEASIBLE, /* no assignment in the part keeps every hard rule */
    MIP_STOPPED,    /* by the deadline or the flag */
    MIP_RELAXED     /* the relaxation is solved, and no more was asked for */
};

struct mip_result {
    enum mip_status status;
    int *agent;        /* [n_items] the best assignment, or NULL */
    int64_t objective; /* of `agent`, exact; INT64_MAX if there is none */
    int64_t bound;     /* no assignment in the part costs less, says GLPK, its
                          tolerance taken off; INT64_MIN: none */
    int64_t nodes, iterations;

    /* Of the linear relaxation, in the form of docs/MODEL.md section 11. */
    bool relaxed;          /* whether what follows is its optimum */
    int64_t relaxed_bound; /* as `bound` */
    wide *lambda; /* [n_agents x n_resources] 1e-12 units of cost per unit of
                     load; 0 where the load has no row */
    wide *mu;     /* [n_budgets] >= 0, the same */
    wide *price;  /* [n_items] cost x 1e12 of the item's cheapest arc at the
                     multipliers; 0 for items folded away */
};

/* Room for all of it, and nothing known. */
eb_status mip_result_init(const struct problem *p, struct mip_result *out);
void mip_result_clear(struct mip_result *result);
/* Works out the prices from lambda and mu. */
void mip_result_price(struct mip_result *result, const struct problem *p,
                      const struct mip *m);

#endif
