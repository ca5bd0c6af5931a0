/* test_limits.c - limits, budgets and their violation: MODEL.md sections 9 and
 * 10, worked by hand. */
#include "tests/support/making.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const char four[] = "id,value,owner,tier\nA1,10.5,r1,A\nA2,20,r1,\n"
                           "A3,30,r1,\nA4,40,r2,\n";

static const struct term *term_of(const struct problem *p, int rep,
                                  int resource)
{
    const struct term *term = problem_term(p, rep, resource);

    cr_assert(ne(ptr, (void *)term, NULL));
    return term;
}

Test(limits, become_the_whole_loads_within)
{
    struct made made = make((struct texts){
        .accounts = four,
        .reps = "id,most,fte\nr1,2.5,1\nr2,,1\nr3,1,0\n",
        .rules = "{\"metrics\": [{\"name\": \"value\"}], \"limits\": ["
                 "{\"metric\": \"accounts\", \"max\": \"most\"}, "
                 "{\"metric\": \"accounts\", \"min\": 0.5}, "
                 "{\"metric\": \"value\", \"min\": -0.05, \"max\": 99.99}]}"});
    const struct problem *p = made.compiled->problem;
    const struct term *term;

    /* Both limits of accounts share a load; that of value, the metric's. */
    cr_assert(eq(sz, made.compiled->n_resources, 2));
    cr_assert(eq(int, made.compiled->limit_resource[0], 1));
    cr_assert(eq(int, made.compiled->limit_resource[1], 1));
    cr_assert(eq(int, made.compiled->limit_resource[2], 0));
    term = term_of(p, 0, 1);
    cr_assert(eq(i64, term->lo, 1));
    cr_assert(eq(i64, term->hi, 2));
    term = term_of(p, 1, 1);
    cr_assert(eq(i64, term->lo, 1));
    cr_assert(eq(i64, term->hi, INT64_MAX));
    term = term_of(p, 1, 0);
    cr_assert(eq(i64, term->lo, 0));
    cr_assert(eq(i64, term->hi, 999));
    cr_assert(eq(ptr, (void *)problem_term(p, 2, 1), NULL));
    made_clear(&made);
}

Test(limits, with_a_where_have_a_load_of_their_own)
{
    struct made made = make((struct texts){
        .accounts = four,
        .reps = "id\nr1\nr2\n",
        .rules = "{\"metrics\": [{\"name\": \"accounts\"}], \"limits\": ["
                 "{\"metric\": \"accounts\", \"where\": {\"tier\": \"A\"}, "
                 "\"max\": 1}, {\"metric\": \"accounts\", \"where\": {}, "
                 "\"max\": 3}]}"});

    cr_assert(eq(int, made.compiled->limit_resource[0], 1));
    cr_assert(eq(int, made.compiled->limit_resource[1], 0));
    cr_assert(eq(i64, made.compiled->resources[1].total, 1));
    made_clear(&made);
}

Test(limits, under_balance_within_share_nothing_with_a_metric)
{
    struct made made = make(
        (struct texts){.accounts = four,
                       .reps = "id\nr1\nr2\n",
                       .rules = "{\"metrics\": [{\"name\": \"value\"}], "
                                "\"balance_within\": \"tier\", \"limits\": ["
                                "{\"metric\": \"value\", \"max\": 90}]}"});

    cr_assert(eq(sz, made.compiled->n_resources, 3));
    cr_assert(eq(int, made.compiled->limit_resource[0], 2));
    made_clear(&made);
}

Test(violation, measures_limits_by_target_and_mean)
{
    struct made made = make((struct texts){
        .accounts = four,
        .reps = "id,fte\nr1,3\nr2,1\n",
        .rules = "{\"metrics\": [{\"name\": \"accounts\"}], \"limits\": ["
                 "{\"metric\": \"accounts\", \"min\": 1, \"max\": 2}, "
                 "{\"metric\": \"accounts\", \"where\": {\"tier\": \"A\"}, "
                 "\"min\": 1}]}"});
    const struct problem *p = made.compiled->violation;

    /* r1: T = 3, so D = 3; r2: T = 1, M = 2. Of tier A M is half an account,
     * and D one. */
    cr_assert(eq(i64, term_penalty(p, term_of(p, 0, 0), 4), 66666666667));
    cr_assert(eq(i64, term_penalty(p, term_of(p, 0, 0), 0), 33333333333));
    cr_assert(eq(i64, term_penalty(p, term_of(p, 1, 0), 4), 100000000000));
    cr_assert(eq(i64, term_penalty(p, term_of(p, 1, 0), 2), 0));
    cr_assert(eq(i64, term_penalty(p, term_of(p, 1, 1), 0), 100000000000));
    cr_assert(eq(i64, term_of(p, 0, 0)->lo, INT64_MIN));
    cr_assert(eq(i64, term_of(p, 0, 0)->hi, INT64_MAX));
    made_clear(&made);
}

