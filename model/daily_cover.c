/* daily_cover.c - for as long as a rep is away somebody else looks after each of their
 * accounts: among those who may own it, whoever it weighs on least, with all that they
 * cover counted in. Owners stay owners, and the books as they are measured do not
 * know of covers. */
#include "model/deciding.h"

#include "model/barrier_words.h"

#include <stdlib.h>
#include <string.h>

struct covering {
    size_t lot;
    int rep;     /* who covers it; -1: nobody */
    bool before; /* since an earlier day */
    int64_t regret;
};

struct covers {
    struct deciding *d;
    struct VEC(struct covering) all; /* lots of reps away */
    int *reps;     /* [n_reps] those asked for the lot at hand ... */
    int64_t *cost; /* ... and what it would cost there */
};

/* ---- Who may ------------------------------------------------------------ */

static bool is_present(const struct deciding *d, int rep)
{
    return !d->c->share[rep].leaver &&
           (d->closed[rep] == CLOSED_NOT || d->closed[rep] == CLOSED_DAY_OFF);
}

/* A lock keeps its owner, not its cover. */
static int list_held(struct covers *c, const struct lot *lot)
{
    struct deciding *d = c->d;
    int n = 0;

    for (int r = 0; r < (int)d->books->n_reps; r++)
        if (r != lot->rep &&
            barrier_of(d->c, lot->family, r) == BARRIER_NONE &&
            !lots_clash(&d->lots, lot->family, r))
            c->reps[n++] = r;
    return n;
}

static int64_t fit_at(const struct deciding *d, const struct lot *lot, int rep)
{
    wide cost = 0;

    for (size_t j = lot->first; d->fits && j < lot->first + lot->n; j++)
        cost += account_cost(d->c, d->lots.members.at[j], rep, COST_FIT);
    return held(cost);
}

static int breaks_at(const struct deciding *d, size_t l, int rep)
{
    const struct load *loads;
    int n = lot_loads(d, l, rep, &loads);

    return tally_breaks(&d->tally, rep, loads, n, 1);
}

/* Those who are here; of these, who has most room under the limits. */
static int list_reps(struct covers *c, size_t l)
{
    struct deciding *d = c->d;
    const struct lot *lot = &d->lots.at.at[l];
    int n, here = 0, kept = 0, fewest = -1;

    if (d->c->families[lot->family].fixed >= 0) {
        n = list_held(c, lot);
    } else {
        n = lots_arcs(&d->lots, lot);
        memcpy(c->reps, d->lots.arcs, (size_t)n * sizeof *c->reps);
    }
    for (int k = 0; k < n; k++)
        if (is_present(d, c->reps[k]))
            c->reps[here++] = c->reps[k];
    for (int k = 0; k < here; k++) {
        int breaks = breaks_at(d, l, c->reps[k]);

        fewest = fewest < 0 || breaks < fewest ? breaks : fewest;
    }
    for (int k = 0; k < here; k++)
        if (breaks_at(d, l, c->reps[k]) == fewest)
            c->reps[kept++] = c->reps[k];
    for (int k = 0; k < kept; k++) {
        const struct load *loads;
        int n_loads = lot_loads(d, l, c->reps[k], &loads);

        c->cost[k] = fit_at(d, lot, c->reps[k]) +
                     tally_try(&d->tally, c->reps[k], loads, n_loads, 1);
    }
    return kept;
}

/* ---- Choosing ----------------------------------------------------------- */

static void shift_cover(struct covers *c, const struct covering *each,
                        int sign)
{
    const struct load *loads;
    int n;

    if (each->rep < 0)
        return;
    n = lot_loads(c->d, each->lot, each->rep, &loads);
    tally_add(&c->d->tally, each->rep, loads, n, sign);
}

static int cover_of(const struct deciding *d, int a)
{
    int rep = d->past->cover == NULL ? -1 : d->past->cover[a];

    return rep >= 0 && is_present(d, rep) && rep != d->seat[a] ? rep : -1;
}

/* Its owner is away, or has left a post that is to be filled. */
static bool needs_cover(const struct deciding *d, int rep)
{
    if (rep < 0)
        return rep == VACANT;
    return is_away(d, rep) && !d->c->share[rep].leaver;
}

