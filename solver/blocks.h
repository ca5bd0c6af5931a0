/* blocks.h - a tree for each block of agents, for problems too large for one.
 *
 * Agents who share most items make a block. An item whose arcs reach several
 * blocks has a price, at which each of them may take it or leave it: what it
 * costs, at the multipliers of lift.h, in the second best block, so that the best
 * one wants it. The bounds of the trees, which begin at those
 * multipliers and cuts, and the prices add up to a bound of the whole (Lagrangian
 * decomposition, Guignard and Kim 1987). */
#ifndef SOLVER_BLOCKS_H
#define SOLVER_BLOCKS_H

#include "solver/lift.h"

struct blocks;

/* At most `size` agents each. Trees stop where a block costs `slack` more than its
 * part of `start` ([n_items]). All must stand and stay as they are. */
eb_status blocks_new(struct lift *lift, int size, const int *start,
                     double slack, struct blocks **out);
void blocks_free(struct blocks *blocks);

/* Trees that lie furthest below their part of the start grow first, a few nodes
 * at a time, until the budget ends. */
eb_status blocks_grow(struct blocks *blocks, struct budget *budget);
/* The bound so far, in doubles. */
double blocks_bound(const struct blocks *blocks);
/* All trees. */
eb_status blocks_prove(struct blocks *blocks, struct certificate *out);

#endif
