/* singles.c - all agents by themselves, and the prices that hold them together. */
#include "solver/singles.h"

#include "solver/bound.h"
#include "solver/single.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
    double *no_lambda;          /* [cells] zeros */
    double *low, *high;         /* [n_items] between which prices move */
    int *place;                 /* [arcs] of items with a choice: where the
                                   agent lists the item */
    double bound;               /* at best_price */
};

/* ---- making ---- */

static bool is_free(const struct search *s, int item)
{
    return s->arc_first[item + 1] - s->arc_first[item] > 1;
}

/* Items with a choice, agent by agent. */
static eb_status list_items(const struct search *s, size_t **first, int **item,
                            int *place)
{
    int n_agents = s->p->n_agents;
    size_t *at = NEW(size_t, (size_t)n_agents + 2);

    *first = NEW(size_t, (size_t)n_agents + 2);
    *item = NEW(int, s->arc_first[s->p->n_items] + 1);
    if (!at || !*first || !*item) {
        mem_free(at);
        return EB_NO_MEMORY;
    }
    for (int i = 0; i < s->p->n_items; i++)
        for (size_t a = s->arc_first[i];
             is_free(s, i) && a < s->arc_first[i + 1]; a++)
            (*first)[s->arc_agent[a] + 1]++;
    for (int g = 0; g < n_agents; g++) {
        at[g] = (*first)[g];
        (*first)[g + 1] += (*first)[g];
    }
    for (int i = 0; i < s->p->n_items; i++)
        for (size_t a = s->arc_first[i];
             is_free(s, i) && a < s->arc_first[i + 1]; a++) {
            int g = s->arc_agent[a];

            place[a] = (int)(at[g] - (*first)[g]);
            (*item)[at[g]++] = i;
        }
    mem_free(at);
    return EB_OK;
}

static eb_status list_options(struct singles *o)
{
    const struct search *s = o->s;
    const struct seats *seats = o->seats;

    for (size_t k = 0; k < seats->list.n; k++) {
        int item = seats->list.at[k].item;

        for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++)
            o->of[s->arc_agent[a]].n_options++;
    }
    for (int g = 0; g < s->p->n_agents; g++) {
        struct agent_states *of = &o->of[g];
        size_t n = (size_t)of->single.n + 1;
        size_t cells =
            (size_t)(of->n_options + 1) * (size_t)(of->single.n_rows + 1);

        of->options = NEW(struct option, (size_t)of->n_options + 1);
        of->mark = NEW(unsigned char, n);
        of->basis = NEW(int, cells);
        of->reach = NEW(double, (size_t)of->n_options + 1);
        of->value = NEW(double, (size_t)of->n_options + 1);
        of->then = NEW(double, (size_t)of->n_options + 1);
        of->lambda = NEW(double, cells);
        of->kept = NEW(double, cells);
        of->x = NEW(double, n);
        of->trial = NEW(double, n);
        of->asked = NEW(double, n);
        of->asking = NEW(double, n);
        if (!of->options || !of->mark || !of->basis || !of->reach ||
            !of->value || !of->then || !of->lambda || !of->kept || !of->x ||
            !of->trial || !of->asked || !of->asking)
            return EB_NO_MEMORY;
        for (size_t c = 0; c < cells; c++)
            of->basis[c] = -1;
        of->n_options = 0;
    }
    for (size_t k = 0; k < seats->list.n; k++) {
        int item = seats->list.at[k].item;

        for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++) {
            struct agent_states *of = &o->of[s->arc_agent[a]];

            of->options[of->n_options++] =
                (struct option){o->place[a], (int)k, 0};
        }
    }
    return EB_OK;
}

static size_t rows_of(const struct agent_states *of)
{
    return (size_t)of->single.n_rows;
}

static size_t count_ranges(const struct singles *o)
{
    return ((size_t)o->s->p->n_agents + AGENTS_PER_RANGE - 1) /
           AGENTS_PER_RANGE;
}

