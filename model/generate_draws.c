/* generate_draws.c - the random quantities that generated books are made of. */
#include "model/generate_world.h"

#include <math.h>

static const double median_value = 1200000.0; /* cents */
static const double value_sigma = 1.7;

struct rng world_stream(const struct world *world, enum purpose purpose,
                        uint64_t index)
{
    struct rng rng;

    rng_init(&rng, world->seed, (uint64_t)purpose << 40 | index);
    return rng;
}

/* e^x by its series around the nearest multiple of ln 2, in additions,
 * multiplications and divisions alone: a library's exp may differ in its last
 * bit from machine to machine. */
static double portable_exp(double x)
{
    const double ln2 = 0.693147180559945309;
    double twos = floor(x / ln2 + 0.5), rest = x - twos * ln2, sum = 1.0;

    for (int k = 16; k >= 1; k--)
        sum = 1.0 + sum * rest / k;
    return ldexp(sum, (int)twos);
}

double draw_lognormal(struct rng *rng, double sigma)
{
    return portable_exp(sigma * rng_normal(rng));
}

bool draw_chance(struct rng *rng, double chance)
{
    return rng_unit(rng) < chance;
}

int64_t draw_between(struct rng *rng, int64_t low, int64_t high)
{
    return low + (int64_t)rng_below(rng, (uint64_t)(high - low) + 1);
}

/* Fisher and Yates. */
size_t *draw_order(struct rng *rng, size_t n)
{
    size_t *order = NEW(size_t, n);

    if (order == NULL)
        return NULL;
    for (size_t k = 0; k < n; k++) {
        size_t j = (size_t)rng_below(rng, k + 1);
        order[k] = order[j];
        order[j] = k;
    }
    return order;
}

/* A rep who serves two cells is half as present in each. */
static double pull(const struct made_rep *rep)
{
    return rep->second < 0 ? rep->popularity : rep->popularity / 2.0;
}

int draw_owner(const struct world *world, struct rng *rng, int cell)
{
    const int *at = world->server + world->server_first[cell];
    const int *end = world->server + world->server_first[cell + 1];
    double total = 0.0, left;

    for (const int *r = at; r < end; r++)
        total += pull(&world->reps[*r]);
    left = rng_unit(rng) * total;
    for (; at < end - 1; at++) {
        left -= pull(&world->reps[*at]);
        if (left < 0.0)
            break;
    }
    return *at;
}

int64_t draw_value(struct rng *rng)
{
    double value =
        floor(median_value * draw_lognormal(rng, value_sigma) + 0.5);

    return value < 1.0 ? 1 : (int64_t)value;
}

int tier_of(const struct world *world, int64_t value)
{
    int tier = 0;

    while (tier < N_TIERS - 1 && value < world->threshold[tier])
        tier++;
    return tier;
}

int64_t draw_workload(struct rng *rng, int tier)
{
    static const double hours[N_TIERS] = {24.0, 12.0, 6.0, 2.0};
    double factor = 0.8 + 0.4 * rng_unit(rng);

    return (int64_t)floor(100.0 * hours[tier] * factor + 0.5);
}

size_t share_of(size_t n, double share)
{
    return (size_t)floor((double)n * share + 0.5);
}
