/* tradeoff.h - the best objective within each limit of one budget.
 *
 * Of all assignments x let f(x) be the objective and g(x) what x takes of the budget.
 * A pair (g, f) is efficient if no x has less of one and no more of the other. They are
 * found by the epsilon-constraint method (Haimes, Lasdon and Wismer 1971): the least f
 * with g <= B, for one B after the other.
 *
 * Where all are wanted, B runs from the loosest down: each optimum's g, less a unit, is
 * the next B, so that none is left out. Where there are too many, B takes values spread
 * evenly. Then the budget is first given a price (weigh.h), where neighbouring points
 * show what price fits (Cohon, Church and Sheer 1979): one such solution is a start, and
 * its multipliers a bound, for every B. */
#ifndef SOLVER_TRADEOFF_H
#define SOLVER_TRADEOFF_H

#include "solver/solve.h"

struct tradeoff_point {
    int *agent;    /* [n_items] */
    int64_t f, g;  /* exact */
    int64_t bound; /* of any assignment that takes no more than g, by `proof`;
                      INT64_MIN: none */
    int64_t solver_bound; /* what a complete search adds, unchecked */
    struct certificate proof;
};

struct tradeoff_options {
    struct solve_options
        how;         /* of one question; `start` keeps every limit but,
                                 maybe, the budget's; proof is set here */
    bool all;        /* all efficient points, each proved ... */
    size_t most;     /* ... but no more than these; 0: any number */
    size_t n_points; /* else these, spread evenly */
    bool nested;     /* each contains the one before */
    void (*progress)(void *context, const char *phase, size_t done, size_t of);
    void *context;
};

struct tradeoff {
    struct VEC(struct tradeoff_point) points; /* g and f strictly monotone */
    int64_t least;     /* g can be no less, as far as was found */
    bool least_proved; /* and as is proved */
    bool complete;     /* no efficient point is missing, all are proved */
    bool too_many;     /* more than `most`, or one could not be proved */
    bool cut;
    size_t n_lost; /* points that nesting has no place for */
    int64_t steps;
};

/* The limit of the budget in `p` is the loosest; it is the same afterwards. There are
 * no points where nothing is found that keeps it. */
eb_status tradeoff_run(struct problem *p, int budget,
                       const struct tradeoff_options *options,
                       struct tradeoff *out);
void tradeoff_clear(struct tradeoff *tradeoff);

#endif
