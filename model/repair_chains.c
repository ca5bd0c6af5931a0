/* repair_chains.c - the best chain through a book: one lot that comes or goes, two that
 * change places, or some that go on from book to book. Doubles propose, and ask what an
 * account costs only where loads alone would gain. */
#include "model/repairing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* So many first moves are followed up, and so many second ones of each. */
enum { BEAM = 24, SECOND_BEAM = 4 };

/* ---- The best chain through a book ------------------------------------- */

static double worth(double gain, int64_t accounts)
{
    const double next_to_nothing = 0.01;

    return gain / (accounts > 0 ? (double)accounts : next_to_nothing);
}

double chain_worth(const struct chain *chain)
{
    return chain->n == 0 ? 0 : worth(chain->gain, chain->accounts);
}

void chain_clear(const struct repair *r, struct chain *chain)
{
    chain->n = 0;
    chain->gain = 0;
    chain->accounts = 0;
    chain->made = r->now;
}

void chain_set(const struct repair *r, struct chain *chain,
               const struct move *move, int n, double gain, int64_t accounts)
{
    chain->n = n;
    memcpy(chain->move, move, (size_t)n * sizeof *move);
    chain->gain = gain;
    chain->accounts = accounts;
    chain->made = r->now;
}

static void consider(struct repair *r, struct chain *best,
                     const struct move *move, int n, double delta)
{
    int64_t accounts = 0;

    if (!(-delta > 1))
        return;
    for (int k = 0; k < n; k++)
        accounts += repair_accounts(r, move[k].lot, move[k].to);
    if (accounts <= r->left && worth(-delta, accounts) > chain_worth(best))
        chain_set(r, best, move, n, -delta, accounts);
}

/* A chain so far: the moves that have been made of it, and what they change. */
struct prefix {
    struct move *move; /* room for one more */
    int n;
    double delta;
    int64_t accounts;
    bool last; /* one more is all */
};

/* Whether the chain with the lot, of which loads alone would gain so much, might be
 * worth more than the best: most costs are not below 0, and are not asked for in vain. */
static bool might_beat(const struct repair *r, const struct prefix *so_far,
                       const struct candidate *each, const struct chain *best)
{
    double gain =
        (double)repair_cost(r, each->lot) - each->delta - so_far->delta;
    int64_t accounts =
        so_far->accounts + repair_accounts(r, each->lot, each->to);

    return gain > 1 && worth(gain, accounts) > chain_worth(best);
}

/* Where the lot might go: considered as the next of the chain, and listed if more may
 * follow. */
static eb_status add_candidate(struct repair *r, size_t l, int to, double away,
                               const struct prefix *so_far, struct chain *best,
                               struct candidates *out)
{
    struct candidate each = {l, to, UNKNOWN, away + repair_try(r, l, to, 1)};

    r->budget.steps--;
    if (!isfinite(each.delta) ||
        (so_far->last && !might_beat(r, so_far, &each, best)))
        return EB_OK;
    each.delta += (double)repair_ask(r, &each);
    so_far->move[so_far->n] = (struct move){l, to};
    consider(r, best, so_far->move, so_far->n + 1, so_far->delta + each.delta);
    return so_far->last || VEC_PUSH(out, each) ? EB_OK : EB_NO_MEMORY;
}

static bool is_in(const struct prefix *so_far, size_t l)
{
    for (int k = 0; k < so_far->n; k++)
        if (so_far->move[k].lot == l)
            return true;
    return false;
}

/* Every lot of the rep and where it might go. */
static eb_status list_out(struct repair *r, int rep,
                          const struct prefix *so_far, struct chain *best,
                          struct candidates *out)
{
    eb_status status = EB_OK;

    for (long l = r->head[rep]; l >= 0; l = r->next[l]) {
        int n = is_in(so_far, (size_t)l) ? 0 : repair_arcs(r, (size_t)l);
        double away = repair_try(r, (size_t)l, rep, -1);

        for (int k = 0; k < n; k++)
            TRY(add_candidate(r, (size_t)l, r->arcs[k], away, so_far, best,
                              out));
    }
done:
    return status;
}

/* Every lot of the other that might come to the rep at hand. */
static eb_status list_in(struct repair *r, int other, int rep,
                         const struct prefix *so_far, struct chain *best,
                         struct candidates *out)
{
    eb_status status = EB_OK;

    for (long l = r->head[other]; l >= 0; l = r->next[l])
        if (repair_may_come(r, (size_t)l, rep))
            TRY(add_candidate(r, (size_t)l, rep,
                              repair_try(r, (size_t)l, other, -1), so_far,
                              best, out));
done:
    return status;
}

