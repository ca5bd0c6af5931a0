/* cut.c - mixed-integer rounding cuts of a certificate: MODEL.md section 11.
 *
 * Of the load of a rep, whole amounts a_f of the families that can go there:
 * whatever U it has beyond `at`, rounding to boxes of `divisor` holds of it. */
#include "verify/walker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const long double SAFE = 1e37L; /* far below 2^127 */

/* ---- Rounding ---- */

static wide boxes(wide a, wide divisor)
{
    wide quotient = a / divisor;

    return a % divisor < 0 ? quotient - 1 : quotient;
}

static wide rounded(const struct cut *cut, wide a)
{
    wide n = boxes(a, cut->divisor), over = a - n * cut->divisor;
    wide sum = n * (cut->divisor - cut->rest);

    return over > cut->rest ? sum + over - cut->rest : sum;
}

static bool is_taken(const struct cut *cut, int f)
{
    size_t low = 0, high = cut->n_taken;

    while (low < high) {
        size_t half = (low + high) / 2;

        if (cut->taken[half] == f)
            return true;
        if (cut->taken[half] < f)
            low = half + 1;
        else
            high = half;
    }
    return false;
}

static bool is_bound(const struct world *w, int f)
{
    return w->first_arc[f + 1] - w->first_arc[f] == 1;
}

wide cuts_on_arc(const struct walker *k, size_t at, int f, int64_t weight)
{
    wide sum = 0;

    if (is_bound(k->world, f))
        return 0;
    for (const struct cut *cut = k->cut_on[at]; cut != NULL; cut = cut->next) {
        wide a = cut->above ? weight : -(wide)weight;

        sum += is_taken(cut, f) ? -cut->mu * rounded(cut, -a)
                                : cut->mu * rounded(cut, a);
    }
    return sum;
}

wide cuts_on_load(const struct walker *k, size_t at, wide load)
{
    wide sum = 0;

    for (const struct cut *cut = k->cut_on[at]; cut != NULL; cut = cut->next) {
        wide beyond = cut->above ? load - cut->at : cut->at - load;

        if (beyond > 0)
            sum += cut->mu * beyond;
    }
    return sum;
}

eb_status cuts_allow(const struct walker *k, const struct node *node,
                     struct worth *sum)
{
    eb_status status = EB_OK;

    for (size_t j = 0; j < k->n_active; j++)
        if (k->block_of[k->active[j]->r] == k->block)
            TRY(worth_add(k, node, -k->active[j]->mu * k->active[j]->most, 0,
                          sum));
done:
    return status;
}

/* ---- Reading ---- */

/* What f weighs there; false if it cannot go there. */
static bool weight_at(const struct walker *k, const struct cut *cut, int f,
                      wide *out)
{
    const struct world *w = k->world;
    bool any = false;

    *out = 0;
    for (size_t e = w->first_arc[f]; e < w->first_arc[f + 1]; e++)
        any = any || w->arc_rep[e] == cut->r;
    for (size_t j = w->first_load[f]; any && j < w->first_load[f + 1]; j++)
        if (w->load[j].resource == cut->resource)
            *out += load_at(w, f, &w->load[j], cut->r);
    if (!cut->above)
        *out = -*out;
    return any;
}

static eb_status read_whole(const struct walker *k, const struct node *item,
                            const char *key, int64_t least, int64_t most,
                            int64_t *out)
{
    const struct node *node = doc_get(item, key);
    wide number;

    if (node == NULL || node->text == NULL ||
        !decimal_read_wide(node->text, 0, &number) || number < least ||
        number > most)
        return refuse(k->world->said, doc_place(k->doc, node ? node : item),
                      "cuts: \"%s\" is to be a whole number within reach of "
                      "the loads",
                      key);
    *out = (int64_t)number;
    return EB_OK;
}

static eb_status read_taken(struct walker *k, const struct node *item,
                            struct cut *cut)
{
    const struct node *list = doc_get(item, "taken");

    cut->taken = ITEMS(&k->memory, int, doc_length(list));
    if (cut->taken == NULL)
        return EB_NO_MEMORY;
    for (const struct node *j = doc_first(list); j != NULL; j = j->next) {
        int f = proof_family(k, j);
        wide weight;

        if (f < 0 || is_bound(k->world, f) || !weight_at(k, cut, f, &weight))
            return walker_refuse(
                k, j, "cuts: no such family, or none with a choice here");
        cut->taken[cut->n_taken++] = f;
    }
    if (cut->n_taken > 1)
        qsort(cut->taken, cut->n_taken, sizeof *cut->taken, ascending_ints);
    for (size_t j = 1; j < cut->n_taken; j++)
        if (cut->taken[j] == cut->taken[j - 1])
            return walker_refuse(k, list, "cuts: a family is taken twice");
    return EB_OK;
}

