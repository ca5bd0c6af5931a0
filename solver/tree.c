/* tree.c - branch and bound with Lagrangian bounds. */
#include "solver/tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS_PER_NODE = 6 };
#define STEP 0.8

struct tree {
    const struct dual *dual;
    const struct search *s;
    const struct problem *p;
    struct incumbent *best;
    int64_t cutoff;
    double margin; /* a bound this close below the cutoff prunes */
    struct budget *budget;
    struct tree_result *result;

    double *priced;  /* [arcs] cost with the budgets' multipliers */
    double constant; /* of the objective, less mu B */
    double settled;  /* cost and phi of what stays, part of both */
    int *active;     /* items that are searched */
    int n_active;
    size_t *live; /* terms whose loads can change */
    size_t n_live;
    bool *dead;   /* [arcs] */
    int *n_alive; /* [items] 0: not searched */
    double *base;       /* [terms] loads of what stays */
    double *low, *high; /* [terms] what is fixed, what may come at most */
    double *used;       /* [budgets] by items with one arc left */
    struct VEC(long) trail; /* arcs in the order in which they died */
    int *order;    /* items with a choice, heaviest first */
    int n_order;
    double *lambda; /* [(n_order + 1) x terms] per depth */
    double *trial, *load, *sink; /* [terms] */
    long *choice;   /* [items] cheapest living arc at the last evaluation */
    double *price;  /* [arcs] reduced price at the last evaluation */
    int *agent;     /* [items] an assignment to be offered */
    int64_t node_steps; /* what a node costs */
};

/* ---- arcs that die and come back ---- */

/* Adds the item's loads at the arc's agent to low (sign of the weight decides)
 * or takes them off high; `by` is 1 or -1. */
static void shift(struct tree *t, int item, long arc, bool fixed, double by)
{
    const struct load *loads;
    int agent = t->s->arc_agent[arc];
    int n = problem_loads(t->p, item, agent, &loads);

    for (int k = 0; k < n; k++) {
        int term = t->p->term_of[(size_t)agent * (size_t)t->p->n_resources +
                                 (size_t)loads[k].resource];
        double w = (double)loads[k].amount;

        if (term < 0)
            continue;
        if (fixed == (w > 0))
            t->low[term] += by * w;
        else
            t->high[term] += by * w;
    }
}

static long living_arc(const struct tree *t, int item)
{
    size_t a = t->s->arc_first[item];

    while (t->dead[a])
        a++;
    return (long)a;
}

static void count_departures(struct tree *t, int item, int agent, double by)
{
    const struct problem *p = t->p;

    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++)
        if (p->leaves.at[k].owner != agent)
            t->used[p->leaves.at[k].budget] +=
                by * (double)p->leaves.at[k].amount;
}

/* An item whose last but one arc died is fixed to the last. */
static void settle(struct tree *t, int item, double by)
{
    long arc = living_arc(t, item);

    shift(t, item, arc, true, by);
    count_departures(t, item, t->s->arc_agent[arc], by);
}

static int item_of_arc(const struct tree *t, long arc)
{
    size_t low = 0, high = (size_t)t->p->n_items;

    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;

        if (t->s->arc_first[middle] <= (size_t)arc)
            low = middle;
        else
            high = middle;
    }
    while (t->s->arc_first[low + 1] <= (size_t)arc)
        low++;
    return (int)low;
}

/* False if the item has no arc left. */
static bool kill_arc(struct tree *t, int item, long arc, eb_status *status)
{
    t->dead[arc] = true;
    if (!VEC_PUSH(&t->trail, arc))
        *status = EB_NO_MEMORY;
    shift(t, item, arc, false, -1);
    t->n_alive[item]--;
    if (t->n_alive[item] == 1)
        settle(t, item, 1);
    return t->n_alive[item] > 0 && *status == EB_OK;
}

static void revive_to(struct tree *t, size_t mark)
{
    while (t->trail.n > mark) {
        long arc = t->trail.at[--t->trail.n];
        int item = item_of_arc(t, arc);

        if (t->n_alive[item] == 1)
            settle(t, item, -1);
        t->n_alive[item]++;
        shift(t, item, arc, false, 1);
        t->dead[arc] = false;
    }
}