/* The same for swaps: neither loads nor costs are asked for. */
static eb_status list_between(struct repair *r, int from, int to,
                              struct candidates *out)
{
    out->n = 0;
    for (long l = r->head[from]; l >= 0; l = r->next[l]) {
        struct candidate each = {(size_t)l, to, UNKNOWN, 0};

        if (eligible_has(r->d->c, lot_at(r, (size_t)l)->family, to) &&
            repair_takes(r, (size_t)l, to) && !VEC_PUSH(out, each))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

/* Two lots change places. */
static void try_swap(struct repair *r, struct candidate *u,
                     struct candidate *v, struct chain *best)
{
    struct move both[2] = {{u->lot, u->to}, {v->lot, v->to}};
    double delta = repair_try_both(r, v->to, u->lot, v->lot);

    r->budget.steps -= 2;
    if (delta < (double)INFINITY)
        delta += repair_try_both(r, u->to, v->lot, u->lot);
    if (delta < -1)
        consider(r, best, both, 2,
                 delta + (double)repair_ask(r, u) + (double)repair_ask(r, v));
}

static eb_status try_swaps(struct repair *r, int rep, int other,
                           struct chain *best)
{
    eb_status status;

    TRY(list_between(r, rep, other, &r->out));
    TRY(list_between(r, other, rep, &r->in));
    for (size_t i = 0; i < r->out.n; i++)
        for (size_t j = 0; j < r->in.n; j++)
            try_swap(r, &r->out.at[i], &r->in.at[j], best);
done:
    return status;
}

static int by_delta(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;

    if (a->delta < b->delta || a->delta > b->delta)
        return a->delta < b->delta ? -1 : 1;
    if (a->lot != b->lot)
        return a->lot < b->lot ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

/* The n of least delta, in order, of a list. */
static size_t keep_least(struct candidate *at, size_t n, size_t most)
{
    if (n > 1)
        qsort(at, n, sizeof *at, by_delta);
    return n < most ? n : most;
}

/* Goes on from whoever got the last lot: they pass one of theirs on. */
static eb_status go_on(struct repair *r, const struct prefix *before,
                       const struct candidate *each, struct chain *best)
{
    struct prefix so_far = {
        before->move, before->n + 1, before->delta + each->delta,
        before->accounts + repair_accounts(r, each->lot, each->to),
        before->n + 2 >= r->longest};
    struct candidates list = {0};
    int from = lot_at(r, each->lot)->rep;
    size_t kept;
    eb_status status;

    before->move[before->n] = (struct move){each->lot, each->to};
    repair_shift(r, each->lot, from, each->to);
    TRY(list_out(r, each->to, &so_far, best, &list));
    kept = keep_least(list.at, list.n, SECOND_BEAM);
    for (size_t k = 0; k < kept; k++)
        TRY(go_on(r, &so_far, &list.at[k], best));
done:
    repair_shift(r, each->lot, each->to, from);
    VEC_CLEAR(&list);
    return status;
}

/* Whether a rep has too much of anything that matters to them, or too little. */
static void find_pressure(const struct repair *r, int rep, bool *much,
                          bool *little)
{
    const double matters = 0.02;
    const struct deciding *d = r->d;
    int n = (int)d->c->n_resources;
    double most = 0;

    for (int k = 0; k < n; k++)
        most = fmax(most, fabs(tally_slope(&d->tally, rep, k)));
    *much = *little = false;
    for (int k = 0; k < n; k++) {
        double slope = tally_slope(&d->tally, rep, k);

        *much = *much || slope > matters * most;
        *little = *little || slope < -matters * most;
    }
}

eb_status chain_look(struct repair *r, int rep)
{
    struct chain *best = &r->best[rep];
    struct candidate first[BEAM];
    struct move move[LONGEST];
    struct prefix none = {.move = move, .last = r->longest == 1};
    bool much, little;
    size_t kept;
    eb_status status = EB_OK;

    chain_clear(r, best);
    repair_find_near(r, rep);
    find_pressure(r, rep, &much, &little);
    r->out.n = 0;
    if (much || r->longest > 1)
        TRY(list_out(r, rep, &none, best, &r->out));
    for (int k = 0; (little || r->longest > 1) && k < r->n_near; k++)
        TRY(list_in(r, r->near[k], rep, &none, best, &r->out));
    kept = keep_least(r->out.at, r->out.n, BEAM);
    for (size_t k = 0; k < kept; k++)
        first[k] = r->out.at[k];
    for (size_t k = 0; k < kept; k++)
        TRY(go_on(r, &none, &first[k], best));
    for (int k = 0; r->longest > 1 && k < r->n_near; k++)
        TRY(try_swaps(r, rep, r->near[k], best));
done:
    return status;
}
