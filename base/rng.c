/* rng.c - xoshiro256**, seeded by splitmix64. */
#include "base/rng.h"

#include <math.h>

__extension__ typedef unsigned __int128 unsigned_wide;

static uint64_t rotate(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

/* Steele, Lea and Flood 2014: "Fast splittable pseudorandom number
 * generators". */
static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* Seed and stream are each mixed before they meet: their plain sum would make
 * neighbouring streams overlap, since splitmix walks in equal steps. */
void rng_init(struct rng *rng, uint64_t seed, uint64_t stream)
{
    uint64_t state = rotate(splitmix(&stream), 32) ^ splitmix(&seed);

    for (int k = 0; k < 4; k++)
        rng->s[k] = splitmix(&state);
}

uint64_t rng_next(struct rng *rng)
{
    uint64_t *s = rng->s;
    uint64_t result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

/* The high half of x * n is uniform once the few x are left out that make
 * some results one time likelier than others (Lemire 2019, "Fast random
 * integer generation in an interval"). */
uint64_t rng_below(struct rng *rng, uint64_t n)
{
    uint64_t left_out = (UINT64_MAX - n + 1) % n;
    unsigned_wide product;

    do {
        product = (unsigned_wide)rng_next(rng) * n;
    } while ((uint64_t)product < left_out);
    return (uint64_t)(product >> 64);
}

double rng_unit(struct rng *rng)
{
    return (double)(rng_next(rng) >> 11) * 0x1p-53;
}

/* The natural logarithm of x in (0, 1) by 2 artanh((m-1)/(m+1)), in additions,
 * multiplications and divisions alone: a library's log differs in its last bit
 * from machine to machine. Error below 1e-15 relative to 1. */
static double portable_log(double x)
{
    const double ln2 = 0.693147180559945309;
    int exponent;
    double m = frexp(x, &exponent), z, square, sum = 0.0;

    if (m < 0.70710678118654752) {
        m *= 2.0;
        exponent--;
    }
    z = (m - 1.0) / (m + 1.0);
    square = z * z;
    for (int k = 21; k >= 1; k -= 2)
        sum = sum * square + 1.0 / k;
    return 2.0 * z * sum + exponent * ln2;
}

/* Marsaglia and Bray's polar method. The second number of each pair is dropped
 * so that the state stays four words. */
double rng_normal(struct rng *rng)
{
    double x, y, s;

    do {
        x = 2.0 * rng_unit(rng) - 1.0;
        y = 2.0 * rng_unit(rng) - 1.0;
        s = x * x + y * y;
    } while (s >= 1.0 || s <= 0.0);
    return x * sqrt(-2.0 * portable_log(s) / s);
}
