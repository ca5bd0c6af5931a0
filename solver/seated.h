/* seated.h - large problems: first who is to hold each heavy item, then the rest.
 *
 * Where an agent has dozens of items, what makes a linear relaxation weak is a
 * handful that fill much of a load by themselves. Each gets a seat: the agent to
 * whom it costs least, with all that must make room for it (singles.h). With the
 * seats taken the relaxation is nearly tight, its multipliers say where light items
 * go, and prices prove that no other seats would be much better. */
#ifndef SOLVER_SEATED_H
#define SOLVER_SEATED_H

#include "solver/lift.h"
#include "solver/singles.h"

struct seated;

/* Begins at the dual's best multipliers. All must stand. */
eb_status seated_new(const struct dual *dual, struct seated **out);
void seated_free(struct seated *seated);

/* Finds seats, in at most so many rounds. */
eb_status seated_place(struct seated *seated, int rounds,
                       struct budget *budget);
/* Better seats and multipliers by the seats' relaxation, of which at most so many
 * changes in a row are tried without success. */
eb_status seated_refine(struct seated *seated, int patience,
                        struct budget *budget);
/* Multipliers and cuts of the light items with the seats taken, block by block of
 * so many agents: at most so many passes, while one brings `worth` of the bound. */
eb_status seated_lift(struct seated *seated, int passes, int size,
                      double worth, struct rng *rng, struct budget *budget);
/* Raises the bound towards that of the seats, in at most so many rounds. */
eb_status seated_raise(struct seated *seated, int rounds,
                       struct budget *budget);
eb_status seated_prove(const struct seated *seated, struct certificate *out);

/* Where each item costs least ([n_items]), heavy ones at their seats; -1 where two
 * agents are as good. */
void seated_assign(const struct seated *seated, int *agent);
const struct seats *seated_seats(const struct seated *seated);
/* The multipliers with the seats taken. */
const struct dual *seated_dual(const struct seated *seated);

#endif
