/* test_compile.c - the compiler as a whole: rules left out, limits relaxed,
 * classes shared, memory that runs out. */
#include "model/classes.h"
#include "tests/support/making.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

/* ---- Rules left out ------------------------------------------------------ */

static const char rich_accounts[] =
    "id,value,owner,parent,territory,industry,not,pin,locked,conflict_group,"
    "tier,segment,latitude,longitude\n"
    "A1,10,r1,,UK,bank,,,yes,,A,big,50,1\n"
    "A2,20,r2,A1,UK,food,,,,x,,big,51,2\n"
    "A3,30,r1,A1,DE,,,,,x,,small,52,3\n"
    "A4,40,r2,,DE,food,,r2,,,A,,53,4\n"
    "A5,50,gone,,UK,bank;food,r1,,,,,big,,\n"
    "A6,60,r2,,UK,bank,,,,,A,small,50,5\n"
    "A7,70,,,US,bank,,,,,,big,50,5\n";
static const char rich_reps[] =
    "id,territories,industries,segments,most,latitude,longitude\n"
    "r1,UK;DE,bank,big;small,3,50,1\nr2,EMEA,food,big,9,51,1\n";
static const char rich_pairs[] = "account,rep,cost,fit,workload,forbidden\n"
                                 "A2,r1,2,0.5,3,\nA2,r2,1,,4,\nA3,r1,2,,,\n"
                                 "A3,r2,1.5,,,\n"
                                 "A6,r1,3,,1,\nA6,r2,3,,2,\nA5,r2,1,,,\n";
static const char rich_rules[] =
    "{\"as_of\": \"2027-01-01\", \"metrics\": [{\"name\": \"value\"}], "
    "\"limits\": [{\"metric\": \"accounts\", \"max\": \"most\"}, "
    "{\"metric\": \"workload\", \"max\": 20}], "
    "\"territory\": \"hard\", \"fit\": [{\"account\": \"industry\", \"rep\": "
    "\"industries\", \"hard\": true}, {\"pair\": \"cost\", \"missing\": "
    "\"forbidden\"}, {\"pair\": \"fit\"}, {\"distance\": \"km\"}], "
    "\"continuity\": {\"max_moves\": 2, \"max_lost_per_book\": {\"value\": "
    "0.5}}, \"locks\": [{\"where\": {\"tier\": \"A\"}}]}";

static struct texts rich(void)
{
    return (struct texts){.accounts = rich_accounts,
                          .reps = rich_reps,
                          .pairs = rich_pairs,
                          .territories = "code,parent\nUK,EMEA\nDE,EMEA\n",
                          .decisions = "account,decision,rep\nA7,reject,r1\n",
                          .rules = rich_rules};
}

static struct made rich_without(enum rule_kind kind, int index)
{
    struct rule_ref rule = {kind, index, -1};
    struct made made = make_without(rich(), &rule, 1);

    if (made.status != EB_OK)
        show_messages(made.said);
    cr_assert(eq(int, made.status, EB_OK));
    return made;
}

static enum barrier barrier_at(const struct made *made, const char *account,
                               const char *rep)
{
    const struct compiled *c = made->compiled;

    return family_barrier(c, c->family_of[made_account(made, account)],
                          made_rep(made, rep));
}

static const struct {
    enum rule_kind kind;
    int index;
    const char *account, *rep;
    enum barrier with, without;
} left_out[] = {
    {RULE_LOCK, -1, "A1", "r2", BARRIER_PAIR, BARRIER_PAIR},
    {RULE_LOCK, 0, "A6", "r1", BARRIER_HELD, BARRIER_NONE},
    {RULE_NOT, 0, "A7", "r1", BARRIER_TERRITORY, BARRIER_TERRITORY},
    {RULE_NOT, 0, "A5", "r1", BARRIER_NOT, BARRIER_PAIR},
    {RULE_TERRITORY, 0, "A7", "r2", BARRIER_TERRITORY, BARRIER_PAIR},
    {RULE_TERRITORY, 0, "A7", "r1", BARRIER_TERRITORY, BARRIER_DECISION},
    {RULE_FIT, 0, "A5", "r2", BARRIER_FIT, BARRIER_NONE},
    {RULE_FIT, 1, "A1", "r2", BARRIER_PAIR, BARRIER_FIT},
};

