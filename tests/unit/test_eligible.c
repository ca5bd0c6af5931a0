/* test_eligible.c - which rep may own which family, and what forbids it. */
#include "tests/support/making.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

static const char territories[] =
    "code,parent\nEMEA,\nUK,EMEA\nLON,UK\nUS,\nEAST,US\n";

static const char reps[] = "id,territories,industries,fte,active\n"
                           "r1,UK,bank,1,yes\n"
                           "r2,EMEA,food,1,yes\n"
                           "r3,US;LON,bank;food,1,yes\n"
                           "r4,EMEA,bank,0,yes\n"
                           "r5,EMEA,bank,1,no\n"
                           "r6,,bank,1,yes\n";

#define HARD "{\"territory\": \"hard\""

/* What each of the six reps is told; N for none. */
static const struct {
    const char *accounts, *pairs, *decisions, *rules, *barriers;
} cases[] = {
    {"id,territory\nA1,UK\n", NULL, NULL, HARD "}",
     "none none territory zero leaver territory"},
    {"id,territory\nA1,LON\n", NULL, NULL, HARD "}",
     "none none none zero leaver territory"},
    {"id,territory\nA1,EMEA\n", NULL, NULL, HARD "}",
     "territory none territory zero leaver territory"},
    {"id,territory\nA1,\n", NULL, NULL, HARD "}",
     "none none none zero leaver none"},
    {"id,territory\nA1,EAST\n", NULL, NULL, "{\"territory\": \"off\"}",
     "none none none zero leaver none"},
    {"id,territory,owner\nA1,UK,r3\n", NULL, NULL,
     "{\"territory\": {\"mode\": \"hard\", \"keep_current\": true}}",
     "none none none zero leaver territory"},
    /* The lead's territory decides; each member's `not` counts. */
    {"id,territory,parent,not\nA1,UK,,\nA2,US,A1,r2\n", NULL, NULL, HARD "}",
     "none not territory zero leaver territory"},
    {"id,territory\nA1,UK\n", "account,rep,forbidden\nA1,r1,yes\n",
     "account,decision,rep\nA1,never,r2\n", HARD "}",
     "pair decision territory zero leaver territory"},
    {"id,industry,territory\nA1,bank,\n", NULL, NULL,
     "{\"territory\": \"off\", \"fit\": [{\"account\": \"industry\", "
     "\"rep\": \"industries\", \"hard\": true}]}",
     "none fit none zero leaver none"},
    {"id,territory\nA1,\nA2,\n",
     "account,rep,cost\nA1,r2,3\nA1,r3,\nA1,r4,3\n", NULL,
     "{\"territory\": \"off\", \"fit\": [{\"pair\": \"cost\", "
     "\"missing\": \"forbidden\"}]}",
     "pair none pair zero leaver pair"},
    {"id,territory,owner,locked\nA1,US,r1,yes\n", NULL, NULL, HARD "}",
     "none territory held zero leaver territory"},
    {"id,territory,pin\nA1,US,r4\n", NULL, NULL, HARD "}",
     "territory territory held none leaver territory"},
};

static const char *const names[] = {
    [BARRIER_NONE] = "none", [BARRIER_LEAVER] = "leaver",
    [BARRIER_ZERO] = "zero", [BARRIER_TERRITORY] = "territory",
    [BARRIER_NOT] = "not",   [BARRIER_DECISION] = "decision",
    [BARRIER_PAIR] = "pair", [BARRIER_FIT] = "fit",
    [BARRIER_HELD] = "held"};

Test(eligible, says_what_forbids_each_rep)
{
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct made made = make(
            (struct texts){cases[k].accounts, reps, cases[k].pairs,
                           territories, cases[k].decisions, cases[k].rules});
        char said[256] = "";
        size_t used = 0;

        cr_assert(eq(int, made.status, EB_OK), "%zu", k);
        for (int r = 0; r < 6; r++)
            used += (size_t)snprintf(
                said + used, sizeof said - used, "%s%s", r > 0 ? " " : "",
                names[family_barrier(made.compiled, 0, r)]);
        cr_assert(eq(str, said, (char *)cases[k].barriers));
        for (int r = 0; r < 6 && made.compiled->families[0].item == 0; r++)
            cr_assert(eq(int,
                         problem_cost(made.compiled->problem, 0, r) != NO_ARC,
                         family_barrier(made.compiled, 0, r) == BARRIER_NONE));
        made_clear(&made);
    }
}

static const struct {
    const char *owner;
    enum account_state state;
    enum force force;
} owners[] = {
    {"", STATE_UNOWNED, FORCE_NONE},
    {"r1", STATE_SETTLED, FORCE_NONE},
    {"r3", STATE_FORCED, FORCE_INELIGIBLE},
    {"r4", STATE_FORCED, FORCE_ZERO},
    {"r5", STATE_FORCED, FORCE_LEAVER},
    {"r7", STATE_FORCED, FORCE_UNKNOWN},
};

Test(eligible, settles_the_state_of_each_account)
{
    for (size_t k = 0; k < sizeof owners / sizeof *owners; k++) {
        char accounts[128];
        struct made made;

        snprintf(accounts, sizeof accounts, "id,territory,owner\nA1,UK,%s\n",
                 owners[k].owner);
        made = make((struct texts){
            .accounts = accounts, .reps = reps, .territories = territories});
        cr_assert(eq(int, (int)made.compiled->state[0], (int)owners[k].state));
        cr_assert(eq(int, (int)made.compiled->force[0], (int)owners[k].force));
        made_clear(&made);
    }
}

Test(eligible, keeps_a_free_member_where_its_family_is_locked)
{
    /* r3 may not own UK, but A1 is locked there, and A2 stays with it. */
    struct made made = make((struct texts){
        .accounts = "id,territory,owner,locked,parent\nA1,UK,r3,yes,\n"
                    "A2,UK,r3,,A1\n",
        .reps = reps,
        .territories = territories});

    cr_assert(eq(sz, made.compiled->n_families, 1));
    cr_assert(eq(int, (int)made.compiled->state[1], (int)STATE_SETTLED));
    made_clear(&made);
}

Test(eligible, lists_what_nobody_may_own_and_counts_it_nowhere)
{
    struct made made = make((struct texts){
        .accounts = "id,value,territory\nA1,10,UK\nA2,100,EAST\n",
        .reps = "id,territories\nr1,UK\nr2,\n",
        .territories = territories});
    const struct compiled *c = made.compiled;

    cr_assert(eq(int, made.status, EB_OK));
    cr_assert(eq(int, (int)c->state[1], (int)STATE_UNASSIGNABLE));
    cr_assert(eq(int, c->families[1].item, -1));
    cr_assert(eq(sz, c->n_in_play, 1));
    cr_assert(eq(i64, c->value_total, 10));
    cr_assert(eq(int, c->problem->n_items, 1));
    cr_assert(eq(sz, says_count(made.said, "A2"), 1));
    cr_assert(eq(sz, says_count(made.said, "1 rep has no territory"), 1));
    made_clear(&made);
}
