/* blocks.c - trees of blocks. */
#include "solver/blocks.h"

#include "solver/bound.h"
#include "solver/tree.h"
#include "solver/vicinity.h"

#include <math.h>
#include <string.h>

#define AT_HOME 0.34 /* of an agent's items, that it shares with its block */
enum { TURN_NODES = 5 };

struct block_tree {
    bool *in;   /* [n_agents] */
    int *items; /* that reach it */
    struct relax_part part;
    struct tree *tree;
    struct tree_result result;
};

struct blocks {
    struct lift *lift;
    const struct search *s;
    const int *start;
    double slack;
    double *price; /* [n_items] */
    int *block_of; /* [n_agents] */
    int n;
    struct block_tree *of; /* [n] */
};

static eb_status add_block(struct blocks *b, const struct vicinity *near)
{
    struct block_tree *block = &b->of[b->n];

    for (int k = 0; k < near->n_group; k++)
        b->block_of[near->group[k]] = b->n;
    block->in =
        mem_copy(near->in, (size_t)b->s->p->n_agents, sizeof *near->in);
    block->items =
        mem_copy(near->items, (size_t)near->n_items, sizeof *near->items);
    b->n++;
    if (block->in == NULL || block->items == NULL)
        return EB_NO_MEMORY;
    block->part = (struct relax_part){.in = block->in,
                                      .price = b->price,
                                      .items = block->items,
                                      .n_items = near->n_items};
    return EB_OK;
}

/* All agents that the item can go to make one block, with those of theirs, unless
 * that makes too many. `group`: [n_agents] the block's number, or -1. */
static void keep_together(const struct blocks *b, int item, int most,
                          int *group)
{
    const struct search *s = b->s;
    int n_agents = s->p->n_agents, n = 0;
    int home = s->arc_agent[s->arc_first[item]];
    int number = group[home] >= 0 ? group[home] : home;

    for (int pass = 0; pass < 2; pass++) {
        for (int g = 0; g < n_agents; g++) {
            bool joins = group[g] == number;

            for (size_t a = s->arc_first[item];
                 a < s->arc_first[item + 1] && !joins; a++) {
                int other = s->arc_agent[a];

                joins =
                    other == g || (group[g] >= 0 && group[g] == group[other]);
            }
            n += pass == 0 && joins;
            if (pass == 1 && joins)
                group[g] = number;
        }
        if (n > most)
            return;
    }
}

/* One block, or more if it would be too large. */
static eb_status add_group(struct blocks *b, int *group, int number,
                           int *agents)
{
    struct vicinity *near = lift_vicinity(b->lift);
    eb_status status = EB_OK;
    int n = 0;

    for (int g = 0; g < b->s->p->n_agents; g++)
        if (group[g] == number) {
            agents[n++] = g;
            group[g] = -1;
        }
    for (int at = 0; at < n && status == EB_OK; at += near->n_group) {
        vicinity_set(near, agents + at, n - at, VICINITY_ARCS);
        status = add_block(b, near);
    }
    return status;
}

/* How many items the group shares with each: [n_agents]; `last` [n_agents]: room. */
static void count_shared(const struct blocks *b, const int *group, int number,
                         int *shared, int *last)
{
    const struct search *s = b->s;

    for (int g = 0; g < s->p->n_agents; g++) {
        shared[g] = 0;
        last[g] = -1;
    }
    for (int i = 0; i < s->p->n_items; i++) {
        bool reaches = false;

        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++)
            reaches = reaches || group[s->arc_agent[a]] == number;
        for (size_t a = s->arc_first[i]; reaches && a < s->arc_first[i + 1];
             a++) {
            int other = group[s->arc_agent[a]];

            if (other != number && last[other] != i) {
                last[other] = i;
                shared[other]++;
            }
        }
    }
}

static int size_of(const struct blocks *b, const int *group, int number)
{
    int n = 0;

    for (int g = 0; g < b->s->p->n_agents; g++)
        n += group[g] == number;
    return n;
}

/* Nearly all that a small group may have reaches further, so that its prices decide
 * what it is worth: it joins whom it shares most with, as far as there is room. */
static eb_status join_small(const struct blocks *b, int size, int *group)
{
    int n_agents = b->s->p->n_agents;
    int *shared = NEW(int, (size_t)n_agents + 1);
    int *last = NEW(int, (size_t)n_agents + 1);

    if (shared == NULL || last == NULL) {
        mem_free(shared);
        mem_free(last);
        return EB_NO_MEMORY;
    }
    for (int number = 0; number < n_agents; number++) {
        int n = size_of(b, group, number), best = -1, best_size = 0;

        if (n == 0 || n > size / 2)
            continue;
        count_shared(b, group, number, shared, last);
        for (int g = 0; g < n_agents; g++) {
            int with;

            if (shared[g] == 0 || (best >= 0 && shared[g] < shared[best]))
                continue;
            with = size_of(b, group, g);
            if (n + with > 2 * size ||
                (best >= 0 && shared[g] == shared[best] && with >= best_size))
                continue;
            best = g;
            best_size = with;
        }
        for (int g = 0; g < n_agents && best >= 0; g++)
            if (group[g] == number)
                group[g] = best;
    }
    mem_free(shared);
    mem_free(last);
    return EB_OK;
}

/* Groups are named after one of their agents. Where a heavy item can go lies in one,
 * so that its price need not be guessed; the rest are groups of who shares most. */
