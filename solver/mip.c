/* mip.c - reads a mixed-integer program: the point that an assignment is, names
 * for other programs, numbers as doubles. */
#include "solver/mip.h"

#include <stdio.h>
#include <string.h>

#define WIDE_1E18 ((wide)1000000000000000000)

void mip_free(struct mip *m)
{
    if (m == NULL)
        return;
    mem_free(m->first_arc);
    mem_free(m->folded);
    mem_free(m->cheapest);
    VEC_CLEAR(&m->columns);
    VEC_CLEAR(&m->rows);
    VEC_CLEAR(&m->entries);
    mem_free(m);
}

int mip_arc(const struct mip *m, int item, int agent)
{
    int low = m->first_arc[item], high = m->first_arc[item + 1];

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (m->columns.at[middle].b < agent)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < m->first_arc[item + 1] && m->columns.at[low].b == agent)
        return low;
    return -1;
}

/* Fills columns first .. first + n - 1, cheapest first, with what is missing;
 * false if they cannot hold it. */
static bool fill(const struct mip *m, int first, int n, int64_t missing,
                 int64_t *value)
{
    for (int c = first; c < first + n && missing > 0; c++) {
        int64_t width = m->columns.at[c].width;

        value[c] = missing < width ? missing : width;
        missing -= value[c];
    }
    return missing == 0;
}

static bool choose_arcs(const struct mip *m, const int *agent, int64_t *value)
{
    for (int i = 0; i < m->n_items; i++) {
        int column;

        if (m->folded[i] >= 0) {
            if (agent[i] != m->folded[i])
                return false;
            continue;
        }
        column = mip_arc(m, i, agent[i]);
        if (column < 0)
            return false;
        value[column] = 1;
    }
    return true;
}

bool mip_point(const struct mip *m, const int *agent, int64_t *activity,
               int64_t *value, wide *objective)
{
    memset(activity, 0, m->rows.n * sizeof *activity);
    memset(value, 0, m->columns.n * sizeof *value);
    if (m->infeasible || !choose_arcs(m, agent, value))
        return false;
    for (size_t k = 0; k < m->entries.n; k++) {
        const struct mip_entry *entry = &m->entries.at[k];

        if (entry->column < m->n_arcs && value[entry->column] != 0)
            activity[entry->row] += entry->units;
    }
    for (size_t r = 0; r < m->rows.n; r++) {
        const struct mip_row *row = &m->rows.at[r];
        int over = row->first_extra + row->n_under;

        if (activity[r] < row->lo && !fill(m, row->first_extra, row->n_under,
                                           row->lo - activity[r], value))
            return false;
        if (activity[r] > row->hi &&
            !fill(m, over, row->n_over, activity[r] - row->hi, value))
            return false;
    }
    *objective = m->constant;
    for (size_t c = 0; c < m->columns.n; c++) {
        const struct mip_column *column = &m->columns.at[c];
        wide unit = 1;

        for (int d = 0; d < column->decimals; d++)
            unit *= 10;
        *objective += column->cost / unit * value[c];
    }
    return true;
}

void mip_column_name(const struct mip *m, int column, char name[MIP_NAME_ROOM])
{
    const struct mip_column *c = &m->columns.at[column];
    const struct mip_row *row;

    if (c->kind == COLUMN_ARC) {
        snprintf(name, MIP_NAME_ROOM, "x%d_%d", c->a, c->b);
        return;
    }
    row = &m->rows.at[c->a];
    if (c->kind == COLUMN_EXCESS)
        snprintf(name, MIP_NAME_ROOM, "excess%d", row->a);
    else
        snprintf(name, MIP_NAME_ROOM, "%s%d_%d_%d",
                 c->kind == COLUMN_OVER ? "over" : "under", row->a, row->b,
                 c->b);
}

void mip_row_name(const struct mip *m, int row, char name[MIP_NAME_ROOM])
{
    static const char *const kinds[] = {"item", "load", "budget", "apart"};
    const struct mip_row *r = &m->rows.at[row];

    if (r->kind == ROW_LOAD || r->kind == ROW_APART)
        snprintf(name, MIP_NAME_ROOM, "%s%d_%d", kinds[r->kind], r->a, r->b);
    else
        snprintf(name, MIP_NAME_ROOM, "%s%d", kinds[r->kind], r->a);
}

/* Powers of ten up to 10^22 are doubles, so one division rounds once. */
double mip_number(int64_t units, int decimals)
{
    double power = 1.0;

    for (int d = 0; d < decimals; d++)
        power *= 10.0;
    return (double)units / power;
}

/* Whole units of cost below 2^53 are exact before the one division. */
double mip_points(wide cost)
{
    wide units = cost / WIDE_1E18;

    return ((double)units + (double)(cost % WIDE_1E18) / 1e18) / 1e9;
}
