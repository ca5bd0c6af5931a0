/* drill_problem.c - the small problem of a drill: a family that is to be placed is an
 * item, and what a rep keeps is an item too, with that rep as its only arc. So
 * greedy and descent do here what they do everywhere. */
#include "model/drilling.h"

#include <string.h>

static size_t n_reps_of(const struct placing *p)
{
    return p->c->books->n_reps;
}

/* ---- Loads ------------------------------------------------------------- */

void drill_weigh_rest(struct placing *p)
{
    const struct compiled *c = p->c;

    for (size_t a = 0; a < c->books->n_accounts; a++)
        if (in_play(c, (int)a) && p->lots.seat[a] >= 0)
            account_weigh(c, (int)a, p->lots.seat[a],
                          p->base + (size_t)p->lots.seat[a] * c->n_resources);
}

/* ---- Items ------------------------------------------------------------- */

static eb_status add_class(struct placing *p, int n)
{
    int number;
    eb_status status;

    TRY(problem_add_class(p->p, &number));
    for (int k = 0; k < n; k++)
        TRY(problem_add_arc(p->p, p->lots.arcs[k], p->lots.cost[k], 255));
    TRY(problem_add_item(p->p, number));
done:
    return status;
}

static eb_status add_loads(struct placing *p, const int64_t *load)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < p->c->n_resources; k++)
        TRY(problem_add_load(p->p, (int)k, load[k]));
done:
    return status;
}

static eb_status add_what_stays(struct placing *p)
{
    eb_status status = EB_OK;

    for (size_t r = 0; r < n_reps_of(p); r++) {
        p->lots.arcs[0] = (int)r;
        p->lots.cost[0] = 0;
        TRY(add_class(p, 1));
        TRY(add_loads(p, p->base + r * p->c->n_resources));
    }
done:
    return status;
}

static void weigh_lot(struct placing *p, const struct lot *lot, int rep)
{
    memset(p->amount, 0, p->c->n_resources * sizeof *p->amount);
    for (size_t j = lot->first; j < lot->first + lot->n; j++)
        account_weigh(p->c, p->lots.members.at[j], rep, p->amount);
}

static eb_status add_own_loads(struct placing *p, const struct lot *lot, int k)
{
    size_t n_resources = p->c->n_resources;
    int n = 0;
    eb_status status;

    weigh_lot(p, lot, p->lots.arcs[k]);
    for (size_t j = 0; j < n_resources; j++)
        n += p->amount[j] != 0;
    TRY(problem_add_own(p->p, p->lots.arcs[k], p->lots.cost[k], n));
    for (size_t j = 0; j < n_resources; j++)
        if (p->amount[j] != 0)
            TRY(problem_add_own_load(p->p, (int)j, p->amount[j]));
done:
    return status;
}

static eb_status add_lot(struct placing *p, const struct lot *lot)
{
    const struct workings *w = p->c->workings;
    int f = lot->family, n = drill_arcs(p, lot);
    eb_status status;

    TRY(add_class(p, n));
    weigh_lot(p, lot, -1);
    TRY(add_loads(p, p->amount));
    for (int k = 0; p->c->books->n_pairs > 0 && k < n; k++)
        if (lots_weighs_otherwise(&p->lots, lot, p->lots.arcs[k]))
            TRY(add_own_loads(p, lot, k));
    for (size_t k = w->conflict_first[f]; k < w->conflict_first[f + 1]; k++)
        TRY(problem_add_conflict(p->p, w->conflict_sets.at[k]));
done:
    return status;
}

/* ---- The problem ------------------------------------------------------- */

/* Nobody who is outside a limit already can help it. */
static void relax_limits(const struct placing *p)
{
    for (size_t t = 0; t < p->p->terms.n; t++) {
        struct term *term = &p->p->terms.at[t];
        int64_t load = p->base[(size_t)term->agent * p->c->n_resources +
                               (size_t)term->resource];

        term->lo = load < term->lo ? load : term->lo;
        term->hi = load > term->hi ? load : term->hi;
    }
}

eb_status drill_problem(struct placing *p)
{
    eb_status status;

    TRY(problem_new((int)n_reps_of(p), (int)p->c->n_resources, &p->p));
    TRY(add_what_stays(p));
    for (size_t k = 0; k < p->lots.at.n; k++)
        TRY(add_lot(p, &p->lots.at.at[k]));
    TRY(terms_add(p->c, p->p));
    relax_limits(p);
    TRY(problem_finish(p->p, p->said));
done:
    return status;
}
