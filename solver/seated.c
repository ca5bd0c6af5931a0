/* seated.c - seats, multipliers, prices, in this order. */
#include "solver/seated.h"

#include "solver/reseat.h"

#include <math.h>
#include <string.h>

#define HEAVY 0.6 /* of a typical load: has a seat */
#define TIE 3e-3  /* of what an item's arcs differ by */
enum {
    SETTLES = 3,
    FEW_CHANGES = 30 /* seats for each that may still change */
};

struct seated {
    const struct search *s;
    struct seats seats;
    struct dual *dual; /* with the seats taken */
    struct singles *singles;
    struct lift *lift; /* NULL: not lifted */
};

static size_t cells_of(const struct seated *o)
{
    return (size_t)o->s->p->n_agents * (size_t)o->s->n_resources;
}

eb_status seated_new(const struct dual *dual, struct seated **out)
{
    struct seated *o = NEW(struct seated, 1);
    eb_status status = EB_OK;

    if (o == NULL)
        return EB_NO_MEMORY;
    o->s = dual->s;
    TRY(seats_find(dual, HEAVY, &o->seats));
    TRY(dual_new(dual->s, dual->pool, &o->dual));
    memcpy(o->dual->lambda, dual->lambda, cells_of(o) * sizeof *dual->lambda);
    memcpy(o->dual->mu, dual->mu,
           (size_t)dual->s->p->n_budgets * sizeof *dual->mu);
    TRY(singles_new(o->dual, NULL, &o->seats, &o->singles));
    *out = o;
    o = NULL;
done:
    seated_free(o);
    return status;
}

void seated_free(struct seated *o)
{
    if (o == NULL)
        return;
    singles_free(o->singles);
    lift_free(o->lift);
    dual_free(o->dual);
    seats_clear(&o->seats);
    mem_free(o);
}

/* What the multipliers are worth with the seats taken. */
static void take_multipliers(struct seated *o, const double *lambda)
{
    o->dual->bound = -INFINITY;
    dual_try(o->dual, lambda, o->dual->mu);
}

/* Multipliers with the seats taken, and what they are worth: about what the best
 * assignment costs that has these seats. */
static double value_seats(struct seated *o, double *lambda)
{
    for (size_t k = 0; k < o->seats.list.n; k++)
        o->dual->seat[o->seats.list.at[k].item] = o->seats.list.at[k].agent;
    singles_settle(o->singles, SETTLES, true);
    singles_lambda(o->singles, lambda);
    take_multipliers(o, lambda);
    return o->dual->bound;
}

static void copy_seats(const struct seats *seats, int *agent)
{
    for (size_t k = 0; k < seats->list.n; k++)
        agent[k] = seats->list.at[k].agent;
}

/* Seats change at prices that know of no seats; the best are kept. */
static void change_seats(struct seated *o, int rounds, int *best,
                         double *lambda, struct budget *budget)
{
    int64_t arcs = (int64_t)o->s->arc_first[o->s->p->n_items];
    double least = INFINITY;

    for (int k = 0; k < rounds && budget_take(budget, 20 * arcs); k++) {
        int changed = singles_seat(o->singles);
        double value = value_seats(o, lambda);

        if (value < least) {
            least = value;
            copy_seats(&o->seats, best);
        }
        if (k > 0 && changed <= (int)o->seats.list.n / FEW_CHANGES)
            break;
        singles_settle(o->singles, SETTLES, false);
    }
    for (size_t k = 0; k < o->seats.list.n; k++)
        o->seats.list.at[k].agent = best[k];
}

eb_status seated_place(struct seated *o, int rounds, struct budget *budget)
{
    double *lambda = NEW(double, cells_of(o) + 1);
    int *best = NEW(int, o->seats.list.n + 1);
    eb_status status = EB_OK;

    if (lambda == NULL || best == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    singles_price(o->singles, o->dual->lambda);
    copy_seats(&o->seats, best);
    change_seats(o, rounds, best, lambda, budget);
    value_seats(o, lambda);
    value_seats(o, lambda);
    singles_price_seats(o->singles);
    singles_look(o->singles);
done:
    mem_free(lambda);
    mem_free(best);
    return status;
}

eb_status seated_refine(struct seated *o, int patience, struct budget *budget)
{
    eb_status status =
        reseat_run(o->dual, &o->seats, o->singles, patience, budget);

    singles_look(o->singles);
    return status;
}

eb_status seated_lift(struct seated *o, int passes, int size, double worth,
                      struct rng *rng, struct budget *budget)
{
    double gain = 0;
    eb_status status = EB_OK;

    TRY(lift_new(o->dual, &o->lift));
    for (int k = 0; k < passes && !budget_is_spent(budget); k++) {
        TRY(lift_pass(o->lift, size, rng, budget));
        if (lift_gain(o->lift) - gain < worth * fabs(o->dual->bound))
            break;
        gain = lift_gain(o->lift);
    }
done:
    return status;
}

/* Cuts want singles of their own. */
eb_status seated_raise(struct seated *o, int rounds, struct budget *budget)
{
    struct singles *with_cuts = NULL;
    double target = o->dual->bound;
    eb_status status = EB_OK;

    if (o->lift != NULL) {
        TRY(singles_new(o->dual, lift_held(o->lift), &o->seats, &with_cuts));
        target += lift_gain(o->lift);
        singles_free(o->singles);
        o->singles = with_cuts;
        singles_price(o->singles, lift_lambda(o->lift));
    } else {
        singles_price(o->singles, o->dual->lambda);
    }
    singles_price_seats(o->singles);
    singles_look(o->singles);
    singles_ascend(o->singles, target, rounds, budget);
done:
    return status;
}

eb_status seated_prove(const struct seated *o, struct certificate *out)
{
    return singles_prove(o->singles, out);
}

void seated_assign(const struct seated *o, int *agent)
{
    const struct search *s = o->s;

    for (int i = 0; i < s->p->n_items; i++) {
        double best = INFINITY, second = INFINITY;

        agent[i] = -1;
        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++) {
            double price = search_price(s, i, a, o->dual->lambda, o->dual->mu);

            second = fmin(second, fmax(price, best));
            if (price < best) {
                best = price;
                agent[i] = s->arc_agent[a];
            }
        }
        if (second - best < TIE * s->typical_cost)
            agent[i] = -1;
        if (o->dual->seat[i] >= 0)
            agent[i] = o->dual->seat[i];
    }
}

const struct dual *seated_dual(const struct seated *o)
{
    return o->dual;
}

const struct seats *seated_seats(const struct seated *o)
{
    return &o->seats;
}
