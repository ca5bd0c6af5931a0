/* lift.c - block coordinate ascent with cuts. */
#include "solver/lift.h"

#include "solver/bound.h"
#include "solver/simplex.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HEAVY 0.8 /* of a typical load */
enum {
    MOST_ITERATIONS = 3000,
    SLICE = 200, /* iterations between looks at the clock */
    ROUNDS = 8,
    ARCS_AROUND = 1000000
};
#define WORTH_A_ROUND 0.1 /* of what all rounds of a block have brought */

struct lift {
    const struct dual *dual;
    const struct search *s;
    double *lambda; /* [n_agents x n_resources] */
    struct held held;
    struct seats heavy; /* of more than HEAVY */
    double gain;

    /* of the block at hand */
    struct vicinity *near;
    double *price; /* [n_items] */
    struct relaxation *r;
    struct simplex *x;
    struct cuts cuts;
    double *at; /* [rows + cuts] */
    double *value, *filled;
};

/* ---- heavy items to begin with ---- */

/* What one term is made of. */
struct weights {
    double base, heaviest; /* of items without and with a choice */
};

static void weigh(const struct lift *l, int agent, struct weights *terms)
{
    const struct problem *p = l->s->p;

    for (size_t j = l->near->by_first[agent]; j < l->near->by_first[agent + 1];
         j++) {
        int i = l->near->by_item[j];
        bool bound = l->s->arc_first[i + 1] - l->s->arc_first[i] == 1;
        const struct load *loads;
        int n = problem_loads(p, i, agent, &loads);

        for (int k = 0; k < n; k++) {
            struct weights *w = &terms[loads[k].resource];

            if (bound)
                w->base += (double)loads[k].amount;
            else
                w->heaviest = fmax(w->heaviest, (double)loads[k].amount);
        }
    }
}

/* Above the load that is best at lambda, cuts of what goes beyond a bend by
 * itself may be multiplied by all that the penalty rises there: the load's
 * part of the bound stays what it is, and heavy items come to cost what they
 * must. */
static eb_status charge_heavy(struct lift *l, size_t t,
                              const struct weights *w)
{
    const struct curves *c = &l->dual->curves;
    const struct term *term = &l->s->p->terms.at[t];
    double slope =
        l->lambda[(size_t)term->agent * (size_t)l->s->p->n_resources +
                  (size_t)term->resource];
    eb_status status = EB_OK;

    for (int k = 0; k < c->at[t].n; k++) {
        double at = ceil(c->x[c->at[t].first + (size_t)k]);
        double after = curve_value(c, t, at + 1) - curve_value(c, t, at);
        double rest = at - w->base;

        if (rest <= 0 || rest >= w->heaviest || !(after > slope))
            continue;
        TRY(held_add(&l->held, (int)t, at, w->heaviest, rest, after - slope));
        slope = after;
    }
done:
    return status;
}

static eb_status charge_all(struct lift *l)
{
    const struct problem *p = l->s->p;
    size_t n = (size_t)p->n_resources;
    struct weights *terms = NEW(struct weights, n + 1);
    eb_status status = EB_OK;

    if (terms == NULL)
        return EB_NO_MEMORY;
    for (int g = 0; g < p->n_agents; g++) {
        memset(terms, 0, n * sizeof *terms);
        weigh(l, g, terms);
        for (size_t k = 0; k < n; k++) {
            int t = problem_term_number(p, g, (int)k);

            if (t >= 0)
                TRY(charge_heavy(l, (size_t)t, &terms[k]));
        }
    }
done:
    mem_free(terms);
    return status;
}

eb_status lift_new(const struct dual *dual, struct lift **out)
{
    const struct problem *p = dual->s->p;
    size_t items = (size_t)p->n_items + 1;
    struct lift *l = NEW(struct lift, 1);
    eb_status status = EB_OK;

    if (l == NULL)
        return EB_NO_MEMORY;
    l->dual = dual;
    l->s = dual->s;
    l->lambda = mem_copy(dual->lambda,
                         (size_t)p->n_agents * (size_t)p->n_resources + 1,
                         sizeof *l->lambda);
    l->price = NEW(double, items);
    if (!l->lambda || !l->price) {
        status = EB_NO_MEMORY;
        goto done;
    }
    TRY(held_init(&l->held, p));
    TRY(vicinity_new(l->s, &l->near));
    TRY(seats_find(dual, HEAVY, &l->heavy));
    TRY(charge_all(l));
    *out = l;
    l = NULL;
done:
    lift_free(l);
    return status;
}

