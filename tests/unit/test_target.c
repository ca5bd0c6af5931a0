/* test_target.c - groups, targets, resources, penalties: MODEL.md sections 5
 * and 6, worked by hand. */
#include "tests/support/making.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#define VALUE(weight)                                                         \
    "{\"metrics\": [{\"name\": \"value\", \"weight\": " weight "}]"
#define GROUPED VALUE("1") ", \"balance_within\": \"segment\"}"

static int64_t target(const struct made *made, const char *rep, int metric,
                      const char *group)
{
    int k = made_resource(made, metric, group);

    cr_assert(ge(int, k, 0));
    return (int64_t)made->compiled
        ->target[(size_t)made_rep(made, rep) * made->compiled->n_resources +
                 (size_t)k];
}

static int64_t penalty(const struct made *made, const char *rep, int resource,
                       int64_t load)
{
    const struct problem *p = made->compiled->problem;

    return term_penalty(p, problem_term(p, made_rep(made, rep), resource),
                        load);
}

Test(target, follows_capacity)
{
    struct made made =
        make((struct texts){.accounts = "id,value\nA1,60\nA2,40.5\n",
                            .reps = "id,fte\nr1,1\nr2,0.5\nr3,0\n",
                            .rules = VALUE("1") "}"});

    /* 100.5 units, in tenths: two thirds and one third. */
    cr_assert(eq(i64, target(&made, "r1", 0, NULL), 670000000));
    cr_assert(eq(i64, target(&made, "r2", 0, NULL), 335000000));
    cr_assert(eq(i64, target(&made, "r3", 0, NULL), 0));
    cr_assert(eq(i64, made.compiled->resources[0].total, 1005));
    cr_assert(eq(sz, made.compiled->resources[0].n_targets, 2));
    made_clear(&made);
}

Test(target, splits_a_rep_over_the_groups_served)
{
    /* S_r1 = 100, S_r2 = 60: u = 0.6 and 0.5 in big, 0.4 in small. */
    struct made made = make((struct texts){
        .accounts = "id,value,segment\nA1,60,big\nA2,40,small\nA3,0,big\n",
        .reps = "id,fte,segments\nr1,1,small;big\nr2,0.5,big\nr3,1,other\n",
        .rules = GROUPED});

    cr_assert(eq(sz, made.compiled->n_resources, 2));
    cr_assert(eq(i64, target(&made, "r1", 0, "big"), 32727273));
    cr_assert(eq(i64, target(&made, "r2", 0, "big"), 27272727));
    cr_assert(eq(i64, target(&made, "r1", 0, "small"), 40000000));
    cr_assert(eq(i64, target(&made, "r2", 0, "small"), 0));
    cr_assert(eq(i64, target(&made, "r3", 0, "big"), 0));
    cr_assert(eq(sz, made.compiled->resources[0].n_targets, 3));
    cr_assert(eq(sz, eb_messages_count(made.said), 0));
    made_clear(&made);
}

Test(target, takes_the_groups_served_from_a_plural_in_ies)
{
    struct made made = make((struct texts){
        .accounts = "id,value,industry\nA1,60,bank\nA2,40,farm\n",
        .reps = "id,industry,industries\nr1,farm,bank\nr2,bank,farm\n",
        .rules = VALUE("1") ", \"balance_within\": \"industry\"}"});

    cr_assert(eq(i64, target(&made, "r1", 0, "bank"), 60000000));
    cr_assert(eq(i64, target(&made, "r1", 0, "farm"), 0));
    cr_assert(eq(i64, target(&made, "r2", 0, "bank"), 0));
    cr_assert(eq(i64, target(&made, "r2", 0, "farm"), 40000000));
    made_clear(&made);
}