/* Leaves the item this arc alone, and keeps its conflict sets apart. */
static bool fix(struct tree *t, int item, long arc, eb_status *status)
{
    const struct problem *p = t->p;
    int agent = t->s->arc_agent[arc];

    for (size_t a = t->s->arc_first[item]; a < t->s->arc_first[item + 1]; a++)
        if (!t->dead[a] && (long)a != arc)
            if (!kill_arc(t, item, (long)a, status))
                return false;
    for (size_t k = p->conflict_first.at[item];
         k < p->conflict_first.at[item + 1]; k++) {
        int set = p->conflicts.at[k];

        for (size_t j = t->s->set_first[set]; j < t->s->set_first[set + 1];
             j++) {
            int other = t->s->set_items[j];
            long clash =
                other == item ? -1 : search_arc(t->s, other, agent);

            if (clash >= 0 && !t->dead[clash] &&
                !kill_arc(t, other, clash, status))
                return false;
        }
    }
    return true;
}

/* ---- the bound of a node ---- */

static size_t cell_of(const struct tree *t, size_t term)
{
    const struct term *at = &t->p->terms.at[term];

    return (size_t)at->agent * (size_t)t->p->n_resources +
           (size_t)at->resource;
}

static double price_of(const struct tree *t, const double *lambda, int item,
                       size_t arc)
{
    const struct load *loads;
    int agent = t->s->arc_agent[arc];
    int n = problem_loads(t->p, item, agent, &loads);
    double price = t->priced[arc];

    for (int k = 0; k < n; k++) {
        int term = t->p->term_of[(size_t)agent * (size_t)t->p->n_resources +
                                 (size_t)loads[k].resource];

        if (term >= 0)
            price += lambda[term] * (double)loads[k].amount;
    }
    return price;
}

static void add_choice(struct tree *t, int item, long arc)
{
    const struct load *loads;
    int agent = t->s->arc_agent[arc];
    int n = problem_loads(t->p, item, agent, &loads);

    for (int k = 0; k < n; k++) {
        int term = t->p->term_of[(size_t)agent * (size_t)t->p->n_resources +
                                 (size_t)loads[k].resource];

        if (term >= 0)
            t->load[term] += (double)loads[k].amount;
    }
}

/* The bound over the living arcs; leaves choice, price, load and sink. */
static double node_bound(struct tree *t, const double *lambda)
{
    double sum = t->constant + t->settled;
    const struct search *s = t->s;

    for (size_t k = 0; k < t->n_live; k++)
        t->load[t->live[k]] = t->base[t->live[k]];
    for (int n = 0; n < t->n_active; n++) {
        int i = t->active[n];
        double best = INFINITY;

        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++) {
            if (t->dead[a])
                continue;
            t->price[a] = price_of(t, lambda, i, a);
            if (t->price[a] < best) {
                best = t->price[a];
                t->choice[i] = (long)a;
            }
        }
        if (best < INFINITY) {
            sum += best;
            add_choice(t, i, t->choice[i]);
        }
    }
    for (size_t n = 0; n < t->n_live; n++) {
        size_t k = t->live[n];
        const struct term *term = &t->p->terms.at[k];
        double low = t->low[k], high = t->high[k];

        if (term->lo != INT64_MIN)
            low = fmax(low, (double)term->lo);
        if (term->hi != INT64_MAX)
            high = fmin(high, (double)term->hi);
        sum += curve_least(&t->dual->curves, k, lambda[k], low, high,
                           &t->sink[k]) +
               lambda[k] * t->base[k];
    }
    return sum;
}

static bool budgets_hold(const struct tree *t)
{
    for (int k = 0; k < t->p->n_budgets; k++)
        if (t->p->budget_slope.at[k] == 0 &&
            t->used[k] > (double)t->p->budget_limit.at[k])
            return false;
    return true;
}

static double goal(const struct tree *t)
{
    double cutoff = (double)t->cutoff;

    if (t->best->value.feasible && (double)t->best->value.objective < cutoff)
        cutoff = (double)t->best->value.objective;
    return cutoff - t->margin;
}

/* Climbs from `lambda`, which is left at the best point seen; price and choice
 * are those of the best point only if it was the last. */
static double climb(struct tree *t, double *lambda)
{
    size_t n = t->p->terms.n;
    double best = node_bound(t, lambda), now = best;

    memcpy(t->trial, lambda, n * sizeof *lambda);
    for (int round = 0; round < ROUNDS_PER_NODE && best < goal(t); round++) {
        double length = 0, size;

        for (size_t j = 0; j < t->n_live; j++) {
            size_t k = t->live[j];
            double g = (t->load[k] - t->sink[k]) / t->dual->scale[k];

            length += g * g;
        }
        if (length <= 1e-18 || !isfinite(now))
            break;
        size = STEP * (goal(t) - now) / length;
        for (size_t j = 0; j < t->n_live; j++) {
            size_t k = t->live[j];

            t->trial[k] += size * (t->load[k] - t->sink[k]) /
                           (t->dual->scale[k] * t->dual->scale[k]);
        }
        now = node_bound(t, t->trial);
        if (now > best) {
            best = now;
            memcpy(lambda, t->trial, n * sizeof *lambda);
        }
    }
    return best;
}

