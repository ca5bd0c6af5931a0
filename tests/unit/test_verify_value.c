/* test_verify_value.c - each formula of docs/MODEL.md, worked out by hand. */
#include "tests/support/verify_case.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define POINT 1000000000LL

static struct evaluation value_of_texts(struct verify_texts texts,
                                        const char *owners)
{
    struct verify_case c = verify_case_of(texts);
    struct evaluation value = verify_case_value(&c, owners);

    verify_case_clear(&c);
    return value;
}

Test(verify_value, follows_the_default_penalty_beyond_its_last_breakpoint)
{
    /* T = 50, R = 2: 40 % is 100 / 2 x (0.1 x 0.001 + 0.1 x 1 + 0.2 x 3). */
    struct evaluation v = value_of_texts(
        (struct verify_texts){.accounts =
                                  "id,value\nA1,40\nA2,30\nA3,20\nA4,10\n",
                              .reps = "id\nr1\nr2\n",
                              .rules = "{'metrics': [{'name': 'value'}]}"},
        "A1=r1 A2=r1 A3=r2 A4=r2");

    cr_assert(eq(i64, v.unfairness, 70010000000));
    cr_assert(eq(i64, v.objective, v.unfairness));
    cr_assert(eq(int, v.legal, true));
}

Test(verify_value, widens_the_band_to_whole_loads)
{
    /* T = 1.5: the band of 10 % reaches from 1 to 2, that of 20 % too; only
     * the slope of 0.001 is paid: 100 / 2 x 0.001 / 3 each. */
    struct evaluation v = value_of_texts(
        (struct verify_texts){.accounts = "id\nA1\nA2\nA3\n",
                              .reps = "id\nr1\nr2\n",
                              .rules = "{'metrics': [{'name': 'accounts'}]}"},
        "A1=r1 A2=r1 A3=r2");

    cr_assert(eq(i64, v.unfairness, 2 * 16666667));
}

Test(verify_value, puts_an_own_penalty_behind_the_small_slope)
{
    /* T = 50, L = 60 and 40: 100 / 2 x (0.1 x 0.001 + 0.1 x 2) each. */
    const char *rules[] = {
        "{'metrics': [{'name': 'value', 'penalty': [[0.1, 2]]}]}",
        "{'metrics': [{'name': 'value',"
        " 'penalty': [[0, 0.001], [0.1, 2]]}]}"};

    for (size_t k = 0; k < 2; k++) {
        struct evaluation v = value_of_texts(
            (struct verify_texts){.accounts = "id,value\nA1,60\nA2,40\n",
                                  .reps = "id\nr1\nr2\n",
                                  .rules = rules[k]},
            "A1=r1 A2=r2");

        cr_assert(eq(i64, v.unfairness, 20010000000));
    }
}

Test(verify_value, gives_shares_by_capacity_ramp_and_presence)
{
    /* Present 183 of 365 days from 2027-07-02; of the ramp of 100 days, 100
     * days are partial: (0 + 1 + ... + 99 + 83 x 100) / (100 x 183). */
    struct verify_case c = verify_case_of((struct verify_texts){
        .accounts = "id,value\nA1,1000000\nA2,1000000\n",
        .reps = "id,fte,start_date,ramp\nr1,,,\n"
                "r2,0.5,2027-07-02,2027-10-10\n",
        .rules = "{'as_of': '2027-01-01', 'metrics': [{'name': 'value',"
                 " 'penalty': [[0, 1]]}]}"});
    struct evaluation v = verify_case_value(&c, "A1=r1 A2=r1");
    long double share =
        0.5L * ((4950.0L + 8300.0L) / 18300.0L) * (183.0L / 365.0L);
    long double t1 = 2e6L / (1.0L + share), t2 = 2e6L - t1;
    long double points =
        50.0L * ((2e6L - t1) / t1 + t2 / t2); /* R = 2, slope 1 */

    cr_assert(lt(dbl, fabs((double)(points * 1e9L) - (double)v.unfairness),
                 100000.0));
    verify_case_clear(&c);
}

Test(verify_value, charges_at_least_half_the_mean_for_a_move)
{
    /* Stickiness 0.4 + 0.3 / 3 = 0.5; V = 400, V / N / 2 = 100, more than half
     * of 10 and less than half of 390. */
    struct verify_texts texts = {.accounts =
                                     "id,value,owner\nA1,10,r1\nA2,390,r2\n",
                                 .reps = "id\nr1\nr2\n"};
    struct evaluation small = value_of_texts(texts, "A1=r2 A2=r2");
    struct evaluation large = value_of_texts(texts, "A1=r1 A2=r1");

    cr_assert(eq(i64, small.disruption, 3750000000));
    cr_assert(eq(i64, large.disruption, 7312500000));
}