Test(target, serves_a_territory_with_all_that_lies_in_it)
{
    struct made made = make((struct texts){
        .accounts = "id,value,territory\nA1,60,UK\nA2,40,DE\nA3,10,EMEA\n",
        .reps = "id,territories\nr1,EMEA\nr2,DE\n",
        .territories = "code,parent\nUK,EMEA\nDE,EMEA\n",
        .rules = VALUE("1") ", \"territory\": \"off\","
                            " \"balance_within\": \"territory\"}"});

    /* S_r1 = 110, S_r2 = 40: u = 40 / 110 and 1 in DE. */
    cr_assert(eq(i64, target(&made, "r1", 0, "UK"), 60000000));
    cr_assert(eq(i64, target(&made, "r2", 0, "UK"), 0));
    cr_assert(eq(i64, target(&made, "r1", 0, "DE"), 10666667));
    cr_assert(eq(i64, target(&made, "r2", 0, "DE"), 29333333));
    cr_assert(eq(i64, target(&made, "r1", 0, "EMEA"), 10000000));
    cr_assert(eq(i64, target(&made, "r2", 0, "EMEA"), 0));
    made_clear(&made);
}

Test(target, finds_the_groups_served_by_the_arcs)
{
    /* No column for it in reps.csv; A2 may not go to r1. */
    struct made made = make((struct texts){
        .accounts = "id,value,segment,not\nA1,60,big,\nA2,40,,r1\n",
        .reps = "id\nr1\nr2\n",
        .rules = GROUPED});

    cr_assert(eq(i64, target(&made, "r1", 0, "big"), 37500000));
    cr_assert(eq(i64, target(&made, "r2", 0, "big"), 22500000));
    cr_assert(eq(i64, target(&made, "r2", 0, ""), 40000000));
    cr_assert(eq(i64, target(&made, "r1", 0, ""), 0));
    cr_assert(eq(int, made_resource(&made, 0, ""), 0));
    made_clear(&made);
}

Test(target, warns_of_a_group_that_nobody_serves)
{
    struct made made = make((struct texts){
        .accounts = "id,value,segment\nA1,60,big\nA2,40,small\n",
        .reps = "id,segments\nr1,big\n",
        .rules = GROUPED});

    cr_assert(eq(sz, made.compiled->n_resources, 1));
    cr_assert(eq(str, (char *)eb_messages_text(made.said, 0),
                 "accounts.csv: segment \"small\": no rep serves this group, "
                 "so nobody has a target in it"));
    made_clear(&made);
}

Test(target, has_no_resource_for_a_metric_without_weight_or_total)
{
    struct made made = make((struct texts){
        .accounts = "id,value,workload\nA1,60,0\n",
        .reps = "id\nr1\n",
        .rules = "{\"metrics\": [{\"name\": \"value\", \"weight\": 0}, "
                 "{\"name\": \"workload\"}]}"});

    cr_assert(eq(sz, made.compiled->n_resources, 0));
    cr_assert(eq(sz, made.compiled->problem->terms.n, 0));
    made_clear(&made);
}

Test(target, is_missed_at_a_price)
{
    /* T = 50 each of R = 2; the band ends at 45 and 55, twice it at 40, 60.
     * weight x 100 / R = 100 points for a whole target missed at slope 1. */
    struct made made =
        make((struct texts){.accounts = "id,value\nA1,60\nA2,40\n",
                            .reps = "id\nr1\nr2\n",
                            .rules = VALUE("2") "}"});

    cr_assert(eq(i64, penalty(&made, "r1", 0, 50), 0));
    cr_assert(eq(i64, penalty(&made, "r1", 0, 55), 10000000));
    cr_assert(eq(i64, penalty(&made, "r1", 0, 45), 10000000));
    /* 5 at 0.001, 5 at 1, and of 64 also 4 at 3. */
    cr_assert(eq(i64, penalty(&made, "r1", 0, 60), 10010000000));
    cr_assert(eq(i64, penalty(&made, "r1", 0, 64), 34010000000));
    cr_assert(eq(i64, penalty(&made, "r1", 0, 36), 34010000000));
    made_clear(&made);
}

Test(target, has_a_band_of_whole_accounts)
{
    /* T = 2.5: the band of 10 % reaches from 2 to 3, that of 20 % too. */
    struct made made = make(
        (struct texts){.accounts = "id\nA1\nA2\nA3\nA4\nA5\n",
                       .reps = "id\nr1\nr2\n",
                       .rules = "{\"metrics\": [{\"name\": \"accounts\"}]}"});

    /* 50 points for a whole target at slope 1. */
    cr_assert(eq(i64, penalty(&made, "r1", 0, 3), 10000000));
    cr_assert(eq(i64, penalty(&made, "r1", 0, 2), 10000000));
    cr_assert(eq(i64, penalty(&made, "r1", 0, 4), 60010000000));
    cr_assert(eq(i64, penalty(&made, "r1", 0, 1), 60010000000));
    made_clear(&made);
}

