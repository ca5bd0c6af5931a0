/* trading.h - what the parts of a tradeoff share. Private to tradeoff.c and the files
 * that it calls, in this order:
 *
 *     trade -> trade_all | trade_spread -> trade_nested                     */
#ifndef SOLVER_TRADING_H
#define SOLVER_TRADING_H

#include "solver/solve.h"

struct tradeoff; /* tradeoff.h */
struct tradeoff_options;
struct tradeoff_point;

/* An assignment that keeps every limit but, maybe, the budget's. */
struct trade {
    int *agent;
    int64_t f, g;
};

struct trading {
    struct problem *p;
    int budget;
    int64_t loosest;
    const struct tradeoff_options *options;
    struct tradeoff *out;
    struct trade least; /* the least g found; agent NULL: none */
    int64_t *used;      /* [n_budgets] scratch */
};

/* trade.c */
/* A solution of these options, which start from `start` (NULL: nothing). */
eb_status trade_solve(struct trading *t, const struct problem *p,
                      const struct solve_options *how, struct solution **out);
/* Takes the agents over, whatever happens: *out has them if they keep every limit but
 * the budget's, else none. */
eb_status trade_take(struct trading *t, int **agent, struct trade *out);
/* An assignment that takes as little of the budget as can be. */
eb_status trade_least(struct trading *t);
/* Adds a point; the agents are copied, the certificate is taken. */
eb_status trade_add(struct trading *t, const struct trade *trade,
                    struct tradeoff_point *proof);
bool trade_is_over(struct trading *t);
void trade_report(struct trading *t, const char *phase, size_t done,
                  size_t of);

/* trade_all.c - every efficient point. */
eb_status trade_all(struct trading *t);
/* trade_spread.c - some, spread evenly. */
eb_status trade_spread(struct trading *t);
/* trade_nested.c - the points that are there become parts of one another. */
eb_status trade_nest(struct trading *t);

#endif
