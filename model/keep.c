/* keep.c - whether the rules can be kept; if not, how little they must be broken
 * and which of them are in conflict. */
#include "model/planning.h"

#include "model/blame.h"

static eb_status find_blame(struct planning *planning)
{
    struct solve_options how;
    struct plan *plan = planning->plan;
    struct blame blame = {0};
    int *rep = compiled_reps(planning->compiled, planning->agent);
    eb_status status = EB_NO_MEMORY;

    if (rep == NULL)
        return status;
    phase_share_time(planning, 0.5);
    how = phase_options(planning, 0);
    TRY(blame_find(planning->compiled, rep, &how, &plan->memory, &blame));
    plan->n_conflict = blame.n;
    plan->conflict = blame.words;
    plan->conflict_minimal = blame.minimal;
done:
    mem_free(rep);
    return status;
}

/* How little the rules must be broken, once it is known that they must be. The
 * question may have been answered by a bound before there was any plan. */
static eb_status least_violation(struct planning *planning,
                                 struct solution **found)
{
    struct solution *better = NULL;
    eb_status status = EB_OK;

    if ((*found)->proved_infeasible)
        return EB_OK;
    if ((*found)->lower_bound <= 0 && (*found)->solver_bound <= 0)
        return EB_OK; /* all effort has gone into the question already */
    /* The conflict wants some time too, and so does the blend. */
    phase_share_time(planning, 0.5);
    TRY(phase_solve(planning, planning->compiled->violation, INT64_MIN,
                    &better));
    solution_free(*found);
    *found = better;
    better = NULL;
done:
    solution_free(better);
    return status;
}

static eb_status take_violation(struct planning *planning,
                                struct solution *solution)
{
    struct plan *plan = planning->plan;
    const struct problem *p = planning->compiled->violation;
    struct phase *phase = phase_begin(plan, "violation");
    eb_status status = EB_OK;

    phase_take(planning, phase, p, solution, solution->objective);
    phase->lower_bound = phase->lower_bound < 0 ? 0 : phase->lower_bound;
    phase->solver_bound = phase->solver_bound < 0 ? 0 : phase->solver_bound;
    plan->outcome = solution->cut && phase->solver_bound <= 0 ? EB_CUT_SHORT
                                                              : EB_INFEASIBLE;
    if (phase->solver_bound > 0)
        TRY(find_blame(planning));
    TRY(relax_limits(planning));
done:
    return status;
}

eb_status keep_rules(struct planning *planning)
{
    struct solution *solution = NULL;
    eb_status status;

    if (planning->compiled->violation == NULL)
        return EB_OK;
    TRY(phase_solve(planning, planning->compiled->violation, 0, &solution));
    if (solution->feasible && solution->objective == 0)
        goto done;
    TRY(least_violation(planning, &solution));
    if (solution->feasible)
        TRY(take_violation(planning, solution));
    else
        status = phase_no_plan(planning, solution);
done:
    solution_free(solution);
    return status;
}
