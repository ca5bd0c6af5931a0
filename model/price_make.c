/* price_make.c - what each rule, lock and limit costs. */
#include "model/price.h"

#include "model/pricing.h"
#include "model/workings.h"

#include <stdlib.h>

/* A thousandth of a point. */
enum { SHOWN = 1000000 };

const char *price_kind_name(enum price_kind kind)
{
    static const char *const names[] = {
        [PRICE_RULE] = "rule",   [PRICE_LOCK] = "lock",
        [PRICE_PIN] = "pin",     [PRICE_NOT] = "not",
        [PRICE_LIMIT] = "limit", [PRICE_BUDGET] = "budget"};

    return names[kind];
}

/* ---- Order ----------------------------------------------------------------- */

static int compare(int64_t a, int64_t b)
{
    return a > b ? -1 : a < b;
}

/* Where estimates are alike, what the multipliers leave most room for; then as
 * listed. */
static int by_estimate(const void *left, const void *right)
{
    const struct priced *a = left, *b = right;

    if (a->possible != b->possible)
        return a->possible ? -1 : 1;
    if (a->estimate != b->estimate)
        return compare(a->estimate, b->estimate);
    if (a->ceiling != b->ceiling)
        return compare(a->ceiling, b->ceiling);
    return a->first < b->first ? -1 : a->first > b->first;
}

static int by_price(const void *left, const void *right)
{
    const struct priced *a = left, *b = right;

    if (a->solved != b->solved)
        return a->solved ? -1 : 1;
    if (a->solved && a->objective != b->objective)
        return compare(b->objective, a->objective);
    return by_estimate(left, right);
}

static void sort(struct prices *prices,
                 int (*order)(const void *, const void *))
{
    if (prices->each.n > 1)
        qsort(prices->each.at, prices->each.n, sizeof *prices->each.at, order);
}

/* ---- All of it ------------------------------------------------------------- */

static eb_status begin(struct pricing *pricing, const struct restored *plan)
{
    enum { STEPS_AN_ARC = 20000 };
    static const int64_t most[] = {
        [EB_QUICK] = 2000000, [EB_NORMAL] = 20000000, [EB_DEEP] = 200000000};
    int64_t limit = most[pricing->options->how.effort], steps;

    pricing->n_arcs = problem_size(plan->compiled->problem);
    steps = STEPS_AN_ARC * pricing->n_arcs;
    pricing->search_steps = steps < limit ? steps : limit;
    if (pricing->options->steps > 0)
        pricing->search_steps = pricing->options->steps;
    pricing->prices->given = pricing->prices->objective = plan->objective;
    pricing->prices->bound = pricing->options->bound;
    pricing->prices->breaks_rules = plan->relaxed;
    pricing->rep = compiled_reps(plan->compiled, plan->agent);
    return pricing->rep == NULL ? EB_NO_MEMORY : EB_OK;
}

static eb_status find_prices(struct pricing *pricing)
{
    eb_status status;

    TRY(price_list(pricing));
    TRY(price_solve_base(pricing));
    TRY(price_estimate(pricing));
    sort(pricing->prices, by_estimate);
    TRY(price_solve_dearest(pricing));
    sort(pricing->prices, by_price);
    if (pricing->options->threes)
        TRY(price_find_three(pricing));
done:
    return status;
}

eb_status price_find(const struct restored *plan,
                     const struct price_options *options, struct prices *out)
{
    struct reporting reporting = {.phase = ""};
    struct pricing pricing = {.compiled = plan->compiled,
                              .options = options,
                              .reporting = &reporting,
                              .prices = out};
    eb_status status;

    *out = (struct prices){0};
    pthread_mutex_init(&reporting.lock, NULL);
    TRY(begin(&pricing, plan));
    if (plan->relaxed)
        TRY(blame_smallest(plan->compiled, pricing.rep, &options->how,
                           &out->memory, &out->conflicts));
    else
        TRY(find_prices(&pricing));
done:
    pthread_mutex_destroy(&reporting.lock);
    mem_free(pricing.rep);
    mem_free(pricing.lambda);
    mem_free(pricing.mu);
    if (status != EB_OK)
        prices_clear(out);
    return status;
}

void prices_clear(struct prices *prices)
{
    for (size_t k = 0; k < prices->each.n; k++)
        mem_free(prices->each.at[k].rep_of);
    VEC_CLEAR(&prices->each);
    VEC_CLEAR(&prices->rules);
    arena_clear(&prices->memory);
    *prices = (struct prices){0};
}

/* ---- Reading it ------------------------------------------------------------ */

static struct price_range range_of(const struct prices *prices,
                                   int64_t objective, int64_t bound)
{
    struct price_range range = {.price = prices->objective - objective,
                                .least = INT64_MIN,
                                .most = INT64_MAX};

    if (prices->bound != INT64_MIN)
        range.least = prices->bound - objective;
    if (bound != INT64_MIN)
        range.most = prices->objective - bound;
    return range;
}

/* A plan with the rule is one without it, unless its absence changes what is
 * counted. */
struct price_range price_of(const struct prices *prices,
                            const struct priced *priced)
{
    struct price_range range =
        range_of(prices, priced->objective, priced->bound);

    if (priced->comparable && range.least < 0)
        range.least = 0;
    return range;
}

struct price_range price_of_three(const struct prices *prices)
{
    const struct price_three *three = &prices->three;
    struct price_range range =
        range_of(prices, three->objective, three->bound);

    for (size_t k = 0; k < three->n; k++)
        if (!prices->each.at[three->of[k]].comparable)
            return range;
    if (range.least < 0)
        range.least = 0;
    return range;
}

bool price_is_exact(const struct price_range *range)
{
    return range->least != INT64_MIN && range->most != INT64_MAX &&
           range->most - range->least <= 2 * SHOWN;
}

int64_t price_known(const struct prices *prices, const struct priced *priced)
{
    return priced->solved ? prices->objective - priced->objective
                          : priced->estimate;
}
