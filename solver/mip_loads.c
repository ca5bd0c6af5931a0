/* mip_loads.c - the rows of loads: limits, and what unfairness costs. */
#include "solver/mip_build.h"

#include <assert.h>
#include <stdlib.h>

/* ---- load g, m: sum_i w_igm x_ig + under - over = cheapest load ---- */

static int64_t floor_micro(wide at)
{
    return (int64_t)(at / 1000000 - (at % 1000000 < 0));
}

static int ascending(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

/* The whole loads in lo .. hi at which phi, taken there alone, may bend: both
 * ends, and the two neighbours of each hinge. Ascending, each once. */
static eb_status find_bends(struct mip_build *b, const struct term *t, int64_t lo,
                            int64_t hi)
{
    size_t n = 0;

    b->points.n = 0;
    if (!VEC_PUSH(&b->points, lo) || !VEC_PUSH(&b->points, hi))
        return EB_NO_MEMORY;
    for (size_t h = t->first_hinge; h < t->first_hinge + t->n_hinges; h++) {
        wide at = b->p->hinges.at[h].at;

        if (at <= (wide)lo * 1000000 || at >= (wide)hi * 1000000)
            continue;
        if (!VEC_PUSH(&b->points, floor_micro(at)) ||
            !VEC_PUSH(&b->points, -floor_micro(-at)))
            return EB_NO_MEMORY;
    }
    qsort(b->points.at, b->points.n, sizeof *b->points.at, ascending);
    for (size_t k = 0; k < b->points.n; k++)
        if (n == 0 || b->points.at[k] != b->points.at[n - 1])
            b->points.at[n++] = b->points.at[k];
    b->points.n = n;
    return EB_OK;
}

/* phi falls by this per unit of load from one bend towards another; x 1e18.
 * It divides: either no hinge lies strictly between, or they are neighbours. */
static wide slope_between(const struct mip_build *b, const struct term *t,
                          int64_t from, int64_t to)
{
    wide rise = term_penalty_exact(b->p, t, to) -
                term_penalty_exact(b->p, t, from);
    int64_t width = to > from ? to - from : from - to;

    assert(rise % width == 0);
    return rise / width;
}

/* Columns from the cheapest bend outward, those of equal slope as one. */
static eb_status add_pieces(struct mip_build *b, const struct term *t,
                            size_t cheapest, int row, int decimals, bool up)
{
    struct mip *m = b->m;
    const int64_t *at = b->points.at;
    size_t end = up ? b->points.n - 1 : 0, k = cheapest;
    int64_t unit = mip_power_of_ten(decimals);
    eb_status status = EB_OK;
    int number = 0;

    while (k != end) {
        size_t from = k;
        wide slope = slope_between(b, t, at[k], at[up ? k + 1 : k - 1]);
        int64_t width;

        do
            k = up ? k + 1 : k - 1;
        while (k != end &&
               slope_between(b, t, at[k], at[up ? k + 1 : k - 1]) == slope);
        width = up ? at[k] - at[from] : at[from] - at[k];
        TRY(mip_add_entry(m, row, (int)m->columns.n, up ? -unit : unit));
        TRY(mip_add_column(m, (struct mip_column){up ? COLUMN_OVER : COLUMN_UNDER,
                                              row, ++number, slope * unit,
                                              width, decimals}));
    }
    if (up)
        m->rows.at[row].n_over = number;
    else
        m->rows.at[row].n_under = number;
done:
    return status;
}

/* The row of a load that costs something, over the loads lo .. hi. */
static eb_status add_priced_load(struct mip_build *b, const struct term *t,
                                 int decimals, int64_t lo, int64_t hi)
{
    struct reach *reach = &b->reach[t - b->p->terms.at];
    struct mip *m = b->m;
    eb_status status = EB_OK;
    size_t cheapest = 0;
    wide least, here;
    int64_t rest;

    TRY(find_bends(b, t, lo, hi));
    least = term_penalty_exact(b->p, t, lo);
    for (size_t k = 1; k < b->points.n; k++) {
        here = term_penalty_exact(b->p, t, b->points.at[k]);
        if (here < least) {
            least = here;
            cheapest = k;
        }
    }
    m->constant += least;
    rest = b->points.at[cheapest] - reach->folded;
    TRY(mip_add_row(m, (struct mip_row){ROW_LOAD, t->agent, t->resource, rest, rest,
                                    decimals, (int)m->columns.n, 0, 0},
                &reach->row));
    TRY(add_pieces(b, t, cheapest, reach->row, decimals, false));
    TRY(add_pieces(b, t, cheapest, reach->row, decimals, true));
done:
    return status;
}

/* lo <= sum_i w_igm x_ig <= hi, each side only where it can be broken. */
static eb_status add_limited_load(struct mip_build *b, const struct term *t,
                                  int decimals)
{
    struct reach *reach = &b->reach[t - b->p->terms.at];
    struct mip_row row = {ROW_LOAD, t->agent, t->resource, INT64_MIN,
                          INT64_MAX, decimals, 0, 0, 0};

    if (t->lo > reach->folded + reach->least)
        row.lo = t->lo - reach->folded;
    if (t->hi < reach->folded + reach->most)
        row.hi = t->hi - reach->folded;
    if (row.lo == INT64_MIN && row.hi == INT64_MAX)
        return EB_OK;
    return mip_add_row(b->m, row, &reach->row);
}

eb_status mip_add_loads(struct mip_build *b)
{
    const struct problem *p = b->p;
    eb_status status = EB_OK;

    for (size_t k = 0; k < p->terms.n; k++) {
        const struct term *t = &p->terms.at[k];
        struct reach *reach = &b->reach[k];
        int64_t lo = reach->folded + reach->least;
        int64_t hi = reach->folded + reach->most;
        int decimals = mip_decimals_near_mean(b->weight[t->resource],
                                          b->n_weights[t->resource]);

        lo = t->lo > lo ? t->lo : lo;
        hi = t->hi < hi ? t->hi : hi;
        if (lo > hi)
            b->m->infeasible = true;
        if (lo > hi || t->n_hinges == 0)
            TRY(add_limited_load(b, t, decimals));
        else if (reach->least == reach->most)
            b->m->constant += term_penalty_exact(p, t, reach->folded);
        else
            TRY(add_priced_load(b, t, decimals, lo, hi));
    }
done:
    return status;
}

eb_status mip_add_load_entries(struct mip_build *b)
{
    struct mip *m = b->m;
    eb_status status = EB_OK;

    for (int c = 0; c < m->n_arcs; c++) {
        int g = m->columns.at[c].b;
        const struct load *loads;
        int n = problem_loads(b->p, m->columns.at[c].a, g, &loads);

        for (int k = 0; k < n; k++) {
            const struct reach *reach = mip_reach_of(b, g, loads[k].resource);

            if (reach != NULL && reach->row >= 0 && loads[k].amount != 0)
                TRY(mip_add_entry(m, reach->row, c, loads[k].amount));
        }
    }
done:
    return status;
}
