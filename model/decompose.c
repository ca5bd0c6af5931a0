/* decompose.c - today's unfairness, part by part. */
#include "model/decompose.h"

#include <stdlib.h>
#include <string.h>

#include "model/placing.h"
#include "model/workings.h"
#include "solver/value.h"

enum { WORTH = 10000000 }; /* 0.01 points: no part is told more exactly */

/* A set of rules, what it compiles to, and the best plan found. */
struct step {
    struct compiled *compiled;
    int *rep; /* [n_accounts] of the best plan; -1: none */
    int64_t unfairness, bound;
    bool cut; /* time or the user ended it */
    struct certificate certificate;
};

struct decomposing {
    const struct books *books;
    struct rules bare; /* nothing but balance and what is hard */
    struct fit_term *fit;
    const struct solve_options *how;
    eb_messages *said;
    struct step step[N_IMPOSED + 1];
};

/* ---- Rules ------------------------------------------------------------- */

static const struct decimal nothing = {0, 0};

/* Terms of fit keep their numbers and what they forbid. */
static eb_status strip(struct decomposing *d, const struct rules *rules)
{
    d->bare = *rules;
    d->bare.goal = GOAL_BLEND;
    d->fit = NEW(struct fit_term, rules->n_fit + 1);
    if (d->fit == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < rules->n_fit; k++) {
        d->fit[k] = rules->fit[k];
        d->fit[k].weight = nothing;
    }
    d->bare.fit = d->fit;
    d->bare.continuity.weight = nothing;
    d->bare.continuity.n_budgets = 0;
    if (rules->territory == TERRITORY_GRADED)
        d->bare.territory = TERRITORY_OFF;
    return EB_OK;
}

struct omissions {
    struct VEC(struct rule_ref) list;
    bool failed;
};

static void leave_out(struct omissions *o, enum rule_kind kind, int index)
{
    struct rule_ref rule = {kind, index};

    if (!VEC_PUSH(&o->list, rule))
        o->failed = true;
}

/* All rules of one kind. */
static void leave_out_all(struct omissions *o, const struct rules *rules,
                          enum imposed kind)
{
    switch (kind) {
    case BY_LIMITS:
        for (size_t k = 0; k < rules->n_limits; k++)
            leave_out(o, RULE_LIMIT, (int)k);
        break;
    case BY_TERRITORY:
        leave_out(o, RULE_TERRITORY, 0);
        leave_out(o, RULE_NOT, 0);
        for (size_t k = 0; k < rules->n_fit; k++)
            leave_out(o, RULE_FIT, (int)k);
        break;
    case BY_FAMILIES:
        leave_out(o, RULE_FAMILIES, 0);
        leave_out(o, RULE_CONFLICTS, 0);
        break;
    case BY_LOCKS:
        for (int k = -1; k < (int)rules->n_locks; k++)
            leave_out(o, RULE_LOCK, k);
        leave_out(o, RULE_PINS, 0);
        break;
    case N_IMPOSED:
        break;
    }
}

/* The rules of the first `n` kinds. */
static eb_status compile_some(struct decomposing *d, int n, bool limits,
                              struct compiled **out)
{
    struct omissions o = {0};
    eb_status status = EB_OK;

    for (int kind = 0; kind < N_IMPOSED; kind++)
        if (kind >= n || (kind == BY_LIMITS && !limits))
            leave_out_all(&o, &d->bare, (enum imposed)kind);
    if (o.failed)
        status = EB_NO_MEMORY;
    else
        status =
            compile(d->books, &d->bare, o.list.at, o.list.n, out, d->said);
    VEC_CLEAR(&o.list);
    return status;
}

/* ---- One step ---------------------------------------------------------- */

/* Whether both have the same targets, so that their plans can be compared. */
static bool same_targets(const struct compiled *a, const struct compiled *b)
{
    return a->n_resources == b->n_resources &&
           memcmp(a->target, b->target,
                  a->books->n_reps * a->n_resources * sizeof *a->target) == 0;
}

static eb_status solve_step(struct decomposing *d, struct step *step,
                            const int *from, bool *feasible)
{
    struct solve_options how = *d->how;
    struct solution *solution = NULL;
    int *start = compiled_agents(step->compiled, from);
    eb_status status = start == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    how.start = start;
    how.target = INT64_MIN;
    how.worth = WORTH;
    how.said = d->said;
    TRY(solve(step->compiled->problem, &how, &solution));
    *feasible = solution->feasible;
    step->cut = solution->cut;
    if (!*feasible)
        goto done;
    step->unfairness = solution->objective;
    step->bound = solution->lower_bound;
    step->rep = compiled_reps(step->compiled, solution->agent);
    if (step->rep == NULL)
        TRY(EB_NO_MEMORY);
    step->certificate = solution->certificate;
    solution->certificate = (struct certificate){0};
done:
    solution_free(solution);
    mem_free(start);
    return status;
}