static void clear_block(struct lift *l)
{
    cuts_clear(&l->cuts);
    l->cuts = (struct cuts){0};
    simplex_free(l->x);
    relaxation_free(l->r);
    mem_free(l->at);
    mem_free(l->value);
    mem_free(l->filled);
    l->x = NULL;
    l->r = NULL;
    l->at = l->value = l->filled = NULL;
}

void lift_free(struct lift *l)
{
    if (l == NULL)
        return;
    clear_block(l);
    held_clear(&l->held);
    mem_free(l->lambda);
    seats_clear(&l->heavy);
    mem_free(l->price);
    vicinity_free(l->near);
    mem_free(l);
}

double lift_gain(const struct lift *lift)
{
    return lift->gain;
}

const double *lift_lambda(const struct lift *lift)
{
    return lift->lambda;
}

const struct held *lift_held(const struct lift *lift)
{
    return &lift->held;
}

const struct seats *lift_heavy(const struct lift *lift)
{
    return &lift->heavy;
}

const struct dual *lift_dual(const struct lift *lift)
{
    return lift->dual;
}

struct vicinity *lift_vicinity(struct lift *lift)
{
    return lift->near;
}

/* ---- which block ---- */

struct bid {
    int agent;
    double price;
};

static int cheapest_first(const void *left, const void *right)
{
    const struct bid *a = left, *b = right;

    if (a->price < b->price || a->price > b->price)
        return a->price < b->price ? -1 : 1;
    return (a->agent > b->agent) - (a->agent < b->agent);
}

/* What an arc costs at the multipliers, of cuts too. */
double lift_price(const struct lift *l, int item, size_t arc)
{
    return search_price(l->s, item, arc, l->lambda, l->dual->mu) +
           held_price(&l->held, item, l->s->arc_agent[arc]);
}

/* Where few items are heavy, blocks round them may be large. */
static int64_t arcs_around(const struct lift *l)
{
    int64_t arcs = ARCS_AROUND / (int64_t)l->heavy.list.n;

    return arcs > VICINITY_ARCS ? arcs : VICINITY_ARCS;
}

/* Where a heavy item can go, the cheapest first: wherever one of them is left
 * out, the item flees there, and nothing is gained. */
static eb_status choose_around(struct lift *l, int item, int size)
{
    const struct search *s = l->s;
    size_t first = s->arc_first[item], n = s->arc_first[item + 1] - first;
    struct bid *places = NEW(struct bid, n + 1);
    int *agents = NEW(int, n + 1);

    if (places == NULL || agents == NULL) {
        mem_free(places);
        mem_free(agents);
        return EB_NO_MEMORY;
    }
    for (size_t k = 0; k < n; k++)
        places[k] = (struct bid){s->arc_agent[first + k],
                                 lift_price(l, item, first + k)};
    qsort(places, n, sizeof *places, cheapest_first);
    for (size_t k = 0; k < n; k++)
        agents[k] = places[k].agent;
    vicinity_set(l->near, agents, n < (size_t)size ? (int)n : size,
                 arcs_around(l));
    mem_free(places);
    mem_free(agents);
    return EB_OK;
}

/* Items that can go elsewhere come in at what the best place there costs. */
static void price_items(struct lift *l)
{
    const struct search *s = l->s;

    for (int k = 0; k < l->near->n_items; k++) {
        int i = l->near->items[k];
        double best = INFINITY;

        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++)
            if (!l->near->in[s->arc_agent[a]] &&
                (l->dual->seat[i] < 0 || l->dual->seat[i] == s->arc_agent[a]))
                best = fmin(best, lift_price(l, i, a));
        l->price[i] = isfinite(best) ? best : 0;
    }
}

/* ---- a block ---- */

/* *before: the block's part of the bound; INFINITY: leave it as it is. */
static eb_status lay_out(struct lift *l, double *before)
{
    struct relax_part part = {.in = l->near->in,
                              .price = l->price,
                              .items = l->near->items,
                              .n_items = l->near->n_items};
    size_t n;
    bool all;
    eb_status status = EB_OK;

    TRY(relaxation_new(l->dual, &part, &l->r));
    relaxation_take_seats(l->r, l->dual->seat, &status);
    TRY(status);
    n = (size_t)(l->r->n_rows + l->r->most_cuts) + 1;
    l->at = NEW(double, n);
    l->value = NEW(double, (size_t)l->r->n_arcs + 1);
    l->filled = NEW(double, (size_t)l->r->n_pieces + 1);
    if (!l->at || !l->value || !l->filled)
        return EB_NO_MEMORY;
    TRY(cuts_init(&l->cuts, l->r));
    TRY(simplex_new(l->r, &l->x));
    simplex_shake(l->x);
    relaxation_multipliers(l->r, l->lambda, l->dual->mu, l->at);
    simplex_start(l->x, l->at);
    TRY(held_restore(&l->held, &l->cuts, l->at, &all));
    *before = all ? relaxation_bound(l->r, l->at) : INFINITY;
done:
    return status;
}

