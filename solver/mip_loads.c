/* mip_loads.c - the rows of loads: limits, and what unfairness costs. */
#include "solver/mip_build.h"

#include <assert.h>
#include <stdlib.h>

/* Where phi, taken at whole loads alone, may bend. */
struct bends {
    struct VEC(int64_t) at; /* ascending, each once */
    size_t cheapest;
};

static int64_t floor_micro(wide at)
{
    return (int64_t)(at / 1000000 - (at % 1000000 < 0));
}

static int ascending(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

/* Both ends of lo .. hi, and the two neighbours of each hinge between. */
static eb_status find_bends(const struct problem *p, const struct term *t,
                            int64_t lo, int64_t hi, struct bends *bends)
{
    int64_t *at;
    size_t n = 0;

    bends->at.n = 0;
    if (!VEC_RESERVE(&bends->at, 2 * t->n_hinges + 2))
        return EB_NO_MEMORY;
    at = bends->at.at;
    at[n++] = lo;
    at[n++] = hi;
    for (size_t h = t->first_hinge; h < t->first_hinge + t->n_hinges; h++) {
        wide hinge = p->hinges.at[h].at;

        if (hinge <= (wide)lo * 1000000 || hinge >= (wide)hi * 1000000)
            continue;
        at[n++] = floor_micro(hinge);
        at[n++] = -floor_micro(-hinge);
    }
    qsort(at, n, sizeof *at, ascending);
    for (size_t k = 0; k < n; k++)
        if (bends->at.n == 0 || at[k] != at[bends->at.n - 1])
            at[bends->at.n++] = at[k];
    return EB_OK;
}

/* Returns the least phi x 1e18. */
static wide find_cheapest(const struct problem *p, const struct term *t,
                          struct bends *bends)
{
    wide least = term_penalty_exact(p, t, bends->at.at[0]);

    bends->cheapest = 0;
    for (size_t k = 1; k < bends->at.n; k++) {
        wide here = term_penalty_exact(p, t, bends->at.at[k]);

        if (here >= least)
            continue;
        least = here;
        bends->cheapest = k;
    }
    return least;
}

/* What phi x 1e18 rises by per unit of load from one bend to the next. It
 * divides: either no hinge lies between them, or they are neighbours. */
static wide slope_between(const struct problem *p, const struct term *t,
                          int64_t from, int64_t to)
{
    wide rise = term_penalty_exact(p, t, to) - term_penalty_exact(p, t, from);
    int64_t width = to > from ? to - from : from - to;

    assert(rise % width == 0);
    return rise / width;
}

/* Columns from the cheapest bend outward, those of equal slope as one. */
static eb_status add_pieces(struct mip_build *b, const struct term *t,
                            const struct bends *bends, int row, bool up)
{
    const int64_t *at = bends->at.at;
    struct mip *m = b->m;
    int decimals = m->rows.at[row].decimals, step = up ? 1 : -1, number = 0;
    int64_t unit = mip_power_of_ten(decimals);
    const int64_t *end = up ? at + bends->at.n - 1 : at;
    const int64_t *k = at + bends->cheapest, *from;
    eb_status status = EB_OK;

    while (k != end) {
        wide slope = slope_between(b->p, t, *k, k[step]);
        struct mip_column column = {up ? COLUMN_OVER : COLUMN_UNDER,
                                    row,
                                    ++number,
                                    slope * unit,
                                    0,
                                    decimals};

        for (from = k; k != end; k += step)
            if (slope_between(b->p, t, *k, k[step]) != slope)
                break;
        column.width = up ? *k - *from : *from - *k;
        TRY(mip_add_entry(m, row, (int)m->columns.n, up ? -unit : unit));
        TRY(mip_add_column(m, column));
    }
    if (up)
        m->rows.at[row].n_over = number;
    else
        m->rows.at[row].n_under = number;
done:
    return status;
}

/* sum_i w_igm x_ig + sum under - sum over = cheapest load - folded, over the
 * loads lo .. hi. */
static eb_status add_priced_load(struct mip_build *b, const struct term *t,
                                 int decimals, int64_t lo, int64_t hi)
{
    struct reach *reach = &b->reach[t - b->p->terms.at];
    struct mip_row row = {.kind = ROW_LOAD,
                          .a = t->agent,
                          .b = t->resource,
                          .decimals = decimals,
                          .first_extra = (int)b->m->columns.n};
    struct bends bends = {0};
    eb_status status = EB_OK;

    TRY(find_bends(b->p, t, lo, hi, &bends));
    b->m->n_rounded++;
    b->m->constant += find_cheapest(b->p, t, &bends);
    row.lo = row.hi = bends.at.at[bends.cheapest] - reach->folded;
    TRY(mip_add_row(b->m, row, &reach->row));
    TRY(add_pieces(b, t, &bends, reach->row, false));
    TRY(add_pieces(b, t, &bends, reach->row, true));
done:
    VEC_CLEAR(&bends.at);
    return status;
}

/* lo <= sum_i w_igm x_ig <= hi, each side only where it can be broken, and no
 * further away than is needed to say so. */
static eb_status add_limited_load(struct mip_build *b, const struct term *t,
                                  int decimals)
{
    struct reach *reach = &b->reach[t - b->p->terms.at];
    struct mip_row row = {.kind = ROW_LOAD,
                          .a = t->agent,
                          .b = t->resource,
                          .lo = INT64_MIN,
                          .hi = INT64_MAX,
                          .decimals = decimals};
    int64_t least = reach->folded + reach->least;
    int64_t most = reach->folded + reach->most;

    if (t->lo > least)
        row.lo = (t->lo <= most ? t->lo : most + 1) - reach->folded;
    if (t->hi < most)
        row.hi = (t->hi >= least ? t->hi : least - 1) - reach->folded;
    if (row.lo == INT64_MIN && row.hi == INT64_MAX)
        return EB_OK;
    return mip_add_row(b->m, row, &reach->row);
}

/* A load that no column changes. */
static void add_settled_load(struct mip_build *b, const struct term *t)
{
    int64_t load = b->reach[t - b->p->terms.at].folded;

    b->m->n_rounded++;
    b->m->constant += term_penalty_exact(b->p, t, load);
}

static eb_status add_entries(struct mip_build *b)
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
            add_settled_load(b, t);
        else
            TRY(add_priced_load(b, t, decimals, lo, hi));
    }
    TRY(add_entries(b));
done:
    return status;
}
