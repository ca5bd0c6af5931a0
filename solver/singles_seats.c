/* singles_seats.c - who is to hold each heavy item, at the prices of the rest. */
#include "solver/singles_parts.h"

#include <math.h>

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
    now = singles_solve_state(o, of, 0, room, NULL);
    for (int k = 0; k < of->n_options; k++) {
        struct option *option = &of->options[k];
        unsigned char *mark = &of->mark[option->place];
        bool seated = *mark == SINGLE_HELD;
        double other;

        if (!seated && is_hopeless(o, option))
            continue;
        *mark = seated ? SINGLE_BANNED : SINGLE_HELD;
        other = singles_solve_state(o, of, k + 1, room, NULL);
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
        of->state = singles_seated_state(o, (int)g);
        singles_solve_state(o, of, of->state, o->rooms[range], NULL);
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
            singles_mark_state(of, state);
            value = singles_solve_state(o, of, state, o->rooms[range], NULL);
            if (value < least) {
                least = value;
                of->state = state;
            }
        }
    }
}

double singles_burden(const struct singles *o, int agent, int seat)
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
        double burden = singles_burden(o, s->arc_agent[a], seat);

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
        here = before < 0 ? INFINITY : singles_burden(o, before, (int)k);
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
            double burden = singles_burden(o, s->arc_agent[a], (int)k);

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
        singles_price_light(o, k == 0 ? 1 : 0.5);
    }
}