/* False where no loads fit: multipliers then lie far out, and are no use. */
static bool solve_block(struct lift *l, struct budget *budget)
{
    int64_t iterations = 0;
    enum simplex_end end = SIMPLEX_LIMIT;

    while (end == SIMPLEX_LIMIT && iterations < MOST_ITERATIONS &&
           !budget_is_cut(budget)) {
        int64_t before = iterations;

        end = simplex_solve(l->x, INFINITY, SLICE, &iterations);
        budget_take(budget, (iterations - before + 10) * l->r->n_arcs);
    }
    return end != SIMPLEX_INFEASIBLE;
}

/* The block's part of the bound now, with multipliers in `at`. */
static double bound_block(struct lift *l)
{
    simplex_drop_cuts(l->x);
    simplex_lambda(l->x, l->at);
    return relaxation_bound(l->r, l->at);
}

/* *bound: what it comes to, with multipliers in `at`. */
static eb_status cut_block(struct lift *l, struct budget *budget,
                           double *bound)
{
    eb_status status = EB_OK;
    bool fits;
    double first;
    int n;

    simplex_take_cuts(l->x);
    fits = solve_block(l, budget);
    *bound = first = fits ? bound_block(l) : -INFINITY;
    for (int k = 0; k < ROUNDS && fits && !budget_is_cut(budget); k++) {
        double before = *bound;

        simplex_point(l->x, l->value);
        simplex_pieces(l->x, l->filled);
        TRY(cuts_separate(&l->cuts, l->value, l->filled, &n));
        if (n == 0)
            break;
        simplex_take_cuts(l->x);
        fits = solve_block(l, budget);
        *bound = fits ? bound_block(l) : -INFINITY;
        if (*bound - before <= WORTH_A_ROUND * (*bound - first))
            break;
    }
done:
    return status;
}

static eb_status take_block(struct lift *l)
{
    const struct problem *p = l->s->p;
    const struct relaxation *r = l->r;

    for (int k = 0; k < r->n_rows; k++) {
        const struct term *term = &p->terms.at[r->rows[k].term];

        l->lambda[(size_t)term->agent * (size_t)p->n_resources +
                  (size_t)term->resource] = l->at[k];
    }
    return held_take(&l->held, r, l->at);
}

static eb_status lift_block(struct lift *l, struct budget *budget)
{
    double before, after;
    eb_status status = EB_OK;

    price_items(l);
    TRY(lay_out(l, &before));
    if (l->r->n_items == 0 || !isfinite(before))
        goto done;
    TRY(cut_block(l, budget, &after));
    if (after > before && isfinite(after)) {
        l->gain += after - before;
        TRY(take_block(l));
    }
done:
    clear_block(l);
    return status;
}

eb_status lift_pass(struct lift *l, int size, struct rng *rng,
                    struct budget *budget)
{
    int n = l->s->p->n_agents, start = (int)rng_below(rng, (uint64_t)n);
    eb_status status = EB_OK;

    for (size_t k = 0; k < l->heavy.list.n && !budget_is_spent(budget); k++) {
        if (l->dual->seat[l->heavy.list.at[k].item] >= 0)
            continue;
        TRY(choose_around(l, l->heavy.list.at[k].item, 4 * size));
        TRY(lift_block(l, budget));
    }
    vicinity_forget(l->near);
    for (int k = 0; k < n && !budget_is_spent(budget); k++) {
        int first = (start + k) % n;

        if (l->near->done[first])
            continue;
        vicinity_choose(l->near, first, size, 0);
        TRY(lift_block(l, budget));
    }
done:
    return status;
}

/* ---- proof ---- */

eb_status lift_prove(const struct lift *l, struct certificate *out)
{
    eb_status status = EB_OK;

    TRY(certificate_single(l->s->p, l->lambda, l->dual->mu, out));
    TRY(held_prove(&l->held, out));
done:
    return status;
}
