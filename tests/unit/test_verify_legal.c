/* test_verify_legal.c - families, eligibility, locks, pins and conflict groups
 * as the verifier reads them (docs/MODEL.md, sections 2 to 4). */
#include "tests/support/verify_case.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

struct judged {
    struct verify_texts texts;
    const char *legal, *illegal; /* assignments; NULL: none */
};

static void judge(const struct judged *judged, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        struct verify_case c = verify_case_of(judged[k].texts);

        if (judged[k].legal != NULL)
            cr_assert(
                eq(int, verify_case_value(&c, judged[k].legal).legal, true),
                "case %zu", k);
        if (judged[k].illegal != NULL)
            cr_assert(
                eq(int, verify_case_value(&c, judged[k].illegal).legal, false),
                "case %zu", k);
        verify_case_clear(&c);
    }
}

#define JUDGE(list) judge((list), sizeof(list) / sizeof *(list))

static const char two_reps[] = "id\nr1\nr2\n";

Test(verify_legal, gives_nothing_to_a_rep_without_a_share)
{
    static const struct judged list[] = {
        {{.accounts = "id\nA1\n", .reps = "id,fte\nr1,0\nr2,1\n"},
         "A1=r2",
         "A1=r1"},
        {{.accounts = "id\nA1\n", .reps = "id,active\nr1,no\nr2,\n"},
         "A1=r2",
         "A1=r1"},
        {{.accounts = "id\nA1\n",
          .reps = "id,end_date\nr1,2027-01-04\nr2,\n",
          .rules = "{'as_of': '2027-01-04'}"},
         "A1=r2",
         "A1=r1"},
        {{.accounts = "id\nA1\n",
          .reps = "id,end_date\nr1,2027-01-05\nr2,\n",
          .rules = "{'as_of': '2027-01-04'}"},
         "A1=r1",
         NULL},
        {{.accounts = "id\nA1\n",
          .reps = "id,start_date\nr1,2028-01-04\nr2,\n",
          .rules = "{'as_of': '2027-01-04'}"},
         "A1=r2",
         "A1=r1"},
        {{.accounts = "id\nA1\n",
          .reps = "id,out_from\nr1,2027-01-04\nr2,2027-06-01\n",
          .rules = "{'as_of': '2027-01-04'}"},
         "A1=r2",
         "A1=r1"},
        {{.accounts = "id\nA1\n",
          .reps = "id,role\nr1,csm\nr2,ae\n",
          .rules = "{'role': 'ae'}"},
         "A1=r2",
         "A1=r1"},
    };

    JUDGE(list);
}

Test(verify_legal, keeps_accounts_in_the_territories_of_their_reps)
{
    static const struct judged list[] = {
        {{.accounts = "id,territory\nA1,DE\n",
          .reps = "id,territories\nr1,EMEA\nr2,DACH;UK\nr3,BER\n",
          .territories = "code,parent\nDE,DACH\nDACH,EMEA\nBER,DE\n"},
         "A1=r1",
         "A1=r3"},
        {{.accounts = "id,territory\nA1,DE\n",
          .reps = "id,territories\nr1,DE;UK\nr2,\n"},
         "A1=r1",
         "A1=r2"},
        {{.accounts = "id,territory,owner\nA1,DE,r2\n",
          .reps = "id,territories\nr1,DE\nr2,UK\n",
          .rules = "{'territory': {'mode': 'hard', 'keep_current': true}}"},
         "A1=r2",
         NULL},
        {{.accounts = "id,territory\nA1,\n",
          .reps = "id,territories\nr1,DE\n"},
         "A1=r1",
         NULL},
        {{.accounts = "id,territory\nA1,FR\n",
          .reps = "id,territories\nr1,DE\n"},
         "",
         "A1=r1"},
        {{.accounts = "id,territory\nA1,FR\n",
          .reps = "id,territories\nr1,DE\n",
          .rules = "{'territory': 'off'}"},
         "A1=r1",
         ""},
    };

    JUDGE(list);
}

Test(verify_legal, heeds_every_way_to_forbid_a_rep)
{
    static const struct judged list[] = {
        {{.accounts = "id,not\nA1,r2; r9\n", .reps = two_reps},
         "A1=r1",
         "A1=r2"},
        {{.accounts = "id\nA1\n",
          .reps = two_reps,
          .decisions = "account,decision,rep\nA1,Reject,r2\n"},
         "A1=r1",
         "A1=r2"},
        {{.accounts = "id\nA1\n",
          .reps = two_reps,
          .pairs = "account,rep,forbidden\nA1,r2,yes\nA1,r1,no\n"},
         "A1=r1",
         "A1=r2"},
        {{.accounts = "id\nA1\n",
          .reps = two_reps,
          .pairs = "account,rep,cost\nA1,r1,2\nA1,r2,\n",
          .rules = "{'fit': [{'pair': 'cost', 'missing': 'forbidden'}]}"},
         "A1=r1",
         "A1=r2"},
        {{.accounts = "id,tier\nA1,gold\n",
          .reps = "id,skills\nr1,gold;tin\nr2,tin\n",
          .rules = "{'fit': [{'account': 'tier', 'rep': 'skills',"
                   " 'hard': true}]}"},
         "A1=r1",
         "A1=r2"},
        {{.accounts = "id,conflict_group\nA1,x\nA2,x\nA3,\n",
          .reps = two_reps},
         "A1=r1 A2=r2 A3=r1",
         "A1=r1 A2=r1 A3=r2"},
    };

    JUDGE(list);
}

