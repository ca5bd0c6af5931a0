/* dual.c - subgradient ascent on the Lagrangian bound. */
#include "solver/dual.h"

#include <math.h>
#include <string.h>

/* Items are listed in ranges of this many, and their prices added up range by
 * range, so that the sum is the same at any number of threads; so many parts of
 * all items are at work at once. Loads are whole numbers, which add up in any
 * order. */
enum { ITEMS_PER_RANGE = 1024, MOST_PARTS = 16, LEAST_PART = 256 };

static size_t cell_of(const struct dual *d, size_t t)
{
    const struct term *term = &d->s->p->terms.at[t];

    return (size_t)term->agent * (size_t)d->s->n_resources +
           (size_t)term->resource;
}

/* ---- making ---- */

/* Adds what an item may bring to each agent: all of it where it has one arc,
 * else its negative weights to `low` and its positive ones to `high`. */
static void add_reach(struct dual *d, int item)
{
    const struct search *s = d->s;
    size_t first = s->arc_first[item], end = s->arc_first[item + 1];

    for (size_t a = first; a < end; a++) {
        const struct load *loads;
        int agent = s->arc_agent[a];
        int n = problem_loads(s->p, item, agent, &loads);

        for (int k = 0; k < n; k++) {
            int t = problem_term_number(s->p, agent, loads[k].resource);
            double w = (double)loads[k].amount;

            if (t < 0)
                continue;
            if (end - first == 1)
                d->base[t] += w;
            if (end - first == 1 || w < 0)
                d->low[t] += w;
            if (end - first == 1 || w > 0)
                d->high[t] += w;
        }
    }
}

static void clip_reach(struct dual *d)
{
    const struct problem *p = d->s->p;

    for (size_t t = 0; t < p->terms.n; t++) {
        const struct term *term = &p->terms.at[t];
        const struct search_term *soft = &d->s->terms[t];

        d->scale[t] = fmax(fabs(d->high[t]) / 8, 1);
        for (size_t h = 0; h < soft->n; h++)
            d->scale[t] = fmax(1, fabs(d->s->hinges[soft->first + h].at));
        if (term->lo != INT64_MIN)
            d->low[t] = fmax(d->low[t], (double)term->lo);
        if (term->hi != INT64_MAX)
            d->high[t] = fmin(d->high[t], (double)term->hi);
    }
}

static size_t items_per_part(const struct dual *d)
{
    size_t size = ((size_t)d->s->p->n_items + MOST_PARTS - 1) / MOST_PARTS;

    return size > LEAST_PART ? size : LEAST_PART;
}