/* Whoever covers one of the lot covers all of it. */
static eb_status list_lots(struct covers *c)
{
    struct deciding *d = c->d;

    for (size_t l = 0; l < d->lots.at.n; l++) {
        const struct lot *lot = &d->lots.at.at[l];
        struct covering each = {.lot = l, .rep = -1};

        if (!needs_cover(d, lot->rep))
            continue;
        for (size_t j = lot->first; each.rep < 0 && j < lot->first + lot->n;
             j++)
            each.rep = cover_of(d, d->lots.members.at[j]);
        each.before = each.rep >= 0;
        shift_cover(c, &each, 1);
        if (!VEC_PUSH(&c->all, each))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

static int cheapest(const struct covers *c, int n)
{
    int best = -1;

    for (int k = 0; k < n; k++)
        if (best < 0 || c->cost[k] < c->cost[best])
            best = k;
    return best;
}

static void find_regret(struct covers *c, struct covering *each)
{
    int n = list_reps(c, each->lot), best = cheapest(c, n);

    each->regret = n == 1 ? INT64_MAX : -1;
    for (int k = 0; n > 1 && k < n; k++)
        if (k != best &&
            (each->regret < 0 || c->cost[k] - c->cost[best] < each->regret))
            each->regret = c->cost[k] - c->cost[best];
}

static int hardest_first(const void *left, const void *right)
{
    const struct covering *a = left, *b = right;

    if (a->regret != b->regret)
        return a->regret > b->regret ? -1 : 1;
    return (a->lot > b->lot) - (a->lot < b->lot);
}

static void choose(struct covers *c, struct covering *each)
{
    int n = list_reps(c, each->lot), best = cheapest(c, n);

    if (best < 0) {
        c->d->out->n_uncovered += c->d->lots.at.at[each->lot].n;
        return;
    }
    each->rep = c->reps[best];
    shift_cover(c, each, 1);
}

/* ---- Telling ------------------------------------------------------------ */

static eb_status say_away(struct deciding *d, int account, int rep,
                          const char **out)
{
    const struct rep_time *time = &d->books->rep_time[rep];
    struct phrase phrase = {0};
    char date[11];

    if (d->seat[account] == VACANT) {
        say_force(&phrase, d->c, account);
        phrase_add(&phrase, "; covered until somebody joins");
        return daily_keep_text(d, &phrase, out);
    }
    phrase_add(&phrase, "%s is away", rep_name(d->books, (size_t)rep));
    if (time->out_to != INT64_MAX) {
        date_write(time->out_to, date);
        phrase_add(&phrase, " until %s", date);
    }
    return daily_keep_text(d, &phrase, out);
}

/* Costs are those with all covers of the day in place. */
static void find_costs(struct covers *c, struct covering *each,
                       struct daily_decision *row)
{
    int n;

    shift_cover(c, each, -1);
    n = list_reps(c, each->lot);
    for (int k = 0; k < n; k++)
        if (c->reps[k] == each->rep)
            row->cost = c->cost[k];
        else if (row->next_best < 0 || c->cost[k] < row->next_cost) {
            row->next_best = c->reps[k];
            row->next_cost = c->cost[k];
        }
    row->next_cost -= row->next_best >= 0 ? row->cost : 0;
    shift_cover(c, each, 1);
}

static eb_status tell(struct covers *c, struct covering *each)
{
    struct deciding *d = c->d;
    const struct lot *lot = &d->lots.at.at[each->lot];
    struct daily_decision row = {
        .rep = each->rep, .change = DAILY_COVERED, .next_best = -1};
    eb_status status = EB_OK;

    find_costs(c, each, &row);
    for (size_t j = lot->first; j < lot->first + lot->n; j++) {
        row.account = d->lots.members.at[j];
        row.previous =
            lot->rep == VACANT ? d->books->owner[row.account] : lot->rep;
        row.until = lot->rep == VACANT ? vacant_until(d, row.account)
                                       : d->books->rep_time[lot->rep].out_to;
        TRY(say_away(d, row.account, row.previous, &row.reason));
        if (cover_of(d, row.account) != each->rep &&
            !VEC_PUSH(&d->covers, row))
            return EB_NO_MEMORY;
    }
done:
    return status;
}

/* ---- All of it ---------------------------------------------------------- */

static eb_status cover_all(struct covers *c)
{
    eb_status status = EB_OK;

    TRY(list_lots(c));
    for (size_t k = 0; k < c->all.n; k++)
        if (!c->all.at[k].before)
            find_regret(c, &c->all.at[k]);
    if (c->all.n > 1)
        qsort(c->all.at, c->all.n, sizeof *c->all.at, hardest_first);
    for (size_t k = 0; k < c->all.n; k++)
        if (!c->all.at[k].before)
            choose(c, &c->all.at[k]);
    for (size_t k = 0; k < c->all.n; k++)
        if (c->all.at[k].rep >= 0)
            TRY(tell(c, &c->all.at[k]));
    for (size_t k = 0; k < c->all.n; k++)
        shift_cover(c, &c->all.at[k], -1);
done:
    return status;
}

eb_status daily_cover(struct deciding *d)
{
    struct covers c = {.d = d};
    size_t n = d->books->n_reps + 1;
    eb_status status = EB_NO_MEMORY;

    if (!d->options->cover)
        return EB_OK;
    c.reps = NEW(int, n);
    c.cost = NEW(int64_t, n);
    if (c.reps != NULL && c.cost != NULL)
        status = cover_all(&c);
    mem_free(c.reps);
    mem_free(c.cost);
    VEC_CLEAR(&c.all);
    return status;
}
