/* stays.h - the bound of bound.h (one block, one leaf) for very many items that have a
 * home and mostly stay there, and an ascent over its multipliers.
 *
 * The items are no problem's: only the loads' terms are. An item stays at its home's
 * price where no other arc can be cheaper, which the least that it costs anywhere and
 * the least multipliers of the agents on its list tell at once:
 *
 *     least + sum_k min over the list of lambda_gk w_k  >=  stay + sum_k lambda_hk w_k
 *
 * So a pass costs O(items), arcs are listed only of items that might go, and what they
 * cost is asked only of those that might be cheaper. */
#ifndef SOLVER_STAYS_H
#define SOLVER_STAYS_H

#include "solver/problem.h"

struct stays {
    struct problem *p; /* terms alone; load_most becomes that of the items */
    size_t n_items;
    const int
        *home; /* [n_items] agent; -1: none, it may stay out at no cost */
    const int64_t *stay;  /* [n_items] what it costs at home */
    const int64_t *least; /* [n_items] no other arc costs less */
    const int *list;      /* [n_items] where else it may go; -1: nowhere */
    const bool
        *odd; /* [n_items] its arcs are not those of its list, or it weighs
                             something else there: always asked for its arcs */
    const size_t
        *load_first; /* [n_items + 1] what it weighs, at home too if odd */
    const struct load *loads;
    size_t n_lists;
    const size_t *list_first; /* [n_lists + 1] */
    const int *list_agent;
    /* All arcs but home, ascending, how many; what one of them costs. */
    int (*arcs)(void *context, size_t item, int *agent);
    int64_t (*cost)(void *context, size_t item, int agent);
    /* What an odd item weighs there. */
    int (*weigh)(void *context, size_t item, int agent,
                 const struct load **loads);
    void *context;
};

/* Improves lambda ([n_agents * n_resources], units of cost per unit) by so many passes
 * towards an objective that some assignment has; then what it proves, in whole units of
 * cost, exactly as bound_of() would. INT64_MAX where no assignment can exist. */
eb_status stays_bound(const struct stays *stays, int64_t target, int passes,
                      double *lambda, int64_t *bound);

#endif
