/* cut.c - mixed-integer rounding cuts of a certificate: MODEL.md section 11.
 *
 * Of a weighted sum of loads of a rep, whole amounts a_f of the families that
 * can go there: whatever U its sides have beyond their places, rounding to
 * boxes of `divisor` holds of it. */
#include "verify/walker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const long double SAFE = 1e37L; /* far below 2^127 */
/* Of a weighted sum: times as many families as an int can count, still safe. */
static const long double MOST_REACH = 1e27L;

static const int64_t MOST_WEIGHT = 1000000000000;

/* ---- Rounding ---- */

static wide boxes(wide a, wide divisor)
{
    wide quotient = a / divisor;

    return quotient * divisor > a ? quotient - 1 : quotient;
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

void cuts_weigh(const struct walker *k, size_t at, int64_t weight)
{
    for (struct side *side = k->side_on[at]; side != NULL; side = side->next)
        side->cut->amount += (wide)side->weight * weight;
}

/* A family without an amount adds nothing: rounded, 0 is 0. */
wide cuts_on_arc(const struct walker *k, int f, int r)
{
    bool counts = !is_bound(k->world, f);
    wide sum = 0;

    for (struct cut *cut = k->cut_at[r]; cut != NULL; cut = cut->next) {
        wide a = cut->amount;

        cut->amount = 0;
        if (counts && a != 0)
            sum += is_taken(cut, f) ? -cut->mu * rounded(cut, -a)
                                    : cut->mu * rounded(cut, a);
    }
    return sum;
}

/* How far the load lies where the side allows it, times the weight; or 0. */
static wide beyond(const struct side *side, wide load)
{
    wide far = side->weight * (load - side->at);

    return far > 0 ? far : 0;
}

wide cuts_on_load(const struct walker *k, size_t at, wide load)
{
    wide sum = 0;

    for (const struct side *side = k->side_on[at]; side != NULL;
         side = side->next)
        sum += side->cut->mu * beyond(side, load);
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

/* What f weighs in the cut; false if it cannot go to its rep. */
static bool amount_of(const struct walker *k, const struct cut *cut, int f,
                      wide *out)
{
    const struct world *w = k->world;

    *out = 0;
    if (find_arc(w, f, cut->r) < 0)
        return false;
    for (size_t j = w->first_load[f]; j < w->first_load[f + 1]; j++)
        for (size_t i = 0; i < cut->n_sides; i++)
            if (w->load[j].resource == cut->side[i].resource)
                *out += (wide)cut->side[i].weight *
                        load_at(w, f, &w->load[j], cut->r);
    return true;
}

/* What families weigh at their only rep. */
static eb_status add_sure(struct walker *k, size_t loads)
{
    const struct world *w = k->world;

    k->sure = ITEMS(&k->memory, int64_t, loads);
    if (k->sure == NULL)
        return EB_NO_MEMORY;
    for (int f = 0; f < w->n_families; f++)
        for (size_t j = w->first_load[f];
             is_bound(w, f) && j < w->first_load[f + 1]; j++) {
            const struct load *load = &w->load[j];
            int r = w->arc_rep[w->first_arc[f]];

            k->sure[(size_t)load->resource * (size_t)w->n_reps + (size_t)r] +=
                load_at(w, f, load, r);
        }
    return EB_OK;
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
                      "cuts: \"%s\" is to be a whole number within reach",
                      key);
    *out = (int64_t)number;
    return EB_OK;
}

static int64_t most_of(const struct walker *k, const struct side *side)
{
    return k->world->spec[k->world->resource[side->resource].spec].most;
}

static size_t load_of(const struct walker *k, const struct side *side)
{
    return (size_t)side->resource * (size_t)k->world->n_reps +
           (size_t)side->cut->r;
}

static eb_status read_side(struct walker *k, const struct node *item,
                           struct side *side)
{
    int64_t column = 0, most;
    eb_status status = EB_OK;

    TRY(read_whole(k, item, "resource", 0, (int64_t)k->n_columns - 1,
                   &column));
    side->resource = k->column[column];
    most = most_of(k, side);
    TRY(read_whole(k, item, "weight", -MOST_WEIGHT, MOST_WEIGHT,
                   &side->weight));
    if (side->weight == 0)
        return walker_refuse(k, item, "cuts: a side weighs 0");
    TRY(read_whole(k, item, "at", -most, most, &side->at));
done:
    return status;
}

static eb_status read_sides(struct walker *k, const struct node *item,
                            struct cut *cut)
{
    const struct node *list = doc_get(item, "sides");
    eb_status status = EB_OK;

    cut->side = ITEMS(&k->memory, struct side, doc_length(list));
    if (cut->side == NULL)
        return EB_NO_MEMORY;
    for (const struct node *j = doc_first(list); j != NULL; j = j->next) {
        struct side *side = &cut->side[cut->n_sides++];

        side->cut = cut;
        TRY(read_side(k, j, side));
        cut->reach +=
            fabsl((long double)side->weight) * (long double)most_of(k, side);
    }
    if (cut->n_sides == 0)
        return walker_refuse(k, item, "cuts: \"sides\" are wanted");
    if (cut->reach > MOST_REACH)
        return walker_refuse(k, list, "cuts: the weights are too large");
done:
    return status;
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
        wide amount;

        if (f < 0 || is_bound(k->world, f) || !amount_of(k, cut, f, &amount))
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
    wide right = 0, amount;

    for (size_t j = 0; j < cut->n_sides; j++) {
        const struct side *side = &cut->side[j];

        right +=
            (wide)side->weight * ((wide)side->at - k->sure[load_of(k, side)]);
    }
    for (size_t j = 0; j < cut->n_taken; j++) {
        amount_of(k, cut, cut->taken[j], &amount);
        right -= amount;
    }
    cut->rest = right - boxes(right, cut->divisor) * cut->divisor;
    cut->most = rounded(cut, right);
    for (size_t j = 0; j < cut->n_taken; j++) {
        amount_of(k, cut, cut->taken[j], &amount);
        cut->most -= rounded(cut, -amount);
    }
}

static eb_status read_cut(struct walker *k, const struct node *item,
                          struct cut *cut)
{
    int64_t most = INT64_MAX;
    eb_status status = EB_OK;

    cut->r = proof_rep(k, doc_get(item, "rep"));
    if (cut->r < 0)
        return walker_refuse(k, item, "cuts: no such rep");
    TRY(read_sides(k, item, cut));
    if (cut->reach < (long double)most)
        most = (int64_t)cut->reach;
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
    k->cut_at = ITEMS(&k->memory, struct cut *, (size_t)w->n_reps);
    k->side_on = ITEMS(&k->memory, struct side *, loads);
    if (k->cut == NULL || k->active == NULL || k->cut_at == NULL ||
        k->side_on == NULL)
        return EB_NO_MEMORY;
    if (k->n_cuts > 0)
        TRY(add_sure(k, loads));
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

/* Among those of its load; false if what they take off it might not fit. A load
 * lies at most twice `most` from a place. */
static bool link_side(struct walker *k, struct side *side)
{
    struct side **first = &k->side_on[load_of(k, side)];

    side->next = *first;
    side->size = (long double)side->cut->mu *
                 fabsl((long double)side->weight) *
                 (long double)most_of(k, side) * 4e6L;
    if (side->next != NULL)
        side->size += side->next->size;
    *first = side;
    return side->size <= SAFE;
}

/* Makes a cut active; `size`: of what all of them add, 1e-12 unit of cost. */
static eb_status link_cut(struct walker *k, const struct node *item,
                          struct cut *cut, long double *size)
{
    bool fits;

    *size += (long double)cut->mu * cut->reach *
             ((long double)k->world->n_families + 8.0L);
    fits = *size <= SAFE;
    for (size_t j = 0; j < cut->n_sides; j++)
        fits = link_side(k, &cut->side[j]) && fits;
    cut->is_active = true;
    cut->next = k->cut_at[cut->r];
    k->cut_at[cut->r] = cut;
    k->active[k->n_active++] = cut;
    if (!fits)
        return walker_refuse(k, item, "the multipliers are too large");
    return EB_OK;
}

/* [number, multiplier] */
static eb_status take_cut(struct walker *k, const struct node *item,
                          long double *size)
{
    const struct node *first = doc_first(item);
    double number = doc_double(first);
    struct cut *cut;

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
    return link_cut(k, item, cut, size);
}

static void drop_cuts(struct walker *k)
{
    for (; k->n_active > 0; k->n_active--) {
        struct cut *cut = k->active[k->n_active - 1];

        cut->is_active = false;
        k->cut_at[cut->r] = NULL;
        for (size_t j = 0; j < cut->n_sides; j++)
            k->side_on[load_of(k, &cut->side[j])] = NULL;
    }
}

eb_status cuts_take(struct walker *k, size_t matrix)
{
    long double size = 0.0L;
    eb_status status = EB_OK;

    drop_cuts(k);
    if (k->leaf_cuts == NULL)
        return EB_OK;
    for (const struct node *j = doc_first(k->leaf_cuts[matrix]); j != NULL;
         j = j->next)
        TRY(take_cut(k, j, &size));
done:
    return status;
}
