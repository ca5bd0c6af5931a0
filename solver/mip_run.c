/* mip_run.c - one solve of a mixed-integer program, apart from GLPK. */
#include "solver/mip_run.h"

#include "base/budget.h"

#include <math.h>
#include <string.h>

#define WIDE_1E18 ((wide)1000000000000000000)
#define MOST_COST (WIDE_1E18 * WIDE_1E18 * 10) /* 1e37: no cost is so large */

static wide common_divisor(wide a, wide b)
{
    while (b != 0) {
        wide rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/* If assignments alone cost something, in not too many steps of one size, that
 * size: GLPK then rounds its bounds up to whole numbers. Else the mean cost, so
 * that its absolute tolerances suit. */
static wide find_unit(const struct mip *m, bool *in_steps)
{
    wide divisor = 0, most = 0, mean;
    double sum = 0.0;
    int n = 0;
    bool whole = true;

    for (size_t c = 0; c < m->columns.n; c++) {
        wide cost = m->columns.at[c].cost;

        if (cost == 0)
            continue;
        divisor = common_divisor(cost, divisor);
        most = cost > most ? cost : most;
        sum += (double)cost;
        n++;
        whole = whole && m->columns.at[c].kind == COLUMN_ARC;
    }
    if (n == 0)
        return WIDE_1E18;
    *in_steps = whole && most / divisor < 1000000000;
    if (*in_steps)
        return divisor;
    mean = (wide)(sum / n);
    return mean > 0 ? mean : 1;
}

double mip_scaled(const struct mip_run *run, wide cost)
{
    wide steps = cost / run->unit;

    if (cost % run->unit == 0)
        return (double)steps;
    return (double)cost / (double)run->unit;
}

wide mip_unscaled(const struct mip_run *run, double objective)
{
    double whole = floor(objective), most = 1e37 / (double)run->unit;

    if (fabs(objective) > most)
        return objective > 0.0 ? MOST_COST : -MOST_COST;
    return run->m->constant + (wide)whole * run->unit +
           (wide)((objective - whole) * (double)run->unit);
}

double mip_tolerance(double objective)
{
    return 1e-7 * (1.0 + fabs(objective));
}

int64_t mip_bound_in_units(const struct mip_run *run, double bound)
{
    double least = bound - mip_tolerance(bound);
    wide below = mip_unscaled(run, run->in_steps ? ceil(least) : least);
    wide units;

    below -= (wide)run->m->n_rounded * (WIDE_1E18 / 2);
    units = below / WIDE_1E18 - (below % WIDE_1E18 < 0);
    if (units > INT64_MAX)
        return INT64_MAX;
    return units <= INT64_MIN ? INT64_MIN : (int64_t)units;
}

void mip_offer(struct mip_run *run, const int *agent)
{
    wide objective;

    if (!mip_point(run->m, agent, run->activity, run->value, &objective))
        return;
    if (run->has_best && objective >= run->best)
        return;
    run->has_best = true;
    run->best = objective;
    memcpy(run->out->agent, agent, (size_t)run->m->n_items * sizeof *agent);
}

bool mip_is_enough(const struct mip_run *run)
{
    const struct mip_options *options = run->options;
    int64_t bound = mip_bound_in_units(run, run->bound);
    double best = (double)run->best / 1e18;
    double size = fabs(best) > 1.0 ? fabs(best) : 1.0;

    if (options->target != INT64_MIN && bound > options->target)
        return true;
    if (!run->has_best)
        return false;
    if (options->target != INT64_MIN &&
        run->best <= options->target * WIDE_1E18)
        return true;
    return options->gap > 0.0 && best - (double)bound <= options->gap * size;
}

bool mip_is_cut(const struct mip_run *run)
{
    const struct mip_options *options = run->options;

    if (options->stop != NULL && *options->stop != 0)
        return true;
    return options->deadline > 0.0 && clock_seconds() >= options->deadline;
}

/* A scaled dual of a row, in 1e-12 units of cost per unit. */
static wide multiplier(const struct mip_run *run, int row)
{
    double dual = mip_number(1, run->m->rows.at[row].decimals) *
                  run->dual[row] * (double)run->unit / 1e6;

    if (!isfinite(dual) || fabs(dual) > 1e30)
        return 0;
    return (wide)(dual + (dual < 0.0 ? -0.5 : 0.5));
}

static void read_duals(const struct mip_run *run, struct mip_result *out)
{
    const struct mip *m = run->m;

    for (int r = 0; r < (int)m->rows.n; r++) {
        const struct mip_row *row = &m->rows.at[r];
        wide dual = multiplier(run, r);

        if (row->kind == ROW_LOAD)
            out->lambda[(size_t)row->a * (size_t)m->n_resources +
                        (size_t)row->b] = -dual;
        if (row->kind == ROW_BUDGET && dual > 0)
            out->mu[row->a] = dual;
    }
}

void mip_read_multipliers(const struct mip_run *run, const struct problem *p)
{
    read_duals(run, run->out);
    mip_result_price(run->out, p, run->m);
}

void mip_run_clear(struct mip_run *run)
{
    mem_free(run->row);
    mem_free(run->column);
    mem_free(run->entry);
    mem_free(run->x);
    mem_free(run->dual);
    mem_free(run->agent);
    mem_free(run->activity);
    mem_free(run->value);
}

eb_status mip_run_init(struct mip_run *run)
{
    const struct mip *m = run->m;

    run->unit = find_unit(m, &run->in_steps);
    run->row = NEW(int, m->entries.n + 1);
    run->column = NEW(int, m->entries.n + 1);
    run->entry = NEW(double, m->entries.n + 1);
    run->x = NEW(double, m->columns.n + 1);
    run->dual = NEW(double, m->rows.n);
    run->agent = NEW(int, (size_t)m->n_items);
    run->activity = NEW(int64_t, m->rows.n);
    run->value = NEW(int64_t, m->columns.n);
    if (run->row == NULL || run->column == NULL || run->entry == NULL ||
        run->x == NULL || run->dual == NULL || run->agent == NULL ||
        run->activity == NULL || run->value == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < m->entries.n; k++) {
        const struct mip_entry *entry = &m->entries.at[k];

        run->row[k + 1] = entry->row + 1;
        run->column[k + 1] = entry->column + 1;
        run->entry[k + 1] =
            mip_number(entry->units, m->rows.at[entry->row].decimals);
    }
    return EB_OK;
}