static eb_status make_parts(struct dual *d)
{
    const struct problem *p = d->s->p;
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources + 1;

    d->n_ranges = (size_t)p->n_items / ITEMS_PER_RANGE + 1;
    d->n_parts = (size_t)p->n_items / items_per_part(d) + 1;
    d->price = NEW(double, (size_t)p->n_items + 1);
    d->full = NEW(bool, d->n_ranges);
    d->near = NEW(struct arc_list, d->n_ranges);
    d->parts = NEW(struct dual_part, d->n_parts);
    if (!d->price || !d->full || !d->near || !d->parts)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < d->n_parts; k++) {
        d->parts[k].load = NEW(double, cells);
        d->parts[k].used = NEW(double, (size_t)p->n_budgets + 1);
        if (!d->parts[k].load || !d->parts[k].used)
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

eb_status dual_new(const struct search *s, struct pool *pool,
                   struct dual **out)
{
    const struct problem *p = s->p;
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources + 1;
    size_t terms = p->terms.n + 1, budgets = (size_t)p->n_budgets + 1;
    struct dual *d = NEW(struct dual, 1);

    if (d == NULL)
        return EB_NO_MEMORY;
    d->s = s;
    d->pool = pool;
    d->bound = -INFINITY;
    d->lambda = NEW(double, cells);
    d->trial = NEW(double, cells);
    d->step = NEW(double, cells);
    d->load = NEW(double, cells);
    d->mu = NEW(double, budgets);
    d->trial_mu = NEW(double, budgets);
    d->step_mu = NEW(double, budgets);
    d->used = NEW(double, budgets);
    d->low = NEW(double, terms);
    d->high = NEW(double, terms);
    d->scale = NEW(double, terms);
    d->base = NEW(double, terms);
    d->seat = NEW(int, (size_t)p->n_items + 1);
    d->agent = NEW(int, (size_t)p->n_items + 1);
    d->trial_agent = NEW(int, (size_t)p->n_items + 1);
    if (!d->lambda || !d->trial || !d->step || !d->load || !d->mu ||
        !d->trial_mu || !d->step_mu || !d->used || !d->low || !d->high ||
        !d->scale || !d->base || !d->seat || !d->agent || !d->trial_agent ||
        make_parts(d) != EB_OK) {
        dual_free(d);
        return EB_NO_MEMORY;
    }
    if (curves_new(s, &d->curves) != EB_OK) {
        dual_free(d);
        return EB_NO_MEMORY;
    }
    for (int i = 0; i < p->n_items; i++) {
        d->seat[i] = -1;
        add_reach(d, i);
    }
    clip_reach(d);
    *out = d;
    return EB_OK;
}

void dual_free(struct dual *d)
{
    if (d == NULL)
        return;
    curves_clear(&d->curves);
    mem_free(d->lambda);
    mem_free(d->trial);
    mem_free(d->step);
    mem_free(d->load);
    mem_free(d->mu);
    mem_free(d->trial_mu);
    mem_free(d->step_mu);
    mem_free(d->used);
    mem_free(d->low);
    mem_free(d->high);
    mem_free(d->scale);
    mem_free(d->base);
    mem_free(d->seat);
    mem_free(d->agent);
    mem_free(d->trial_agent);
    for (size_t k = 0; d->near != NULL && k < d->n_ranges; k++)
        VEC_CLEAR(&d->near[k]);
    for (size_t k = 0; d->parts != NULL && k < d->n_parts; k++) {
        mem_free(d->parts[k].load);
        mem_free(d->parts[k].used);
    }
    mem_free(d->parts);
    mem_free(d->price);
    mem_free(d->full);
    mem_free(d->near_end);
    mem_free(d->near);
    mem_free(d->sure);
    mem_free(d);
}

/* ---- one evaluation ---- */

double dual_price(const struct dual *dual, int item, size_t arc)
{
    return search_price(dual->s, item, arc, dual->lambda, dual->mu);
}

static bool may_go(const struct dual *d, int item, size_t arc)
{
    return d->seat[item] < 0 || d->seat[item] == d->s->arc_agent[arc];
}

static void look_at(struct dual *d, int item, size_t arc, const double *lambda,
                    const double *mu, double *best)
{
    double price = search_price(d->s, item, arc, lambda, mu);

    if (price < *best) {
        *best = price;
        d->trial_agent[item] = d->s->arc_agent[arc];
    }
}

static size_t near_begin(const struct dual *d, int item)
{
    return item % ITEMS_PER_RANGE == 0 ? 0 : d->near_end[item - 1];
}

static double cheapest_arc(struct dual *d, int item, const double *lambda,
                           const double *mu)
{
    const struct search *s = d->s;
    double best = INFINITY;

    if (d->near_end != NULL)
        for (size_t k = near_begin(d, item); k < d->near_end[item]; k++)
            look_at(d, item, d->near[item / ITEMS_PER_RANGE].at[k], lambda, mu,
                    &best);
    else
        for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++)
            if (may_go(d, item, a))
                look_at(d, item, a, lambda, mu, &best);
    return best == INFINITY ? 0 : best;
}

static void add_choice(const struct dual *d, int item, struct dual_part *part)
{
    const struct search *s = d->s;
    const struct problem *p = s->p;
    const struct load *loads;
    int agent = d->trial_agent[item];
    int n = problem_loads(p, item, agent, &loads);

    for (int k = 0; k < n; k++)
        part->load[(size_t)agent * (size_t)s->n_resources +
                   (size_t)loads[k].resource] += (double)loads[k].amount;
    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++)
        if (p->leaves.at[k].owner != agent)
            part->used[p->leaves.at[k].budget] +=
                (double)p->leaves.at[k].amount;
}

static int range_end(const struct dual *d, size_t range)
{
    int end = (int)(range + 1) * ITEMS_PER_RANGE;

    return end < d->s->p->n_items ? end : d->s->p->n_items;
}

static void price_part(void *context, size_t part, size_t first, size_t last)
{
    struct dual *d = context;
    const struct search *s = d->s;
    struct dual_part *sums = &d->parts[part];

    memset(sums->load, 0,
           (size_t)s->p->n_agents * (size_t)s->n_resources *
               sizeof *sums->load);
    memset(sums->used, 0, (size_t)s->p->n_budgets * sizeof *sums->used);
    for (int i = (int)first; i < (int)last; i++) {
        d->price[i] = cheapest_arc(d, i, d->at_lambda, d->at_mu);
        if (s->arc_first[i] < s->arc_first[i + 1])
            add_choice(d, i, sums);
    }
}

static double add_prices(const struct dual *d)
{
    double sum = (double)d->s->p->constant;

    for (size_t range = 0; range < d->n_ranges; range++) {
        double part = 0;

        for (int i = (int)range * ITEMS_PER_RANGE; i < range_end(d, range);
             i++)
            part += d->price[i];
        sum += part;
    }
    return sum;
}

