/* daily_repair.c - within the budget of moves, chains of relocations that make the books
 * fairer by more than changing hands costs.
 *
 * For each rep in question the best chain that passes through its book is kept: one lot
 * that comes or goes, two that change places, or up to three over as many books. The
 * chain that gains most for each account that moves is made, and whoever it touched is
 * looked at again. First single lots, which nearly suffice; then longer chains. A lot
 * that has moved today may move again, or back, which gives its moves back, so that
 * what begins as the best move first goes on as a descent within the budget. Doubles
 * propose, and ask what an account costs only where loads alone would gain; what is
 * made is measured exactly, and taken back unless it gains. */
#include "model/deciding.h"

#include "base/budget.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Whose books are looked at: those that cost most. */
enum { REPS = 40, REPS_A_MOVE = 3 };

enum { LONGEST = 3, BEAM = 24, SECOND_BEAM = 4 };

/* Evaluations, some 50 ns each: of single lots, and of longer chains. */
enum { SINGLE_STEPS = 2000000, LONG_STEPS = 2000000, STEPS_A_MOVE = 40000 };

struct move {
    size_t lot;
    int to;
};

struct chain {
    int n; /* 0: none */
    struct move move[LONGEST];
    double gain;
    int64_t accounts; /* that move, less those that go back */
    unsigned made;    /* when it was looked for */
};

/* A lot that might go somewhere. */
struct candidate {
    size_t lot;
    int to;
    int64_t cost; /* there, less here; UNKNOWN until somebody asks */
    double delta; /* of loads alone, or with the cost */
};
#define UNKNOWN INT64_MIN
struct candidates VEC(struct candidate);

struct repair {
    struct deciding *d;
    int64_t left; /* accounts that may move yet */
    struct budget budget;
    int longest;            /* chains looked for */
    int64_t *here;          /* [lots] what it costs where it is; UNKNOWN */
    int *arcs;              /* [n_reps] scratch */
    bool *in_list;          /* [lists] it holds the rep at hand */
    long *head;             /* [n_reps] its first lot, or -1 */
    long *next, *prev;      /* [lots] */
    unsigned now, *changed; /* [n_reps] when its book changed last */
    struct chain *best;     /* [n_reps] */
    int *order; /* [n_pressed] reps with a penalty, dearest first ... */
    size_t n_pressed, n_in_question; /* ... of which so many are looked at */
    int *near; /* [n_reps] whoever shares a list with the rep at hand */
    bool *is_near;
    struct load *net, *own[2]; /* [n_resources] scratch */
    struct candidates out, in;
    struct VEC(size_t) moved; /* lots, in order; for taking all back */
};

/* ---- Lots by rep ------------------------------------------------------- */

static const struct lot *lot_at(const struct repair *r, size_t l)
{
    return &r->d->lots.at.at[l];
}

/* What is locked or pinned stays, and so does what a policy gave to somebody. */
static bool is_movable(const struct repair *r, size_t l)
{
    const struct deciding *d = r->d;
    const struct lot *lot = lot_at(r, l);

    if (lot->rep < 0 || d->c->families[lot->family].fixed >= 0)
        return false;
    if (d->state[l].fate == FATE_PLACED)
        return policy_rule(d->options->policy)->polished;
    return d->state[l].fate != FATE_WAITS;
}

static void link_lot(struct repair *r, size_t l)
{
    int rep = lot_at(r, l)->rep;

    r->prev[l] = -1;
    r->next[l] = r->head[rep];
    if (r->head[rep] >= 0)
        r->prev[r->head[rep]] = (long)l;
    r->head[rep] = (long)l;
}

static void unlink_lot(struct repair *r, size_t l)
{
    if (r->prev[l] >= 0)
        r->next[r->prev[l]] = r->next[l];
    else
        r->head[lot_at(r, l)->rep] = r->next[l];
    if (r->next[l] >= 0)
        r->prev[r->next[l]] = r->prev[l];
}

static int64_t cost_here(const struct repair *r, size_t l)
{
    const struct deciding *d = r->d;
    const struct lot *lot = lot_at(r, l);

    if (r->here[l] == UNKNOWN)
        r->here[l] = !d->fits && d->state[l].fate == FATE_STAYS
                         ? 0
                         : lots_cost(&d->lots, lot, lot->rep);
    return r->here[l];
}