static eb_status make_rooms(struct singles *o)
{
    int columns = 0, rows = 0;
    eb_status status = EB_OK;

    for (int g = 0; g < o->s->p->n_agents; g++) {
        if (o->of[g].single.n_columns > columns)
            columns = o->of[g].single.n_columns;
        if (o->of[g].single.n_rows > rows)
            rows = o->of[g].single.n_rows;
    }
    o->rooms = NEW(struct single_room *, count_ranges(o) + 1);
    if (o->rooms == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k <= count_ranges(o); k++)
        TRY(single_room_new(columns, rows, &o->rooms[k]));
done:
    return status;
}

eb_status singles_new(const struct dual *dual, const struct held *held,
                      struct seats *seats, struct singles **out)
{
    const struct search *s = dual->s;
    size_t n = (size_t)s->p->n_items + 1, *first = NULL;
    int *item = NULL;
    struct singles *o = NEW(struct singles, 1);
    eb_status status = EB_OK;

    if (o == NULL)
        return EB_NO_MEMORY;
    o->dual = dual;
    o->s = s;
    o->held = held;
    o->seats = seats;
    o->bound = -INFINITY;
    o->of = NEW(struct agent_states, (size_t)s->p->n_agents + 1);
    o->price = NEW(double, n);
    o->best_price = NEW(double, n);
    o->step = NEW(double, n);
    o->lack = NEW(double, n);
    o->first = NEW(double, n);
    o->second = NEW(double, n);
    o->place = NEW(int, s->arc_first[s->p->n_items] + 1);
    o->low = NEW(double, n);
    o->high = NEW(double, n);
    o->no_lambda =
        NEW(double, (size_t)s->p->n_agents *(size_t)s->p->n_resources + 1);
    if (!o->of || !o->price || !o->best_price || !o->step || !o->lack ||
        !o->low || !o->high || !o->first || !o->second || !o->place ||
        !o->no_lambda)
        TRY(EB_NO_MEMORY);
    TRY(list_items(s, &first, &item, o->place));
    for (int g = 0; g < s->p->n_agents; g++)
        TRY(single_init(&o->of[g].single, dual, held, g, item + first[g],
                        (int)(first[g + 1] - first[g])));
    TRY(list_options(o));
    TRY(make_rooms(o));
    *out = o;
    o = NULL;
done:
    mem_free(first);
    mem_free(item);
    singles_free(o);
    return status;
}

void singles_free(struct singles *o)
{
    if (o == NULL)
        return;
    for (int g = 0; o->of != NULL && g < o->s->p->n_agents; g++) {
        struct agent_states *of = &o->of[g];

        single_clear(&of->single);
        mem_free(of->options);
        mem_free(of->mark);
        mem_free(of->basis);
        mem_free(of->reach);
        mem_free(of->value);
        mem_free(of->then);
        mem_free(of->lambda);
        mem_free(of->kept);
        mem_free(of->x);
        mem_free(of->trial);
        mem_free(of->asked);
        mem_free(of->asking);
    }
    for (size_t k = 0; o->rooms != NULL && k <= count_ranges(o); k++)
        single_room_free(o->rooms[k]);
    mem_free(o->of);
    mem_free(o->rooms);
    mem_free(o->price);
    mem_free(o->best_price);
    mem_free(o->step);
    mem_free(o->lack);
    mem_free(o->first);
    mem_free(o->second);
    mem_free(o->place);
    mem_free(o->low);
    mem_free(o->high);
    mem_free(o->no_lambda);
    mem_free(o);
}

/* ---- prices ---- */

/* What items cost at the multipliers of each agent's state, at the best agent and
 * at the second best. */
static void ask_agents(struct singles *o)
{
    int n = o->s->p->n_items;

    for (int i = 0; i < n; i++)
        o->first[i] = o->second[i] = INFINITY;
    for (int g = 0; g < o->s->p->n_agents; g++) {
        const struct agent_states *of = &o->of[g];
        const struct single *one = &of->single;
        const double *lambda = of->lambda + (size_t)of->state * rows_of(of);

        memcpy(of->trial, one->cost, (size_t)one->n * sizeof *of->trial);
        for (int k = 0; k < one->n_rows; k++)
            for (int j = 0; j < one->n; j++)
                of->trial[j] +=
                    lambda[k] * one->unit[k] *
                    one->amount[(size_t)k * (size_t)one->n + (size_t)j];
        for (int j = 0; j < one->n; j++) {
            int i = one->item[j];

            o->second[i] = fmin(o->second[i], fmax(of->trial[j], o->first[i]));
            o->first[i] = fmin(o->first[i], of->trial[j]);
        }
    }
}

