/* lift_block.h - one block of a lift (lift.h): its multipliers are made the best
 * there are while all others stand, with cuts.
 *
 * Blocks that share no item may be solved at once: what one reads and changes is
 * then nothing to any other. */
#ifndef SOLVER_LIFT_BLOCK_H
#define SOLVER_LIFT_BLOCK_H

#include "base/pool.h"
#include "solver/cuts.h"
#include "solver/held.h"
#include "solver/simplex.h"
#include "solver/vicinity.h"

/* What is lifted. */
struct lifted {
    const struct dual *dual;
    double *lambda; /* [n_agents x n_resources] */
    struct held held;
    double gain; /* by how much all blocks have lifted the bound */
};

/* What an arc costs at these, cuts included. */
double lifted_price(const struct lifted *lifted, int item, size_t arc);

struct lift_block {
    const struct lifted *from;
    bool *in;    /* [n_agents] */
    int *barred; /* [n_agents] who shares an item with it */
    int n_barred;
    int *items; /* as in vicinity.h */
    int n_items;
    double *price; /* [items of the problem] */
    struct relaxation *r;
    struct simplex *x;
    struct cuts cuts;
    double *at; /* [rows + cuts] */
    double *value, *filled;
    double gain; /* 0: leave everything as it is */
    struct budget budget;
    eb_status status;

    struct pool_task task;
    int64_t allowed; /* steps, at its beginning */
};

/* O(items) of memory; `from` must stand. */
eb_status lift_block_init(struct lift_block *block, const struct lifted *from);
void lift_block_clear(struct lift_block *block);

/* Sets it to the block at hand of the vicinity. */
void lift_block_set(struct lift_block *block, const struct vicinity *near);
/* Solves it, within its budget; changes nothing else. */
void lift_block_solve(struct lift_block *block);
/* Takes what it has gained, and lets go of it. */
eb_status lift_block_take(struct lift_block *block, struct lifted *into);

#endif
