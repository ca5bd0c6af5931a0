/* test_hold.c - who is outside, which locks and pins hold, and what
 * contradicts itself. */
#include "tests/support/making.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#define DATED "{\"as_of\": \"2027-01-01\", \"territory\": \"off\", "

static const char reps[] = "id,active\nr1,yes\nr2,yes\nr3,no\n";

static const struct {
    const char *columns, *cells, *decisions, *rules, *message;
} contradictions[] = {
    {"owner,locked,pin", "r1,yes,r2", NULL, NULL,
     "accounts.csv:2:4: account \"A1\" is pinned to rep \"r2\", but locked at "
     "rep \"r1\""},
    {"owner,pin", ",r1", "account,decision,rep\nA1,accept,r2\n", NULL,
     "decisions.csv:2:2: account \"A1\" is pinned to rep \"r1\" and to rep "
     "\"r2\""},
    {"pin,not", "r1,r1;r2", NULL, NULL,
     "accounts.csv:2:2: account \"A1\" is pinned to rep \"r1\", whom its "
     "`not` "
     "rules out"},
    {"owner,locked", "r1,yes", "account,decision,rep\nA1,never,r1\n", NULL,
     "accounts.csv:2:3: account \"A1\" is locked at rep \"r1\", whom a "
     "decision rules out"},
    {"owner,not,tier", "r1,r1,A", NULL,
     DATED "\"locks\": [{\"where\": {\"tier\": \"A\"}}]}",
     "accounts.csv:2:2: account \"A1\" is locked at rep \"r1\", whom its "
     "`not` "
     "rules out"},
};

Test(hold, refuses_what_contradicts_itself)
{
    for (size_t k = 0; k < sizeof contradictions / sizeof *contradictions;
         k++) {
        char accounts[256];
        struct made made;

        snprintf(accounts, sizeof accounts, "id,%s\nA1,%s\n",
                 contradictions[k].columns, contradictions[k].cells);
        made = make((struct texts){.accounts = accounts,
                                   .reps = reps,
                                   .decisions = contradictions[k].decisions,
                                   .rules = contradictions[k].rules});
        cr_assert(eq(int, made.status, EB_BAD_DATA), "%zu", k);
        cr_assert(eq(str, (char *)eb_messages_text(made.said, 0),
                     (char *)contradictions[k].message));
        cr_assert(eq(sz, eb_messages_count(made.said), 1));
        made_clear(&made);
    }
}

static const struct {
    const char *columns, *cells, *rules;
    enum hold hold;
    int fixed; /* rep, or -1 */
    int by;
    enum account_state state;
} holds[] = {
    {"owner", "r1", NULL, HOLD_FREE, -1, 0, STATE_SETTLED},
    {"owner", "", NULL, HOLD_FREE, -1, 0, STATE_UNOWNED},
    {"owner", "nobody", NULL, HOLD_FREE, -1, 0, STATE_FORCED},
    {"owner,locked", "r1,yes", NULL, HOLD_LOCK, 0, -1, STATE_SETTLED},
    {"owner,locked,pin", "r1,yes,r1", NULL, HOLD_LOCK, 0, -1, STATE_SETTLED},
    {"owner,pin", "r1,r2", NULL, HOLD_PIN, 1, -1, STATE_SETTLED},
    {"owner,locked", "r3,yes", NULL, HOLD_FREE, -1, 0, STATE_FORCED},
    {"owner,locked,outside", "r1,yes,yes", NULL, HOLD_FREE, -1, 0,
     STATE_OUTSIDE},
    {"owner,renewal_date", "r1,2027-01-31",
     DATED "\"locks\": [{\"renewal_within_days\": 29}, "
           "{\"renewal_within_days\": 30}]}",
     HOLD_LOCK, 0, 1, STATE_SETTLED},
    {"owner,renewal_date", "r1,2026-12-31",
     DATED "\"locks\": [{\"renewal_within_days\": 30}]}", HOLD_FREE, -1, 0,
     STATE_SETTLED},
    {"owner,owner_since", "r1,2026-12-02",
     DATED "\"locks\": [{\"owner_changed_within_days\": 30}]}", HOLD_LOCK, 0,
     0, STATE_SETTLED},
    {"owner,owner_since", "r1,2026-12-01",
     DATED "\"locks\": [{\"owner_changed_within_days\": 30}]}", HOLD_FREE, -1,
     0, STATE_SETTLED},
    {"owner,owner_since", "r1,2027-01-02",
     DATED "\"locks\": [{\"owner_changed_within_days\": 30}]}", HOLD_FREE, -1,
     0, STATE_SETTLED},
    {"owner,owner_since,tier", "r1,2026-12-31,B",
     DATED "\"locks\": [{\"owner_changed_within_days\": 30, "
           "\"where\": {\"tier\": [\"A\", \"\"]}}]}",
     HOLD_FREE, -1, 0, STATE_SETTLED},
    /* A derived lock yields to a pin. */
    {"owner,pin,tier", "r1,r2,A",
     DATED "\"locks\": [{\"where\": {\"tier\": \"A\"}}]}", HOLD_PIN, 1, -1,
     STATE_SETTLED},
};

