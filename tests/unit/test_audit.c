/* test_audit.c - the books as they are, against what pencil and paper say. */
#include "model/audit.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "tests/support/making.h"

/* 100 a month each for two whole reps and a half one, so targets are 160, 160, 80
 * of 400 in all; ann has 200, bo 100, cy 80, and nobody 20. */
static const struct texts three = {
    .accounts = "id,value,owner,risk,last_contact,parent\n"
                "A1,120,ann,high,2026-12-20,\n"
                "A2,80,ann,high,2026-01-01,\n"
                "A3,100,bo,high,,\n"
                "A4,80,cy,high,2026-12-30,A3\n"
                "A5,20,,low,2026-12-30,\n",
    .reps = "id,fte,max_value\nann,1,150\nbo,1,\ncy,0.5,\n",
    .rules = "{\"as_of\": \"2027-01-01\", \"metrics\": [{\"name\": \"value\", "
             "\"band\": 0.3}], \"limits\": [{\"metric\": \"value\", \"max\": "
             "\"max_value\"}]}"};

static struct audit *audit_of(const struct made *made)
{
    struct audit *audit = NULL;

    cr_assert(eq(int, (int)made->status, (int)EB_OK));
    cr_assert(eq(int, (int)audit_make(made->compiled, &audit), (int)EB_OK));
    return audit;
}

Test(audit, measures_what_capacity_is_due)
{
    struct made made = make(three);
    struct audit *audit = audit_of(&made);
    const struct audit_measure *value = &audit->measures.at[0];
    double shares[] = {1.25, 0.625, 1}, mean = 2.875 / 3, spread = 0;

    for (int k = 0; k < 3; k++)
        spread += (shares[k] - mean) * (shares[k] - mean) / 3;
    cr_assert(eq(sz, audit->measures.n, 1));
    cr_assert(eq(i64, value->total, 380 + 20));
    cr_assert(eq(i64, value->owned, 380));
    cr_assert(eq(sz, value->books, 3));
    cr_assert(eq(sz, value->within, 2)); /* 1.25 and 1 within 30 % */
    cr_assert(epsilon_eq(dbl, value->fairness.max_deviation, 0.375, 1e-12));
    cr_assert(epsilon_eq(dbl, value->fairness.max_min, 2, 1e-12));
    cr_assert(epsilon_eq(dbl, value->fairness.cv, sqrt(spread) / mean, 1e-12));
    audit_free(audit);
    made_clear(&made);
}

Test(audit, ranks_reps_by_load_over_target)
{
    struct made made = make(three);
    struct audit *audit = audit_of(&made);
    const size_t ranks[] = {1, 3, 2}; /* ann, bo, cy */

    cr_assert(eq(sz, audit->books.n, 3));
    for (size_t k = 0; k < 3; k++)
        cr_assert(eq(sz, audit->books.at[k].rank, ranks[k]));
    cr_assert(eq(i64, audit->value[made_rep(&made, "bo")], 100));
    cr_assert(eq(sz, audit->accounts[made_rep(&made, "ann")], 2));
    audit_free(audit);
    made_clear(&made);
}

/* Of five accounts one is the dearest tenth and two the dearest quarter: A1 two
 * points, A3 one. */
Test(audit, shares_out_the_best_accounts)
{
    struct made made = make(three);
    struct audit *audit = audit_of(&made);

    cr_assert(eq(sz, audit->captures.n, 2));
    cr_assert(eq(int, audit->captures.at[0].rep, made_rep(&made, "ann")));
    cr_assert(eq(i64, audit->captures.at[0].points, 2));
    cr_assert(eq(i64, audit->captures.at[0].worked, 2));
    cr_assert(eq(i64, audit->captures.at[1].points, 1));
    cr_assert(eq(i64, audit->captures.at[1].worked, 0));
    cr_assert(eq(i64, audit->captures.at[1].of, 3));
    audit_free(audit);
    made_clear(&made);
}

static const struct flag *flag_at(const struct audit *audit,
                                  enum flag_kind kind, size_t k)
{
    for (size_t i = 0; i < audit->flags.n; i++)
        if (audit->flags.at[i].kind == kind && k-- == 0)
            return &audit->flags.at[i];
    return NULL;
}

