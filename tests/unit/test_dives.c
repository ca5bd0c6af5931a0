/* test_dives.c - knapsacks at prices for items, dives, and what prices prove. */
#include "solver/dives.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "solver/bound.h"
#include "tests/support/random_problem.h"
#include "tests/support/sweep.h"

enum { UNIT = 1000, TRIES = 40 };

struct shape {
    int items, agents;
    int64_t tightness; /* capacity in percent of what all weigh on average */
};

/* Costs fall as weights rise, as in type D of the published instances. */
static struct problem *packing(uint64_t seed, struct shape shape)
{
    struct problem *p = NULL;
    struct rng rng;
    int class_number;

    rng_init(&rng, seed, 11);
    cr_assert(eq(int, (int)problem_new(shape.agents, 1, &p), (int)EB_OK));
    problem_add_class(p, &class_number);
    for (int g = 0; g < shape.agents; g++)
        problem_add_arc(p, g, 0, 255);
    for (int i = 0; i < shape.items; i++) {
        problem_add_item(p, class_number);
        problem_add_load(p, 0, 1);
        for (int g = 0; g < shape.agents; g++) {
            int64_t weight = 5 + (int64_t)rng_below(&rng, 96);

            problem_add_own(
                p, g, UNIT * (111 - weight + (int64_t)rng_below(&rng, 21)), 1);
            problem_add_own_load(p, 0, weight);
        }
    }
    for (int g = 0; g < shape.agents; g++)
        problem_add_term(p, g, 0, INT64_MIN,
                         52 * shape.items * shape.tightness /
                             (100 * shape.agents));
    cr_assert(eq(int, (int)problem_finish(p, NULL), (int)EB_OK));
    return p;
}

struct stage {
    struct problem *p;
    struct search *s;
    struct dual *dual;
    struct greedy *greedy;
    struct descent *descent;
};

static struct stage set(struct problem *p)
{
    struct stage stage = {.p = p};
    struct budget budget = {.steps = INT64_MAX / 4};

    cr_assert(eq(int, (int)search_new(p, &stage.s), (int)EB_OK));
    cr_assert(eq(int, (int)dual_new(stage.s, NULL, &stage.dual), (int)EB_OK));
    cr_assert(eq(int, (int)greedy_new(stage.s, &stage.greedy), (int)EB_OK));
    cr_assert(
        eq(int, (int)descent_new(stage.s, NULL, &stage.descent), (int)EB_OK));
    dual_ascend(stage.dual, INFINITY, 100, &budget);
    return stage;
}

static void strike(struct stage *stage)
{
    descent_free(stage->descent);
    greedy_free(stage->greedy);
    dual_free(stage->dual);
    search_free(stage->s);
    problem_free(stage->p);
}

Test(knapsacks, fit_where_nothing_binds_but_a_capacity)
{
    static const struct kind kinds[] = {{6, 3, 2, false, false, false},
                                        {6, 3, 2, true, false, true},
                                        {6, 3, 1, true, true, false}};
    struct stage stage = set(packing(1, (struct shape){8, 3, 90}));

    cr_assert(knapsacks_fit(stage.s) == true);
    strike(&stage);
    for (uint64_t seed = 0; seed < TRIES; seed++) {
        stage = set(random_problem(seed, kinds[seed % 3]));
        if (stage.p->hinges.n > 0 || stage.p->n_budgets > 0 ||
            stage.p->n_conflicts > 0)
            cr_assert(knapsacks_fit(stage.s) == false);
        strike(&stage);
    }
}

/* The most that a choice of items is worth to the agent, by trying all. */
static double best_worth(const struct knapsacks *k, int agent)
{
    size_t first = k->first[agent];
    int n = (int)(k->first[agent + 1] - first);
    double most = 0;

    for (unsigned choice = 0; choice < 1u << n; choice++) {
        double worth = 0;
        int weight = 0;

        for (int j = 0; j < n; j++) {
            size_t arc = k->own[first + (size_t)j];

            if (!(choice >> j & 1) || k->fixed[k->item[arc]] >= 0)
                continue;
            worth += k->price[k->item[arc]] - k->s->arc_cost[arc];
            weight += k->weight[arc];
        }
        if (weight <= k->room[agent])
            most = fmax(most, worth);
    }
    return most;
}

