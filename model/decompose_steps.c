/* decompose_steps.c - the best plans with ever more rules, and their bounds. */
#include "model/decomposing.h"

#include <string.h>

#include "model/workings.h"
#include "solver/bound.h"
#include "solver/burden.h"
#include "solver/hasty.h"
#include "solver/value.h"

/* ---- One step ---------------------------------------------------------- */

/* From so many arcs on effort is quick; from so many on a plan comes soon and without a bound, unless an effort is
 * asked for; from so many on it is that of more rules. */
enum { QUICK_ARCS = 30000, MANY_ARCS = 300000, TOO_MANY_ARCS = 4000000 };

/* Whether both have the same targets, so that their plans can be compared. */
static bool same_targets(const struct compiled *a, const struct compiled *b)
{
    return a->n_resources == b->n_resources &&
           memcmp(a->target, b->target,
                  a->books->n_reps * a->n_resources * sizeof *a->target) == 0;
}

/* The plan `rep` as one of this step, if it is a better one. */
static eb_status offer(struct step *step, const int *rep, size_t n_accounts)
{
    struct value value = {0};
    int *agent = compiled_agents(step->compiled, rep), *mine;
    eb_status status = agent == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(value_of(step->compiled->problem, agent, &value, NULL, NULL));
    if (!value.complete || !value.feasible ||
        (step->rep != NULL && value.objective >= step->unfairness))
        goto done;
    mine = mem_copy(rep, n_accounts, sizeof *rep);
    if (mine == NULL)
        TRY(EB_NO_MEMORY);
    mem_free(step->rep);
    step->rep = mine;
    step->unfairness = value.objective;
done:
    mem_free(agent);
    return status;
}

/* The proof becomes the step's if it proves more; it is emptied. */
static eb_status take_proof(struct step *step, struct certificate *proof,
                            int64_t bound)
{
    if (step->certificate.n_vectors > 0 && bound <= step->bound) {
        certificate_clear(proof);
        return EB_OK;
    }
    certificate_clear(&step->certificate);
    step->certificate = *proof;
    step->bound = bound;
    *proof = (struct certificate){0};
    return EB_OK;
}

static eb_status prove_burden(struct step *step)
{
    struct certificate proof = {0};
    int64_t bound;
    eb_status status;

    TRY(burden_prove(step->compiled->problem, &proof));
    TRY(bound_of(step->compiled->problem, &proof, NULL, &bound));
    TRY(take_proof(step, &proof, bound));
done:
    certificate_clear(&proof);
    return status;
}

/* This part of the time that is left, if there is a limit. */
static double share_time(const struct decomposing *d, double part)
{
    double end = d->how->solve.deadline, now = clock_seconds();

    return end > now ? now + part * (end - now) : end;
}

/* A plan from `from` on, and no bound. */
static eb_status search_hastily(struct decomposing *d, struct step *step,
                                const int *from)
{
    enum { STEPS_AN_ARC = 200 };
    const struct solve_options *how = &d->how->solve;
    struct budget budget = {.steps = STEPS_AN_ARC * step->arcs,
                            .deadline = how->deadline,
                            .stop = how->stop};
    struct hasty hasty = {0};
    int *start = compiled_agents(step->compiled, from), *found = NULL;
    eb_status status = start == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(hasty_init(&hasty, step->compiled->problem));
    TRY(hasty_place(&hasty, start, &budget));
    TRY(hasty_descend(&hasty, &budget));
    found = compiled_reps(step->compiled, hasty.s->agent);
    if (found == NULL)
        TRY(EB_NO_MEMORY);
    TRY(offer(step, found, d->books->n_accounts));
    step->cut = budget.cut;
done:
    hasty_clear(&hasty);
    mem_free(found);
    mem_free(start);
    return status;
}

/* What is no better than `target` is not looked for. */
static eb_status search_step(struct decomposing *d, struct step *step,
                             const int *from, int64_t target, double part)
{
    struct solve_options how = d->how->solve;
    struct solution *solution = NULL;
    int *start = compiled_agents(step->compiled, from), *found = NULL;
    eb_status status = start == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    if (d->how->effort_by_size && step->arcs > QUICK_ARCS)
        how.effort = EB_QUICK;
    how.deadline = share_time(d, part);
    how.start = start;
    how.target = target;
    how.worth = PART_WORTH;
    how.said = d->said;
    TRY(solve(step->compiled->problem, &how, &solution));
    step->cut = solution->cut;
    if (!solution->feasible)
        goto done;
    found = compiled_reps(step->compiled, solution->agent);
    if (found == NULL)
        TRY(EB_NO_MEMORY);
    TRY(offer(step, found, d->books->n_accounts));
    TRY(take_proof(step, &solution->certificate, solution->lower_bound));
done:
    solution_free(solution);
    mem_free(found);
    mem_free(start);
    return status;
}

void step_clear(struct step *step)
{
    compiled_free(step->compiled);
    mem_free(step->rep);
    certificate_clear(&step->certificate);
    *step = (struct step){0};
}

/* ---- All steps --------------------------------------------------------- */