Test(verify_value, adds_up_what_makes_an_account_sticky)
{
    /* The owner came 730 days before as_of; one owner before; r2 knows the
     * industry and one language of two. */
    struct evaluation v = value_of_texts(
        (struct verify_texts){
            .accounts = "id,value,owner,owner_since,owners_so_far,"
                        "renewal_date,open_opportunity,risk,industry,"
                        "language\n"
                        "A1,100,r1,2025-01-01,2,2027-06-30,3,High,steel,"
                        "de;fr\n",
            .reps = "id,industries,languages\nr1,,\nr2,steel;coal,de;it\n",
            .rules = "{'as_of': '2027-01-01'}"},
        "A1=r2");
    long double years = 730.0L / 365.25L;
    long double sum = 0.4L + 0.3L * years / 3.0L + 0.6L;
    long double stick = sum / 1.25L * (1.0L - 0.4L * 0.75L);

    cr_assert(
        lt(dbl, fabs((double)(15e9L * stick) - (double)v.disruption), 1.0));
}

Test(verify_value, makes_a_forced_move_cost_only_the_choice)
{
    /* r2 knows the industry: 0.5 x 0.6 against 0.5. Half the mean is 25. */
    struct verify_texts texts = {
        .accounts = "id,value,owner,industry\nA1,100,gone,steel\nA2,0,,\n",
        .reps = "id,industries\nr1,\nr2,steel\n"};
    struct evaluation unlike = value_of_texts(texts, "A1=r1 A2=r1");
    struct evaluation alike = value_of_texts(texts, "A1=r2 A2=r1");

    cr_assert(eq(i64, alike.disruption, 0));
    cr_assert(eq(i64, unlike.disruption, 3 * POINT));
}

Test(verify_value, counts_misfit_by_the_share_not_listed)
{
    struct verify_texts texts = {
        .accounts = "id,skills\nA1,a;b; c;b\nA2,\n",
        .reps = "id,skills\nr1,a\nr2,a; c;b\n",
        .rules = "{'fit': [{'account': 'skills', 'rep': 'skills',"
                 " 'weight': 2}]}"};
    struct evaluation v = value_of_texts(texts, "A1=r1 A2=r1");

    /* 2 x 100 x 2/3 / 2 accounts */
    cr_assert(eq(i64, v.fit, 66666666667));
    v = value_of_texts(texts, "A1=r2 A2=r1");
    cr_assert(eq(i64, v.fit, 0));
}

Test(verify_value, grades_territories_by_steps_up)
{
    static const struct {
        const char *code;
        int64_t fit;
    } cases[] = {
        {"DE", 66666666667},   /* DE, DACH, EMEA: two steps of three codes */
        {"DACH", 33333333333}, /* one */
        {"EMEA", 33333333333}, /* stands above the rep's: not his, but near */
        {"UK", 0},             /* the rep's own */
        {"LON", 100 * POINT},  /* not in the tree */
        {"", 0},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char accounts[64];
        struct evaluation v;

        snprintf(accounts, sizeof accounts, "id,territory\nA1,%s\n",
                 cases[k].code);
        v = value_of_texts(
            (struct verify_texts){
                .accounts = accounts,
                .reps = "id,territories\nr1,UK\n",
                .territories = "code,parent\nDE,DACH\nDACH,EMEA\nUK,EMEA\n",
                .rules = "{'territory': {'mode': 'graded'}}"},
            "A1=r1");
        cr_assert(eq(i64, v.fit, cases[k].fit), "case %zu", k);
    }
}

Test(verify_value, measures_distance_along_the_great_circle)
{
    struct evaluation v = value_of_texts(
        (struct verify_texts){
            .accounts = "id,latitude,longitude\nA1,10,20\nA2,,\n",
            .reps = "id,latitude,longitude\nr1,11,20\n",
            .rules = "{'fit': [{'distance': 'km', 'weight': 3}]}"},
        "A1=r1 A2=r1");
    double km = 6371.0088 * 3.14159265358979323846 / 180;

    cr_assert(lt(dbl, fabs(1.5e9 * km - (double)v.fit), 10.0));
}