static int64_t ask_cost(const struct repair *r, struct candidate *each)
{
    if (each->cost == UNKNOWN)
        each->cost = lots_cost(&r->d->lots, lot_at(r, each->lot), each->to) -
                     cost_here(r, each->lot);
    return each->cost;
}

static void move_lot(struct repair *r, size_t l, int to)
{
    struct deciding *d = r->d;
    struct lot_state *state = &d->state[l];

    unlink_lot(r, l);
    daily_set(d, l, to);
    link_lot(r, l);
    if (state->from >= 0)
        state->fate = to == state->from ? FATE_STAYS : FATE_MOVED;
    r->here[l] = UNKNOWN;
}

/* Accounts that leave who had them today, less those that come back. */
static int64_t accounts_of(const struct repair *r, size_t l, int to)
{
    const struct lot *lot = lot_at(r, l);
    int from = r->d->state[l].from;

    if (from < 0)
        return 0;
    return (int64_t)lot->n * ((to != from) - (lot->rep != from));
}

/* ---- Arcs -------------------------------------------------------------- */

static bool gets_more(const struct deciding *d, int rep)
{
    const struct daily_options *options = d->options;

    return d->closed[rep] == CLOSED_NOT &&
           (options->daily_cap <= 0 ||
            d->given_today[rep] < options->daily_cap) &&
           (options->weekly_cap <= 0 ||
            d->given_week[rep] < options->weekly_cap);
}

/* Whether others, of its family or a conflict group, have a say in where it goes. */
static bool is_bound(const struct repair *r, size_t l)
{
    const struct workings *w = r->d->c->workings;
    int f = lot_at(r, l)->family;

    return r->d->c->families[f].n != lot_at(r, l)->n ||
           w->conflict_first[f] < w->conflict_first[f + 1];
}

static bool may_go(struct repair *r, size_t l, int to)
{
    int n = lots_arcs(&r->d->lots, lot_at(r, l));

    for (int k = 0; k < n; k++)
        if (r->d->lots.arcs[k] == to)
            return true;
    return false;
}

/* To those who get anything new, or to whoever had it this morning. */
static bool takes(const struct repair *r, size_t l, int rep)
{
    return rep != lot_at(r, l)->rep &&
           (rep == r->d->state[l].from || gets_more(r->d, rep));
}

/* Into `arcs`. */
static int list_arcs(struct repair *r, size_t l)
{
    int all = eligible_arcs(r->d->c, lot_at(r, l)->family, r->arcs), n = 0;

    for (int k = 0; k < all; k++)
        if (takes(r, l, r->arcs[k]) &&
            (!is_bound(r, l) || may_go(r, l, r->arcs[k])))
            r->arcs[n++] = r->arcs[k];
    return n;
}

/* The rep is the one at hand of find_near. */
static bool may_come(struct repair *r, size_t l, int rep)
{
    const struct eligible_lists *lists = &r->d->c->workings->eligible;
    int f = lot_at(r, l)->family;
    bool may = lists->first[f] < lists->first[f + 1]
                   ? eligible_has(r->d->c, f, rep)
                   : r->in_list[lists->of_family[f]];

    return may && takes(r, l, rep) && (!is_bound(r, l) || may_go(r, l, rep));
}

/* ---- What a move changes ----------------------------------------------- */

static int loads_in(const struct repair *r, size_t l, int rep, int buffer,
                    const struct load **out)
{
    return lot_loads_in(r->d, l, rep, r->own[buffer], out);
}

/* INFINITY where it would break a limit. */
static double try_loads(const struct repair *r, int rep,
                        const struct load *loads, int n, int sign)
{
    if (tally_breaks(&r->d->tally, rep, loads, n, sign) > 0)
        return (double)INFINITY;
    return tally_guess(&r->d->tally, rep, loads, n, sign);
}

static double try_lot(const struct repair *r, size_t l, int rep, int sign)
{
    const struct load *loads;
    int n = loads_in(r, l, rep, 0, &loads);

    return try_loads(r, rep, loads, n, sign);
}

