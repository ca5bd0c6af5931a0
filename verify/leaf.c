/* leaf.c - the plain formula over the arcs that a leaf leaves alive. */
#include "verify/walker.h"

#include <math.h>

bool worth_is_below(const struct worth *a, const struct worth *b)
{
    if (a->infinite || b->infinite)
        return !a->infinite;
    if (a->units != b->units)
        return a->units < b->units;
    return a->rest < b->rest;
}

eb_status worth_add(const struct walker *k, const struct node *node,
                    wide units, wide fine, struct worth *sum)
{
    const wide million = 1000000;
    wide rest = sum->rest + fine % million;

    if (rest < 0)
        rest += million;
    else if (rest >= million)
        rest -= million;
    sum->units += units + (sum->rest + fine - rest) / million;
    sum->rest = rest;
    if (fabsl((long double)sum->units) > 1e38L)
        return walker_refuse(k, node, "the bound is too large");
    return EB_OK;
}

struct charged {
    const wide *mu;
    wide sum;
};

static void add_charge(void *context, int budget, int64_t amount)
{
    struct charged *charged = context;

    charged->sum += charged->mu[budget] * amount;
}

/* Coming in by this arc, 1e-12 unit of cost. */
static wide arc_worth(const struct walker *k, int f, size_t arc)
{
    const struct world *w = k->world;
    int r = w->arc_rep[arc];
    wide sum = 0;

    if (!k->problem->violation)
        sum = ((wide)w->arc_fit[arc] + w->arc_disruption[arc]) *
              ((wide)1000000 * 1000000);
    for (size_t j = w->first_load[f]; j < w->first_load[f + 1]; j++) {
        const struct load *load = &w->load[j];
        size_t at = (size_t)load->resource * (size_t)w->n_reps + (size_t)r;
        int64_t weight;

        if (k->lambda[at] == 0 && k->side_on[at] == NULL)
            continue;
        weight = load_at(w, f, load, r);
        sum += k->lambda[at] * weight;
        cuts_weigh(k, at, weight);
    }
    sum += cuts_on_arc(k, f, r);
    if (k->any_mu) {
        struct charged charged = {k->mu, 0};

        family_charges(w, f, r, add_charge, &charged);
        sum += charged.sum;
    }
    return sum - k->price[f];
}

static void spread_load(struct walker *k, int f, size_t arc, bool is_fixed)
{
    const struct world *w = k->world;
    int r = w->arc_rep[arc];

    for (size_t j = w->first_load[f]; j < w->first_load[f + 1]; j++) {
        const struct load *load = &w->load[j];
        size_t at = (size_t)load->resource * (size_t)w->n_reps + (size_t)r;
        int64_t weight = load_at(w, f, load, r);

        if (is_fixed)
            k->fixed[at] += weight;
        else if (weight < 0)
            k->low[at] += weight;
        else
            k->high[at] += weight;
    }
}

/* The family's cheapest way left in this block; its loads go to the ranges.
 * False if none is left. */
static bool place_family(struct walker *k, int f, wide *out)
{
    const struct world *w = k->world;
    bool any = k->may_stay_out[f];
    size_t n = any ? 2 : 0; /* more than one way, if it may stay out */
    wide least = 0;

    for (size_t e = w->first_arc[f]; e < w->first_arc[f + 1]; e++)
        n += k->alive[e] && k->block_of[w->arc_rep[e]] == k->block;
    for (size_t e = w->first_arc[f]; e < w->first_arc[f + 1]; e++) {
        wide worth;

        if (!k->alive[e] || k->block_of[w->arc_rep[e]] != k->block)
            continue;
        worth = arc_worth(k, f, e);
        if (!any || worth < least)
            least = worth;
        any = true;
        spread_load(k, f, e, n == 1);
    }
    *out = least;
    return any;
}

static wide floor_million(wide a)
{
    wide quotient = a / 1000000;

    return a % 1000000 < 0 ? quotient - 1 : quotient;
}

struct range {
    const struct walker *walker;
    size_t at;
    int64_t low, high;
    wide least;
    const struct penalty *penalty;
};

