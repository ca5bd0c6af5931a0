/* items.c - families as the kernel's items: loads, costs by level, arcs of
 * their own, departures and conflict sets.
 *
 * An arc of a family's own says what its class cannot: the owner of a settled
 * member (who costs nothing), a pair of pairs.csv, a rep that a `not` or a
 * decision rules out, an owner who stays eligible. */
#include "model/classes.h"
#include "model/compile.h"

#include <stdlib.h>
#include <string.h>

struct items {
    struct compiled *c;
    struct problem *p;
    bool priced;
    struct classes classes;
    bool *wanted;            /* [n_resources] */
    bool pair_loads;         /* some wanted load depends on the rep */
    int64_t *amount;         /* [n_resources] of the family at hand */
    struct VEC(int) touched; /* resources with an amount, then ascending */
    struct sequence reps;    /* of own arcs */
    size_t *open; /* [256] reps of each level that the family may go to */
};

static int by_number(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static int by_resource(const void *left, const void *right)
{
    const int *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* ---- Loads -------------------------------------------------------------- */

/* At a rep, or (-1) at one without a row in pairs.csv. */
static eb_status add_amount(struct items *items, int k, int a, int rep)
{
    const struct compiled *c = items->c;
    const struct measure *measure;
    int64_t amount;

    if (k < 0 || !items->wanted[k])
        return EB_OK;
    measure = c->resources[k].measure;
    amount =
        rep < 0 ? load_alone(c, measure, a) : account_load(c, measure, a, rep);
    if (amount == 0)
        return EB_OK;
    items->amount[k] += amount;
    return VEC_PUSH(&items->touched, k) ? EB_OK : EB_NO_MEMORY;
}

static eb_status weigh_account(struct items *items, int a, int rep)
{
    const struct compiled *c = items->c;
    const struct workings *w = c->workings;
    eb_status status = EB_OK;

    for (size_t m = 0; m < c->rules->n_metrics; m++)
        TRY(add_amount(items,
                       w->metric_resource[m * (size_t)w->n_groups +
                                          (size_t)w->group_of[a]],
                       a, rep));
    for (size_t k = 0; k < w->free_resources.n; k++)
        TRY(add_amount(items, w->free_resources.at[k], a, rep));
done:
    return status;
}

/* Leaves `touched` ascending, each resource once, without zeros. */
static eb_status weigh_family(struct items *items, int f, int rep)
{
    const struct family *family = &items->c->families[f];
    size_t kept = 0;
    eb_status status = EB_OK;

    items->touched.n = 0;
    for (size_t k = 0; k < family->n; k++)
        TRY(weigh_account(items, items->c->members[family->first + k], rep));
    if (items->touched.n > 1)
        qsort(items->touched.at, items->touched.n, sizeof *items->touched.at,
              by_resource);
    for (size_t k = 0; k < items->touched.n; k++) {
        int resource = items->touched.at[k];

        if ((kept == 0 || items->touched.at[kept - 1] != resource) &&
            items->amount[resource] != 0)
            items->touched.at[kept++] = resource;
    }
    items->touched.n = kept;
done:
    return status;
}

static int64_t take_amount(struct items *items, int resource)
{
    int64_t amount = items->amount[resource];

    items->amount[resource] = 0;
    return amount;
}

static eb_status add_loads(struct items *items, int f)
{
    eb_status status;

    TRY(weigh_family(items, f, -1));
    for (size_t k = 0; k < items->touched.n; k++) {
        int resource = items->touched.at[k];

        TRY(problem_add_load(items->p, resource,
                             take_amount(items, resource)));
    }
done:
    return status;
}

/* Right after the arc that they belong to. */
static eb_status add_own_loads(struct items *items, int f, int rep,
                               int64_t cost)
{
    eb_status status;

    TRY(weigh_family(items, f, rep));
    TRY(problem_add_own(items->p, rep, cost, (int)items->touched.n));
    for (size_t k = 0; k < items->touched.n; k++) {
        int resource = items->touched.at[k];

        TRY(problem_add_own_load(items->p, resource,
                                 take_amount(items, resource)));
    }
done:
    return status;
}

/* ---- The least that a forced account can cost ----------------------------- */

static void take_least(const struct compiled *c, int a, int rep,
                       int64_t *least)
{
    int64_t cost = continuity_switch(c, a, rep);

    *least = cost < *least ? cost : *least;
}

/* How many reps of each level are among the family's arcs. */
static void count_open(struct items *items, int f, int class_number)
{
    const struct eligible_lists *lists = &items->c->workings->eligible;
    const struct level *levels;
    size_t n = classes_levels(&items->classes, class_number, &levels);

    for (size_t k = 0; k < n; k++)
        items->open[k] = (size_t)levels[k].n;
    for (size_t k = lists->first[f]; k < lists->first[f + 1]; k++) {
        int level = classes_level(&items->classes, class_number,
                                  lists->exceptions.at[k].rep);

        if (!lists->exceptions.at[k].allowed && level >= 0)
            items->open[level]--;
    }
}

static int64_t least_switch(struct items *items, int f, int class_number,
                            int a)
{
    const struct compiled *c = items->c;
    const struct eligible_lists *lists = &c->workings->eligible;
    const struct level *levels;
    size_t n = classes_levels(&items->classes, class_number, &levels);
    size_t n_list = 0;
    const int64_t *list = NULL;
    int64_t least = INT64_MAX;

    if (c->families[f].fixed >= 0)
        return continuity_switch(c, a, c->families[f].fixed);
    for (size_t k = 0; k < n; k++)
        if (items->open[k] > 0)
            take_least(c, a, levels[k].rep, &least);
    for (size_t k = lists->first[f]; k < lists->first[f + 1]; k++)
        if (lists->exceptions.at[k].allowed)
            take_least(c, a, lists->exceptions.at[k].rep, &least);
    if (items->classes.overflowed.at[class_number])
        list = eligible_list(c, lists->of_family[f], &n_list);
    for (size_t k = 0; k < n_list; k++)
        if (classes_level(&items->classes, class_number, (int)list[k]) < 0 &&
            eligible_has(c, f, (int)list[k]))
            take_least(c, a, (int)list[k], &least);
    return least;
}

static void settle_forced(struct items *items, int f, int class_number)
{
    struct compiled *c = items->c;
    const struct family *family = &c->families[f];
    bool counted = false;

    for (size_t k = 0; k < family->n; k++) {
        int a = c->members[family->first + k];

        if (c->state[a] != STATE_FORCED || !c->workings->switching)
            continue;
        if (!counted)
            count_open(items, f, class_number);
        counted = true;
        c->workings->forced_least[a] = least_switch(items, f, class_number, a);
    }
}

/* ---- Costs by level ----------------------------------------------------- */

/* Of an account at a rep who is not its owner. */
static wide switch_away(const struct compiled *c, int a, int rep)
{
    if (c->state[a] == STATE_SETTLED)
        return continuity_switch(c, a, rep);
    if (c->state[a] == STATE_FORCED)
        return continuity_switch(c, a, rep) - c->workings->forced_least[a];
    return 0;
}

static eb_status add_tiers(struct items *items, int f, int class_number)
{
    const struct compiled *c = items->c;
    const struct family *family = &c->families[f];
    const struct level *levels;
    size_t n = classes_levels(&items->classes, class_number, &levels);
    wide listed = 0;
    eb_status status = EB_OK;

    for (size_t k = 0; n > 0 && k < family->n; k++)
        listed += fit_pairs(c, c->members[family->first + k], NULL);
    for (size_t level = 0; level < n; level++) {
        wide sum = listed;
        int64_t cost;

        for (size_t k = 0; k < family->n; k++)
            sum += switch_away(c, c->members[family->first + k],
                               levels[level].rep);
        TRY(classes_cost(&items->classes, f, levels[level].rep, sum, &cost));
        TRY(problem_add_tier(items->p, cost));
    }
done:
    return status;
}

/* ---- Arcs of its own ---------------------------------------------------- */

static bool row_matters(const struct items *items, const struct pair *pair)
{
    const struct workings *w = items->c->workings;

    return (items->priced && w->n_pair_terms > 0 &&
            (pair->has_cost || pair->has_fit)) ||
           (items->pair_loads && pair->has_workload);
}

static eb_status list_own_reps(struct items *items, int a)
{
    const struct compiled *c = items->c;
    const struct books *books = c->books;
    eb_status status = EB_OK;

    if (items->priced && c->workings->switching &&
        c->state[a] == STATE_SETTLED)
        TRY(sequence_add(&items->reps, books->owner[a]));
    for (size_t k = books->pair_first[a]; k < books->pair_first[a + 1]; k++)
        if (row_matters(items, &books->pairs[k]))
            TRY(sequence_add(&items->reps, books->pairs[k].rep));
done:
    return status;
}

static eb_status list_reps(struct items *items, int f, int class_number)
{
    const struct compiled *c = items->c;
    const struct family *family = &c->families[f];
    const struct eligible_lists *lists = &c->workings->eligible;
    size_t n = 0;
    const int64_t *list = NULL;
    eb_status status = EB_OK;

    items->reps.n = 0;
    if (family->fixed >= 0)
        return sequence_add(&items->reps, family->fixed);
    for (size_t k = lists->first[f]; k < lists->first[f + 1]; k++)
        TRY(sequence_add(&items->reps, lists->exceptions.at[k].rep));
    for (size_t k = 0; k < family->n; k++)
        TRY(list_own_reps(items, c->members[family->first + k]));
    if (items->classes.overflowed.at[class_number])
        list = eligible_list(c, lists->of_family[f], &n);
    for (size_t k = 0; k < n; k++)
        if (classes_level(&items->classes, class_number, (int)list[k]) < 0)
            TRY(sequence_add(&items->reps, list[k]));
    if (items->reps.n > 1)
        qsort(items->reps.at, items->reps.n, sizeof *items->reps.at,
              by_number);
done:
    return status;
}

static bool weighs_otherwise(const struct items *items, int f, int rep)
{
    const struct compiled *c = items->c;
    const struct family *family = &c->families[f];

    for (size_t k = 0; items->pair_loads && k < family->n; k++) {
        const struct pair *pair =
            books_pair(c->books, c->members[family->first + k], rep);

        if (pair != NULL && pair->has_workload)
            return true;
    }
    return false;
}

static eb_status add_own_arc(struct items *items, int f, int rep)
{
    const struct compiled *c = items->c;
    const struct family *family = &c->families[f];
    wide sum = 0;
    int64_t cost;
    eb_status status = EB_OK;

    for (size_t k = 0; items->priced && k < family->n; k++) {
        int a = c->members[family->first + k];

        sum += (wide)account_cost(c, a, rep, COST_FIT) +
               account_cost(c, a, rep, COST_SWITCH);
    }
    TRY(classes_cost(&items->classes, f, rep, sum, &cost));
    if (weighs_otherwise(items, f, rep))
        TRY(add_own_loads(items, f, rep, cost));
    else
        TRY(problem_add_own(items->p, rep, cost, -1));
done:
    return status;
}

/* A rep that is no arc of the family is left out, or taken out of what the
 * class has: only exceptions can be of the class then. */
static eb_status add_own_arcs(struct items *items, int f, int class_number)
{
    const struct compiled *c = items->c;
    eb_status status;

    TRY(list_reps(items, f, class_number));
    for (size_t k = 0; k < items->reps.n; k++) {
        int rep = (int)items->reps.at[k];

        if (k > 0 && items->reps.at[k - 1] == rep)
            continue;
        if (eligible_has(c, f, rep))
            TRY(add_own_arc(items, f, rep));
        else if (eligible_listed(c, f, rep))
            TRY(problem_add_own(items->p, rep, NO_ARC, -1));
    }
done:
    return status;
}

/* ---- All of it ---------------------------------------------------------- */

static eb_status add_conflicts(struct items *items, int f)
{
    const struct workings *w = items->c->workings;
    eb_status status = EB_OK;

    for (size_t k = w->conflict_first[f]; k < w->conflict_first[f + 1]; k++)
        TRY(problem_add_conflict(items->p, w->conflict_sets.at[k]));
done:
    return status;
}

static eb_status add_item(struct items *items, int f)
{
    int number;
    eb_status status;

    TRY(classes_find(&items->classes, f, &number));
    if (items->priced)
        settle_forced(items, f, number);
    TRY(problem_add_item(items->p, number));
    TRY(add_loads(items, f));
    TRY(add_tiers(items, f, number));
    TRY(add_own_arcs(items, f, number));
    TRY(budgets_add_leaves(items->c, f, items->p));
    TRY(add_conflicts(items, f));
done:
    return status;
}

/* The blend needs every load, the violation those of limits. */
static void choose_loads(struct items *items)
{
    const struct compiled *c = items->c;

    for (size_t l = 0; l < c->rules->n_limits; l++)
        if (c->limit_resource[l] >= 0)
            items->wanted[c->limit_resource[l]] = true;
    for (size_t k = 0; k < c->n_resources; k++) {
        items->wanted[k] = items->wanted[k] || items->priced;
        items->pair_loads =
            items->pair_loads ||
            (items->wanted[k] && c->resources[k].measure->from_pairs);
    }
}

eb_status items_add(struct compiled *c, struct problem *p, bool priced,
                    eb_messages *said)
{
    struct items items = {.c = c, .p = p, .priced = priced};
    eb_status status;

    TRY(classes_open(&items.classes, c, p, priced, said));
    items.wanted = NEW(bool, c->n_resources);
    items.amount = NEW(int64_t, c->n_resources);
    items.open = NEW(size_t, 256);
    if (items.wanted == NULL || items.amount == NULL || items.open == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    choose_loads(&items);
    for (size_t f = 0; f < c->n_families; f++)
        if (c->families[f].item >= 0)
            TRY(add_item(&items, (int)f));
done:
    classes_close(&items.classes);
    mem_free(items.wanted);
    mem_free(items.amount);
    mem_free(items.open);
    VEC_CLEAR(&items.touched);
    VEC_CLEAR(&items.reps);
    return status;
}
