/* problem.h - what the kernel minimises: items, agents, arcs, loads.
 *
 *     minimise    sum c_ig x_ig + sum phi_gk(L_gk) + budget penalties
 *     subject to  one agent per item, along its arcs
 *                 lo <= L_gk <= hi   for each term      (hard unless penalised)
 *                 sum b_iqg x_ig <= B_q                 (hard unless penalised)
 *                 items of one conflict set at different agents
 *
 * It knows no account and no rep, and nothing here is a double. Units are
 * those of docs/MODEL.md section 1. Memory is O(items + classes x agents):
 * items with the same arcs and shared costs share a class; what is peculiar to
 * an item stands with the item.
 *
 *     item i --class--> (agent, shared cost, tier) ...     ascending by agent
 *        |---tiers----> own cost of each tier, added to the shared cost
 *        |---own-------> (agent, cost[, loads]) replaces, adds or forbids
 *        |---loads-----> (resource, amount) ...             ascending
 *        |---leaves----> (owner, budget, amount): used unless it goes to owner;
 *        |               together any amounts by agent (see departure)
 *        |---conflicts-> conflict sets it belongs to                        */
#ifndef SOLVER_PROBLEM_H
#define SOLVER_PROBLEM_H

#include "base/number.h"
#include "base/status.h"
#include "base/vec.h"

#define NO_ARC INT64_MIN
#define NO_OWNER (-2) /* no agent, nor the -1 of an item that is nowhere */

struct load {
    int resource;
    int64_t amount;
};

struct own_arc {
    int agent;
    int64_t cost;      /* the whole cost; NO_ARC forbids the agent */
    int n_loads;       /* -1: the item's own loads hold here too */
    size_t first_load; /* into own_loads */
};

/* What an item uses of a budget at agent g is b_g, the sum of its departures there
 * from other owners. What g itself matters for fits the same form: with b at most
 * agents, each of the others has an entry of b - b_g, and NO_OWNER what then brings
 * the sum to b. So amounts may be below 0, but no b_g is. Entries of one budget stand
 * together. */
struct departure {
    int owner; /* agent, or NO_OWNER: used wherever the item goes */
    int budget;
    int64_t amount; /* not 0 */
};

/* One piece of phi: slope x max(0, 1e6 L - at), or x max(0, at - 1e6 L) when
 * `down`; slope > 0 in 1e-12 units of cost per unit of load; `at` in
 * micro-loads. */
struct hinge {
    wide at;
    wide slope;
    bool down;
};

/* What one agent's load in one resource costs and may be. */
struct term {
    int agent, resource;
    int64_t lo, hi; /* INT64_MIN, INT64_MAX where open */
    size_t first_hinge, n_hinges;
};

struct problem {
    int n_items, n_agents, n_resources, n_budgets, n_conflicts;

    struct VEC(int) item_class;    /* [n_items] */
    struct VEC(size_t) load_first; /* [n_items + 1] */
    struct VEC(struct load) loads;
    struct VEC(size_t)
        tier_first; /* [n_items + 1]; a class's tiers index into these */
    struct VEC(int64_t) tiers;
    struct VEC(size_t) own_first; /* [n_items + 1] */
    struct VEC(struct own_arc) own;
    struct VEC(struct load) own_loads;
    bool some_own_loads; /* some own arc has loads of its own, if only none */
    struct VEC(size_t) leave_first; /* [n_items + 1] */
    struct VEC(struct departure) leaves;
    struct VEC(size_t) conflict_first; /* [n_items + 1] */
    struct VEC(int) conflicts;

    int n_classes;
    struct VEC(size_t) class_first; /* [n_classes + 1] */
    struct VEC(int) class_agent;
    struct VEC(int64_t) class_cost;
    struct VEC(unsigned char) class_tier; /* 255: no tier cost */

    struct VEC(struct term) terms; /* in order of agent, then resource */
    struct VEC(struct hinge) hinges;
    int *term_of; /* [n_agents * n_resources] index into terms, or -1;
                     made by problem_finish */

