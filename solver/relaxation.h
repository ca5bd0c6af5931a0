/* relaxation.h - a problem, or a block of its agents, laid out for exact search:
 * arcs that die and come back, and the Lagrangian bound over those that live.
 *
 *     items   those with a choice, numbered anew; the rest is in `constant`
 *     arcs    of item i: first[i] .. first[i + 1] - 1, ascending by agent
 *     rows    one for each load that the arcs can change, one for each budget:
 *             base + sum of the entries of chosen arcs = L, low <= L <= high
 *     pieces  of a row: its convex cost over low .. high, straight by straight
 *
 * A block's item whose arcs reach agents outside may stay out: an arc to nobody
 * (agent -1) at cost 0, while its other arcs cost what they cost less the
 * item's price (docs/MODEL.md section 11). There budgets are no rows: their
 * multipliers are in the costs.
 *
 * Cuts (cuts.h) may be in force: what holds of every assignment, but not of every
 * fractional point. Their multipliers follow those of the rows.
 *
 * Everything is in doubles and in the problem's own units. */
#ifndef SOLVER_RELAXATION_H
#define SOLVER_RELAXATION_H

#include "solver/dual.h"

/* A straight piece of a row's cost: f + slope x (L - start). */
struct relax_piece {
    int row;
    double start, width, f, slope;
};

struct relax_row {
    int term, budget; /* one of them, the other -1 */
    double base;      /* what stays whatever is chosen */
    double least,
        most; /* the ends of its pieces; least > most: no load fits */
    int first_piece, n_pieces;
    double low, high; /* what the load can be, as far as arcs live */
    int first_side;   /* of the cuts in force; -1: none */
};

struct relax_entry {
    int row;
    double amount;
};

/* An agent, with its arcs and its loads. */
struct relax_agent {
    int agent; /* its number in the problem */
    int first_arc, n_arcs, first_row, n_rows;
    int first_cut; /* of those in force; -1: none */
};

enum { RELAX_SIDES = 16 }; /* of a cut, at most */
/* A load in a cut: of weight > 0 counts what lies above `at`, of weight < 0 what
 * lies below. */
struct relax_side {
    int row;
    double weight, at;
};

/* sum g x <= most + U: x of the agent's arcs, U the sum over the sides of |weight|
 * times how far the load lies beyond `at`. */
struct relax_cut {
    int who; /* of relaxation.agents */
    int n_sides;
    struct relax_side *sides;
    double divisor, rest, most;
    int n;         /* arcs of the agent */
    bool *taken;   /* [n] arcs counted by what is missing of them */
    double *g;     /* [n] */
    size_t number; /* in a certificate; SIZE_MAX: in none yet */
};

/* A side of a cut in force. */
struct relax_active {
    int cut, next; /* next: of the same row; -1: none */
    double weight, at;
};

struct relaxation {
    const struct search *s;
    int n_items, n_arcs, n_rows, n_pieces;
    double constant; /* of the bound, and of every assignment's objective */
    double step; /* assignments cost `constant` and whole steps; 0: anything */

    int *item;             /* [n_items] its number in the problem, ascending */
    int *first;            /* [n_items + 1] */
    int *arc_item, *agent; /* [n_arcs] */
    double *cost;
    int *entry_first; /* [n_arcs + 1] */
    struct relax_entry *entries;
    struct relax_row *rows;
    struct relax_piece *pieces;
    int n_agents; /* with arcs or rows */
    struct relax_agent *agents;
    int *agent_arcs, *agent_rows; /* agent by agent */
    int *who, *place; /* [n_arcs] in `agents`, and among the agent's
                                     arcs; -1: nobody's */
    bool others_stay; /* a neighbourhood: where the search has them */

    bool *dead;            /* [n_arcs] */
    int *n_alive;          /* [n_items] */
    struct VEC(int) trail; /* arcs in the order in which they died */

    int n_cuts, most_cuts;       /* in force; at most */
    struct relax_cut **cuts;     /* [most_cuts] */
    int *next_cut;               /* [most_cuts] of the same agent; -1: none */
    struct relax_active *active; /* their sides */
    int n_active;

