/* price_three.c - the best three to lift together, of those that were solved. */
#include "model/pricing.h"

#include <stdlib.h>
#include <string.h>

/* Of all threes of at most so many, each gets an estimate; so many are solved. */
enum { MEMBERS = 10, SOLVED = 3 };
/* There are many, so that their searches are shorter. */
enum { SHORTER = 4 };
/* Units of cost; what a member saves less is not worth naming it. */
enum { WORTH_NAMING = 5000000 };

struct candidate_three {
    struct price_three three; /* objective: of the estimate */
    int *better;
    bool cut;
    eb_status status;
};

struct threes {
    struct pricing *pricing;
    struct VEC(struct candidate_three) list;
};

/* ---- Which ----------------------------------------------------------------- */

/* The rules that a thing of each kind is part of. */
static bool is_part_of(const struct pricing *pricing,
                       const struct priced *part, const struct priced *whole)
{
    const struct compiled *c = pricing->compiled;
    const struct rule_ref *rule = &pricing->prices->rules.at[whole->first];
    const struct rule_ref *own = &pricing->prices->rules.at[part->first];

    if (whole->kind != PRICE_RULE)
        return false;
    switch (part->kind) {
    case PRICE_RULE:
        return false;
    case PRICE_LOCK:
        return rule->kind == RULE_LOCK &&
               c->held_by[part->account] == rule->index;
    case PRICE_PIN:
        return rule->kind == RULE_PINS;
    case PRICE_NOT:
        return rule->kind == RULE_NOT;
    case PRICE_LIMIT:
        return rule->kind == RULE_LIMIT && rule->index == own->index;
    case PRICE_BUDGET:
        return rule->kind == RULE_BUDGET && rule->index == own->index;
    }
    return false;
}

static bool overlap(const struct pricing *pricing, size_t a, size_t b)
{
    const struct priced *each = pricing->prices->each.at;

    return is_part_of(pricing, &each[a], &each[b]) ||
           is_part_of(pricing, &each[b], &each[a]);
}

static eb_status list_threes(struct threes *threes)
{
    const struct pricing *pricing = threes->pricing;
    const struct prices *prices = pricing->prices;
    size_t n = 0;

    while (n < MEMBERS && n < prices->each.n && prices->each.at[n].solved)
        n++;
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++)
            for (size_t d = b + 1; d < n; d++) {
                struct candidate_three one = {
                    .three = {.n = 3, .of = {a, b, d}, .bound = INT64_MIN}};

                if (overlap(pricing, a, b) || overlap(pricing, a, d) ||
                    overlap(pricing, b, d))
                    continue;
                if (!VEC_PUSH(&threes->list, one))
                    return EB_NO_MEMORY;
            }
    return EB_OK;
}

/* ---- What they cost -------------------------------------------------------- */

/* The plan to begin with: without the dearest of them alone, which stands first. */
static eb_status lift_three(const struct pricing *pricing,
                            const struct price_three *three, int64_t steps,
                            struct lifted *out)
{
    const struct priced *first = &pricing->prices->each.at[three->of[0]];
    eb_status status =
        price_lift(pricing, three->of, three->n, first->rep_of, out);

    if (status == EB_OK)
        status = price_search(pricing, out, -1, steps);
    if (status != EB_OK)
        lifted_clear(out);
    return status;
}

static eb_status estimate_three(const struct pricing *pricing,
                                struct candidate_three *one)
{
    struct lifted lifted = {0};
    eb_status status = lift_three(pricing, &one->three,
                                  pricing->search_steps / SHORTER, &lifted);

    one->three.objective = INT64_MAX;
    if (status == EB_BAD_DATA)
        return EB_OK;
    TRY(status);
    if (lifted.value.feasible)
        one->three.objective = lifted.value.objective;
done:
    lifted_clear(&lifted);
    return status;
}

static eb_status solve_three(const struct pricing *pricing,
                             struct candidate_three *one)
{
    struct lifted lifted = {0};
    eb_status status;

    TRY(lift_three(pricing, &one->three, pricing->search_steps, &lifted));
    TRY(price_solve_lifted(pricing, &lifted, &one->three.bound, &one->cut));
    one->three.objective = lifted.value.objective;
    TRY(price_is_better(pricing, &lifted, &one->better));
done:
    lifted_clear(&lifted);
    return status;
}

