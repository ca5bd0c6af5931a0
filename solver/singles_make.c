/* singles_make.c - all agents by themselves: laying them out, and prices. */
#include "solver/singles_parts.h"

#include <math.h>
#include <string.h>

/* ---- making ---- */

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
    if (!o->of || !o->price || !o->best_price || !o->step || !o->lack ||
        !o->low || !o->high || !o->first || !o->second || !o->place)
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
    mem_free(o);
}

/* ---- prices ---- */

enum { ITEMS_PER_RANGE = 1024 };

/* What its items cost an agent at the multipliers of its state, in `trial`. */
static void ask_range(void *context, size_t range, size_t first, size_t last)
{
    const struct singles *o = context;

    (void)range;
    for (size_t g = first; g < last; g++) {
        const struct agent_states *of = &o->of[g];
        const struct single *one = &of->single;
        const double *lambda = of->lambda + (size_t)of->state * rows_of(of);

        memcpy(of->trial, one->cost, (size_t)one->n * sizeof *of->trial);
        for (int k = 0; k < one->n_rows; k++)
            for (int j = 0; j < one->n; j++)
                of->trial[j] +=
                    lambda[k] * one->unit[k] *
                    one->amount[(size_t)k * (size_t)one->n + (size_t)j];
    }
}

/* What items cost at the best agent and at the second best. */
static void compare_range(void *context, size_t range, size_t first,
                          size_t last)
{
    struct singles *o = context;
    const struct search *s = o->s;

    (void)range;
    for (int i = (int)first; i < (int)last; i++) {
        o->first[i] = o->second[i] = INFINITY;
        if (!is_free(s, i))
            continue;
        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++) {
            double asked = o->of[s->arc_agent[a]].trial[o->place[a]];

            if (asked < o->first[i]) {
                o->second[i] = o->first[i];
                o->first[i] = asked;
            } else if (asked < o->second[i]) {
                o->second[i] = asked;
            }
        }
    }
}

static void ask_agents(struct singles *o)
{
    pool_run(o->dual->pool, (size_t)o->s->p->n_agents, AGENTS_PER_RANGE,
             ask_range, o);
    pool_run(o->dual->pool, (size_t)o->s->p->n_items, ITEMS_PER_RANGE,
             compare_range, o);
}

/* Light, and with a choice. */
static bool is_priced(const struct singles *o, int item)
{
    return isfinite(o->first[item]) && isfinite(o->second[item]);
}

/* So far towards half-way, where the best agent wants the item and nobody else.
 * Heavy items keep their prices. */
void singles_price_light(struct singles *o, double part)
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
    singles_price_light(o, 1);
    for (int i = 0; i < o->s->p->n_items; i++) {
        o->low[i] = is_priced(o, i) ? o->first[i] : -INFINITY;
        o->high[i] = is_priced(o, i) ? o->second[i] : INFINITY;
    }
}

/* The state of the heaviest item that is seated there. */
int singles_seated_state(const struct singles *o, int agent)
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
            of->lambda + (size_t)singles_seated_state(o, g) * rows_of(of);

        for (int k = 0; k < of->single.n_loads; k++)
            lambda[(size_t)g * (size_t)o->s->n_resources +
                   (size_t)o->s->p->terms.at[of->single.term[k]].resource] =
                from[k];
    }
}

/* ---- one agent ---- */

double singles_solve_state(struct singles *o, struct agent_states *of,
                           int state, struct single_room *room, double *x)
{
    size_t at = (size_t)state * rows_of(of);

    return single_solve(&of->single, o->price, of->mark, room, of->basis + at,
                        &of->reach[state], of->lambda + at,
                        x == NULL ? NULL : of->asking, x);
}

/* Marks the agent's heavy items for a state. */
void singles_mark_state(struct agent_states *of, int state)
{
    for (int k = 0; k < of->n_options; k++)
        of->mark[of->options[k].place] =
            state == 0 || k < state - 1
                ? SINGLE_BANNED
                : (k == state - 1 ? SINGLE_HELD : SINGLE_FREE);
}
