/* price_lift.c - the problem without some rules, and a short search of it. */
#include "model/pricing.h"

#include "model/workings.h"
#include "solver/hasty.h"
#include "solver/incumbent.h"
#include "solver/perturb.h"
#include "solver/regroup.h"

#include <string.h>

/* ---- Lifting ------------------------------------------------------------- */

static eb_status compile_without(const struct pricing *pricing,
                                 const struct rule_ref *without, size_t n,
                                 struct compiled **out)
{
    const struct compiled *c = pricing->compiled;
    int64_t factor = c->workings->factor;
    eb_messages *unheard = eb_messages_new();
    struct compiled *compiled = NULL;
    eb_status status = unheard == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(compile(c->books, c->rules, without, n, &compiled, unheard));
    if (factor != NO_BANDS)
        TRY(compiled_band(compiled, factor, unheard));
    *out = compiled;
    compiled = NULL; /* now the caller's */
done:
    compiled_free(compiled);
    eb_messages_free(unheard);
    return status;
}

eb_status price_lift(const struct pricing *pricing, const size_t *which,
                     size_t n, const int *rep, struct lifted *out)
{
    const struct prices *prices = pricing->prices;
    struct VEC(struct rule_ref) without = {0};
    eb_status status = EB_OK;

    *out = (struct lifted){0};
    for (size_t k = 0; k < n; k++)
        for (size_t j = 0; j < prices->each.at[which[k]].n; j++)
            if (!VEC_PUSH(
                    &without,
                    prices->rules.at[prices->each.at[which[k]].first + j]))
                TRY(EB_NO_MEMORY);
    TRY(compile_without(pricing, without.at, without.n, &out->compiled));
    out->agent = compiled_agents(out->compiled, rep);
    if (out->agent == NULL)
        TRY(EB_NO_MEMORY);
    TRY(value_of(out->compiled->problem, out->agent, &out->value, NULL, NULL));
done:
    VEC_CLEAR(&without);
    if (status != EB_OK)
        lifted_clear(out);
    return status;
}

void lifted_clear(struct lifted *lifted)
{
    compiled_free(lifted->compiled);
    mem_free(lifted->agent);
    *lifted = (struct lifted){0};
}

/* ---- Searching ----------------------------------------------------------- */

bool price_is_cut(const struct pricing *pricing)
{
    struct budget look = {.deadline = pricing->options->how.deadline,
                          .stop = pricing->options->how.stop};

    return budget_is_cut(&look);
}

/* A short search under way. */
struct searching {
    struct hasty hasty;
    struct incumbent best;
    struct rng rng;
};

/* Downhill from `agent`, then ruin and recreate. */
static eb_status search_from(struct searching *on, const int *agent,
                             struct budget *budget)
{
    static const struct cooling warm = {0.1, 1};
    struct hasty *hasty = &on->hasty;
    eb_status status;

    TRY(hasty_place(hasty, agent, budget));
    TRY(incumbent_offer(&on->best, hasty->s->agent, NULL));
    TRY(hasty_descend(hasty, budget));
    TRY(incumbent_offer(&on->best, hasty->s->agent, NULL));
    TRY(perturb_run(hasty->s, hasty->descent, hasty->greedy, &on->best,
                    &on->rng, warm, INT64_MIN, budget));
done:
    return status;
}

/* Dearer than any plan: an item goes nowhere else by its own will. */
static void hold_at(struct search *s, int item, size_t arc, double sign)
{
    const double prohibitive = 1e15;

    for (size_t j = s->arc_first[item]; j < s->arc_first[item + 1]; j++)
        if (j != arc)
            s->arc_cost[j] += sign * prohibitive;
}

static eb_status search_held(struct searching *on, const int *agent, int item,
                             size_t arc, struct budget *budget)
{
    struct search *s = on->hasty.s;
    int *moved = mem_copy(agent, (size_t)s->p->n_items, sizeof *agent);
    eb_status status = moved == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    moved[item] = s->arc_agent[arc];
    hold_at(s, item, arc, 1);
    status = search_from(on, moved, budget);
    hold_at(s, item, arc, -1);
done:
    mem_free(moved);
    return status;
}

/* A family that was held: what would it be worth elsewhere? It has to be there while
 * the others make room, or it would be back at once. Half of all steps. */
static eb_status search_elsewhere(struct searching *on,
                                  const struct lifted *lifted, int account,
                                  struct budget *budget)
{
    const struct compiled *c = lifted->compiled;
    const struct search *s = on->hasty.s;
    int family = account < 0 ? -1 : c->family_of[account];
    int item = family < 0 ? -1 : c->families[family].item;
    size_t n = item < 0 ? 0 : s->arc_first[item + 1] - s->arc_first[item];
    int64_t part = n < 2 ? 0 : budget->steps / 2 / (int64_t)(n - 1);
    eb_status status = EB_OK;

    for (size_t k = 0; part > 0 && k < n; k++) {
        size_t arc = s->arc_first[item] + k;
        struct budget own = *budget;

        if (s->arc_agent[arc] == lifted->agent[item])
            continue;
        own.steps = part;
        budget->steps -= part;
        TRY(search_held(on, lifted->agent, item, arc, &own));
    }
done:
    return status;
}

