/* lift.c - block coordinate ascent with cuts. */
#include "solver/lift.h"

#include "solver/bound.h"
#include "solver/cuts.h"
#include "solver/simplex.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HEAVY 0.8 /* of a typical load */
enum { MOST_ITERATIONS = 3000, ROUNDS = 3, MOST_ARCS = 30000 };

/* A cut in force, by the problem's numbers. */
struct held {
    int term, sign;
    double at, divisor, rest;
    double by;  /* its multiplier */
    int *taken; /* items, ascending; NULL: none */
    int n_taken;
};

struct lift {
    const struct dual *dual;
    const struct search *s;
    double *lambda;   /* [n_agents x n_resources] */
    size_t *by_first; /* [n_agents + 1] into by_item */
    int *by_item;     /* items that can go to the agent, ascending */
    struct VEC(struct held) * held; /* [terms] */
    struct VEC(int) heavy;          /* items of at least HEAVY */
    double gain;

    /* of the block at hand */
    int *group, n_group;
    bool *in, *done; /* [n_agents] */
    int *shared;     /* [n_agents] */
    int *items, n_items;
    bool *listed;  /* [n_items] */
    double *price; /* [n_items] */
    struct relaxation *r;
    struct simplex *x;
    struct cuts cuts;
    double *at; /* [rows + cuts] */
    double *value, *filled;
};

/* ---- making ---- */

static eb_status list_by_agent(struct lift *l)
{
    const struct search *s = l->s;
    int n_agents = s->p->n_agents, n_items = s->p->n_items;
    size_t n = s->arc_first[n_items];
    size_t *at = NEW(size_t, (size_t)n_agents + 1);

    l->by_first = NEW(size_t, (size_t)n_agents + 2);
    l->by_item = NEW(int, n + 1);
    if (!at || !l->by_first || !l->by_item) {
        mem_free(at);
        return EB_NO_MEMORY;
    }
    for (size_t a = 0; a < n; a++)
        l->by_first[s->arc_agent[a] + 1]++;
    for (int g = 0; g < n_agents; g++) {
        at[g] = l->by_first[g];
        l->by_first[g + 1] += l->by_first[g];
    }
    for (int i = 0; i < n_items; i++)
        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++)
            l->by_item[at[s->arc_agent[a]]++] = i;
    mem_free(at);
    return EB_OK;
}

static bool is_heavy(const struct lift *l, int item)
{
    const struct problem *p = l->s->p;

    for (size_t a = l->s->arc_first[item]; a < l->s->arc_first[item + 1];
         a++) {
        const struct load *loads;
        int agent = l->s->arc_agent[a];
        int n = problem_loads(p, item, agent, &loads);

        for (int k = 0; k < n; k++) {
            int t = problem_term_number(p, agent, loads[k].resource);

            if (t >= 0 && (double)loads[k].amount > HEAVY * l->dual->scale[t])
                return true;
        }
    }
    return false;
}

static eb_status list_heavy(struct lift *l)
{
    for (int i = 0; i < l->s->p->n_items; i++)
        if (l->s->arc_first[i + 1] - l->s->arc_first[i] > 1 &&
            is_heavy(l, i) && !VEC_PUSH(&l->heavy, i))
            return EB_NO_MEMORY;
    return EB_OK;
}

/* ---- heavy items to begin with ---- */

/* What one term is made of. */
struct weights {
    double base, heaviest; /* of items without and with a choice */
};