/* The rep gives one lot and takes another. */
static double try_both(const struct repair *r, int rep, size_t given,
                       size_t taken)
{
    const struct load *a, *b;
    int n_a = loads_in(r, given, rep, 0, &a);
    int n_b = loads_in(r, taken, rep, 1, &b), n = 0, i = 0, j = 0;

    while (i < n_a || j < n_b) {
        bool first = j == n_b || (i < n_a && a[i].resource <= b[j].resource);
        bool second = i == n_a || (j < n_b && b[j].resource <= a[i].resource);

        r->net[n].resource = first ? a[i].resource : b[j].resource;
        r->net[n++].amount =
            (second ? b[j].amount : 0) - (first ? a[i].amount : 0);
        i += first;
        j += second;
    }
    return try_loads(r, rep, r->net, n, 1);
}

/* ---- The best chain through a book ------------------------------------- */

static double worth_of(double gain, int64_t accounts)
{
    const double next_to_nothing = 0.01;

    return gain / (accounts > 0 ? (double)accounts : next_to_nothing);
}

static void consider(struct repair *r, struct chain *best,
                     const struct move *move, int n, double delta)
{
    struct chain chain = {.n = n, .gain = -delta, .made = r->now};

    if (!(chain.gain > 1))
        return;
    for (int k = 0; k < n; k++) {
        chain.move[k] = move[k];
        chain.accounts += accounts_of(r, move[k].lot, move[k].to);
    }
    if (chain.accounts <= r->left &&
        (best->n == 0 || worth_of(chain.gain, chain.accounts) >
                             worth_of(best->gain, best->accounts)))
        *best = chain;
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
        (double)cost_here(r, each->lot) - each->delta - so_far->delta;
    int64_t accounts = so_far->accounts + accounts_of(r, each->lot, each->to);

    return gain > 1 &&
           (best->n == 0 ||
            worth_of(gain, accounts) > worth_of(best->gain, best->accounts));
}

/* Where the lot might go: considered as the next of the chain, and listed if more may
 * follow. */
static eb_status add_candidate(struct repair *r, size_t l, int to, double away,
                               const struct prefix *so_far, struct chain *best,
                               struct candidates *out)
{
    struct candidate each = {l, to, UNKNOWN, away + try_lot(r, l, to, 1)};

    r->budget.steps--;
    if (!isfinite(each.delta) ||
        (so_far->last && !might_beat(r, so_far, &each, best)))
        return EB_OK;
    each.delta += (double)ask_cost(r, &each);
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
        int n = is_in(so_far, (size_t)l) ? 0 : list_arcs(r, (size_t)l);
        double away = try_lot(r, (size_t)l, rep, -1);

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
        if (may_come(r, (size_t)l, rep))
            TRY(add_candidate(r, (size_t)l, rep,
                              try_lot(r, (size_t)l, other, -1), so_far, best,
                              out));
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
            takes(r, (size_t)l, to) &&
            (!is_bound(r, (size_t)l) || may_go(r, (size_t)l, to)) &&
            !VEC_PUSH(out, each))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

/* Whoever shares a list with the rep, which is at hand from here on. */
static void find_near(struct repair *r, int rep, int *n)
{
    const struct keys *keys = &r->d->c->workings->eligible.keys;

    *n = 0;
    for (int list = 0; list < keys->n; list++) {
        size_t size;
        const int64_t *reps = eligible_list(r->d->c, list, &size);

        r->in_list[list] = false;
        for (size_t k = 0; k < size && !r->in_list[list]; k++)
            r->in_list[list] = reps[k] == rep;
        for (size_t k = 0; r->in_list[list] && k < size; k++)
            if (reps[k] != rep && !r->is_near[reps[k]]) {
                r->is_near[reps[k]] = true;
                r->near[(*n)++] = (int)reps[k];
            }
    }
    for (int k = 0; k < *n; k++)
        r->is_near[r->near[k]] = false;
}

/* Two lots change places. */
static void try_swap(struct repair *r, struct candidate *u,
                     struct candidate *v, struct chain *best)
{
    struct move both[2] = {{u->lot, u->to}, {v->lot, v->to}};
    double delta = try_both(r, v->to, u->lot, v->lot);

