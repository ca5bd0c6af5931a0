/* pair.h - all relocations and swaps between two agents. */
#ifndef SOLVER_PAIR_H
#define SOLVER_PAIR_H

#include "solver/search.h"

struct candidate;

/* Room for the items of pairs. */
struct pair_lists {
    size_t n_resources;
    struct candidate *list[2]; /* [n] */
    double *weights[2];        /* [n x 2 x n_resources] */
};

/* One side of a pair: its agent, candidates, and their weights. */
struct side {
    int agent;
    int n;
    struct candidate *list; /* [n] */
    double *leaving;        /* [n x k] weight at this agent */
    double *coming;         /* [n x k] weight at the other agent */
};

struct pair {
    int k;       /* resources that the pair looks at */
    int *active; /* [n_resources] which */
    struct side side[2];
    double *loads[2];  /* [k] of the pair's agents */
    double priced_sum; /* phi at these loads */
    int *term[2];      /* [k] term number, or -1 */
};

/* Room for so many items in all. Clear it even after a failure. */
eb_status pair_lists_init(struct pair_lists *lists, size_t n,
                          size_t n_resources);
void pair_lists_clear(struct pair_lists *lists);

/* Clear it even after a failure. */
eb_status pair_init(struct pair *pair, size_t n_resources);
void pair_clear(struct pair *pair);
/* From the `first` item of the lists on there is to be room for all that the two
 * agents of a pair hold, of `most` items. */
void pair_use(struct pair *pair, const struct pair_lists *lists, size_t first,
              size_t most);

/* Until no relocation or swap between g and h lowers the guided objective by a
 * unit of cost, or the budget ends. Without budgets and conflicts of items it
 * touches nothing of the search but these two books. */
eb_status pair_improve(struct pair *pair, struct search *s, int g, int h,
                       struct budget *budget);

#endif
