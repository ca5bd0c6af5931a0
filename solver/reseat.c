/* reseat.c - moves heavy items to other seats. */
#include "solver/reseat.h"

#include "solver/simplex.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SLICE = 50 /* iterations between looks at the clock */ };
#define WORTH 1e-4 /* of the bound */

/* One item's going to another seat. */
struct change {
    double excess; /* what it costs more there at the prices */
    int seat, agent;
};

/* Changes that are tried at once, on the threads there are. */
enum { TRIALS = 4 };

/* Room to solve the relaxation with one change of seats. */
struct trial {
    int *seat; /* [n_items] */
    struct relaxation *r;
    struct simplex *x;
    double *row; /* [n_rows] multipliers */
    struct budget budget;
    const struct change *change;
    bool better;
    double value;
    eb_status status;
};

struct reseat {
    struct dual *dual;
    struct seats *seats;
    struct singles *singles;
    struct trial trials[TRIALS];
    int n_trials;        /* of this round */
    void *basis;         /* with the seats as they are */
    double *lambda, *mu; /* multipliers by agent and load, and by budget */
    double value;        /* of the relaxation with these seats */
    double goal;         /* to be undercut */
    struct VEC(struct change) changes, failed; /* failed: not tried again */
};

/* Solves on. False if the relaxation is worth `goal` or more, or was not solved. */
static bool solve(struct trial *trial, double goal)
{
    enum simplex_end end = SIMPLEX_LIMIT;

    while (end == SIMPLEX_LIMIT && !budget_is_spent(&trial->budget)) {
        int64_t iterations = 0;

        end = simplex_solve(trial->x, goal, SLICE, &iterations);
        simplex_lambda(trial->x, trial->row);
        trial->value = relaxation_bound(trial->r, trial->row);
        budget_take(&trial->budget, (iterations + 1) * trial->r->n_arcs);
        if (trial->value >= goal)
            return false;
    }
    return end == SIMPLEX_OPTIMAL;
}

static void keep(struct reseat *o, struct trial *trial)
{
    o->value = trial->value;
    simplex_save(trial->x, o->basis);
    relaxation_spread(trial->r, trial->row, o->lambda, o->mu);
}

static eb_status lay_out(const struct reseat *o, struct trial *trial)
{
    eb_status status = EB_OK;

    trial->seat = mem_copy(o->dual->seat, (size_t)o->dual->s->p->n_items + 1,
                           sizeof *trial->seat);
    if (trial->seat == NULL)
        return EB_NO_MEMORY;
    TRY(relaxation_new(o->dual, NULL, &trial->r));
    relaxation_take_seats(trial->r, trial->seat, &status);
    TRY(status);
    TRY(simplex_new(trial->r, &trial->x));
    trial->row = NEW(double, (size_t)trial->r->n_rows + 1);
    if (trial->row == NULL)
        return EB_NO_MEMORY;
done:
    return status;
}

