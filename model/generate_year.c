/* generate_year.c - a simulated year of changes after the books' day.
 *
 * Events fall on working days, numbered from 1 after as_of (a Monday). Who
 * closes and when is settled first, so that nothing happens to an account
 * afterwards; then growth, locks, newcomers and reps. What a change says does
 * not depend on who owns what, so that any policy can be held against it. */
#include "model/generate_year.h"

#include <limits.h>
#include <stdlib.h>

/* Of the accounts of today: */
static const double share_closing = 0.10, share_growing = 0.20,
                    share_new = 0.10, share_newly_locked = 0.03;
/* Of those newly locked; of those locked today: */
static const double share_unlocked_again = 0.5, share_unlocked = 0.10;
/* Of the new accounts: they belong to a family that is there. */
static const double share_daughters = 0.15;
/* Of the reps who are here: */
static const double share_reps_leaving = 0.10, share_reps_away = 0.08;
static const double growth = 1.08, growth_sigma = 0.35;

enum { NEVER = INT_MAX };

static int draw_day(struct year *year, int first, int last)
{
    return (int)draw_between(&year->rng, first, last);
}

static eb_status add_event(struct year *year, struct event event)
{
    event.sequence = year->events.n;
    return VEC_PUSH(&year->events, event) ? EB_OK : EB_NO_MEMORY;
}

/* The account alone, or with it all that are open of a family that it leads.
 * Gives how many. */
static size_t close_account(struct year *year, size_t account, int day)
{
    const struct world *world = year->world;
    const struct made_family *family =
        &world->families[world->accounts[account].family];
    size_t n = account == family->first ? family->n : 1, closed = 0;

    for (size_t a = account; a < account + n; a++) {
        if (year->closes[a] != NEVER)
            continue;
        year->closes[a] = day;
        closed++;
    }
    return closed;
}

static eb_status make_closings(struct year *year)
{
    size_t n = year->world->n_accounts, closed = 0;
    size_t wanted = share_of(n, share_closing);
    size_t *order = draw_order(&year->rng, n);
    eb_status status = EB_OK;

    if (order == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n && closed < wanted; k++)
        closed += close_account(year, order[k], draw_day(year, 1, LAST_DAY));
    for (size_t a = 0; a < n; a++)
        if (year->closes[a] != NEVER)
            TRY(add_event(year, (struct event){.day = year->closes[a],
                                               .kind = CLOSE,
                                               .who = a}));
done:
    mem_free(order);
    return status;
}

/* The last day on which something can happen to the account. */
static int last_day(const struct year *year, size_t account)
{
    int closes = year->closes[account];

    return closes == NEVER ? LAST_DAY : closes - 1;
}

/* Value first; the workload too, where the account comes into another tier. */
static eb_status grow(struct year *year, size_t account)
{
    const struct made_account *now = &year->world->accounts[account];
    struct event event = {.kind = CHANGE, .who = account, .field = "value"};
    double factor = growth * draw_lognormal(&year->rng, growth_sigma);
    int tier;
    eb_status status = EB_OK;

    if (last_day(year, account) < 1)
        return EB_OK;
    event.day = draw_day(year, 1, last_day(year, account));
    event.amount = (int64_t)((double)now->value * factor);
    if (event.amount == now->value || event.amount < 1)
        event.amount = now->value + 1;
    TRY(add_event(year, event));
    tier = tier_of(year->world, event.amount);
    if (tier != now->tier) {
        event.field = "workload";
        event.amount = draw_workload(&year->rng, tier);
        TRY(add_event(year, event));
    }
done:
    return status;
}

static eb_status make_growth(struct year *year)
{
    size_t n = year->world->n_accounts, *order = draw_order(&year->rng, n);
    eb_status status = EB_OK;

    if (order == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < share_of(n, share_growing); k++)
        TRY(grow(year, order[k]));
done:
    mem_free(order);
    return status;
}

static eb_status lock(struct year *year, size_t account)
{
    static const char *const reasons[] = {"open deal", "executive sponsor",
                                          "project under way",
                                          "asked to stay"};
    struct event event = {.kind = LOCK, .who = account};
    eb_status status = EB_OK;

    event.day = draw_day(year, 1, LAST_DAY);
    event.why = reasons[rng_below(&year->rng, 4)];
    TRY(add_event(year, event));
    event.day += draw_day(year, 20, 120);
    event.kind = UNLOCK;
    event.why = "done";
    if (draw_chance(&year->rng, share_unlocked_again) && event.day <= LAST_DAY)
        TRY(add_event(year, event));
done:
    return status;
}

static eb_status make_locks(struct year *year)
{
    const struct world *world = year->world;
    double free_share = 1.0 - share_closing;
    eb_status status = EB_OK;

    for (size_t a = 0; a < world->n_accounts; a++) {
        if (year->closes[a] != NEVER)
            continue;
        if (world->accounts[a].locked) {
            if (draw_chance(&year->rng, share_unlocked / free_share))
                TRY(add_event(
                    year, (struct event){.kind = UNLOCK,
                                         .day = draw_day(year, 1, LAST_DAY),
                                         .who = a,
                                         .why = "no longer needed"}));
        } else if (draw_chance(&year->rng, share_newly_locked / free_share)) {
            TRY(lock(year, a));
        }
    }
done:
    return status;
}

/* In proportion to the capacity that the books were dealt by. */
static int draw_cell(struct year *year)
{
    const struct world *world = year->world;
    double left = 0.0;
    size_t c = 0;

    for (size_t k = 0; k < world->n_cells; k++)
        left += world->cells[k].capacity;
    left *= rng_unit(&year->rng);
    for (; c < world->n_cells - 1; c++) {
        left -= world->cells[c].capacity;
        if (left < 0.0)
            break;
    }
    return (int)c;
}

