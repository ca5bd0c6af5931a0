/* search.h - the working state of the heuristics: who has what, loads, and the
 * change that a move would make, in doubles.
 *
 * Loads are whole numbers below 2^53, so doubles hold them exactly; costs and
 * penalties are rounded, which is good enough to be guided by. Hard limits and
 * hard budgets are priced: each has a weight that rises while it stays broken,
 * so that the search may pass through assignments that break rules. Whatever is
 * kept as a plan is evaluated by value.h. */
#ifndef SOLVER_SEARCH_H
#define SOLVER_SEARCH_H

#include "base/budget.h"
#include "base/rng.h"
#include "solver/problem.h"

/* One hinge in doubles: slope x max(0, sign x (L - at)). */
struct soft_hinge {
    double at, slope, sign;
};

/* Between two bends phi is straight: value + slope x (L - at) up to `end`. */
struct piece {
    double end, at, value, slope;
};

struct search_term {
    size_t first, n; /* into hinges; those of hard limits stand last. Its
                         n + 1 pieces begin at first + (its number) */
    int lo_hinge, hi_hinge; /* index from `first`, or -1 */
    double base_weight;     /* what the weight of a hard limit starts at */
};

struct journal_entry {
    int item, agent;                   /* where it was before */
    unsigned changed_from, changed_to; /* marks of the two books before */
};

struct search {
    const struct problem *p;
    int n_resources;

    /* arcs, all items: CSR */
    size_t *arc_first; /* [n_items + 1] */
    int *arc_agent;
    double *arc_cost;
    int *arc_cheapest; /* [n_items] the first of an item's cheapest arcs */
    int *arc_rank;     /* [arcs] an item's arcs (counted from its first), most
                      promising first: see search_rank */

    int *agent; /* [n_items] or -1 */
    int n_unassigned;
    int *head;        /* [n_agents] its first free item, or -1: lists of ... */
    int *next, *prev; /* [n_items] ... items with more than one arc */
    int *n_held;      /* [n_agents] length of the list */

    double *load;          /* [n_agents * n_resources] */
    double *used;          /* [n_budgets] */
    double *budget_weight; /* [n_budgets] price of excess; soft: its slope */

    struct search_term *terms; /* [n_terms], as in the problem */
    struct soft_hinge *hinges;
    struct piece *pieces; /* the sum of a term's hinges, by load */

    size_t *set_first; /* [n_conflicts + 1] items of each conflict set */
    int *set_items;

    double typical_cost; /* mean over items of dearest less cheapest arc */
    double objective;    /* guided: costs, penalties, priced violations */
    unsigned *changed;   /* [n_agents] tick of the last change to its book */
    unsigned tick;

    double *arc_price; /* scratch of search_rank */
    bool journalling;
    struct VEC(struct journal_entry) journal;
};

eb_status search_new(const struct problem *p, struct search **out);
void search_free(struct search *s);

/* Empties the state and, where `agent` is not NULL, puts items there (-1: not).
 * Items with one arc are always put. */
eb_status search_reset(struct search *s, const int *agent);

/* What a load of term t costs, priced violations included. */
static inline double term_guided(const struct search *s, int t, double load)
{
    const struct piece *piece = s->pieces + s->terms[t].first + (size_t)t;

    while (load > piece->end)
        piece++;
    return piece->value + piece->slope * (load - piece->at);
}
/* The arc of an item to an agent, or -1. O(log arcs). */
long search_arc(const struct search *s, int item, int agent);
/* Whether a conflict set forbids the item there; `leaving` (or -1) is an item
 * that goes away at the same time. */
bool search_clashes(const struct search *s, int item, int agent, int leaving);

/* The change of the guided objective by putting an unassigned item there. */
double evaluate_insert(const struct search *s, int item, long arc);
/* ... by taking an assigned item out. */
double evaluate_remove(const struct search *s, int item);
/* ... by moving an item from its agent along the arc. */
double evaluate_relocate(const struct search *s, int item, long arc);
/* The change of the budgets' price when `item` goes from one agent to another
 * and `back` (or -1) goes the other way. */
double evaluate_leave(struct search *s, int item, int from, int to, int back);
/* Moves (or puts, or with agent -1 takes out) an item; `delta` is added to the
 * guided objective. */
eb_status search_apply(struct search *s, int item, int agent, double delta);

/* Whether all hard limits and budgets hold and nothing is unassigned. */
bool search_is_feasible(const struct search *s);
/* Raises the weight of each broken hard limit and budget; false if none. */
bool search_raise_weights(struct search *s, double factor);
/* Lowers the weights of hard limits, but none below `least` of its start; false if
 * all stand there. */
bool search_lower_weights(struct search *s, double factor, double least);
/* Makes all weights of hard limits so much larger. */
void search_scale_weights(struct search *s, double factor);
/* Back to where they started. */
void search_restore_weights(struct search *s);
/* Works the guided objective out afresh. */
double search_recount(struct search *s);

/* What the multipliers of budgets charge where the item goes to the agent. */
double search_leaving(const struct search *s, int item, int agent,
                      const double *mu);
/* What an arc costs at the multipliers of dual.h; lambda NULL: its cost. */
double search_price(const struct search *s, int item, size_t arc,
                    const double *lambda, const double *mu);
/* Ranks each item's arcs by what they cost at the multipliers (dual.h), which
 * price what the loads of an agent are worth; at first they rank by cost. */
void search_rank(struct search *s, const double *lambda, const double *mu);

/* Remembers changes from here on, and takes them back. */
void search_mark(struct search *s);
eb_status search_undo(struct search *s, double objective);

#endif
