/* standing.h - an assignment's loads, and what one move would change, exactly.
 *
 *     standing_lift(&s, item, &lift);
 *     for each other arc of the item:
 *         standing_try(&s, &lift, agent, &change);
 */
#ifndef MODEL_STANDING_H
#define MODEL_STANDING_H

#include "solver/problem.h"

struct standing {
    const struct problem *p;
    int *agent;        /* [n_items] */
    int64_t *load;     /* [n_agents * n_resources] */
    int64_t *used;     /* [n_budgets] */
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
};

/* Every item has an agent along one of its arcs. */
eb_status standing_init(struct standing *s, const struct problem *p,
                        const int *agent);
void standing_clear(struct standing *s);
void standing_lift(const struct standing *s, int item, struct lift *lift);
/* Giving the lifted item to another agent, who is one of its arcs. */
void standing_try(const struct standing *s, const struct lift *lift, int agent,
                  struct change_of *out);
void standing_move(struct standing *s, int item, int agent);
/* Moves single items for as long as that breaks nothing and makes the plan
 * cheaper. O(arcs) for each round. */
eb_status standing_polish(struct standing *s);

#endif