    /* of the last bound */
    double
        *price;  /* [n_arcs] of living arcs: cost and what their loads cost */
    int *choice; /* [n_items] the cheapest living arc */
};

/* What is laid out of a problem: one of three. */
struct relax_part {
    /* A block: agents, and prices ([items of the problem], units of cost) of its
     * items that reach further. */
    const bool *in; /* [n_agents]; NULL: all */
    const double *price;
    /* A neighbourhood: some items may go to each other's agents as far as they
     * are `in`; all others stay where the search has them. */
    bool others_stay;
    const int
        *items; /* ascending: those of the neighbourhood, or all that reach
                         the block; NULL: all there are */
    int n_items;
};

/* `part` NULL: the whole problem. `dual` gives curves, arcs and the budgets'
 * multipliers, and must stand. O(arcs) of the part and O(agents); of
 * memory O(loads), too. */
eb_status relaxation_new(const struct dual *dual,
                         const struct relax_part *part,
                         struct relaxation **out);
/* Puts a cut in force, or all out of it; cuts stay the caller's. */
void relaxation_cut(struct relaxation *r, struct relax_cut *cut);
void relaxation_uncut(struct relaxation *r);
/* Whether a side counts the piece's load: U is what the pieces above `at` hold,
 * or what those below it lack. */
static inline bool relaxation_counts(double weight, double at,
                                     const struct relax_piece *piece)
{
    return weight > 0 ? piece->start >= at : piece->start + piece->width <= at;
}
/* Multipliers of loads and budgets, as in dual.h, by row. */
void relaxation_multipliers(const struct relaxation *r, const double *lambda,
                            const double *mu, double *by_row);
/* Back again: rows' multipliers into lambda and mu, which keep what has no row. */
void relaxation_spread(const struct relaxation *r, const double *by_row,
                       double *lambda, double *mu);
void relaxation_free(struct relaxation *r);

/* False if the item has no arc left. */
bool relaxation_kill(struct relaxation *r, int arc, eb_status *status);
/* Takes back all deaths after the trail had `mark` of them. */
void relaxation_revive(struct relaxation *r, size_t mark);
/* Items with a seat ([items of the problem], or -1) go there, or stay out if it lies
 * elsewhere. What their conflict sets would forbid to others is left: seats may
 * clash, and every item needs an arc. */
void relaxation_take_seats(struct relaxation *r, const int *seat,
                           eb_status *status);
/* Leaves an item this arc alone and keeps its conflict sets apart. */
bool relaxation_fix(struct relaxation *r, int arc, eb_status *status);
/* Kills what the items that stay anyway forbid to others by conflict sets. */
bool relaxation_start(struct relaxation *r, eb_status *status);

/* The bound over the living arcs at lambda ([n_rows + n_cuts], units of cost per
 * unit; of cuts >= 0); INFINITY if some load fits nowhere. Leaves price and
 * choice. O(entries). */
double relaxation_bound(struct relaxation *r, const double *lambda);
/* The plain formula knows no range of budgets: where all that can still leave
 * is within a budget or past it, its best multiplier is 0 or the budget's slope. */
void relaxation_settle(const struct relaxation *r, double *lambda);
/* Where more must leave than a hard budget allows, raises its multiplier so
 * far that the plain formula passes the goal. */
void relaxation_charge(struct relaxation *r, double *lambda, double goal);
/* An item of the problem: its number here, or -1. */
int relaxation_number(const struct relaxation *r, int item);
/* A choice of arcs as an assignment ([items of the problem]): what has no number
 * stays; -1 outside the block. Of neighbourhoods: as long as the search stays as it
 * is. */
void relaxation_assign(const struct relaxation *r, const int *choice,
                       int *agent);
/* The arc of an item of the problem to an agent, or -1. */
int relaxation_arc(const struct relaxation *r, int item, int agent);
/* What a choice of arcs costs as an assignment, or INFINITY if a row does not
 * hold it; `load` is room for the rows. */
double relaxation_value(const struct relaxation *r, const int *choice,
                        double *load);

#endif
