/* simplex.h - the best multipliers of a relaxation, and the fractional point
 * that goes with them: a dual simplex made for this one shape.
 *
 *     minimise  sum cost x + sum slope s
 *     row k     base + sum amount x - sum s = least     0 <= s <= width
 *     item i    sum of its arcs' x = 1                   x >= 0
 *     cut c     sum g x - its pieces' s <= most
 *
 * The items' rows are generalised upper bounds (Dantzig and Van Slyke 1967):
 * each has a key arc, which takes what the others leave, so that the basis has
 * one column per row alone and its inverse is a small dense matrix. A step of
 * the dual simplex follows its ray past every breakpoint at which the bound
 * still rises (the long-step rule of Fourer 1994): there a piece fills or
 * empties, or an item without a basic arc goes to another agent as a whole.
 *
 * Nothing here is trusted: any multipliers give a valid bound, which
 * relaxation_bound works out by itself. What this saves is time: a general code
 * takes a millisecond where this takes some 20 microseconds. */
#ifndef SOLVER_SIMPLEX_H
#define SOLVER_SIMPLEX_H

#include "solver/relaxation.h"

struct simplex;

enum simplex_end {
    SIMPLEX_OPTIMAL,
    SIMPLEX_INFEASIBLE, /* the multipliers lie far out on a ray */
    SIMPLEX_LIMIT,      /* out of iterations, or at the goal */
    SIMPLEX_FAILED      /* numerically; multipliers are as good as any */
};

/* `r` must have a load for each row, and must stand. */
eb_status simplex_new(struct relaxation *r, struct simplex **out);
void simplex_free(struct simplex *x);

/* Changes costs by next to nothing, all differently: where many arcs cost the
 * same the simplex else goes from tie to tie. Optimal multipliers are then a
 * shade off. Before the start. */
void simplex_shake(struct simplex *x);

/* From now on the pool's threads share what arcs are looked at; NULL: none do. The
 * same steps in any case. */
void simplex_share(struct simplex *x, struct pool *pool);

/* Starts afresh near these multipliers ([n_rows]), without cuts. */
void simplex_start(struct simplex *x, const double *lambda);

/* From the dual's best multipliers to the relaxation's own, which become the
 * dual's if they are better. At most `limit` iterations; the budget's clock and
 * flag may end it sooner, and what is reached then counts. */
eb_status simplex_approach(struct simplex *x, struct dual *dual, int64_t limit,
                           struct budget *budget, int64_t *iterations);

/* A basis and the cuts in force, to come back to when other arcs live: `room`
 * bytes. */
size_t simplex_room(const struct simplex *x);
void simplex_save(const struct simplex *x, void *basis);
void simplex_load(struct simplex *x, const void *basis);

/* The same within a moment: with the same cuts in force, and one at a time. */
void simplex_keep(struct simplex *x);
void simplex_back(struct simplex *x);

/* Goes on from where it is, for the arcs that live now, which must be among
 * those that lived at the last load or start. Ends early once the bound is
 * sure to reach `goal`. Adds to *iterations; takes at most `limit`. */
enum simplex_end simplex_solve(struct simplex *x, double goal, int limit,
                               int64_t *iterations);

/* Cuts that have come into force since are to count from now on. */
void simplex_take_cuts(struct simplex *x);
/* Puts those out of force that do not bind. */
void simplex_drop_cuts(struct simplex *x);

/* The multipliers ([n_rows + n_cuts], units of cost per unit; of cuts >= 0). */
void simplex_lambda(const struct simplex *x, double *lambda);
/* How full pieces are: [n_pieces]. */
void simplex_pieces(const struct simplex *x, double *value);
/* The point: [n_arcs]. */
void simplex_point(const struct simplex *x, double *value);

#endif