Test(violation, adds_up_limits_on_one_load)
{
    struct made made = make((struct texts){
        .accounts = four,
        .reps = "id\nr1\nr2\n",
        .rules = "{\"metrics\": [{\"name\": \"accounts\"}], \"limits\": ["
                 "{\"metric\": \"accounts\", \"max\": 1}, "
                 "{\"metric\": \"accounts\", \"max\": 2}]}"});
    const struct problem *p = made.compiled->violation;

    /* D = 2: 3 beyond the one, 2 beyond the other. */
    cr_assert(eq(i64, term_penalty(p, term_of(p, 0, 0), 4), 250000000000));
    cr_assert(eq(i64, term_of(made.compiled->problem, 0, 0)->hi, 1));
    made_clear(&made);
}

Test(violation, is_no_problem_without_limits_and_budgets)
{
    struct made made =
        make((struct texts){.accounts = four, .reps = "id\nr1\nr2\n"});

    cr_assert(eq(ptr, (void *)made.compiled->violation, NULL));
    made_clear(&made);
}

/* ---- Budgets ------------------------------------------------------------- */

#define BUDGETS                                                               \
    "{\"metrics\": [{\"name\": \"value\"}], \"continuity\": {"                \
    "\"max_moves\": 1, \"max_moved_share\": {\"value\": 0.33}, "              \
    "\"max_moved\": {\"value\": 7.77}, "                                      \
    "\"max_lost_per_book\": {\"accounts\": 0.5, \"value\": 0.25}}}"

static const char four_and_forced[] =
    "id,value,owner\nA1,10.5,r1\nA2,20,r1\nA3,30,r1\nA4,40,r2\nA5,99,gone\n"
    "A6,0.5,\n";

Test(budgets, stand_in_the_order_of_the_rules_then_of_owners)
{
    /* Values are in tenths and 200.0 in all; r1's settled ones weigh 60.5,
     * r2's 40; r3 has none. */
    struct made made = make((struct texts){.accounts = four_and_forced,
                                           .reps = "id\nr1\nr2\nr3\n",
                                           .rules = BUDGETS});
    static const int64_t limits[] = {1, 660, 77, 1, 0, 151, 100};
    static const int rules[] = {0, 1, 2, 3, 3, 4, 4};
    static const int owners[] = {-1, -1, -1, 0, 1, 0, 1};
    const struct problem *p = made.compiled->problem;

    cr_assert(eq(int, p->n_budgets, 7));
    for (int k = 0; k < 7; k++) {
        cr_assert(eq(i64, p->budget_limit.at[k], limits[k]), "%d", k);
        cr_assert(eq(int, made.compiled->budget_rule[k], rules[k]), "%d", k);
        cr_assert(eq(int, made.compiled->budget_owner[k], owners[k]), "%d", k);
        cr_assert(eq(i64, budget_penalty(p, k, 1000000), 0), "%d", k);
    }
    made_clear(&made);
}

Test(budgets, are_used_by_settled_accounts_that_leave)
{
    struct made made = make((struct texts){
        .accounts = "id,value,owner,parent\nA1,10.5,r1,\nA2,20,r2,A1\n"
                    "A3,30,r1,A1\nA4,40,gone,A1\nA5,0,,A1\n",
        .reps = "id\nr1\nr2\nr3\n",
        .rules = BUDGETS});
    const struct problem *p = made.compiled->problem;
    /* By budget: of r1, of r2. */
    static const int64_t amounts[] = {2,   1, 405, 200, 405,
                                      200, 2, 1,   405, 200};
    static const int budgets[] = {0, 0, 1, 1, 2, 2, 3, 4, 5, 6};

    cr_assert(eq(sz, p->leaves.n, 10));
    for (size_t k = 0; k < p->leaves.n; k++) {
        cr_assert(eq(i64, p->leaves.at[k].amount, amounts[k]), "%zu", k);
        cr_assert(eq(int, p->leaves.at[k].budget, budgets[k]), "%zu", k);
        cr_assert(eq(int, p->leaves.at[k].owner, (int)k % 2), "%zu", k);
    }
    made_clear(&made);
}