static void trial_clear(struct trial *trial)
{
    simplex_free(trial->x);
    relaxation_free(trial->r);
    mem_free(trial->seat);
    mem_free(trial->row);
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

/* From the basis that the change leaves. Alters nothing but the trial. */
static eb_status try_change(const struct reseat *o, struct trial *trial)
{
    const struct change *change = trial->change;
    int item = o->seats->list.at[change->seat].item;
    eb_status status = EB_OK;

    if (trial->x == NULL)
        TRY(lay_out(o, trial));
    memcpy(trial->seat, o->dual->seat,
           (size_t)o->dual->s->p->n_items * sizeof *trial->seat);
    trial->seat[item] = change->agent;
    relaxation_revive(trial->r, 0);
    relaxation_take_seats(trial->r, trial->seat, &status);
    TRY(status);
    simplex_load(trial->x, o->basis);
    trial->better = solve(trial, o->goal);
done:
    return status;
}

static void try_range(void *context, size_t range, size_t first, size_t last)
{
    struct reseat *o = context;

    (void)range;
    for (size_t k = first; k < last; k++)
        o->trials[k].status = try_change(o, &o->trials[k]);
}

/* The first of the trials that is better, for it promised most; those that brought
 * nothing have failed. */
static eb_status take_trials(struct reseat *o, struct budget *budget,
                             bool *better)
{
    struct trial *best = NULL;
    eb_status status = EB_OK;

    for (int k = 0; k < o->n_trials; k++) {
        struct trial *trial = &o->trials[k];

        TRY(trial->status);
        budget->cut = budget->cut || trial->budget.cut;
        if (trial->better && best == NULL)
            best = trial;
        if (!trial->better && !VEC_PUSH(&o->failed, *trial->change))
            return EB_NO_MEMORY;
    }
    *better = best != NULL;
    if (best != NULL) {
        struct seat *seat = &o->seats->list.at[best->change->seat];

        seat->agent = best->change->agent;
        o->dual->seat[seat->item] = seat->agent;
        keep(o, best);
    }
done:
    return status;
}

/* The next few of the list, at once. */
static eb_status try_some(struct reseat *o, size_t first, size_t most,
                          struct budget *budget, bool *better)
{
    int64_t used = 0;

    o->n_trials = 0;
    o->goal = o->value - WORTH * fabs(o->value);
    for (size_t k = first; k < most && o->n_trials < TRIALS; k++) {
        struct trial *trial = &o->trials[o->n_trials++];

        trial->change = &o->changes.at[k];
        trial->budget = *budget;
        used += budget->steps;
    }
    pool_run(o->dual->pool, (size_t)o->n_trials, 1, try_range, o);
    for (int k = 0; k < o->n_trials; k++)
        used -= o->trials[k].budget.steps;
    budget->steps -= used;
    return take_trials(o, budget, better);
}

static eb_status change_on(struct reseat *o, int patience,
                           struct budget *budget)
{
    eb_status status = EB_OK;
    bool better = true;

    while (better && !budget_is_spent(budget)) {
        size_t most;

        TRY(list_changes(o));
        most =
            o->changes.n < (size_t)patience ? o->changes.n : (size_t)patience;
        better = false;
        for (size_t k = 0; k < most && !better && !budget_is_spent(budget);
             k += TRIALS)
            TRY(try_some(o, k, most, budget, &better));
    }
done:
    return status;
}

/* The relaxation of the seats as they come. */
static eb_status solve_first(struct reseat *o, struct budget *budget,
                             bool *solved)
{
    const struct problem *p = o->dual->s->p;
    struct trial *trial = &o->trials[0];
    eb_status status = EB_OK;

    TRY(lay_out(o, trial));
    o->lambda = NEW(double, (size_t)p->n_agents *(size_t)p->n_resources + 1);
    o->mu = NEW(double, (size_t)p->n_budgets + 1);
    o->basis = NEW(char, simplex_room(trial->x));
    if (!o->lambda || !o->mu || !o->basis)
        return EB_NO_MEMORY;
    relaxation_multipliers(trial->r, o->dual->lambda, o->dual->mu, trial->row);
    simplex_start(trial->x, trial->row);
    trial->budget = *budget;
    simplex_share(trial->x, o->dual->pool);
    *solved = solve(trial, INFINITY);
    simplex_share(trial->x, NULL);
    *budget = trial->budget;
    keep(o, trial);
done:
    return status;
}

eb_status reseat_run(struct dual *dual, struct seats *seats,
                     struct singles *singles, int patience,
                     struct budget *budget)
{
    struct reseat o = {.dual = dual, .seats = seats, .singles = singles};
    bool solved;
    eb_status status = EB_OK;

    TRY(solve_first(&o, budget, &solved));
    if (solved)
        TRY(change_on(&o, patience, budget));
    dual->bound = -INFINITY;
    dual_try(dual, o.lambda, o.mu);
    singles_price(singles, dual->lambda);
    singles_price_seats(singles);
done:
    for (int k = 0; k < TRIALS; k++)
        trial_clear(&o.trials[k]);
    mem_free(o.lambda);
    mem_free(o.mu);
    mem_free(o.basis);
    VEC_CLEAR(&o.changes);
    VEC_CLEAR(&o.failed);
    return status;
}
