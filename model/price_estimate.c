/* price_estimate.c - what each thing may cost, quickly: multipliers of the problem
 * with all rules, and a short search without the one. */
#include "model/pricing.h"

#include "model/workings.h"
#include "solver/bound.h"
#include "solver/dual.h"

#include <stdlib.h>

/* Passes over the arcs: with all rules; from there on without one of them. */
enum { DUAL_ROUNDS = 600, LIFTED_ROUNDS = 100 };
/* Beyond so many arcs in all, only the locks dearest by multipliers are searched. */
enum { MANY_ARCS = 20000000, SEARCHED = 100 };

/* ---- Multipliers ----------------------------------------------------------- */

/* Ascends from `from` (NULL: 0) and leaves the best multipliers in `dual`. */
static eb_status ascend(const struct pricing *pricing, const struct search *s,
                        const struct pricing *from, int rounds,
                        double objective, struct dual **out)
{
    struct budget budget = {.steps = INT64_MAX,
                            .deadline = pricing->options->how.deadline,
                            .stop = pricing->options->how.stop};
    eb_status status;

    TRY(dual_new(s, NULL, out));
    if (from != NULL)
        dual_try(*out, from->lambda, from->mu);
    dual_ascend(*out, objective, rounds, &budget);
done:
    return status;
}

static eb_status find_multipliers(struct pricing *pricing)
{
    const struct problem *p = pricing->compiled->problem;
    size_t n = (size_t)p->n_agents * (size_t)p->n_resources;
    struct search *s = NULL;
    struct dual *dual = NULL;
    eb_status status;

    TRY(search_new(p, &s));
    TRY(ascend(pricing, s, NULL, DUAL_ROUNDS,
               (double)pricing->prices->objective, &dual));
    pricing->lambda = mem_copy(dual->lambda, n, sizeof *dual->lambda);
    pricing->mu = mem_copy(dual->mu, (size_t)p->n_budgets, sizeof *dual->mu);
    if (pricing->lambda == NULL || pricing->mu == NULL)
        status = EB_NO_MEMORY;
done:
    dual_free(dual);
    search_free(s);
    return status;
}

static bool same_shape(const struct problem *a, const struct problem *b)
{
    return a->n_resources == b->n_resources && a->n_budgets == b->n_budgets;
}

/* What the multipliers prove of the lifted problem. */
static eb_status find_ceiling(const struct pricing *pricing,
                              const struct lifted *lifted, int64_t *ceiling)
{
    const struct problem *p = lifted->compiled->problem;
    bool same = same_shape(p, pricing->compiled->problem);
    struct certificate proof = {0};
    struct search *s = NULL;
    struct dual *dual = NULL;
    int64_t bound;
    eb_status status;

    TRY(search_new(p, &s));
    TRY(ascend(pricing, s, same ? pricing : NULL,
               same ? LIFTED_ROUNDS : DUAL_ROUNDS,
               (double)lifted->value.objective, &dual));
    TRY(certificate_single(p, dual->lambda, dual->mu, &proof));
    TRY(bound_of(p, &proof, NULL, &bound));
    *ceiling = bound == INT64_MAX ? 0 : pricing->prices->objective - bound;
done:
    certificate_clear(&proof);
    dual_free(dual);
    search_free(s);
    return status;
}

/* ---- Reduced costs of locks ------------------------------------------------ */

static double load_price(const struct pricing *pricing, int item, int rep)
{
    const struct problem *p = pricing->compiled->problem;
    const struct load *loads;
    int n = problem_loads(p, item, rep, &loads);
    double sum = 0;

    for (int k = 0; k < n; k++)
        sum += pricing->lambda[(size_t)rep * (size_t)p->n_resources +
                               (size_t)loads[k].resource] *
               (double)loads[k].amount;
    return sum;
}

/* What the family costs at the rep, at the multipliers. */
static double family_price(const struct pricing *pricing, int family, int rep)
{
    const struct compiled *c = pricing->compiled;
    const struct family *f = &c->families[family];
    double sum = load_price(pricing, f->item, rep);

    for (size_t k = 0; k < f->n; k++) {
        int a = c->members[f->first + k];

        sum += (double)account_cost(c, a, rep, COST_FIT) +
               (double)account_cost(c, a, rep, COST_SWITCH);
    }
    return sum;
}

/* What a held family pays more than at its cheapest rep. */
static int64_t reduced_cost(const struct pricing *pricing, int family)
{
    const struct compiled *c = pricing->compiled;
    int fixed = c->families[family].fixed;
    double here = family_price(pricing, family, fixed), least = here;

    for (int r = 0; r < (int)c->books->n_reps; r++)
        if (r != fixed && barrier_of(c, family, r) == BARRIER_NONE) {
            double there = family_price(pricing, family, r);

            least = there < least ? there : least;
        }
    return (int64_t)(here - least);
}

