/* mip_budgets.c - the rows of budgets. */
#include "solver/mip_build.h"

/* Of a slope, times 1e6, in 128 bits. */
#define STEEPEST ((((wide)1 << 126) - 1) / 500000)

struct leaving {
    wide total;   /* if nobody stayed */
    wide amounts; /* of the n columns that can stay, or use less than others */
    wide most;    /* that can be used */
    int64_t n;
    int row; /* or -1 */
};

/* What the item leaves to one owner in the budget: the k-th entry stands for
 * all with the same owner, later ones for nothing. */
static int64_t amount_left(const struct problem *p, int item, size_t k)
{
    const struct departure *leave = p->leaves.at, *mine = &leave[k];
    int64_t amount = 0;

    for (size_t j = p->leave_first.at[item]; j < p->leave_first.at[item + 1];
         j++) {
        if (leave[j].owner != mine->owner || leave[j].budget != mine->budget)
            continue;
        if (j < k)
            return 0;
        amount += leave[j].amount;
    }
    return amount;
}

static void add_up_leaving(const struct mip_build *b, struct leaving *leaving)
{
    const struct problem *p = b->p;

    for (int i = 0; i < p->n_items; i++) {
        for (size_t k = p->leave_first.at[i]; k < p->leave_first.at[i + 1];
             k++) {
            const struct departure *leave = &p->leaves.at[k];
            struct leaving *sum = &leaving[leave->budget];

            if (b->m->folded[i] == leave->owner)
                continue;
            sum->total += leave->amount;
            sum->most += leave->amount;
            if (leave->owner == NO_OWNER || mip_arc(b->m, i, leave->owner) < 0)
                continue;
            if (leave->amount < 0) {
                sum->most -= leave->amount;
                continue;
            }
            sum->n++;
            sum->amounts += leave->amount;
        }
    }
}

/* excess <= total leaving - B_q, at the budget's slope. */
static eb_status add_excess(struct mip_build *b, int row, wide slope,
                            int64_t width)
{
    struct mip *m = b->m;
    int decimals = m->rows.at[row].decimals;
    int64_t unit = mip_power_of_ten(decimals);
    struct mip_column column = {
        .kind = COLUMN_EXCESS, .a = row, .width = width, .decimals = decimals};
    eb_status status = EB_OK;

    if (slope > STEEPEST / unit)
        return EB_BAD_DATA;
    column.cost = slope * 1000000 * unit;
    m->rows.at[row].first_extra = (int)m->columns.n;
    m->n_rounded++;
    m->rows.at[row].n_under = 1;
    TRY(mip_add_entry(m, row, (int)m->columns.n, unit));
    TRY(mip_add_column(m, column));
done:
    return status;
}

/* sum_i b_iq x_i,owner + excess >= total leaving - B_q. A budget that cannot be
 * broken has no row. */
static eb_status add_budget(struct mip_build *b, int q,
                            struct leaving *leaving)
{
    wide slope = b->p->budget_slope.at[q];
    int64_t limit = b->p->budget_limit.at[q];
    struct mip_row row = {.kind = ROW_BUDGET, .a = q, .hi = INT64_MAX};
    eb_status status = EB_OK;

    leaving->row = -1;
    if (leaving->most <= limit)
        return EB_OK;
    row.lo = (int64_t)(leaving->total - limit);
    row.decimals = mip_decimals_near_mean(leaving->amounts, leaving->n);
    if (slope == 0 && row.lo > leaving->amounts)
        b->m->infeasible = true;
    TRY(mip_add_row(b->m, row, &leaving->row));
    if (slope > 0)
        TRY(add_excess(b, leaving->row, slope,
                       (int64_t)(leaving->most - limit)));
done:
    return status;
}

static eb_status add_stay_entries(struct mip_build *b,
                                  const struct leaving *leaving)
{
    const struct problem *p = b->p;
    eb_status status = EB_OK;

    for (int i = 0; i < p->n_items; i++) {
        for (size_t k = p->leave_first.at[i]; k < p->leave_first.at[i + 1];
             k++) {
            const struct departure *leave = &p->leaves.at[k];
            int row = leaving[leave->budget].row;
            int column =
                leave->owner == NO_OWNER ? -1 : mip_arc(b->m, i, leave->owner);
            int64_t amount = amount_left(p, i, k);

            if (row >= 0 && column >= 0 && amount != 0)
                TRY(mip_add_entry(b->m, row, column, amount));
        }
    }
done:
    return status;
}

eb_status mip_add_budgets(struct mip_build *b)
{
    struct leaving *leaving = NEW(struct leaving, (size_t)b->p->n_budgets);
    eb_status status = leaving == NULL ? EB_NO_MEMORY : EB_OK;

    if (status != EB_OK)
        return status;
    add_up_leaving(b, leaving);
    for (int q = 0; q < b->p->n_budgets; q++)
        TRY(add_budget(b, q, &leaving[q]));
    TRY(add_stay_entries(b, leaving));
done:
    mem_free(leaving);
    return status;
}
