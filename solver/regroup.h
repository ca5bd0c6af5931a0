/* regroup.h - a large neighbourhood: the books of a few agents are divided anew
 * among them, exactly or nearly so, by a tree search (tree.h).
 *
 * Descent trades one item for another; what it cannot see is that ten items of
 * four books should change places at once. */
#ifndef SOLVER_REGROUP_H
#define SOLVER_REGROUP_H

#include "solver/descent.h"
#include "solver/dual.h"
#include "solver/incumbent.h"
#include "solver/seats.h"

struct regroup_options {
    int nodes;             /* of one tree, at most */
    int arcs;              /* of one neighbourhood, at most */
    int smallest, largest; /* agents in a group */
    int patience; /* groups in a row that bring nothing, for each size */
    const struct seats
        *seats; /* every other group begins with one of these and
                                  where else it could be; or NULL */
};

struct regroup;

/* All must stand. */
eb_status regroup_new(struct search *s, const struct dual *dual,
                      const struct descent *descent,
                      const struct regroup_options *options,
                      struct regroup **out);
void regroup_free(struct regroup *regroup);

/* Goes on from the state of the search, which must be complete and what the last
 * run left or better; groups grow from the smallest size while they bring nothing
 * and start over when one does; a group that brought nothing is looked at again
 * when one of its books has changed. Offers improvements to `best`. Stops when no
 * size brings anything (*idle), when the budget ends or the best objective is at
 * most `target`. */
eb_status regroup_run(struct regroup *regroup, struct incumbent *best,
                      struct rng *rng, int64_t target, struct budget *budget,
                      bool *idle);

/* Lets the items on which the state and `other` ([n_items]) differ go anywhere,
 * and the rest stay: what two good assignments do not agree on is what is in
 * doubt (crossover as a neighbourhood, Rothberg 2007). Offers an improvement to
 * `best`. */
eb_status regroup_differing(struct search *s, const struct dual *dual,
                            const struct regroup_options *options,
                            const int *other, struct incumbent *best,
                            struct budget *budget);

#endif
