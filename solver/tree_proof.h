/* tree_proof.h - what a tree search writes down as it goes, and the certificate
 * that this makes. */
#ifndef SOLVER_TREE_PROOF_H
#define SOLVER_TREE_PROOF_H

#include "solver/certificate.h"
#include "solver/relaxation.h"

struct tree_node {
    int parent; /* -1: the root */
    int arc;    /* what split the parent ... */
    bool alone; /* ... this arc alone for its item, or never this arc */
    int depth;
    int first_child; /* two of them, the arc alone first; -1: none */
    int64_t basis;   /* where to start from; both children's is the same */
    double bound;
    size_t vector;              /* multipliers that prove it */
    size_t first_drop, n_drops; /* arcs that cost too much from here on */
};

/* A cut that a vector multiplies. */
struct log_cut {
    struct relax_cut *cut;
    double by;
};

struct tree_log {
    int n_rows;
    struct VEC(struct tree_node) nodes;
    struct VEC(int) drops;        /* arcs, item by item within a node */
    struct VEC(double) vectors;   /* n_vectors x n_rows */
    struct VEC(size_t) first_cut; /* [n_vectors] into cuts, up to the next */
    struct VEC(struct log_cut) cuts;
    size_t n_vectors;
};

void tree_log_clear(struct tree_log *log);
/* Keeps a copy of the multipliers, and of those of the cuts now in force, as
 * those of the node. */
eb_status tree_log_vector(struct tree_log *log, const struct relaxation *r,
                          const double *lambda, int node);

/* Adds the tree to the certificate as a block of the agents in `in` (NULL: all).
 * The root is the first node. What was dropped at a node becomes leaves of the
 * node's multipliers. What lies below a node whose bound is `enough` is left
 * out. Cuts are numbered here. */
eb_status tree_log_prove(const struct tree_log *log,
                         const struct relaxation *r, const bool *in,
                         double enough, struct certificate *out);

#endif