/* Light, and with a choice. */
static bool is_priced(const struct singles *o, int item)
{
    return isfinite(o->first[item]) && isfinite(o->second[item]);
}

/* So far towards half-way, where the best agent wants the item and nobody else.
 * Heavy items keep their prices. */
static void price_light(struct singles *o, double part)
{
    ask_agents(o);
    for (size_t k = 0; k < o->seats->list.n; k++)
        o->first[o->seats->list.at[k].item] = INFINITY;
    for (int i = 0; i < o->s->p->n_items; i++)
        if (is_priced(o, i))
            o->price[i] +=
                part * ((o->first[i] + o->second[i]) / 2 - o->price[i]);
}

void singles_price(struct singles *o, const double *lambda)
{
    for (int g = 0; g < o->s->p->n_agents; g++) {
        struct agent_states *of = &o->of[g];

        of->state = 0;
        for (int k = 0; k < of->single.n_loads; k++)
            of->lambda[k] =
                lambda[(size_t)g * (size_t)o->s->n_resources +
                       (size_t)o->s->p->terms.at[of->single.term[k]].resource];
        for (int k = of->single.n_loads; k < of->single.n_rows; k++)
            of->lambda[k] = o->held->of[g].at[k - of->single.n_loads].by;
    }
    price_light(o, 1);
    for (int i = 0; i < o->s->p->n_items; i++) {
        o->low[i] = is_priced(o, i) ? o->first[i] : -INFINITY;
        o->high[i] = is_priced(o, i) ? o->second[i] : INFINITY;
    }
}

/* The state of the heaviest item that is seated there. */
static int seated_state(const struct singles *o, int agent)
{
    const struct agent_states *of = &o->of[agent];

    for (int k = 0; k < of->n_options; k++)
        if (o->seats->list.at[of->options[k].seat].agent == agent)
            return k + 1;
    return 0;
}

void singles_lambda(const struct singles *o, double *lambda)
{
    for (int g = 0; g < o->s->p->n_agents; g++) {
        const struct agent_states *of = &o->of[g];
        const double *from =
            of->lambda + (size_t)seated_state(o, g) * rows_of(of);

        for (int k = 0; k < of->single.n_loads; k++)
            lambda[(size_t)g * (size_t)o->s->n_resources +
                   (size_t)o->s->p->terms.at[of->single.term[k]].resource] =
                from[k];
    }
}

/* ---- one agent ---- */

static double solve_state(struct singles *o, struct agent_states *of,
                          int state, struct single_room *room, double *x)
{
    size_t at = (size_t)state * rows_of(of);

    return single_solve(&of->single, o->price, of->mark, room, of->basis + at,
                        &of->reach[state], of->lambda + at,
                        x == NULL ? NULL : of->asking, x);
}

/* Marks the agent's heavy items for a state. */
static void mark_state(struct agent_states *of, int state)
{
    for (int k = 0; k < of->n_options; k++)
        of->mark[of->options[k].place] =
            state == 0 || k < state - 1
                ? SINGLE_BANNED
                : (k == state - 1 ? SINGLE_HELD : SINGLE_FREE);
}

static void look_at(struct singles *o, struct agent_states *of, int state,
                    struct single_room *room)
{
    mark_state(of, state);
    of->value[state] = solve_state(o, of, state, room, of->trial);
    of->then[state] = of->rise;
    if (state == of->state || of->value[state] < of->value[of->state]) {
        double *kept = of->x;

        of->state = state;
        of->x = of->trial;
        of->trial = kept;
        kept = of->asked;
        of->asked = of->asking;
        of->asking = kept;
    }
}

