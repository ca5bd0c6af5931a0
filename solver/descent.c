/* descent.c - the pairwise neighbourhood. */
#include "solver/descent.h"

#include <math.h>
#include <string.h>

#define WORTH_IT (-1.0) /* units of cost */

/* An item of one agent that the other may take. */
struct candidate {
    int item;
    long arc;    /* to the other agent */
    double cost; /* of going there, less what it costs here */
    bool gone;
    bool awkward; /* has departures or conflicts: priced with care */
};

/* One side of a pair: its agent, candidates, and their weights. */
struct side {
    int agent;
    int n;
    struct candidate *list; /* [n] */
    double *leaving;        /* [n x k] weight at this agent */
    double *coming;         /* [n x k] weight at the other agent */
};

struct descent {
    int n_agents;
    int k;       /* resources that the pair looks at */
    int *active; /* [n_resources] which */
    struct side side[2];
    double *loads[2];  /* [k] of the pair's agents */
    double priced_sum; /* phi at these loads */
    int *term[2];      /* [k] term number, or -1 */
    unsigned *looked;  /* [pairs of neighbours] tick of the last look */
    int *first;        /* [n_agents + 1] into near */
    int *near;         /* neighbours, ascending */
    int *everyone;     /* [n_agents] 0, 1, 2 ... */
    bool *chosen;      /* [n_agents] */
};

/* ---- who neighbours whom ---- */

static void mark_list(bool *row, const struct problem *p, int class_number)
{
    for (size_t a = p->class_first.at[class_number];
         a < p->class_first.at[class_number + 1]; a++)
        row[p->class_agent.at[a]] = true;
}

/* row[h] of agent g: some item may go to both. One agent at a time, to need
 * no table of all pairs. */
struct reach {
    size_t *class_of_first; /* [n_agents + 1] classes that reach the agent */
    int *class_of;
    size_t *own_of_first; /* items with an own arc to the agent */
    int *own_of;
};

static eb_status invert(size_t n_agents, size_t n, const int *agent_of,
                        const int *source_of, size_t **first, int **list)
{
    *first = NEW(size_t, n_agents + 2);
    *list = NEW(int, n + 1);
    if (*first == NULL || *list == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++)
        (*first)[agent_of[k] + 2]++;
    for (size_t g = 0; g < n_agents; g++)
        (*first)[g + 2] += (*first)[g + 1];
    for (size_t k = 0; k < n; k++)
        (*list)[(*first)[agent_of[k] + 1]++] = source_of[k];
    return EB_OK;
}

