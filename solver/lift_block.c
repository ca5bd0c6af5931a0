/* lift_block.c - a block of agents laid out, solved, cut and solved again. */
#include "solver/lift_block.h"

#include <math.h>
#include <string.h>

enum {
    MOST_ITERATIONS = 3000,
    SLICE = 200, /* iterations between looks at the clock */
    ROUNDS = 8
};
#define WORTH_A_ROUND 0.1 /* of what all rounds of a block have brought */

double lifted_price(const struct lifted *lifted, int item, size_t arc)
{
    const struct search *s = lifted->dual->s;

    return search_price(s, item, arc, lifted->lambda, lifted->dual->mu) +
           held_price(&lifted->held, item, s->arc_agent[arc]);
}

eb_status lift_block_init(struct lift_block *b, const struct lifted *from)
{
    const struct problem *p = from->dual->s->p;
    size_t agents = (size_t)p->n_agents + 1, items = (size_t)p->n_items + 1;

    b->from = from;
    b->in = NEW(bool, agents);
    b->barred = NEW(int, agents);
    b->items = NEW(int, items);
    b->price = NEW(double, items);
    return b->in && b->barred && b->items && b->price ? EB_OK : EB_NO_MEMORY;
}

static void let_go(struct lift_block *b)
{
    cuts_clear(&b->cuts);
    b->cuts = (struct cuts){0};
    simplex_free(b->x);
    relaxation_free(b->r);
    mem_free(b->at);
    mem_free(b->value);
    mem_free(b->filled);
    b->x = NULL;
    b->r = NULL;
    b->at = b->value = b->filled = NULL;
}

void lift_block_clear(struct lift_block *b)
{
    let_go(b);
    mem_free(b->in);
    mem_free(b->barred);
    mem_free(b->items);
    mem_free(b->price);
}

void lift_block_set(struct lift_block *b, const struct vicinity *near)
{
    memcpy(b->in, near->in, (size_t)near->s->p->n_agents * sizeof *b->in);
    memcpy(b->items, near->items, (size_t)near->n_items * sizeof *b->items);
    b->n_items = near->n_items;
    b->gain = 0;
}

/* Items that can go elsewhere come in at what the best place there costs. */
static void price_items(struct lift_block *b)
{
    const struct lifted *l = b->from;
    const struct search *s = l->dual->s;

    for (int k = 0; k < b->n_items; k++) {
        int i = b->items[k];
        double best = INFINITY;

        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++)
            if (!b->in[s->arc_agent[a]] &&
                (l->dual->seat[i] < 0 || l->dual->seat[i] == s->arc_agent[a]))
                best = fmin(best, lifted_price(l, i, a));
        b->price[i] = isfinite(best) ? best : 0;
    }
}

/* *before: the block's part of the bound; INFINITY: leave it as it is. */
static eb_status lay_out(struct lift_block *b, double *before)
{
    const struct lifted *l = b->from;
    struct relax_part part = {.in = b->in,
                              .price = b->price,
                              .items = b->items,
                              .n_items = b->n_items};
    size_t n;
    bool all;
    eb_status status = EB_OK;

    TRY(relaxation_new(l->dual, &part, &b->r));
    relaxation_take_seats(b->r, l->dual->seat, &status);
    TRY(status);
    n = (size_t)(b->r->n_rows + b->r->most_cuts) + 1;
    b->at = NEW(double, n);
    b->value = NEW(double, (size_t)b->r->n_arcs + 1);
    b->filled = NEW(double, (size_t)b->r->n_pieces + 1);
    if (!b->at || !b->value || !b->filled)
        return EB_NO_MEMORY;
    TRY(cuts_init(&b->cuts, b->r));
    TRY(simplex_new(b->r, &b->x));
    simplex_shake(b->x);
    relaxation_multipliers(b->r, l->lambda, l->dual->mu, b->at);
    simplex_start(b->x, b->at);
    TRY(held_restore(&l->held, &b->cuts, b->at, &all));
    *before = all ? relaxation_bound(b->r, b->at) : INFINITY;
done:
    return status;
}

/* False where no loads fit: multipliers then lie far out, and are no use. */
static bool solve_block(struct lift_block *b)
{
    int64_t iterations = 0;
    enum simplex_end end = SIMPLEX_LIMIT;

    while (end == SIMPLEX_LIMIT && iterations < MOST_ITERATIONS &&
           !budget_is_cut(&b->budget)) {
        int64_t before = iterations;

        end = simplex_solve(b->x, INFINITY, SLICE, &iterations);
        budget_take(&b->budget, (iterations - before + 10) * b->r->n_arcs);
    }
    return end != SIMPLEX_INFEASIBLE;
}

/* The block's part of the bound now, with multipliers in `at`. */
static double bound_block(struct lift_block *b)
{
    simplex_drop_cuts(b->x);
    simplex_lambda(b->x, b->at);
    return relaxation_bound(b->r, b->at);
}

/* *bound: what it comes to, with multipliers in `at`. */
static eb_status cut_block(struct lift_block *b, double *bound)
{
    eb_status status = EB_OK;
    bool fits;
    double first;
    int n;

    simplex_take_cuts(b->x);
    fits = solve_block(b);
    *bound = first = fits ? bound_block(b) : -INFINITY;
    for (int k = 0; k < ROUNDS && fits && !budget_is_cut(&b->budget); k++) {
        double before = *bound;

        simplex_point(b->x, b->value);
        simplex_pieces(b->x, b->filled);
        TRY(cuts_separate(&b->cuts, b->value, b->filled, &n));
        if (n == 0)
            break;
        simplex_take_cuts(b->x);
        fits = solve_block(b);
        *bound = fits ? bound_block(b) : -INFINITY;
        if (*bound - before <= WORTH_A_ROUND * (*bound - first))
            break;
    }
done:
    return status;
}

/* Changes nothing but the block. */
static eb_status solve_all(struct lift_block *b)
{
    double before, after;
    eb_status status = EB_OK;

    price_items(b);
    TRY(lay_out(b, &before));
    if (b->r->n_items == 0 || !isfinite(before))
        goto done;
    TRY(cut_block(b, &after));
    if (after > before && isfinite(after))
        b->gain = after - before;
done:
    return status;
}

void lift_block_solve(struct lift_block *b)
{
    b->status = solve_all(b);
}

static eb_status take(const struct lift_block *b, struct lifted *into)
{
    const struct problem *p = into->dual->s->p;
    const struct relaxation *r = b->r;

    for (int k = 0; k < r->n_rows; k++) {
        const struct term *term = &p->terms.at[r->rows[k].term];

        into->lambda[(size_t)term->agent * (size_t)p->n_resources +
                     (size_t)term->resource] = b->at[k];
    }
    into->gain += b->gain;
    return held_take(&into->held, r, b->at);
}

eb_status lift_block_take(struct lift_block *b, struct lifted *into)
{
    eb_status status = b->status;

    if (status == EB_OK && b->gain > 0)
        status = take(b, into);
    let_go(b);
    return status;
}
