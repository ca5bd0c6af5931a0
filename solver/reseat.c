/* reseat.c - moves heavy items to other seats. */
#include "solver/reseat.h"

#include "solver/simplex.h"

#include <math.h>
#include <stdlib.h>

enum { SLICE = 50 /* iterations between looks at the clock */ };
#define WORTH 1e-4 /* of the bound */

/* One item's going to another seat. */
struct change {
    double excess; /* what it costs more there at the prices */
    int seat, agent;
};

struct reseat {
    struct dual *dual;
    struct seats *seats;
    struct singles *singles;
    struct relaxation *r;
    struct simplex *x;
    void *basis;         /* with the seats as they are */
    double *row;         /* [n_rows] multipliers */
    double *lambda, *mu; /* the same, by agent and load, and by budget */
    double value;        /* of the relaxation with these seats */
    struct VEC(struct change) changes, failed; /* failed: not tried again */
};

/* Only the arcs to the seats live. */
static eb_status take_seats(struct reseat *o)
{
    eb_status status = EB_OK;

    relaxation_revive(o->r, 0);
    relaxation_take_seats(o->r, o->dual->seat, &status);
    return status;
}

/* Solves on. False if the relaxation is worth `goal` or more, or was not solved. */
static bool solve(struct reseat *o, double goal, struct budget *budget,
                  double *value)
{
    enum simplex_end end = SIMPLEX_LIMIT;

    while (end == SIMPLEX_LIMIT && !budget_is_spent(budget)) {
        int64_t iterations = 0;

        end = simplex_solve(o->x, goal, SLICE, &iterations);
        simplex_lambda(o->x, o->row);
        *value = relaxation_bound(o->r, o->row);
        budget_take(budget, (iterations + 1) * o->r->n_arcs);
        if (*value >= goal)
            return false;
    }
    return end == SIMPLEX_OPTIMAL;
}

static void keep(struct reseat *o, double value)
{
    o->value = value;
    simplex_save(o->x, o->basis);
    relaxation_spread(o->r, o->row, o->lambda, o->mu);
}

/* ---- which changes ---- */

static int by_excess(const void *left, const void *right)
{
    const struct change *a = left, *b = right;

    if (a->excess < b->excess || a->excess > b->excess)
        return a->excess < b->excess ? -1 : 1;
    if (a->seat != b->seat)
        return a->seat - b->seat;
    return a->agent - b->agent;
}

static bool has_failed(const struct reseat *o, const struct change *change)
{
    for (size_t k = 0; k < o->failed.n; k++)
        if (o->failed.at[k].seat == change->seat &&
            o->failed.at[k].agent == change->agent)
            return true;
    return false;
}

/* Changes that may be for the better at the multipliers, most promising first. */
static eb_status list_changes(struct reseat *o)
{
    const struct search *s = o->dual->s;

    singles_price(o->singles, o->lambda);
    singles_price_seats(o->singles);
    o->changes.n = 0;
    for (size_t k = 0; k < o->seats->list.n; k++) {
        const struct seat *seat = &o->seats->list.at[k];
        double here = singles_burden(o->singles, seat->agent, (int)k);

        for (size_t a = s->arc_first[seat->item];
             a < s->arc_first[seat->item + 1]; a++) {
            int agent = s->arc_agent[a];
            struct change change = {singles_burden(o->singles, agent, (int)k) -
                                        here,
                                    (int)k, agent};

            if (agent != seat->agent &&
                change.excess < -WORTH * fabs(o->value) &&
                !has_failed(o, &change) && !VEC_PUSH(&o->changes, change))
                return EB_NO_MEMORY;
        }
    }
    if (o->changes.n > 1)
        qsort(o->changes.at, o->changes.n, sizeof *o->changes.at, by_excess);
    return EB_OK;
}

/* ---- trying them ---- */

static void sit(struct reseat *o, struct seat *seat, int agent)
{
    seat->agent = agent;
    o->dual->seat[seat->item] = agent;
}

static eb_status try_change(struct reseat *o, const struct change *change,
                            struct budget *budget, bool *better)
{
    struct seat *seat = &o->seats->list.at[change->seat];
    int before = seat->agent;
    double goal = o->value - WORTH * fabs(o->value), value;
    eb_status status = EB_OK;

    sit(o, seat, change->agent);
    TRY(take_seats(o));
    simplex_load(o->x, o->basis);
    *better = solve(o, goal, budget, &value);
    if (*better) {
        keep(o, value);
        goto done;
    }
    sit(o, seat, before);
    if (!VEC_PUSH(&o->failed, *change))
        status = EB_NO_MEMORY;
done:
    return status;
}

static eb_status change_on(struct reseat *o, int patience,
                           struct budget *budget)
{
    eb_status status = EB_OK;
    bool better = true;

    while (better && !budget_is_spent(budget)) {
        TRY(list_changes(o));
        better = false;
        for (size_t k = 0; k < o->changes.n && k < (size_t)patience &&
                           !better && !budget_is_spent(budget);
             k++)
            TRY(try_change(o, &o->changes.at[k], budget, &better));
    }
done:
    return status;
}

static eb_status lay_out(struct reseat *o)
{
    const struct problem *p = o->dual->s->p;
    eb_status status = EB_OK;

    TRY(relaxation_new(o->dual, NULL, &o->r));
    TRY(take_seats(o));
    TRY(simplex_new(o->r, &o->x));
    o->row = NEW(double, (size_t)o->r->n_rows + 1);
    o->lambda = NEW(double, (size_t)p->n_agents *(size_t)p->n_resources + 1);
    o->mu = NEW(double, (size_t)p->n_budgets + 1);
    o->basis = NEW(char, simplex_room(o->x));
    if (!o->row || !o->lambda || !o->mu || !o->basis)
        return EB_NO_MEMORY;
    relaxation_multipliers(o->r, o->dual->lambda, o->dual->mu, o->row);
    simplex_start(o->x, o->row);
done:
    return status;
}

eb_status reseat_run(struct dual *dual, struct seats *seats,
                     struct singles *singles, int patience,
                     struct budget *budget)
{
    struct reseat o = {.dual = dual, .seats = seats, .singles = singles};
    double value;
    eb_status status = EB_OK;

    TRY(lay_out(&o));
    if (solve(&o, INFINITY, budget, &value)) {
        keep(&o, value);
        TRY(change_on(&o, patience, budget));
    } else {
        relaxation_spread(o.r, o.row, o.lambda, o.mu);
    }
    dual->bound = -INFINITY;
    dual_try(dual, o.lambda, o.mu);
    singles_price(singles, dual->lambda);
    singles_price_seats(singles);
done:
    simplex_free(o.x);
    relaxation_free(o.r);
    mem_free(o.row);
    mem_free(o.lambda);
    mem_free(o.mu);
    mem_free(o.basis);
    VEC_CLEAR(&o.changes);
    VEC_CLEAR(&o.failed);
    return status;
}
