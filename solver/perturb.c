/* perturb.c - iterated local search on a few books at a time. */
#include "solver/perturb.h"

#include <math.h>

enum { MOST_BOOKS = 4, MOST_OUT = 10, MOST_HOME = 4 };

/* So few books are all looked at after each ruin; of more, those touched. */
enum { FEW_BOOKS = 24 };

/* Weights of broken rules move this often, and by this much. */
enum { ROUNDS_TO_RAISE = 10, ROUNDS_TO_LOWER = 10 };
#define RAISE 1.3
#define LOWER 0.8
#define LEAST                                                                 \
    0.1 /* of where they start: below it, limits are broken for nothing */

/* Sums of doubles are renewed now and then. */
enum { ROUNDS_TO_RECOUNT = 1000 };

struct perturb {
    struct search *s;
    struct descent *descent;
    struct greedy *greedy;
    struct incumbent *best;
    struct rng *rng;
    int *free; /* items with more than one arc */
    int n_free;
    int *out; /* items taken out in this round */
    int n_out;
    int *touched; /* agents changed in this round */
    int n_touched;
    bool *is_touched;
    int broken_rounds, whole_rounds;
    double heat; /* mean amount by which a round may make things worse */
};

static eb_status perturb_new(struct perturb *p)
{
    size_t n = (size_t)p->s->p->n_items + 1;
    size_t m = (size_t)p->s->p->n_agents + 1;

    p->free = NEW(int, n);
    p->out = NEW(int, n);
    p->touched = NEW(int, m);
    p->is_touched = NEW(bool, m);
    if (!p->free || !p->out || !p->touched || !p->is_touched)
        return EB_NO_MEMORY;
    for (int i = 0; i < p->s->p->n_items; i++)
        if (p->s->arc_first[i + 1] - p->s->arc_first[i] > 1)
            p->free[p->n_free++] = i;
    return EB_OK;
}

static void perturb_clear(struct perturb *p)
{
    mem_free(p->free);
    mem_free(p->out);
    mem_free(p->touched);
    mem_free(p->is_touched);
}

static void touch(struct perturb *p, int agent)
{
    if (agent < 0 || p->is_touched[agent])
        return;
    p->is_touched[agent] = true;
    p->touched[p->n_touched++] = agent;
}

static int random_below(struct perturb *p, int n)
{
    return (int)rng_below(p->rng, (uint64_t)n);
}

static eb_status take_out(struct perturb *p, int item)
{
    struct search *s = p->s;

    if (s->agent[item] < 0)
        return EB_OK;
    touch(p, s->agent[item]);
    p->out[p->n_out++] = item;
    return search_apply(s, item, -1, evaluate_remove(s, item));
}

static int random_item_of(struct perturb *p, int agent)
{
    int item = p->s->head[agent];
    int skip = random_below(p, p->s->n_held[agent]);

    while (skip-- > 0)
        item = p->s->next[item];
    return item;
}

/* One of the item's arcs, the more promising the likelier: each step down the
 * ranking is taken with probability 2/3. */
static size_t random_arc(struct perturb *p, int item)
{
    const struct search *s = p->s;
    size_t first = s->arc_first[item];
    int n = (int)(s->arc_first[item + 1] - first), k = 0;

    while (k + 1 < n && random_below(p, 3) < 2)
        k++;
    return first + (size_t)s->arc_rank[first + (size_t)k];
}

/* Books near a random item: its own and some that could take it. */
static void choose_books(struct perturb *p, int item)
{
    struct search *s = p->s;
    int want = 2 + random_below(p, MOST_BOOKS - 1);

    touch(p, s->agent[item]);
    for (int tries = 0; p->n_touched < want && tries < 3 * want; tries++)
        touch(p, s->arc_agent[random_arc(p, item)]);
}

static eb_status ruin(struct perturb *p)
{
    eb_status status = EB_OK;
    int seed_item = p->free[random_below(p, p->n_free)];
    int n_books, want = 2 + random_below(p, MOST_OUT - 1);

    choose_books(p, seed_item);
    n_books = p->n_touched;
    TRY(take_out(p, seed_item));
    for (int tries = 0; p->n_out < want && tries < 2 * want; tries++) {
        int agent = p->touched[random_below(p, n_books)];

        if (p->s->n_held[agent] > 0)
            TRY(take_out(p, random_item_of(p, agent)));
    }
done:
    return status;
}

/* Whether a cheaper arc than the item's would have been there. */
static bool is_away(const struct perturb *p, int item)
{
    const struct search *s = p->s;
    size_t first = s->arc_first[item];
    long now = search_arc(s, item, s->agent[item]);

    return s->arc_cost[now] >
           s->arc_cost[first + (size_t)s->arc_cheapest[item]];
}

static int random_away(struct perturb *p)
{
    for (int tries = 0; tries < 20; tries++) {
        int item = p->free[random_below(p, p->n_free)];

        if (p->s->agent[item] >= 0 && is_away(p, item))
            return item;
    }
    return -1;
}

