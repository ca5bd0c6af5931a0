/* daily_open.c - what has no place today, who is here to take it, and how much of it a
 * joiner gets. */
#include "model/deciding.h"

#include <math.h>
#include <string.h>

/* ---- Who is here ------------------------------------------------------- */

bool is_away(const struct deciding *d, int rep)
{
    const struct rep_time *time = &d->books->rep_time[rep];

    return time->out_from <= d->date && d->date <= time->out_to;
}

/* By the first three letters: mon, Monday. */
static bool is_day(const char *entry, int64_t date)
{
    static const char days[7][4] = {"thu", "fri", "sat", "sun",
                                    "mon", "tue", "wed"};
    const char *day = days[((date % 7) + 7) % 7];

    for (int k = 0; k < 3; k++)
        if ((entry[k] | 0x20) != day[k])
            return false;
    return true;
}

static bool is_day_off(const struct deciding *d, int rep)
{
    const struct column *column = frame_column(d->books->reps, "working_days");
    size_t row = (size_t)d->books->rep_row[rep];

    if (column == NULL ||
        column->list_first[row + 1] == column->list_first[row])
        return false;
    for (size_t k = column->list_first[row]; k < column->list_first[row + 1];
         k++)
        if (is_day(d->books->words.text.at[column->entry[k]], d->date))
            return false;
    return true;
}

eb_status daily_see_reps(struct deciding *d)
{
    size_t n = d->books->n_reps;

    d->closed = NEW(enum closed, n + 1);
    d->given_today = NEW(int64_t, n + 1);
    d->given_week = NEW(int64_t, n + 1);
    d->joiner_cap = NEW(int64_t, n + 1);
    if (d->closed == NULL || d->given_today == NULL || d->given_week == NULL ||
        d->joiner_cap == NULL)
        return EB_NO_MEMORY;
    for (int r = 0; r < (int)n; r++) {
        if (d->books->rep_time[r].start > d->date)
            d->closed[r] = CLOSED_BEFORE;
        else if (is_away(d, r))
            d->closed[r] = CLOSED_AWAY;
        else if (is_day_off(d, r))
            d->closed[r] = CLOSED_DAY_OFF;
        if (d->past->placed_today != NULL)
            d->given_today[r] = d->past->placed_today[r];
        if (d->past->placed_week != NULL)
            d->given_week[r] = d->past->placed_week[r];
        d->joiner_cap[r] = -1;
    }
    return EB_OK;
}

/* ---- Posts to be filled ------------------------------------------------- */

static void list_lately(struct deciding *d)
{
    for (int r = 0; r < (int)d->books->n_reps; r++) {
        int64_t start = d->books->rep_time[r].start;

        if (start <= d->date && start > d->date - d->options->vacancy)
            d->lately[d->n_lately++] = r;
    }
}

/* Whether somebody who may own it has begun since. */
static bool is_taken(const struct deciding *d, int account, int64_t end)
{
    for (int k = 0; k < d->n_lately; k++)
        if (d->books->rep_time[d->lately[k]].start >= end &&
            eligible_has(d->c, d->c->family_of[account], d->lately[k]))
            return true;
    return false;
}

/* The first day on which it is placed at any rate; INT64_MIN: it need not wait. */
static int64_t vacant_end(const struct deciding *d, int account)
{
    int owner = d->books->owner[account];
    int64_t end = owner < 0 ? INT64_MAX : d->books->rep_time[owner].end;

    if (d->options->vacancy <= 0 || d->c->force[account] != FORCE_LEAVER ||
        end == INT64_MAX || end + d->options->vacancy <= d->date)
        return INT64_MIN;
    return end + d->options->vacancy;
}

int64_t vacant_until(const struct deciding *d, int account)
{
    int64_t end = vacant_end(d, account);

    if (end == INT64_MIN || is_taken(d, account, end - d->options->vacancy))
        return INT64_MIN;
    return end - 1;
}

/* ---- What has no place ------------------------------------------------- */

