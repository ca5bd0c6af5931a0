/* walker.h - what reading and walking a certificate share.
 *
 * What families cost is counted in 1e-12 unit of cost, what loads cost in
 * 1e-18, since that is what a penalty of a whole load is a multiple of before
 * it is rounded. Sizes are checked once per matrix of multipliers, so that the
 * sums need no checks. */
#ifndef VERIFY_WALKER_H
#define VERIFY_WALKER_H

#include "verify/problem.h"

/* An amount of cost, or +infinity: units of 1e-12, and a rest of 1e-18 that is
 * below one of them and not negative. */
struct worth {
    bool infinite;
    wide units, rest;
};

/* A load that a cut weighs: above 0, what lies above `at` is allowed; else what
 * lies below. */
struct side {
    struct cut *cut;
    int resource;
    int64_t weight, at;
    struct side *next; /* active, of the same load */
    long double size;  /* of what it and those after it multiply, 1e-18 */
};

/* A rounding cut (cut.c) and, while a leaf multiplies it, by how much. */
struct cut {
    int r;
    struct side *side; /* [n_sides] */
    size_t n_sides;
    long double reach; /* of the weighted sum of all that might come */
    int64_t divisor;
    int *taken; /* families, ascending */
    size_t n_taken;
    wide rest, most; /* of the right side; what it allows beside U */
    bool is_active;
    wide mu;          /* 1e-12 unit of cost per unit */
    wide amount;      /* of the family at hand, 0 between them */
    struct cut *next; /* active, of the same rep */
};

struct walker {
    const struct world *world;
    const struct problem *problem;
    const struct doc *doc;
    const struct penalty *penalty; /* [resource * n_reps + r] */
    struct arena memory;
    long double size;    /* of all that families cost, 1e-12 ... */
    long double mu_size; /* ... and of what budgets add */

    /* Multipliers. */
    size_t n_rows, n_columns;
    int *row, *column; /* of a matrix: its rep, its resource */
    const struct node **matrix;
    size_t n_matrices, parsed;   /* parsed: the one in lambda, or n_matrices */
    wide *lambda;                /* [resource * n_reps + r] */
    const struct node **leaf_mu; /* [n_matrices] or NULL: `mu` is for all */
    wide *mu;                    /* [budget] 1e-12 unit of cost per unit */
    wide *price;                 /* [f] */
    bool *has_price;

    struct cut *cut; /* [n_cuts] */
    size_t n_cuts;
    const struct node **leaf_cuts; /* [n_matrices], or NULL */
    int64_t *sure; /* [resource * n_reps + r] of families with no other arc */
    struct cut **active, **cut_at; /* [n_active]; [r] */
    struct side **side_on;         /* [resource * n_reps + r] */
    size_t n_active;

    /* Blocks. */
    int *block_of;        /* [r] or -1 */
    size_t *first_family; /* [block] families with an arc in it */
    int *family;
    int *n_blocks_of; /* [f] */

    /* What is left on the way down a tree. */
    bool *alive;                 /* [arc] */
    bool *may_stay_out;          /* [f] */
    int64_t *fixed, *low, *high; /* [resource * n_reps + r] */
    int *stamp;                  /* [r] */
    int stamps;
    int block, n_blocks;
    bool any_mu;
};

/* EB_REFUSED, with the place in the certificate. */
eb_status walker_refuse(const struct walker *walker, const struct node *node,
                        const char *what);
/* proof.c: everything but the trees. */
eb_status proof_read(struct walker *walker, const struct node *phase);
/* Makes the multipliers of that number those in `lambda`. */
eb_status proof_take_matrix(struct walker *walker, const struct node *index);
/* The family that this account leads; -1 if it leads none. */
int proof_family(const struct walker *walker, const struct node *lead);
/* The rep of that id; -1 if there is none. */
int proof_rep(const struct walker *walker, const struct node *id);

/* cut.c: all cuts of a phase. */
eb_status cuts_read(struct walker *walker, const struct node *phase);
/* Makes those active that leaves of the matrix multiply. */
eb_status cuts_take(struct walker *walker, size_t matrix);
/* The family at hand weighs so much in the load: goes to the `amount` of its
 * active cuts. After the last of its loads at r, cuts_on_arc: what r's active
 * cuts add to its arc. 1e-12 unit of cost. */
void cuts_weigh(const struct walker *walker, size_t at, int64_t weight);
wide cuts_on_arc(const struct walker *walker, int family, int r);
/* What active cuts take off a load, 1e-12 unit of cost. */
wide cuts_on_load(const struct walker *walker, size_t at, wide load);
/* Takes off what active cuts of the walker's block allow. */
eb_status cuts_allow(const struct walker *walker, const struct node *node,
                     struct worth *sum);

/* leaf.c: the value of a leaf of the walker's block, over what is alive. */
eb_status leaf_value(struct walker *walker, const struct node *node,
                     struct worth *out);
/* Takes off what the budgets allow at their multipliers. */
eb_status leaf_budgets(const struct walker *walker, const struct node *node,
                       struct worth *sum);
/* Adds `units` of 1e-12 and `fine` of 1e-18. */
eb_status worth_add(const struct walker *walker, const struct node *node,
                    wide units, wide fine, struct worth *sum);
bool worth_is_below(const struct worth *a, const struct worth *b);

#endif
