/* items_loads.c - what a family weighs, at any rep and at one of its own arcs. */
#include "model/items.h"

#include <stdlib.h>

static int by_resource(const void *left, const void *right)
{
    const int *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

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

static eb_status add_banded(struct items *items, int f, int rep)
{
    const struct compiled *c = items->c;

    for (size_t k = c->n_resources; k-- > 0 && c->resources[k].band_of >= 0;) {
        if (!items->wanted[k])
            continue;
        items->amount[k] = band_weight(c, k, f, rep);
        if (items->amount[k] != 0 && !VEC_PUSH(&items->touched, (int)k))
            return EB_NO_MEMORY;
    }
    return EB_OK;
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
    TRY(add_banded(items, f, rep));
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

eb_status items_add_loads(struct items *items, int f)
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

eb_status items_add_own_loads(struct items *items, int f, int rep,
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
