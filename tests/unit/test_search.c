/* test_search.c - the heuristics' state: every change is worth what was said. */
#include "solver/search.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "solver/descent.h"
#include "solver/greedy.h"
#include "solver/perturb.h"
#include "solver/value.h"
#include "tests/support/random_problem.h"

static const struct kind soft = {8, 4, 3, false, false, true};
static const struct kind hard = {8, 4, 2, true, true, true};

/* Units of cost by which doubles and roundings of penalties may differ. */
#define TOLERANCE 20.0

static struct search *search_of(const struct problem *p)
{
    struct search *s = NULL;

    cr_assert(eq(int, (int)search_new(p, &s), (int)EB_OK));
    return s;
}

static void random_moves(struct search *s, struct rng *rng, int n)
{
    for (int k = 0; k < n; k++) {
        int i = (int)rng_below(rng, (uint64_t)s->p->n_items);
        size_t arcs = s->arc_first[i + 1] - s->arc_first[i];
        long arc = (long)(s->arc_first[i] + rng_below(rng, arcs));
        int to = s->arc_agent[arc];

        if (arcs < 2 || s->agent[i] == to)
            continue;
        if (s->agent[i] < 0)
            search_apply(s, i, to, evaluate_insert(s, i, arc));
        else if (rng_below(rng, 4) == 0)
            search_apply(s, i, -1, evaluate_remove(s, i));
        else
            search_apply(s, i, to, evaluate_relocate(s, i, arc));
    }
}

Test(search, keeps_its_objective_through_any_walk_of_moves)
{
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct problem *p = random_problem(seed, seed % 2 ? soft : hard);
        struct search *s = search_of(p);
        struct rng rng;
        double kept;

        rng_init(&rng, seed, 5);
        random_moves(s, &rng, 60);
        kept = s->objective;
        cr_assert(epsilon_eq(dbl, kept, search_recount(s), TOLERANCE),
                  "seed %d", (int)seed);
        search_free(s);
        problem_free(p);
    }
}

Test(search, agrees_with_the_exact_value_where_nothing_is_broken)
{
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct problem *p = random_problem(seed, soft);
        struct search *s = search_of(p);
        int agent[16];
        struct value v;

        if (try_everything(p, agent) == INT64_MAX)
            continue;
        search_reset(s, agent);
        value_of(p, agent, &v, NULL, NULL);
        cr_assert(
            epsilon_eq(dbl, s->objective, (double)v.objective, TOLERANCE));
        cr_assert(search_is_feasible(s) == true);
        search_free(s);
        problem_free(p);
    }
}

Test(search, takes_changes_back)
{
    struct problem *p = random_problem(3, hard);
    struct search *s = search_of(p);
    int before[16];
    double objective;
    struct rng rng;

    rng_init(&rng, 1, 1);
    random_moves(s, &rng, 20);
    objective = s->objective;
    for (int i = 0; i < p->n_items; i++)
        before[i] = s->agent[i];
    search_mark(s);
    random_moves(s, &rng, 50);
    search_undo(s, objective);
    for (int i = 0; i < p->n_items; i++)
        cr_assert(eq(int, s->agent[i], before[i]));
    cr_assert(epsilon_eq(dbl, search_recount(s), objective, TOLERANCE));
    search_free(s);
    problem_free(p);
}

Test(search, raises_and_lowers_the_price_of_what_is_broken)
{
    struct problem *p = NULL;
    struct search *s;
    int c, both[] = {0, 0};
    double before;

    problem_new(2, 1, &p);
    problem_add_class(p, &c);
    problem_add_arc(p, 0, 0, 255);
    problem_add_arc(p, 1, 1000, 255);
    for (int i = 0; i < 2; i++) {
        problem_add_item(p, c);
        problem_add_load(p, 0, 10);
    }
    problem_add_term(p, 0, 0, INT64_MIN, 12);
    problem_finish(p, NULL);
    s = search_of(p);
    search_reset(s, both);
    cr_assert(search_is_feasible(s) == false);
    before = s->objective;
    cr_assert(search_raise_weights(s, 2) == true);
    cr_assert(epsilon_eq(dbl, s->objective, 2 * before, 1e-6));
    cr_assert(search_lower_weights(s, 0.6, 1) == true);
    cr_assert(epsilon_eq(dbl, s->objective, 1.2 * before, 1e-6));
    cr_assert(search_lower_weights(s, 0.6, 1) == false);
    cr_assert(search_lower_weights(s, 0.5, 0.5) == true);
    cr_assert(epsilon_eq(dbl, s->objective, 0.6 * before, 1e-6));
    search_restore_weights(s);
    cr_assert(epsilon_eq(dbl, s->objective, before, 1e-6));
    search_free(s);
    problem_free(p);
}

