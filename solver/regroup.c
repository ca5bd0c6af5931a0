/* regroup.c - divides the books of a few agents anew. */
#include "solver/regroup.h"

#include "solver/tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A group, and when it was looked at; when 0: free. */
struct seen {
    uint64_t name;
    int64_t when;
};

struct regroup {
    struct search *s;
    const struct dual *dual;
    const struct descent *descent;
    struct regroup_options options;
    struct budget *budget;
    bool *in;   /* [n_agents] */
    int *group; /* [n_agents] */
    int n_group;
    int *items; /* [n_items] that may move within the group, ascending */
    int n_items;
    int n_arcs;
    int64_t now;           /* groups looked at */
    int64_t *changed;      /* [n_agents] when its book changed last */
    struct seen *seen;     /* a hash table of groups that brought nothing */
    size_t n_seen, n_room; /* n_room: a power of 2 */
    int size, n_idle, n_skipped;
};

static void join(struct regroup *g, int agent)
{
    g->in[agent] = true;
    g->group[g->n_group++] = agent;
}

/* One agent of all, then neighbours of those that are in, each time of one at
 * random. */
static void choose_group(struct regroup *g, int size, struct rng *rng)
{
    int n_agents = g->s->p->n_agents;

    memset(g->in, 0, (size_t)n_agents * sizeof *g->in);
    g->n_group = 0;
    join(g, (int)rng_below(rng, (uint64_t)n_agents));
    for (int tries = 0; g->n_group < size && tries < 20 * size; tries++) {
        const int *near;
        int from = g->group[rng_below(rng, (uint64_t)g->n_group)];
        int n = descent_neighbours(g->descent, from, &near), agent;

        if (n == 0)
            continue;
        agent = near[rng_below(rng, (uint64_t)n)];
        if (!g->in[agent])
            join(g, agent);
    }
}

static int count_arcs(const struct regroup *g, int item)
{
    const struct search *s = g->s;
    int n = 0;

    for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++)
        n += g->in[s->arc_agent[a]];
    return n;
}

static void list_items(struct regroup *g)
{
    const struct search *s = g->s;

    g->n_items = g->n_arcs = 0;
    for (int k = 0; k < g->n_group; k++)
        for (int i = s->head[g->group[k]]; i >= 0; i = s->next[i]) {
            int n = count_arcs(g, i);

            if (n < 2)
                continue;
            g->items[g->n_items++] = i;
            g->n_arcs += n;
        }
    qsort(g->items, (size_t)g->n_items, sizeof *g->items, ascending_ints);
}

static eb_status move_items(struct regroup *g, const struct tree_result *found)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < found->found.n; k++) {
        const struct tree_move *move = &found->found.at[k];

        if (g->s->agent[move->item] != move->agent)
            TRY(search_apply(g->s, move->item, move->agent, 0));
    }
    search_recount(g->s);
done:
    return status;
}

static eb_status divide(struct regroup *g, bool *better)
{
    struct relax_part part = {.in = g->n_group > 0 ? g->in : NULL,
                              .others_stay = true,
                              .items = g->items,
                              .n_items = g->n_items};
    struct tree_options options = {.part = &part,
                                   .cutoff = INFINITY,
                                   .start = g->s->agent,
                                   .cuts = true,
                                   .most_nodes = g->options.nodes};
    struct tree_result found = {0};
    double before = g->s->objective;
    eb_status status = EB_OK;

    *better = false;
    TRY(tree_run(g->dual, &options, g->budget, NULL, &found));
    if (found.found.n > 0) {
        TRY(move_items(g, &found));
        *better = g->s->objective < before - 0.5;
    }
done:
    tree_result_clear(&found);
    return status;
}

/* The same for the same members in any order. */
static uint64_t name_group(const struct regroup *g)
{
    uint64_t name = 0;

    for (int k = 0; k < g->n_group; k++) {
        uint64_t bits = (uint64_t)g->group[k] + 1;

        bits *= 0x9e3779b97f4a7c15u;
        bits ^= bits >> 29;
        name += bits * 0xbf58476d1ce4e5b9u;
    }
    return name;
}

static struct seen *find(const struct regroup *g, uint64_t name)
{
    size_t at = (size_t)name & (g->n_room - 1);

    while (g->seen[at].when > 0 && g->seen[at].name != name)
        at = (at + 1) & (g->n_room - 1);
    return &g->seen[at];
}

