/* vicinity.h - blocks of agents who share items. */
#ifndef SOLVER_VICINITY_H
#define SOLVER_VICINITY_H

#include "solver/search.h"

struct vicinity {
    const struct search *s;
    size_t *by_first; /* [n_agents + 1] into by_item */
    int *by_item;     /* items that can go to the agent, ascending */
    bool *done;  /* [n_agents] was in a block since the last vicinity_forget */
    int *barred; /* [n_agents] > 0: for now nobody's, see vicinity_bar */

    /* the block at hand */
    bool *in;   /* [n_agents] */
    int *group; /* [n_group] its agents */
    int n_group;
    int *items; /* [n_items] that can go to one of them, ascending */
    int n_items;

    int *shared;  /* [n_agents] */
    bool *listed; /* [n_items of the problem] */
};

/* O(arcs) of memory; `s` must stand. */
eb_status vicinity_new(const struct search *s, struct vicinity **out);
void vicinity_free(struct vicinity *v);

void vicinity_forget(struct vicinity *v);
/* An agent and, one by one, whoever is in no block yet, is not barred and shares
 * the largest part of its items with the block, at least `least`; at most `size`
 * agents and not many more than VICINITY_ARCS arcs. */
enum { VICINITY_ARCS = 30000 };
void vicinity_choose(struct vicinity *v, int first, int size, double least);
/* These agents, or the first of them that have not many more than so many arcs. */
void vicinity_set(struct vicinity *v, const int *agents, int n, int64_t arcs);
/* Bars all who share an item with the block at hand, so that blocks chosen from
 * now on share none with it. Lists them ([n_agents]); returns how many. */
int vicinity_bar(struct vicinity *v, int *agents);
void vicinity_admit(struct vicinity *v, const int *agents, int n);

#endif