static void weigh(const struct lift *l, int agent, struct weights *terms)
{
    const struct problem *p = l->s->p;

    for (size_t j = l->by_first[agent]; j < l->by_first[agent + 1]; j++) {
        int i = l->by_item[j];
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

    for (int k = 0; k < c->at[t].n; k++) {
        double at = ceil(c->x[c->at[t].first + (size_t)k]);
        double after = curve_value(c, t, at + 1) - curve_value(c, t, at);
        struct held held = {.term = (int)t,
                            .sign = 1,
                            .at = at,
                            .divisor = w->heaviest,
                            .rest = at - w->base,
                            .by = after - slope};

        if (held.rest <= 0 || held.rest >= w->heaviest || !(held.by > 0))
            continue;
        slope = after;
        if (!VEC_PUSH(&l->held[t], held))
            return EB_NO_MEMORY;
    }
    return EB_OK;
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
            int t = p->term_of[(size_t)g * n + k];

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
    size_t agents = (size_t)p->n_agents + 1, items = (size_t)p->n_items + 1;
    struct lift *l = NEW(struct lift, 1);
    eb_status status = EB_OK;

    if (l == NULL)
        return EB_NO_MEMORY;
    l->dual = dual;
    l->s = dual->s;
    l->lambda = mem_copy(dual->lambda,
                         (size_t)p->n_agents * (size_t)p->n_resources + 1,
                         sizeof *l->lambda);
    l->held = mem_new(p->terms.n + 1, sizeof *l->held);
    l->group = NEW(int, agents);
    l->in = NEW(bool, agents);
    l->done = NEW(bool, agents);
    l->shared = NEW(int, agents);
    l->items = NEW(int, items);
    l->listed = NEW(bool, items);
    l->price = NEW(double, items);
    if (!l->lambda || !l->held || !l->group || !l->in || !l->done ||
        !l->shared || !l->items || !l->listed || !l->price) {
        status = EB_NO_MEMORY;
        goto done;
    }
    TRY(list_by_agent(l));
    TRY(list_heavy(l));
    TRY(charge_all(l));
    *out = l;
    l = NULL;
done:
    lift_free(l);
    return status;
}

static void forget_term(struct lift *l, size_t t)
{
    for (size_t k = 0; k < l->held[t].n; k++)
        mem_free(l->held[t].at[k].taken);
    l->held[t].n = 0;
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
    for (size_t t = 0; l->held != NULL && t < l->s->p->terms.n; t++) {
        forget_term(l, t);
        VEC_CLEAR(&l->held[t]);
    }
    mem_free(l->held);
    mem_free(l->lambda);
    VEC_CLEAR(&l->heavy);
    mem_free(l->by_first);
    mem_free(l->by_item);
    mem_free(l->group);
    mem_free(l->in);
    mem_free(l->done);
    mem_free(l->shared);
    mem_free(l->items);
    mem_free(l->listed);
    mem_free(l->price);
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

/* ---- which block ---- */

/* An agent joins with its items; `shared` counts, of each agent, the items that
 * it shares with those of the block. */
static void join(struct lift *l, int agent)
{
    const struct search *s = l->s;

    l->in[agent] = l->done[agent] = true;
    l->group[l->n_group++] = agent;
    for (size_t j = l->by_first[agent]; j < l->by_first[agent + 1]; j++) {
        int i = l->by_item[j];

        if (l->listed[i])
            continue;
        l->listed[i] = true;
        l->items[l->n_items++] = i;
        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++)
            l->shared[s->arc_agent[a]]++;
    }
}

static void empty_block(struct lift *l)
{
    size_t n = (size_t)l->s->p->n_agents;

    memset(l->in, 0, n * sizeof *l->in);
    memset(l->shared, 0, n * sizeof *l->shared);
    l->n_group = l->n_items = 0;
}

static void close_block(struct lift *l)
{
    for (int k = 0; k < l->n_items; k++)
        l->listed[l->items[k]] = false;
    qsort(l->items, (size_t)l->n_items, sizeof *l->items, ascending_ints);
}

/* One more agent could bring more arcs than a block should have. */
static bool is_wide(const struct lift *l)
{
    return (int64_t)l->n_items * (l->n_group + 1) > MOST_ARCS;
}

/* Whoever was in no block of this pass yet and shares the largest part of its
 * items; -1: nobody shares any. */
static int closest(const struct lift *l, int start)
{
    int n = l->s->p->n_agents, best = -1;
    double most = 0;

    for (int k = 0; k < n; k++) {
        int g = (start + k) % n;
        double part;

        if (l->done[g] || l->shared[g] == 0)
            continue;
        part = l->shared[g] / (double)(l->by_first[g + 1] - l->by_first[g]);
        if (part > most) {
            most = part;
            best = g;
        }
    }
    return best;
}

static void choose_block(struct lift *l, int first, int size)
{
    int next = first;

    empty_block(l);
    while (next >= 0 && l->n_group < size && !is_wide(l)) {
        join(l, next);
        next = closest(l, first);
    }
    close_block(l);
}

struct seat {
    int agent;
    double price;
};

static int cheapest_first(const void *left, const void *right)
{
    const struct seat *a = left, *b = right;

    if (a->price < b->price || a->price > b->price)
        return a->price < b->price ? -1 : 1;
    return (a->agent > b->agent) - (a->agent < b->agent);
}

/* What an arc costs at the multipliers, of cuts too. */
static double arc_price(const struct lift *l, int item, size_t arc)
{
    const struct problem *p = l->s->p;
    const struct load *loads;
    int agent = l->s->arc_agent[arc];
    int n = problem_loads(p, item, agent, &loads);
    double sum = search_price(l->s, item, arc, l->lambda, l->dual->mu);

    for (int k = 0; k < n; k++) {
        int t = problem_term_number(p, agent, loads[k].resource);

        for (size_t c = 0; t >= 0 && c < l->held[t].n; c++) {
            const struct held *held = &l->held[t].at[c];
            bool taken = held->n_taken > 0 &&
                         bsearch(&item, held->taken, (size_t)held->n_taken,
                                 sizeof item, ascending_ints) != NULL;

            sum += held->by * cuts_value(held->sign, held->divisor, held->rest,
                                         (double)loads[k].amount, taken);
        }
    }
    return sum;
}

/* Where a heavy item can go, the cheapest first: wherever one of them is left
 * out, the item flees there, and nothing is gained. */
static eb_status choose_around(struct lift *l, int item, int size)
{
    const struct search *s = l->s;
    size_t first = s->arc_first[item], n = s->arc_first[item + 1] - first;
    struct seat *places = NEW(struct seat, n + 1);

    if (places == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++)
        places[k] = (struct seat){s->arc_agent[first + k],
                                  arc_price(l, item, first + k)};
    qsort(places, n, sizeof *places, cheapest_first);
    empty_block(l);
    for (size_t k = 0; k < n && k < (size_t)size && !is_wide(l); k++)
        join(l, places[k].agent);
    close_block(l);
    mem_free(places);
    return EB_OK;
}

/* Items that can go elsewhere come in at what the best place there costs. */
static void price_items(struct lift *l)
{
    const struct search *s = l->s;

    for (int k = 0; k < l->n_items; k++) {
        int i = l->items[k];
        double best = INFINITY;

        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++)
            if (!l->in[s->arc_agent[a]])
                best = fmin(best, arc_price(l, i, a));
        l->price[i] = isfinite(best) ? best : 0;
    }
}