/* ---- the search ---- */

/* Where every item would go on its own is an assignment too; it is valued
 * exactly only where doubles say that it may be the best. */
static eb_status offer_choice(struct tree *t)
{
    double sum = (double)t->p->constant + t->settled;

    for (size_t k = 0; k < t->n_live; k++)
        sum += curve_value(&t->dual->curves, t->live[k], t->load[t->live[k]]);
    for (int k = 0; k < t->n_active; k++)
        if (t->n_alive[t->active[k]] > 0)
            sum += t->s->arc_cost[t->choice[t->active[k]]];
    if (t->best->value.feasible &&
        sum > (double)t->best->value.objective + fmax(0, -t->margin))
        return EB_OK;
    for (int k = 0; k < t->n_active; k++)
        t->agent[t->active[k]] = t->s->arc_agent[t->choice[t->active[k]]];
    return incumbent_offer(t->best, t->agent, NULL);
}

/* Rules out arcs by reduced cost. False if some item has none left. */
static bool drop_arcs(struct tree *t, double bound, bool *any,
                      eb_status *status)
{
    *any = false;
    for (int k = 0; k < t->n_active; k++) {
        int i = t->active[k];
        double best;

        if (t->n_alive[i] < 2)
            continue;
        best = t->price[t->choice[i]];
        for (size_t a = t->s->arc_first[i]; a < t->s->arc_first[i + 1]; a++) {
            if (t->dead[a] || bound + (t->price[a] - best) < goal(t))
                continue;
            *any = true;
            if (!kill_arc(t, i, (long)a, status))
                return false;
        }
    }
    return true;
}

static int next_item(const struct tree *t)
{
    for (int k = 0; k < t->n_order; k++)
        if (t->n_alive[t->order[k]] > 1)
            return t->order[k];
    return -1;
}

static eb_status visit(struct tree *t, int depth);

