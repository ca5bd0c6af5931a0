/* cuts.h - what indivisible items cost an agent's loads: mixed-integer rounding
 * cuts (Nemhauser and Wolsey 1990; the search for them as in Marchand and Wolsey
 * 2001).
 *
 * Of one row of the relaxation, or a weighted sum of an agent's rows, the load is
 * L = base + sum a x with whole a. Let U be how far L lies beyond a place t at most
 * - of a sum, that of its rows by their weights - so that sum a x <= t - base + U.
 * A few arcs may be `taken`: counted by what is missing of them,
 * a x = a - a (1 - x). Let b be what then stands on the right side, d > 0 a divisor,
 * r = b mod d, and
 *
 *     G(a) = (d - r) floor(a / d) + max(0, a mod d - r).
 *
 * Then, x being 0 or 1,
 *
 *     sum over others G(a) x + sum over taken G(-a) (1 - x) <= G(b) + U,
 *
 * everything in whole numbers. Below t the same holds with a, t, base and L
 * turned round: a weight below 0. Nothing here depends on which arcs live, so that
 * a cut holds everywhere once it is found. Weights are found by states.h. */
#ifndef SOLVER_CUTS_H
#define SOLVER_CUTS_H

#include "solver/relaxation.h"

struct cuts {
    struct relaxation *r;
    struct VEC(struct relax_cut *) found;
    double
        floor; /* units of cost: less than that is not worth a cut of several
                     rows; the caller's to set */

    /* of the agent at hand */
    double *amount; /* [its rows x its arcs] */
    double *sum;    /* [its arcs] weighted */
    bool *taken;    /* [its arcs] */
    struct member *part;
    struct state_room *room;
};

/* `r` must stand. */
eb_status cuts_init(struct cuts *cuts, struct relaxation *r);
void cuts_clear(struct cuts *cuts);

/* What a weighted amount counts for in a cut: G(a), or of what is taken -G(-a). */
double cuts_value(double divisor, double rest, double amount, bool taken);
/* Puts a cut in force that was found before, of the same agent (its place in the
 * relaxation), with these items (ascending numbers of the problem) taken. */
eb_status cuts_restore(struct cuts *cuts, int who,
                       const struct relax_side *sides, int n_sides,
                       double divisor, const int *taken, int n_taken);
/* Puts cuts in force of all arcs that go beyond some bend of a row's cost by
 * themselves, whatever the point. How many. */
eb_status cuts_of_heavy(struct cuts *cuts, int *n_new);
/* Puts cuts in force that the point violates, for each load one above and one
 * below at most, and one of each agent's loads together: `value` [arcs], `filled`
 * [pieces]. How many. */
eb_status cuts_separate(struct cuts *cuts, const double *value,
                        const double *filled, int *n_new);

#endif