/* Multipliers for the groups' trees: those of the problem with all rules, where there
 * are any that fit, raised a little. */
static eb_status find_dual(const struct pricing *pricing,
                           const struct searching *on, struct dual **out)
{
    enum { ROUNDS = 100 };
    const struct problem *p = on->best.p, *base = pricing->compiled->problem;
    struct budget budget = {.steps = INT64_MAX,
                            .deadline = pricing->options->how.deadline,
                            .stop = pricing->options->how.stop};
    eb_status status;

    TRY(dual_new(on->hasty.s, NULL, out));
    if (pricing->lambda != NULL && p->n_resources == base->n_resources &&
        p->n_budgets == base->n_budgets)
        dual_try(*out, pricing->lambda, pricing->mu);
    dual_ascend(*out, (double)on->best.value.objective, ROUNDS, &budget);
done:
    return status;
}

/* The books of a few reps divided anew, group by group. */
static eb_status search_groups(const struct pricing *pricing,
                               struct searching *on, struct budget *budget)
{
    const struct regroup_options options = {.nodes = 60,
                                            .arcs = 3000,
                                            .smallest = 2,
                                            .largest = 5,
                                            .patience =
                                                5 + on->best.p->n_agents};
    struct regroup *regroup = NULL;
    struct dual *dual = NULL;
    bool idle;
    eb_status status;

    TRY(find_dual(pricing, on, &dual));
    TRY(search_reset(on->hasty.s, on->best.agent));
    descent_forget(on->hasty.descent);
    TRY(regroup_new(on->hasty.s, dual, on->hasty.descent, &options, &regroup));
    TRY(regroup_run(regroup, &on->best, &on->rng, INT64_MIN, budget, &idle));
done:
    regroup_free(regroup);
    dual_free(dual);
    return status;
}

eb_status price_search(const struct pricing *pricing, struct lifted *lifted,
                       int account, int64_t steps)
{
    const struct problem *p = lifted->compiled->problem;
    struct budget budget = {.steps = steps,
                            .deadline = pricing->options->how.deadline,
                            .stop = pricing->options->how.stop};
    struct searching on = {0};
    eb_status status;

    rng_init(&on.rng, pricing->options->how.seed, 0);
    TRY(incumbent_init(&on.best, p));
    TRY(hasty_init(&on.hasty, p));
    if (lifted->value.complete) {
        TRY(incumbent_offer(&on.best, lifted->agent, NULL));
        TRY(search_elsewhere(&on, lifted, account, &budget));
    }
    TRY(search_from(&on, on.best.any ? on.best.agent : lifted->agent,
                    &budget));
    budget.steps = steps;
    if (on.best.value.feasible && !budget_is_spent(&budget))
        TRY(search_groups(pricing, &on, &budget));
    if (on.best.any) {
        memcpy(lifted->agent, on.best.agent,
               (size_t)p->n_items * sizeof *on.best.agent);
        lifted->value = on.best.value;
    }
done:
    hasty_clear(&on.hasty);
    incumbent_clear(&on.best);
    return status;
}

/* ---- The plan to compare with ---------------------------------------------- */

eb_status price_is_better(const struct pricing *pricing,
                          const struct lifted *lifted, int **out)
{
    const struct compiled *c = pricing->compiled;
    int *rep = compiled_reps(lifted->compiled, lifted->agent), *agent = NULL;
    struct value value = {0};
    eb_status status = EB_NO_MEMORY;

    *out = NULL;
    if (rep == NULL)
        goto done;
    agent = compiled_agents(c, rep);
    if (agent == NULL)
        goto done;
    TRY(value_of(c->problem, agent, &value, NULL, NULL));
    if (value.feasible && value.objective < pricing->prices->objective) {
        *out = compiled_reps(c, agent);
        status = *out == NULL ? EB_NO_MEMORY : EB_OK;
    }
done:
    mem_free(agent);
    mem_free(rep);
    return status;
}

eb_status price_take_better(struct pricing *pricing, int *rep)
{
    const struct compiled *c = pricing->compiled;
    struct value value = {0};
    int *agent = compiled_agents(c, rep);
    eb_status status = agent == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(value_of(c->problem, agent, &value, NULL, NULL));
    if (value.feasible && value.objective < pricing->prices->objective) {
        int *kept = pricing->rep;

        pricing->prices->objective = value.objective;
        pricing->rep = rep;
        rep = kept;
    }
done:
    mem_free(agent);
    mem_free(rep);
    return status;
}

static void report(const struct pricing *pricing)
{
    const struct price_options *options = pricing->options;
    const struct reporting *now = pricing->reporting;

    if (options->progress != NULL)
        options->progress(options->context, now->phase, now->done, now->of);
}

void price_begin(const struct pricing *pricing, const char *phase, size_t of)
{
    pricing->reporting->phase = phase;
    pricing->reporting->done = 0;
    pricing->reporting->of = of;
    report(pricing);
}

void price_done(const struct pricing *pricing)
{
    pthread_mutex_lock(&pricing->reporting->lock);
    pricing->reporting->done++;
    report(pricing);
    pthread_mutex_unlock(&pricing->reporting->lock);
}
