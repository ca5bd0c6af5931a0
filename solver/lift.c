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
    ARCS_AROUND = 1000000,
    MOST_BLOCKS = 6 /* at once */
};
#define WORTH_A_ROUND 0.1 /* of what all rounds of a block have brought */

/* A block and what has become of it. Blocks that are lifted at once share no item:
 * what one reads and changes is then nothing to any other. */
struct lift_block {
    const struct lift *lift;
    bool *in;    /* [n_agents] */
    int *barred; /* [n_agents] who shares an item with it */
    int n_barred;
    int *items; /* as in vicinity.h */
    int n_items;
    double *price; /* [items of the problem] */
    struct relaxation *r;
    struct simplex *x;
    struct cuts cuts;
    double *at; /* [rows + cuts] */
    double *value, *filled;
    double gain; /* 0: leave everything as it is */
    struct pool_task task;
    struct budget budget;
    int64_t allowed; /* its steps, at the beginning */
    eb_status status;
};

struct lift {
    const struct dual *dual;
    const struct search *s;
    double *lambda; /* [n_agents x n_resources] */
    struct held held;
    struct seats heavy; /* of more than HEAVY */
    double gain;

    struct vicinity *near;
    struct lift_block blocks[MOST_BLOCKS]; /* a ring */
    int first_block, n_blocks;             /* that were begun */
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

static eb_status block_init(const struct lift *l, struct lift_block *b)
{
    size_t agents = (size_t)l->s->p->n_agents + 1;
    size_t items = (size_t)l->s->p->n_items + 1;

    b->lift = l;
    b->in = NEW(bool, agents);
    b->barred = NEW(int, agents);
    b->items = NEW(int, items);
    b->price = NEW(double, items);
    return b->in && b->barred && b->items && b->price ? EB_OK : EB_NO_MEMORY;
}

eb_status lift_new(const struct dual *dual, struct lift **out)
{
    const struct problem *p = dual->s->p;
    struct lift *l = NEW(struct lift, 1);
    eb_status status = EB_OK;

    if (l == NULL)
        return EB_NO_MEMORY;
    l->dual = dual;
    l->s = dual->s;
    l->lambda = mem_copy(dual->lambda,
                         (size_t)p->n_agents * (size_t)p->n_resources + 1,
                         sizeof *l->lambda);
    if (l->lambda == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    for (int k = 0; k < MOST_BLOCKS; k++)
        TRY(block_init(l, &l->blocks[k]));
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

static void clear_block(struct lift_block *b)
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

void lift_free(struct lift *l)
{
    if (l == NULL)
        return;
    for (int k = 0; k < MOST_BLOCKS; k++) {
        mem_free(l->blocks[k].in);
        mem_free(l->blocks[k].barred);
        mem_free(l->blocks[k].items);
        mem_free(l->blocks[k].price);
    }
    held_clear(&l->held);
    mem_free(l->lambda);
    seats_clear(&l->heavy);
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
static void price_items(struct lift_block *b)
{
    const struct lift *l = b->lift;
    const struct search *s = l->s;

    for (int k = 0; k < b->n_items; k++) {
        int i = b->items[k];
        double best = INFINITY;

        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++)
            if (!b->in[s->arc_agent[a]] &&
                (l->dual->seat[i] < 0 || l->dual->seat[i] == s->arc_agent[a]))
                best = fmin(best, lift_price(l, i, a));
        b->price[i] = isfinite(best) ? best : 0;
    }
}

/* ---- a block ---- */

/* *before: the block's part of the bound; INFINITY: leave it as it is. */
static eb_status lay_out(struct lift_block *b, double *before)
{
    const struct lift *l = b->lift;
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

static void solve_task(void *context)
{
    struct lift_block *b = context;

    b->status = solve_all(b);
}

static eb_status take_block(struct lift *l, const struct lift_block *b)
{
    const struct problem *p = l->s->p;
    const struct relaxation *r = b->r;

    for (int k = 0; k < r->n_rows; k++) {
        const struct term *term = &p->terms.at[r->rows[k].term];

        l->lambda[(size_t)term->agent * (size_t)p->n_resources +
                  (size_t)term->resource] = b->at[k];
    }
    l->gain += b->gain;
    return held_take(&l->held, r, b->at);
}

/* ---- several blocks at once ---- */

/* Ends the block that was begun first. */
static eb_status end_block(struct lift *l, struct budget *budget)
{
    struct lift_block *b = &l->blocks[l->first_block];
    eb_status status;

    l->first_block = (l->first_block + 1) % MOST_BLOCKS;
    l->n_blocks--;
    pool_finish(l->dual->pool, &b->task);
    vicinity_admit(l->near, b->barred, b->n_barred);
    budget->steps -= b->allowed - b->budget.steps;
    budget->cut = budget->cut || b->budget.cut;
    status = b->status;
    if (status == EB_OK && b->gain > 0)
        status = take_block(l, b);
    clear_block(b);
    return status;
}

static eb_status end_blocks(struct lift *l, struct budget *budget)
{
    eb_status status = EB_OK;

    while (l->n_blocks > 0) {
        eb_status ended = end_block(l, budget);

        status = status == EB_OK ? ended : status;
    }
    return status;
}

/* Begins to lift the block at hand of the vicinity. */
static eb_status begin_block(struct lift *l, struct budget *budget)
{
    const struct vicinity *near = l->near;
    struct lift_block *b;

    if (l->n_blocks == MOST_BLOCKS) {
        eb_status status = end_block(l, budget);

        if (status != EB_OK)
            return status;
    }
    b = &l->blocks[(l->first_block + l->n_blocks++) % MOST_BLOCKS];
    memcpy(b->in, near->in, (size_t)l->s->p->n_agents * sizeof *b->in);
    memcpy(b->items, near->items, (size_t)near->n_items * sizeof *b->items);
    b->n_items = near->n_items;
    b->n_barred = vicinity_bar(l->near, b->barred);
    b->gain = 0;
    b->budget = *budget;
    b->allowed = budget->steps;
    b->task = (struct pool_task){.job = solve_task, .context = b};
    pool_begin(l->dual->pool, &b->task);
    return EB_OK;
}

/* The first from `start` on that was in no block and is not barred; -1: none.
 * *all: nobody is left at all. */
static int next_agent(const struct lift *l, int start, bool *all)
{
    int n = l->s->p->n_agents;

    *all = true;
    for (int k = 0; k < n; k++) {
        int g = (start + k) % n;

        *all = *all && l->near->done[g];
        if (!l->near->done[g] && l->near->barred[g] == 0)
            return g;
    }
    return -1;
}

/* Who is barred waits for the block that was begun first. */
static eb_status lift_everyone(struct lift *l, int start, int size,
                               struct budget *budget)
{
    bool all = false;
    eb_status status = EB_OK;

    vicinity_forget(l->near);
    while (!all && !budget_is_spent(budget)) {
        int first = next_agent(l, start, &all);

        if (first >= 0) {
            vicinity_choose(l->near, first, size, 0);
            TRY(begin_block(l, budget));
        } else if (!all) {
            TRY(end_block(l, budget));
        }
    }
done:
    return status;
}

static eb_status lift_heavy_items(struct lift *l, int size,
                                  struct budget *budget)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < l->heavy.list.n && !budget_is_spent(budget); k++) {
        if (l->dual->seat[l->heavy.list.at[k].item] >= 0)
            continue;
        TRY(choose_around(l, l->heavy.list.at[k].item, 4 * size));
        TRY(begin_block(l, budget));
        TRY(end_block(l, budget));
    }
done:
    return status;
}

eb_status lift_pass(struct lift *l, int size, struct rng *rng,
                    struct budget *budget)
{
    int n = l->s->p->n_agents, start = (int)rng_below(rng, (uint64_t)n);
    eb_status status = EB_OK, ended;

    TRY(lift_heavy_items(l, size, budget));
    status = lift_everyone(l, start, size, budget);
    ended = end_blocks(l, budget);
    TRY(status);
    status = ended;
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
