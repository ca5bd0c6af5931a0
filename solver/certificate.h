/* certificate.h - what proves a lower bound. */
#ifndef SOLVER_CERTIFICATE_H
#define SOLVER_CERTIFICATE_H

#include "solver/problem.h"

/* One proof of a lower bound: budget multipliers, prices of the items that
 * reach several blocks, and per block a tree whose leaves carry multipliers
 * (docs/MODEL.md section 11). Multipliers are in 1e-12 units of cost per unit
 * of load; prices in units of cost x 1e12. */
enum { LEAF = -1, DROPS = -2 };
struct branch_node {
    int item;      /* what it splits, or one of these */
    size_t vector; /* of a leaf and of drops: index into `vectors` */
    size_t first_branch, n_branches;
};
/* Of drops, each branch but the last is a leaf of the node's vector: that item
 * on these arcs, items before it on none of theirs. The last is what is left. */
struct branch {
    int item;                     /* of drops */
    size_t first_agent, n_agents; /* into agents: the arcs kept on this side */
    bool out;                     /* and staying out of the block */
    size_t node;                  /* into nodes */
};
struct block {
    size_t first_agent, n_agents; /* into agents: the block's own */
    size_t root;                  /* into nodes */
};
/* A mixed-integer rounding cut of an agent's loads (docs/MODEL.md section 11): of
 * what lies above `at` for each side of weight > 0, below it for < 0. Items whose
 * only arc is to the agent are taken without being named. */
struct cut_side {
    int resource;
    int64_t weight, at;
};
struct cut {
    int agent;
    int64_t divisor;
    size_t first_side, n_sides;  /* into sides */
    size_t first_taken, n_taken; /* into taken: ascending */
};
struct cut_multiplier {
    size_t cut;
    wide value; /* >= 0 */
};
struct certificate {
    struct VEC(wide) vectors; /* n_vectors x (n_agents x n_resources) */
    size_t n_vectors;
    struct VEC(wide) budget_multipliers; /* [n_budgets] >= 0 */
    struct VEC(wide) leaf_budgets; /* n_vectors x n_budgets, instead of those:
                     each vector's own, where there is one block; or empty */
    struct VEC(struct cut) cuts;
    struct VEC(struct cut_side) sides;
    struct VEC(int) taken; /* items */
    struct VEC(
        size_t) first_cut; /* [n_vectors + 1] into cut_multipliers: those
                                     of each vector; or empty: no cuts */
    struct VEC(struct cut_multiplier) cut_multipliers;
    struct VEC(wide) prices; /* [n_items]; 0 where not needed */
    struct VEC(int) agents;
    struct VEC(struct block) blocks;
    struct VEC(struct branch_node) nodes;
    struct VEC(struct branch) branches;
};

void certificate_clear(struct certificate *certificate);
/* `out` is taken for empty. */
eb_status certificate_copy(const struct certificate *from,
                           struct certificate *out);

#endif
