/* hold.c - who is outside, and which locks and pins hold: MODEL.md section 4.
 *
 * A pin is the column `pin` or a decision `pin` or `accept`; a lock the column
 * `locked` or a rule. What contradicts itself is a fault at the cell that came
 * second. */
#include "model/workings.h"

/* What holds one account while it is being settled. */
struct pin {
    int rep; /* or -1 */
    int by;  /* as held_by */
};

static struct place decision_place(const struct compiled *c, size_t d)
{
    const struct frame *rows = c->books->decision_rows;

    return frame_place(rows, c->books->decisions[d].row,
                       frame_column(rows, "decision"));
}

static struct place hold_place(const struct compiled *c, int a, int by,
                               enum hold hold)
{
    const struct account_columns *columns = &c->workings->account;

    if (by <= -2)
        return decision_place(c, (size_t)(-2 - by));
    if (hold == HOLD_PIN)
        return account_place(c, a, columns->pin);
    if (by == -1)
        return account_place(c, a, columns->locked);
    return account_place(c, a, c->books->owner_column);
}

/* ---- Outside ------------------------------------------------------------ */

static void settle_outside(struct compiled *c, int a)
{
    const struct workings *w = c->workings;
    const struct column *outside = w->account.outside;

    if (outside != NULL && outside->number[a] != 0) {
        c->state[a] = STATE_OUTSIDE;
        c->outside_by[a] = -1;
        return;
    }
    for (size_t d = w->decision_first[a]; d < w->decision_first[a + 1]; d++)
        if (c->books->decisions[d].verdict == OUTSIDE) {
            c->state[a] = STATE_OUTSIDE;
            c->outside_by[a] = (int)d;
            return;
        }
}

/* ---- Pins --------------------------------------------------------------- */

static eb_status take_pin(const struct compiled *c, int a, int rep, int by,
                          struct pin *pin, eb_messages *said)
{
    struct place at = hold_place(c, a, by, HOLD_PIN);

    if (c->share[rep].leaver)
        return warn(said, at,
                    "account \"%s\" is pinned to rep \"%s\", who leaves: the "
                    "pin is void",
                    account_id(c->books, (size_t)a),
                    rep_id(c->books, (size_t)rep));
    if (pin->rep >= 0 && pin->rep != rep)
        return fault(said, at,
                     "account \"%s\" is pinned to rep \"%s\" and to rep "
                     "\"%s\"",
                     account_id(c->books, (size_t)a),
                     rep_id(c->books, (size_t)pin->rep),
                     rep_id(c->books, (size_t)rep));
    if (pin->rep < 0)
        *pin = (struct pin){rep, by};
    return EB_OK;
}

static eb_status find_pin(const struct compiled *c, int a, struct pin *pin,
                          eb_messages *said)
{
    const struct workings *w = c->workings;
    eb_status status = EB_OK;

    *pin = (struct pin){-1, -1};
    if (w->omitted.pins || (w->omitted.pin_of != NULL && w->omitted.pin_of[a]))
        return EB_OK;
    if (c->books->pin[a] >= 0)
        TRY(take_pin(c, a, c->books->pin[a], -1, pin, said));
    for (size_t d = w->decision_first[a]; d < w->decision_first[a + 1]; d++) {
        const struct decision *decision = &c->books->decisions[d];

        if ((decision->verdict == PIN || decision->verdict == ACCEPT) &&
            decision->rep >= 0)
            TRY(take_pin(c, a, decision->rep, -2 - (int)d, pin, said));
    }
done:
    return status;
}

/* ---- Locks -------------------------------------------------------------- */

static bool is_within(const struct column *column, int a, int64_t from,
                      int64_t to)
{
    return column != NULL && !column->blank[a] && column->number[a] >= from &&
           column->number[a] <= to;
}

static bool lock_applies(const struct workings *w,
                         const struct lock_rule *rule, int a)
{
    int64_t ahead = rule->renewal_within_days;
    int64_t back = rule->owner_changed_within_days;

    if (ahead >= 0 &&
        !is_within(w->account.renewal_date, a, w->as_of, w->as_of + ahead))
        return false;
    if (back >= 0 &&
        !is_within(w->account.owner_since, a, w->as_of - back, w->as_of))
        return false;
    return where_holds(&rule->where, (size_t)a);
}

static bool may_be_locked(const struct compiled *c, int a)
{
    const bool *let_off = c->workings->omitted.lock_of;

    if (let_off != NULL && let_off[a])
        return false;
    return c->books->owner_state[a] == OWNED &&
           !c->share[c->books->owner[a]].leaver;
}

static bool is_locked(const struct workings *w, int a)
{
    const struct column *locked = w->account.locked;

    return locked != NULL && !w->omitted.locked && locked->number[a] != 0;
}

/* The first rule that locks the account, or -1. */
static int lock_of(const struct compiled *c, int a)
{
    for (size_t k = 0; k < c->rules->n_locks; k++)
        if (!c->workings->omitted.lock[k] &&
            lock_applies(c->workings, &c->rules->locks[k], a))
            return (int)k;
    return -1;
}