/* ---- a block ---- */

/* Puts the held cuts of a row in force, with their multipliers in `at`; false in
 * *all if there is no room for all. */
static eb_status restore(struct lift *l, int row, bool *all)
{
    const struct relaxation *r = l->r;
    const struct relax_row *at = &r->rows[row];
    size_t n = at->term < 0 ? 0 : l->held[at->term].n;
    eb_status status = EB_OK;

    for (size_t c = 0; c < n; c++) {
        const struct held *held = &l->held[at->term].at[c];

        if (r->n_cuts == r->most_cuts) {
            *all = false;
            break;
        }
        TRY(cuts_restore(&l->cuts, row, held->sign, held->at, held->divisor,
                         held->taken, held->n_taken));
        l->at[r->n_rows + r->n_cuts - 1] = held->by;
    }
done:
    return status;
}

/* *before: the block's part of the bound; INFINITY: leave it as it is. */
static eb_status lay_out(struct lift *l, double *before)
{
    const struct problem *p = l->s->p;
    struct relax_part part = {.in = l->in,
                              .price = l->price,
                              .items = l->items,
                              .n_items = l->n_items};
    size_t n;
    bool all = true;
    eb_status status = EB_OK;

    TRY(relaxation_new(l->dual, &part, &l->r));
    n = (size_t)(l->r->n_rows + l->r->most_cuts) + 1;
    l->at = NEW(double, n);
    l->value = NEW(double, (size_t)l->r->n_arcs + 1);
    l->filled = NEW(double, (size_t)l->r->n_pieces + 1);
    if (!l->at || !l->value || !l->filled)
        return EB_NO_MEMORY;
    TRY(cuts_init(&l->cuts, l->r));
    TRY(simplex_new(l->r, &l->x));
    simplex_shake(l->x);
    for (int k = 0; k < l->r->n_rows; k++) {
        const struct term *term = &p->terms.at[l->r->rows[k].term];

        l->at[k] = l->lambda[(size_t)term->agent * (size_t)p->n_resources +
                             (size_t)term->resource];
    }
    simplex_start(l->x, l->at);
    for (int k = 0; k < l->r->n_rows; k++)
        TRY(restore(l, k, &all));
    *before = all ? relaxation_bound(l->r, l->at) : INFINITY;
done:
    return status;
}

/* False where no loads fit: multipliers then lie far out, and are no use. */
static bool solve_block(struct lift *l, struct budget *budget)
{
    int64_t iterations = 0;
    enum simplex_end end =
        simplex_solve(l->x, INFINITY, MOST_ITERATIONS, &iterations);

    budget_take(budget, (iterations + 10) * l->r->n_arcs);
    return end != SIMPLEX_INFEASIBLE;
}

