/* test_tiers.c - tiers, against shares worked out by hand. */
#include "io/tiered.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

/* Tiers by row of accounts.csv; '-' outside. */
static void expect_tiers(const char *accounts, const char *within,
                         const char *cuts, const char *tiers)
{
    struct inputs inputs = {0};
    struct tiering t;
    struct tier_cuts at = tier_cuts_usual();

    cr_assert(cuts == NULL || tier_cuts_read(cuts, &at));
    cr_assert(eq(int,
                 (int)inputs_take(&inputs, EB_ACCOUNTS, NULL, "accounts.csv",
                                  accounts, strlen(accounts), NULL),
                 (int)EB_OK));
    cr_assert(eq(int, (int)tiering_make(&inputs, within, &at, &t, NULL),
                 (int)EB_OK));
    cr_assert(eq(sz, t.tiers.n_accounts, strlen(tiers)));
    for (size_t k = 0; k < t.tiers.n_accounts; k++) {
        int tier = t.tiers.account[k].tier;

        cr_expect(eq(chr, tier < 0 ? '-' : tier_letter(tier), tiers[k]));
    }
    tiering_clear(&t);
    inputs_clear(&inputs);
}

/* Of 100: 50, 80, 90, 95, 98, 99.5, 100 %. What stands before it decides. */
Test(tiers, begin_where_dearer_accounts_reach_a_cut)
{
    expect_tiers("id,value\na,50\nb,30\nc,10\nd,5\ne,3\nf,1.5\ng,0.5\n", NULL,
                 NULL, "AABBCCD");
}

Test(tiers, go_by_one_s_own_cuts)
{
    expect_tiers("id,value\na,50\nb,30\nc,10\nd,10\n", NULL, "0.5", "ABBB");
    expect_tiers("id,value\na,50\nb,30\nc,10\nd,10\n", NULL, "0.51,0.9",
                 "AABB");
}

/* The third 25 crosses no line that the first did not. */
Test(tiers, are_the_same_for_the_same_value)
{
    expect_tiers("id,value\na,25\nb,25\nc,25\nd,25\n", NULL, "0.3", "AAAA");
}

Test(tiers, put_what_is_worth_nothing_last)
{
    expect_tiers("id,value\na,0\nb,7\nc,-3\nd,\n", NULL, NULL, "DADD");
    expect_tiers("id,value\na,0\nb,0\n", NULL, NULL, "DD");
}

Test(tiers, leave_out_what_is_outside)
{
    expect_tiers("id,value,outside\na,1000,yes\nb,8,\nc,2,\n", NULL, NULL,
                 "-AB");
}

Test(tiers, are_made_group_by_group)
{
    expect_tiers("id,value,segment\na,100,x\nb,1,y\nc,1,x\n", "segment", NULL,
                 "AAD");
}

Test(tiers, refuse_cuts_that_do_not_rise)
{
    static const char *const wrong[] = {"",      "0",      "1", "0.8,0.8",
                                        "0.9,1", "0.8,",   "a", "-0.1",
                                        "80 %",  "0.5;0.8"};
    struct tier_cuts cuts;

    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++)
        cr_expect(tier_cuts_read(wrong[k], &cuts) == false);
}