static void add_parts(struct dual *d)
{
    const struct problem *p = d->s->p;
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;

    memcpy(d->load, d->parts[0].load, cells * sizeof *d->load);
    memcpy(d->used, d->parts[0].used, (size_t)p->n_budgets * sizeof *d->used);
    for (size_t k = 1; k < d->n_parts; k++) {
        for (size_t c = 0; c < cells; c++)
            d->load[c] += d->parts[k].load[c];
        for (int b = 0; b < p->n_budgets; b++)
            d->used[b] += d->parts[k].used[b];
    }
}

/* The bound at (lambda, mu); leaves the subgradient in load and used: what the
 * items bring less what the terms would like. */
static double evaluate(struct dual *d, const double *lambda, const double *mu)
{
    const struct problem *p = d->s->p;
    double sum;

    d->at_lambda = lambda;
    d->at_mu = mu;
    pool_run(d->pool, (size_t)p->n_items, items_per_part(d), price_part, d);
    sum = add_prices(d);
    add_parts(d);
    for (size_t t = 0; t < p->terms.n; t++) {
        size_t cell = cell_of(d, t);
        double at;

        sum += curve_least(&d->curves, t, lambda[cell], d->low[t], d->high[t],
                           &at);
        d->load[cell] -= at;
    }
    for (int k = 0; k < p->n_budgets; k++) {
        sum -= mu[k] * (double)p->budget_limit.at[k];
        d->used[k] -= (double)p->budget_limit.at[k];
    }
    return sum;
}

static void keep(struct dual *d, const double *lambda, const double *mu,
                 double bound)
{
    const struct problem *p = d->s->p;

    d->bound = bound;
    memcpy(d->lambda, lambda,
           (size_t)p->n_agents * (size_t)p->n_resources * sizeof *lambda);
    memcpy(d->mu, mu, (size_t)p->n_budgets * sizeof *mu);
    memcpy(d->agent, d->trial_agent, (size_t)p->n_items * sizeof *d->agent);
}

double dual_try(struct dual *d, const double *lambda, const double *mu)
{
    double bound = evaluate(d, lambda, mu);

    if (bound > d->bound)
        keep(d, lambda, mu, bound);
    return bound;
}

/* ---- the ascent ---- */

#define DEFLECTION 0.7

/* The new direction, in which each load counts by its own scale; returns its
 * squared length there. */
static double deflect(struct dual *d)
{
    const struct problem *p = d->s->p;
    double length = 0;

    for (size_t t = 0; t < p->terms.n; t++) {
        size_t cell = cell_of(d, t);

        d->step[cell] = DEFLECTION * d->step[cell] +
                        (1 - DEFLECTION) * d->load[cell] / d->scale[t];
        length += d->step[cell] * d->step[cell];
    }
    for (int k = 0; k < p->n_budgets; k++) {
        double scale = fmax(fabs((double)p->budget_limit.at[k]), 1);

        d->step_mu[k] =
            DEFLECTION * d->step_mu[k] + (1 - DEFLECTION) * d->used[k] / scale;
        length += d->step_mu[k] * d->step_mu[k];
    }
    return length;
}

static void walk(struct dual *d, double size)
{
    const struct problem *p = d->s->p;

    for (size_t t = 0; t < p->terms.n; t++) {
        size_t cell = cell_of(d, t);

        d->trial[cell] += size * d->step[cell] / d->scale[t];
    }
    for (int k = 0; k < p->n_budgets; k++) {
        double scale = fmax(fabs((double)p->budget_limit.at[k]), 1);
        double slope = (double)p->budget_slope.at[k] / 1e12;

        d->trial_mu[k] =
            fmax(0, d->trial_mu[k] + size * d->step_mu[k] / scale);
        if (slope > 0)
            d->trial_mu[k] = fmin(d->trial_mu[k], slope);
    }
}

static void back_to_best(struct dual *d)
{
    const struct problem *p = d->s->p;
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;

    memcpy(d->trial, d->lambda, cells * sizeof *d->trial);
    memcpy(d->trial_mu, d->mu, (size_t)p->n_budgets * sizeof *d->mu);
    memset(d->step, 0, cells * sizeof *d->step);
    memset(d->step_mu, 0, (size_t)p->n_budgets * sizeof *d->step_mu);
}

/* ---- arcs that matter ---- */

/* From so many on, arcs are listed; for so many rounds a list serves; so many
 * arcs for an item are enough. */
enum { MANY_ARCS = 50000, ROUNDS_A_LIST = 40, ENOUGH_ARCS = 5 };
#define FIRST_WIDTH 0.25 /* of what an item's arcs differ by */

static void forget_near(struct dual *d)
{
    mem_free(d->near_end);
    d->near_end = NULL;
    for (size_t k = 0; k < d->n_ranges; k++)
        d->near[k].n = 0;
}