static bool is_touched(const struct deciding *d, int a)
{
    if (d->past->kept != NULL && d->past->kept[a])
        return false;
    return d->options->all_forced || d->past->touched == NULL ||
           d->past->touched[a];
}

/* Pinned to somebody else, or the rules do not let the owner have it. */
static bool may_not_own(const struct compiled *c, int a)
{
    int fixed = c->families[c->family_of[a]].fixed;

    return (fixed >= 0 && fixed != c->books->owner[a]) ||
           c->state[a] == STATE_FORCED;
}

/* Who has it as the day begins. Whoever is away stays the owner. */
static int seat_of(struct deciding *d, int a)
{
    const struct compiled *c = d->c;
    int owner = d->books->owner[a];

    if (in_play(c, a) && vacant_until(d, a) != INT64_MIN)
        return VACANT;
    if (!in_play(c, a) || c->state[a] == STATE_UNOWNED ||
        c->force[a] == FORCE_LEAVER || c->force[a] == FORCE_UNKNOWN)
        return -1;
    if (!may_not_own(c, a) || (c->force[a] == FORCE_ZERO && is_away(d, owner)))
        return owner;
    if (is_touched(d, a))
        return -1;
    d->out->n_ineligible++;
    return owner;
}

/* Whether those who are here are not due it: it waits for who takes a post and brings a
 * share of all with them, or stays with somebody who is away for so long that they are
 * due nothing themselves. */
static bool is_kept_for(const struct deciding *d, int a)
{
    return d->seat[a] == VACANT ||
           (d->seat[a] >= 0 && d->c->force[a] == FORCE_ZERO &&
            is_away(d, d->seat[a]));
}

eb_status daily_seat(struct deciding *d)
{
    int *kept = NEW(int, d->books->n_accounts + 1);
    size_t n_kept = 0;

    d->seat = NEW(int, d->books->n_accounts + 1);
    d->lately = NEW(int, d->books->n_reps + 1);
    if (kept == NULL || d->seat == NULL || d->lately == NULL) {
        mem_free(kept);
        return EB_NO_MEMORY;
    }
    list_lately(d);
    for (size_t a = 0; a < d->books->n_accounts; a++) {
        d->seat[a] = seat_of(d, (int)a);
        d->out->n_vacant += d->seat[a] == VACANT;
        if (is_kept_for(d, (int)a))
            kept[n_kept++] = (int)a;
    }
    target_leave_out(d->c, kept, n_kept);
    mem_free(kept);
    return EB_OK;
}

/* ---- What everything weighs -------------------------------------------- */

static bool pairs_weigh(const struct compiled *c)
{
    for (size_t k = 0; k < c->n_resources; k++)
        if (c->resources[k].measure->from_pairs)
            return c->books->n_pairs > 0;
    return false;
}

static bool lot_varies(const struct deciding *d, const struct lot *lot)
{
    const struct books *books = d->books;

    for (size_t j = lot->first; j < lot->first + lot->n; j++) {
        int a = d->lots.members.at[j];

        for (size_t k = books->pair_first[a]; k < books->pair_first[a + 1];
             k++)
            if (books->pairs[k].has_workload)
                return true;
    }
    return false;
}

static eb_status make_room(struct deciding *d)
{
    size_t n = d->lots.at.n, k = d->c->n_resources;

    d->state = NEW(struct lot_state, n + 1);
    d->load_first = NEW(size_t, n + 1);
    d->varies = NEW(bool, n + 1);
    d->scratch = NEW(struct load, k + 1);
    return d->state && d->load_first && d->varies && d->scratch ? EB_OK
                                                                : EB_NO_MEMORY;
}

static eb_status weigh_lots(struct deciding *d)
{
    struct VEC(struct load) loads = {0};
    bool some_vary = pairs_weigh(d->c);

    for (size_t l = 0; l < d->lots.at.n; l++) {
        const struct lot *lot = &d->lots.at.at[l];
        int n = lots_loads(&d->lots, lot, -1, d->scratch);

        for (int k = 0; k < n; k++)
            if (!VEC_PUSH(&loads, d->scratch[k])) {
                VEC_CLEAR(&loads);
                return EB_NO_MEMORY;
            }
        d->load_first[l + 1] = loads.n;
        d->varies[l] = some_vary && lot_varies(d, lot);
    }
    d->loads = loads.at;
    return EB_OK;
}