/* *bound: what it comes to, with multipliers in `at`. */
static eb_status cut_block(struct lift *l, struct budget *budget,
                           double *bound)
{
    eb_status status = EB_OK;
    bool fits;
    int n;

    *bound = -INFINITY;
    simplex_take_cuts(l->x);
    fits = solve_block(l, budget);
    for (int k = 0; k < ROUNDS && fits; k++) {
        simplex_drop_cuts(l->x);
        simplex_point(l->x, l->value);
        simplex_pieces(l->x, l->filled);
        TRY(cuts_separate(&l->cuts, l->value, l->filled, &n));
        if (n == 0)
            break;
        simplex_take_cuts(l->x);
        fits = solve_block(l, budget);
    }
    if (!fits)
        goto done;
    simplex_drop_cuts(l->x);
    simplex_lambda(l->x, l->at);
    *bound = relaxation_bound(l->r, l->at);
done:
    return status;
}

static eb_status hold(struct lift *l, const struct relax_cut *cut, double by)
{
    const struct relaxation *r = l->r;
    const struct relax_row *row = &r->rows[cut->row];
    struct held held = {.term = row->term,
                        .sign = cut->sign,
                        .at = cut->at,
                        .divisor = cut->divisor,
                        .rest = cut->rest,
                        .by = by,
                        .taken = NEW(int, (size_t)cut->n + 1)};

    if (held.taken == NULL)
        return EB_NO_MEMORY;
    for (int k = 0; k < cut->n; k++)
        if (cut->taken[k])
            held.taken[held.n_taken++] =
                r->item[r->arc_item[r->members[row->first_member + k]]];
    if (VEC_PUSH(&l->held[row->term], held))
        return EB_OK;
    mem_free(held.taken);
    return EB_NO_MEMORY;
}

static eb_status take_block(struct lift *l)
{
    const struct problem *p = l->s->p;
    const struct relaxation *r = l->r;
    eb_status status = EB_OK;

    for (int k = 0; k < r->n_rows; k++) {
        const struct term *term = &p->terms.at[r->rows[k].term];

        l->lambda[(size_t)term->agent * (size_t)p->n_resources +
                  (size_t)term->resource] = l->at[k];
        forget_term(l, (size_t)r->rows[k].term);
    }
    for (int c = 0; c < r->n_cuts; c++)
        if (l->at[r->n_rows + c] > 0)
            TRY(hold(l, r->cuts[c], l->at[r->n_rows + c]));
done:
    return status;
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

    for (size_t k = 0; k < l->heavy.n && !budget_is_spent(budget); k++) {
        TRY(choose_around(l, l->heavy.at[k], 2 * size));
        TRY(lift_block(l, budget));
    }
    memset(l->done, 0, (size_t)n * sizeof *l->done);
    for (int k = 0; k < n && !budget_is_spent(budget); k++) {
        int first = (start + k) % n;

        if (l->done[first])
            continue;
        choose_block(l, first, size);
        TRY(lift_block(l, budget));
    }
done:
    return status;
}

/* ---- proof ---- */

static eb_status prove_cut(const struct held *held, const struct term *term,
                           struct certificate *out)
{
    struct cut cut = {
        term->agent,          term->resource,         held->sign,
        (int64_t)held->at,    (int64_t)held->divisor, out->taken.n,
        (size_t)held->n_taken};

    for (int k = 0; k < held->n_taken; k++)
        if (!VEC_PUSH(&out->taken, held->taken[k]))
            return EB_NO_MEMORY;
    if (!VEC_PUSH(
            &out->cut_multipliers,
            ((struct cut_multiplier){out->cuts.n, multiplier_of(held->by)})) ||
        !VEC_PUSH(&out->cuts, cut))
        return EB_NO_MEMORY;
    return EB_OK;
}

eb_status lift_prove(const struct lift *l, struct certificate *out)
{
    const struct problem *p = l->s->p;
    eb_status status = EB_OK;

    TRY(certificate_single(p, l->lambda, l->dual->mu, out));
    if (!VEC_PUSH(&out->first_cut, 0))
        return EB_NO_MEMORY;
    for (size_t t = 0; t < p->terms.n; t++)
        for (size_t c = 0; c < l->held[t].n; c++)
            TRY(prove_cut(&l->held[t].at[c], &p->terms.at[t], out));
    if (!VEC_PUSH(&out->first_cut, out->cut_multipliers.n))
        return EB_NO_MEMORY;
done:
    return status;
}
