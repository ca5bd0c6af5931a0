/* test_problem.c - arcs, loads, penalties and the exact value of assignments. */
#include "solver/problem.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "solver/value.h"
#include "tests/support/random_problem.h"
#include "tests/support/sweep.h"

#define E6 ((wide)1000000)
#define E12 (E6 * E6)

static struct problem *two_agents(void)
{
    struct problem *p = NULL;
    int c;

    problem_new(3, 2, &p);
    problem_add_class(p, &c);
    problem_add_arc(p, 0, 10, 255);
    problem_add_arc(p, 2, 20, 1);
    problem_add_item(p, c);
    problem_add_load(p, 0, 5);
    problem_add_load(p, 1, 7);
    problem_add_tier(p, 100);
    problem_add_tier(p, 200);
    problem_add_own(p, 0, NO_ARC, -1);
    problem_add_own(p, 1, 33, 1);
    problem_add_own_load(p, 1, -4);
    problem_add_leave(p, 1, 0, 6);
    problem_add_item(p, c);
    problem_add_load(p, 0, 2);
    problem_add_tier(p, 0);
    problem_add_tier(p, -1);
    problem_add_budget(p, 5, 0);
    problem_add_term(p, 1, 1, INT64_MIN, 3);
    problem_add_hinge(p, 2 * E6, 3 * E12, true);
    problem_add_term(p, 0, 0, 1, INT64_MAX);
    problem_finish(p, NULL);
    return p;
}

Test(problem, merges_class_arcs_with_an_items_own)
{
    struct problem *p = two_agents();
    struct arcs arcs;

    arcs_new(p, &arcs);
    problem_arcs(p, 0, &arcs);
    cr_assert(eq(int, arcs.n, 2));
    cr_assert(eq(int, arcs.agent[0], 1));
    cr_assert(eq(i64, arcs.cost[0], 33));
    cr_assert(eq(int, arcs.agent[1], 2));
    cr_assert(eq(i64, arcs.cost[1], 220));
    problem_arcs(p, 1, &arcs);
    cr_assert(eq(int, arcs.n, 2));
    cr_assert(eq(i64, arcs.cost[0], 10));
    cr_assert(eq(i64, arcs.cost[1], 19));
    cr_assert(eq(i64, problem_cost(p, 0, 0), NO_ARC));
    cr_assert(eq(i64, problem_cost(p, 0, 1), 33));
    cr_assert(eq(i64, problem_cost(p, 1, 1), NO_ARC));
    arcs_clear(&arcs);
    problem_free(p);
}

Test(problem, own_loads_replace_the_items_own)
{
    struct problem *p = two_agents();
    const struct load *loads;

    cr_assert(eq(int, problem_loads(p, 0, 1, &loads), 1));
    cr_assert(eq(i64, loads[0].amount, -4));
    cr_assert(eq(int, problem_loads(p, 0, 2, &loads), 2));
    cr_assert(eq(i64, loads[1].amount, 7));
    problem_free(p);
}

Test(problem, values_an_assignment_by_hand)
{
    struct problem *p = two_agents();
    int at_own[] = {1, 0}, away[] = {2, 0}, open[] = {1, -1};
    int64_t load[6], used[1];
    struct value v;

    value_of(p, at_own, &v, load, used);
    /* 33 + 10, and 3 x (2 - -4) for the hinge of agent 1. */
    cr_assert(eq(i64, v.objective, 61));
    cr_assert(eq(i64, v.cost, 43));
    cr_assert(eq(i64, load[3], -4));
    cr_assert(eq(i64, used[0], 0));
    cr_assert(v.feasible == true);
    value_of(p, away, &v, load, used);
    cr_assert(eq(i64, used[0], 6));
    cr_assert(v.feasible == false);
    cr_assert(v.complete == true);
    value_of(p, open, &v, load, used);
    cr_assert(v.complete == false);
    problem_free(p);
}

Test(problem, rounds_a_penalty_once_and_halves_up)
{
    struct problem *p = NULL;
    const struct term *t;

    problem_new(1, 1, &p);
    problem_add_term(p, 0, 0, INT64_MIN, INT64_MAX);
    problem_add_hinge(p, E6 / 2, E12 / 4, false);
    problem_add_hinge(p, E6 / 2, E12, false);
    problem_finish(p, NULL);
    t = problem_term(p, 0, 0);
    cr_assert(eq(i64, term_penalty(p, t, 0), 0));
    cr_assert(eq(i64, term_penalty(p, t, 1), 1));   /* 0.625 */
    cr_assert(eq(i64, term_penalty(p, t, 2), 2));   /* 1.875 */
    cr_assert(eq(i64, term_penalty(p, t, 3), 3));   /* 3.125 */
    cr_assert(eq(i64, term_penalty(p, t, 11), 13)); /* 13.125 */
    problem_free(p);
}

Test(problem, prices_the_excess_of_a_soft_budget)
{
    struct problem *p = NULL;

    problem_new(1, 1, &p);
    problem_add_budget(p, 10, E12 / 2);
    problem_finish(p, NULL);
    cr_assert(eq(i64, budget_penalty(p, 0, 10), 0));
    cr_assert(eq(i64, budget_penalty(p, 0, 11), 1)); /* halves up */
    cr_assert(eq(i64, budget_penalty(p, 0, 14), 2));
    problem_free(p);
}

Test(problem, refuses_numbers_that_could_overflow)
{
    eb_messages *said = eb_messages_new();
    struct problem *p = NULL;
    int c;

    problem_new(1, 1, &p);
    problem_add_class(p, &c);
    problem_add_arc(p, 0, INT64_MAX / 4, 255);
    problem_add_item(p, c);
    problem_add_item(p, c);
    cr_assert(eq(int, (int)problem_finish(p, said), (int)EB_BAD_DATA));
    cr_assert(eq(sz, eb_messages_count(said), 1));
    problem_free(p);
    problem_new(1, 1, &p);
    problem_add_class(p, &c);
    problem_add_arc(p, 0, 0, 255);
    problem_add_item(p, c);
    problem_add_load(p, 0, (INT64_C(1) << 53) + 1);
    cr_assert(eq(int, (int)problem_finish(p, said), (int)EB_BAD_DATA));
    problem_free(p);
    eb_messages_free(said);
}

Test(problem, refuses_two_terms_for_one_load)
{
    struct problem *p = NULL;

    problem_new(1, 1, &p);
    problem_add_term(p, 0, 0, 0, 1);
    problem_add_term(p, 0, 0, 0, 1);
    cr_assert(eq(int, (int)problem_finish(p, NULL), (int)EB_BAD_ARGUMENT));
    problem_free(p);
}

Test(value, sees_two_of_a_conflict_set_at_one_agent)
{
    struct problem *p = NULL;
    int c, together[] = {0, 0}, apart[] = {0, 1};
    struct value v;

    problem_new(2, 1, &p);
    problem_add_class(p, &c);
    problem_add_arc(p, 0, 0, 255);
    problem_add_arc(p, 1, 0, 255);
    for (int i = 0; i < 2; i++) {
        problem_add_item(p, c);
        problem_add_conflict(p, 0);
    }
    problem_finish(p, NULL);
    value_of(p, together, &v, NULL, NULL);
    cr_assert(v.feasible == false);
    value_of(p, apart, &v, NULL, NULL);
    cr_assert(v.feasible == true);
    problem_free(p);
}
