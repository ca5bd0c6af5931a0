/* test_family.c - who stays together, and what splits a family. */
#include "tests/support/making.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

static const char reps[] = "id\nr1\nr2\nr3\n";

/* Families as words: "A1+A2@r1 A3", leads first to last. */
static void describe(const struct made *made, char *out, size_t room)
{
    const struct compiled *c = made->compiled;
    size_t used = 0;

    out[0] = '\0';
    for (size_t f = 0; f < c->n_families; f++) {
        const struct family *family = &c->families[f];

        for (size_t k = 0; k < family->n; k++) {
            int a = c->members[family->first + k];

            used += (size_t)snprintf(out + used, room - used, "%s%s%s",
                                     k > 0 ? "+" : (f > 0 ? " " : ""),
                                     account_id(c->books, (size_t)a),
                                     a == family->lead ? "*" : "");
        }
        if (family->fixed >= 0)
            used += (size_t)snprintf(out + used, room - used, "@%s",
                                     rep_id(c->books, (size_t)family->fixed));
    }
}

static const struct {
    const char *accounts, *rules, *families;
    size_t n_split;
} cases[] = {
    {"id,parent\nA2,A9\nA1,A2\nA9,\nA3,\n", NULL, "A3* A1+A2+A9*", 0},
    {"id,parent\nA2,A9\nA1,A2\nA9,\n", "{\"families\": \"off\"}",
     "A1* A2* A9*", 0},
    /* The way up leads through an outsider; the least id leads. */
    {"id,parent,outside\nA2,A9,\nA1,A9,\nA9,,yes\n", NULL, "A1*+A2", 0},
    {"id,parent,territory\nA1,,UK\nA2,A1,DE\nA3,A1,DE\nA4,A1,UK\n",
     "{\"families\": \"by_territory\"}", "A1*+A4 A2*+A3", 0},
    /* Case 1: who may not go there leaves, together. */
    {"id,parent,owner,locked,not\nA1,,r1,yes,\nA2,A1,,,\nA3,A1,,,r1\n"
     "A4,A1,,,r1;r2\n",
     NULL, "A1*+A2@r1 A3*+A4", 1},
    /* Case 2: one family for each rep, and one of the rest. */
    {"id,parent,owner,locked,pin,not\nA1,,,,r1,\nA2,A1,r2,yes,,\n"
     "A3,A1,r2,,,\nA4,A1,r3,,,\nA5,A1,,,,\nA6,A1,r2,,,r2\nA7,A1,r1,,,\n",
     NULL, "A1*+A7@r1 A2*+A3@r2 A4*+A5+A6", 1},
    /* Case 3: conflicts; fixed members stay, then the least id. */
    {"id,parent,conflict_group\nA1,,\nA2,A1,x\nA3,A1,x\nA4,A1,y\nA5,A1,x\n",
     NULL, "A1*+A2+A4 A3* A5*", 1},
    {"id,parent,conflict_group,owner,locked\nA1,,x,,\nA2,A1,x,r2,yes\n", NULL,
     "A1* A2*@r2", 1},
};

Test(family, keeps_together_and_splits_as_the_model_says)
{
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct made made = make((struct texts){.accounts = cases[k].accounts,
                                               .reps = reps,
                                               .rules = cases[k].rules});
        char families[256];

        cr_assert(eq(int, made.status, EB_OK), "%zu", k);
        describe(&made, families, sizeof families);
        cr_assert(eq(str, families, (char *)cases[k].families));
        cr_assert(eq(sz, made.compiled->n_split, cases[k].n_split), "%zu", k);
        made_clear(&made);
    }
}

Test(family, of_several_holds_says_pin)
{
    struct made made = make((struct texts){
        .accounts = "id,parent,owner,locked,pin\nA1,,r1,yes,\nA2,A1,,,r1\n",
        .reps = reps});

    cr_assert(eq(int, (int)made.compiled->families[0].hold, (int)HOLD_PIN));
    made_clear(&made);
}

Test(conflict, needs_a_rep_for_each_family_of_a_group)
{
    /* A1 and A2 can only go to r1; A3 alone is no group. */
    struct made made = make((struct texts){
        .accounts = "id,not,conflict_group\nA1,r2;r3,x\nA2,r2;r3,x\nA3,,y\n",
        .reps = reps});

    cr_assert(eq(int, made.status, EB_BAD_DATA));
    cr_assert(eq(str, (char *)eb_messages_text(made.said, 0),
                 "accounts.csv:2:3: conflict group \"x\": its 2 accounts "
                 "cannot all go to different reps that may own them"));
    made_clear(&made);
}

Test(conflict, finds_a_way_that_takes_a_second_look)
{
    /* A1 must yield r1 to A2, and r2 to A3. */
    struct made made = make((struct texts){
        .accounts = "id,not,conflict_group\nA1,,x\nA2,r2;r3,x\nA3,r1;r3,x\n",
        .reps = reps});

    cr_assert(eq(int, made.status, EB_OK));
    cr_assert(eq(int, made.compiled->problem->n_conflicts, 1));
    cr_assert(eq(sz, made.compiled->problem->conflicts.n, 3));
    made_clear(&made);
}

Test(conflict, refuses_two_accounts_held_at_one_rep)
{
    struct made made = make(
        (struct texts){.accounts = "id,pin,conflict_group\nA1,r2,x\nA2,r2,x\n",
                       .reps = reps});

    cr_assert(eq(int, made.status, EB_BAD_DATA));
    cr_assert(eq(str, (char *)eb_messages_text(made.said, 0),
                 "accounts.csv:3:3: accounts \"A1\" and \"A2\" of conflict "
                 "group \"x\" are both held at rep \"r2\""));
    made_clear(&made);
}
