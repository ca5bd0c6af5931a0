/* apart.h - the bound of prices for items, as a certificate: a block for each agent,
 * whose tree proves what filling its capacity is worth. */
#ifndef SOLVER_APART_H
#define SOLVER_APART_H

#include "solver/certificate.h"
#include "solver/knapsacks.h"

/* At the prices that stand in `k`, all items with a choice open. Trees that the budget
 * leaves unfinished prove less. */
eb_status apart_prove(struct knapsacks *k, const struct dual *dual,
                      struct budget *budget, struct certificate *out);

#endif
