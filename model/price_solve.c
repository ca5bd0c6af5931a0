/* price_solve.c - the best plan with all rules, and without each of the dearest. */
#include "model/pricing.h"

#include "solver/solve.h"

/* A thousandth of a point: what no price shows. */
enum { WORTH = 1000000 };

eb_status price_solve_lifted(const struct pricing *pricing,
                             struct lifted *lifted, int64_t *bound, bool *cut)
{
    struct solve_options how = pricing->options->how;
    eb_messages *unheard = eb_messages_new();
    struct solution *solution = NULL;
    eb_status status = unheard == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    how.pool = NULL;
    how.start = lifted->agent;
    how.target = INT64_MIN;
    how.worth = WORTH;
    how.progress = NULL;
    how.said = unheard;
    *bound = INT64_MIN;
    status = solve(lifted->compiled->problem, &how, &solution);
    *cut = *cut || status == EB_STOPPED;
    if (status == EB_STOPPED) {
        status = EB_OK;
        goto done;
    }
    TRY(status);
    *bound = solution->lower_bound;
    *cut = *cut || solution->cut;
    if (solution->feasible &&
        (!lifted->value.feasible ||
         solution->objective < lifted->value.objective)) {
        mem_free(lifted->agent);
        lifted->agent = solution->agent;
        solution->agent = NULL;
        TRY(value_of(lifted->compiled->problem, lifted->agent, &lifted->value,
                     NULL, NULL));
    }
done:
    solution_free(solution);
    eb_messages_free(unheard);
    return status;
}

/* ---- With all rules ------------------------------------------------------ */

static bool is_proved(const struct prices *prices)
{
    return prices->bound != INT64_MIN &&
           prices->objective - prices->bound <= WORTH;
}

/* A short search first, so that no estimate finds what has nothing to do with it;
 * then as much work as is done without each. */
eb_status price_solve_base(struct pricing *pricing)
{
    enum { LONGER = 10 };
    struct prices *prices = pricing->prices;
    struct lifted lifted = {0};
    int64_t bound = INT64_MIN;
    int *rep = NULL;
    eb_status status = EB_OK;

    if (is_proved(prices))
        return EB_OK;
    price_begin(pricing, "all rules", 1);
    TRY(price_lift(pricing, NULL, 0, pricing->rep, &lifted));
    TRY(price_search(pricing, &lifted, -1, LONGER * pricing->search_steps));
    TRY(price_solve_lifted(pricing, &lifted, &bound, &prices->cut));
    TRY(price_is_better(pricing, &lifted, &rep));
    if (rep != NULL)
        TRY(price_take_better(pricing, rep));
    prices->bound = bound > prices->bound ? bound : prices->bound;
done:
    lifted_clear(&lifted);
    return status;
}

/* ---- Without one --------------------------------------------------------- */

struct solving {
    struct pricing *pricing;
    int **better;
    eb_status *status;
    bool *cut;
};

static eb_status solve_one(const struct pricing *pricing, size_t k, bool *cut,
                           int **better)
{
    struct priced *priced = &pricing->prices->each.at[k];
    struct lifted lifted = {0};
    eb_status status;

    TRY(price_lift(pricing, &k, 1, pricing->rep, &lifted));
    TRY(price_search(pricing, &lifted, priced->account,
                     pricing->search_steps));
    TRY(price_solve_lifted(pricing, &lifted, &priced->bound, cut));
    priced->objective = lifted.value.objective;
    priced->solved = lifted.value.feasible;
    priced->rep_of = compiled_reps(lifted.compiled, lifted.agent);
    if (priced->rep_of == NULL)
        TRY(EB_NO_MEMORY);
    TRY(price_is_better(pricing, &lifted, better));
done:
    lifted_clear(&lifted);
    return status;
}

static void solve_range(void *context, size_t range, size_t first, size_t last)
{
    struct solving *s = context;

    (void)range;
    for (size_t k = first; k < last; k++)
        if (price_is_cut(s->pricing)) {
            s->cut[k] = true;
        } else {
            s->status[k] = solve_one(s->pricing, k, &s->cut[k], &s->better[k]);
            price_done(s->pricing);
        }
}

static eb_status gather(struct solving *s, size_t n)
{
    struct prices *prices = s->pricing->prices;
    eb_status status = EB_OK;

    for (size_t k = 0; k < n; k++) {
        TRY(s->status[k]);
        prices->cut = prices->cut || s->cut[k];
        if (s->better[k] != NULL) {
            int *rep = s->better[k];

            s->better[k] = NULL;
            TRY(price_take_better(s->pricing, rep));
        }
        prices->n_solved += prices->each.at[k].solved;
    }
done:
    return status;
}

/* Those of the list's front. */
eb_status price_solve_dearest(struct pricing *pricing)
{
    size_t n = 0, top = pricing->options->top;
    const struct prices *prices = pricing->prices;
    struct solving s = {.pricing = pricing};
    eb_status status = EB_NO_MEMORY;

    while (n < top && n < prices->each.n && prices->each.at[n].possible)
        n++;
    s.better = NEW(int *, n + 1);
    s.status = NEW(eb_status, n + 1);
    s.cut = NEW(bool, n + 1);
    if (s.better == NULL || s.status == NULL || s.cut == NULL)
        goto done;
    price_begin(pricing, "dearest", n);
    pool_run(pricing->options->how.pool, n, 1, solve_range, &s);
    TRY(gather(&s, n));
done:
    for (size_t k = 0; s.better != NULL && k < n; k++)
        mem_free(s.better[k]);
    mem_free(s.better);
    mem_free(s.status);
    mem_free(s.cut);
    return status;
}