/* A daughter's parent leads its family and is open on that day. */
static bool find_parent(struct year *year, int day, struct newcomer *made)
{
    const struct world *world = year->world;
    size_t f = (size_t)rng_below(&year->rng, world->n_families);
    const struct made_family *family = &world->families[f];

    if (last_day(year, family->first) < day)
        return false;
    made->cell = family->cell;
    made->account.family = (int)f;
    made->parent = world->number[family->first];
    return true;
}

static eb_status make_newcomers(struct year *year)
{
    const struct world *world = year->world;
    size_t n = share_of(world->n_accounts, share_new);
    eb_status status = EB_OK;

    for (size_t k = 0; k < n; k++) {
        struct newcomer made = {.parent = SIZE_MAX};
        int day = draw_day(year, 1, LAST_DAY);

        made.account.owner = -1;
        made.account.value = draw_value(&year->rng);
        made.account.tier = tier_of(world, made.account.value);
        made.account.workload = draw_workload(&year->rng, made.account.tier);
        if (!draw_chance(&year->rng, share_daughters) ||
            !find_parent(year, day, &made)) {
            made.cell = draw_cell(year);
            made.account.family = (int)(world->n_families + k);
        }
        if (!VEC_PUSH(&year->newcomers, made))
            return EB_NO_MEMORY;
        TRY(add_event(year,
                      (struct event){.day = day, .kind = ADD, .who = k}));
    }
done:
    return status;
}

/* Somebody for the cells of one who leaves or has left. */
static eb_status replace(struct year *year, size_t rep, int day)
{
    struct made_rep joiner = year->world->reps[rep];
    struct event event = {.day = day, .kind = JOIN};

    if (day > LAST_DAY)
        return EB_OK;
    joiner.start = year_date(year, day);
    joiner.leaving = joiner.half_ramp = false;
    event.who = year->joiners.n;
    if (!VEC_PUSH(&year->joiners, joiner))
        return EB_NO_MEMORY;
    return add_event(year, event);
}

static eb_status leave(struct year *year, size_t rep)
{
    struct event event = {.kind = LEAVE, .who = rep};
    eb_status status = EB_OK;

    event.day = draw_day(year, 1, LAST_DAY);
    TRY(add_event(year, event));
    TRY(replace(year, rep, event.day + draw_day(year, 5, 60)));
done:
    return status;
}

static eb_status be_away(struct year *year, size_t rep)
{
    struct event event = {.kind = AWAY, .who = rep};
    eb_status status = EB_OK;

    event.day = draw_day(year, 1, LAST_DAY);
    TRY(add_event(year, event));
    event.kind = BACK;
    event.day += draw_day(year, 10, 100);
    if (event.day <= LAST_DAY)
        TRY(add_event(year, event));
done:
    return status;
}

/* The last rep of a cell neither leaves nor is away. */
static eb_status make_moves_of_reps(struct year *year, const size_t *order,
                                    size_t *active)
{
    const struct world *world = year->world;
    size_t n = 0, leaving, away;
    eb_status status = EB_OK;

    for (size_t c = 0; c < world->n_cells; c++)
        n += active[c] = world->cells[c].n_active;
    leaving = share_of(n, share_reps_leaving);
    away = share_of(n, share_reps_away);
    for (size_t k = 0; k < world->n_reps; k++) {
        const struct made_rep *rep = &world->reps[order[k]];

        if (rep->leaving) {
            TRY(replace(year, order[k], draw_day(year, 5, 90)));
            continue;
        }
        if (leaving + away == 0 || active[rep->home] < 2)
            continue;
        active[rep->home]--;
        if (leaving > 0) {
            leaving--;
            TRY(leave(year, order[k]));
        } else {
            away--;
            TRY(be_away(year, order[k]));
        }
    }
done:
    return status;
}

static eb_status make_reps(struct year *year)
{
    size_t *order = draw_order(&year->rng, year->world->n_reps);
    size_t *active = NEW(size_t, year->world->n_cells);
    eb_status status = EB_NO_MEMORY;

    if (order != NULL && active != NULL)
        status = make_moves_of_reps(year, order, active);
    mem_free(order);
    mem_free(active);
    return status;
}

int64_t year_date(const struct year *year, int day)
{
    return year->world->as_of + day / 5 * 7 + day % 5;
}

static int by_day(const void *a, const void *b)
{
    const struct event *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return x->sequence < y->sequence ? -1 : 1;
}

eb_status make_year(const struct world *world, struct table **out)
{
    struct year year = {.world = world,
                        .rng = world_stream(world, FOR_YEAR, 0),
                        .closes = NEW(int, world->n_accounts)};
    struct table *table = NULL;
    eb_status status = EB_OK;

    if (year.closes == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < world->n_accounts; a++)
        year.closes[a] = NEVER;
    TRY(make_closings(&year));
    TRY(make_growth(&year));
    TRY(make_locks(&year));
    TRY(make_newcomers(&year));
    TRY(make_reps(&year));
    if (year.events.n > 0)
        qsort(year.events.at, year.events.n, sizeof *year.events.at, by_day);
    TRY(table_new("changes.csv", &table));
    TRY(year_write(&year, table));
    *out = table;
    table = NULL;
done:
    table_free(table);
    mem_free(year.closes);
    VEC_CLEAR(&year.events);
    VEC_CLEAR(&year.newcomers);
    VEC_CLEAR(&year.joiners);
    return status;
}
