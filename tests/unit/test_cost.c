/* test_cost.c - what accounts cost at reps, worked by hand from MODEL.md
 * sections 7 and 8. */
#include "tests/support/making.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#define STILL "\"continuity\": {\"weight\": 0}"

/* ---- Fit ----------------------------------------------------------------- */

static int64_t fit_of(struct texts texts, const char *account, const char *rep)
{
    struct made made = make(texts);
    int64_t cost;

    if (made.status != EB_OK)
        show_messages(made.said);
    cr_assert(eq(int, made.status, EB_OK));
    cost = account_cost(made.compiled, made_account(&made, account),
                        made_rep(&made, rep), COST_FIT);
    if (made_family(&made, account)->n == 1)
        cr_assert(eq(i64, made_cost(&made, account, rep), cost));
    made_clear(&made);
    return cost;
}

static const struct {
    const char *wanted, *known;
    int64_t cost; /* of one account at weight 0.5: 50 points at misfit 1 */
} matches[] = {
    {"bank", "bank;food", 0},
    {"bank", "food", 50000000000},
    {"bank", "", 50000000000},
    {"", "food", 0},
    {"crm;erp;sql", "sql;crm", 16666666667},
    {"crm;erp;sql", "java", 50000000000},
};

Test(fit, charges_the_share_of_entries_that_the_rep_lacks)
{
    for (size_t k = 0; k < sizeof matches / sizeof *matches; k++) {
        char accounts[128], reps[128];

        snprintf(accounts, sizeof accounts, "id,skills\nA1,%s\n",
                 matches[k].wanted);
        snprintf(reps, sizeof reps, "id,skills\nr1,%s\n", matches[k].known);
        cr_assert(eq(i64,
                     fit_of((struct texts){.accounts = accounts,
                                           .reps = reps,
                                           .rules = "{\"fit\": [{\"account\": "
                                                    "\"skills\", \"rep\": "
                                                    "\"skills\", \"weight\": "
                                                    "0.5}]," STILL "}"},
                            "A1", "r1"),
                     matches[k].cost));
    }
}

static const struct {
    const char *code, *served;
    int64_t cost; /* a depth of 3 */
} graded[] = {
    {"LON", "UK", 0},
    {"LON", "LON", 0},
    {"LON", "DE", 66666666667},
    {"LON", "DE;EMEA", 0},
    {"LON", "US", 100000000000},
    {"LON", "", 100000000000},
    {"EMEA", "LON", 33333333333},
    {"UK", "LON;DE", 33333333333},
    {"UK", "DE", 33333333333},
    {"", "US", 0},
};

Test(fit, grades_territories_by_steps_up_the_tree)
{
    for (size_t k = 0; k < sizeof graded / sizeof *graded; k++) {
        char accounts[128], reps[128];

        snprintf(accounts, sizeof accounts, "id,territory\nA1,%s\n",
                 graded[k].code);
        snprintf(reps, sizeof reps, "id,territories\nr1,%s\n",
                 graded[k].served);
        cr_assert(eq(i64,
                     fit_of(
                         (struct texts){
                             .accounts = accounts,
                             .reps = reps,
                             .territories = "code,parent\nEMEA,\nUK,EMEA\n"
                                            "LON,UK\nDE,EMEA\nUS,\n",
                             .rules = "{\"territory\": {\"mode\": "
                                      "\"graded\", \"weight\": 1}," STILL "}"},
                         "A1", "r1"),
                     graded[k].cost),
                  "%s at %s", graded[k].code, graded[k].served);
    }
}

Test(fit, measures_great_circles)
{
    /* London to Paris is 343.6 km; a quarter of the equator R pi / 2. */
    struct texts texts = {
        .accounts = "id,latitude,longitude\nA1,51.5074,-0.1278\nA2,0,0\nA3,,"
                    "\n",
        .reps = "id,latitude,longitude\nr1,48.8566,2.3522\nr2,0,90\n",
        .rules =
            "{\"fit\": [{\"distance\": \"km\", \"weight\": 3}]," STILL "}"};

    cr_assert(epsilon_eq(dbl, (double)fit_of(texts, "A1", "r1") / 1e9, 343.556,
                         0.01));
    cr_assert(epsilon_eq(dbl, (double)fit_of(texts, "A2", "r2") / 1e9,
                         10007.5572, 0.0001));
    cr_assert(eq(i64, fit_of(texts, "A3", "r2"), 0));
}

