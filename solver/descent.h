/* descent.h - all relocations and swaps between two agents, agent pair by agent
 * pair, skipping pairs whose books have not changed since the last look.
 *
 * In trials this neighbourhood mattered more than the metaheuristic around it:
 * a relocation alone nearly always unbalances two books; a swap need not. */
#ifndef SOLVER_DESCENT_H
#define SOLVER_DESCENT_H

#include "base/pool.h"
#include "solver/search.h"

struct descent;

/* `pool` may be NULL; large problems use it for all agents at once. */
eb_status descent_new(const struct search *s, struct pool *pool,
                      struct descent **out);
void descent_free(struct descent *descent);

/* Agents that share an arc of some item with this one, ascending. */
int descent_neighbours(const struct descent *descent, int agent,
                       const int **out);

/* Improves until no relocation or swap between two of the `n` agents (NULL:
 * all) lowers the guided objective by a unit of cost or the budget ends. */
eb_status descent_run(struct descent *descent, struct search *s,
                      const int *agents, int n, struct budget *budget);
/* Forgets which pairs have been looked at (after weights changed). */
void descent_forget(struct descent *descent);

#endif
