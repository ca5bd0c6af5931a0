/* lift.c - block coordinate ascent with cuts. */
#include "solver/lift.h"

#include "solver/bound.h"
#include "solver/lift_block.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HEAVY 0.8 /* of a typical load */
enum { ARCS_AROUND = 1000000, MOST_BLOCKS = 6 /* at once */ };

struct lift {
    struct lifted now;
    const struct search *s;
    struct seats heavy; /* of more than HEAVY */
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
    const struct curves *c = &l->now.dual->curves;
    const struct term *term = &l->s->p->terms.at[t];
    double slope =
        l->now.lambda[(size_t)term->agent * (size_t)l->s->p->n_resources +
                      (size_t)term->resource];
    eb_status status = EB_OK;

    for (int k = 0; k < c->at[t].n; k++) {
        double at = ceil(c->x[c->at[t].first + (size_t)k]);
        double after = curve_value(c, t, at + 1) - curve_value(c, t, at);
        double rest = at - w->base;

        if (rest <= 0 || rest >= w->heaviest || !(after > slope))
            continue;
        TRY(held_add(&l->now.held, (int)t, at, w->heaviest, rest,
                     after - slope));
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
    struct lift *l = NEW(struct lift, 1);
    eb_status status = EB_OK;

    if (l == NULL)
        return EB_NO_MEMORY;
    l->now.dual = dual;
    l->s = dual->s;
    l->now.lambda = mem_copy(dual->lambda,
                             (size_t)p->n_agents * (size_t)p->n_resources + 1,
                             sizeof *l->now.lambda);
    if (l->now.lambda == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    for (int k = 0; k < MOST_BLOCKS; k++)
        TRY(lift_block_init(&l->blocks[k], &l->now));
    TRY(held_init(&l->now.held, p));
    TRY(vicinity_new(l->s, &l->near));
    TRY(seats_find(dual, HEAVY, &l->heavy));
    TRY(charge_all(l));
    *out = l;
    l = NULL;
done:
    lift_free(l);
    return status;
}

void lift_free(struct lift *l)
{
    if (l == NULL)
        return;
    for (int k = 0; k < MOST_BLOCKS; k++)
        lift_block_clear(&l->blocks[k]);
    held_clear(&l->now.held);
    mem_free(l->now.lambda);
    seats_clear(&l->heavy);
    vicinity_free(l->near);
    mem_free(l);
}

double lift_gain(const struct lift *lift)
{
    return lift->now.gain;
}

const double *lift_lambda(const struct lift *lift)
{
    return lift->now.lambda;
}

const struct held *lift_held(const struct lift *lift)
{
    return &lift->now.held;
}

const struct seats *lift_heavy(const struct lift *lift)
{
    return &lift->heavy;
}

const struct dual *lift_dual(const struct lift *lift)
{
    return lift->now.dual;
}

double lift_price(const struct lift *lift, int item, size_t arc)
{
    return lifted_price(&lift->now, item, arc);
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

/* ---- blocks that share no item, at once ---- */

/* Ends the block that was begun first. */
static eb_status end_block(struct lift *l, struct budget *budget)
{
    struct lift_block *b = &l->blocks[l->first_block];

    l->first_block = (l->first_block + 1) % MOST_BLOCKS;
    l->n_blocks--;
    pool_finish(l->now.dual->pool, &b->task);
    vicinity_admit(l->near, b->barred, b->n_barred);
    budget->steps -= b->allowed - b->budget.steps;
    budget->cut = budget->cut || b->budget.cut;
    return lift_block_take(b, &l->now);
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

static void solve_block(void *context)
{
    lift_block_solve(context);
}

/* Begins to lift the block at hand of the vicinity. */
static eb_status begin_block(struct lift *l, struct budget *budget)
{
    struct lift_block *b;

    if (l->n_blocks == MOST_BLOCKS) {
        eb_status status = end_block(l, budget);

        if (status != EB_OK)
            return status;
    }
    b = &l->blocks[(l->first_block + l->n_blocks++) % MOST_BLOCKS];
    lift_block_set(b, l->near);
    b->n_barred = vicinity_bar(l->near, b->barred);
    b->budget = *budget;
    b->allowed = budget->steps;
    b->task = (struct pool_task){.job = solve_block, .context = b};
    pool_begin(l->now.dual->pool, &b->task);
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
        if (l->now.dual->seat[l->heavy.list.at[k].item] >= 0)
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

    TRY(certificate_single(l->s->p, l->now.lambda, l->now.dual->mu, out));
    TRY(held_prove(&l->now.held, out));
done:
    return status;
}