Test(fit, warns_of_accounts_without_coordinates_and_refuses_such_reps)
{
    struct texts texts = {.accounts = "id,latitude,longitude\nA1,1,\nA2,0,0\n",
                          .reps = "id,latitude,longitude\nr1,1,2\nr2,0,\n",
                          .rules = "{\"fit\": [{\"distance\": \"km\"}]}"};
    struct made made = make(texts);

    cr_assert(eq(int, made.status, EB_BAD_DATA));
    cr_assert(eq(str, (char *)eb_messages_text(made.said, 0),
                 "reps.csv:3:2: rep \"r2\" has no latitude and longitude, "
                 "which the fit by distance needs"));
    made_clear(&made);
    texts.reps = "id,latitude,longitude\nr1,1,2\n";
    made = make(texts);
    cr_assert(eq(int, made.status, EB_OK));
    cr_assert(eq(str, (char *)eb_messages_text(made.said, 0),
                 "accounts.csv:2:2: 1 account has no latitude and longitude "
                 "(first \"A1\"): distance does not matter for it"));
    made_clear(&made);
}

static const struct {
    const char *term, *account, *rep;
    int64_t cost; /* of two accounts */
} pair_costs[] = {
    {"{\"pair\": \"cost\", \"weight\": 2}", "A1", "r1", 7000000000},
    {"{\"pair\": \"cost\", \"weight\": 2}", "A1", "r2", 2500000000},
    /* Blank, then no row: the dearest listed. */
    {"{\"pair\": \"cost\", \"weight\": 2}", "A1", "r3", 7000000000},
    {"{\"pair\": \"cost\", \"weight\": 2}", "A1", "r4", 7000000000},
    {"{\"pair\": \"cost\", \"weight\": 2}", "A2", "r1", 0},
    {"{\"pair\": \"cost\", \"missing\": -4}", "A1", "r3", -4000000000},
    {"{\"pair\": \"cost\", \"missing\": -4}", "A2", "r1", -4000000000},
    {"{\"pair\": \"fit\", \"weight\": 1}", "A1", "r1", 10000000000},
    {"{\"pair\": \"fit\", \"weight\": 1}", "A1", "r2", 37500000000},
    {"{\"pair\": \"fit\", \"weight\": 1}", "A1", "r4", 37500000000},
    {"{\"pair\": \"fit\", \"missing\": 0.5}", "A1", "r4", 25000000000},
};

Test(fit, takes_pairs_as_they_stand_or_what_is_missing)
{
    for (size_t k = 0; k < sizeof pair_costs / sizeof *pair_costs; k++) {
        char rules[256];

        snprintf(rules, sizeof rules, "{\"fit\": [%s], %s}",
                 pair_costs[k].term, STILL);
        cr_assert(eq(i64,
                     fit_of((struct texts){.accounts = "id\nA1\nA2\n",
                                           .reps = "id\nr1\nr2\nr3\nr4\n",
                                           .pairs = "account,rep,cost,fit\n"
                                                    "A1,r1,3.5,0.8\n"
                                                    "A1,r2,1.25,0.25\n"
                                                    "A1,r3,,1\n",
                                           .rules = rules},
                            pair_costs[k].account, pair_costs[k].rep),
                     pair_costs[k].cost),
                  "%s %s at %s", pair_costs[k].term, pair_costs[k].account,
                  pair_costs[k].rep);
    }
}

/* ---- Continuity ---------------------------------------------------------- */

/* N = 50, V = 400, so that half the average is 4: less is never at stake. */
#define CHARACTERS                                                            \
    "id,value,owner,owner_since,renewal_date,open_opportunity,risk,"          \
    "owners_so_far,industry,segment,language\n"

static const struct {
    const char *cells, *stickiness;
    int64_t cost, alike; /* at r2, who lists nothing, and r3 */
} switches[] = {
    /* 1e11 x 0.15 x stick x 100 / 400 = 3.75e9 x stick. */
    {"4,r1,2020-01-01,,,,,,,", "", 150000000, 150000000},
    {"100,r1,2020-01-01,,,,,,,", "", 2625000000, 2625000000},
    {"100,r1,,,,,,,,", "", 1875000000, 1875000000},
    {"100,r1,2027-01-01,,,,,,,", "", 1500000000, 1500000000},
    {"100,r1,2027-06-01,,,,,,,", "", 1500000000, 1500000000},
    {"100,r1,,2027-06-30,,,,,,", "", 2625000000, 2625000000},
    {"100,r1,,2027-07-01,,,,,,", "", 1875000000, 1875000000},
    {"100,r1,,2026-12-31,,,,,,", "", 1875000000, 1875000000},
    {"100,r1,,,yes,,,,,", "", 2625000000, 2625000000},
    {"100,r1,,,3,,,,,", "", 2625000000, 2625000000},
    {"100,r1,,,0,HIGH,,,,", "", 2625000000, 2625000000},
    {"100,r1,,,,Low,,,,", "", 1875000000, 1875000000},
    /* 0.5 / 1.25^2 = 0.32; at 20 owners so far the least of 0.1. */
    {"100,r1,,,,,3,,,", "", 1200000000, 1200000000},
    {"100,r1,,,,,20,,,", "", 375000000, 375000000},
    {"100,r1,,,,,,,,", "\"base\": 5", 5625000000, 5625000000},
    /* r3 lists bank and en: all, half, two thirds, a third of it. */
    {"100,r1,,,,,,bank,,", "", 1875000000, 1125000000},
    {"100,r1,,,,,,bank,big,", "", 1875000000, 1500000000},
    {"100,r1,,,,,,bank,big,en", "", 1875000000, 1375000000},
    {"100,r1,,,,,,,,en;de", "", 1875000000, 1500000000},
    {"100,r1,,,,,,bank,,", "\"similarity\": 0", 1875000000, 1875000000},
};