/* Finds the state that is worth least. A state is worth less than it was by the
 * rise of all prices at most, so that most need not be looked at, and their
 * multipliers still prove that they are worth more. */
static void solve_agent(struct singles *o, struct agent_states *of,
                        struct single_room *room)
{
    int first = of->state;

    if (!of->touched)
        return;
    look_at(o, of, first, room);
    for (int state = 0; state <= of->n_options; state++)
        if (state != first &&
            (of->value[state] - (of->rise - of->then[state]) <
             of->value[of->state]))
            look_at(o, of, state, room);
    of->touched = false;
    of->limit = INFINITY;
    for (int state = 0; state <= of->n_options; state++)
        if (state != of->state)
            of->limit = fmin(of->limit, of->value[state] + of->then[state] -
                                            of->value[of->state]);
}

static void solve_range(void *context, size_t range, size_t first, size_t last)
{
    struct singles *o = context;

    for (size_t g = first; g < last; g++)
        solve_agent(o, &o->of[g], o->rooms[range]);
}

/* The bound at the prices, and what agents take too little of each item. */
static double evaluate(struct singles *o)
{
    const struct problem *p = o->s->p;
    double sum = (double)p->constant;

    pool_run(o->dual->pool, (size_t)p->n_agents, AGENTS_PER_RANGE, solve_range,
             o);
    for (int i = 0; i < p->n_items; i++) {
        size_t arc = o->s->arc_first[i];

        if (is_free(o->s, i))
            sum += o->price[i];
        else if (arc < o->s->arc_first[i + 1])
            sum += search_price(o->s, i, arc, o->no_lambda, o->dual->mu);
        o->lack[i] = is_free(o->s, i);
    }
    for (int k = 0; k < p->n_budgets; k++)
        if (p->budget_limit.at[k] != INT64_MAX)
            sum -= o->dual->mu[k] * (double)p->budget_limit.at[k];
    for (int g = 0; g < p->n_agents; g++) {
        const struct agent_states *of = &o->of[g];

        sum += of->value[of->state];
        for (int i = 0; i < of->single.n; i++)
            o->lack[of->single.item[i]] -= of->x[i];
    }
    return sum;
}

/* Prices have changed in no order that is kept account of. */
static void forget(struct singles *o)
{
    for (int g = 0; g < o->s->p->n_agents; g++) {
        struct agent_states *of = &o->of[g];

        of->touched = true;
        for (int state = 0; state <= of->n_options; state++)
            of->value[state] = -INFINITY;
    }
}

/* The agents that the item can go to note the change of its price; those that
 * take none of it before and after need not look again. */
static void set_price(struct singles *o, int item, double price)
{
    const struct search *s = o->s;
    double rise = price - o->price[item];

    if (rise >= 0 && rise <= 0)
        return;
    o->price[item] = price;
    for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++) {
        struct agent_states *of = &o->of[s->arc_agent[a]];
        int at = o->place[a];

        of->asked[at] -= rise;
        of->rise += fmax(rise, 0);
        if (of->x[at] > 0 || of->asked[at] <= 0 || of->rise > of->limit)
            of->touched = true;
    }
}

static void keep(struct singles *o, double bound)
{
    o->bound = bound;
    memcpy(o->best_price, o->price,
           (size_t)o->s->p->n_items * sizeof *o->price);
    for (int g = 0; g < o->s->p->n_agents; g++) {
        struct agent_states *of = &o->of[g];

        memcpy(of->kept, of->lambda,
               (size_t)(of->n_options + 1) * rows_of(of) * sizeof *of->kept);
    }
}

/* ---- seats ---- */

static void mark_seats(struct singles *o, int agent)
{
    struct agent_states *of = &o->of[agent];

    for (int k = 0; k < of->n_options; k++)
        of->mark[of->options[k].place] =
            o->seats->list.at[of->options[k].seat].agent == agent
                ? SINGLE_HELD
                : SINGLE_BANNED;
}

/* By so much of the seat's best dearer, when it was weighed last. */
#define HOPELESS 0.5

