/* daily_tell.c - how the books are, who got what, and why. */
#include "model/deciding.h"

#include "model/barrier_words.h"
#include "model/figures.h"

#include <stdlib.h>
#include <string.h>

/* ---- Measures ---------------------------------------------------------- */

static bool is_outside_band(const struct deciding *d, size_t rep)
{
    const struct compiled *c = d->c;

    for (size_t k = 0; k < c->n_resources; k++) {
        size_t cell = rep * c->n_resources + k;
        int m = c->resources[k].metric;

        if (m >= 0 && c->target[cell] != 0 &&
            !target_within(d->tally.load[cell], c->target[cell],
                           c->rules->metrics[m].band))
            return true;
    }
    return false;
}

/* Where nothing fits better or worse, whoever stays with the owner costs nothing. */
static int64_t cost_of(const struct deciding *d, size_t l)
{
    const struct lot *lot = &d->lots.at.at[l];

    if (lot->rep < 0 || (!d->fits && d->state[l].fate == FATE_STAYS))
        return 0;
    return lots_cost(&d->lots, lot, lot->rep);
}

void daily_measure(const struct deciding *d, struct daily_measure *out)
{
    *out = (struct daily_measure){.unfairness = tally_unfairness(&d->tally)};
    out->objective = out->unfairness;
    for (size_t l = 0; l < d->lots.at.n; l++)
        out->objective += cost_of(d, l);
    for (size_t r = 0; r < d->books->n_reps; r++) {
        out->outside_band += is_outside_band(d, r);
        out->over_capacity += daily_is_over_capacity(d, (int)r);
    }
}

/* ---- What else might have been ------------------------------------------ */

/* The objective as it is, less that with the lot taken away. */
static int64_t cost_there(const struct deciding *d, size_t l)
{
    const struct lot *lot = &d->lots.at.at[l];
    const struct load *loads;
    int n = lot_loads(d, l, lot->rep, &loads);

    return lots_cost(&d->lots, lot, lot->rep) -
           tally_try(&d->tally, lot->rep, loads, n, -1);
}

/* The objective with the lot there, less that with it taken away. */
static int64_t cost_at(const struct deciding *d, size_t l, int rep,
                       int *breaks)
{
    const struct load *loads;
    int n = lot_loads(d, l, rep, &loads);

    *breaks = tally_breaks(&d->tally, rep, loads, n, 1);
    return lots_cost(&d->lots, &d->lots.at.at[l], rep) +
           tally_try(&d->tally, rep, loads, n, 1);
}

/* Of others who are here; caps do not count, and limits are kept if they can be. */
static void find_next(struct deciding *d, size_t l, struct daily_decision *out)
{
    int n = lots_arcs(&d->lots, &d->lots.at.at[l]), fewest = 0;
    int64_t here = cost_there(d, l);

    for (int k = 0; k < n; k++) {
        int rep = d->lots.arcs[k], breaks;
        int64_t cost;

        if (d->closed[rep] != CLOSED_NOT && rep != d->state[l].from)
            continue;
        cost = cost_at(d, l, rep, &breaks) - here;
        if (out->next_best >= 0 &&
            (breaks > fewest || (breaks == fewest && cost >= out->next_cost)))
            continue;
        fewest = breaks;
        out->next_best = rep;
        out->next_cost = cost;
    }
}

static int64_t cost_of_change(const struct deciding *d, size_t l)
{
    int breaks;

    if (d->state[l].fate == FATE_MOVED)
        return cost_there(d, l) - cost_at(d, l, d->state[l].from, &breaks);
    return cost_there(d, l);
}

/* ---- Reasons ----------------------------------------------------------- */

static void say_closed(struct phrase *phrase, const struct offers *offers,
                       const char *before)
{
    static const char *const words[N_CLOSED][2] = {
        [CLOSED_BEFORE] = {"has not begun", "have not begun"},
        [CLOSED_AWAY] = {"is away", "are away"},
        [CLOSED_DAY_OFF] = {"does not work today", "do not work today"},
        [CLOSED_DAILY_CAP] = {"has reached the daily cap",
                              "have reached the daily cap"},
        [CLOSED_WEEKLY_CAP] = {"has reached the weekly cap",
                               "have reached the weekly cap"},
        [CLOSED_JOINER] = {"has just begun and had enough this week",
                           "have just begun and had enough this week"},
        [CLOSED_OWNER] = {"has it now", "have it now"},
    };

    for (int k = CLOSED_NOT + 1; k < N_CLOSED; k++)
        if (offers->closed[k] > 0) {
            phrase_add(phrase, "%s%d %s", before, offers->closed[k],
                       words[k][offers->closed[k] != 1]);
            before = ", ";
        }
}

