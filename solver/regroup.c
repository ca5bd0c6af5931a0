/* regroup.c - divides the books of a few agents anew. */
#include "solver/regroup.h"

#include "solver/tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct regroup {
    struct search *s;
    const struct dual *dual;
    const struct descent *descent;
    const struct regroup_options *options;
    struct budget *budget;
    bool *in;   /* [n_agents] */
    int *group; /* [n_agents] */
    int n_group;
    int *items; /* [n_items] that may move within the group, ascending */
    int n_items;
    int n_arcs;
    struct VEC(uint64_t) seen; /* groups that brought nothing */
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
                                   .most_nodes = g->options->nodes};
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

static eb_status regroup_new(struct regroup *g)
{
    const struct problem *p = g->s->p;

    g->in = NEW(bool, (size_t)p->n_agents + 1);
    g->group = NEW(int, (size_t)p->n_agents + 1);
    g->items = NEW(int, (size_t)p->n_items + 1);
    return g->in && g->group && g->items ? EB_OK : EB_NO_MEMORY;
}

static void regroup_clear(struct regroup *g)
{
    VEC_CLEAR(&g->seen);
    mem_free(g->in);
    mem_free(g->group);
    mem_free(g->items);
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

/* Whether the group was looked at since anything changed; it is from now on. */
static bool was_seen(struct regroup *g, eb_status *status)
{
    uint64_t name = name_group(g);

    for (size_t k = 0; k < g->seen.n; k++)
        if (g->seen.at[k] == name)
            return true;
    if (!VEC_PUSH(&g->seen, name))
        *status = EB_NO_MEMORY;
    return false;
}

eb_status regroup_run(struct search *s, const struct dual *dual,
                      const struct descent *descent,
                      const struct regroup_options *options,
                      struct incumbent *best, struct rng *rng, int64_t target,
                      struct budget *budget)
{
    struct regroup g = {.s = s,
                        .dual = dual,
                        .descent = descent,
                        .options = options,
                        .budget = budget};
    int size = options->smallest, idle = 0, skipped = 0;
    eb_status status = EB_OK;

    TRY(regroup_new(&g));
    while (size <= options->largest && size <= s->p->n_agents &&
           budget_take(budget, 100) && best->value.objective > target) {
        bool better = false;

        choose_group(&g, size, rng);
        list_items(&g);
        if (g.n_arcs > options->arcs)
            skipped++;
        else if (g.n_items > 1 && !was_seen(&g, &status))
            TRY(divide(&g, &better));
        TRY(status);
        if (better) {
            TRY(incumbent_offer(best, s->agent, NULL));
            size = options->smallest;
            idle = skipped = 0;
            g.seen.n = 0;
        } else if (++idle >= options->patience) {
            if (skipped == idle)
                break;
            size++;
            idle = skipped = 0;
        }
    }
done:
    regroup_clear(&g);
    return status;
}

eb_status regroup_differing(struct search *s, const struct dual *dual,
                            const struct regroup_options *options,
                            const int *other, struct incumbent *best,
                            struct budget *budget)
{
    struct regroup g = {
        .s = s, .dual = dual, .options = options, .budget = budget};
    bool better = false;
    eb_status status = EB_OK;

    TRY(regroup_new(&g));
    for (int i = 0; i < s->p->n_items; i++)
        if (s->agent[i] != other[i]) {
            g.items[g.n_items++] = i;
            g.n_arcs += (int)(s->arc_first[i + 1] - s->arc_first[i]);
        }
    if (g.n_items > 1 && g.n_arcs <= options->arcs)
        TRY(divide(&g, &better));
    if (better)
        TRY(incumbent_offer(best, s->agent, NULL));
done:
    regroup_clear(&g);
    return status;
}
