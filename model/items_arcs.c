/* items_arcs.c - arcs of a family's own: what its class cannot say.
 *
 * The owner of a settled member (who costs nothing), a pair of pairs.csv, a rep
 * that a `not` or a decision rules out, an owner who stays eligible. */
#include "model/items.h"

#include <stdlib.h>

static int by_number(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

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

/* For whom the family is too heavy: it counts for less in their bands. */
static eb_status list_overloaded(struct items *items, int f)
{
    const struct compiled *c = items->c;
    eb_status status = EB_OK;
    int n;

    if (c->workings->heavy == NULL || !c->workings->heavy[f])
        return EB_OK;
    n = eligible_arcs(c, f, items->arcs);
    for (int k = 0; k < n; k++)
        if (band_is_heavier(c, f, items->arcs[k]))
            TRY(sequence_add(&items->reps, items->arcs[k]));
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
    TRY(list_overloaded(items, f));
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
    return band_is_heavier(c, f, rep);
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
        TRY(items_add_own_loads(items, f, rep, cost));
    else
        TRY(problem_add_own(items->p, rep, cost, -1));
done:
    return status;
}

/* A rep that is no arc of the family is left out, or taken out of what the
 * class has: only exceptions can be of the class then. */
eb_status items_add_arcs(struct items *items, int f, int class_number)
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