Test(knapsacks, take_what_is_worth_most_beside_what_is_fixed)
{
    for (uint64_t seed = 0; seed < TRIES; seed++) {
        struct stage stage = set(packing(seed, (struct shape){10, 3, 80}));
        struct budget budget = {.steps = INT64_MAX / 4};
        struct knapsacks *k = NULL;

        cr_assert(eq(int, (int)knapsacks_new(stage.dual, &k), (int)EB_OK));
        if (seed % 2)
            knapsacks_fix(k, stage.s->arc_first[3] + seed % 3);
        for (int i = 0; i < 10; i++)
            k->price[i] += UNIT * 20;
        knapsacks_climb(k, &(struct climb){.rounds = 1}, &budget);
        for (int g = 0; g < 3; g++)
            cr_assert(epsilon_eq(dbl, k->worth_of[g], best_worth(k, g), 1),
                      "seed %d", (int)seed);
        knapsacks_free(k);
        strike(&stage);
    }
}

static bool make_dives(struct stage *stage, struct dives **d)
{
    return dives_new(stage->s, stage->dual, stage->greedy, stage->descent,
                     d) == EB_OK;
}

Test(dives, never_lie_below_an_optimum_nor_do_prices_prove_more)
{
    for (uint64_t seed = 0; seed < TRIES; seed++) {
        struct stage stage = set(packing(seed, (struct shape){9, 3, 85}));
        struct budget budget = {.steps = 300000};
        struct incumbent best = {0};
        struct certificate proof = {0};
        struct dives *d = NULL;
        struct rng rng;
        int64_t least = try_everything(stage.p, NULL), bound;

        rng_init(&rng, seed, 1);
        incumbent_init(&best, stage.p);
        cr_assert(make_dives(&stage, &d));
        cr_assert(
            eq(int,
               (int)dives_run(d, &best, &rng,
                              least < INT64_MAX ? least : INT64_MIN, &budget),
               (int)EB_OK));
        if (best.any && best.value.feasible)
            cr_assert(ge(i64, best.value.objective, least));

        budget = (struct budget){.steps = INT64_MAX / 4};
        cr_assert(eq(int, (int)dives_prove(d, &budget, &proof), (int)EB_OK));
        cr_assert(
            eq(int, (int)bound_of(stage.p, &proof, NULL, &bound), (int)EB_OK));
        cr_assert(le(i64, bound, least), "seed %d", (int)seed);
        cr_assert(ge(dbl, (double)bound, dives_bound(d) - UNIT * 0.01),
                  "seed %d", (int)seed);
        certificate_clear(&proof);
        incumbent_clear(&best);
        dives_free(d);
        strike(&stage);
    }
}

Test(dives, come_near_the_bound_where_books_have_a_dozen_items)
{
    for (uint64_t seed = 0; seed < 5; seed++) {
        struct stage stage = set(packing(seed, (struct shape){60, 5, 80}));
        struct budget budget = {.steps = 6000000};
        struct incumbent best = {0};
        struct dives *d = NULL;
        struct rng rng;

        rng_init(&rng, seed, 1);
        incumbent_init(&best, stage.p);
        cr_assert(make_dives(&stage, &d));
        dives_run(d, &best, &rng, INT64_MIN, &budget);
        cr_assert(best.value.feasible == true);
        cr_assert(le(dbl, (double)best.value.objective, 1.03 * dives_bound(d)),
                  "seed %d", (int)seed);
        incumbent_clear(&best);
        dives_free(d);
        strike(&stage);
    }
}

Test(dives, give_the_same_for_the_same_seed)
{
    int64_t first = 0;

    for (int k = 0; k < 2; k++) {
        struct stage stage = set(packing(3, (struct shape){40, 4, 80}));
        struct budget budget = {.steps = 5000000};
        struct incumbent best = {0};
        struct dives *d = NULL;
        struct rng rng;

        rng_init(&rng, 5, 1);
        incumbent_init(&best, stage.p);
        cr_assert(make_dives(&stage, &d));
        dives_run(d, &best, &rng, INT64_MIN, &budget);
        cr_assert(best.value.feasible == true);
        if (k == 0)
            first = best.value.objective;
        cr_assert(eq(i64, best.value.objective, first));
        incumbent_clear(&best);
        dives_free(d);
        strike(&stage);
    }
}

static eb_status make_and_drop(void *context)
{
    struct stage *stage = context;
    struct dives *d = NULL;
    eb_status status =
        dives_new(stage->s, stage->dual, stage->greedy, stage->descent, &d);

    dives_free(d);
    return status;
}

Test(dives, refuse_without_memory_and_leave_nothing)
{
    struct stage stage = set(packing(2, (struct shape){8, 3, 90}));

    cr_assert(gt(int, (int)sweep_memory(make_and_drop, &stage), 10));
    strike(&stage);
}