Test(hold, says_what_holds_an_account_and_why)
{
    for (size_t k = 0; k < sizeof holds / sizeof *holds; k++) {
        char accounts[256];
        struct made made;

        snprintf(accounts, sizeof accounts, "id,%s\nA1,%s\n", holds[k].columns,
                 holds[k].cells);
        made = make((struct texts){
            .accounts = accounts, .reps = reps, .rules = holds[k].rules});
        cr_assert(eq(int, made.status, EB_OK), "%zu", k);
        cr_assert(eq(int, (int)made.compiled->hold[0], (int)holds[k].hold),
                  "%zu", k);
        cr_assert(eq(int, made.compiled->held_by[0], holds[k].by), "%zu", k);
        cr_assert(eq(int, (int)made.compiled->state[0], (int)holds[k].state),
                  "%zu", k);
        if (holds[k].state != STATE_OUTSIDE)
            cr_assert(
                eq(int, made.compiled->families[0].fixed, holds[k].fixed),
                "%zu", k);
        made_clear(&made);
    }
}

Test(hold, voids_a_pin_to_a_leaver_with_a_warning)
{
    struct made made = make(
        (struct texts){.accounts = "id,owner,pin\nA1,r1,r3\n", .reps = reps});

    cr_assert(eq(int, made.status, EB_OK));
    cr_assert(eq(int, made.compiled->families[0].fixed, -1));
    cr_assert(eq(str, (char *)eb_messages_text(made.said, 0),
                 "accounts.csv:2:3: account \"A1\" is pinned to rep \"r3\", "
                 "who leaves: the pin is void"));
    made_clear(&made);
}

Test(hold, tells_of_locks_that_hold_nobody)
{
    struct made made = make((struct texts){
        .accounts = "id,owner,locked,outside,pin\nA5,r3,yes,,\nA4,zed,yes,,\n"
                    "A3,,yes,,r1\nA2,,yes,yes,\nA1,r1,yes,,\nA6,r3,no,,\n",
        .reps = reps});
    size_t n = eb_messages_count(made.said);

    cr_assert(eq(int, made.status, EB_OK));
    cr_assert(ge(sz, n, 1));
    cr_assert(eq(str, (char *)eb_messages_text(made.said, n - 1),
                 "accounts.csv:3:3: locked: 2 accounts are locked, but "
                 "without an owner who stays (first \"A4\"): the lock is "
                 "void"));
    made_clear(&made);
}

Test(hold, takes_decisions_for_pins_refusals_and_outsiders)
{
    struct made made = make((struct texts){
        .accounts = "id,owner\nA1,r1\nA2,r1\nA3,r1\nA4,r1\n",
        .reps = reps,
        .decisions = "account,decision,rep\nA1,accept,r2\nA2,reject,r2\n"
                     "A3,outside,\nA4,pin,r1\n"});
    const struct compiled *c = made.compiled;

    cr_assert(eq(int, made.status, EB_OK));
    cr_assert(eq(int, made_family(&made, "A1")->fixed, 1));
    cr_assert(eq(int, c->held_by[0], -2));
    cr_assert(eq(int, (int)family_barrier(c, c->family_of[1], 1),
                 (int)BARRIER_DECISION));
    cr_assert(eq(int, (int)c->state[2], (int)STATE_OUTSIDE));
    cr_assert(eq(int, c->outside_by[2], 2));
    cr_assert(eq(int, c->family_of[2], -1));
    cr_assert(eq(int, made_family(&made, "A4")->fixed, 0));
    cr_assert(eq(sz, c->n_in_play, 3));
    made_clear(&made);
}