static eb_status reach_new(const struct problem *p, struct reach *r)
{
    eb_status status = EB_OK;
    int *agent = NULL, *source = NULL;
    size_t n = 0;

    agent = NEW(int, p->class_agent.n + p->own.n + 1);
    source = NEW(int, p->class_agent.n + p->own.n + 1);
    if (agent == NULL || source == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    for (int c = 0; c < p->n_classes; c++)
        for (size_t a = p->class_first.at[c]; a < p->class_first.at[c + 1];
             a++) {
            agent[n] = p->class_agent.at[a];
            source[n++] = c;
        }
    TRY(invert((size_t)p->n_agents, n, agent, source, &r->class_of_first,
               &r->class_of));
    n = 0;
    for (int i = 0; i < p->n_items; i++)
        for (size_t k = p->own_first.at[i]; k < p->own_first.at[i + 1]; k++)
            if (p->own.at[k].cost != NO_ARC) {
                agent[n] = p->own.at[k].agent;
                source[n++] = i;
            }
    TRY(invert((size_t)p->n_agents, n, agent, source, &r->own_of_first,
               &r->own_of));
done:
    mem_free(agent);
    mem_free(source);
    return status;
}

static void reach_clear(struct reach *r)
{
    mem_free(r->class_of_first);
    mem_free(r->class_of);
    mem_free(r->own_of_first);
    mem_free(r->own_of);
}

static void mark_neighbours(const struct problem *p, const struct reach *r,
                            int g, bool *row, unsigned char *seen_class)
{
    memset(row, 0, (size_t)p->n_agents * sizeof *row);
    memset(seen_class, 0, (size_t)p->n_classes);
    for (size_t k = r->class_of_first[g]; k < r->class_of_first[g + 1]; k++) {
        seen_class[r->class_of[k]] = 1;
        mark_list(row, p, r->class_of[k]);
    }
    /* An item with an own arc to g reaches, besides, its class and its other
     * own arcs. */
    for (size_t k = r->own_of_first[g]; k < r->own_of_first[g + 1]; k++) {
        int i = r->own_of[k], c = p->item_class.at[i];

        if (!seen_class[c]) {
            seen_class[c] = 1;
            mark_list(row, p, c);
        }
        for (size_t o = p->own_first.at[i]; o < p->own_first.at[i + 1]; o++)
            if (p->own.at[o].cost != NO_ARC)
                row[p->own.at[o].agent] = true;
    }
    row[g] = false;
}

/* An own arc to h of an item whose class reaches g makes h a neighbour of g;
 * it is found from h's side, so the marks are made to go both ways here. */
static eb_status find_neighbours(const struct problem *p, struct descent *d)
{
    eb_status status = EB_OK;
    size_t n = (size_t)p->n_agents;
    struct reach reach = {0};
    bool *row = NEW(bool, n + 1);
    unsigned char *seen = NEW(unsigned char, (size_t)p->n_classes + 1);
    unsigned char *bits = NEW(unsigned char, n *(n / 8 + 1) + 1);
    size_t width = n / 8 + 1, total = 0;

    if (row == NULL || seen == NULL || bits == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    TRY(reach_new(p, &reach));
    for (size_t g = 0; g < n; g++) {
        mark_neighbours(p, &reach, (int)g, row, seen);
        for (size_t h = 0; h < n; h++)
            if (row[h]) {
                bits[g * width + h / 8] |= (unsigned char)(1u << (h % 8));
                bits[h * width + g / 8] |= (unsigned char)(1u << (g % 8));
            }
    }
    d->first = NEW(int, n + 1);
    if (d->first == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    for (size_t k = 0; k < n * width; k++)
        total += (size_t)__builtin_popcount(bits[k]);
    d->near = NEW(int, total + 1);
    d->looked = NEW(unsigned, total + 1);
    if (d->near == NULL || d->looked == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    total = 0;
    for (size_t g = 0; g < n; g++) {
        for (size_t h = 0; h < n; h++)
            if (bits[g * width + h / 8] & (1u << (h % 8)))
                d->near[total++] = (int)h;
        d->first[g + 1] = (int)total;
    }
done:
    reach_clear(&reach);
    mem_free(row);
    mem_free(seen);
    mem_free(bits);
    return status;
}

int descent_neighbours(const struct descent *descent, int agent,
                       const int **out)
{
    *out = descent->near + descent->first[agent];
    return descent->first[agent + 1] - descent->first[agent];
}

/* ---- making ---- */

eb_status descent_new(const struct search *s, struct descent **out)
{
    eb_status status = EB_OK;
    size_t items = (size_t)s->p->n_items + 1;
    size_t k = (size_t)s->p->n_resources + 1;
    struct descent *d = NEW(struct descent, 1);

    if (d == NULL)
        return EB_NO_MEMORY;
    d->n_agents = s->p->n_agents;
    d->active = NEW(int, k);
    d->everyone = NEW(int, (size_t)d->n_agents + 1);
    d->chosen = NEW(bool, (size_t)d->n_agents + 1);
    status = d->active && d->everyone && d->chosen ? EB_OK : EB_NO_MEMORY;
    for (int e = 0; e < 2 && status == EB_OK; e++) {
        d->side[e].list = NEW(struct candidate, items);
        d->side[e].leaving = NEW(double, items *k);
        d->side[e].coming = NEW(double, items *k);
        d->loads[e] = NEW(double, k);
        d->term[e] = NEW(int, k);
        if (!d->side[e].list || !d->side[e].leaving || !d->side[e].coming ||
            !d->loads[e] || !d->term[e])
            status = EB_NO_MEMORY;
    }
    if (status == EB_OK)
        status = find_neighbours(s->p, d);
    if (status != EB_OK) {
        descent_free(d);
        return status;
    }
    for (int g = 0; g < d->n_agents; g++)
        d->everyone[g] = g;
    *out = d;
    return EB_OK;
}

void descent_free(struct descent *d)
{
    if (d == NULL)
        return;
    for (int e = 0; e < 2; e++) {
        mem_free(d->side[e].list);
        mem_free(d->side[e].leaving);
        mem_free(d->side[e].coming);
        mem_free(d->loads[e]);
        mem_free(d->term[e]);
    }
    mem_free(d->active);
    mem_free(d->everyone);
    mem_free(d->chosen);
    mem_free(d->first);
    mem_free(d->near);
    mem_free(d->looked);
    mem_free(d);
}

void descent_forget(struct descent *d)
{
    memset(d->looked, 0, (size_t)d->first[d->n_agents] * sizeof *d->looked);
}

/* ---- one pair ---- */

/* The resources in which a load at g or at h costs anything. */
static void choose_active(struct descent *d, const struct search *s, int g,
                          int h)
{
    size_t n = (size_t)s->n_resources;

    d->k = 0;
    for (size_t r = 0; r < n; r++) {
        int tg = s->p->term_of[(size_t)g * n + r];
        int th = s->p->term_of[(size_t)h * n + r];

        if (tg < 0 && th < 0)
            continue;
        d->active[d->k] = (int)r;
        d->term[0][d->k] = tg;
        d->term[1][d->k] = th;
        d->k++;
    }
}

static void refresh_loads(struct descent *d, const struct search *s)
{
    size_t n = (size_t)s->n_resources;

    d->priced_sum = 0;
    for (int e = 0; e < 2; e++)
        for (int k = 0; k < d->k; k++) {
            int t = d->term[e][k];

            d->loads[e][k] =
                s->load[(size_t)d->side[e].agent * n + (size_t)d->active[k]];
            if (t >= 0)
                d->priced_sum += term_guided(s, t, d->loads[e][k]);
        }
}

static void spread_loads(const struct descent *d, const struct search *s,
                         int item, int agent, double *out)
{
    const struct load *loads;
    int n = problem_loads(s->p, item, agent, &loads);

    for (int k = 0; k < d->k; k++)
        out[k] = 0;
    for (int j = 0; j < n; j++)
        for (int k = 0; k < d->k; k++)
            if (d->active[k] == loads[j].resource)
                out[k] = (double)loads[j].amount;
}

static void add_candidate(struct descent *d, const struct search *s, int e,
                          int item, long arc)
{
    const struct problem *p = s->p;
    struct side *side = &d->side[e];
    int from = side->agent, to = d->side[1 - e].agent;
    size_t at = (size_t)side->n++;

    side->list[at] = (struct candidate){
        item, arc, s->arc_cost[arc] - s->arc_cost[search_arc(s, item, from)],
        false,
        p->leave_first.at[item] < p->leave_first.at[item + 1] ||
            p->conflict_first.at[item] < p->conflict_first.at[item + 1]};
    spread_loads(d, s, item, from, side->leaving + at * (size_t)d->k);
    spread_loads(d, s, item, to, side->coming + at * (size_t)d->k);
}

static void collect(struct descent *d, const struct search *s, int g, int h)
{
    d->side[0].agent = g;
    d->side[1].agent = h;
    choose_active(d, s, g, h);
    for (int e = 0; e < 2; e++) {
        d->side[e].n = 0;
        for (int i = s->head[d->side[e].agent]; i >= 0; i = s->next[i]) {
            long arc = search_arc(s, i, d->side[1 - e].agent);

            if (arc >= 0)
                add_candidate(d, s, e, i, arc);
        }
    }
    refresh_loads(d, s);
}

/* The change when `out` of side e goes over at `cost` and `in` (or NULL) comes
 * back, or anything of at least `enough`: phi is never below 0, so what the
 * loads cost now, taken off first, leaves a sum that can only grow. */
static double move_delta(const struct descent *d, const struct search *s,
                         int e, size_t out, const size_t *in, double cost,
                         double enough)
{
    const struct side *here = &d->side[e], *there = &d->side[1 - e];
    size_t k_all = (size_t)d->k;
    const double *go = here->leaving + out * k_all;
    const double *come = here->coming + out * k_all;
    double delta = cost - d->priced_sum;

    for (size_t k = 0; k < k_all && delta < enough; k++) {
        double l_here = d->loads[e][k] - go[k];
        double l_there = d->loads[1 - e][k] + come[k];

        if (in != NULL) {
            l_here += there->coming[*in * k_all + k];
            l_there -= there->leaving[*in * k_all + k];
        }
        if (d->term[e][k] >= 0)
            delta += term_guided(s, d->term[e][k], l_here);
        if (d->term[1 - e][k] >= 0)
            delta += term_guided(s, d->term[1 - e][k], l_there);
    }
    return delta;
}

/* Whether the item may go to the agent while `back` (or -1) leaves it. */
static bool may_go(const struct search *s, const struct candidate *c, int to,
                   int back)
{
    return !c->awkward || !search_clashes(s, c->item, to, back);
}

struct best_move {
    double delta;
    long in; /* index of the partner, or -1: a relocation */
};

/* The best relocation or swap of one candidate. */
static struct best_move look_at(const struct descent *d, struct search *s,
                                int e, size_t out)
{
    const struct candidate *c = &d->side[e].list[out];
    const struct side *there = &d->side[1 - e];
    int from = d->side[e].agent, to = there->agent;
    struct best_move best = {WORTH_IT, -2};
    double delta;

    if (may_go(s, c, to, -1)) {
        delta = move_delta(d, s, e, out, NULL, c->cost, INFINITY);
        if (c->awkward)
            delta += evaluate_leave(s, c->item, from, to, -1);
        if (delta < best.delta)
            best = (struct best_move){delta, -1};
    }
    for (size_t in = 0; e == 0 && in < (size_t)there->n; in++) {
        const struct candidate *back = &there->list[in];
        bool awkward = c->awkward || back->awkward;

        if (back->gone)
            continue;
        delta = move_delta(d, s, e, out, &in, c->cost + back->cost,
                           awkward ? INFINITY : best.delta);
        if (delta >= best.delta && !awkward)
            continue;
        if (!may_go(s, c, to, back->item) || !may_go(s, back, from, c->item))
            continue;
        if (awkward)
            delta += evaluate_leave(s, c->item, from, to, back->item);
        if (delta < best.delta)
            best = (struct best_move){delta, (long)in};
    }
    return best;
}

static eb_status apply_best(struct descent *d, struct search *s, int e,
                            size_t out, struct best_move best)
{
    eb_status status = EB_OK;
    struct candidate *c = &d->side[e].list[out];

    TRY(search_apply(s, c->item, d->side[1 - e].agent, best.delta));
    c->gone = true;
    if (best.in >= 0) {
        struct candidate *back = &d->side[1 - e].list[best.in];

        TRY(search_apply(s, back->item, d->side[e].agent, 0));
        back->gone = true;
    }
    refresh_loads(d, s);
done:
    return status;
}

/* Looks at the pair until nothing improves. */
static eb_status improve_pair(struct descent *d, struct search *s, int g,
                              int h, struct budget *budget)
{
    eb_status status = EB_OK;
    bool again = true;

    while (again) {
        again = false;
        collect(d, s, g, h);
        if (!budget_take(budget, 10 + (int64_t)(d->side[0].n + 1) *
                                          (d->side[1].n + 1) * (d->k + 1)))
            break;
        for (int e = 0; e < 2; e++)
            for (size_t out = 0; out < (size_t)d->side[e].n; out++) {
                struct best_move best;

                if (d->side[e].list[out].gone)
                    continue;
                best = look_at(d, s, e, out);
                if (best.in < -1)
                    continue;
                TRY(apply_best(d, s, e, out, best));
                again = true;
            }
    }
done:
    return status;
}

eb_status descent_run(struct descent *d, struct search *s, const int *agents,
                      int n, struct budget *budget)
{
    eb_status status = EB_OK;
    bool again = true;

    if (agents == NULL) {
        agents = d->everyone;
        n = d->n_agents;
    }
    for (int k = 0; k < n; k++)
        d->chosen[agents[k]] = true;
    while (again && !budget_is_spent(budget)) {
        again = false;
        for (int k = 0; k < n; k++) {
            int g = agents[k];

            for (int j = d->first[g]; j < d->first[g + 1]; j++) {
                int h = d->near[j];
                unsigned latest = s->changed[g] > s->changed[h]
                                      ? s->changed[g]
                                      : s->changed[h];
                unsigned before = s->tick;

                if (h < g || !d->chosen[h] || d->looked[j] > latest)
                    continue;
                TRY(improve_pair(d, s, g, h, budget));
                again = again || s->tick != before;
                if (!budget_is_spent(budget))
                    d->looked[j] = s->tick + 1;
            }
        }
    }
done:
    for (int k = 0; k < n; k++)
        d->chosen[agents[k]] = false;
    return status;
}