/* A1 is lost to the tune of 7.5, to r2 who knows the trade of 4.5, or stays; A2, of
 * r2, goes with it: 9 to r1, 15 to r3. So the family loses 9, 4.5 or 22.5. */
Test(budgets, of_losses_depend_on_who_gets_the_family)
{
    struct made made = make((struct texts){
        .accounts = "id,value,industry,owner,parent\nA1,100,food,r1,\n"
                    "A2,200,rail,r2,A1\nA3,300,food,,A1\n",
        .reps = "id,industries\nr1,rail\nr2,food\nr3,\n",
        .rules = "{\"continuity\": {\"max_loss\": 12.345}}"});
    const struct problem *p = made.compiled->problem;
    static const int64_t used[] = {900, 450, 2250};

    cr_assert(eq(int, made.status, EB_OK));
    cr_assert(eq(i64, p->budget_limit.at[0], 1234));
    cr_assert(eq(i64, (int64_t)p->budget_all.at[0], 2250));
    for (int r = 0; r < 3; r++) {
        int64_t sum = 0;

        for (size_t k = 0; k < p->leaves.n; k++)
            sum += p->leaves.at[k].owner == r ? 0 : p->leaves.at[k].amount;
        cr_assert(eq(i64, sum, used[r]), "r%d", r + 1);
    }
    made_clear(&made);
}

Test(budgets, of_losses_are_whole_without_values)
{
    struct made made =
        make((struct texts){.accounts = "id,owner\nA1,r1\nA2,r1\n",
                            .reps = "id\nr1\nr2\n",
                            .rules = "{\"continuity\": {\"max_loss\": 0.1}}"});
    const struct problem *p = made.compiled->problem;

    /* Who owns it has it for nothing: one entry, as of any budget. */
    cr_assert(eq(sz, p->leaves.n, 2));
    cr_assert(eq(i64, p->leaves.at[0].amount, 75000));
    cr_assert(eq(int, p->leaves.at[0].owner, 0));
    cr_assert(eq(i64, p->budget_limit.at[0], 100000));
    made_clear(&made);
}

Test(budgets, are_measured_by_their_size_or_a_thousandth_of_it_all)
{
    struct made made = make((struct texts){.accounts = four_and_forced,
                                           .reps = "id\nr1\nr2\nr3\n",
                                           .rules = BUDGETS});
    const struct problem *p = made.compiled->violation;

    /* Budget 1: 330 beyond 660. Budget 2: 7 beyond 77. Budget 4 is nothing,
     * so that an account counts as a whole. */
    cr_assert(eq(i64, budget_penalty(p, 0, 3), 200000000000));
    cr_assert(eq(i64, budget_penalty(p, 1, 990), 50000000000));
    cr_assert(eq(i64, budget_penalty(p, 2, 84), 9090909091));
    cr_assert(eq(i64, budget_penalty(p, 4, 1), 100000000000));
    cr_assert(eq(i64, budget_penalty(p, 4, 0), 0));
    made_clear(&made);
}

Test(budgets, of_nothing_stay_countable)
{
    /* W is a thousandth of 3,000,000,000.00: leaving with all of it costs a
     * thousand times 100 points. */
    struct made made = make((struct texts){
        .accounts = "id,value,owner\nA1,2999999999.99,r1\nA2,0.01,r1\n",
        .reps = "id\nr1\nr2\n",
        .rules = "{\"continuity\": {\"max_moved\": {\"value\": 0}}}"});

    cr_assert(eq(int, made.status, EB_OK));
    cr_assert(eq(i64,
                 budget_penalty(made.compiled->violation, 0, 300000000000),
                 100000000000000));
    made_clear(&made);
}
