/* test_bound.c - bounds never pass the optimum; solving ends at it. */
#include "solver/bound.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "solver/dual.h"
#include "solver/solve.h"
#include "tests/support/random_problem.h"
#include "tests/support/sweep.h"

static const struct kind kinds[] = {
    {6, 3, 2, false, false, false}, {6, 3, 2, true, false, true},
    {7, 3, 3, false, true, true},   {6, 4, 1, true, true, false},
    {5, 2, 2, true, true, true},
};
enum { KINDS = 5 };

Test(curve, is_phi_and_its_least_value)
{
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct problem *p = random_problem(seed, kinds[1]);
        struct search *s = NULL;
        struct curves curves;

        search_new(p, &s);
        curves_new(s, &curves);
        for (size_t t = 0; t < p->terms.n; t++)
            for (double lambda = -9e8; lambda < 9e8; lambda += 2e8) {
                double least = INFINITY, at, found;

                for (int64_t l = -10; l <= 150; l++) {
                    double phi = curve_value(&curves, t, (double)l);
                    double exact =
                        (double)term_penalty_exact(p, &p->terms.at[t], l) /
                        1e18;

                    cr_assert(epsilon_eq(dbl, phi, exact, 1.0));
                    least = fmin(least, phi - lambda * (double)l);
                }
                found = curve_least(&curves, t, lambda, -10, 150, &at);
                /* Between whole loads it may be lower, by a load's worth. */
                cr_assert(le(dbl, found, least + 1));
                cr_assert(ge(dbl, found, least - 3e11));
                cr_assert(epsilon_eq(dbl, found,
                                     curve_value(&curves, t, at) - lambda * at,
                                     1.0));
            }
        curves_clear(&curves);
        search_free(s);
        problem_free(p);
    }
}

/* Any multipliers at all. */
Test(bound, never_passes_the_optimum)
{
    for (uint64_t seed = 0; seed < 400; seed++) {
        struct problem *p = seed < 300
                                ? random_problem(seed, kinds[seed % KINDS])
                                : random_receivers(seed, kinds[seed % KINDS]);
        int64_t optimum = try_everything(p, NULL), bound = 0;
        double lambda[64], mu[2];
        struct certificate proof = {0};
        struct rng rng;

        rng_init(&rng, seed, 4);
        for (int round = 0; round < 4; round++) {
            for (int k = 0; k < p->n_agents * p->n_resources; k++)
                lambda[k] = round * rng_normal(&rng) * 3e7;
            for (int k = 0; k < p->n_budgets; k++)
                mu[k] = fabs(round * rng_normal(&rng)) * 1e8;
            certificate_single(p, lambda, mu, &proof);
            cr_assert(
                eq(int, (int)bound_of(p, &proof, NULL, &bound), (int)EB_OK));
            cr_assert(le(i64, bound, optimum), "seed %d", (int)seed);
        }
        certificate_clear(&proof);
        problem_free(p);
    }
}

Test(dual, climbs_and_its_exact_bound_agrees)
{
    for (uint64_t seed = 0; seed < 150; seed++) {
        struct problem *p = random_problem(seed, kinds[seed % KINDS]);
        int64_t optimum = try_everything(p, NULL), bound = 0;
        struct search *s = NULL;
        struct dual *dual = NULL;
        struct certificate proof = {0};
        struct budget budget = {.steps = 100000000};
        double start;

        search_new(p, &s);
        dual_new(s, NULL, &dual);
        start = dual_try(dual, dual->lambda, dual->mu);
        dual_ascend(dual, optimum == INT64_MAX ? INFINITY : (double)optimum,
                    200, &budget);
        cr_assert(ge(dbl, dual->bound, start));
        certificate_single(p, dual->lambda, dual->mu, &proof);
        bound_of(p, &proof, NULL, &bound);
        cr_assert(le(i64, bound, optimum));
        /* The exact bound knows that loads are whole, so it may be higher. */
        if (bound < INT64_MAX)
            cr_assert(ge(dbl, (double)bound, dual->bound - 100));
        certificate_clear(&proof);
        dual_free(dual);
        search_free(s);
        problem_free(p);
    }
}

static struct solution *solved(const struct problem *p, int threads,
                               uint64_t seed)
{
    struct solve_options options = {
        .effort = EB_QUICK, .target = INT64_MIN, .seed = seed};
    struct solution *out = NULL;
    struct pool *pool = NULL;

    cr_assert(eq(int, (int)pool_new(threads, &pool), (int)EB_OK));
    options.pool = pool;
    cr_assert(eq(int, (int)solve(p, &options, &out), (int)EB_OK));
    pool_free(pool);
    return out;
}

Test(solve, is_exact_on_small_problems)
{
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct problem *p = random_problem(seed, kinds[seed % KINDS]);
        int64_t optimum = try_everything(p, NULL);
        struct solution *out = solved(p, 1, 1);

        cr_assert(out->feasible == (optimum < INT64_MAX));
        if (out->feasible) {
            cr_assert(eq(i64, out->objective, optimum), "seed %d", (int)seed);
            cr_assert(le(i64, out->lower_bound, optimum));
            cr_assert(eq(i64, out->solver_bound, optimum));
        } else {
            cr_assert(out->proved_infeasible == true);
        }
        solution_free(out);
        problem_free(p);
    }
}

Test(solve, gives_the_same_at_any_number_of_threads)
{
    struct problem *p =
        random_problem(11, (struct kind){30, 4, 3, false, false, true});
    struct solution *one = solved(p, 1, 5), *two = solved(p, 2, 5);

    cr_assert(eq(i64, one->objective, two->objective));
    cr_assert(eq(i64, one->lower_bound, two->lower_bound));
    for (int i = 0; i < p->n_items; i++)
        cr_assert(eq(int, one->agent[i], two->agent[i]));
    for (size_t k = 0; k < one->certificate.vectors.n; k++)
        cr_assert(one->certificate.vectors.at[k] ==
                  two->certificate.vectors.at[k]);
    solution_free(one);
    solution_free(two);
    problem_free(p);
}

Test(solve, stops_at_once_when_told_and_still_has_an_assignment)
{
    struct problem *p =
        random_problem(12, (struct kind){60, 6, 3, false, false, false});
    volatile int stop = 1;
    struct solve_options options = {
        .effort = EB_NORMAL, .target = INT64_MIN, .stop = &stop};
    struct solution *out = NULL;

    cr_assert(eq(int, (int)solve(p, &options, &out), (int)EB_OK));
    cr_assert(out->feasible == true);
    cr_assert(out->cut == true);
    solution_free(out);
    problem_free(p);
}

static eb_status solve_small(void *context)
{
    struct solve_options options = {.effort = EB_QUICK, .target = INT64_MIN};
    struct solution *out = NULL;
    eb_status status = solve(context, &options, &out);

    solution_free(out);
    return status;
}

Test(solve, reports_that_memory_is_out)
{
    struct problem *p = random_problem(2, kinds[0]);

    cr_assert(gt(int, (int)sweep_memory(solve_small, p), 20));
    problem_free(p);
}