static bool is_hold(const struct priced *priced)
{
    return priced->kind == PRICE_LOCK || priced->kind == PRICE_PIN;
}

static void price_holds(const struct pricing *pricing)
{
    const struct compiled *c = pricing->compiled;
    struct prices *prices = pricing->prices;

    for (size_t k = 0; k < prices->each.n; k++) {
        struct priced *priced = &prices->each.at[k];

        if (is_hold(priced))
            priced->estimate =
                reduced_cost(pricing, c->family_of[priced->account]);
    }
}

static int dearest_first(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return a > b ? -1 : a < b;
}

/* Where searching for each would take too long, only some holds are. */
static eb_status screen(const struct pricing *pricing)
{
    struct prices *prices = pricing->prices;
    double arcs = (double)pricing->n_arcs * (double)prices->each.n;
    struct VEC(int64_t) dear = {0};
    eb_status status = EB_OK;

    for (size_t k = 0; k < prices->each.n; k++)
        if (is_hold(&prices->each.at[k]) &&
            !VEC_PUSH(&dear, prices->each.at[k].estimate))
            TRY(EB_NO_MEMORY);
    if (arcs <= MANY_ARCS || dear.n <= SEARCHED)
        goto done;
    qsort(dear.at, dear.n, sizeof *dear.at, dearest_first);
    for (size_t k = 0; k < prices->each.n; k++)
        prices->each.at[k].rough =
            is_hold(&prices->each.at[k]) &&
            prices->each.at[k].estimate < dear.at[SEARCHED - 1];
done:
    VEC_CLEAR(&dear);
    return status;
}

/* ---- Each ------------------------------------------------------------------ */

struct estimating {
    struct pricing *pricing;
    int **better;      /* [n] plans with all rules that were met, or NULL */
    eb_status *status; /* [n] */
};

static eb_status estimate_one(const struct pricing *pricing, size_t k,
                              int **better)
{
    struct priced *priced = &pricing->prices->each.at[k];
    struct lifted lifted = {0};
    eb_status status = price_lift(pricing, &k, 1, pricing->rep, &lifted);

    if (status == EB_BAD_DATA)
        return EB_OK;
    TRY(status);
    priced->possible = true;
    priced->comparable = lifted.value.complete &&
                         lifted.value.objective == pricing->prices->objective;
    TRY(price_search(pricing, &lifted, priced->account,
                     pricing->search_steps));
    priced->objective = lifted.value.feasible ? lifted.value.objective
                                              : pricing->prices->objective;
    TRY(find_ceiling(pricing, &lifted, &priced->ceiling));
    TRY(price_is_better(pricing, &lifted, better));
done:
    lifted_clear(&lifted);
    return status;
}

static void estimate_range(void *context, size_t range, size_t first,
                           size_t last)
{
    struct estimating *e = context;
    const struct pricing *pricing = e->pricing;

    (void)range;
    for (size_t k = first; k < last; k++)
        if (price_is_cut(pricing)) {
            e->status[k] = EB_STOPPED;
        } else if (!pricing->prices->each.at[k].rough) {
            e->status[k] = estimate_one(pricing, k, &e->better[k]);
            price_done(pricing);
        }
}

static eb_status gather(struct estimating *e)
{
    struct prices *prices = e->pricing->prices;
    eb_status status = EB_OK;

    for (size_t k = 0; k < prices->each.n; k++) {
        TRY(e->status[k]);
        if (e->better[k] != NULL) {
            int *rep = e->better[k];

            e->better[k] = NULL;
            TRY(price_take_better(e->pricing, rep));
        }
    }
done:
    return status;
}

/* Against the best plan with all rules, as it is now known. */
static void conclude(struct prices *prices)
{
    for (size_t k = 0; k < prices->each.n; k++) {
        struct priced *priced = &prices->each.at[k];

        if (priced->rough)
            priced->possible = priced->comparable = true;
        else
            priced->estimate =
                priced->possible ? prices->objective - priced->objective : 0;
    }
}

eb_status price_estimate(struct pricing *pricing)
{
    size_t n = pricing->prices->each.n;
    struct estimating e = {.pricing = pricing,
                           .better = NEW(int *, n + 1),
                           .status = NEW(eb_status, n + 1)};
    eb_status status =
        e.better == NULL || e.status == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(find_multipliers(pricing));
    price_holds(pricing);
    TRY(screen(pricing));
    price_begin(pricing, "estimates", n);
    pool_run(pricing->options->how.pool, n, 1, estimate_range, &e);
    TRY(gather(&e));
    conclude(pricing->prices);
done:
    for (size_t k = 0; e.better != NULL && k < n; k++)
        mem_free(e.better[k]);
    mem_free(e.better);
    mem_free(e.status);
    return status;
}
