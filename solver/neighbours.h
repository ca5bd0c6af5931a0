/* neighbours.h - who shares an arc of some item with whom. */
#ifndef SOLVER_NEIGHBOURS_H
#define SOLVER_NEIGHBOURS_H

#include "solver/problem.h"

struct neighbours {
    int *first; /* [n_agents + 1] into near */
    int *near;  /* ascending */
};

/* O(arcs of classes x agents). Clear it even after a failure. */
eb_status neighbours_find(const struct problem *p, struct neighbours *out);
void neighbours_clear(struct neighbours *neighbours);

#endif