static bool is_hopeless(const struct singles *o, const struct option *option)
{
    double least = o->seats->list.at[option->seat].least;

    return option->burden - least > HOPELESS * fabs(least);
}

/* What each option costs the agent beside what is seated there. */
static void weigh_options(struct singles *o, int agent,
                          struct single_room *room)
{
    struct agent_states *of = &o->of[agent];
    double now;

    if (of->n_options == 0)
        return;
    mark_seats(o, agent);
    now = solve_state(o, of, 0, room, NULL);
    for (int k = 0; k < of->n_options; k++) {
        struct option *option = &of->options[k];
        unsigned char *mark = &of->mark[option->place];
        bool seated = *mark == SINGLE_HELD;
        double other;

        if (!seated && is_hopeless(o, option))
            continue;
        *mark = seated ? SINGLE_BANNED : SINGLE_HELD;
        other = solve_state(o, of, k + 1, room, NULL);
        option->burden = seated ? now - other : other - now;
        *mark = seated ? SINGLE_HELD : SINGLE_BANNED;
    }
}

static void weigh_range(void *context, size_t range, size_t first, size_t last)
{
    struct singles *o = context;

    for (size_t g = first; g < last; g++)
        weigh_options(o, (int)g, o->rooms[range]);
}

/* The agent with what is seated there, and no state. */
static void hold_range(void *context, size_t range, size_t first, size_t last)
{
    struct singles *o = context;

    for (size_t g = first; g < last; g++) {
        struct agent_states *of = &o->of[g];

        mark_seats(o, (int)g);
        of->state = seated_state(o, (int)g);
        solve_state(o, of, of->state, o->rooms[range], NULL);
    }
}

/* The agent in the state that is worth least, but for those that hold what costs
 * far less elsewhere. */
static void prefer_range(void *context, size_t range, size_t first,
                         size_t last)
{
    struct singles *o = context;

    for (size_t g = first; g < last; g++) {
        struct agent_states *of = &o->of[g];
        double least = INFINITY;

        of->state = 0;
        for (int state = 0; state <= of->n_options; state++) {
            double value;

            if (state > 0 && is_hopeless(o, &of->options[state - 1]))
                continue;
            mark_state(of, state);
            value = solve_state(o, of, state, o->rooms[range], NULL);
            if (value < least) {
                least = value;
                of->state = state;
            }
        }
    }
}

static double burden_of(const struct singles *o, int agent, int seat)
{
    const struct agent_states *of = &o->of[agent];

    for (int k = 0; k < of->n_options; k++)
        if (of->options[k].seat == seat)
            return of->options[k].burden;
    return INFINITY;
}

/* The agent to whom the seat's item costs least, and what it costs there. */
static int best_agent(const struct singles *o, int seat, double *least)
{
    const struct search *s = o->s;
    int item = o->seats->list.at[seat].item, best = -1;

    *least = INFINITY;
    for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++) {
        double burden = burden_of(o, s->arc_agent[a], seat);

        if (burden < *least) {
            *least = burden;
            best = s->arc_agent[a];
        }
    }
    return best;
}

#define WORTH_MOVING 1e-3 /* of what the item costs where it is */

/* Seats where items cost least, heaviest first. */
static int change_seats(struct singles *o)
{
    int changed = 0;

    for (size_t k = 0; k < o->seats->list.n; k++) {
        struct seat *seat = &o->seats->list.at[k];
        int before = seat->agent, agent;
        double least, here;

        agent = best_agent(o, (int)k, &least);
        here = before < 0 ? INFINITY : burden_of(o, before, (int)k);
        if (agent < 0 || agent == before ||
            !(here - least > WORTH_MOVING * fabs(least)))
            continue;
        seat->agent = agent;
        changed++;
        weigh_options(o, agent, o->rooms[0]);
        if (before >= 0)
            weigh_options(o, before, o->rooms[0]);
    }
    return changed;
}

/* Between what a heavy item costs at its seat and at the best other agent; where
 * that is less, as much as there. */
