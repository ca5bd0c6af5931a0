/* blend.c - the best plan that keeps the rules, or breaks them as little as it
 * must. */
#include "model/planner.h"
#include "model/planning.h"
#include "model/standing.h"
#include "solver/value.h"

#include <math.h>
#include <string.h>

enum { GRACE = 50000000 }; /* steps of polish once time is up: 0.3 seconds */

/* Leaves no single move that would be cheaper and is allowed; *objective is
 * that of the blend then. An assignment that is incomplete or breaks a rule
 * stays as it is. When time is up, so many steps are all. */
static eb_status polish(struct planning *planning, int64_t grace,
                        int64_t *objective)
{
    const struct problem *p = planning->compiled->problem;
    struct budget budget = {.steps = INT64_MAX,
                            .deadline = planning->options->deadline,
                            .stop = planning->options->stop};
    struct standing standing = {0};
    struct value value = {0};
    eb_status status;

    TRY(value_of(p, planning->agent, &value, NULL, NULL));
    if (budget_is_cut(&budget))
        budget = (struct budget){.steps = grace};
    if (!value.feasible || budget_is_spent(&budget))
        goto done;
    TRY(standing_init(&standing, p, planning->agent));
    TRY(standing_polish(&standing, planning->pool, &budget));
    memcpy(planning->agent, standing.agent,
           (size_t)p->n_items * sizeof *planning->agent);
    TRY(value_of(p, planning->agent, &value, NULL, NULL));
done:
    *objective = value.objective;
    standing_clear(&standing);
    return status;
}

static eb_status take_history(struct planning *planning,
                              const struct solution *solution, double began)
{
    struct plan *plan = planning->plan;

    for (size_t k = 0; k < solution->history.n; k++) {
        struct incumbent_point point = solution->history.at[k];

        point.seconds += began - planning->options->started;
        if (!VEC_PUSH(&plan->history, point))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

static void take_outcome(struct plan *plan, eb_outcome outcome)
{
    const struct phase *last = &plan->phases[plan->n_phases - 1];
    double size = fmax(fabs(points(last->objective)), 1e-9);

    plan->proof = last->proof;
    plan->objective = last->objective;
    plan->lower_bound = last->lower_bound;
    plan->solver_bound = last->solver_bound;
    plan->gap_points = points(last->objective) - points(last->lower_bound);
    plan->gap = plan->gap_points / size;
    if (plan_breaks_rules(plan))
        return;                  /* as the violation left it */
    if (outcome < plan->outcome) /* of the phase before */
        outcome = plan->outcome;
    plan->outcome =
        outcome == EB_FEASIBLE && plan->cut ? EB_CUT_SHORT : outcome;
}

/* No plan was found that keeps the rules, nor a proof that there is none: the
 * blend may have come to one all the same, and nothing is broken then. */
static eb_status look_again(struct planning *planning)
{
    struct plan *plan = planning->plan;
    struct value value;
    eb_status status = EB_OK;

    if (!plan_breaks_rules(plan) || plan->phases[0].solver_bound > 0)
        return EB_OK;
    relax_swap(planning);
    TRY(value_of(planning->compiled->problem, planning->agent, &value, NULL,
                 NULL));
    if (!value.feasible) {
        relax_swap(planning);
        return warn(planning->said, (struct place){NULL, 0, 0},
                    "not proved: no plan was found that keeps every limit "
                    "and budget, but one may exist; try more %s",
                    plan->outcome == EB_CUT_SHORT ? "time" : "effort");
    }
    certificate_clear(&plan->phases[0].certificate);
    plan->phases[0] = (struct phase){0};
    plan->n_phases = 0;
    plan->n_relaxed = 0;
    plan->budget_given_max = NULL;
    plan->outcome = EB_OPTIMAL;
done:
    return status;
}

static const char *blend_name(const struct planning *planning)
{
    return planning->plan->rules->goal == GOAL_GENTLEST ? "gentlest" : "blend";
}

/* What came out, polished. */
static eb_status conclude(struct planning *planning, struct solution *solution,
                          double began)
{
    const struct problem *p = planning->compiled->problem;
    int64_t objective;
    eb_outcome outcome;
    eb_status status;

    TRY(polish(planning, GRACE, &objective));
    TRY(look_again(planning));
    outcome =
        phase_take(planning, phase_begin(planning->plan, blend_name(planning)),
                   p, solution, objective);
    take_outcome(planning->plan, outcome);
    TRY(take_history(planning, solution, began));
done:
    return status;
}

eb_status blend_run(struct planning *planning)
{
    double began = clock_seconds();
    struct solution *solution = NULL;
    int64_t objective;
    eb_status status;

    planning->in_blend = true;
    phase_share_time(planning, 1);
    /* A far better start, at little cost. */
    TRY(polish(planning, 0, &objective));
    TRY(phase_solve(planning, planning->compiled->problem, INT64_MIN,
                    &solution));
    if (solution->feasible)
        TRY(conclude(planning, solution, began));
    else
        status = phase_no_plan(planning, solution);
done:
    solution_free(solution);
    return status;
}

void blend_take(struct planning *planning, struct solution *solution)
{
    eb_outcome outcome =
        phase_take(planning, phase_begin(planning->plan, "blend"),
                   planning->compiled->problem, solution, solution->objective);

    planning->plan->cut = solution->cut;
    take_outcome(planning->plan, outcome);
}