static void step_clear(struct step *step)
{
    compiled_free(step->compiled);
    mem_free(step->rep);
    certificate_clear(&step->certificate);
    *step = (struct step){0};
}

/* A plan that keeps more rules keeps fewer too: it counts where it is better than
 * what was found, and the bound of fewer rules holds with more. */
static eb_status compare_steps(struct decomposing *d)
{
    eb_status status = EB_OK;

    for (int k = N_IMPOSED; k > 0; k--) {
        struct step *less = &d->step[k - 1], *more = &d->step[k];
        struct value value = {0};
        int *agent;

        if (!same_targets(less->compiled, more->compiled))
            continue;
        agent = compiled_agents(less->compiled, more->rep);
        if (agent == NULL)
            return EB_NO_MEMORY;
        status = value_of(less->compiled->problem, agent, &value, NULL, NULL);
        mem_free(agent);
        TRY(status);
        if (value.complete && value.feasible &&
            value.objective < less->unfairness) {
            less->unfairness = value.objective;
            memcpy(less->rep, more->rep,
                   d->books->n_accounts * sizeof *less->rep);
        }
    }
    if (same_targets(d->step[0].compiled, d->step[1].compiled) &&
        d->step[1].bound < d->step[0].bound)
        d->step[1].bound = d->step[0].bound;
done:
    return status;
}

/* All steps; *limits is made false where no plan is found that keeps them. */
static eb_status run_steps(struct decomposing *d, bool *limits)
{
    eb_status status = EB_OK;

    for (int k = 0; k <= N_IMPOSED; k++) {
        struct step *step = &d->step[k];
        bool feasible;

        step_clear(step);
        TRY(compile_some(d, k, *limits, &step->compiled));
        TRY(solve_step(d, step, k > 0 ? d->step[k - 1].rep : d->books->owner,
                       &feasible));
        if (!feasible && *limits) {
            *limits = false;
            k = -1;
        } else if (!feasible) {
            TRY(fail(EB_ENGINE, d->said,
                     "a problem without limits has no plan"));
        }
    }
    TRY(compare_steps(d));
done:
    return status;
}

/* ---- All of it --------------------------------------------------------- */

static void find_in_force(const struct decomposing *d,
                          struct decomposition *out)
{
    const struct rules *rules = &d->bare;
    const struct compiled *c = d->step[N_IMPOSED].compiled;

    out->in_force[BY_LIMITS] = rules->n_limits > 0;
    out->in_force[BY_TERRITORY] =
        rules->territory == TERRITORY_HARD || rules->n_fit > 0 ||
        d->books->n_pairs > 0 || d->books->n_decisions > 0 ||
        d->books->not_first[d->books->n_accounts] > 0;
    out->in_force[BY_FAMILIES] =
        c->n_families < d->step[0].compiled->n_families ||
        c->workings->account.conflict_group != NULL;
    for (size_t f = 0; f < c->n_families && !out->in_force[BY_LOCKS]; f++)
        out->in_force[BY_LOCKS] = c->families[f].hold != HOLD_FREE;
}

static eb_status warn_of_cut(const struct decomposing *d)
{
    for (int k = 0; k <= N_IMPOSED; k++)
        if (d->step[k].cut)
            return warn(d->said, (struct place){NULL, 0, 0},
                        "stopped early: what rules impose may be told too "
                        "high or too low");
    return EB_OK;
}

static void add_up(const struct decomposing *d, struct decomposition *out)
{
    const struct step *step = d->step;

    out->unavoidable = step[0].bound;
    out->imposed[BY_LIMITS] = step[1].bound - step[0].bound;
    out->slack = step[1].unfairness - step[1].bound;
    for (int k = BY_TERRITORY; k < N_IMPOSED; k++)
        out->imposed[k] = step[k + 1].unfairness - step[k].unfairness;
    out->best = step[N_IMPOSED].unfairness;
    out->drift = out->today - out->best;
}

eb_status decompose(const struct books *books, const struct rules *rules,
                    const struct solve_options *how, struct decomposition *out,
                    eb_messages *said)
{
    struct decomposing d = {.books = books, .how = how, .said = said};
    eb_status status = EB_OK;

    *out = (struct decomposition){.limits_kept = true};
    TRY(strip(&d, rules));
    TRY(run_steps(&d, &out->limits_kept));
    TRY(place_today(d.step[N_IMPOSED].compiled, &out->today));
    TRY(place_in_turn(d.step[N_IMPOSED].compiled, &out->round_robin));
    TRY(place_by_value(d.step[N_IMPOSED].compiled, &out->by_value));
    TRY(warn_of_cut(&d));
    find_in_force(&d, out);
    add_up(&d, out);
    out->certificate = d.step[0].certificate;
    d.step[0].certificate = (struct certificate){0};
done:
    for (int k = 0; k <= N_IMPOSED; k++)
        step_clear(&d.step[k]);
    mem_free(d.fit);
    return status;
}

void decomposition_clear(struct decomposition *decomposition)
{
    certificate_clear(&decomposition->certificate);
}
