/* singles_parts.h - what the files of singles.h share: for them alone. */
#ifndef SOLVER_SINGLES_PARTS_H
#define SOLVER_SINGLES_PARTS_H

#include "solver/single.h"
#include "solver/singles.h"

enum { AGENTS_PER_RANGE = 4 };

/* A heavy item that the agent may hold. */
struct option {
    int place; /* among the agent's items */
    int seat;
    double burden; /* what holding it costs beside those seated there */
};

/* What is known of an agent: one state for each option, of holding that and
 * nothing heavier, behind one of holding none. */
struct agent_states {
    struct single single;
    int n_options;
    struct option *options; /* heaviest first */
    unsigned char *mark;    /* [n] */
    int *basis;             /* [states x rows] */
    double *reach;          /* [states] */
    double *lambda, *kept;  /* [states x rows]; of the best bound */
    double *value; /* [states] when it was looked at last; -INFINITY: never */
    double *then;  /* [states] `rise` at that time */
    double rise;   /* by how much its items' prices have risen in all */
    double limit;  /* of `rise`: beyond it another state may be worth less */
    bool touched;  /* what it takes may have changed since it was looked at */
    double *x, *trial;      /* [n] of the state that is worth least; room */
    int state;              /* that */
    double *asked, *asking; /* [n] reduced costs there; room */
};

struct singles {
    const struct dual *dual;
    const struct search *s;
    const struct held *held;
    struct seats *seats;
    struct agent_states *of;    /* [n_agents] */
    struct single_room **rooms; /* [ranges] */
    double *price, *best_price; /* [n_items] under way, and of the bound */
    double *step, *lack;        /* [n_items] */
    double *first, *second;     /* [n_items] what its two best agents ask */
    double *low, *high;         /* [n_items] between which prices move */
    int *place;                 /* [arcs] of items with a choice: where the
                                   agent lists the item */
    double bound;               /* at best_price */
};

static inline size_t rows_of(const struct agent_states *of)
{
    return (size_t)of->single.n_rows;
}

static inline bool is_free(const struct search *s, int item)
{
    return s->arc_first[item + 1] - s->arc_first[item] > 1;
}

/* Prices of light items go so far towards half-way between the two best agents at
 * the multipliers of each agent's state. */
void singles_price_light(struct singles *o, double part);
/* The state of the heaviest item that is seated there. */
int singles_seated_state(const struct singles *o, int agent);
/* Marks the agent's heavy items for a state. */
void singles_mark_state(struct agent_states *of, int state);
/* Solves what is marked, in the place of a state; `x` [n] or NULL. */
double singles_solve_state(struct singles *o, struct agent_states *of,
                           int state, struct single_room *room, double *x);

#endif
