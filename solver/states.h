/* states.h - which mix of an agent's loads is dear where it holds some items.
 *
 * A fractional point holds heavy items by shares, which no single load need show:
 * who holds a heavy account wants small ones beside it, and is then short of
 * workload or over the number of accounts. Let the agent hold the heavy items for
 * a share X of the time. Beside them stand the others, item i for some v_i in
 * 0 .. most_i of all time, and the cheapest v costs
 *
 *     min over v of  sum over places  rise max(0, sign (R - X reach) - beyond)
 *
 * with R = held + sum a_i v_i of the place's load: the perspective of the load's
 * cost (Gunluk and Linderoth 2010), less what the point pays there already. Its
 * dual has one multiplier for each load; from the best ones follow weights y of
 * the places, between 0 and 1. A cut of the loads so weighted (cuts.h) charges the
 * heavy items with what they cost. Weights are no proof: any give a valid cut. */
#ifndef SOLVER_STATES_H
#define SOLVER_STATES_H

#include "base/status.h"

#include <stdbool.h>

enum { STATE_LOADS = 8, /* of an agent, at most */ STATE_LANES = 8 };

/* A place of a load where its cost bends. */
struct state_place {
    int load;
    int sign;      /* 1: what lies above costs, -1: what lies below */
    double reach;  /* of the place from what always stands */
    double rise;   /* cost per unit beyond */
    double beyond; /* units beyond it that the point has */
};

struct states {
    int n_loads, n_places, n_items;
    const struct state_place *places;  /* load by load */
    const double *amount[STATE_LOADS]; /* [n_items and STATE_LANES zeros] times
                                          most_i */
    double held[STATE_LOADS];          /* what stands there all of X */
    double share;                      /* X */
};

/* What the heavy items cost beyond what is paid, as near as the ellipsoid method
 * comes (Yudin and Nemirovski 1976; Shor 1977); y: [n_places]. Not above 0: no
 * cut is to be had. Gives up where nothing above `floor` can come of it.
 * O(n_loads^2 steps x items x loads). */
double states_weigh(const struct states *states, double floor, double *y);

#endif
