/* planner.h - from books and rules to a plan, phase by phase. */
#ifndef MODEL_PLANNER_H
#define MODEL_PLANNER_H

#include "model/plan.h"
#include "solver/solve.h"

struct planner_options {
    eb_effort effort;
    double deadline; /* clock_seconds() time, 0: none */
    const volatile int *stop;
    double gap;
    unsigned long seed;
    int threads;
    void (*progress)(void *context, const eb_progress *now);
    void *context;
    double started; /* clock_seconds() */
};

/* compile -> violation (if there are limits or budgets and the first plan
 * breaks one) -> blend -> facts, reasons and summary. Infeasible rules give a
 * plan with outcome EB_INFEASIBLE and the conflict named (blame.h). */
eb_status planner_run(const struct books *books, const struct rules *rules,
                      const struct planner_options *options, struct plan **out,
                      eb_messages *said);

/* A plan of what somebody else has found: `rep` ([n_accounts]) keeps every rule of
 * `compiled`, which belongs to the plan from here on whatever happens; the
 * certificate is taken from `proof`, which says nothing else but its bounds and
 * whether it was cut. Of the options only effort, seed and threads matter. */
eb_status planner_adopt(struct compiled *compiled, const int *rep,
                        struct solution *proof,
                        const struct planner_options *options,
                        struct plan **out, eb_messages *said);

#endif
