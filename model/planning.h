/* planning.h - what the phases of planning share. Private to planner.c and the
 * files that it calls, in this order:
 *
 *     phase -> relax -> keep -> fairest -> blend                           */
#ifndef MODEL_PLANNING_H
#define MODEL_PLANNING_H

#include "model/plan.h"

struct planner_options; /* planner.h */

/* What a term allows by the rules. */
struct strict {
    int64_t lo, hi;
};

struct planning {
    const struct planner_options *options;
    struct plan *plan;
    struct compiled *compiled; /* the plan's */
    struct pool *pool;
    eb_messages *said;
    double deadline; /* of the question at hand; the options' or earlier */
    int *agent;      /* [n_items] the best so far; -1 where open */
    bool in_blend;
    struct strict *term; /* of each term, once it has been relaxed */
    int64_t *budget;     /* the same of each budget */
};

/* phase.c - one problem put to the kernel. */
/* What is asked next may take this part of the time that is left, if there is
 * a limit. */
void phase_share_time(struct planning *planning, double part);
/* What the kernel is told; `target` as in solve.h. */
struct solve_options phase_options(struct planning *planning, int64_t target);
/* Starts from the best so far and leaves the best found in its place; *out
 * tells its worth. */
eb_status phase_solve(struct planning *planning, const struct problem *problem,
                      int64_t target, struct solution **out);
/* The fault where a solution has no plan at all. */
eb_status phase_no_plan(struct planning *planning,
                        const struct solution *solution);
struct phase *phase_begin(struct plan *plan, const char *name);
/* What the phase shows, and how good it is proved to be; the certificate
 * becomes the phase's. */
eb_outcome phase_take(struct planning *planning, struct phase *phase,
                      const struct problem *problem, struct solution *solution,
                      int64_t objective);

/* relax.c - the blend's limits and budgets become what the best so far uses,
 * where that is more than the rules allow, and the plan shows which. */
eb_status relax_limits(struct planning *planning);
/* The rules' own for the relaxed ones, and the other way. */
void relax_swap(struct planning *planning);

/* keep.c - the phase of violation, where there are limits or budgets: leaves
 * a best so far that keeps them all; or the least violation found, with the
 * conflict named if it cannot be 0 and the limits relaxed. */
eb_status keep_rules(struct planning *planning);

/* fairest.c - the phase of the least factor of the bands that holds everyone;
 * leaves a best so far that attains it, and bands of that factor in force. Does
 * nothing for other goals, and where the rules cannot be kept. */
eb_status fairest_run(struct planning *planning);

/* blend.c - the phase of the blend, and the plan's outcome. */
eb_status blend_run(struct planning *planning);
/* The same of a solution that is there already; its certificate is taken. */
void blend_take(struct planning *planning, struct solution *solution);

#endif