eb_status daily_see_lots(struct deciding *d)
{
    eb_status status;

    TRY(lots_list(d->c, d->seat, LOTS_ALL, &d->lots));
    TRY(make_room(d));
    TRY(weigh_lots(d));
    TRY(tally_init(&d->tally, d->c, d->said));
    TRY(tally_check(&d->tally, d->loads, d->load_first[d->lots.at.n],
                    d->said));
    d->fits =
        d->c->rules->n_fit > 0 || d->c->rules->territory == TERRITORY_GRADED;
    for (size_t l = 0; l < d->lots.at.n; l++) {
        int rep = d->lots.at.at[l].rep, n;
        const struct load *loads;

        d->state[l].from = rep;
        if (rep == -1 && !VEC_PUSH(&d->open, l))
            return EB_NO_MEMORY;
        d->state[l].refilled =
            vacant_end(d, d->lots.members.at[d->lots.at.at[l].first]) !=
            INT64_MIN;
        if (rep < 0)
            continue;
        n = lot_loads(d, l, rep, &loads);
        tally_add(&d->tally, rep, loads, n, 1);
    }
done:
    return status;
}

/* ---- Joiners ----------------------------------------------------------- */

/* For so many days a rep has just begun, and gets at most so many times an even share
 * of what they might have. */
enum { JOINER_DAYS = 90, JOINER_FACTOR = 3 };

bool daily_is_joiner(const struct deciding *d, int rep)
{
    int64_t start = d->books->rep_time[rep].start;

    return start <= d->date && start > d->date - JOINER_DAYS;
}

/* Of each lot without a place, an even share for all who may have it and are here. */
static void share_evenly(struct deciding *d, double *share)
{
    int *arcs = d->lots.arcs;

    for (size_t k = 0; k < d->open.n; k++) {
        const struct lot *lot = &d->lots.at.at[d->open.at[k]];
        int n = eligible_arcs(d->c, lot->family, arcs), here = 0;

        for (int j = 0; j < n; j++)
            here += d->closed[arcs[j]] == CLOSED_NOT;
        for (int j = 0; j < n; j++)
            share[arcs[j]] +=
                d->closed[arcs[j]] != CLOSED_NOT ? 0 : (double)lot->n / here;
    }
}

/* What those in the same lists were given this week, on average. */
static void add_what_peers_got(const struct deciding *d, double *share,
                               double *got, double *peers)
{
    const struct keys *keys = &d->c->workings->eligible.keys;

    for (int list = 0; list < keys->n; list++) {
        size_t n;
        const int64_t *reps = eligible_list(d->c, list, &n);
        double sum = 0, here = 0;

        for (size_t k = 0; k < n; k++)
            if (d->closed[reps[k]] == CLOSED_NOT) {
                sum += (double)d->given_week[reps[k]];
                here++;
            }
        for (size_t k = 0; k < n; k++) {
            got[reps[k]] += sum;
            peers[reps[k]] += here;
        }
    }
    for (size_t r = 0; r < d->books->n_reps; r++)
        share[r] += peers[r] > 0 ? got[r] / peers[r] : 0;
}

int64_t daily_joiner_cap(double share)
{
    return (int64_t)fmax(1, ceil(JOINER_FACTOR * share - 1e-9));
}

eb_status daily_limit_joiners(struct deciding *d)
{
    size_t n = d->books->n_reps;
    double *sums = NEW(double, 3 * n + 1);

    if (sums == NULL)
        return EB_NO_MEMORY;
    share_evenly(d, sums);
    add_what_peers_got(d, sums, sums + n, sums + 2 * n);
    for (int r = 0; r < (int)n; r++)
        if (daily_is_joiner(d, r))
            d->joiner_cap[r] = daily_joiner_cap(sums[r]);
    mem_free(sums);
    return EB_OK;
}
