/* certificate.h - what proves a lower bound. */
#ifndef SOLVER_CERTIFICATE_H
#define SOLVER_CERTIFICATE_H

#include "solver/problem.h"

/* One proof of a lower bound: budget multipliers, prices of the items that
 * reach several blocks, and per block a tree whose leaves carry multipliers
 * (docs/MODEL.md section 11). Multipliers are in 1e-12 units of cost per unit
 * of load; prices in units of cost x 1e12. */
struct branch_node {
    int item;      /* -1: a leaf */
    size_t vector; /* of a leaf: index into `vectors` */
    size_t first_branch, n_branches;
};
struct branch {
    size_t first_agent, n_agents; /* into agents: the arcs kept on this side */
    bool out;                     /* and staying out of the block */
    size_t node;                  /* into nodes */
};
struct block {
    size_t first_agent, n_agents; /* into agents: the block's own */
    size_t root;                  /* into nodes */
};
struct certificate {
    struct VEC(wide) vectors; /* n_vectors x (n_agents x n_resources) */
    size_t n_vectors;
    struct VEC(wide) budget_multipliers; /* [n_budgets] >= 0 */
    struct VEC(wide) leaf_budgets; /* n_vectors x n_budgets, instead of those:
                     each vector's own, where there is one block; or empty */
    struct VEC(wide) prices;       /* [n_items]; 0 where not needed */
    struct VEC(int) agents;
    struct VEC(struct block) blocks;
    struct VEC(struct branch_node) nodes;
    struct VEC(struct branch) branches;
};

void certificate_clear(struct certificate *certificate);

#endif
