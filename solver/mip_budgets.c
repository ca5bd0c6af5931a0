/* mip_budgets.c - the rows of budgets. */
#include "solver/mip_build.h"

/* ---- budget q: sum_i b_iq x_i,owner + excess >= total leaving - B_q ---- */

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

struct leaving {
    wide total;  /* if nobody stayed */
    int64_t n;   /* columns that can stay, and the sum of their amounts */
    wide amounts;
    int row;
};

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
            if (mip_arc(b->m, i, leave->owner) < 0)
                continue;
            sum->n++;
            sum->amounts += leave->amount;
        }
    }
}

/* A budget that cannot be broken, or costs nothing to break, has no row. */
static eb_status add_budget(struct mip_build *b, int q, struct leaving *leaving)
{
    struct mip *m = b->m;
    wide slope = b->p->budget_slope.at[q];
    int64_t limit = b->p->budget_limit.at[q], most, unit;
    int decimals = mip_decimals_near_mean(leaving->amounts, leaving->n);
    eb_status status = EB_OK;

    leaving->row = -1;
    if (limit == INT64_MAX || leaving->total <= limit)
        return EB_OK;
    most = (int64_t)(leaving->total - limit);
    TRY(mip_add_row(m, (struct mip_row){ROW_BUDGET, q, 0, most, INT64_MAX,
                                    decimals, (int)m->columns.n, 0, 0},
                &leaving->row));
    if (slope == 0) {
        if (most > leaving->amounts)
            m->infeasible = true;
        goto done;
    }
    unit = mip_power_of_ten(decimals);
    if (slope > WIDE_MAX / 1000000 / unit)
        TRY(EB_BAD_DATA);
    m->rows.at[leaving->row].n_under = 1;
    TRY(mip_add_entry(m, leaving->row, (int)m->columns.n, unit));
    TRY(mip_add_column(m, (struct mip_column){COLUMN_EXCESS, leaving->row, 0,
                                          slope * 1000000 * unit, most,
                                          decimals}));
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
            int column = mip_arc(b->m, i, leave->owner);
            int64_t amount = amount_left(p, i, k);

            if (row >= 0 && column >= 0 && amount > 0)
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