static void say_choice(struct phrase *phrase, const struct deciding *d,
                       size_t l, bool returned)
{
    const struct offers *offers = &d->state[l].offers;
    const struct family *family = &d->c->families[d->lots.at.at[l].family];

    if (family->fixed >= 0)
        phrase_add(phrase, "%s%s there", family->n > 1 ? "its family is " : "",
                   family->hold == HOLD_PIN ? "pinned" : "locked");
    else if (offers->bound)
        phrase_add(phrase, "its family is there");
    else if (returned)
        phrase_add(phrase, "had it before");
    else if (offers->all == 1)
        phrase_add(phrase, "nobody else may own it");
    else
        phrase_add(phrase, "%s of %d who may own it",
                   policy_rule(d->options->policy)->words, offers->all);
    if (!offers->bound)
        say_closed(phrase, offers, "; ");
    if (offers->broken > 0)
        phrase_add(phrase, "; nobody has room: %d limit%s broken",
                   offers->broken, offers->broken == 1 ? " is" : "s are");
}

static void say_wait(struct phrase *phrase, const struct deciding *d, size_t l)
{
    const struct offers *offers = &d->state[l].offers;

    if (offers->all == 0) {
        phrase_add(phrase, "whoever may own it has one of its conflict "
                           "group");
        return;
    }
    phrase_add(phrase, "waits: of %d who may own it", offers->all);
    say_closed(phrase, offers, " ");
}

/* Of a chain, one move by itself may gain nothing. */
static void say_gain(struct phrase *phrase, int64_t cost)
{
    char gain[FIGURE_ROOM];

    if (cost < 0)
        phrase_add(phrase, "staying would cost %s more",
                   figure_points(-cost, gain));
    else
        phrase_add(phrase, "makes room for another move");
}

/* The reason of why it had no place comes before that of where it goes. */
static void say_why(struct phrase *phrase, const struct deciding *d, size_t l,
                    int a, const struct daily_decision *row)
{
    enum daily_change change = row->change;

    if (d->c->state[a] == STATE_FORCED) {
        say_force(phrase, d->c, a);
        phrase_add(phrase, "; ");
    }
    if (change == DAILY_UNPLACED)
        say_wait(phrase, d, l);
    else if (change == DAILY_MOVED)
        say_gain(phrase, row->cost);
    else
        say_choice(phrase, d, l, change == DAILY_RETURNED);
}

eb_status daily_keep_text(struct deciding *d, struct phrase *phrase,
                          const char **out)
{
    *out = phrase->failed ? NULL
                          : arena_string(&d->out->memory, phrase_text(phrase),
                                         strlen(phrase_text(phrase)));
    phrase_clear(phrase);
    return *out == NULL ? EB_NO_MEMORY : EB_OK;
}

/* ---- Decisions --------------------------------------------------------- */

struct telling {
    struct deciding *d;
    struct VEC(struct daily_decision) rows;
};

static enum daily_change change_of(const struct deciding *d, size_t l, int a)
{
    int owner = d->books->owner[a];

    if (d->state[l].fate == FATE_WAITS)
        return DAILY_UNPLACED;
    if (d->state[l].fate == FATE_MOVED)
        return DAILY_MOVED;
    if (d->options->policy == POLICY_STICKY && d->past->former != NULL &&
        d->past->former[a] == d->lots.at.at[l].rep)
        return DAILY_RETURNED;
    return owner >= 0 && !d->c->share[owner].leaver ? DAILY_FORCED
                                                    : DAILY_PLACED;
}

static eb_status tell_account(struct deciding *d, size_t l, int a,
                              struct daily_decision *row)
{
    struct phrase phrase = {0};

    row->account = a;
    row->previous = d->books->owner[a];
    row->change = change_of(d, l, a);
    say_why(&phrase, d, l, a, row);
    return daily_keep_text(d, &phrase, &row->reason);
}

eb_status daily_tell_lot(struct deciding *d, size_t l,
                         struct daily_decision *rows)
{
    const struct lot *lot = &d->lots.at.at[l];
    struct daily_decision row = {.rep = lot->rep, .next_best = -1};
    eb_status status = EB_OK;

