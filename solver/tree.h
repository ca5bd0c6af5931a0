/* tree.h - exact search: best first with dives, a linear relaxation at every
 * node, and what is proved as the tree of a certificate.
 *
 * A node leaves some arcs alive; its multipliers are those of its relaxation
 * (simplex.h), its bound the exact formula at them (relaxation.h). It is split
 * by one arc: that arc alone for its item, or never that arc. The arc is chosen
 * by how much both sides lift the bound: tried out at first, then estimated
 * from what was seen before (reliability branching, Achterberg, Koch and Martin
 * 2005). Arcs whose reduced cost lifts the bound to the best known objective die
 * below the node. */
#ifndef SOLVER_TREE_H
#define SOLVER_TREE_H

#include "solver/held.h"
#include "solver/relaxation.h"

struct tree;

struct tree_options {
    const struct relax_part *part; /* NULL: the whole problem */
    double
        cutoff; /* units of cost: assignments from here on do not interest */
    const int *start; /* [items of the problem] nor does this one; or NULL */
    double slack;     /* but what costs so much more does */
    const double *lambda;    /* the root's multipliers, as in dual.h; NULL: the
                             dual's */
    const struct held *held; /* cuts to begin with; NULL: none */
    bool bound_only; /* always the node of the lowest bound, no dives, and no
                        assignments */
    bool cuts;       /* cuts.h: far fewer nodes, each some ten times as dear */
    int most_nodes;  /* until tree_allow says otherwise */
    double
        gap; /* it is enough to know what is found to be this near the bound, as
                   a fraction */
    /* Values an assignment that was found, one arc of the relaxation for each of
     * its items, and sets what is to be beaten from now on. `rounded`: it comes
     * from rounding a point, and improving it may pay. NULL: doubles decide. */
    eb_status (*offer)(void *context, const struct relaxation *r,
                       const int *choice, bool rounded, double *cutoff);
    void *context;
};

struct tree_move {
    int item, agent;
};

struct tree_result {
    bool
        complete; /* everything was searched: there is nothing below the cutoff
                      but what was found */
    bool paused;  /* steps ran out: it goes on from where it was */
    double bound; /* units of cost: no assignment lies below min(this, what was
                      found) */
    int nodes;
    int64_t iterations;
    struct VEC(struct tree_move) found; /* the best assignment, where doubles
                                           decide; empty: none */
};

void tree_result_clear(struct tree_result *result);

/* `dual` gives the root's multipliers and must stand, as must what options
 * point to. */
eb_status tree_new(const struct dual *dual, const struct tree_options *options,
                   struct tree **out);
void tree_free(struct tree *tree);
/* Searches on, to beat what is better by now than `cutoff`, and sums up in
 * `result` what all such searches brought. Exact up to rounding of penalties
 * (half a unit for each term), unless the problem is tiny, where ties are
 * searched too. */
eb_status tree_grow(struct tree *tree, double cutoff, struct budget *budget,
                    struct tree_result *result);
void tree_allow(struct tree *tree, int most_nodes);
/* What is to be beaten now. */
double tree_cutoff(const struct tree *tree);
/* Adds the tree as one more block of the part's agents: nodes, branches,
 * vectors, cuts. */
eb_status tree_prove(struct tree *tree, struct certificate *proof);

/* All of it in one; `proof` may be NULL. */
eb_status tree_run(const struct dual *dual, const struct tree_options *options,
                   struct budget *budget, struct certificate *proof,
                   struct tree_result *out);

#endif
