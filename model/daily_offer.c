/* daily_offer.c - to whom a lot without a place is offered, and what it would change
 * there. */
#include "model/deciding.h"

int lot_loads_in(const struct deciding *d, size_t l, int rep,
                 struct load *room, const struct load **out)
{
    if (d->varies[l] && rep >= 0) {
        *out = room;
        return lots_loads(&d->lots, &d->lots.at.at[l], rep, room);
    }
    *out = d->loads + d->load_first[l];
    return (int)(d->load_first[l + 1] - d->load_first[l]);
}

int lot_loads(const struct deciding *d, size_t l, int rep,
              const struct load **out)
{
    return lot_loads_in(d, l, rep, d->scratch, out);
}

/* ---- Who gets anything new --------------------------------------------- */

enum closed daily_closed(const struct deciding *d, int rep)
{
    const struct daily_options *options = d->options;

    if (d->closed[rep] != CLOSED_NOT)
        return d->closed[rep];
    if (options->daily_cap > 0 && d->given_today[rep] >= options->daily_cap)
        return CLOSED_DAILY_CAP;
    if (options->weekly_cap > 0 && d->given_week[rep] >= options->weekly_cap)
        return CLOSED_WEEKLY_CAP;
    if (d->joiner_cap[rep] >= 0 && d->given_week[rep] >= d->joiner_cap[rep])
        return CLOSED_JOINER;
    return CLOSED_NOT;
}

static void keep(struct deciding *d, int *kept, int k)
{
    d->lots.arcs[*kept] = d->lots.arcs[k];
    d->lots.cost[(*kept)++] = d->lots.cost[k];
}

/* Who takes a post may take its book at once. */
static int keep_open(struct deciding *d, size_t lot, struct offers *offers)
{
    int kept = 0;

    for (int k = 0; k < offers->all; k++) {
        enum closed why = daily_closed(d, d->lots.arcs[k]);

        if (why == CLOSED_JOINER && d->state[lot].refilled)
            why = CLOSED_NOT;
        offers->closed[why]++;
        if (why == CLOSED_NOT)
            keep(d, &kept, k);
    }
    return kept;
}

/* ---- What it changes --------------------------------------------------- */

static int count_breaks(const struct deciding *d, size_t lot, int rep)
{
    const struct load *loads;
    int n = lot_loads(d, lot, rep, &loads);

    return tally_breaks(&d->tally, rep, loads, n, 1);
}

bool daily_is_over_capacity(const struct deciding *d, int rep)
{
    const struct compiled *c = d->c;
    int64_t lo, hi;

    for (size_t l = 0; l < c->rules->n_limits; l++)
        if (limit_range(c, l, rep, &lo, &hi) &&
            d->tally.load[(size_t)rep * c->n_resources +
                          (size_t)c->limit_resource[l]] > hi)
            return true;
    return false;
}

/* Limits are broken only where whoever takes it must break some: by who breaks
 * fewest. */
static int keep_limits(struct deciding *d, size_t lot, int n, int *broken)
{
    int kept = 0;

    *broken = 0;
    for (int k = 0; k < n; k++) {
        int breaks = count_breaks(d, lot, d->lots.arcs[k]);

        if (k == 0 || breaks < *broken) {
            *broken = breaks;
            kept = 0;
        }
        if (breaks == *broken)
            keep(d, &kept, k);
    }
    return kept;
}

struct offers daily_offer(struct deciding *d, size_t lot)
{
    const struct lot *it = &d->lots.at.at[lot];
    struct offers offers = {.all = lots_arcs(&d->lots, it)};

    offers.bound = d->lots.together || d->c->families[it->family].fixed >= 0;
    offers.n = offers.bound ? offers.all : keep_open(d, lot, &offers);
    offers.n = keep_limits(d, lot, offers.n, &offers.broken);
    for (int k = 0; k < offers.n; k++) {
        const struct load *loads;
        int rep = d->lots.arcs[k], n = lot_loads(d, lot, rep, &loads);

        d->lots.cost[k] += tally_try(&d->tally, rep, loads, n, 1);
    }
    return offers;
}

/* ---- Giving ------------------------------------------------------------ */

void daily_set(struct deciding *d, size_t l, int rep)
{
    struct lot *lot = &d->lots.at.at[l];
    const struct load *loads;
    int n;

    if (lot->rep >= 0) {
        n = lot_loads(d, l, lot->rep, &loads);
        tally_add(&d->tally, lot->rep, loads, n, -1);
    }
    if (rep >= 0) {
        n = lot_loads(d, l, rep, &loads);
        tally_add(&d->tally, rep, loads, n, 1);
    }
    lot->rep = rep;
    for (size_t j = lot->first; j < lot->first + lot->n; j++)
        d->seat[d->lots.members.at[j]] = rep;
}

void daily_count(struct deciding *d, size_t l, int rep, int sign)
{
    const struct lot *lot = &d->lots.at.at[l];

    d->given_today[rep] += sign * (int64_t)lot->n;
    d->given_week[rep] += sign * (int64_t)lot->n;
}

void daily_give(struct deciding *d, size_t lot, int rep)
{
    daily_set(d, lot, rep);
    daily_count(d, lot, rep, 1);
}

void daily_take_back(struct deciding *d, size_t lot)
{
    daily_count(d, lot, d->lots.at.at[lot].rep, -1);
    daily_set(d, lot, -1);
}