Test(compile, leaves_out_the_rules_that_it_is_told_to)
{
    struct made full = make(rich());

    cr_assert(eq(int, full.status, EB_OK));
    for (size_t k = 0; k < sizeof left_out / sizeof *left_out; k++) {
        struct made made = rich_without(left_out[k].kind, left_out[k].index);

        cr_assert(
            eq(int,
               (int)barrier_at(&full, left_out[k].account, left_out[k].rep),
               (int)left_out[k].with),
            "%zu", k);
        cr_assert(
            eq(int,
               (int)barrier_at(&made, left_out[k].account, left_out[k].rep),
               (int)left_out[k].without),
            "%zu", k);
        made_clear(&made);
    }
    made_clear(&full);
}

Test(compile, leaves_out_locks_families_and_conflicts)
{
    struct made full = make(rich());
    struct made unlocked = rich_without(RULE_LOCK, -1);
    struct made apart = rich_without(RULE_FAMILIES, 0);
    struct made mixed = rich_without(RULE_CONFLICTS, 0);
    struct made unpinned = rich_without(RULE_PINS, 0);

    /* A4 is pinned to r2, where a rule would lock it too. */
    cr_assert(eq(int, (int)full.compiled->hold[3], (int)HOLD_PIN));
    cr_assert(eq(int, (int)unpinned.compiled->hold[3], (int)HOLD_LOCK));
    /* A1 is locked at r1 and A2 is in conflict with A3. */
    cr_assert(eq(int, (int)full.compiled->hold[0], (int)HOLD_LOCK));
    cr_assert(eq(int, full.compiled->held_by[0], -1));
    cr_assert(eq(int, unlocked.compiled->held_by[0], 0));
    cr_assert(eq(sz, full.compiled->n_families, 6));
    cr_assert(eq(sz, apart.compiled->n_families, 7));
    cr_assert(eq(sz, mixed.compiled->n_families, 5));
    cr_assert(eq(sz, mixed.compiled->problem->conflicts.n, 0));
    made_clear(&full);
    made_clear(&unlocked);
    made_clear(&apart);
    made_clear(&mixed);
    made_clear(&unpinned);
}

Test(compile, leaves_out_limits_and_budgets)
{
    struct made limit = rich_without(RULE_LIMIT, 0);
    struct made budget = rich_without(RULE_BUDGET, 1);

    cr_assert(eq(int, limit.compiled->limit_resource[0], -1));
    cr_assert(eq(int, limit.compiled->limit_resource[1], 1));
    cr_assert(eq(int, budget.compiled->problem->n_budgets, 1));
    cr_assert(eq(int, budget.compiled->budget_rule[0], 0));
    made_clear(&limit);
    made_clear(&budget);
}

/* ---- Relaxing ------------------------------------------------------------ */

Test(compile, relaxes_to_what_an_assignment_uses)
{
    struct made made = make((struct texts){
        .accounts = "id,owner\nA1,r1\nA2,r1\nA3,r1\n",
        .reps = "id\nr1\nr2\n",
        .rules = "{\"limits\": [{\"metric\": \"accounts\", \"min\": 1, "
                 "\"max\": 1}], \"continuity\": {\"max_moves\": 0}}"});
    struct problem *p = made.compiled->problem;
    const int agent[] = {1, 1, 1};
    int resource = made.compiled->limit_resource[0];

    cr_assert(eq(int, compiled_relax(made.compiled, agent), EB_OK));
    cr_assert(eq(i64, problem_term(p, 0, resource)->lo, 0));
    cr_assert(eq(i64, problem_term(p, 0, resource)->hi, 1));
    cr_assert(eq(i64, problem_term(p, 1, resource)->lo, 1));
    cr_assert(eq(i64, problem_term(p, 1, resource)->hi, 3));
    cr_assert(eq(i64, p->budget_limit.at[0], 3));
    made_clear(&made);
}

/* ---- Classes ------------------------------------------------------------- */