Test(continuity, charges_what_a_switch_is_expected_to_lose)
{
    for (size_t k = 0; k < sizeof switches / sizeof *switches; k++) {
        char accounts[4096], rules[256];
        size_t length;
        struct made made;

        snprintf(accounts, sizeof accounts,
                 CHARACTERS "A1,%s\nA2,%d,,,,,,,,,\n", switches[k].cells,
                 switches[k].cells[0] == '4' ? 396 : 300);
        length = strlen(accounts);
        for (int n = 3; n <= 50; n++)
            length +=
                (size_t)snprintf(accounts + length, sizeof accounts - length,
                                 "A%d,0,,,,,,,,,\n", n);
        snprintf(rules, sizeof rules,
                 "{\"as_of\": \"2027-01-01\", \"metrics\": [{\"name\": "
                 "\"value\", \"weight\": 0}], \"continuity\": "
                 "{\"stickiness\": {%s}}}",
                 switches[k].stickiness);
        made = make((struct texts){
            .accounts = accounts,
            .reps = "id,industries,languages\nr1,,\nr2,,\nr3,bank,en\n",
            .rules = rules});
        cr_assert(eq(int, made.status, EB_OK));
        cr_assert(eq(i64, made_cost(&made, "A1", "r1"), 0));
        cr_assert(eq(i64, made_cost(&made, "A1", "r2"), switches[k].cost),
                  "%s", switches[k].cells);
        cr_assert(eq(i64, made_cost(&made, "A1", "r3"), switches[k].alike),
                  "%s", switches[k].cells);
        cr_assert(eq(i64, made_cost(&made, "A2", "r1"), 0));
        made_clear(&made);
    }
}

Test(continuity, charges_a_forced_account_only_for_the_choice)
{
    /* Stick 0.5, but 0.3 at r2, who knows banks; r1 is ruled out. Half the
     * average is 25. */
    struct made made = make((struct texts){
        .accounts = "id,value,owner,industry,not\nA1,100,gone,bank,r1\n"
                    "A2,0,,,\n",
        .reps = "id,industries\nr1,bank\nr2,bank\nr3,\n"});

    cr_assert(eq(i64, made_cost(&made, "A1", "r1"), NO_ARC));
    cr_assert(eq(i64, made_cost(&made, "A1", "r2"), 0));
    cr_assert(eq(i64, made_cost(&made, "A1", "r3"), 3000000000));
    cr_assert(epsilon_eq(dbl, account_loss(made.compiled, 0, 2), 7.5, 1e-12));
    cr_assert(epsilon_eq(dbl, account_loss(made.compiled, 0, 1), 4.5, 1e-12));
    made_clear(&made);
}

Test(continuity, takes_the_least_over_the_arcs_that_are_left)
{
    /* Both who know banks are ruled out: r3 is the best there is. */
    struct made made = make((struct texts){
        .accounts = "id,value,owner,industry,not\nA1,100,gone,bank,r1;r2\n",
        .reps = "id,industries\nr1,bank\nr2,bank\nr3,\n"});

    cr_assert(eq(i64, made_cost(&made, "A1", "r3"), 0));
    made_clear(&made);
}

Test(continuity, lets_each_member_of_a_family_stay_for_free)
{
    /* Each of the three is worth 1 of 3: 1e11 x 0.15 x 0.5 / 3. */
    struct made made = make((struct texts){
        .accounts = "id,parent,owner\nA1,,r1\nA2,A1,r2\nA3,A1,\n",
        .reps = "id\nr1\nr2\nr3\n"});

    cr_assert(eq(i64, made_cost(&made, "A1", "r1"), 2500000000));
    cr_assert(eq(i64, made_cost(&made, "A1", "r2"), 2500000000));
    cr_assert(eq(i64, made_cost(&made, "A1", "r3"), 5000000000));
    cr_assert(
        epsilon_eq(dbl, account_loss(made.compiled, 0, 1), 0.075, 1e-15));
    cr_assert(eq(dbl, account_loss(made.compiled, 0, 0), 0));
    cr_assert(eq(dbl, account_loss(made.compiled, 2, 0), 0));
    made_clear(&made);
}

Test(continuity, counts_each_account_as_one_where_all_value_is_naught)
{
    struct made made =
        make((struct texts){.accounts = "id,value,owner\nA1,0,r1\nA2,0,\n",
                            .reps = "id\nr1\nr2\n"});

    cr_assert(eq(i64, made.compiled->value_total, 2));
    cr_assert(eq(i64, made_cost(&made, "A1", "r2"), 3750000000));
    made_clear(&made);
}
