/* daily_resolve.c - larger budgets of moves: the solver divides the books anew, as far
 * as the budget goes, from where they are.
 *
 * An item is a lot that may move, with a budget of accounts that leave who had them
 * this morning; what cannot move is one item for each rep, as in a drill. */
#include "model/deciding.h"

#include "solver/solve.h"

#include <string.h>

/* From so many moves on it is worth the seconds; as long as there are not too many
 * arcs. */
enum { MOVES_TO_SOLVE = 25, ARCS_TO_SOLVE = 400000 };

struct resolving {
    struct deciding *d;
    struct problem *p;
    struct VEC(size_t) lots; /* of the items behind those of the reps */
    int64_t *rest;           /* [n_reps * n_resources] what cannot move */
    int *start, *agent;      /* [items] */
    int *reps;               /* [n_reps] scratch */
    int64_t *cost;
    size_t n_arcs;
};

/* ---- What may move ------------------------------------------------------ */

/* Lots that others of their family, or a conflict group, have a say in stay: the kernel
 * moves items one by one. */
static bool is_free(const struct deciding *d, size_t l)
{
    const struct workings *w = d->c->workings;
    const struct lot *lot = &d->lots.at.at[l];
    const struct family *family = &d->c->families[lot->family];

    if (lot->rep < 0 || family->fixed >= 0 || d->varies[l] ||
        family->n != lot->n ||
        w->conflict_first[lot->family] < w->conflict_first[lot->family + 1])
        return false;
    return d->state[l].fate == FATE_STAYS ||
           (d->state[l].fate == FATE_PLACED && !d->state[l].offers.bound);
}

static eb_status list_lots(struct resolving *r)
{
    struct deciding *d = r->d;
    size_t n_resources = d->c->n_resources;

    for (size_t l = 0; l < d->lots.at.n; l++) {
        const struct load *loads;
        int rep = d->lots.at.at[l].rep, n;

        if (rep < 0)
            continue;
        if (is_free(d, l)) {
            if (!VEC_PUSH(&r->lots, l))
                return EB_NO_MEMORY;
            r->n_arcs += eligible_count(d->c, d->lots.at.at[l].family);
            continue;
        }
        n = lot_loads(d, l, rep, &loads);
        for (int k = 0; k < n; k++)
            r->rest[(size_t)rep * n_resources + (size_t)loads[k].resource] +=
                loads[k].amount;
    }
    return EB_OK;
}

/* ---- The problem ------------------------------------------------------- */

static eb_status add_item(struct resolving *r, int n)
{
    int number;
    eb_status status;

    TRY(problem_add_class(r->p, &number));
    for (int k = 0; k < n; k++)
        TRY(problem_add_arc(r->p, r->reps[k], r->cost[k], 255));
    TRY(problem_add_item(r->p, number));
done:
    return status;
}

static eb_status add_rest(struct resolving *r)
{
    size_t n_resources = r->d->c->n_resources;
    eb_status status = EB_OK;

    for (size_t g = 0; g < r->d->books->n_reps; g++) {
        r->reps[0] = (int)g;
        r->cost[0] = 0;
        TRY(add_item(r, 1));
        for (size_t k = 0; k < n_resources; k++)
            TRY(problem_add_load(r->p, (int)k, r->rest[g * n_resources + k]));
    }
done:
    return status;
}

/* Where it is, and whoever gets anything new. */
static int list_arcs(struct resolving *r, size_t l)
{
    struct deciding *d = r->d;
    const struct lot *lot = &d->lots.at.at[l];
    int all = lots_arcs(&d->lots, lot), n = 0;
    bool listed = false;

    for (int k = 0; k <= all; k++) {
        if (!listed && (k == all || d->lots.arcs[k] > lot->rep)) {
            r->reps[n] = lot->rep;
            r->cost[n++] = lots_cost(&d->lots, lot, lot->rep);
            listed = true;
        }
        if (k < all && d->closed[d->lots.arcs[k]] == CLOSED_NOT) {
            r->reps[n] = d->lots.arcs[k];
            r->cost[n++] = d->lots.cost[k];
        }
    }
    return n;
}