Test(verify_value, takes_pairs_as_they_stand_and_the_dearest_for_the_rest)
{
    static const struct {
        const char *term;
        const char *owners;
        int64_t fit;
    } cases[] = {
        {"{'pair': 'cost', 'weight': 2}", "A1=r1 A2=r1", 3 * POINT},
        {"{'pair': 'cost', 'weight': 2}", "A1=r2 A2=r1", 4 * POINT},
        {"{'pair': 'cost', 'weight': 2}", "A1=r3 A2=r1", 4 * POINT},
        {"{'pair': 'cost', 'missing': 5}", "A1=r3 A2=r1", 10 * POINT},
        {"{'pair': 'fit'}", "A1=r1 A2=r1", 12500000000},
        {"{'pair': 'fit'}", "A1=r3 A2=r1", 45 * POINT},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char rules[128];
        struct evaluation v;

        snprintf(rules, sizeof rules, "{'fit': [%s]}", cases[k].term);
        v = value_of_texts(
            (struct verify_texts){.accounts = "id\nA1\nA2\n",
                                  .reps = "id\nr1\nr2\nr3\n",
                                  .pairs =
                                      "account,rep,cost,fit\nA1,r1,1.5,0.75\n"
                                      "A1,r2,2,0.1\n",
                                  .rules = rules},
            cases[k].owners);
        cr_assert(eq(i64, v.fit, cases[k].fit), "case %zu", k);
    }
}

Test(verify_value, weighs_workload_by_pairs)
{
    /* T = 4 each of 8, by the accounts' own; r1 then holds 6, 50 % over:
     * 50 x 0.5 a rep, slope 1 from 0. */
    struct evaluation v = value_of_texts(
        (struct verify_texts){.accounts = "id,workload\nA1,4\nA2,4\n",
                              .reps = "id\nr1\nr2\n",
                              .pairs = "account,rep,workload\nA1,r1,6\n",
                              .rules = "{'metrics': [{'name': 'workload',"
                                       " 'penalty': [[0, 1]]}]}"},
        "A1=r1 A2=r2");

    cr_assert(eq(i64, v.unfairness, 25 * POINT));
}

Test(verify_value, splits_capacity_over_the_groups_served)
{
    /* r1 serves a (40) and b (60) with 0.4 and 0.6, r2 only b with 1:
     * T: a 40; b 60 x 0.6 / 1.6 = 22.5 and 37.5. R = 3. */
    struct evaluation v = value_of_texts(
        (struct verify_texts){.accounts =
                                  "id,value,segment\nA1,40,a\nA2,60,b\n",
                              .reps = "id,segments\nr1,a;b\nr2,b\n",
                              .rules = "{'metrics': [{'name': 'value',"
                                       " 'penalty': [[0, 1]]}],"
                                       " 'balance_within': 'segment'}"},
        "A1=r1 A2=r2");

    /* 100 / 3 x (0 + 1 + 22.5 / 37.5) */
    cr_assert(lt(i64, llabs(v.unfairness - 53333333333), 3));
}

Test(verify_value, finds_the_groups_served_under_a_plural_in_ies)
{
    static const struct {
        const char *within, *accounts, *reps, *rules;
        int64_t unfairness;
    } cases[] = {
        /* Each rep has just what is due; and nothing of what is due. */
        {"industry", "id,value,industry\nA1,60,a\nA2,40,b\n",
         "id,industry,industries\nr1,b,a\nr2,a,b\n", "", 0},
        {"industry", "id,value,industry\nA1,60,b\nA2,40,a\n",
         "id,industries\nr1,a\nr2,b\n", "", 100 * POINT},
        /* r1 serves all, with 0.6 and 0.4 of it, r2 only DE: T: UK 60, DE 40 x
         * 0.4 / 1.4 and 40 / 1.4. */
        {"territory", "id,value,territory\nA1,60,UK\nA2,40,DE\n",
         "id,territories\nr1,EMEA\nr2,DE\n", "'territory': 'off',",
         46666666667},
        /* A column that the rules say is not there is none: T 30, 20 each. */
        {"industry", "id,value,industry\nA1,60,a\nA2,40,b\n",
         "id,industries\nr1,a\nr2,b\n",
         "'columns': {'accounts': {'id': 'id', 'value': 'value',"
         " 'industry': 'industry'}, 'reps': {'id': 'id',"
         " 'industries': null}},",
         100 * POINT},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char rules[512];
        struct evaluation v;

        snprintf(rules, sizeof rules,
                 "{'metrics': [{'name': 'value', 'penalty': [[0, 1]]}], %s"
                 " 'balance_within': '%s'}",
                 cases[k].rules, cases[k].within);
        v = value_of_texts(
            (struct verify_texts){.accounts = cases[k].accounts,
                                  .reps = cases[k].reps,
                                  .territories =
                                      "code,parent\nUK,EMEA\nDE,EMEA\n",
                                  .rules = rules},
            "A1=r1 A2=r2");
        cr_assert(lt(i64, llabs(v.unfairness - cases[k].unfairness), 1000),
                  "case %zu: %lld", k, (long long)v.unfairness);
    }
}