/* ---- All of it ---------------------------------------------------------- */

static void hold_at(struct compiled *c, int a, int rep, enum hold hold, int by)
{
    c->workings->fixed[a] = rep;
    c->hold[a] = hold;
    c->held_by[a] = by;
}

static eb_status check_refusal(const struct compiled *c, int a,
                               eb_messages *said)
{
    int rep = c->workings->fixed[a];
    enum barrier barrier = hold_refuses(c, a, rep);

    if (barrier != BARRIER_NOT && barrier != BARRIER_DECISION)
        return EB_OK;
    return fault(said, hold_place(c, a, c->held_by[a], c->hold[a]),
                 "account \"%s\" is %s rep \"%s\", whom %s rules out",
                 account_id(c->books, (size_t)a),
                 c->hold[a] == HOLD_PIN ? "pinned to" : "locked at",
                 rep_id(c->books, (size_t)rep),
                 barrier == BARRIER_NOT ? "its `not`" : "a decision");
}

static eb_status settle_hold(struct compiled *c, int a, eb_messages *said)
{
    const struct workings *w = c->workings;
    eb_status status = EB_OK;
    struct pin pin;
    int owner = c->books->owner[a], lock = -1;
    bool lockable = may_be_locked(c, a);

    TRY(find_pin(c, a, &pin, said));
    if (lockable && is_locked(w, a)) {
        if (pin.rep >= 0 && pin.rep != owner)
            TRY(fault(said, hold_place(c, a, pin.by, HOLD_PIN),
                      "account \"%s\" is pinned to rep \"%s\", but locked at "
                      "rep \"%s\"",
                      account_id(c->books, (size_t)a),
                      rep_id(c->books, (size_t)pin.rep),
                      rep_id(c->books, (size_t)owner)));
        hold_at(c, a, owner, HOLD_LOCK, -1);
    } else if (pin.rep >= 0) {
        hold_at(c, a, pin.rep, HOLD_PIN, pin.by);
    } else if (lockable && (lock = lock_of(c, a)) >= 0) {
        hold_at(c, a, owner, HOLD_LOCK, lock);
    }
    if (w->fixed[a] >= 0)
        TRY(check_refusal(c, a, said));
done:
    return status;
}

static void index_decisions(struct compiled *c)
{
    size_t *first = c->workings->decision_first;
    size_t d = 0;

    for (size_t a = 0; a < n_accounts_of(c); a++) {
        first[a] = d;
        while (d < c->books->n_decisions &&
               c->books->decisions[d].account == (int)a)
            d++;
    }
    first[n_accounts_of(c)] = d;
}

enum barrier hold_refuses(const struct compiled *c, int account, int rep)
{
    const struct books *books = c->books;
    const struct workings *w = c->workings;
    const struct pair *pair = books_pair(books, account, rep);

    if (!w->omitted.nots &&
        (w->omitted.not_of == NULL || !w->omitted.not_of[account])) {
        for (int k = books->not_first[account];
             k < books->not_first[account + 1]; k++)
            if (books->not_rep[k] == rep)
                return BARRIER_NOT;
        for (size_t d = w->decision_first[account];
             d < w->decision_first[account + 1]; d++)
            if (books->decisions[d].rep == rep &&
                (books->decisions[d].verdict == REJECT ||
                 books->decisions[d].verdict == NEVER))
                return BARRIER_DECISION;
    }
    return pair != NULL && pair->forbidden ? BARRIER_PAIR : BARRIER_NONE;
}

/* Whoever set a lock should hear that it holds nobody. */
static eb_status warn_of_void_locks(const struct compiled *c,
                                    eb_messages *said)
{
    const struct workings *w = c->workings;
    size_t n = 0;
    int first = -1;

    for (size_t k = 0; k < n_accounts_of(c); k++) {
        int a = c->books->account_by_id[k];

        if (c->state[a] == STATE_OUTSIDE || w->fixed[a] >= 0 ||
            !is_locked(w, a) || may_be_locked(c, a))
            continue;
        first = n++ == 0 ? a : first;
    }
    if (n == 0)
        return EB_OK;
    return warn(said, account_place(c, first, w->account.locked),
                "%s: %zu account%s locked, but without an owner who stays "
                "(first \"%s\"): the lock is void",
                w->account.locked->header, n, n == 1 ? " is" : "s are",
                account_id(c->books, (size_t)first));
}

eb_status hold_settle(struct compiled *c, eb_messages *said)
{
    bool faulty = false;

    index_decisions(c);
    for (size_t a = 0; a < n_accounts_of(c); a++) {
        eb_status status = EB_OK;

        c->workings->fixed[a] = -1;
        settle_outside(c, (int)a);
        if (c->state[a] != STATE_OUTSIDE)
            status = settle_hold(c, (int)a, said);
        if (status == EB_NO_MEMORY)
            return status;
        faulty = faulty || status != EB_OK;
    }
    if (warn_of_void_locks(c, said) != EB_OK)
        return EB_NO_MEMORY;
    return faulty ? EB_BAD_DATA : EB_OK;
}
