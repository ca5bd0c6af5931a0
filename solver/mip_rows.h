/* mip_rows.h - formulates a problem, or a part of it, as a mixed-integer program.
 */
#ifndef SOLVER_MIP_ROWS_H
#define SOLVER_MIP_ROWS_H

#include "solver/mip.h"

/* What part of a problem is meant. */
struct mip_part {
    const int *fixed;    /* [n_items] the agent (an arc of it), or -1 where
                            free; NULL: all are free */
    const bool *allowed; /* per arc, items in order, the arcs of each as
                            problem_arcs gives them; NULL: all. Fixed items'
                            marks are not looked at. */
};

/* `part` may be NULL. EB_BAD_DATA if there are too many columns to number. */
eb_status mip_new(const struct problem *p, const struct mip_part *part,
                  struct mip **out);

#endif
