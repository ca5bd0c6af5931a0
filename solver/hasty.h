/* hasty.h - a plan soon, and no bound: what is open placed by regret, then downhill,
 * and again with dearer hard limits for as long as some are broken. */
#ifndef SOLVER_HASTY_H
#define SOLVER_HASTY_H

#include "solver/descent.h"
#include "solver/greedy.h"

struct hasty {
    struct search *s; /* of the problem given to hasty_init */
    struct greedy *greedy;
    struct descent *descent;
};

eb_status hasty_init(struct hasty *hasty, const struct problem *p);
void hasty_clear(struct hasty *hasty);

/* Takes `agent` ([n_items], -1 where open; NULL: all open) and places the rest. */
eb_status hasty_place(struct hasty *hasty, const int *agent,
                      struct budget *budget);
/* Downhill from where the search stands. */
eb_status hasty_descend(struct hasty *hasty, struct budget *budget);

#endif