Test(target, takes_penalties_of_ones_own_and_bands_beyond_nought)
{
    /* Below, the band of 150 % reaches under nought. */
    struct made made = make((struct texts){
        .accounts = "id,value\nA1,60\nA2,40\n",
        .reps = "id\nr1\nr2\n",
        .rules =
            "{\"metrics\": [{\"name\": \"value\", \"penalty\": [[0, 0.5], "
            "[1.5, 2]]}]}"});

    cr_assert(eq(i64, penalty(&made, "r1", 0, 0), 25000000000));
    cr_assert(eq(i64, penalty(&made, "r1", 0, 125), 37500000000));
    cr_assert(eq(i64, penalty(&made, "r1", 0, 135), 57500000000));
    made_clear(&made);
}

Test(target, lets_pairs_replace_the_workload)
{
    struct made made = make(
        (struct texts){.accounts = "id,workload\nA1,2\nA2,4\n",
                       .reps = "id\nr1\nr2\nr3\n",
                       .pairs = "account,rep,workload\nA1,r1,3.25\nA1,r2,\n",
                       .rules = "{\"metrics\": [{\"name\": \"workload\"}]}"});
    const struct load *loads;

    /* Quarters, since the row has two decimals; targets by the column. */
    cr_assert(eq(i64, made.compiled->resources[0].total, 600));
    cr_assert(eq(int, problem_loads(made.compiled->problem, 0, 0, &loads), 1));
    cr_assert(eq(i64, loads[0].amount, 325));
    cr_assert(eq(int, problem_loads(made.compiled->problem, 0, 1, &loads), 1));
    cr_assert(eq(i64, loads[0].amount, 200));
    made_clear(&made);
}

Test(target, weighs_by_the_largest_pair_where_there_is_no_column)
{
    struct made made = make((struct texts){
        .accounts = "id\nA1\nA2\n",
        .reps = "id\nr1\nr2\nr3\n",
        .pairs = "account,rep,workload\nA1,r1,3\nA1,r2,5\n",
        .rules = "{\"metrics\": [{\"name\": \"accounts\"}], "
                 "\"limits\": [{\"metric\": \"workload\", \"max\": 9}]}"});
    const struct load *loads;
    int resource = made.compiled->limit_resource[0];

    cr_assert(eq(i64, made.compiled->resources[resource].total, 5));
    cr_assert(eq(int, problem_loads(made.compiled->problem, 0, 0, &loads), 2));
    cr_assert(eq(i64, loads[1].amount, 3));
    cr_assert(eq(int, problem_loads(made.compiled->problem, 0, 2, &loads), 2));
    cr_assert(eq(i64, loads[1].amount, 5));
    made_clear(&made);
}

Test(target, refuses_totals_that_cannot_be_added_exactly)
{
    /* 2^53 = 9007199254740992, and one more of the smallest unit. */
    struct texts texts = {.accounts =
                              "id,value\nA1,9007199254.740990\nA2,0.000002\n",
                          .reps = "id\nr1\nr2\n",
                          .rules = VALUE("0") "}"};
    struct made made = make(texts);

    cr_assert(eq(int, made.status, EB_OK));
    made_clear(&made);
    texts.accounts = "id,value\nA1,9007199254.740990\nA2,0.000003\n";
    made = make(texts);
    cr_assert(eq(int, made.status, EB_BAD_DATA));
    cr_assert(eq(sz, says_count(made.said, "value"), 1));
    made_clear(&made);
    texts.accounts = "id,size\nA1,9007199254.740990\nA2,0.000003\n";
    texts.rules = "{\"metrics\": [{\"name\": \"size\", \"weight\": 0}]}";
    made = make(texts);
    cr_assert(eq(int, made.status, EB_BAD_DATA));
    cr_assert(eq(sz, says_count(made.said, "metric \"size\""), 1));
    made_clear(&made);
}
