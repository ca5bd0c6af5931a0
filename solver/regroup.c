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

/* One group: what may move within it, and what its tree has found. */
struct slot {
    bool *in;   /* [n_agents] */
    int *group; /* [n_agents] */
    int n_group;
    int *items; /* [n_items] that may move within the group, ascending */
    int n_items;
    int n_arcs;
    struct relax_part part;
    struct tree *tree; /* NULL: no group is looked at */
    struct tree_result found;
    bool running; /* has a turn */
    struct pool_task turn;
    struct budget budget; /* of the turn */
    int64_t allowed;      /* its steps, at its beginning */
    eb_status status;
};

/* Where agents are many and nothing but items ties them together, groups that
 * share no agent are looked at at once, each for so many steps until all others
 * have had their turn: some trees are a hundred times as large as most. What a
 * tree starts from is copied when it is planted, and nobody else's group has part
 * in it: so turns may run beside each other and beside what the caller does, as
 * long as the caller begins and ends them in a fixed order. */
enum { MOST_SLOTS = 16, AGENTS_A_SLOT = 4, SLICE = 30000 };

struct regroup {
    struct search *s;
    const struct dual *dual;
    const struct descent *descent;
    struct regroup_options options;
    struct slot slots[MOST_SLOTS];
    int n_slots;
    bool *taken;           /* [n_agents] in one of the groups at hand */
    int64_t now;           /* groups looked at */
    int64_t *changed;      /* [n_agents] when its book changed last */
    struct seen *seen;     /* a hash table of groups that brought nothing */
    size_t n_seen, n_room; /* n_room: a power of 2 */
    int size, n_idle, n_skipped;
    bool any; /* better than what was offered last */
};

static void join(struct regroup *g, struct slot *slot, int agent)
{
    slot->in[agent] = g->taken[agent] = true;
    slot->group[slot->n_group++] = agent;
}

/* Who has a heavy item, the heavier the likelier, and somebody who could. */
static void join_seat(struct regroup *g, struct slot *slot, struct rng *rng)
{
    const struct search *s = g->s;
    const struct seats *seats = g->options.seats;
    double part = rng_unit(rng);
    size_t k = (size_t)(part * part * (double)seats->list.n);
    int item = seats->list.at[k].item, other;
    size_t first = s->arc_first[item], n = s->arc_first[item + 1] - first;

    if (!g->taken[s->agent[item]])
        join(g, slot, s->agent[item]);
    other = s->arc_agent[first + rng_below(rng, n)];
    if (!g->taken[other])
        join(g, slot, other);
}

static void join_anyone(struct regroup *g, struct slot *slot, struct rng *rng)
{
    int first;

    do
        first = (int)rng_below(rng, (uint64_t)g->s->p->n_agents);
    while (g->taken[first]);
    join(g, slot, first);
}

/* One agent of all, then neighbours of those that are in, each time of one at
 * random; none that is in another group. */
static void choose_group(struct regroup *g, struct slot *slot, int size,
                         struct rng *rng)
{
    const struct seats *seats = g->options.seats;

    memset(slot->in, 0, (size_t)g->s->p->n_agents * sizeof *slot->in);
    slot->n_group = 0;
    if (seats != NULL && seats->list.n > 0 && rng_below(rng, 2) == 0)
        join_seat(g, slot, rng);
    if (slot->n_group == 0)
        join_anyone(g, slot, rng);
    for (int tries = 0; slot->n_group < size && tries < 20 * size; tries++) {
        const int *near;
        int from = slot->group[rng_below(rng, (uint64_t)slot->n_group)];
        int n = descent_neighbours(g->descent, from, &near), agent;

        if (n == 0)
            continue;
        agent = near[rng_below(rng, (uint64_t)n)];
        if (!slot->in[agent] && !g->taken[agent])
            join(g, slot, agent);
    }
}

