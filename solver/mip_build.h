/* mip_build.h - what the parts of a formulation share while it is made. */
#ifndef SOLVER_MIP_BUILD_H
#define SOLVER_MIP_BUILD_H

#include "solver/mip.h"

#define WIDE_1E18 ((wide)1000000000000000000)

/* What can come to the load of a term. */
struct reach {
    int64_t folded;      /* of the items that are not columns */
    int64_t least, most; /* sums of what columns can add; least <= 0 <= most */
    int row;             /* or -1 */
};

struct mip_build {
    const struct problem *p;
    struct mip *m;
    struct reach *reach; /* [n_terms] */
    wide *weight;        /* [n_resources] sum of absolute entries ... */
    int64_t *n_weights;  /* ... and their number */
};

/* EB_BAD_DATA when there are too many to number. */
eb_status mip_add_column(struct mip *m, struct mip_column column);
eb_status mip_add_row(struct mip *m, struct mip_row row, int *number);
eb_status mip_add_entry(struct mip *m, int row, int column, int64_t units);

int64_t mip_power_of_ten(int n);
/* The d for which sum / n / 10^d lies in 1 .. 10; at most 15. */
int mip_decimals_near_mean(wide sum, int64_t n);
/* NULL where the load has no term. */
struct reach *mip_reach_of(const struct mip_build *b, int agent, int resource);

/* The families of rows, each in a file of its name; the columns of arcs are
 * there before. */
eb_status mip_add_loads(struct mip_build *b);
eb_status mip_add_budgets(struct mip_build *b);
eb_status mip_add_conflicts(struct mip_build *b);

#endif