static eb_status group_agents(const struct blocks *b, int size, int *group)
{
    struct vicinity *near = lift_vicinity(b->lift);
    const struct seats *heavy = lift_heavy(b->lift);
    int n_agents = b->s->p->n_agents;

    vicinity_forget(near);
    for (int g = 0; g < n_agents; g++)
        group[g] = -1;
    for (size_t k = 0; k < heavy->list.n; k++)
        keep_together(b, heavy->list.at[k].item, 2 * size, group);
    for (int g = 0; g < n_agents; g++)
        near->done[g] = group[g] >= 0;
    for (int g = 0; g < n_agents; g++) {
        if (near->done[g])
            continue;
        vicinity_choose(near, g, size, AT_HOME);
        for (int k = 0; k < near->n_group; k++)
            group[near->group[k]] = g;
    }
    return join_small(b, size, group);
}

static eb_status divide_agents(struct blocks *b, int size)
{
    int n_agents = b->s->p->n_agents;
    int *group = NEW(int, (size_t)n_agents + 1);
    int *agents = NEW(int, (size_t)n_agents + 1);
    eb_status status = EB_OK;

    if (group == NULL || agents == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    TRY(group_agents(b, size, group));
    for (int g = 0; g < n_agents; g++)
        if (group[g] >= 0)
            TRY(add_group(b, group, group[g], agents));
done:
    mem_free(group);
    mem_free(agents);
    return status;
}

/* The block of the cheapest arc is to want it: the price is that of the cheapest
 * arc of another. */
static void price_item(struct blocks *b, int item)
{
    const struct search *s = b->s;
    double best = INFINITY, second = INFINITY;
    int home = -1;

    for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++) {
        double price = lift_price(b->lift, item, a);
        int block = b->block_of[s->arc_agent[a]];

        if (block != home)
            second = fmin(second, fmax(price, best));
        if (price < best) {
            best = price;
            home = block;
        }
    }
    b->price[item] = isfinite(second) ? second : 0;
}

static eb_status plant(struct blocks *b, struct block_tree *block)
{
    struct tree_options options = {.part = &block->part,
                                   .cutoff = INFINITY,
                                   .start = b->start,
                                   .slack = b->slack,
                                   .lambda = lift_lambda(b->lift),
                                   .held = lift_held(b->lift),
                                   .bound_only = true,
                                   .cuts = true};
    struct budget none = {0};
    eb_status status = EB_OK;

    TRY(tree_new(lift_dual(b->lift), &options, &block->tree));
    TRY(tree_grow(block->tree, INFINITY, &none, &block->result));
done:
    return status;
}

eb_status blocks_new(struct lift *lift, int size, const int *start,
                     double slack, struct blocks **out)
{
    const struct search *s = lift_vicinity(lift)->s;
    size_t agents = (size_t)s->p->n_agents + 1;
    struct blocks *b = NEW(struct blocks, 1);
    eb_status status = EB_OK;

    if (b == NULL)
        return EB_NO_MEMORY;
    b->lift = lift;
    b->s = s;
    b->slack = slack;
    b->start = start;
    b->price = NEW(double, (size_t)s->p->n_items + 1);
    b->block_of = NEW(int, agents);
    b->of = NEW(struct block_tree, agents);
    if (!b->price || !b->block_of || !b->of) {
        status = EB_NO_MEMORY;
        goto done;
    }
    TRY(divide_agents(b, size));
    for (int i = 0; i < s->p->n_items; i++)
        price_item(b, i);
    for (int k = 0; k < b->n; k++)
        TRY(plant(b, &b->of[k]));
    *out = b;
    b = NULL;
done:
    blocks_free(b);
    return status;
}

void blocks_free(struct blocks *b)
{
    if (b == NULL)
        return;
    for (int k = 0; b->of != NULL && k < b->n; k++) {
        tree_free(b->of[k].tree);
        tree_result_clear(&b->of[k].result);
        mem_free(b->of[k].in);
        mem_free(b->of[k].items);
    }
    mem_free(b->of);
    mem_free(b->price);
    mem_free(b->block_of);
    mem_free(b);
}

/* How far a block lies below its part of the start, for each node it has. */
static double want_of(const struct block_tree *block)
{
    if (block->result.complete)
        return 0;
    return (tree_cutoff(block->tree) - block->result.bound) /
           (TURN_NODES + block->result.nodes);
}

eb_status blocks_grow(struct blocks *b, struct budget *budget)
{
    eb_status status = EB_OK;

    while (!budget_is_spent(budget)) {
        double most = 0;
        int next = -1;

        for (int k = 0; k < b->n; k++)
            if (want_of(&b->of[k]) > most) {
                most = want_of(&b->of[k]);
                next = k;
            }
        if (next < 0)
            break;
        tree_allow(b->of[next].tree, b->of[next].result.nodes + TURN_NODES);
        TRY(tree_grow(b->of[next].tree, INFINITY, budget,
                      &b->of[next].result));
    }
done:
    return status;
}

double blocks_bound(const struct blocks *b)
{
    const struct problem *p = b->s->p;
    double sum = (double)p->constant;

    for (int i = 0; i < p->n_items; i++)
        sum += b->price[i];
    for (int k = 0; k < p->n_budgets; k++)
        if (p->budget_limit.at[k] != INT64_MAX)
            sum -= lift_dual(b->lift)->mu[k] * (double)p->budget_limit.at[k];
    for (int k = 0; k < b->n; k++)
        sum += b->of[k].result.bound;
    return sum;
}

eb_status blocks_prove(struct blocks *b, struct certificate *out)
{
    eb_status status = EB_OK;

    TRY(certificate_start(b->s->p, lift_dual(b->lift)->mu, b->price, out));
    for (int k = 0; k < b->n; k++)
        TRY(tree_prove(b->of[k].tree, out));
done:
    return status;
}