Test(verify_value, prices_broken_limits_and_budgets)
{
    static const struct {
        const char *rules;
        int64_t violation;
    } cases[] = {
        /* one above 1 of a mean load of 1 */
        {"{'limits': [{'metric': 'accounts', 'max': 1}]}", 100 * POINT},
        /* r2 has none, r1 one too many */
        {"{'limits': [{'metric': 'accounts', 'min': 1, 'max': 1}]}",
         200 * POINT},
        /* 100 above 300 beside a mean of 200 */
        {"{'limits': [{'metric': 'value', 'max': 300}]}", 50 * POINT},
        /* balanced, r2's target is 100 and r1's 300; M is 200 */
        {"{'metrics': [{'name': 'value'}],"
         " 'limits': [{'metric': 'value', 'max': 'max_value'}]}",
         100 * POINT},
        {"{'continuity': {'max_moves': 0}}", 100 * POINT},
        {"{'continuity': {'max_moves': 1}}", 0},
        {"{'continuity': {'max_moved': {'value': 50}}}", 500 * POINT},
        {"{'continuity': {'max_moved_share': {'value': 0.5}}}", 50 * POINT},
        {"{'continuity': {'max_lost_per_book': {'value': 0.5}}}", 100 * POINT},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct evaluation v = value_of_texts(
            (struct verify_texts){
                .accounts = "id,value,owner\nA1,100,r1\nA2,300,r2\n",
                .reps = "id,capacity,max_value\nr1,3,100\nr2,1,\n",
                .rules = cases[k].rules},
            "A1=r1 A2=r1");

        cr_assert(eq(i64, v.violation, cases[k].violation), "case %zu", k);
    }
}

Test(verify_value, adds_up_what_passes_where)
{
    static const struct {
        const char *where;
        int counted;
    } cases[] = {
        {"{}", 4},
        {"{'tier': 'A'}", 2},
        {"{'tier': ['A', 'B']}", 3},
        {"{'tier': {'not': 'A'}}", 2},
        {"{'tier': null}", 1},
        {"{'tier': ''}", 1},
        {"{'nps': 7}", 1},
        {"{'nps': {'min': 7}}", 2},
        {"{'nps': {'min': 7, 'max': 8.5}}", 1},
        {"{'nps': {'not': {'min': 7}}}", 2},
        {"{'renewal_date': '2027-03-01'}", 1},
        {"{'renewal_date': {'max': '2027-03-02'}}", 2},
        {"{'skills': 'b'}", 1},
        {"{'skills': 'a;b'}", 1},
        {"{'open_opportunity': true}", 2},
        {"{'open_opportunity': false}", 2},
        {"{'open_opportunity': true, 'tier': 'A'}", 1},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int spare = -1; spare <= 0; spare++) {
            char rules[256];
            struct evaluation v;

            snprintf(rules, sizeof rules,
                     "{'limits': [{'metric': 'accounts', 'max': %d,"
                     " 'where': %s}]}",
                     cases[k].counted + spare, cases[k].where);
            v = value_of_texts(
                (struct verify_texts){.accounts =
                                          "id,tier,nps,renewal_date,skills,"
                                          "open_opportunity\n"
                                          "A1,A,7.0,3/1/2027,a;b,yes\n"
                                          "A2,A,9,3/2/2027,a,0\n"
                                          "A3,B,,,,\n"
                                          "A4, ,-3,12/31/2027,,2\n",
                                      .reps = "id\nr1\n",
                                      .rules = rules},
                "A1=r1 A2=r1 A3=r1 A4=r1");
            /* One too many, beside a mean load of all that count. */
            cr_assert(
                eq(i64, v.violation, spare * -100 * POINT / cases[k].counted),
                "case %zu", k);
        }
}

Test(verify_value, evaluates_the_same_inputs_again_and_again)
{
    struct verify_case c = verify_case_of(
        (struct verify_texts){.accounts = "id,value\nA1,60\nA2,40\n",
                              .reps = "id\nr2\nr1\n",
                              .rules = "{'metrics': [{'name': 'value'}]}"});
    struct verifier *verifier = NULL;
    struct evaluation split, joined, none;

    cr_assert(eq(int, verifier_new(&c.in, &verifier, c.said), EB_OK));
    cr_assert(eq(sz, verifier_reps(verifier), 2));
    cr_assert(eq(str, (char *)verifier_rep(verifier, 0), "r1"));
    for (int k = 0; k < 3; k++) {
        verifier_value(verifier, (int[]){0, 1}, &split);
        verifier_value(verifier, (int[]){1, 1}, &joined);
        verifier_value(verifier, (int[]){1, -1}, &none);
        cr_assert(eq(int, split.legal, true));
        cr_assert(eq(int, joined.legal, true));
        cr_assert(eq(int, none.legal, false));
        cr_assert(gt(i64, joined.objective, split.objective));
    }
    verifier_free(verifier);
    verify_case_clear(&c);
}
