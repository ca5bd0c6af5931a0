/* test_rng.c - random numbers: the same everywhere, and random. */
#include "base/rng.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

Test(rng, gives_the_published_sequence)
{
    /* The first outputs of xoshiro256** from the state 1, 2, 3, 4, worked out
     * by hand from its definition. */
    struct rng rng = {{1, 2, 3, 4}};

    cr_expect(eq(u64, rng_next(&rng), 11520));
    cr_expect(eq(u64, rng_next(&rng), 0));
    cr_expect(eq(u64, rng_next(&rng), 1509978240));
    cr_expect(eq(u64, rng_next(&rng), 1215971899390074240u));
}

Test(rng, streams_and_seeds_differ)
{
    struct rng a, b, c;
    int same = 0;

    rng_init(&a, 1, 0);
    rng_init(&b, 1, 1);
    rng_init(&c, 2, 0);
    for (int k = 0; k < 1000; k++) {
        uint64_t x = rng_next(&a), y = rng_next(&b), z = rng_next(&c);
        same += x == y || y == z || x == z;
    }
    cr_expect(eq(int, same, 0));
}

Test(rng, below_reaches_all_and_no_more)
{
    struct rng rng;
    int counts[7] = {0}, least = 1000000, most = 0;

    rng_init(&rng, 3, 5);
    for (int k = 0; k < 70000; k++)
        counts[rng_below(&rng, 7)]++;
    for (int k = 0; k < 7; k++) {
        least = counts[k] < least ? counts[k] : least;
        most = counts[k] > most ? counts[k] : most;
    }
    cr_expect(gt(int, least, 9600));
    cr_expect(lt(int, most, 10400));
    cr_expect(eq(u64, rng_below(&rng, 1), 0));
}

Test(rng, normal_has_mean_0_and_deviation_1)
{
    struct rng rng;
    double sum = 0, squares = 0, beyond = 0;
    const int n = 400000;

    rng_init(&rng, 11, 0);
    for (int k = 0; k < n; k++) {
        double x = rng_normal(&rng);
        sum += x;
        squares += x * x;
        beyond += x > 1.959964 || x < -1.959964;
    }
    cr_expect(epsilon_eq(dbl, sum / n, 0.0, 0.007));
    cr_expect(epsilon_eq(dbl, squares / n, 1.0, 0.01));
    cr_expect(epsilon_eq(dbl, beyond / n, 0.05, 0.002));
}