static size_t count_near(const struct dual *d)
{
    size_t n = 0;

    for (size_t k = 0; k < d->n_ranges; k++)
        n += d->near[k].n;
    return n;
}

static bool list_item(const struct dual *d, int item, struct arc_list *list)
{
    const struct search *s = d->s;
    double best = INFINITY;

    for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++)
        if (may_go(d, item, a))
            best = fmin(best, search_price(s, item, a, d->lambda, d->mu));
    for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++)
        if (may_go(d, item, a) &&
            search_price(s, item, a, d->lambda, d->mu) <= best + d->width &&
            !VEC_PUSH(list, a))
            return false;
    return true;
}

static void list_range(void *context, size_t range, size_t first, size_t last)
{
    struct dual *d = context;

    d->full[range] = false;
    for (int i = (int)first; i < (int)last; i++) {
        if (!list_item(d, i, &d->near[range]))
            d->full[range] = true;
        d->near_end[i] = d->near[range].n;
    }
}

/* Arcs near the cheapest at the best multipliers. */
static eb_status list_near(struct dual *d)
{
    bool full = false;

    d->near_end = NEW(size_t, (size_t)d->s->p->n_items + 1);
    if (d->near_end == NULL)
        return EB_NO_MEMORY;
    pool_run(d->pool, (size_t)d->s->p->n_items, ITEMS_PER_RANGE, list_range,
             d);
    for (size_t k = 0; k < d->n_ranges; k++)
        full = full || d->full[k];
    if (full)
        forget_near(d);
    return full ? EB_NO_MEMORY : EB_OK;
}

/* The bound of the best multipliers over all arcs; where they are none, those that
 * were best before are. Lists arcs anew. */
static eb_status make_sure(struct dual *d)
{
    const struct problem *p = d->s->p;
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;
    bool first = d->near_end == NULL;
    double listed = (double)count_near(d);

    if (d->sure == NULL)
        d->sure = NEW(double, cells + 1);
    if (d->sure == NULL)
        return EB_NO_MEMORY;
    forget_near(d);
    d->bound = evaluate(d, d->lambda, d->mu);
    if (first || d->bound > d->sure_bound) {
        memcpy(d->sure, d->lambda, cells * sizeof *d->sure);
        d->sure_bound = d->bound;
        if (listed > ENOUGH_ARCS * (double)p->n_items)
            d->width *= 0.7;
    } else {
        memcpy(d->lambda, d->sure, cells * sizeof *d->sure);
        d->bound = d->sure_bound;
        d->width *= 2;
    }
    return EB_OK;
}

#define LAST_ALPHA 1e-5

static void climb(struct dual *d, double target, int rounds,
                  struct budget *budget)
{
    const struct search *s = d->s;
    int64_t arcs = d->near_end != NULL ? (int64_t)count_near(d)
                                       : (int64_t)s->arc_first[s->p->n_items];

    back_to_best(d);
    evaluate(d, d->trial, d->trial_mu);
    for (int k = 0; k < rounds && budget_take(budget, arcs + 10); k++) {
        double length = deflect(d), bound;
        double goal = isfinite(target)
                          ? target
                          : d->bound + fmax(fabs(d->bound) * 0.1, 1e6);

        if (length <= 0 || goal - d->bound <= 0.5)
            break;
        walk(d, d->alpha * (goal - d->bound) / length);
        bound = dual_try(d, d->trial, d->trial_mu);
        if (bound > d->bound - 1e-3 && bound >= d->bound)
            d->stale = 0;
        else if (++d->stale >= 20) {
            d->stale = 0;
            d->alpha *= 0.5;
            back_to_best(d);
            evaluate(d, d->trial, d->trial_mu);
            if (d->alpha < LAST_ALPHA)
                break;
        }
    }
}

void dual_ascend(struct dual *d, double target, int rounds,
                 struct budget *budget)
{
    const struct search *s = d->s;
    size_t arcs = s->arc_first[s->p->n_items];

    if (d->bound == -INFINITY)
        dual_try(d, d->lambda, d->mu);
    d->alpha = 1;
    d->stale = 0;
    if (arcs < MANY_ARCS || s->p->n_budgets > 0) {
        climb(d, target, rounds, budget);
        return;
    }
    d->width = FIRST_WIDTH * s->typical_cost;
    for (int k = 0;
         k < rounds && !budget_is_spent(budget) && d->alpha >= LAST_ALPHA;
         k += ROUNDS_A_LIST) {
        if (make_sure(d) != EB_OK || list_near(d) != EB_OK)
            break;
        climb(d, target, ROUNDS_A_LIST, budget);
    }
    make_sure(d);
    evaluate(d, d->lambda, d->mu);
    keep(d, d->lambda, d->mu, d->sure_bound);
}