static void find_in_force(const struct decomposing *d, bool limits,
                          bool in_force[N_IMPOSED])
{
    const struct rules *rules = &d->bare;
    const struct compiled *c = d->step[N_IMPOSED].compiled;

    in_force[BY_LIMITS] = limits && rules->n_limits > 0;
    in_force[BY_TERRITORY] = rules->territory == TERRITORY_HARD ||
                             rules->n_fit > 0 || d->books->n_pairs > 0 ||
                             d->books->n_decisions > 0 ||
                             d->books->not_first[d->books->n_accounts] > 0;
    in_force[BY_FAMILIES] = c->n_families < d->step[0].compiled->n_families ||
                            c->workings->account.conflict_group != NULL;
    in_force[BY_LOCKS] = false;
    for (size_t f = 0; f < c->n_families && !in_force[BY_LOCKS]; f++)
        in_force[BY_LOCKS] = c->families[f].hold != HOLD_FREE;
}

static eb_status compile_step(struct decomposing *d, int k, bool limits)
{
    const struct decompose_options *how = d->how;
    struct compiled *compiled = NULL;
    eb_status status =
        k == 0 && how->unruled_books != NULL
            ? compile(how->unruled_books, how->unruled_rules, NULL, 0,
                      &compiled, NULL)
            : decompose_compile(d, &d->bare, k, limits, &compiled);

    step_clear(&d->step[k]);
    if (status != EB_OK || compiled == NULL)
        return status;
    d->step[k].compiled = compiled;
    d->step[k].arcs = problem_size(compiled->problem);
    d->step[k].bound = INT64_MIN;
    return EB_OK;
}

static eb_status compile_steps(struct decomposing *d, bool limits,
                               bool in_force[N_IMPOSED])
{
    eb_status status = EB_OK;

    for (int k = 0; k <= N_IMPOSED; k++)
        TRY(compile_step(d, k, limits));
    find_in_force(d, limits, in_force);
done:
    return status;
}

/* The lowest step with the same rules in force. */
static int lowest_alike(const bool in_force[N_IMPOSED], int k)
{
    while (k > 0 && !in_force[k - 1])
        k--;
    return k;
}

/* Of the time that is left when a step's turn comes. */
static const struct turn {
    int step;
    double part;
} turns[] = {{N_IMPOSED, 0.3}, {0, 0.35}, {1, 0.5}, {2, 0.45}, {3, 0.6}};

/* A step that is like a lower one waits for that one's result. Plans of more rules
 * are where those of fewer begin. */
static eb_status run_step(struct decomposing *d, const struct turn *turn,
                          const bool in_force[N_IMPOSED])
{
    struct step *step = &d->step[lowest_alike(in_force, turn->step)];
    const struct step *top = &d->step[N_IMPOSED];
    bool searches = step->arcs <= MANY_ARCS || !d->how->effort_by_size;
    const int *from;
    eb_status status = EB_OK;

    if (step->done)
        return EB_OK;
    step->done = true;
    if (top->rep != NULL && same_targets(step->compiled, top->compiled))
        TRY(offer(step, top->rep, d->books->n_accounts));
    from = step->rep != NULL ? step->rep : d->books->owner;
    if (!searches && step->arcs <= TOO_MANY_ARCS)
        TRY(search_hastily(d, step, from));
    if (searches || step->rep == NULL)
        TRY(search_step(d, step, from,
                        step > &d->step[1] ? d->step[1].bound : INT64_MIN,
                        turn->part));
    if (step == d->step || (step == &d->step[1] && searches))
        TRY(prove_burden(step));
done:
    return status;
}

/* What was found of a step is so of all that are like it. */
static eb_status share_alike(struct decomposing *d,
                             const bool in_force[N_IMPOSED])
{
    eb_status status = EB_OK;

    for (int k = 1; k <= N_IMPOSED; k++) {
        const struct step *from = &d->step[lowest_alike(in_force, k)];
        struct step *step = &d->step[k];

        if (from == step || from->rep == NULL)
            continue;
        TRY(offer(step, from->rep, d->books->n_accounts));
        step->bound = from->bound;
    }
done:
    return status;
}

/* A plan that keeps more rules keeps fewer too, and the bound of fewer rules holds
 * with more. */
static eb_status compare_steps(struct decomposing *d)
{
    eb_status status = EB_OK;

    for (int k = N_IMPOSED; k > 0; k--)
        if (same_targets(d->step[k - 1].compiled, d->step[k].compiled))
            TRY(offer(&d->step[k - 1], d->step[k].rep, d->books->n_accounts));
    if (same_targets(d->step[0].compiled, d->step[1].compiled) &&
        d->step[1].bound < d->step[0].bound)
        d->step[1].bound = d->step[0].bound;
done:
    return status;
}

/* All turns, as long as each comes to a plan. */
static eb_status run_turns(struct decomposing *d,
                           const bool in_force[N_IMPOSED], bool *feasible)
{
    eb_status status = EB_OK;

    *feasible = true;
    for (size_t k = 0; k < sizeof turns / sizeof *turns && *feasible; k++) {
        TRY(run_step(d, &turns[k], in_force));
        TRY(share_alike(d, in_force));
        *feasible = d->step[turns[k].step].rep != NULL;
    }
done:
    return status;
}

eb_status decompose_run(struct decomposing *d, bool *limits,
                        bool in_force[N_IMPOSED])
{
    bool feasible;
    eb_status status;

    TRY(compile_steps(d, true, in_force));
    TRY(run_turns(d, in_force, &feasible));
    *limits = feasible || d->bare.n_limits == 0;
    if (!feasible && d->bare.n_limits > 0) {
        TRY(compile_steps(d, false, in_force));
        TRY(run_turns(d, in_force, &feasible));
    }
    if (!feasible)
        TRY(fail(EB_ENGINE, d->said,
                 "no plan was found that keeps all conflict groups apart"));
    TRY(compare_steps(d));
done:
    return status;
}