Test(compile, shares_a_class_between_families_alike)
{
    /* A1 and A2 are alike, A4 has another industry, A5 and A6 are a family of
     * A4's and A1's kinds, A7 and A8 too, the other way about; A3 is locked. */
    struct made made = make((struct texts){
        .accounts = "id,industry,owner,parent,locked\nA1,bank,r1,,\n"
                    "A2,bank,,,\nA3,bank,r1,,yes\nA4,food,,,\nA5,food,r2,,\n"
                    "A6,bank,,A5,\nA7,bank,,,\nA8,food,,A7,\n",
        .reps = "id,industries\nr1,bank\nr2,\n"});
    const int *number = made.compiled->problem->item_class.at;
    static const int expected[] = {0, 0, 1, 2, 3, 3};

    cr_assert(eq(int, made.compiled->problem->n_items, 6));
    for (int i = 0; i < 6; i++)
        cr_assert(eq(int, number[i], expected[i]), "%d", i);
    made_clear(&made);
}

Test(compile, copes_with_more_levels_of_likeness_than_a_class_can_hold)
{
    /* 300 reps, each of whom knows another share of 300 industries. */
    enum { N = 300, ROOM = 1 << 20 };
    char *accounts = NEW(char, ROOM), *reps = NEW(char, ROOM);
    size_t used = 0;
    struct made made;

    used += (size_t)sprintf(accounts, "id,owner,industry\nA1,gone,i0");
    for (int k = 1; k < N; k++)
        used += (size_t)sprintf(accounts + used, ";i%d", k);
    sprintf(accounts + used, "\nA2,r000,i1;i2\n");
    used = (size_t)sprintf(reps, "id,industries\n");
    for (int r = 0; r < N; r++) {
        used += (size_t)sprintf(reps + used, "r%03d,other", r);
        for (int k = 0; k < r; k++)
            used += (size_t)sprintf(reps + used, ";i%d", k);
        used += (size_t)sprintf(reps + used, "\n");
    }
    made = make((struct texts){.accounts = accounts, .reps = reps});
    cr_assert(eq(int, made.status, EB_OK));
    for (int a = 0; a < 2; a++)
        for (int r = 0; r < N; r++)
            cr_assert(eq(i64, problem_cost(made.compiled->problem, a, r),
                         account_cost(made.compiled, a, r, COST_SWITCH)));
    cr_assert(eq(i64, problem_cost(made.compiled->problem, 0, N - 1), 0));
    made_clear(&made);
    mem_free(accounts);
    mem_free(reps);
}

Test(compile, refuses_a_cost_beyond_all_counting)
{
    struct made made = make((struct texts){
        .accounts = "id\nA1\n",
        .reps = "id\nr1\n",
        .pairs = "account,rep,cost\nA1,r1,2000000000\n",
        .rules = "{\"fit\": [{\"pair\": \"cost\", \"weight\": 1}]}"});

    cr_assert(eq(int, made.status, EB_BAD_DATA));
    cr_assert(eq(str, (char *)eb_messages_text(made.said, 0),
                 "accounts.csv:2: the cost of account \"A1\" at rep \"r1\" is "
                 "too large to count"));
    made_clear(&made);
}

Test(compile, plans_nothing_where_all_are_outside)
{
    struct made made = make((struct texts){
        .accounts = "id,owner,outside\nA1,r1,yes\n", .reps = "id\nr1\n"});

    cr_assert(eq(int, made.status, EB_OK));
    cr_assert(eq(int, made.compiled->problem->n_items, 0));
    cr_assert(eq(sz, made.compiled->n_in_play, 0));
    made_clear(&made);
}

/* ---- Memory -------------------------------------------------------------- */

static eb_status compile_again(void *context)
{
    const struct made *made = context;
    struct compiled *compiled = NULL;
    eb_messages *said = eb_messages_new();
    eb_status status = said == NULL ? EB_NO_MEMORY
                                    : compile(made->books, made->rules, NULL,
                                              0, &compiled, said);

    cr_assert(eq(int, compiled != NULL, status == EB_OK));
    compiled_free(compiled);
    eb_messages_free(said);
    return status;
}

Test(compile, survives_any_allocation_that_fails)
{
    struct made made = make(rich());

    cr_assert(eq(int, made.status, EB_OK));
    cr_assert(gt(long, sweep_memory(compile_again, &made), 100));
    made_clear(&made);
}