Test(verify_legal, holds_accounts_by_locks_and_pins)
{
    static const struct judged list[] = {
        {{.accounts = "id,owner,locked\nA1,r1,yes\n", .reps = two_reps},
         "A1=r1",
         "A1=r2"},
        {{.accounts = "id,owner,locked\nA1,r9,yes\n", .reps = two_reps},
         "A1=r2",
         NULL},
        {{.accounts = "id,owner,locked\nA1,r1,yes\n",
          .reps = "id,active\nr1,no\nr2,\n"},
         "A1=r2",
         "A1=r1"},
        {{.accounts = "id,owner,locked\nA1,r1,yes\n",
          .reps = "id,fte\nr1,0\nr2,1\n"},
         "A1=r1",
         "A1=r2"},
        {{.accounts = "id,owner,pin\nA1,r1,r2\n", .reps = two_reps},
         "A1=r2",
         "A1=r1"},
        {{.accounts = "id\nA1\n",
          .reps = two_reps,
          .decisions = "account,decision,rep\nA1,ACCEPT,r2\n"},
         "A1=r2",
         "A1=r1"},
        {{.accounts = "id,owner,tier\nA1,r1,A\n",
          .reps = two_reps,
          .rules = "{'locks': [{'where': {'tier': 'A'}}]}"},
         "A1=r1",
         "A1=r2"},
        {{.accounts = "id,owner,tier,pin\nA1,r1,A,r2\n",
          .reps = two_reps,
          .rules = "{'locks': [{'where': {'tier': 'A'}}]}"},
         "A1=r2",
         "A1=r1"},
        {{.accounts = "id,owner,renewal_date\n"
                      "A1,r1,2027-04-04\nA2,r1,2027-04-05\nA3,r1,\n",
          .reps = two_reps,
          .rules = "{'as_of': '2027-01-04',"
                   " 'locks': [{'renewal_within_days': 90}]}"},
         "A1=r1 A2=r2 A3=r2",
         "A1=r2 A2=r1 A3=r1"},
        {{.accounts = "id,owner,owner_since\n"
                      "A1,r1,2026-12-05\nA2,r1,2026-12-04\nA3,r1,\n",
          .reps = two_reps,
          .rules = "{'as_of': '2027-01-04',"
                   " 'locks': [{'owner_changed_within_days': 30}]}"},
         "A1=r1 A2=r2 A3=r2",
         "A1=r2 A2=r1 A3=r1"},
    };

    JUDGE(list);
}

Test(verify_legal, keeps_families_together)
{
    static const struct judged list[] = {
        {{.accounts = "id,parent\nA1,\nA2,A1\nA3,A2\nB1,\n", .reps = two_reps},
         "A1=r1 A2=r1 A3=r1 B1=r2",
         "A1=r1 A2=r1 A3=r2 B1=r2"},
        {{.accounts = "id,parent\nA1,\nA2,A1\n",
          .reps = two_reps,
          .rules = "{'families': 'off'}"},
         "A1=r1 A2=r2",
         NULL},
        {{.accounts = "id,parent,territory\nA1,,UK\nA2,A1,DE\nA3,A1,DE\n",
          .reps = two_reps,
          .rules = "{'families': 'by_territory'}"},
         "A1=r1 A2=r2 A3=r2",
         "A1=r1 A2=r1 A3=r2"},
        /* The way up leads through an account outside. */
        {{.accounts = "id,parent,outside\nA1,,yes\nA2,A1,\nA3,A1,\n",
          .reps = two_reps},
         "A2=r1 A3=r1",
         "A2=r1 A3=r2"},
        /* The root's territory decides for all. */
        {{.accounts = "id,parent,territory\nA1,,UK\nA2,A1,DE\n",
          .reps = "id,territories\nr1,UK\nr2,DE\n"},
         "A1=r1 A2=r1",
         "A1=r2 A2=r2"},
        /* Without the root, the least id's. */
        {{.accounts = "id,parent,territory,outside\nA1,,UK,yes\n"
                      "A2,A1,DE,\nA3,A1,UK,\n",
          .reps = "id,territories\nr1,UK\nr2,DE\n"},
         "A2=r2 A3=r2",
         "A2=r1 A3=r1"},
    };

    JUDGE(list);
}

