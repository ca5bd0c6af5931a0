/* solve.h - the kernel's one entry: a problem in, the best assignment, a bound
 * and its multipliers out. */
#ifndef SOLVER_SOLVE_H
#define SOLVER_SOLVE_H

#include "base/budget.h"
#include "base/pool.h"
#include "solver/certificate.h"

enum proof { PROOF_CHECKED, PROOF_SOLVER };

struct incumbent_point {
    double seconds;
    int64_t objective;   /* INT64_MAX before there is one */
    int64_t lower_bound; /* INT64_MIN before there is one */
};

struct solution {
    int *agent;          /* [n_items] */
    int64_t objective;   /* units of cost, exact */
    bool feasible;       /* all hard terms and budgets hold */
    int64_t lower_bound; /* by the certificate, exact; INT64_MIN: none */
    int64_t
        solver_bound; /* what a tree search adds, unchecked; >= lower_bound */
    bool proved_infeasible; /* the bound is +infinity: no assignment at all */
    bool cut;               /* the clock or the flag ended it */
    struct certificate certificate;
    struct VEC(struct incumbent_point) history;
    double seconds_greedy, seconds_descent, seconds_dual, seconds_exact;
    int64_t steps;
};

struct solve_options {
    eb_effort effort;
    double deadline;          /* clock_seconds() time; 0: none */
    const volatile int *stop; /* may be NULL */
    double gap;               /* fraction at which to stop */
    int64_t worth; /* units of cost; what lies no further above the bound is as
                      good as what lies at it; 0: only that is */
    int64_t
        target; /* stop once an objective <= this is found or a bound above it is proved
                       (INT64_MIN: none); used by feasibility questions */
    uint64_t seed;
    struct pool *pool; /* may be NULL */
    const int *start;  /* [n_items] a first assignment, or NULL */
    const struct certificate *proof; /* of the same problem, but for limits of
                                        budgets: a first bound; or NULL */
    void (*progress)(void *context, const char *phase,
                     const struct solution *best);
    void *context;
    eb_messages *said;
};

/* presolve -> greedy -> descent -> dual bound -> exact search where small.
 * EB_OK with solution->feasible false if none was found that keeps every hard
 * term; then `agent` is the one that violates least in the search's own
 * measure. Deterministic for the effort. EB_STOPPED when cut before there was any
 * assignment. */
eb_status solve(const struct problem *p, const struct solve_options *options,
                struct solution **out);
void solution_free(struct solution *solution);

#endif