static int count_arcs(const struct search *s, const struct slot *slot,
                      int item)
{
    int n = 0;

    for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++)
        n += slot->in[s->arc_agent[a]];
    return n;
}

static void list_items(const struct search *s, struct slot *slot)
{
    slot->n_items = slot->n_arcs = 0;
    for (int k = 0; k < slot->n_group; k++)
        for (int i = s->head[slot->group[k]]; i >= 0; i = s->next[i]) {
            int n = count_arcs(s, slot, i);

            if (n < 2)
                continue;
            slot->items[slot->n_items++] = i;
            slot->n_arcs += n;
        }
    qsort(slot->items, (size_t)slot->n_items, sizeof *slot->items,
          ascending_ints);
}

static eb_status move_items(struct regroup *g, const struct tree_result *found)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < found->found.n; k++) {
        const struct tree_move *move = &found->found.at[k];
        long arc = search_arc(g->s, move->item, move->agent);

        if (g->s->agent[move->item] != move->agent)
            TRY(search_apply(g->s, move->item, move->agent,
                             evaluate_relocate(g->s, move->item, arc)));
    }
done:
    return status;
}

static eb_status plant(struct regroup *g, struct slot *slot)
{
    struct tree_options options = {.part = &slot->part,
                                   .cutoff = INFINITY,
                                   .start = g->s->agent,
                                   .cuts = true,
                                   .most_nodes = g->options.nodes};

    slot->part = (struct relax_part){.in = slot->n_group > 0 ? slot->in : NULL,
                                     .others_stay = true,
                                     .items = slot->items,
                                     .n_items = slot->n_items};
    slot->found = (struct tree_result){.bound = -INFINITY};
    return tree_new(g->dual, &options, &slot->tree);
}

/* A turn of its tree; touches nothing but the slot. */
static void grow(void *context)
{
    struct slot *slot = context;

    slot->status =
        tree_grow(slot->tree, INFINITY, &slot->budget, &slot->found);
}

static void begin_turn(struct regroup *g, struct slot *slot,
                       const struct budget *budget)
{
    slot->budget = *budget;
    if (g->n_slots > 1 && budget->steps > SLICE)
        slot->budget.steps = SLICE;
    slot->allowed = slot->budget.steps;
    slot->turn = (struct pool_task){.job = grow, .context = slot};
    slot->running = true;
    pool_begin(g->dual->pool, &slot->turn);
}

static void end_turn(struct regroup *g, struct slot *slot,
                     struct budget *budget)
{
    pool_finish(g->dual->pool, &slot->turn);
    slot->running = false;
    budget->steps -= slot->allowed - slot->budget.steps;
    budget->cut = budget->cut || slot->budget.cut;
}

static void let_go(struct regroup *g, const struct slot *slot)
{
    for (int k = 0; k < slot->n_group; k++)
        g->taken[slot->group[k]] = false;
}

/* Lets go of what the tree has found. */
static void clear_slot(struct regroup *g, struct slot *slot)
{
    if (slot->tree == NULL)
        return;
    let_go(g, slot);
    tree_free(slot->tree);
    slot->tree = NULL;
    tree_result_clear(&slot->found);
}

/* Takes what the tree has found. */
static eb_status take_found(struct regroup *g, struct slot *slot, bool *better)
{
    double before = g->s->objective;
    eb_status status = slot->status;

    *better = false;
    TRY(status);
    if (slot->found.found.n > 0) {
        TRY(move_items(g, &slot->found));
        *better = g->s->objective < before - 0.5;
    }
done:
    clear_slot(g, slot);
    return status;
}