static eb_status add_lot(struct resolving *r, size_t l)
{
    struct deciding *d = r->d;
    const struct load *loads;
    int n = lot_loads(d, l, -1, &loads);
    eb_status status;

    TRY(add_item(r, list_arcs(r, l)));
    for (int k = 0; k < n; k++)
        TRY(problem_add_load(r->p, loads[k].resource, loads[k].amount));
    if (d->state[l].from >= 0)
        TRY(problem_add_leave(r->p, d->state[l].from, 0,
                              (int64_t)d->lots.at.at[l].n));
done:
    return status;
}

/* Nobody who is outside a limit already can help it. */
static void relax_limits(const struct resolving *r)
{
    for (size_t t = 0; t < r->p->terms.n; t++) {
        struct term *term = &r->p->terms.at[t];
        int64_t load =
            r->d->tally.load[(size_t)term->agent * r->d->c->n_resources +
                             (size_t)term->resource];

        term->lo = load < term->lo ? load : term->lo;
        term->hi = load > term->hi ? load : term->hi;
    }
}

static eb_status make_problem(struct resolving *r, int64_t moves)
{
    struct deciding *d = r->d;
    eb_status status;

    TRY(problem_new((int)d->books->n_reps, (int)d->c->n_resources, &r->p));
    TRY(add_rest(r));
    for (size_t k = 0; k < r->lots.n; k++)
        TRY(add_lot(r, r->lots.at[k]));
    TRY(terms_add(d->c, r->p));
    relax_limits(r);
    TRY(problem_add_budget(r->p, moves, 0));
    TRY(problem_finish(r->p, d->said));
done:
    return status;
}

/* ---- The answer --------------------------------------------------------- */

static void take(struct resolving *r, const int *agent)
{
    struct deciding *d = r->d;

    for (size_t k = 0; k < r->lots.n; k++) {
        size_t l = r->lots.at[k];
        int to = agent[d->books->n_reps + k];

        if (to == d->lots.at.at[l].rep)
            continue;
        daily_set(d, l, to);
        if (d->state[l].from >= 0)
            d->state[l].fate = FATE_MOVED;
    }
}

static eb_status solve_problem(struct resolving *r)
{
    struct deciding *d = r->d;
    struct solution *solution = NULL;
    struct solve_options how = {.effort = EB_QUICK,
                                .target = INT64_MIN,
                                .seed = 1,
                                .pool = d->options->pool,
                                .said = d->said};
    eb_status status = EB_NO_MEMORY;

    r->start = NEW(int, (size_t)r->p->n_items + 1);
    if (r->start == NULL)
        goto done;
    for (size_t g = 0; g < d->books->n_reps; g++)
        r->start[g] = (int)g;
    for (size_t k = 0; k < r->lots.n; k++)
        r->start[d->books->n_reps + k] = d->lots.at.at[r->lots.at[k]].rep;
    how.start = r->start;
    TRY(solve(r->p, &how, &solution));
    if (solution->feasible)
        take(r, solution->agent);
done:
    solution_free(solution);
    return status;
}

eb_status daily_resolve(struct deciding *d, int64_t moves)
{
    struct resolving r = {.d = d};
    size_t n_reps = d->books->n_reps;
    eb_status status = EB_OK;

    if (moves < MOVES_TO_SOLVE)
        return EB_OK;
    r.rest = NEW(int64_t, n_reps * d->c->n_resources + 1);
    r.reps = NEW(int, n_reps + 1);
    r.cost = NEW(int64_t, n_reps + 1);
    if (r.rest == NULL || r.reps == NULL || r.cost == NULL)
        TRY(EB_NO_MEMORY);
    TRY(list_lots(&r));
    if (r.n_arcs > ARCS_TO_SOLVE)
        goto done;
    TRY(make_problem(&r, moves));
    TRY(solve_problem(&r));
done:
    problem_free(r.p);
    VEC_CLEAR(&r.lots);
    mem_free(r.rest);
    mem_free(r.start);
    mem_free(r.reps);
    mem_free(r.cost);
    return status;
}