/* Each living arc of the item in turn, cheapest first. */
static eb_status branch(struct tree *t, int item, int depth)
{
    eb_status status = EB_OK;
    size_t n = t->p->terms.n, first = t->s->arc_first[item];
    int n_arcs = (int)(t->s->arc_first[item + 1] - first), n_open = 0;
    long *open = NEW(long, (size_t)n_arcs);
    double *price = NEW(double, (size_t)n_arcs);

    if (open == NULL || price == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    for (int a = 0; a < n_arcs; a++) {
        int at = n_open;
        double p = t->price[first + (size_t)a];

        if (t->dead[first + (size_t)a])
            continue;
        for (; at > 0 && price[at - 1] > p; at--) {
            price[at] = price[at - 1];
            open[at] = open[at - 1];
        }
        price[at] = p;
        open[at] = (long)first + a;
        n_open++;
    }
    for (int k = 0; k < n_open && !budget_is_spent(t->budget); k++) {
        size_t mark = t->trail.n;

        memcpy(t->lambda + (size_t)(depth + 1) * n,
               t->lambda + (size_t)depth * n, n * sizeof *t->lambda);
        if (fix(t, item, open[k], &status) && budgets_hold(t))
            status = visit(t, depth + 1);
        revive_to(t, mark);
        TRY(status);
    }
done:
    mem_free(open);
    mem_free(price);
    return status;
}

static eb_status visit(struct tree *t, int depth)
{
    eb_status status = EB_OK;
    double *lambda = t->lambda + (size_t)depth * t->p->terms.n;
    size_t mark = t->trail.n;
    bool again = true;
    int item;

    t->result->nodes++;
    if (!budget_take(t->budget, t->node_steps))
        return EB_OK;
    while (again) {
        double bound = climb(t, lambda);

        if (bound >= goal(t))
            goto done;
        node_bound(t, lambda);
        TRY(offer_choice(t));
        if (bound >= goal(t))
            goto done;
        if (!drop_arcs(t, bound, &again, &status) || !budgets_hold(t))
            goto done;
    }
    item = next_item(t);
    if (item >= 0)
        TRY(branch(t, item, depth));
done:
    revive_to(t, mark);
    return status;
}

/* ---- making ---- */

struct heavy {
    double weight;
    int item;
};

static int heaviest_first(const void *left, const void *right)
{
    const struct heavy *a = left, *b = right;

    if (a->weight > b->weight || a->weight < b->weight)
        return a->weight > b->weight ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

/* By the largest share of a typical load that the item is anywhere. */
static eb_status order_items(struct tree *t)
{
    struct heavy *list = NEW(struct heavy, (size_t)t->p->n_items + 1);

    if (list == NULL)
        return EB_NO_MEMORY;
    for (int k = 0; k < t->n_active; k++) {
        int i = t->active[k];
        double weight = 0;

        if (t->n_alive[i] < 2)
            continue;
        for (size_t a = t->s->arc_first[i]; a < t->s->arc_first[i + 1]; a++) {
            const struct load *loads;
            int agent = t->s->arc_agent[a];
            int n = problem_loads(t->p, i, agent, &loads);

            for (int j = 0; j < n; j++) {
                int term =
                    t->p->term_of[(size_t)agent * (size_t)t->p->n_resources +
                                  (size_t)loads[j].resource];

                if (term >= 0)
                    weight = fmax(weight, fabs((double)loads[j].amount) /
                                              t->dual->scale[term]);
            }
        }
        list[t->n_order++] = (struct heavy){weight, i};
    }
    qsort(list, (size_t)t->n_order, sizeof *list, heaviest_first);
    for (int k = 0; k < t->n_order; k++)
        t->order[k] = list[k].item;
    mem_free(list);
    return EB_OK;
}

static void price_budgets(struct tree *t)
{
    const struct problem *p = t->p;
    const double *mu = t->dual->mu;

    t->constant = (double)p->constant;
    for (int k = 0; k < p->n_budgets; k++)
        t->constant -= mu[k] * (double)p->budget_limit.at[k];
    for (int i = 0; i < p->n_items; i++)
        for (size_t a = t->s->arc_first[i]; a < t->s->arc_first[i + 1]; a++) {
            t->priced[a] = t->s->arc_cost[a];
            for (size_t k = p->leave_first.at[i];
                 k < p->leave_first.at[i + 1]; k++)
                if (p->leaves.at[k].owner != t->s->arc_agent[a])
                    t->priced[a] += mu[p->leaves.at[k].budget] *
                                    (double)p->leaves.at[k].amount;
        }
}

/* An item with one arc is there, whatever is searched. */
static void stay(struct tree *t, int item)
{
    size_t arc = t->s->arc_first[item];
    int agent = t->s->arc_agent[arc];
    const struct load *loads;
    int n = problem_loads(t->p, item, agent, &loads);

    t->agent[item] = agent;
    t->settled += t->s->arc_cost[arc];
    t->constant += t->priced[arc] - t->s->arc_cost[arc];
    count_departures(t, item, agent, 1);
    for (int k = 0; k < n; k++) {
        int term = t->p->term_of[(size_t)agent * (size_t)t->p->n_resources +
                                 (size_t)loads[k].resource];

        if (term < 0)
            continue;
        t->base[term] += (double)loads[k].amount;
        t->low[term] += (double)loads[k].amount;
        t->high[term] += (double)loads[k].amount;
    }
}

/* At the root everything may come along every arc. */
static void take_up(struct tree *t, int item)
{
    size_t first = t->s->arc_first[item], end = t->s->arc_first[item + 1];

    t->active[t->n_active++] = item;
    for (size_t a = first; a < end; a++) {
        t->n_alive[item]++;
        shift(t, item, (long)a, false, 1);
    }
}

/* Where an item stays, none that conflicts with it may come. */
static bool keep_apart(struct tree *t, int item, eb_status *status)
{
    const struct problem *p = t->p;

    for (size_t k = p->conflict_first.at[item];
         k < p->conflict_first.at[item + 1]; k++) {
        int set = p->conflicts.at[k];

        for (size_t j = t->s->set_first[set]; j < t->s->set_first[set + 1];
             j++) {
            int other = t->s->set_items[j];
            long arc = t->n_alive[other] == 0
                           ? -1
                           : search_arc(t->s, other, t->agent[item]);

            if (arc >= 0 && !t->dead[arc] &&
                !kill_arc(t, other, arc, status))
                return false;
        }
    }
    return true;
}

/* False if nothing is left to be searched. */
static bool start_conflicts(struct tree *t, eb_status *status)
{
    for (int i = 0; i < t->p->n_items; i++)
        if (t->n_alive[i] == 0 && !keep_apart(t, i, status))
            return false;
    return true;
}

static bool is_within(const struct tree *t, size_t term, double load)
{
    const struct term *at = &t->p->terms.at[term];

    return (at->lo == INT64_MIN || load >= (double)at->lo) &&
           (at->hi == INT64_MAX || load <= (double)at->hi);
}

/* Terms whose load can change, or is outside its limits, stay in the bound. */
static void start_loads(struct tree *t)
{
    int64_t arcs = 0;

    for (int i = 0; i < t->p->n_items; i++) {
        if (t->s->arc_first[i + 1] - t->s->arc_first[i] > 1)
            take_up(t, i);
        else
            stay(t, i);
        arcs += t->n_alive[i];
    }
    for (size_t k = 0; k < t->p->terms.n; k++) {
        if (t->high[k] > t->base[k] || t->low[k] < t->base[k] ||
            !is_within(t, k, t->base[k]))
            t->live[t->n_live++] = k;
        else
            t->settled += curve_value(&t->dual->curves, k, t->base[k]);
    }
    t->node_steps =
        (arcs * t->p->n_resources + (int64_t)t->n_live * 4) *
        (ROUNDS_PER_NODE + 1) / 2;
}

static eb_status tree_new(struct tree *t)
{
    size_t n = (size_t)t->p->n_items + 1, terms = t->p->terms.n + 1;
    size_t arcs = t->s->arc_first[t->p->n_items] + 1;

    t->priced = NEW(double, arcs);
    t->price = NEW(double, arcs);
    t->dead = NEW(bool, arcs);
    t->n_alive = NEW(int, n);
    t->order = NEW(int, n);
    t->choice = NEW(long, n);
    t->agent = NEW(int, n);
    t->low = NEW(double, terms);
    t->high = NEW(double, terms);
    t->trial = NEW(double, terms);
    t->load = NEW(double, terms);
    t->sink = NEW(double, terms);
    t->base = NEW(double, terms);
    t->live = NEW(size_t, terms);
    t->active = NEW(int, n);
    t->used = NEW(double, (size_t)t->p->n_budgets + 1);
    if (!t->priced || !t->price || !t->dead || !t->n_alive || !t->order ||
        !t->choice || !t->agent || !t->low || !t->high || !t->trial ||
        !t->load || !t->sink || !t->base || !t->live || !t->active || !t->used)
        return EB_NO_MEMORY;
    price_budgets(t);
    start_loads(t);
    if (order_items(t) != EB_OK)
        return EB_NO_MEMORY;
    t->lambda = NEW(double, ((size_t)t->n_order + 2) * terms);
    if (t->lambda == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < t->p->terms.n; k++)
        t->lambda[k] = t->dual->lambda[cell_of(t, k)];
    return EB_OK;
}

static void tree_clear(struct tree *t)
{
    mem_free(t->priced);
    mem_free(t->price);
    mem_free(t->dead);
    mem_free(t->n_alive);
    mem_free(t->order);
    mem_free(t->choice);
    mem_free(t->agent);
    mem_free(t->low);
    mem_free(t->high);
    mem_free(t->trial);
    mem_free(t->load);
    mem_free(t->sink);
    mem_free(t->base);
    mem_free(t->live);
    mem_free(t->active);
    mem_free(t->used);
    mem_free(t->lambda);
    VEC_CLEAR(&t->trail);
}

/* In a tiny problem nothing is pruned that could be better by rounding. */
#define TINY 1e5

static double choose_margin(const struct tree *t)
{
    double ways = 1;

    for (int k = 0; k < t->n_active && ways < TINY * 10; k++)
        ways *= fmax(t->n_alive[t->active[k]], 1);
    if (ways > TINY)
        return 0.5;
    return -0.5 * (double)t->p->terms.n - (double)t->p->n_budgets - 0.01;
}

eb_status tree_run(const struct dual *dual, struct incumbent *best,
                   int64_t cutoff, struct budget *budget,
                   struct tree_result *out)
{
    eb_status status = EB_OK;
    struct tree t = {.dual = dual,
                     .s = dual->s,
                     .p = dual->s->p,
                     .best = best,
                     .cutoff = cutoff,
                     .budget = budget,
                     .result = out};

    *out = (struct tree_result){.bound = dual->bound};
    TRY(tree_new(&t));
    t.margin = choose_margin(&t);
    if (start_conflicts(&t, &status))
        status = visit(&t, 0);
    TRY(status);
    out->complete = !budget_is_spent(budget);
    if (out->complete)
        out->bound = INFINITY;
done:
    tree_clear(&t);
    return status;
}