/* The same for the same members in any order. */
static uint64_t name_group(const struct slot *slot)
{
    uint64_t name = 0;

    for (int k = 0; k < slot->n_group; k++) {
        uint64_t bits = (uint64_t)slot->group[k] + 1;

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
static bool was_seen(struct regroup *g, const struct slot *slot,
                     eb_status *status)
{
    struct seen *seen = find(g, name_group(slot));
    bool is_new = seen->when == 0, same = !is_new;

    for (int k = 0; k < slot->n_group; k++)
        same = same && g->changed[slot->group[k]] < seen->when;
    *seen = (struct seen){name_group(slot), ++g->now};
    g->n_seen += is_new;
    if (2 * g->n_seen > g->n_room)
        *status = grow_seen(g);
    return same;
}

static void note_change(struct regroup *g, const struct slot *slot)
{
    ++g->now;
    for (int k = 0; k < slot->n_group; k++)
        g->changed[slot->group[k]] = g->now;
}

static int count_slots(const struct problem *p)
{
    int n = p->n_agents / AGENTS_A_SLOT;

    if (p->n_budgets > 0 || p->n_conflicts > 0 || n < 3)
        return 1;
    return n < MOST_SLOTS ? n - n % 2 : MOST_SLOTS;
}

eb_status regroup_new(struct search *s, const struct dual *dual,
                      const struct descent *descent,
                      const struct regroup_options *options,
                      struct regroup **out)
{
    const struct problem *p = s->p;
    struct regroup *g = NEW(struct regroup, 1);
    bool all;

    if (g == NULL)
        return EB_NO_MEMORY;
    g->s = s;
    g->dual = dual;
    g->descent = descent;
    g->options = *options;
    g->size = options->smallest;
    g->n_room = 1024;
    g->n_slots = count_slots(p);
    g->taken = NEW(bool, (size_t)p->n_agents + 1);
    all = g->taken != NULL;
    for (int k = 0; k < g->n_slots; k++) {
        g->slots[k].in = NEW(bool, (size_t)p->n_agents + 1);
        g->slots[k].group = NEW(int, (size_t)p->n_agents + 1);
        g->slots[k].items = NEW(int, (size_t)p->n_items + 1);
        all = all && g->slots[k].in && g->slots[k].group && g->slots[k].items;
    }
    g->changed = NEW(int64_t, (size_t)p->n_agents + 1);
    g->seen = NEW(struct seen, g->n_room);
    if (!all || !g->changed || !g->seen) {
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
    for (int k = 0; k < g->n_slots; k++) {
        clear_slot(g, &g->slots[k]);
        mem_free(g->slots[k].in);
        mem_free(g->slots[k].group);
        mem_free(g->slots[k].items);
    }
    mem_free(g->taken);
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

/* One more group has brought nothing. */
static void count_idle(struct regroup *g, bool skipped)
{
    g->n_skipped += skipped;
    if (++g->n_idle >= g->options.patience && !widen(g))
        g->size = g->options.largest + 1;
}

static bool is_done(const struct regroup *g)
{
    return g->size > g->options.largest || g->size > g->s->p->n_agents;
}

/* A group to look at, beside those of other slots, if one is found soon. */
static eb_status fill_slot(struct regroup *g, struct slot *slot,
                           struct rng *rng)
{
    enum { TRIES = 50 };
    bool wanted = false;
    eb_status status = EB_OK;

    for (int tries = 0; tries < TRIES && !is_done(g); tries++) {
        bool skipped = false, seen;

        choose_group(g, slot, g->size, rng);
        seen = was_seen(g, slot, &status);
        TRY(status);
        if (!seen) {
            list_items(g->s, slot);
            skipped = slot->n_arcs > g->options.arcs;
            wanted = !skipped && slot->n_items > 1;
        }
        if (wanted)
            break;
        let_go(g, slot);
        count_idle(g, skipped);
    }
    if (wanted)
        TRY(plant(g, slot));
done:
    if (wanted && slot->tree == NULL)
        let_go(g, slot);
    return status;
}

/* What a group has brought. */
static eb_status end_group(struct regroup *g, struct slot *slot)
{
    bool better;
    eb_status status = EB_OK;

    TRY(take_found(g, slot, &better));
    if (!better) {
        count_idle(g, false);
        return EB_OK;
    }
    g->any = true;
    note_change(g, slot);
    g->size = g->options.smallest;
    g->n_idle = g->n_skipped = 0;
done:
    return status;
}

/* Ends the slot's turn, and takes what its tree has found if that has ended. */
static eb_status end_slot(struct regroup *g, struct slot *slot,
                          struct budget *budget)
{
    if (!slot->running)
        return EB_OK;
    end_turn(g, slot, budget);
    return slot->status == EB_OK && slot->found.paused ? EB_OK
                                                       : end_group(g, slot);
}

static eb_status begin_slot(struct regroup *g, struct slot *slot,
                            struct rng *rng, const struct budget *budget)
{
    eb_status status = EB_OK;

    if (slot->tree == NULL)
        TRY(fill_slot(g, slot, rng));
    if (slot->tree != NULL)
        begin_turn(g, slot, budget);
done:
    return status;
}

static eb_status offer(struct regroup *g, struct incumbent *best)
{
    bool any = g->any;

    g->any = false;
    return any ? incumbent_offer(best, g->s->agent, NULL) : EB_OK;
}

static bool is_idle(const struct regroup *g)
{
    for (int k = 0; k < g->n_slots; k++)
        if (g->slots[k].tree != NULL)
            return false;
    return is_done(g);
}

/* One after the other all slots end their turn and begin the next; between one
 * call and the next all but the first have one. */
static eb_status take_turns(struct regroup *g, struct rng *rng,
                            struct budget *budget)
{
    eb_status status = EB_OK;

    TRY(begin_slot(g, &g->slots[0], rng, budget));
    for (int k = 1; k < g->n_slots; k++) {
        TRY(end_slot(g, &g->slots[k], budget));
        TRY(begin_slot(g, &g->slots[k], rng, budget));
    }
    TRY(end_slot(g, &g->slots[0], budget));
done:
    return status;
}

/* The turns that were begun end; trees that have not are given up. */
static eb_status end_turns(struct regroup *g, struct budget *budget)
{
    eb_status status = EB_OK;

    for (int k = 0; k < g->n_slots; k++) {
        eb_status ended = end_slot(g, &g->slots[k], budget);

        status = status == EB_OK ? ended : status;
    }
    for (int k = 0; k < g->n_slots; k++)
        clear_slot(g, &g->slots[k]);
    return status;
}

eb_status regroup_run(struct regroup *g, struct incumbent *best,
                      struct rng *rng, int64_t target, struct budget *budget,
                      bool *idle)
{
    eb_status status = EB_OK, ended;

    *idle = false;
    while (status == EB_OK && !*idle && best->value.objective > target &&
           budget_take(budget, 100)) {
        *idle = is_idle(g);
        if (*idle)
            break;
        status = take_turns(g, rng, budget);
        if (status == EB_OK)
            status = offer(g, best);
    }
    ended = end_turns(g, budget);
    TRY(status);
    TRY(ended);
    TRY(offer(g, best));
done:
    return status;
}

eb_status regroup_differing(struct search *s, const struct dual *dual,
                            const struct regroup_options *options,
                            const int *other, struct incumbent *best,
                            struct budget *budget)
{
    struct regroup *g = NULL;
    struct slot *slot;
    bool better = false;
    eb_status status = EB_OK;

    TRY(regroup_new(s, dual, NULL, options, &g));
    slot = &g->slots[0];
    for (int i = 0; i < s->p->n_items; i++)
        if (s->agent[i] != other[i]) {
            slot->items[slot->n_items++] = i;
            slot->n_arcs += (int)(s->arc_first[i + 1] - s->arc_first[i]);
        }
    if (slot->n_items > 1 && slot->n_arcs <= options->arcs) {
        TRY(plant(g, slot));
        begin_turn(g, slot, budget);
        end_turn(g, slot, budget);
        TRY(take_found(g, slot, &better));
    }
    if (better)
        TRY(incumbent_offer(best, g->s->agent, NULL));
done:
    regroup_free(g);
    return status;
}
