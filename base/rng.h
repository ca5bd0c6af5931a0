/* rng.h - random numbers that are the same on every machine: xoshiro256**
 * (Blackman and Vigna 2018), seeded by splitmix64. A stream per purpose. */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdint.h>

struct rng {
    uint64_t s[4];
};

/* Different streams of one seed are independent for all practical purposes. */
void rng_init(struct rng *rng, uint64_t seed, uint64_t stream);
uint64_t rng_next(struct rng *rng);
/* Uniform in 0 .. n-1 without bias; n > 0. */
uint64_t rng_below(struct rng *rng, uint64_t n);
double rng_unit(struct rng *rng);   /* uniform in [0, 1) */
double rng_normal(struct rng *rng); /* mean 0, standard deviation 1 */

#endif
