/* single.h - one agent by itself: which items it takes at given prices.
 *
 *     minimise    sum (cost - price) x  +  what its loads cost
 *     subject to  0 <= x <= 1, its loads within what they may be, its cuts
 *
 * A linear program of one row for each load and each cut, all of whose columns
 * have bounds, so that any basis is dual feasible once columns lie at the bound
 * their reduced cost asks for: a dual simplex whose steps pass over all bounds
 * that pay (Maros 2003, "A generalized dual phase-2 simplex algorithm") and whose
 * basis, some four by four, is inverted afresh each time. Some items may be held
 * or banned: what an agent is worth with one heavy account, and without it. */
#ifndef SOLVER_SINGLE_H
#define SOLVER_SINGLE_H

#include "solver/held.h"

enum single_mark { SINGLE_FREE, SINGLE_HELD, SINGLE_BANNED };

struct single {
    int agent, n, n_loads, n_rows, n_pieces; /* rows: loads, then cuts */
    int n_columns;  /* items, pieces, what cuts leave */
    int *item;      /* [n] with a choice, ascending */
    double *cost;   /* [n] without the item's price */
    double *amount; /* [n_rows x n] scaled */
    double *length; /* [n] sum of its amounts, of either sign */
    int *term;      /* [n_loads] */
    double *unit;   /* [n_rows] load or weighted load that is 1 */
    double *rhs;    /* [n_rows] scaled, with nothing taken */
    double *slope, *width, *entry; /* [pieces]; entry [n_rows x pieces] */
    int *piece_row;                /* [pieces] */
    double *slack;   /* [cuts] the most that each can leave, scaled */
    double constant; /* what the agent costs with nothing taken, at the least
                        load that its pieces begin at */
    bool fits;       /* some load lies within each row's limits */
};

/* `items`: those with a choice that can go to the agent. Costs count what
 * budgets' multipliers add. O(items x rows). */
eb_status single_init(struct single *single, const struct dual *dual,
                      const struct held *held, int agent, const int *items,
                      int n);
void single_clear(struct single *single);

/* Room for one solve at a time, of any single with not more columns and rows. */
struct single_room;
eb_status single_room_new(int columns, int rows, struct single_room **out);
void single_room_free(struct single_room *room);

/* What the agent is worth at prices ([items of the problem]), a lower bound of any
 * choice it has: exact but for rounding. `mark` [n] or NULL; `basis` [n_rows]
 * where to begin, and where it ended, with how far its multipliers may move next
 * time in *reach; basis[0] < 0: afresh. `lambda` [n_rows]
 * per unit of load, of cuts >= 0; `x` [n] or NULL: what is taken, and `asked` [n] the
 * reduced costs there. INFINITY: no load fits; lambda
 * then lies far out. */
double single_solve(const struct single *single, const double *price,
                    const unsigned char *mark, struct single_room *room,
                    int *basis, double *reach, double *lambda, double *asked,
                    double *x);

#endif