    r->budget.steps -= 2;
    if (delta < (double)INFINITY)
        delta += try_both(r, u->to, v->lot, u->lot);
    if (delta < -1)
        consider(r, best, both, 2,
                 delta + (double)ask_cost(r, u) + (double)ask_cost(r, v));
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

static void shift(struct repair *r, size_t l, int from, int to)
{
    const struct load *loads;
    int n = loads_in(r, l, from, 0, &loads);

    tally_add(&r->d->tally, from, loads, n, -1);
    n = loads_in(r, l, to, 0, &loads);
    tally_add(&r->d->tally, to, loads, n, 1);
}

/* Goes on from whoever got the last lot: they pass one of theirs on. */
static eb_status go_on(struct repair *r, const struct prefix *before,
                       const struct candidate *each, struct chain *best)
{
    struct prefix so_far = {
        before->move, before->n + 1, before->delta + each->delta,
        before->accounts + accounts_of(r, each->lot, each->to),
        before->n + 2 >= r->longest};
    struct candidates list = {0};
    int from = lot_at(r, each->lot)->rep;
    size_t kept;
    eb_status status;

    before->move[before->n] = (struct move){each->lot, each->to};
    shift(r, each->lot, from, each->to);
    TRY(list_out(r, each->to, &so_far, best, &list));
    kept = keep_least(list.at, list.n, SECOND_BEAM);
    for (size_t k = 0; k < kept; k++)
        TRY(go_on(r, &so_far, &list.at[k], best));
done:
    shift(r, each->lot, each->to, from);
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

static eb_status look_through(struct repair *r, int rep)
{
    struct chain *best = &r->best[rep];
    struct candidate first[BEAM];
    struct move move[LONGEST];
    struct prefix none = {.move = move, .last = r->longest == 1};
    bool much, little;
    size_t kept;
    int n_near;
    eb_status status = EB_OK;

    *best = (struct chain){.made = r->now};
    find_near(r, rep, &n_near);
    find_pressure(r, rep, &much, &little);
    r->out.n = 0;
    if (much || r->longest > 1)
        TRY(list_out(r, rep, &none, best, &r->out));
    for (int k = 0; (little || r->longest > 1) && k < n_near; k++)
        TRY(list_in(r, r->near[k], rep, &none, best, &r->out));
    kept = keep_least(r->out.at, r->out.n, BEAM);
    for (size_t k = 0; k < kept; k++)
        first[k] = r->out.at[k];
    for (size_t k = 0; k < kept; k++)
        TRY(go_on(r, &none, &first[k], best));
    for (int k = 0; r->longest > 1 && k < n_near; k++)
        TRY(try_swaps(r, rep, r->near[k], best));
done:
    return status;
}

/* ---- Making it ---------------------------------------------------------- */

static int64_t exact_move(struct repair *r, size_t l, int to)
{
    int64_t before = cost_here(r, l);
    int from = lot_at(r, l)->rep;
    const struct load *loads;
    int n = loads_in(r, l, from, 0, &loads);
    int64_t delta = tally_try(&r->d->tally, from, loads, n, -1);

    n = loads_in(r, l, to, 0, &loads);
    delta += tally_try(&r->d->tally, to, loads, n, 1);
    move_lot(r, l, to);
    return delta + cost_here(r, l) - before;
}

/* False where it does not gain after all, or may not be: nothing has changed then. */
static bool make(struct repair *r, const struct chain *chain, int64_t *gain)
{
    int from[LONGEST], n = 0;
    int64_t delta = 0;

    for (; n < chain->n && may_go(r, chain->move[n].lot, chain->move[n].to);
         n++) {
        from[n] = lot_at(r, chain->move[n].lot)->rep;
        delta += exact_move(r, chain->move[n].lot, chain->move[n].to);
    }
    if (n == chain->n && delta < 0) {
        *gain = -delta;
        return true;
    }
    while (n-- > 0)
        exact_move(r, chain->move[n].lot, from[n]);
    return false;
}

static void touch(struct repair *r, const struct chain *chain)
{
    r->now++;
    for (int k = 0; k < chain->n; k++) {
        r->changed[chain->move[k].to] = r->now;
        r->changed[lot_at(r, chain->move[k].lot)->rep] = r->now;
    }
}

/* Whether something has changed that it passes through. */
static bool is_stale(const struct repair *r, int rep)
{
    const struct chain *chain = &r->best[rep];

    if (r->changed[rep] > chain->made)
        return true;
    for (int k = 0; k < chain->n; k++)
        if (r->changed[chain->move[k].to] > chain->made ||
            r->changed[lot_at(r, chain->move[k].lot)->rep] > chain->made)
            return true;
    return false;
}

static eb_status find_best(struct repair *r, int *best)
{
    double most = 0;
    eb_status status = EB_OK;

    *best = -1;
    for (size_t k = 0; k < r->n_in_question; k++) {
        int rep = r->order[k];
        const struct chain *chain = &r->best[rep];
        double worth;

        if (chain->made == 0 || is_stale(r, rep) ||
            chain->accounts > r->left) {
            if (budget_is_spent(&r->budget))
                continue;
            TRY(look_through(r, rep));
        }
        worth = chain->n == 0 ? 0 : worth_of(chain->gain, chain->accounts);
        if (worth > most) {
            most = worth;
            *best = rep;
        }
    }
done:
    return status;
}

static void note_moved(struct repair *r, const struct chain *chain,
                       bool *failed)
{
    for (int k = 0; k < chain->n; k++)
        *failed = !VEC_PUSH(&r->moved, chain->move[k].lot) || *failed;
}

/* The next best chain; false where none is left. */
static eb_status step(struct repair *r, bool *more, int64_t *gain,
                      int64_t *accounts)
{
    bool failed = false;
    int rep;
    eb_status status;

    TRY(find_best(r, &rep));
    *more = rep >= 0;
    *gain = *accounts = 0;
    if (rep >= 0) {
        struct chain chain = r->best[rep];

        touch(r, &chain);
        if (make(r, &chain, gain)) {
            *accounts = chain.accounts;
            r->left -= chain.accounts;
            note_moved(r, &chain, &failed);
            touch(r, &chain);
        } else {
            r->best[rep] = (struct chain){.made = r->now};
        }
    }
    if (failed)
        status = EB_NO_MEMORY;
done:
    return status;
}

/* ---- Whom to look at ---------------------------------------------------- */

struct pressed {
    int64_t penalty;
    int rep;
};

static int most_pressed(const void *left, const void *right)
{
    const struct pressed *a = left, *b = right;

    if (a->penalty != b->penalty)
        return a->penalty > b->penalty ? -1 : 1;
    return (a->rep > b->rep) - (a->rep < b->rep);
}

static eb_status order_reps(struct repair *r)
{
    const struct deciding *d = r->d;
    size_t n = d->books->n_reps;
    struct pressed *pressed = NEW(struct pressed, n + 1);

    if (pressed == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++) {
        pressed[k].rep = (int)k;
        for (size_t j = 0; j < d->c->n_resources; j++)
            pressed[k].penalty += d->tally.penalty[k * d->c->n_resources + j];
    }
    qsort(pressed, n, sizeof *pressed, most_pressed);
    for (size_t k = 0; k < n && pressed[k].penalty > 0; k++)
        r->order[r->n_pressed++] = pressed[k].rep;
    mem_free(pressed);
    return EB_OK;
}

static eb_status repair_init(struct repair *r, struct deciding *d)
{
    size_t lots = d->lots.at.n + 1, reps = d->books->n_reps + 1;
    size_t k = d->c->n_resources + 1;

    *r = (struct repair){.d = d, .now = 1};
    r->arcs = NEW(int, reps);
    r->in_list = NEW(bool, (size_t)d->c->workings->eligible.keys.n + 1);
    r->here = NEW(int64_t, lots);
    r->head = NEW(long, reps);
    r->next = NEW(long, lots);
    r->prev = NEW(long, lots);
    r->changed = NEW(unsigned, reps);
    r->best = NEW(struct chain, reps);
    r->order = NEW(int, reps);
    r->near = NEW(int, reps);
    r->is_near = NEW(bool, reps);
    r->net = NEW(struct load, 2 * k);
    r->own[0] = NEW(struct load, k);
    r->own[1] = NEW(struct load, k);
    if (!r->arcs || !r->in_list || !r->here || !r->head || !r->next ||
        !r->prev || !r->changed || !r->best || !r->order || !r->near ||
        !r->is_near || !r->net || !r->own[0] || !r->own[1])
        return EB_NO_MEMORY;
    for (size_t g = 0; g < reps; g++)
        r->head[g] = -1;
    for (size_t l = d->lots.at.n; l-- > 0;)
        if (is_movable(r, l)) {
            link_lot(r, l);
            r->here[l] = UNKNOWN;
        }
    return order_reps(r);
}

static void repair_clear(struct repair *r)
{
    mem_free(r->arcs);
    mem_free(r->in_list);
    mem_free(r->here);
    mem_free(r->head);
    mem_free(r->next);
    mem_free(r->prev);
    mem_free(r->changed);
    mem_free(r->best);
    mem_free(r->order);
    mem_free(r->near);
    mem_free(r->is_near);
    mem_free(r->net);
    mem_free(r->own[0]);
    mem_free(r->own[1]);
    VEC_CLEAR(&r->out);
    VEC_CLEAR(&r->in);
    VEC_CLEAR(&r->moved);
}

/* ---- All of it ---------------------------------------------------------- */

static int64_t count_moved(const struct deciding *d)
{
    int64_t n = 0;

    for (size_t l = 0; l < d->lots.at.n; l++)
        if (d->state[l].fate == FATE_MOVED)
            n += (int64_t)d->lots.at.at[l].n;
    return n;
}

/* Chains of so many at most, from here on. */
static void begin(struct repair *r, int longest, int64_t accounts)
{
    int64_t steps = longest == 1 ? SINGLE_STEPS : LONG_STEPS;

    r->longest = longest < LONGEST ? longest : LONGEST;
    r->budget = (struct budget){.steps = steps + STEPS_A_MOVE * accounts};
    r->n_in_question = REPS + REPS_A_MOVE * (size_t)accounts;
    if (r->n_in_question > r->n_pressed)
        r->n_in_question = r->n_pressed;
    for (size_t k = 0; k < r->d->books->n_reps; k++)
        r->best[k] = (struct chain){0};
}

static eb_status spend(struct repair *r, int64_t accounts)
{
    eb_status status = EB_OK;

    r->left = accounts;
    for (int longest = 1; longest <= r->d->options->chain; longest++) {
        bool more = accounts > 0;
        int64_t gain, moved;

        begin(r, longest, accounts);
        while (more)
            TRY(step(r, &more, &gain, &moved));
    }
    r->d->out->moves = count_moved(r->d);
done:
    return status;
}

static eb_status advise(struct repair *r, int64_t accounts)
{
    struct daily *out = r->d->out;
    bool more = accounts > 0;
    struct daily_advice sum = {0, 0};
    eb_status status = EB_OK;

    r->left = accounts;
    r->moved.n = 0;
    begin(r, 1, accounts);
    out->advice = NEW(struct daily_advice, (size_t)accounts + 1);
    if (out->advice == NULL)
        return EB_NO_MEMORY;
    while (more) {
        int64_t gain, moved;

        TRY(step(r, &more, &gain, &moved));
        sum.gain += gain;
        sum.moves += moved;
        if (gain == 0)
            continue;
        while (out->n_advice > 0 &&
               out->advice[out->n_advice - 1].moves >= sum.moves)
            out->n_advice--;
        out->advice[out->n_advice++] = sum;
    }
done:
    return status;
}

/* As it was before the advice: where each lot was when the day's moves were made. */
static void take_back(struct repair *r, const int *rep)
{
    for (size_t k = 0; k < r->moved.n; k++) {
        size_t l = r->moved.at[k];

        if (lot_at(r, l)->rep != rep[l])
            move_lot(r, l, rep[l]);
    }
}

eb_status daily_repair(struct deciding *d)
{
    struct repair r = {0};
    int *rep = NEW(int, d->lots.at.n + 1);
    eb_status status = EB_NO_MEMORY;

    if (rep == NULL)
        goto done;
    TRY(repair_init(&r, d));
    TRY(spend(&r, d->options->max_moves));
    for (size_t l = 0; l < d->lots.at.n; l++)
        rep[l] = d->lots.at.at[l].rep;
    TRY(advise(&r, d->options->advice));
    take_back(&r, rep);
done:
    repair_clear(&r);
    mem_free(rep);
    return status;
}
