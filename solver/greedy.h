/* greedy.h - placing items one by one, hardest first: by regret, the difference
 * between an item's best and second-best agent at the moment (Martello and
 * Toth 1981 for the Generalized Assignment Problem). */
#ifndef SOLVER_GREEDY_H
#define SOLVER_GREEDY_H

#include "solver/search.h"

struct greedy;

eb_status greedy_new(const struct search *s, struct greedy **out);
void greedy_free(struct greedy *greedy);

/* Puts each of the n unassigned items where the guided objective grows least,
 * the one with the largest regret first. Regrets are brought up to date when
 * an item is about to be placed, not before. Items that no agent can take
 * without a clash stay unassigned. O(n log n + placements x arcs). */
eb_status greedy_place(struct greedy *greedy, struct search *s,
                       const int *items, int n, struct budget *budget);

#endif
