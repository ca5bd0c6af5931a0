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
#include "model/repairing.h"

/* Whose books are looked at: those that cost most. */
enum { REPS = 40, REPS_A_MOVE = 3 };

/* Evaluations, some 50 ns each: of single lots, and of longer chains. */
enum { SINGLE_STEPS = 2000000, LONG_STEPS = 2000000, STEPS_A_MOVE = 400000 };

/* ---- Making it ---------------------------------------------------------- */

static int64_t exact_move(struct repair *r, size_t l, int to)
{
    int64_t before = repair_cost(r, l);
    int from = lot_at(r, l)->rep;
    const struct load *loads;
    int n = repair_loads(r, l, from, 0, &loads);
    int64_t delta = tally_try(&r->d->tally, from, loads, n, -1);

    n = repair_loads(r, l, to, 0, &loads);
    delta += tally_try(&r->d->tally, to, loads, n, 1);
    repair_move(r, l, to);
    return delta + repair_cost(r, l) - before;
}

/* False where it does not gain after all, or may not be: nothing has changed then. */
static bool make(struct repair *r, const struct chain *chain, int64_t *gain)
{
    int from[MOST_MOVES], n = 0;
    int64_t delta = 0;

    for (; n < chain->n &&
           repair_may_go(r, chain->move[n].lot, chain->move[n].to);
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

        if (chain->made == 0 || is_stale(r, rep) ||
            chain->accounts > r->left) {
            if (budget_is_spent(&r->budget))
                continue;
            TRY(chain_look(r, rep));
            if (r->exchanges)
                TRY(exchange_look(r, rep));
        }
        if (chain_worth(chain) > most) {
            most = chain_worth(chain);
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
            chain_clear(r, &r->best[rep]);
        }
    }
    if (failed)
        status = EB_NO_MEMORY;
done:
    return status;
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
        r->best[k].made = 0;
}

static eb_status spend(struct repair *r, int64_t accounts)
{
    eb_status status = EB_OK;

    r->left = accounts;
    r->exchanges = r->d->options->chain > 1;
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
    r->exchanges = false;
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
            repair_move(r, l, rep[l]);
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