/* Items go back to where they cost least. Good plans differ in which few items
 * pay for the balance, so this is undone debt for the descent to pay anew. */
static eb_status send_home(struct perturb *p)
{
    struct search *s = p->s;
    eb_status status = EB_OK;
    int want = 1 + random_below(p, MOST_HOME);

    for (int k = 0; k < want; k++) {
        int item = random_away(p), home;
        long arc;

        if (item < 0)
            break;
        arc = (long)s->arc_first[item] + s->arc_cheapest[item];
        home = s->arc_agent[arc];
        if (search_clashes(s, item, home, -1))
            continue;
        touch(p, s->agent[item]);
        touch(p, home);
        TRY(search_apply(s, item, home, evaluate_relocate(s, item, arc)));
    }
done:
    return status;
}

/* Sends one of the items somewhere else than regret would. */
static eb_status force_one(struct perturb *p)
{
    struct search *s = p->s;
    int k = random_below(p, p->n_out), item = p->out[k];
    size_t arc = random_arc(p, item);

    if (search_clashes(s, item, s->arc_agent[arc], -1))
        return EB_OK;
    p->out[k] = p->out[--p->n_out];
    touch(p, s->arc_agent[arc]);
    return search_apply(s, item, s->arc_agent[arc],
                        evaluate_insert(s, item, (long)arc));
}

static eb_status recreate(struct perturb *p, struct budget *budget)
{
    eb_status status = EB_OK;
    int n_all = p->n_out;

    if (random_below(p, 2) == 0)
        TRY(force_one(p));
    TRY(greedy_place(p->greedy, p->s, p->out, p->n_out, budget));
    for (int k = 0; k < n_all && k < p->n_out; k++)
        touch(p, p->s->agent[p->out[k]]);
done:
    return status;
}

static void adapt_weights(struct perturb *p)
{
    if (search_is_feasible(p->s)) {
        p->broken_rounds = 0;
        if (++p->whole_rounds >= ROUNDS_TO_LOWER) {
            p->whole_rounds = 0;
            search_lower_weights(p->s, LOWER, LEAST);
        }
        return;
    }
    p->whole_rounds = 0;
    if (++p->broken_rounds >= ROUNDS_TO_RAISE) {
        p->broken_rounds = 0;
        search_raise_weights(p->s, RAISE);
    }
}

/* Exponentially distributed: the acceptance rule of simulated annealing. */
static double allowance(struct perturb *p)
{
    return p->heat <= 0 ? 0 : -p->heat * log(1 - rng_unit(p->rng));
}

static eb_status one_round(struct perturb *p, struct budget *budget)
{
    eb_status status = EB_OK;
    struct search *s = p->s;
    double before = s->objective;

    search_mark(s);
    if (random_below(p, 2) == 0) {
        TRY(send_home(p));
    } else {
        TRY(ruin(p));
        TRY(recreate(p, budget));
    }
    if (s->p->n_agents <= FEW_BOOKS)
        TRY(descent_run(p->descent, s, NULL, 0, budget));
    else
        TRY(descent_run(p->descent, s, p->touched, p->n_touched, budget));
    if (s->n_unassigned > 0 || s->objective > before + allowance(p)) {
        TRY(search_undo(s, before));
    } else {
        s->journalling = false;
        if (s->objective < (double)p->best->value.objective - 0.5 ||
            !p->best->value.feasible)
            if (search_is_feasible(s))
                TRY(incumbent_offer(p->best, s->agent, NULL));
    }
done:
    for (int k = 0; k < p->n_touched; k++)
        p->is_touched[p->touched[k]] = false;
    p->n_touched = p->n_out = 0;
    return status;
}

eb_status perturb_run(struct search *s, struct descent *descent,
                      struct greedy *greedy, struct incumbent *best,
                      struct rng *rng, struct cooling cooling, int64_t target,
                      struct budget *budget)
{
    eb_status status = EB_OK;
    int64_t all = budget->steps, cycle, rounds = 0;
    struct perturb p = {.s = s,
                        .descent = descent,
                        .greedy = greedy,
                        .best = best,
                        .rng = rng};

    TRY(perturb_new(&p));
    cycle = budget->steps / cooling.cycles + 1;
    while (p.n_free > 1 && !budget_is_spent(budget)) {
        int64_t into = (all - budget->steps) % cycle;

        if (best->value.feasible && best->value.objective <= target)
            break;
        p.heat = cooling.heat * s->typical_cost *
                 (1 - (double)into / (double)cycle);
        TRY(one_round(&p, budget));
        adapt_weights(&p);
        if (++rounds % ROUNDS_TO_RECOUNT == 0)
            search_recount(s);
    }
    search_restore_weights(s);
done:
    perturb_clear(&p);
    return status;
}