    struct VEC(int64_t) budget_limit; /* [n_budgets]; INT64_MAX: open */
    struct VEC(wide) budget_slope;    /* [n_budgets]; 0: the budget is hard;
                          else excess costs round(excess x slope / 1e12) */
    int64_t constant;                 /* added to every objective */

    /* Made by problem_finish: the most that can be used of a budget; the largest
     * load that an agent can have of a resource, by absolute amounts. */
    struct VEC(wide) budget_all; /* [n_budgets] */
    struct VEC(wide) load_most;  /* [n_resources] */
};

/* ---- building: items in order of number, pieces in the order above ---- */

eb_status problem_new(int n_agents, int n_resources, struct problem **out);
void problem_free(struct problem *p);
/* Starts a class; arcs are added in ascending order of agent. */
eb_status problem_add_class(struct problem *p, int *class_number);
eb_status problem_add_arc(struct problem *p, int agent, int64_t cost,
                          int tier); /* tier 255: none */
/* Starts the next item. The pieces below belong to the item begun last. */
eb_status problem_add_item(struct problem *p, int class_number);
eb_status problem_add_load(struct problem *p, int resource, int64_t amount);
eb_status problem_add_tier(struct problem *p, int64_t cost);
/* Ascending by agent. With own loads: add n_loads of them right after. */
eb_status problem_add_own(struct problem *p, int agent, int64_t cost,
                          int n_loads);
eb_status problem_add_own_load(struct problem *p, int resource,
                               int64_t amount);
eb_status problem_add_leave(struct problem *p, int owner, int budget,
                            int64_t amount);
eb_status problem_add_conflict(struct problem *p, int set);
/* Terms in any order; one per (agent, resource). Hinges belong to the term
 * begun last. */
eb_status problem_add_term(struct problem *p, int agent, int resource,
                           int64_t lo, int64_t hi);
eb_status problem_add_hinge(struct problem *p, wide at, wide slope, bool down);
eb_status problem_add_budget(struct problem *p, int64_t limit, wide slope);
/* Checks shapes, ranges and that no objective can overflow; makes the indices.
 * EB_BAD_DATA with the reason in `said` otherwise. Must be called once. */
eb_status problem_finish(struct problem *p, eb_messages *said);

/* ---- reading ---- */

/* The arcs of an item, in ascending order of agent. */
struct arcs {
    int n;
    int *agent;    /* [n] */
    int64_t *cost; /* [n] */
};
/* Room for the longest list; free with arcs_clear. */
eb_status arcs_new(const struct problem *p, struct arcs *out);
void arcs_clear(struct arcs *arcs);
/* Fills the caller's buffer. O(arcs). */
void problem_arcs(const struct problem *p, int item, struct arcs *out);
/* How many arcs all items have by their classes, whatever arcs of their own add or
 * forbid. O(items). */
int64_t problem_size(const struct problem *p);
/* The cost of one pair, or NO_ARC. O(log arcs). */
int64_t problem_cost(const struct problem *p, int item, int agent);
/* What the item weighs at this agent. Returns the number of loads. */
int problem_loads(const struct problem *p, int item, int agent,
                  const struct load **out);

/* phi at a load, rounded once, in units of cost. */
int64_t term_penalty(const struct problem *p, const struct term *t,
                     int64_t load);
/* phi x 1e18, not rounded. */
wide term_penalty_exact(const struct problem *p, const struct term *t,
                        int64_t load);
int64_t budget_penalty(const struct problem *p, int budget, int64_t used);
/* The number of the agent's term of a resource, or -1. */
static inline int problem_term_number(const struct problem *p, int agent,
                                      int resource)
{
    return p
        ->term_of[(size_t)agent * (size_t)p->n_resources + (size_t)resource];
}
static inline const struct term *problem_term(const struct problem *p,
                                              int agent, int resource)
{
    int t = problem_term_number(p, agent, resource);

    return t < 0 ? NULL : &p->terms.at[t];
}

#endif