/* What multipliers make of a load, to be added to its penalty, in 1e-18. */
static wide multiplied(const struct range *range, wide load)
{
    const struct walker *k = range->walker;

    return -(k->lambda[range->at] * load + cuts_on_load(k, range->at, load)) *
           1000000;
}

static void try_load(struct range *range, wide load)
{
    wide worth;

    if (load < range->low || load > range->high)
        return;
    worth =
        penalty_raw(range->penalty, (int64_t)load) + multiplied(range, load);
    if (worth < range->least)
        range->least = worth;
}

/* The least of penalty - lambda L over the range, less what cuts take off, 1e-18
 * unit of cost. It lies at an end or beside a hinge: what cuts take off rises
 * ever faster to both sides, so that nothing is least where one begins. A load
 * that can take one value is rounded as it will be; else rounding may lose half
 * a unit. */
static wide least_in(struct range *range)
{
    const wide unit = (wide)1000000000 * 1000000000;
    const struct penalty *penalty = range->penalty;

    if (range->low == range->high)
        return penalty_value(penalty, range->low) * unit +
               multiplied(range, range->low);
    range->least =
        penalty_raw(penalty, range->low) + multiplied(range, range->low);
    try_load(range, range->high);
    for (size_t j = 0; j < penalty->n; j++) {
        const struct piece *piece = &penalty->piece[j];

        for (int next = 0; next <= 1; next++) {
            if (piece->has_up)
                try_load(range, floor_million(piece->up) + next);
            if (piece->has_down)
                try_load(range, floor_million(piece->down) + next);
        }
    }
    return penalty->n == 0 ? range->least : range->least - unit / 2;
}

/* The rep's part for one resource; false if no load is left. */
static bool load_worth(const struct walker *k, size_t at, wide *out)
{
    struct range range = {k,
                          at,
                          k->fixed[at] + k->low[at],
                          k->fixed[at] + k->high[at],
                          0,
                          &k->penalty[at]};

    if (!k->problem->violation) {
        if (k->problem->least[at] > range.low)
            range.low = k->problem->least[at];
        if (k->problem->most[at] < range.high)
            range.high = k->problem->most[at];
    }
    if (range.low > range.high)
        return false;
    *out = least_in(&range);
    return true;
}

static void clear_ranges(struct walker *k)
{
    const struct world *w = k->world;

    for (size_t m = 0; m < (size_t)w->n_resources; m++)
        for (size_t r = 0; r < (size_t)w->n_reps; r++)
            if (k->block_of[r] == k->block) {
                size_t at = m * (size_t)w->n_reps + r;

                k->fixed[at] = k->low[at] = k->high[at] = 0;
            }
}

eb_status leaf_budgets(const struct walker *k, const struct node *node,
                       struct worth *sum)
{
    const wide half = (wide)1000000 * 1000000 / 2;
    eb_status status = EB_OK;

    for (int b = 0; b < k->world->n_budgets; b++) {
        TRY(worth_add(k, node, -k->mu[b] * k->problem->budget[b], 0, sum));
        if (k->problem->violation && k->mu[b] > 0)
            TRY(worth_add(k, node, -half, 0, sum));
    }
done:
    return status;
}

eb_status leaf_value(struct walker *k, const struct node *node,
                     struct worth *out)
{
    const struct world *w = k->world;
    size_t b = (size_t)k->block;
    eb_status status = EB_OK;

    *out = (struct worth){true, 0, 0};
    TRY(proof_take_matrix(k, doc_get(node, "multipliers")));
    clear_ranges(k);
    TRY(cuts_allow(k, node, out));
    for (size_t j = k->first_family[b]; j < k->first_family[b + 1]; j++) {
        wide worth;

        if (!place_family(k, k->family[j], &worth))
            return EB_OK;
        TRY(worth_add(k, node, worth, 0, out));
    }
    for (size_t r = 0; r < (size_t)w->n_reps; r++)
        for (size_t m = 0;
             k->block_of[r] == k->block && m < (size_t)w->n_resources; m++) {
            wide worth;

            if (!load_worth(k, m * (size_t)w->n_reps + r, &worth))
                return EB_OK;
            TRY(worth_add(k, node, 0, worth, out));
        }
    if (k->leaf_mu != NULL)
        TRY(leaf_budgets(k, node, out));
    out->infinite = false;
done:
    return status;
}
