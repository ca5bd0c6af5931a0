/* mip_build.c - what the parts of a formulation share while it is made. */
#include "solver/mip_build.h"

#include <limits.h>

enum { MOST_DECIMALS = 15 };

eb_status mip_add_column(struct mip *m, struct mip_column column)
{
    if (m->columns.n >= INT_MAX / 2)
        return EB_BAD_DATA;
    return VEC_PUSH(&m->columns, column) ? EB_OK : EB_NO_MEMORY;
}

eb_status mip_add_row(struct mip *m, struct mip_row row, int *number)
{
    if (m->rows.n >= INT_MAX / 2)
        return EB_BAD_DATA;
    *number = (int)m->rows.n;
    return VEC_PUSH(&m->rows, row) ? EB_OK : EB_NO_MEMORY;
}

eb_status mip_add_entry(struct mip *m, int row, int column, int64_t units)
{
    struct mip_entry entry = {row, column, units};

    return VEC_PUSH(&m->entries, entry) ? EB_OK : EB_NO_MEMORY;
}

int64_t mip_power_of_ten(int n)
{
    int64_t power = 1;

    while (n-- > 0)
        power *= 10;
    return power;
}

int mip_decimals_near_mean(wide sum, int64_t n)
{
    wide mean = n > 0 ? sum / n : 0;
    int d = 0;

    for (; mean >= 10 && d < MOST_DECIMALS; mean /= 10)
        d++;
    return d;
}

struct reach *mip_reach_of(const struct mip_build *b, int agent, int resource)
{
    const struct term *t = problem_term(b->p, agent, resource);

    return t == NULL ? NULL : &b->reach[t - b->p->terms.at];
}
