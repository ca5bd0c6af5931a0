/* standing.h - an assignment's loads, and what one move would change, exactly.
 *
 *     standing_lift(&s, item, &lift);
 *     for each other arc of the item:
 *         standing_try(&s, &lift, agent, cost, &change);
 */
#ifndef MODEL_STANDING_H
#define MODEL_STANDING_H

#include "base/budget.h"
#include "base/pool.h"
#include "solver/problem.h"

struct standing {
    const struct problem *p;
    int *agent;       /* [n_items] */
    int64_t *load;    /* [n_agents * n_resources] */
    int64_t *penalty; /* [n_agents * n_resources] of these loads */
    double *slope;    /* [n_agents * n_resources] units of cost for one more */
    double *bound;    /* [n_agents] scratch */
    int64_t *used;    /* [n_budgets] */
    size_t *set_first; /* [n_conflicts + 1] */
    int *set_items;
};

/* What a move would break; the first of these, in this order. */
enum breach {
    BREACH_NONE,
    BREACH_RECEIVER, /* a limit of who gets the item: `term`, `load` */
    BREACH_GIVER,    /* a limit of who gives it */
    BREACH_BUDGET,
    BREACH_CONFLICT /* `item` is there already */
};

struct change_of {
    int64_t delta; /* of the objective, units of cost */
    enum breach breach;
    int term;     /* of the problem */
    int64_t load; /* as it would be there */
    int budget, item;
};

/* An item taken away from its agent. */
struct lift {
    int item;
    struct change_of change;
    const struct load *loads; /* its own, wherever it has no others */
    int n_loads;
    bool bounded; /* a move's change has the bound of its slopes */
};

/* Every item has an agent along one of its arcs. */
eb_status standing_init(struct standing *s, const struct problem *p,
                        const int *agent);
void standing_clear(struct standing *s);
void standing_lift(const struct standing *s, int item, struct lift *lift);
/* Giving the lifted item to another agent, who is one of its arcs, of this
 * cost. */
void standing_try(const struct standing *s, const struct lift *lift, int agent,
                  int64_t cost, struct change_of *out);
/* Two items of different agents change places; each has an arc to the other's
 * agent. `net` is scratch of 2 x n_resources. */
void standing_swap(const struct standing *s, int item, int other, int64_t *net,
                   struct change_of *out);
/* The cheapest move of the item to any other agent, forbidden or not; of moves
 * as cheap, that to the first agent. False where it has no other. `arcs` is
 * scratch. */
bool standing_cheapest(struct standing *s, int item, struct arcs *arcs,
                       int *agent, struct change_of *out);
void standing_move(struct standing *s, int item, int agent);
/* Moves single items for as long as that breaks nothing, makes the plan
 * cheaper, and is within the budget. O(arcs) for each round; the first is shared
 * among the pool's threads. */
eb_status standing_polish(struct standing *s, struct pool *pool,
                          struct budget *budget);

#endif