static void price_heavy(struct singles *o)
{
    const struct search *s = o->s;

    for (size_t k = 0; k < o->seats->list.n; k++) {
        const struct seat *seat = &o->seats->list.at[k];
        double here = INFINITY, other = INFINITY;

        for (size_t a = s->arc_first[seat->item];
             a < s->arc_first[seat->item + 1]; a++) {
            double burden = burden_of(o, s->arc_agent[a], (int)k);

            if (s->arc_agent[a] == seat->agent)
                here = burden;
            else
                other = fmin(other, burden);
        }
        if (!(here < other) || !isfinite(other))
            here = other = fmin(here, other);
        o->price[seat->item] = isfinite(here) ? (here + other) / 2 : 0;
    }
}

/* As if heavy items were free, so that what they cost shows. */
static void weigh_seats(struct singles *o)
{
    double least;

    for (size_t k = 0; k < o->seats->list.n; k++)
        o->price[o->seats->list.at[k].item] = 0;
    pool_run(o->dual->pool, (size_t)o->s->p->n_agents, AGENTS_PER_RANGE,
             weigh_range, o);
    for (size_t k = 0; k < o->seats->list.n; k++) {
        best_agent(o, (int)k, &least);
        o->seats->list.at[k].least = least;
    }
}

int singles_seat(struct singles *o)
{
    int changed;

    weigh_seats(o);
    changed = change_seats(o);
    price_heavy(o);
    return changed;
}

void singles_price_seats(struct singles *o)
{
    weigh_seats(o);
    price_heavy(o);
}

/* ---- the ascent ---- */

#define DEFLECTION 0.7
#define FIRST_GOAL 0.05 /* of the way to the target */
#define LAST_GOAL 5e-5  /* of the target */
enum { PATIENCE = 8 };

/* What is lacking, as far as the price may follow it. */
static double pull_of(const struct singles *o, int item)
{
    double lack = o->lack[item];
    bool stopped = lack > 0 ? o->price[item] >= o->high[item]
                            : o->price[item] <= o->low[item];

    return stopped ? 0 : lack;
}

static double deflect(struct singles *o)
{
    double length = 0;

    for (int i = 0; i < o->s->p->n_items; i++) {
        o->step[i] =
            DEFLECTION * o->step[i] + (1 - DEFLECTION) * pull_of(o, i);
        length += o->step[i] * o->step[i];
    }
    return length;
}

static void walk(struct singles *o, double size)
{
    for (int i = 0; i < o->s->p->n_items; i++) {
        double price = o->price[i] + size * o->step[i];

        if (o->step[i] > 0 || o->step[i] < 0)
            set_price(o, i, fmin(fmax(price, o->low[i]), o->high[i]));
    }
}

static int64_t steps_of(const struct singles *o)
{
    int64_t steps = 10;

    for (int g = 0; g < o->s->p->n_agents; g++)
        steps += o->of[g].single.n;
    return steps;
}

/* Back to the best prices. */
static double start_over(struct singles *o)
{
    int n = o->s->p->n_items;

    for (int i = 0; i < n; i++)
        set_price(o, i, o->best_price[i]);
    memset(o->step, 0, (size_t)n * sizeof *o->step);
    return evaluate(o);
}

void singles_settle(struct singles *o, int rounds, bool seated)
{
    for (int k = 0; k < rounds; k++) {
        if (seated) {
            pool_run(o->dual->pool, (size_t)o->s->p->n_agents,
                     AGENTS_PER_RANGE, hold_range, o);
        } else {
            pool_run(o->dual->pool, (size_t)o->s->p->n_agents,
                     AGENTS_PER_RANGE, prefer_range, o);
        }
        price_light(o, k == 0 ? 1 : 0.5);
    }
}

double singles_look(struct singles *o)
{
    double bound;

    forget(o);
    bound = evaluate(o);
    if (bound > o->bound)
        keep(o, bound);
    return bound;
}

double singles_ascend(struct singles *o, double target, int rounds,
                      struct budget *budget)
{
    int stale = 0;
    double goal = FIRST_GOAL * (target - o->bound), since = o->bound;
    double bound = start_over(o);
    int64_t steps = steps_of(o);