Test(greedy, places_every_item_that_has_somewhere_to_go)
{
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct problem *p = random_problem(seed, soft);
        struct search *s = search_of(p);
        struct greedy *greedy = NULL;
        struct budget budget = {.steps = 100000};
        int all[16], n = 0;

        greedy_new(s, &greedy);
        for (int i = 0; i < p->n_items; i++)
            if (s->agent[i] < 0)
                all[n++] = i;
        greedy_place(greedy, s, all, n, &budget);
        cr_assert(eq(int, s->n_unassigned, 0));
        greedy_free(greedy);
        search_free(s);
        problem_free(p);
    }
}

Test(greedy, places_the_item_with_the_largest_regret_first)
{
    struct problem *p = NULL;
    struct search *s;
    struct greedy *greedy = NULL;
    struct budget budget = {.steps = 1000};
    int easy, picky, all[] = {0, 1};

    /* Both prefer agent 0, which has room for one; only item 1 minds much. */
    problem_new(2, 1, &p);
    problem_add_class(p, &easy);
    problem_add_arc(p, 0, 0, 255);
    problem_add_arc(p, 1, 10, 255);
    problem_add_class(p, &picky);
    problem_add_arc(p, 0, 0, 255);
    problem_add_arc(p, 1, 1000, 255);
    problem_add_item(p, easy);
    problem_add_load(p, 0, 10);
    problem_add_item(p, picky);
    problem_add_load(p, 0, 10);
    problem_add_term(p, 0, 0, INT64_MIN, 10);
    problem_finish(p, NULL);
    s = search_of(p);
    greedy_new(s, &greedy);
    greedy_place(greedy, s, all, 2, &budget);
    cr_assert(eq(int, s->agent[1], 0));
    cr_assert(eq(int, s->agent[0], 1));
    greedy_free(greedy);
    search_free(s);
    problem_free(p);
}

/* No relocation and no swap improves what descent leaves. */
static void assert_local_optimum(const struct problem *p, const int *agent)
{
    struct value now, then;
    int other[16];

    value_of(p, agent, &now, NULL, NULL);
    for (int i = 0; i < p->n_items; i++)
        for (int g = 0; g < p->n_agents; g++) {
            for (int j = 0; j < p->n_items; j++)
                other[j] = agent[j];
            other[i] = g;
            value_of(p, other, &then, NULL, NULL);
            if (then.complete)
                cr_assert(ge(i64, then.objective + 20, now.objective));
            for (int j = 0; j < p->n_items; j++) {
                if (j == i || agent[j] != g)
                    continue;
                other[j] = agent[i];
                value_of(p, other, &then, NULL, NULL);
                if (then.complete)
                    cr_assert(ge(i64, then.objective + 20, now.objective));
                other[j] = agent[j];
            }
        }
}

Test(descent, ends_where_no_relocation_and_no_swap_helps)
{
    for (uint64_t seed = 0; seed < 150; seed++) {
        struct problem *p = random_problem(seed, soft);
        struct search *s = search_of(p);
        struct descent *descent = NULL;
        struct budget budget = {.steps = 10000000};
        struct rng rng;

        rng_init(&rng, seed, 9);
        for (int i = 0; i < p->n_items; i++)
            if (s->agent[i] < 0)
                search_apply(s, i, s->arc_agent[s->arc_first[i]],
                             evaluate_insert(s, i, (long)s->arc_first[i]));
        descent_new(s, NULL, &descent);
        descent_run(descent, s, NULL, 0, &budget);
        cr_assert(epsilon_eq(dbl, s->objective, search_recount(s), TOLERANCE));
        assert_local_optimum(p, s->agent);
        descent_free(descent);
        search_free(s);
        problem_free(p);
    }
}

static struct search *first_arcs(const struct problem *p)
{
    struct search *s = search_of(p);

    for (int i = 0; i < p->n_items; i++)
        search_apply(s, i, s->arc_agent[s->arc_first[i]],
                     evaluate_insert(s, i, (long)s->arc_first[i]));
    return s;
}