static void demand(const struct audit *audit, enum flag_kind kind,
                   const char *text)
{
    const struct flag *flag = flag_at(audit, kind, 0);

    cr_assert(eq(sz, audit->n_flags[kind], flag == NULL ? 0 : 1));
    if (text == NULL)
        cr_assert(flag == NULL);
    else
        cr_assert(flag != NULL && strstr(flag->text, text) != NULL, "%s: %s",
                  text, flag == NULL ? "no flag" : flag->text);
}

Test(audit, flags_what_is_amiss)
{
    struct made made = make(three);
    struct audit *audit = audit_of(&made);

    demand(audit, FLAG_UNOWNED, "nobody owns it");
    demand(audit, FLAG_OWNER_LEFT, NULL);
    demand(audit, FLAG_OVER, "ann has 200, ");
    demand(audit, FLAG_UNDER, NULL);
    demand(audit, FLAG_IDLE, "no contact on record"); /* A3 */
    demand(audit, FLAG_FAMILY, "bo, cy");
    demand(audit, FLAG_RISK, NULL); /* ann has 200 of 380 and is due a third */
    audit_free(audit);
    made_clear(&made);
}

Test(audit, flags_leavers_strangers_and_who_may_not_own)
{
    struct made made = make((struct texts){
        .accounts = "id,value,owner,territory,risk\n"
                    "A1,10,ann,N,high\nA2,10,bo,N,low\nA3,30,zed,N,low\n"
                    "A4,20,cy,S,high\nA5,20,cy,S,high\nA6,20,cy,S,high\n",
        .reps = "id,territories,end_date\nann,N,2026-06-30\nbo,S,\ncy,N;S,\n"
                "dee,N;S,\n",
        .rules = "{\"as_of\": \"2027-01-01\", \"territory\": \"hard\"}"});
    struct audit *audit = audit_of(&made);

    cr_assert(eq(sz, audit->n_flags[FLAG_OWNER_LEFT], 2));
    /* The dearest first. */
    cr_assert(strstr(flag_at(audit, FLAG_OWNER_LEFT, 0)->text,
                     "\"zed\" is no rep") != NULL);
    cr_assert(strstr(flag_at(audit, FLAG_OWNER_LEFT, 1)->text,
                     "ann left on 2026-06-30") != NULL);
    demand(audit, FLAG_NOT_ELIGIBLE, "bo does not serve its territory");
    demand(audit, FLAG_IDLE, NULL); /* contacts are not known */
    demand(audit, FLAG_RISK, "cy has 85.7 % of the value at high risk");
    audit_free(audit);
    made_clear(&made);
}

/* Each rule once, however many break it. */
Test(audit, says_which_rules_are_broken)
{
    struct made made = make(three);
    struct audit *audit = audit_of(&made);

    cr_assert(eq(sz, audit->breaks.n, 2));
    cr_expect(eq(int, (int)audit->breaks.at[0].kind, (int)BREAK_LIMIT));
    cr_expect(eq(sz, audit->breaks.at[0].n, 1));
    cr_expect(eq(str, (char *)audit->breaks.at[0].text,
                 "1 rep breaks limit value at most max_value"));
    cr_expect(eq(str, (char *)audit->breaks.at[1].text,
                 "1 family has several owners"));
    audit_free(audit);
    made_clear(&made);
}

Test(audit, counts_accounts_that_rules_keep_from_their_owners)
{
    struct made made = make((struct texts){
        .accounts = "id,value,owner,territory,not,pin,conflict_group\n"
                    "A1,1,ann,S,,,\nA2,1,ann,N,ann,,\nA3,1,bo,S,,ann,\n"
                    "A4,1,bo,S,,,x\nA5,1,bo,S,,,x\nA6,1,bo,S,,,x\n",
        .reps = "id,territories\nann,N\nbo,N;S\ncy,S\ndee,S\n"});
    struct audit *audit = audit_of(&made);
    const enum break_kind kinds[] = {BREAK_TERRITORY, BREAK_TERRITORY,
                                     BREAK_CONFLICT, BREAK_HELD};

    cr_assert(eq(sz, audit->breaks.n, 4));
    for (size_t k = 0; k < 4; k++)
        cr_expect(eq(int, (int)audit->breaks.at[k].kind, (int)kinds[k]));
    cr_expect(eq(sz, audit->breaks.at[2].n, 2));
    audit_free(audit);
    made_clear(&made);
}
