/* mip.h - a problem as rows and columns of a mixed-integer program, in
 * exact decimals, for GLPK and for export to any other solver.
 *
 *     minimise    constant + sum cost x                     points
 *     item i      sum_g x_ig = 1
 *     load g, m   lo <= sum_i w_igm x_ig + under - over <= hi
 *     budget q    sum_i b_iq x_i,owner + excess >= total leaving - B_q
 *     apart s, g  sum_{i in s} x_ig <= 1
 *
 * Items with one arc, or fixed, are folded into the constants. phi becomes
 * columns that fill the distance of the load from the cheapest load: `over`
 * above it, `under` below it, one column per straight piece, dearer outward.
 *
 *     phi |\                    .     over 2: slope of the second piece,
 *         | \_               __/              as wide as that piece
 *         |   \____    ____/
 *         |        \__/         under 2 | under 1 | over 1 | over 2
 *         +---------^-------------------------------------- load
 *               cheapest        lo = hi = cheapest - what is folded
 *
 * Their widths end where the load's limits, or the loads that can arise at all,
 * end: a hard limit needs no row of its own. Between two whole loads phi is
 * replaced by its chord, so the relaxation is no weaker than that of whole
 * loads (docs/MODEL.md section 11).
 *
 * Every number is exact: loads in units of load / 10^decimals, a power of ten
 * near the weight of an average item, so that coefficients lie around 1; costs
 * in 1e-27 points (1e-18 units of cost). Each item's cheapest arc costs 0 here,
 * the difference is in `constant`; so all costs are >= 0.
 *
 * The objective differs from the kernel's in one way: phi and the price of a
 * budget's excess are not rounded. That is at most half a unit of cost
 * (5e-10 points) for each load with a penalty and each budget.
 *
 * For other programs print loads exactly (decimal_write) and costs with "%.17g"
 * of mip_points: off by 1e-16 of themselves, and CBC refuses numerals of more
 * than some 25 characters. */
#ifndef SOLVER_MIP_H
#define SOLVER_MIP_H

#include "solver/problem.h"

#define MIP_COST_DECIMALS 27 /* of points */

enum mip_column_kind { COLUMN_ARC, COLUMN_UNDER, COLUMN_OVER, COLUMN_EXCESS };

struct mip_column {
    enum mip_column_kind kind;
    int a, b;      /* arc: item, agent; under, over: row, number from 1;
                      excess: row, 0 */
    wide cost;     /* >= 0; 1e-27 points for each 10^decimals units */
    int64_t width; /* 0 <= value <= width / 10^decimals; an arc's is 1 */
    int decimals;  /* an arc's is 0; arcs alone are integer */
};

enum mip_row_kind { ROW_ITEM, ROW_LOAD, ROW_BUDGET, ROW_APART };

struct mip_row {
    enum mip_row_kind kind;
    int a, b;        /* item; agent, resource; budget; set, agent */
    int64_t lo, hi;  /* / 10^decimals; INT64_MIN, INT64_MAX where open */
    int decimals;    /* also of every entry of the row */
    int first_extra; /* its columns: under 1, 2 .. (or excess), over 1, 2 .. */
    int n_under, n_over;
};

/* At most one entry per row and column. */
struct mip_entry {
    int row, column;
    int64_t units; /* / 10^decimals of the row */
};

struct mip {
    int n_items, n_agents, n_resources, n_budgets;
    int n_arcs;        /* columns 0 .. n_arcs - 1 are arcs, item by item,
                            ascending by agent */
    int *first_arc;    /* [n_items + 1] columns of an item; none if folded */
    int *folded;       /* [n_items] its agent, or -1 */
    int64_t *cheapest; /* [n_items] what was taken off its arcs */
    struct VEC(struct mip_column) columns;
    struct VEC(struct mip_row) rows; /* row numbers from 0 */
    struct VEC(struct mip_entry) entries;
    wide constant;   /* 1e-27 points */
    bool infeasible; /* seen while building; some row then says so too */
    int n_rounded;   /* penalties that the kernel rounds and this does not */
};

void mip_free(struct mip *mip);
/* The column of an arc, or -1. O(log arcs). */
int mip_arc(const struct mip *mip, int item, int agent);

/* An assignment ([n_items]) as values of all columns, in units of their own
 * decimals. False, and `value` unspecified, if it is outside the part or breaks
 * a limit, a budget or a conflict set; decided exactly. `activity` is room for
 * n_rows. `objective` in 1e-27 points. */
bool mip_point(const struct mip *mip, const int *agent, int64_t *activity,
               int64_t *value, wide *objective);

/* "x12_3", "over4_0_2" (agent 4, resource 0, second piece), "under4_0_1",
 * "excess0"; "item12", "load4_0", "budget0", "apart5_4". */
#define MIP_NAME_ROOM 48
void mip_column_name(const struct mip *mip, int column,
                     char name[MIP_NAME_ROOM]);
void mip_row_name(const struct mip *mip, int row, char name[MIP_NAME_ROOM]);

/* units / 10^decimals, correctly rounded while units < 2^53. */
double mip_number(int64_t units, int decimals);
/* A cost in points. */
double mip_points(wide cost);

#endif
