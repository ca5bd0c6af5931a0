/* vicinity.c - blocks of agents who share items. */
#include "solver/vicinity.h"

#include <stdlib.h>
#include <string.h>

static eb_status list_by_agent(struct vicinity *v)
{
    const struct search *s = v->s;
    int n_agents = s->p->n_agents, n_items = s->p->n_items;
    size_t n = s->arc_first[n_items];
    size_t *at = NEW(size_t, (size_t)n_agents + 1);

    v->by_first = NEW(size_t, (size_t)n_agents + 2);
    v->by_item = NEW(int, n + 1);
    if (!at || !v->by_first || !v->by_item) {
        mem_free(at);
        return EB_NO_MEMORY;
    }
    for (size_t a = 0; a < n; a++)
        v->by_first[s->arc_agent[a] + 1]++;
    for (int g = 0; g < n_agents; g++) {
        at[g] = v->by_first[g];
        v->by_first[g + 1] += v->by_first[g];
    }
    for (int i = 0; i < n_items; i++)
        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++)
            v->by_item[at[s->arc_agent[a]]++] = i;
    mem_free(at);
    return EB_OK;
}

eb_status vicinity_new(const struct search *s, struct vicinity **out)
{
    size_t agents = (size_t)s->p->n_agents + 1;
    size_t items = (size_t)s->p->n_items + 1;
    struct vicinity *v = NEW(struct vicinity, 1);
    eb_status status = EB_OK;

    if (v == NULL)
        return EB_NO_MEMORY;
    v->s = s;
    v->done = NEW(bool, agents);
    v->barred = NEW(int, agents);
    v->in = NEW(bool, agents);
    v->group = NEW(int, agents);
    v->shared = NEW(int, agents);
    v->items = NEW(int, items);
    v->listed = NEW(bool, items);
    if (!v->done || !v->barred || !v->in || !v->group || !v->shared ||
        !v->items || !v->listed) {
        status = EB_NO_MEMORY;
        goto done;
    }
    TRY(list_by_agent(v));
    *out = v;
    v = NULL;
done:
    vicinity_free(v);
    return status;
}

void vicinity_free(struct vicinity *v)
{
    if (v == NULL)
        return;
    mem_free(v->by_first);
    mem_free(v->by_item);
    mem_free(v->done);
    mem_free(v->barred);
    mem_free(v->in);
    mem_free(v->group);
    mem_free(v->shared);
    mem_free(v->items);
    mem_free(v->listed);
    mem_free(v);
}

void vicinity_forget(struct vicinity *v)
{
    memset(v->done, 0, (size_t)v->s->p->n_agents * sizeof *v->done);
}

/* An agent joins with its items; `shared` counts, of each agent, the items that
 * it shares with those of the block. */
static void join(struct vicinity *v, int agent)
{
    const struct search *s = v->s;

    v->in[agent] = v->done[agent] = true;
    v->group[v->n_group++] = agent;
    for (size_t j = v->by_first[agent]; j < v->by_first[agent + 1]; j++) {
        int i = v->by_item[j];

        if (v->listed[i])
            continue;
        v->listed[i] = true;
        v->items[v->n_items++] = i;
        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++)
            v->shared[s->arc_agent[a]]++;
    }
}

static void open_block(struct vicinity *v)
{
    size_t n = (size_t)v->s->p->n_agents;

    memset(v->in, 0, n * sizeof *v->in);
    memset(v->shared, 0, n * sizeof *v->shared);
    v->n_group = v->n_items = 0;
}

static void close_block(struct vicinity *v)
{
    for (int k = 0; k < v->n_items; k++)
        v->listed[v->items[k]] = false;
    qsort(v->items, (size_t)v->n_items, sizeof *v->items, ascending_ints);
}

/* One more agent could bring more arcs than a block should have. */
static bool is_wide(const struct vicinity *v, int64_t arcs)
{
    return (int64_t)v->n_items * (v->n_group + 1) > arcs;
}

/* Whoever is in no block yet and shares the largest part of its items; -1: nobody
 * shares so much. */
static int closest(const struct vicinity *v, int start, double least)
{
    int n = v->s->p->n_agents, best = -1;
    double most = 0;

    for (int k = 0; k < n; k++) {
        int g = (start + k) % n;
        double part;

        if (v->done[g] || v->barred[g] > 0 || v->shared[g] == 0)
            continue;
        part = v->shared[g] / (double)(v->by_first[g + 1] - v->by_first[g]);
        if (part > most && part >= least) {
            most = part;
            best = g;
        }
    }
    return best;
}

void vicinity_choose(struct vicinity *v, int first, int size, double least)
{
    int next = first;

    open_block(v);
    while (next >= 0 && v->n_group < size && !is_wide(v, VICINITY_ARCS)) {
        join(v, next);
        next = closest(v, first, least);
    }
    close_block(v);
}

void vicinity_set(struct vicinity *v, const int *agents, int n, int64_t arcs)
{
    open_block(v);
    for (int k = 0; k < n && !is_wide(v, arcs); k++)
        join(v, agents[k]);
    close_block(v);
}

int vicinity_bar(struct vicinity *v, int *agents)
{
    int n = 0;

    for (int g = 0; g < v->s->p->n_agents; g++)
        if (v->in[g] || v->shared[g] > 0) {
            v->barred[g]++;
            agents[n++] = g;
        }
    return n;
}

void vicinity_admit(struct vicinity *v, const int *agents, int n)
{
    for (int k = 0; k < n; k++)
        v->barred[agents[k]]--;
}