    for (int k = 0; k < rounds && budget_take(budget, steps); k++) {
        double length = deflect(o);

        if (length <= 0 || goal < LAST_GOAL * fabs(target))
            break;
        walk(o, (o->bound + goal - bound) / length);
        bound = evaluate(o);
        if (bound > o->bound)
            keep(o, bound);
        if (o->bound - since > goal / 2) {
            since = o->bound;
            goal *= 1.5;
            stale = 0;
        } else if (++stale >= PATIENCE) {
            stale = 0;
            since = o->bound;
            goal /= 2;
            bound = start_over(o);
        }
    }
    return o->bound;
}

double singles_bound(const struct singles *singles)
{
    return singles->bound;
}

/* ---- proof ---- */

static eb_status prove_vector(const struct singles *o, int state,
                              struct certificate *out)
{
    const struct problem *p = o->s->p;
    size_t cell = out->vectors.n, n_cut = 0;
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;

    for (size_t k = 0; k < cells; k++)
        if (!VEC_PUSH(&out->vectors, 0))
            return EB_NO_MEMORY;
    for (int g = 0; g < p->n_agents; g++) {
        const struct agent_states *of = &o->of[g];
        const double *lambda =
            of->kept +
            (size_t)(state <= of->n_options ? state : 0) * rows_of(of);

        for (int k = 0; k < of->single.n_loads; k++)
            out->vectors.at[cell + (size_t)g * (size_t)p->n_resources +
                            (size_t)p->terms.at[of->single.term[k]].resource] =
                multiplier_of(lambda[k]);
        for (int k = of->single.n_loads; k < of->single.n_rows; k++) {
            struct cut_multiplier by = {n_cut++, multiplier_of(lambda[k])};

            if (by.value > 0 && !VEC_PUSH(&out->cut_multipliers, by))
                return EB_NO_MEMORY;
        }
    }
    if (o->held != NULL && !VEC_PUSH(&out->first_cut, out->cut_multipliers.n))
        return EB_NO_MEMORY;
    out->n_vectors++;
    return EB_OK;
}

static bool add_node(struct certificate *out, struct branch_node node)
{
    return VEC_PUSH(&out->nodes, node);
}

/* From the heaviest option on: that held, or left out and so on. */
static eb_status prove_agent(const struct singles *o, int agent,
                             struct certificate *out)
{
    const struct agent_states *of = &o->of[agent];
    struct block block = {out->agents.n, 1, out->nodes.n};

    if (!VEC_PUSH(&out->agents, agent) || !VEC_PUSH(&out->blocks, block))
        return EB_NO_MEMORY;
    for (int k = 0; k < of->n_options; k++) {
        size_t node = out->nodes.n;
        int item = of->single.item[of->options[k].place];
        struct branch in = {item, block.first_agent, 1, false, node + 1};
        struct branch left = {item, block.first_agent, 0, true, node + 2};

        if (!add_node(out,
                      (struct branch_node){item, 0, out->branches.n, 2}) ||
            !VEC_PUSH(&out->branches, in) || !VEC_PUSH(&out->branches, left) ||
            !add_node(out, (struct branch_node){LEAF, (size_t)k + 1, 0, 0}))
            return EB_NO_MEMORY;
    }
    return add_node(out, (struct branch_node){LEAF, 0, 0, 0}) ? EB_OK
                                                              : EB_NO_MEMORY;
}

eb_status singles_prove(const struct singles *o, struct certificate *out)
{
    int states = 0;
    eb_status status = EB_OK;

    TRY(certificate_start(o->s->p, o->dual->mu, o->best_price, out));
    if (o->held != NULL) {
        TRY(held_list(o->held, out));
        if (!VEC_PUSH(&out->first_cut, 0))
            TRY(EB_NO_MEMORY);
    }
    for (int g = 0; g < o->s->p->n_agents; g++)
        if (o->of[g].n_options > states)
            states = o->of[g].n_options;
    for (int k = 0; k <= states; k++)
        TRY(prove_vector(o, k, out));
    for (int g = 0; g < o->s->p->n_agents; g++)
        TRY(prove_agent(o, g, out));
done:
    return status;
}
