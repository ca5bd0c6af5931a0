/* generate_books.c - accounts, their families and who owns them today. */
#include "model/generate_world.h"

#include <stdlib.h>

/* Of the top fifth; what a lognormal with this sigma holds is 80.5 %, and a
 * sample far from it is drawn again. */
static const double least_held = 0.76, most_held = 0.84;
static const double share_unowned = 0.07, share_locked = 0.20;
/* Of an owned family of several that is not locked: one member is somebody
 * else's. */
static const double chance_of_split = 0.05;
/* What a rep may be made to keep, of what a rep may have. */
static const double most_locked = 0.6;

enum {
    MOST_SAMPLES = 1000,
    FEWEST_TO_JUDGE = 15, /* accounts; fewer are taken as they fall */
    LARGEST_FAMILY = 5,
    FAMILIES_PER_DECK = 20
};

/* The smallest share of the accounts, from the largest value down, that
 * belongs to a tier or a higher one. */
static const double tier_ends[N_TIERS] = {0.05, 0.20, 0.50, 1.0};

static int by_falling_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x < y) - (x > y);
}

static double top_fifth(const int64_t *falling, size_t n)
{
    size_t top = share_of(n, 0.2);
    double held = 0.0, total = 0.0;

    for (size_t k = 0; k < n; k++) {
        total += (double)falling[k];
        if (k < top)
            held += (double)falling[k];
    }
    return held / total;
}

/* Draws whole samples until one's top fifth is as it should be; leaves the
 * tiers' least values behind. */
static eb_status make_values(struct world *world)
{
    struct rng rng = world_stream(world, FOR_VALUES, 0);
    size_t n = world->n_accounts;
    int64_t *falling = NEW(int64_t, n);
    double held;

    if (falling == NULL)
        return EB_NO_MEMORY;
    for (int k = 0; k < MOST_SAMPLES; k++) {
        for (size_t a = 0; a < n; a++)
            falling[a] = world->accounts[a].value = draw_value(&rng);
        qsort(falling, n, sizeof *falling, by_falling_value);
        held = top_fifth(falling, n);
        if (n < FEWEST_TO_JUDGE || (held >= least_held && held <= most_held))
            break;
    }
    for (int tier = 0; tier < N_TIERS; tier++) {
        size_t end = share_of(n, tier_ends[tier]);
        world->threshold[tier] = falling[end > 0 ? end - 1 : 0];
    }
    mem_free(falling);
    return EB_OK;
}

static void make_workloads(struct world *world)
{
    struct rng rng = world_stream(world, FOR_WORKLOADS, 0);

    for (size_t a = 0; a < world->n_accounts; a++) {
        struct made_account *account = &world->accounts[a];

        account->tier = tier_of(world, account->value);
        account->workload = draw_workload(&rng, account->tier);
    }
}

/* A family takes the next accounts; the one of most value leads it. */
static void add_family(struct world *world, size_t first, size_t n)
{
    struct made_account *members = world->accounts + first;

    for (size_t k = 1; k < n; k++)
        if (members[k].value > members[0].value) {
            struct made_account larger = members[k];
            members[k] = members[0];
            members[0] = larger;
        }
    for (size_t k = 0; k < n; k++)
        members[k].family = (int)world->n_families;
    world->families[world->n_families++] = (struct made_family){first, n, -1};
}

/* Sizes come from shuffled decks of sixteen 1 and one each of 2 to 5, so that
 * even few families have the shares of many. A family never takes more than
 * half of what a rep may have. */
static eb_status make_families(struct world *world)
{
    struct rng rng = world_stream(world, FOR_FAMILIES, 0);
    size_t most = (size_t)world->max_accounts / 2, next = 0;

    if (most > LARGEST_FAMILY)
        most = LARGEST_FAMILY;
    while (next < world->n_accounts) {
        size_t *deck = draw_order(&rng, FAMILIES_PER_DECK);

        if (deck == NULL)
            return EB_NO_MEMORY;
        for (size_t k = 0; k < FAMILIES_PER_DECK; k++) {
            size_t left = world->n_accounts - next;
            size_t n = deck[k] < LARGEST_FAMILY - 1 ? deck[k] + 2 : 1;

            if (n > most)
                n = most > 0 ? most : 1;
            if (n > left)
                n = left;
            if (n > 0)
                add_family(world, next, n);
            next += n;
        }
        mem_free(deck);
    }
    return EB_OK;
}

