/* tree.h - exact search: depth first over the items, heaviest first, with the
 * Lagrangian bound renewed at every node.
 *
 * A node fixes some items and rules out some arcs. Its multipliers start at its
 * parent's and climb for a few rounds; arcs whose reduced cost lifts the bound to the
 * best known objective are ruled out below it. What makes it work is that
 * the load of an agent can only lie between what is fixed and what may still
 * come, so each heavy item that is settled lifts the bound. */
#ifndef SOLVER_TREE_H
#define SOLVER_TREE_H

#include "solver/dual.h"
#include "solver/incumbent.h"

struct tree_result {
    bool complete;  /* everything was searched: `best` is optimal, or there is
                       no assignment below `cutoff` */
    double bound;   /* units of cost: no assignment lies below min(this, best) */
    int64_t nodes;
};

/* `dual` gives the root's multipliers. Assignments of at least `cutoff` units
 * of cost do not interest. Up to rounding of penalties (half a unit for each
 * term), unless the problem is tiny, where ties are searched too. */
eb_status tree_run(const struct dual *dual, struct incumbent *best,
                   int64_t cutoff, struct budget *budget,
                   struct tree_result *out);

#endif
