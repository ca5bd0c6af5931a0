/* items.c - families as the kernel's items: loads, costs by level, arcs of their
 * own, departures and conflict sets. */
#include "model/items.h"

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
        items_settle_forced(items, f, number);
    TRY(problem_add_item(items->p, number));
    TRY(items_add_loads(items, f));
    TRY(add_tiers(items, f, number));
    TRY(items_add_arcs(items, f, number));
    TRY(budgets_add_leaves(items->c, f, items->p));
    TRY(add_conflicts(items, f));
done:
    return status;
}

/* The blend needs every load, the violation those of limits. */
static void choose_loads(struct items *items)
{
    const struct compiled *c = items->c;

    for (size_t l = 0; l < c->n_limits; l++)
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
    items.arcs = NEW(int, c->books->n_reps);
    if (items.wanted == NULL || items.amount == NULL || items.open == NULL ||
        items.arcs == NULL) {
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
    mem_free(items.arcs);
    VEC_CLEAR(&items.touched);
    VEC_CLEAR(&items.reps);
    return status;
}
