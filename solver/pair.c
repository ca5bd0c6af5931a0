/* pair.c - relocations and swaps between two agents. */
#include "solver/pair.h"

#include <math.h>

#define WORTH_IT (-1.0) /* units of cost */

/* An item of one agent that the other may take. */
struct candidate {
    int item;
    long arc;    /* to the other agent */
    double cost; /* of going there, less what it costs here */
    bool gone;
    bool awkward; /* has departures or conflicts: priced with care */
};

/* ---- room ---- */

eb_status pair_lists_init(struct pair_lists *lists, size_t n,
                          size_t n_resources)
{
    *lists = (struct pair_lists){.n_resources = n_resources};
    for (int e = 0; e < 2; e++) {
        lists->list[e] = NEW(struct candidate, n + 1);
        lists->weights[e] = NEW(double, 2 * n * n_resources + 1);
        if (!lists->list[e] || !lists->weights[e])
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

void pair_lists_clear(struct pair_lists *lists)
{
    for (int e = 0; e < 2; e++) {
        mem_free(lists->list[e]);
        mem_free(lists->weights[e]);
    }
}

eb_status pair_init(struct pair *o, size_t n_resources)
{
    *o = (struct pair){.active = NEW(int, n_resources + 1)};
    for (int e = 0; e < 2; e++) {
        o->loads[e] = NEW(double, n_resources + 1);
        o->term[e] = NEW(int, n_resources + 1);
        if (!o->active || !o->loads[e] || !o->term[e])
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

void pair_clear(struct pair *o)
{
    mem_free(o->active);
    for (int e = 0; e < 2; e++) {
        mem_free(o->loads[e]);
        mem_free(o->term[e]);
    }
}

void pair_use(struct pair *o, const struct pair_lists *lists, size_t first,
              size_t most)
{
    for (int e = 0; e < 2; e++) {
        double *weights = lists->weights[e] + 2 * first * lists->n_resources;

        o->side[e].list = lists->list[e] + first;
        o->side[e].leaving = weights;
        o->side[e].coming = weights + most * lists->n_resources;
    }
}

/* ---- the moves ---- */

/* The resources in which a load at g or at h costs anything. */
static void choose_active(struct pair *o, const struct search *s, int g, int h)
{
    size_t n = (size_t)s->n_resources;

    o->k = 0;
    for (size_t r = 0; r < n; r++) {
        int tg = s->p->term_of[(size_t)g * n + r];
        int th = s->p->term_of[(size_t)h * n + r];

        if (tg < 0 && th < 0)
            continue;
        o->active[o->k] = (int)r;
        o->term[0][o->k] = tg;
        o->term[1][o->k] = th;
        o->k++;
    }
}

static void refresh_loads(struct pair *o, const struct search *s)
{
    size_t n = (size_t)s->n_resources;

    o->priced_sum = 0;
    for (int e = 0; e < 2; e++)
        for (int k = 0; k < o->k; k++) {
            int t = o->term[e][k];

            o->loads[e][k] =
                s->load[(size_t)o->side[e].agent * n + (size_t)o->active[k]];
            if (t >= 0)
                o->priced_sum += term_guided(s, t, o->loads[e][k]);
        }
}

static void spread_loads(const struct pair *o, const struct search *s,
                         int item, int agent, double *out)
{
    const struct load *loads;
    int n = problem_loads(s->p, item, agent, &loads);

    for (int k = 0; k < o->k; k++)
        out[k] = 0;
    for (int j = 0; j < n; j++)
        for (int k = 0; k < o->k; k++)
            if (o->active[k] == loads[j].resource)
                out[k] = (double)loads[j].amount;
}

static void add_candidate(struct pair *o, const struct search *s, int e,
                          int item, long arc)
{
    const struct problem *p = s->p;
    struct side *side = &o->side[e];
    int from = side->agent, to = o->side[1 - e].agent;
    size_t at = (size_t)side->n++;

    side->list[at] = (struct candidate){
        item, arc, s->arc_cost[arc] - s->arc_cost[search_arc(s, item, from)],
        false,
        p->leave_first.at[item] < p->leave_first.at[item + 1] ||
            p->conflict_first.at[item] < p->conflict_first.at[item + 1]};
    spread_loads(o, s, item, from, side->leaving + at * (size_t)o->k);
    spread_loads(o, s, item, to, side->coming + at * (size_t)o->k);
}

static void collect(struct pair *o, const struct search *s, int g, int h)
{
    o->side[0].agent = g;
    o->side[1].agent = h;
    choose_active(o, s, g, h);
    for (int e = 0; e < 2; e++) {
        o->side[e].n = 0;
        for (int i = s->head[o->side[e].agent]; i >= 0; i = s->next[i]) {
            long arc = search_arc(s, i, o->side[1 - e].agent);

            if (arc >= 0)
                add_candidate(o, s, e, i, arc);
        }
    }
    refresh_loads(o, s);
}

/* The change when `out` of side e goes over at `cost` and `in` (or NULL) comes
 * back, or anything of at least `enough`: phi is never below 0, so what the
 * loads cost now, taken off first, leaves a sum that can only grow. */
static double move_delta(const struct pair *o, const struct search *s, int e,
                         size_t out, const size_t *in, double cost,
                         double enough)
{
    const struct side *here = &o->side[e], *there = &o->side[1 - e];
    size_t k_all = (size_t)o->k;
    const double *go = here->leaving + out * k_all;
    const double *come = here->coming + out * k_all;
    double delta = cost - o->priced_sum;

    for (size_t k = 0; k < k_all && delta < enough; k++) {
        double l_here = o->loads[e][k] - go[k];
        double l_there = o->loads[1 - e][k] + come[k];

        if (in != NULL) {
            l_here += there->coming[*in * k_all + k];
            l_there -= there->leaving[*in * k_all + k];
        }
        if (o->term[e][k] >= 0)
            delta += term_guided(s, o->term[e][k], l_here);
        if (o->term[1 - e][k] >= 0)
            delta += term_guided(s, o->term[1 - e][k], l_there);
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
static struct best_move look_at(const struct pair *o, struct search *s, int e,
                                size_t out)
{
    const struct candidate *c = &o->side[e].list[out];
    const struct side *there = &o->side[1 - e];
    int from = o->side[e].agent, to = there->agent;
    struct best_move best = {WORTH_IT, -2};
    double delta;

    if (may_go(s, c, to, -1)) {
        delta = move_delta(o, s, e, out, NULL, c->cost, INFINITY);
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
        delta = move_delta(o, s, e, out, &in, c->cost + back->cost,
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

static eb_status apply_best(struct pair *o, struct search *s, int e,
                            size_t out, struct best_move best)
{
    eb_status status = EB_OK;
    struct candidate *c = &o->side[e].list[out];

    TRY(search_apply(s, c->item, o->side[1 - e].agent, best.delta));
    c->gone = true;
    if (best.in >= 0) {
        struct candidate *back = &o->side[1 - e].list[best.in];

        TRY(search_apply(s, back->item, o->side[e].agent, 0));
        back->gone = true;
    }
    refresh_loads(o, s);
done:
    return status;
}

eb_status pair_improve(struct pair *o, struct search *s, int g, int h,
                       struct budget *budget)
{
    eb_status status = EB_OK;
    bool again = true;

    while (again) {
        again = false;
        collect(o, s, g, h);
        if (!budget_take(budget, 10 + (int64_t)(o->side[0].n + 1) *
                                          (o->side[1].n + 1) * (o->k + 1)))
            break;
        for (int e = 0; e < 2; e++)
            for (size_t out = 0; out < (size_t)o->side[e].n; out++) {
                struct best_move best;

                if (o->side[e].list[out].gone)
                    continue;
                best = look_at(o, s, e, out);
                if (best.in < -1)
                    continue;
                TRY(apply_best(o, s, e, out, best));
                again = true;
            }
    }
done:
    return status;
}