Test(descent, comes_to_the_same_at_any_number_of_threads)
{
    struct problem *p = territories(3, 2500, 40);
    int *one = NEW(int, (size_t)p->n_items);

    for (int threads = 1; threads <= 4; threads++) {
        struct budget budget = {.steps = INT64_MAX / 4};
        struct search *s = first_arcs(p);
        struct descent *descent = NULL;
        struct pool *pool = NULL;
        size_t bytes = (size_t)p->n_items * sizeof *one;

        pool_new(threads, &pool);
        descent_new(s, pool, &descent);
        descent_run(descent, s, NULL, 0, &budget);
        cr_assert(epsilon_eq(dbl, s->objective, search_recount(s), TOLERANCE));
        if (threads == 1)
            memcpy(one, s->agent, bytes);
        cr_assert(eq(int, memcmp(one, s->agent, bytes), 0));
        descent_free(descent);
        search_free(s);
        pool_free(pool);
    }
    mem_free(one);
    problem_free(p);
}

Test(descent, leaves_no_pair_of_many_agents_unimproved)
{
    struct problem *p = territories(5, 2500, 40);
    struct search *s = first_arcs(p);
    struct descent *descent = NULL;
    struct budget budget = {.steps = INT64_MAX / 4};
    int everyone[40];
    unsigned before;

    for (int g = 0; g < 40; g++)
        everyone[g] = g;
    descent_new(s, NULL, &descent);
    descent_run(descent, s, NULL, 0, &budget);
    before = s->tick;
    descent_forget(descent);
    descent_run(descent, s, everyone, 40, &budget);
    cr_assert(eq(u64, s->tick, before));
    descent_free(descent);
    search_free(s);
    problem_free(p);
}

/* A few steps are shared out among all who meet. */
Test(descent, ends_when_those_who_meet_have_spent_its_steps)
{
    struct problem *p = territories(7, 2500, 40);
    struct search *s = first_arcs(p);
    struct descent *descent = NULL;
    struct budget budget = {.steps = 20000};
    double before = s->objective;

    descent_new(s, NULL, &descent);
    descent_run(descent, s, NULL, 0, &budget);
    cr_assert(eq(i64, budget.steps, 0));
    cr_assert(lt(dbl, s->objective, before));
    cr_assert(epsilon_eq(dbl, s->objective, search_recount(s), TOLERANCE));
    descent_free(descent);
    search_free(s);
    problem_free(p);
}

Test(descent, never_puts_a_conflict_set_together)
{
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct problem *p =
            random_problem(seed, (struct kind){8, 4, 2, false, true, false});
        struct search *s = search_of(p);
        struct descent *descent = NULL;
        struct budget budget = {.steps = 10000000};
        int agent[16];
        struct value v;

        if (try_everything(p, agent) < INT64_MAX) {
            descent_new(s, NULL, &descent);
            search_reset(s, agent);
            descent_run(descent, s, NULL, 0, &budget);
            value_of(p, s->agent, &v, NULL, NULL);
            cr_assert(v.feasible == true);
            descent_free(descent);
        }
        search_free(s);
        problem_free(p);
    }
}

Test(perturb, finds_the_optimum_of_small_problems)
{
    int found = 0, all = 0;

    for (uint64_t seed = 0; seed < 40; seed++) {
        struct problem *p = random_problem(seed, soft);
        struct search *s = search_of(p);
        struct greedy *greedy = NULL;
        struct descent *descent = NULL;
        struct incumbent best;
        struct budget budget = {.steps = 100000};
        struct rng rng;
        int open[16], n = 0;

        greedy_new(s, &greedy);
        descent_new(s, NULL, &descent);
        incumbent_init(&best, p);
        rng_init(&rng, seed, 3);
        for (int i = 0; i < p->n_items; i++)
            if (s->agent[i] < 0)
                open[n++] = i;
        greedy_place(greedy, s, open, n, &budget);
        incumbent_offer(&best, s->agent, NULL);
        perturb_run(s, descent, greedy, &best, &rng, (struct cooling){0.1, 5},
                    INT64_MIN, &budget);
        all++;
        found += best.value.objective == try_everything(p, NULL);
        incumbent_clear(&best);
        descent_free(descent);
        greedy_free(greedy);
        search_free(s);
        problem_free(p);
    }
    cr_assert(ge(int, found, all - 1));
}
