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

/* What the kernel has by now, for whoever is told; seconds count from `started`. */
eb_progress planner_progress(const char *phase, const struct solution *best,
                             double started);

/* compile -> violation (if there are limits or budgets and the first plan
 * breaks one) -> blend -> facts, reasons and summary. Infeasible rules give a
 * plan with outcome EB_INFEASIBLE and the conflict named (blame.h). */
eb_status planner_run(const struct books *books, const struct rules *rules,
                      const struct planner_options *options, struct plan **out,
                      eb_messages *said);

/* The plan of an assignment that was found and proved before, of the blend that
 * `compiled` is, whose every rule it keeps. Its agents and its certificate are
 * taken, and `compiled` whatever happens. Nothing is searched. */
eb_status planner_take(struct compiled *compiled,
                       const struct planner_options *options,
                       struct solution *solution, struct plan **out,
                       eb_messages *said);

#endif