/* Whole families stay unowned, up to the share. */
static void draw_owners(struct world *world, const size_t *order,
                        struct rng *rng)
{
    size_t left = share_of(world->n_accounts, share_unowned);

    for (size_t k = 0; k < world->n_families; k++) {
        const struct made_family *family = &world->families[order[k]];
        struct made_account *members = world->accounts + family->first;
        bool unowned = family->n <= left;
        int owner = unowned ? -1 : draw_owner(world, rng, family->cell);

        if (unowned)
            left -= family->n;
        for (size_t j = 0; j < family->n; j++)
            members[j].owner = owner;
        if (!unowned && family->n > 1 && draw_chance(rng, chance_of_split))
            members[family->n - 1].owner =
                draw_owner(world, rng, family->cell);
    }
}

static eb_status make_owners(struct world *world)
{
    struct rng rng = world_stream(world, FOR_OWNERS, 0);
    size_t *order = draw_order(&rng, world->n_families);

    if (order == NULL)
        return EB_NO_MEMORY;
    draw_owners(world, order, &rng);
    mem_free(order);
    return EB_OK;
}

/* One owner, who is here to stay and has room for what must stay. */
static bool may_lock(const struct world *world,
                     const struct made_family *family)
{
    const struct made_account *members = world->accounts + family->first;
    const struct made_rep *owner;

    if (members[0].owner < 0)
        return false;
    owner = &world->reps[members[0].owner];
    for (size_t k = 1; k < family->n; k++)
        if (members[k].owner != members[0].owner)
            return false;
    return !owner->leaving && owner->n_locked + (int)family->n <=
                                  most_locked * world->max_accounts;
}

static void lock_family(struct world *world, const struct made_family *family)
{
    struct made_account *members = world->accounts + family->first;

    world->reps[members[0].owner].n_locked += (int)family->n;
    for (size_t k = 0; k < family->n; k++)
        members[k].locked = true;
}

static eb_status make_locks(struct world *world)
{
    struct rng rng = world_stream(world, FOR_LOCKS, 0);
    size_t *order = draw_order(&rng, world->n_families);
    size_t left = share_of(world->n_families, share_locked);

    if (order == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < world->n_families && left > 0; k++) {
        const struct made_family *family = &world->families[order[k]];

        if (!may_lock(world, family))
            continue;
        lock_family(world, family);
        left--;
    }
    mem_free(order);
    return EB_OK;
}

static eb_status set_up(struct world *world)
{
    struct rng rng = world_stream(world, FOR_NUMBERS, 0);

    world->number = draw_order(&rng, world->n_accounts);
    world->accounts = NEW(struct made_account, world->n_accounts);
    world->families = NEW(struct made_family, world->n_accounts);
    if (world->number == NULL || world->accounts == NULL ||
        world->families == NULL)
        return EB_NO_MEMORY;
    world->max_accounts =
        (int)((13 * world->n_accounts + 10 * world->n_reps - 1) /
              (10 * world->n_reps));
    return EB_OK;
}

eb_status world_make(const struct world_size *size, struct world *world)
{
    eb_status status = EB_OK;

    world->seed = size->seed;
    world->as_of = 20822; /* Monday, 2027-01-04 */
    world->n_accounts = size->accounts;
    world->n_reps = size->reps;
    TRY(set_up(world));
    TRY(world_add_reps(world, size->reps_per_cell, size->segments));
    TRY(make_values(world));
    make_workloads(world);
    TRY(make_families(world));
    TRY(world_deal(world));
    TRY(make_owners(world));
    TRY(make_locks(world));
done:
    return status;
}

void world_clear(struct world *world)
{
    mem_free(world->territories);
    mem_free(world->cells);
    mem_free(world->reps);
    mem_free(world->accounts);
    mem_free(world->families);
    mem_free(world->number);
    mem_free(world->server_first);
    mem_free(world->server);
    *world = (struct world){0};
}