Test(verify_legal, splits_families_along_locks_and_conflicts)
{
    static const char reps[] = "id\nr1\nr2\nr3\n";
    static const struct judged list[] = {
        /* One lock: the others follow, but for one who may not. */
        {{.accounts = "id,parent,owner,locked,not\nA1,,r1,yes,\n"
                      "A2,A1,r2,,\nA3,A1,,,r1\nA4,A1,,,r1\n",
          .reps = reps},
         "A1=r1 A2=r1 A3=r2 A4=r2",
         "A1=r1 A2=r2 A3=r2 A4=r2"},
        {{.accounts = "id,parent,owner,locked,not\nA1,,r1,yes,\n"
                      "A2,A1,r2,,\nA3,A1,,,r1\nA4,A1,,,r1\n",
          .reps = reps},
         NULL,
         "A1=r1 A2=r1 A3=r2 A4=r3"},
        /* Two locks: each takes what its rep owns today, the rest is one. */
        {{.accounts = "id,parent,owner,locked\nA1,,r1,yes\nA2,A1,r2,yes\n"
                      "A3,A1,r2,\nA4,A1,r3,\nA5,A1,,\n",
          .reps = reps},
         "A1=r1 A2=r2 A3=r2 A4=r1 A5=r1",
         "A1=r1 A2=r2 A3=r1 A4=r1 A5=r1"},
        {{.accounts = "id,parent,owner,locked\nA1,,r1,yes\nA2,A1,r2,yes\n"
                      "A3,A1,r2,\nA4,A1,r3,\nA5,A1,,\n",
          .reps = reps},
         "A1=r1 A2=r2 A3=r2 A4=r3 A5=r3",
         "A1=r1 A2=r2 A3=r2 A4=r3 A5=r2"},
        /* Of a conflict group one stays. */
        {{.accounts = "id,parent,conflict_group\nA1,,x\nA2,A1,x\nA3,A1,\n",
          .reps = reps},
         "A1=r1 A2=r2 A3=r1",
         "A1=r1 A2=r2 A3=r2"},
        {{.accounts = "id,parent,conflict_group,owner,locked\n"
                      "A1,,x,r1,\nA2,A1,x,r2,yes\nA3,A1,,,\n",
          .reps = reps},
         "A1=r1 A2=r2 A3=r2",
         "A1=r1 A2=r2 A3=r1"},
    };

    JUDGE(list);
}

Test(verify_legal, leaves_out_what_is_outside_or_decided_so)
{
    static const struct judged list[] = {
        {{.accounts = "id,outside,owner\nA1,yes,x\nA2,,r1\n",
          .reps = two_reps},
         "A2=r1",
         NULL},
        {{.accounts = "id\nA1\nA2\n",
          .reps = two_reps,
          .decisions = "account,decision,rep\nA1,Outside,\n"},
         "A2=r1",
         "A1=r1"},
    };

    JUDGE(list);
}

/* An unassignable account is no part of N, V or totals. */
Test(verify_legal, counts_unassignable_accounts_nowhere)
{
    struct verify_case with = verify_case_of((struct verify_texts){
        .accounts = "id,value,owner,territory\nA1,100,r1,UK\nA2,300,r2,UK\n"
                    "A3,900,,FR\n",
        .reps = "id,territories\nr1,UK\nr2,UK\n",
        .rules = "{'metrics': [{'name': 'value'}]}"});
    struct verify_case without = verify_case_of((struct verify_texts){
        .accounts = "id,value,owner,territory\nA1,100,r1,UK\nA2,300,r2,UK\n",
        .reps = "id,territories\nr1,UK\nr2,UK\n",
        .rules = "{'metrics': [{'name': 'value'}]}"});
    struct evaluation a = verify_case_value(&with, "A1=r2 A2=r2");
    struct evaluation b = verify_case_value(&without, "A1=r2 A2=r2");

    cr_assert(eq(int, a.legal, true));
    cr_assert(gt(i64, a.disruption, 0));
    cr_assert(eq(i64, a.objective, b.objective));
    verify_case_clear(&with);
    verify_case_clear(&without);
}

Test(verify_legal, reports_what_cannot_be_read)
{
    static const struct verify_texts list[] = {
        {.accounts = "id,value\nA1,12k5\n", .reps = two_reps},
        {.accounts = "id\nA1\nA1\n", .reps = two_reps},
        {.accounts = "id,parent\nA1,A2\nA2,A1\n", .reps = two_reps},
        {.accounts = "id\nA1\n", .reps = "id,start_date\nr1,soon\n"},
        {.accounts = "id\nA1\n",
         .reps = "id\nr1\n",
         .rules = "{'metrics': [{'name': 'arr'}]}"},
        {.accounts = "id\nA1\n",
         .reps = "id\nr1\n",
         .rules = "{'families': 'apart'}"},
        {.accounts = "id\nA1\n", .reps = "id,role\nr1,ae\nr2,csm\n"},
        {.accounts = "id\nA1\n",
         .reps = "id\nr1\n",
         .territories = "code,parent\nA,B\nB,A\n"},
    };

    for (size_t k = 0; k < sizeof list / sizeof *list; k++) {
        struct verify_case c = verify_case_of(list[k]);
        struct verifier *verifier = NULL;

        cr_assert(eq(int, verifier_new(&c.in, &verifier, c.said), EB_BAD_DATA),
                  "case %zu", k);
        cr_assert(gt(sz, eb_messages_count(c.said), 0), "case %zu", k);
        verify_case_clear(&c);
    }
}