    if (d->state[l].fate == FATE_WAITS) {
        row.rep = -1;
    } else {
        row.cost = cost_of_change(d, l);
        find_next(d, l, &row);
    }
    for (size_t j = 0; j < lot->n; j++) {
        rows[j] = row;
        TRY(tell_account(d, l, d->lots.members.at[lot->first + j], &rows[j]));
    }
done:
    return status;
}

static eb_status tell_lot(struct telling *t, size_t l)
{
    size_t n = t->d->lots.at.at[l].n;
    eb_status status;

    if (!VEC_RESERVE(&t->rows, t->rows.n + n))
        return EB_NO_MEMORY;
    TRY(daily_tell_lot(t->d, l, t->rows.at + t->rows.n));
    t->rows.n += n;
done:
    return status;
}

eb_status daily_tell_unassignable(struct deciding *d, int a,
                                  struct daily_decision *row)
{
    struct phrase phrase = {0};

    *row = (struct daily_decision){
        a, -1, d->books->owner[a], DAILY_UNPLACED, 0, -1, 0, NULL, 0};
    phrase_add(&phrase, "of %zu rep%s,", d->books->n_reps,
               d->books->n_reps == 1 ? "" : "s");
    say_barriers(&phrase, d->c, d->c->family_of[a], -1);
    return daily_keep_text(d, &phrase, &row->reason);
}

/* Nobody may own it: told of those whom nobody here has. */
static eb_status tell_unassignable(struct telling *t, int a)
{
    struct deciding *d = t->d;
    int owner = d->books->owner[a];
    struct daily_decision row;
    eb_status status;

    if (owner >= 0 && !d->c->share[owner].leaver) {
        d->out->n_ineligible++;
        return EB_OK;
    }
    TRY(daily_tell_unassignable(d, a, &row));
    if (!VEC_PUSH(&t->rows, row))
        status = EB_NO_MEMORY;
done:
    return status;
}

/* In order of id. `at` is scratch [n_accounts]: the row of an account, from 1. */
static void add_in_order(const struct deciding *d,
                         const struct daily_decision *rows, size_t n, int *at)
{
    struct daily *out = d->out;

    memset(at, 0, d->books->n_accounts * sizeof *at);
    for (size_t k = 0; k < n; k++)
        at[rows[k].account] = (int)k + 1;
    for (size_t k = 0; k < d->books->n_accounts; k++) {
        int row = at[d->books->account_by_id[k]];

        if (row > 0)
            out->decisions[out->n++] = rows[row - 1];
    }
}

static eb_status sort_rows(struct telling *t)
{
    struct deciding *d = t->d;
    size_t n = t->rows.n + d->covers.n;
    int *at = NEW(int, d->books->n_accounts + 1);

    d->out->decisions =
        arena_new(&d->out->memory, (n + 1) * sizeof *d->out->decisions);
    if (at == NULL || d->out->decisions == NULL) {
        mem_free(at);
        return EB_NO_MEMORY;
    }
    add_in_order(d, t->rows.at, t->rows.n, at);
    add_in_order(d, d->covers.at, d->covers.n, at);
    mem_free(at);
    return EB_OK;
}

static void note_owners(struct deciding *d)
{
    for (size_t a = 0; a < d->books->n_accounts; a++) {
        int owner = d->books->owner[a];

        d->out->rep[a] = d->seat[a];
        if (d->seat[a] == VACANT)
            d->out->rep[a] = owner;
        if (!in_play(d->c, (int)a) && owner >= 0 && !d->c->share[owner].leaver)
            d->out->rep[a] = owner;
    }
}

eb_status daily_tell(struct deciding *d)
{
    struct telling t = {.d = d};
    eb_status status = EB_OK;

    for (size_t l = 0; l < d->lots.at.n; l++)
        if (d->state[l].fate != FATE_STAYS)
            TRY(tell_lot(&t, l));
    for (size_t a = 0; a < d->books->n_accounts; a++)
        if (d->c->state[a] == STATE_UNASSIGNABLE)
            TRY(tell_unassignable(&t, (int)a));
    TRY(sort_rows(&t));
    d->out->rep = NEW(int, d->books->n_accounts + 1);
    if (d->out->rep == NULL)
        TRY(EB_NO_MEMORY);
    note_owners(d);
done:
    VEC_CLEAR(&t.rows);
    return status;
}