static void estimate_range(void *context, size_t range, size_t first,
                           size_t last)
{
    struct threes *threes = context;

    (void)range;
    for (size_t k = first; k < last; k++) {
        threes->list.at[k].status =
            estimate_three(threes->pricing, &threes->list.at[k]);
        price_done(threes->pricing);
    }
}

static void solve_range(void *context, size_t range, size_t first, size_t last)
{
    struct threes *threes = context;

    (void)range;
    for (size_t k = first; k < last; k++) {
        threes->list.at[k].status =
            solve_three(threes->pricing, &threes->list.at[k]);
        price_done(threes->pricing);
    }
}

/* Of equals, what stands first in the list of prices. */
static int cheapest_first(const void *left, const void *right)
{
    const struct price_three *a =
        &((const struct candidate_three *)left)->three;
    const struct price_three *b =
        &((const struct candidate_three *)right)->three;

    if (a->objective != b->objective)
        return a->objective < b->objective ? -1 : 1;
    for (size_t k = 0; k < MOST_LIFTED; k++)
        if (a->of[k] != b->of[k])
            return a->of[k] < b->of[k] ? -1 : 1;
    return 0;
}

static eb_status gather(struct threes *threes, size_t n)
{
    struct prices *prices = threes->pricing->prices;
    eb_status status = EB_OK;

    for (size_t k = 0; k < n; k++) {
        struct candidate_three *one = &threes->list.at[k];

        TRY(one->status);
        prices->cut = prices->cut || one->cut;
        if (one->better != NULL) {
            int *rep = one->better;

            one->better = NULL;
            TRY(price_take_better(threes->pricing, rep));
        }
    }
done:
    return status;
}

static eb_status run(struct threes *threes, const char *phase, size_t n,
                     void (*job)(void *, size_t, size_t, size_t))
{
    price_begin(threes->pricing, phase, n);
    pool_run(threes->pricing->options->how.pool, n, 1, job, threes);
    return gather(threes, n);
}

/* Leaves out what the others can do without: they come to as little alone. */
static eb_status trim(const struct pricing *pricing, struct price_three *three)
{
    eb_status status = EB_OK;

    for (size_t k = MOST_LIFTED; k-- > 0 && three->n > 1;) {
        struct price_three less = {.n = 0};
        struct lifted lifted = {0};

        for (size_t j = 0; j < three->n; j++)
            if (j != k)
                less.of[less.n++] = three->of[j];
        status = lift_three(pricing, &less, pricing->search_steps, &lifted);
        if (status == EB_OK && lifted.value.feasible &&
            lifted.value.objective - three->objective <= WORTH_NAMING) {
            three->n = less.n;
            memcpy(three->of, less.of, sizeof less.of);
        }
        lifted_clear(&lifted);
        if (status != EB_OK && status != EB_BAD_DATA)
            return status;
    }
    return EB_OK;
}

eb_status price_find_three(struct pricing *pricing)
{
    struct prices *prices = pricing->prices;
    struct threes threes = {.pricing = pricing};
    size_t n;
    eb_status status;

    TRY(list_threes(&threes));
    n = threes.list.n;
    if (n == 0 || price_is_cut(pricing))
        goto done;
    TRY(run(&threes, "threes", n, estimate_range));
    qsort(threes.list.at, n, sizeof *threes.list.at, cheapest_first);
    prices->n_threes = n;
    n = n < SOLVED ? n : SOLVED;
    while (n > 0 && threes.list.at[n - 1].three.objective == INT64_MAX)
        n--;
    if (n == 0 || price_is_cut(pricing))
        goto done;
    TRY(run(&threes, "best three", n, solve_range));
    qsort(threes.list.at, n, sizeof *threes.list.at, cheapest_first);
    prices->n_threes_solved = n;
    prices->has_three = true;
    prices->three = threes.list.at[0].three;
    TRY(trim(pricing, &prices->three));
done:
    for (size_t k = 0; k < threes.list.n; k++)
        mem_free(threes.list.at[k].better);
    VEC_CLEAR(&threes.list);
    return status;
}
