/* test_standing.c - the last polish: nothing is left, at any number of threads. */
#include "model/standing.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "solver/value.h"
#include "tests/support/random_problem.h"

static const struct kind kinds[] = {
    {14, 4, 2, false, false, true},
    {14, 4, 2, true, true, true},
};

/* Some arc for each item. */
static void scatter(const struct problem *p, uint64_t seed, int *agent)
{
    struct arcs arcs = {0};
    struct rng rng;

    rng_init(&rng, seed, 9);
    cr_assert(eq(int, (int)arcs_new(p, &arcs), (int)EB_OK));
    for (int i = 0; i < p->n_items; i++) {
        problem_arcs(p, i, &arcs);
        agent[i] = arcs.agent[rng_below(&rng, (uint64_t)arcs.n)];
    }
    arcs_clear(&arcs);
}

static int64_t polish(const struct problem *p, struct pool *pool, int *agent)
{
    struct standing s = {0};
    struct budget budget = {.steps = INT64_MAX};
    struct value v;

    cr_assert(eq(int, (int)standing_init(&s, p, agent), (int)EB_OK));
    cr_assert(eq(int, (int)standing_polish(&s, pool, &budget), (int)EB_OK));
    memcpy(agent, s.agent, (size_t)p->n_items * sizeof *agent);
    standing_clear(&s);
    cr_assert(eq(int, (int)value_of(p, agent, &v, NULL, NULL), (int)EB_OK));
    cr_assert(v.feasible == true);
    return v.objective;
}

/* The least that any single move comes to. */
static int64_t best_neighbour(const struct problem *p, int *agent)
{
    struct arcs arcs = {0};
    int64_t best = INT64_MAX;

    arcs_new(p, &arcs);
    for (int i = 0; i < p->n_items; i++) {
        int kept = agent[i];

        problem_arcs(p, i, &arcs);
        for (int k = 0; k < arcs.n; k++) {
            struct value v;

            agent[i] = arcs.agent[k];
            value_of(p, agent, &v, NULL, NULL);
            if (v.feasible && v.objective < best)
                best = v.objective;
        }
        agent[i] = kept;
    }
    arcs_clear(&arcs);
    return best;
}

Test(standing, leaves_no_single_move_that_is_cheaper_and_allowed)
{
    int n_polished = 0;

    for (uint64_t seed = 0; seed < 200; seed++) {
        struct problem *p = random_problem(seed, kinds[seed % 2]);
        int agent[16];
        struct value before;

        scatter(p, seed, agent);
        value_of(p, agent, &before, NULL, NULL);
        if (before.feasible) {
            int64_t after = polish(p, NULL, agent);

            cr_assert(le(i64, after, before.objective));
            cr_assert(ge(i64, best_neighbour(p, agent), after), "seed %d",
                      (int)seed);
            n_polished += after < before.objective;
        }
        problem_free(p);
    }
    cr_assert(gt(int, n_polished, 50));
}

Test(standing, is_polished_the_same_way_at_any_number_of_threads)
{
    struct problem *p = territories(6, 1500, 32);
    size_t bytes = (size_t)p->n_items * sizeof(int);
    int *one = NEW(int, (size_t)p->n_items);
    int *other = NEW(int, (size_t)p->n_items);

    scatter(p, 1, one);
    polish(p, NULL, one);
    for (int threads = 1; threads <= 3; threads++) {
        struct pool *pool = NULL;

        pool_new(threads, &pool);
        scatter(p, 1, other);
        polish(p, pool, other);
        cr_expect(eq(int, memcmp(one, other, bytes), 0));
        pool_free(pool);
    }
    mem_free(one);
    mem_free(other);
    problem_free(p);
}
