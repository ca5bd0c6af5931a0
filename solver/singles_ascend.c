/* singles_ascend.c - the bound at prices, and prices that raise it. */
#include "solver/singles_parts.h"

#include <math.h>
#include <string.h>

static void look_at(struct singles *o, struct agent_states *of, int state,
                    struct single_room *room)
{
    singles_mark_state(of, state);
    of->value[state] = singles_solve_state(o, of, state, room, of->trial);
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
            sum += o->s->arc_cost[arc] +
                   search_leaving(o->s, i, o->s->arc_agent[arc], o->dual->mu);
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