/* What stands on the right, and what the cut allows beside U. */
static void round_right(const struct walker *k, struct cut *cut)
{
    const struct world *w = k->world;
    wide right = cut->above ? cut->at : -(wide)cut->at, weight;

    for (int f = 0; f < w->n_families; f++)
        if (is_bound(w, f) && weight_at(k, cut, f, &weight))
            right -= weight;
    for (size_t j = 0; j < cut->n_taken; j++) {
        weight_at(k, cut, cut->taken[j], &weight);
        right -= weight;
    }
    cut->rest = right - boxes(right, cut->divisor) * cut->divisor;
    cut->most = rounded(cut, right);
    for (size_t j = 0; j < cut->n_taken; j++) {
        weight_at(k, cut, cut->taken[j], &weight);
        cut->most -= rounded(cut, -weight);
    }
}

static eb_status read_cut(struct walker *k, const struct node *item,
                          struct cut *cut)
{
    const struct world *w = k->world;
    const struct node *side = doc_get(item, "above");
    int64_t column, most;
    eb_status status = EB_OK;

    TRY(read_whole(k, item, "resource", 0, (int64_t)k->n_columns - 1,
                   &column));
    cut->resource = k->column[column];
    most = w->spec[w->resource[cut->resource].spec].most;
    cut->r = proof_rep(k, doc_get(item, "rep"));
    if (cut->r < 0)
        return walker_refuse(k, item, "cuts: no such rep");
    if (side == NULL || side->kind != DOC_BOOL)
        return walker_refuse(k, item, "cuts: \"above\" is true or false");
    cut->above = side->truth;
    TRY(read_whole(k, item, "at", -most, most, &cut->at));
    TRY(read_whole(k, item, "divisor", 1, most, &cut->divisor));
    TRY(read_taken(k, item, cut));
    round_right(k, cut);
done:
    return status;
}

eb_status cuts_read(struct walker *k, const struct node *phase)
{
    const struct world *w = k->world;
    const struct node *list = doc_get(phase, "cuts");
    const struct node *leaves = doc_get(phase, "leaf_cut_multipliers");
    size_t loads = (size_t)w->n_resources * (size_t)w->n_reps, n = 0;
    eb_status status = EB_OK;

    k->n_cuts = doc_length(list);
    k->cut = ITEMS(&k->memory, struct cut, k->n_cuts);
    k->active = ITEMS(&k->memory, struct cut *, k->n_cuts);
    k->cut_on = ITEMS(&k->memory, struct cut *, loads);
    if (k->cut == NULL || k->active == NULL || k->cut_on == NULL)
        return EB_NO_MEMORY;
    for (const struct node *j = doc_first(list); j != NULL; j = j->next)
        TRY(read_cut(k, j, &k->cut[n++]));
    if (leaves == NULL)
        return EB_OK;
    if (doc_length(leaves) != k->n_matrices)
        return walker_refuse(
            k, leaves, "leaf_cut_multipliers: one list per matrix is wanted");
    k->leaf_cuts = ITEMS(&k->memory, const struct node *, k->n_matrices);
    if (k->leaf_cuts == NULL)
        return EB_NO_MEMORY;
    n = 0;
    for (const struct node *j = doc_first(leaves); j != NULL; j = j->next)
        k->leaf_cuts[n++] = j;
done:
    return status;
}

/* [number, multiplier] */
static eb_status take_cut(struct walker *k, const struct node *item,
                          long double *size)
{
    const struct world *w = k->world;
    const struct node *first = doc_first(item);
    double number = doc_double(first);
    struct cut *cut;
    long double most;
    size_t at;

    if (doc_length(item) != 2 || !(number >= 0) ||
        !(number < (double)k->n_cuts))
        return walker_refuse(
            k, item, "leaf_cut_multipliers: [cut, multiplier] is wanted");
    cut = &k->cut[(size_t)number];
    if (cut->is_active)
        return walker_refuse(k, item,
                             "leaf_cut_multipliers: the same cut twice");
    if (first->next->text == NULL ||
        !decimal_read_wide(first->next->text, 12, &cut->mu) || cut->mu < 0)
        return walker_refuse(k, first->next,
                             "a cut's multiplier is to be a decimal of at "
                             "most 12 places, not below 0");
    most = (long double)w->spec[w->resource[cut->resource].spec].most;
    *size += (long double)cut->mu * most * (long double)(w->n_families + 8);
    if ((long double)cut->mu * most * 8e6L > SAFE || *size > SAFE)
        return walker_refuse(k, item, "the multipliers are too large");
    at = (size_t)cut->resource * (size_t)w->n_reps + (size_t)cut->r;
    cut->is_active = true;
    cut->next = k->cut_on[at];
    k->cut_on[at] = cut;
    k->active[k->n_active++] = cut;
    return EB_OK;
}

eb_status cuts_take(struct walker *k, size_t matrix)
{
    const struct world *w = k->world;
    long double size = 0.0L;
    eb_status status = EB_OK;

    for (; k->n_active > 0; k->n_active--) {
        struct cut *cut = k->active[k->n_active - 1];

        cut->is_active = false;
        k->cut_on[(size_t)cut->resource * (size_t)w->n_reps + (size_t)cut->r] =
            NULL;
    }
    if (k->leaf_cuts == NULL)
        return EB_OK;
    for (const struct node *j = doc_first(k->leaf_cuts[matrix]); j != NULL;
         j = j->next)
        TRY(take_cut(k, j, &size));
done:
    return status;
}
