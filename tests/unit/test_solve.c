/* test_solve.c - the whole pipeline, at any number of threads. */
#include "solver/solve.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "base/mem.h"
#include "solver/simplex.h"
#include "tests/support/random_problem.h"

enum { MOST_THREADS = 3 };

static struct solution *solved(const struct problem *p, int threads)
{
    struct pool *pool = NULL;
    struct solution *solution = NULL;
    struct solve_options options = {
        .effort = EB_QUICK, .target = INT64_MIN, .seed = 1};

    cr_assert(eq(int, (int)pool_new(threads, &pool), (int)EB_OK));
    options.pool = pool;
    cr_assert(eq(int, (int)solve(p, &options, &solution), (int)EB_OK));
    pool_free(pool);
    return solution;
}

static bool same_proof(const struct certificate *a,
                       const struct certificate *b)
{
    return a->vectors.n == b->vectors.n && a->nodes.n == b->nodes.n &&
           a->cuts.n == b->cuts.n && a->prices.n == b->prices.n &&
           memcmp(a->vectors.at, b->vectors.at,
                  a->vectors.n * sizeof *a->vectors.at) == 0 &&
           (a->prices.n == 0 ||
            memcmp(a->prices.at, b->prices.at,
                   a->prices.n * sizeof *a->prices.at) == 0);
}

/* Seats, blocks lifted at once, groups that take turns. */
Test(solve, comes_to_the_same_at_any_number_of_threads)
{
    struct problem *p = territories(2, 1200, 32);
    struct solution *one = solved(p, 1);

    cr_assert(one->feasible);
    for (int threads = 2; threads <= MOST_THREADS; threads++) {
        struct solution *other = solved(p, threads);

        cr_expect(eq(i64, other->objective, one->objective));
        cr_expect(eq(i64, other->lower_bound, one->lower_bound));
        cr_expect(eq(i64, other->steps, one->steps));
        cr_expect(eq(int,
                     memcmp(other->agent, one->agent,
                            (size_t)p->n_items * sizeof *one->agent),
                     0));
        cr_expect(same_proof(&other->certificate, &one->certificate));
        solution_free(other);
    }
    solution_free(one);
    problem_free(p);
}

/* The multipliers of the whole relaxation. */
static double *relaxed(const struct problem *p, int threads, int *n)
{
    struct search *s = NULL;
    struct dual *dual = NULL;
    struct relaxation *r = NULL;
    struct simplex *x = NULL;
    struct pool *pool = NULL;
    double *lambda;
    int64_t iterations = 0;

    cr_assert(eq(int, (int)pool_new(threads, &pool), (int)EB_OK));
    cr_assert(eq(int, (int)search_new(p, &s), (int)EB_OK));
    cr_assert(eq(int, (int)dual_new(s, NULL, &dual), (int)EB_OK));
    cr_assert(eq(int, (int)relaxation_new(dual, NULL, &r), (int)EB_OK));
    cr_assert(eq(int, (int)simplex_new(r, &x), (int)EB_OK));
    *n = r->n_rows;
    lambda = NEW(double, (size_t)*n + 1);
    relaxation_multipliers(r, dual->lambda, dual->mu, lambda);
    simplex_share(x, pool);
    simplex_start(x, lambda);
    cr_assert(eq(int, (int)simplex_solve(x, INFINITY, 300, &iterations),
                 (int)SIMPLEX_LIMIT));
    simplex_lambda(x, lambda);
    simplex_free(x);
    relaxation_free(r);
    dual_free(dual);
    search_free(s);
    pool_free(pool);
    return lambda;
}

Test(simplex, goes_the_same_way_at_any_number_of_threads)
{
    struct problem *p = territories(4, 2500, 32);
    int n;
    double *one = relaxed(p, 1, &n);

    for (int threads = 2; threads <= MOST_THREADS; threads++) {
        double *other = relaxed(p, threads, &n);

        cr_expect(eq(int, memcmp(other, one, (size_t)n * sizeof *one), 0));
        mem_free(other);
    }
    mem_free(one);
    problem_free(p);
}