/* Twice the room, and only what still counts. */
static eb_status grow_seen(struct regroup *g)
{
    struct seen *old = g->seen;
    size_t n = g->n_room;

    g->n_room = 2 * n;
    g->seen = NEW(struct seen, g->n_room);
    if (g->seen == NULL) {
        g->seen = old;
        g->n_room = n;
        return EB_NO_MEMORY;
    }
    for (size_t k = 0; k < n; k++)
        if (old[k].when > 0)
            *find(g, old[k].name) = old[k];
    mem_free(old);
    return EB_OK;
}

/* Whether the group was looked at since one of its books changed; it is from now
 * on. */
static bool was_seen(struct regroup *g, eb_status *status)
{
    struct seen *seen = find(g, name_group(g));
    bool is_new = seen->when == 0, same = !is_new;

    for (int k = 0; k < g->n_group; k++)
        same = same && g->changed[g->group[k]] < seen->when;
    *seen = (struct seen){name_group(g), ++g->now};
    g->n_seen += is_new;
    if (2 * g->n_seen > g->n_room)
        *status = grow_seen(g);
    return same;
}

static void note_change(struct regroup *g)
{
    ++g->now;
    for (int k = 0; k < g->n_group; k++)
        g->changed[g->group[k]] = g->now;
}

eb_status regroup_new(struct search *s, const struct dual *dual,
                      const struct descent *descent,
                      const struct regroup_options *options,
                      struct regroup **out)
{
    const struct problem *p = s->p;
    struct regroup *g = NEW(struct regroup, 1);

    if (g == NULL)
        return EB_NO_MEMORY;
    g->s = s;
    g->dual = dual;
    g->descent = descent;
    g->options = *options;
    g->size = options->smallest;
    g->n_room = 1024;
    g->in = NEW(bool, (size_t)p->n_agents + 1);
    g->group = NEW(int, (size_t)p->n_agents + 1);
    g->items = NEW(int, (size_t)p->n_items + 1);
    g->changed = NEW(int64_t, (size_t)p->n_agents + 1);
    g->seen = NEW(struct seen, g->n_room);
    if (!g->in || !g->group || !g->items || !g->changed || !g->seen) {
        regroup_free(g);
        return EB_NO_MEMORY;
    }
    *out = g;
    return EB_OK;
}

void regroup_free(struct regroup *g)
{
    if (g == NULL)
        return;
    mem_free(g->seen);
    mem_free(g->changed);
    mem_free(g->in);
    mem_free(g->group);
    mem_free(g->items);
    mem_free(g);
}

/* The next size, after so many groups that brought nothing. False if all are too
 * large. */
static bool widen(struct regroup *g)
{
    bool all_skipped = g->n_skipped == g->n_idle;

    g->size++;
    g->n_idle = g->n_skipped = 0;
    return !all_skipped;
}

eb_status regroup_run(struct regroup *g, struct incumbent *best,
                      struct rng *rng, int64_t target, struct budget *budget,
                      bool *idle)
{
    const struct problem *p = g->s->p;
    eb_status status = EB_OK;

    g->budget = budget;
    *idle = false;
    while (budget_take(budget, 100) && best->value.objective > target) {
        bool better = false;

        if (g->size > g->options.largest || g->size > p->n_agents) {
            *idle = true;
            break;
        }
        choose_group(g, g->size, rng);
        list_items(g);
        if (g->n_arcs > g->options.arcs)
            g->n_skipped++;
        else if (g->n_items > 1 && !was_seen(g, &status))
            TRY(divide(g, &better));
        TRY(status);
        if (better) {
            TRY(incumbent_offer(best, g->s->agent, NULL));
            note_change(g);
            g->size = g->options.smallest;
            g->n_idle = g->n_skipped = 0;
        } else if (++g->n_idle >= g->options.patience && !widen(g)) {
            g->size = g->options.largest + 1;
        }
    }
done:
    return status;
}

eb_status regroup_differing(struct search *s, const struct dual *dual,
                            const struct regroup_options *options,
                            const int *other, struct incumbent *best,
                            struct budget *budget)
{
    struct regroup *g = NULL;
    bool better = false;
    eb_status status = EB_OK;

    TRY(regroup_new(s, dual, NULL, options, &g));
    g->budget = budget;
    for (int i = 0; i < s->p->n_items; i++)
        if (s->agent[i] != other[i]) {
            g->items[g->n_items++] = i;
            g->n_arcs += (int)(s->arc_first[i + 1] - s->arc_first[i]);
        }
    if (g->n_items > 1 && g->n_arcs <= options->arcs)
        TRY(divide(g, &better));
    if (better)
        TRY(incumbent_offer(best, s->agent, NULL));
done:
    regroup_free(g);
    return status;
}
