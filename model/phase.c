/* phase.c - one problem put to the kernel, and what its answer becomes. */
#include "model/planner.h"
#include "model/planning.h"
#include "solver/value.h"

#include <math.h>

enum { GAP_POINTS_ENOUGH = 100000000 }; /* 0.1 points: close enough anywhere */

/* ---- Solving ----------------------------------------------------------- */

eb_progress planner_progress(const char *phase, const struct solution *best,
                             double started)
{
    return (eb_progress){.phase = phase,
                         .has_plan = best->feasible,
                         .objective =
                             best->feasible ? points(best->objective) : 0,
                         .lower_bound = best->lower_bound != INT64_MIN
                                            ? points(best->lower_bound)
                                            : -HUGE_VAL,
                         .seconds = clock_seconds() - started};
}

/* What a violation costs is no objective of the plan. */
static void on_progress(void *context, const char *phase,
                        const struct solution *best)
{
    const struct planning *planning = context;
    eb_progress now =
        planner_progress(phase, best, planning->options->started);

    if (!planning->in_blend)
        now = (eb_progress){.phase = "violation",
                            .lower_bound = -HUGE_VAL,
                            .seconds = now.seconds};
    planning->options->progress(planning->options->context, &now);
}

void phase_share_time(struct planning *planning, double part)
{
    double end = planning->options->deadline, now = clock_seconds();

    planning->deadline = end > now ? now + part * (end - now) : end;
}

struct solve_options phase_options(struct planning *planning, int64_t target)
{
    const struct planner_options *options = planning->options;
    struct solve_options how = {.effort = options->effort,
                                .deadline = planning->deadline,
                                .stop = options->stop,
                                .gap = options->gap,
                                .target = target,
                                .seed = options->seed,
                                .pool = planning->pool,
                                .start = planning->agent,
                                .said = planning->said};

    if (options->progress != NULL) {
        how.progress = on_progress;
        how.context = planning;
    }
    return how;
}

static void add_times(struct plan *plan, const struct solution *solution)
{
    plan->seconds_in[2] += solution->seconds_greedy;
    plan->seconds_in[3] += solution->seconds_descent;
    plan->seconds_in[4] += solution->seconds_dual;
    plan->seconds_in[5] += solution->seconds_exact;
    plan->steps += solution->steps;
    plan->cut = plan->cut || solution->cut;
}

/* Keeps the better of the solution and the best so far, which may be none; the
 * solution then tells its worth. A solver that is cut may not have come to
 * what it started from. */
static eb_status keep_better(struct planning *planning,
                             const struct problem *problem,
                             struct solution *solution)
{
    struct value old;
    eb_status status = value_of(problem, planning->agent, &old, NULL, NULL);

    if (status != EB_OK)
        return status;
    if (old.feasible &&
        (!solution->feasible || solution->objective > old.objective)) {
        solution->feasible = true;
        solution->objective = old.objective;
        return EB_OK;
    }
    mem_free(planning->agent);
    planning->agent = solution->agent;
    solution->agent = NULL;
    return EB_OK;
}

eb_status phase_solve(struct planning *planning, const struct problem *problem,
                      int64_t target, struct solution **out)
{
    struct solve_options how = phase_options(planning, target);
    eb_status status;

    TRY(solve(problem, &how, out));
    add_times(planning->plan, *out);
    TRY(keep_better(planning, problem, *out));
done:
    return status;
}

eb_status phase_no_plan(struct planning *planning,
                        const struct solution *solution)
{
    if (solution->proved_infeasible)
        return fail(EB_BAD_DATA, planning->said,
                    "the conflict groups cannot all be kept apart: their "
                    "accounts have too few reps in common");
    return fail(EB_STOPPED, planning->said,
                "no plan found that keeps all conflict groups apart");
}

/* ---- What came out ----------------------------------------------------- */

struct phase *phase_begin(struct plan *plan, const char *name)
{
    struct phase *phase = &plan->phases[plan->n_phases++];

    phase->name = name;
    return phase;
}

/* Rounding may lose half a unit for each load: a difference of that size is
 * none (MODEL.md section 11). */
static eb_outcome grade(const struct problem *p, int64_t objective,
                        int64_t bound, double gap)
{
    int64_t open;

    if (bound == INT64_MIN)
        return EB_FEASIBLE;
    open = objective - bound;
    if (open <= (int64_t)p->terms.n)
        return EB_OPTIMAL;
    if (open <= GAP_POINTS_ENOUGH ||
        (double)open <= gap * fmax(fabs((double)objective), 1))
        return EB_WITHIN_GAP;
    return EB_FEASIBLE;
}

eb_outcome phase_take(struct planning *planning, struct phase *phase,
                      const struct problem *p, struct solution *solution,
                      int64_t objective)
{
    double gap = planning->options->gap;
    eb_outcome checked, solver;

    phase->objective = objective;
    phase->has_bound = solution->lower_bound != INT64_MIN;
    phase->proved_infeasible = solution->proved_infeasible;
    phase->lower_bound = solution->lower_bound;
    phase->solver_bound = solution->solver_bound;
    if (phase->lower_bound > objective)
        phase->lower_bound = objective;
    if (phase->solver_bound > objective)
        phase->solver_bound = objective;
    phase->certificate = solution->certificate;
    solution->certificate = (struct certificate){0};
    checked = grade(p, objective, phase->lower_bound, gap);
    solver = grade(p, objective, phase->solver_bound, gap);
    phase->proof = solver < checked ? PROOF_SOLVER : PROOF_CHECKED;
    phase->outcome = solver < checked ? solver : checked;
    return phase->outcome;
}
