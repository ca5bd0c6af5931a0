/* test_verify_plan.c - a plan worked out by hand, and every figure of it
 * falsified in turn. */
#include "tests/support/sweep.h"
#include "tests/support/tables.h"
#include "tests/support/verify_case.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A1 (100) leaves r2 for r1, A2 (300) is placed; each may hold one account.
 * Costs: A1 1 + 1.875 for the move at r1, 5 at r2; A2 2 and 4. What is at
 * stake is half of an average account: 0.5 x 15 x 100 / 400. */
static const struct verify_texts good = {
    .accounts = "id,value,owner\nA1,100,r2\nA2,300,\n",
    .reps = "id\nr1\nr2\n",
    .pairs = "account,rep,cost\nA1,r1,1\nA1,r2,5\nA2,r1,2\nA2,r2,4\n",
    .rules = "{'role': 'rep', 'metrics': [{'name': 'accounts'}],"
             " 'fit': [{'pair': 'cost'}],"
             " 'limits': [{'metric': 'accounts', 'max': 1}],"
             " 'continuity': {'weight': 0.5, 'max_moves': 2}, 'territory':"
             " {'mode': 'off', 'keep_current': false}}",
    .given = "{'limits': [{'metric': 'accounts', 'max': 1.0}],"
             " 'territory': 'off'}",
    .plan = "{'status': 'within_gap', 'proof': 'checked', 'role': 'rep',"
            " 'goal': 'blend', 'as_of': null, 'objective': 6.875000000,"
            " 'lower_bound': 6.874999999, 'gap': 0.000000000145,"
            " 'gap_points': 0.000000001,"
            " 'terms': {'fit': 5, 'disruption': 1.875, 'unfairness': 0,"
            "           'by_metric': {'accounts': 0}},"
            " 'phases': [{'name': 'blend', 'objective': 6.875,"
            "  'lower_bound': 6.874999999, 'gap': 0.000000000145,"
            "  'proof': 'checked', 'given': null}],"
            " 'accounts': {'all': 2, 'in_play': 2, 'outside': 0,"
            "              'unassignable': 0},"
            " 'moves': {'moved': 1, 'forced': 0, 'placed': 1, 'kept': 0,"
            "  'value_moved': 100, 'value_forced': 0, 'expected_loss': 7.5,"
            "  'expected_loss_forced': 0},"
            " 'retention': {'accounts': 0, 'value': 0.0},"
            " 'metrics': [{'name': 'accounts', 'decimals': 0, 'weight': 1,"
            "  'band': 0.1, 'total': 2, 'groups': [{'group': null, 'total': 2,"
            "   'reps': 2, 'mean_abs_deviation_before': 0.5,"
            "   'mean_abs_deviation_after': 0, 'max_deviation_before': 1,"
            "   'max_deviation_after': 0, 'within_band_before': 2,"
            "   'within_band_after': 2}]}],"
            " 'limits': [{'limit': 0, 'metric': 'accounts', 'kept': true,"
            "             'violations': []}],"
            " 'budgets': [{'budget': 0, 'kind': 'max_moves', 'metric': null,"
            "              'rep': null, 'max': 2, 'used': 1}],"
            " 'unassignable': [], 'indivisible': []}",
    .certificate = "{'phases': [{'name': 'blend',"
                   " 'resources': [{'metric': 'accounts', 'group': null}],"
                   " 'budget_multipliers': ['0'], 'prices': [],"
                   " 'reps': ['r1', 'r2'],"
                   " 'multipliers': [[['2000000000'], ['0']]],"
                   " 'blocks': [{'reps': ['r1', 'r2'],"
                   "             'tree': {'multipliers': 0}}]}]}",
    .assignments =
        "account_id,account_name,role,rep_id,previous_rep_id,change,reason,"
        "next_best_rep_id,next_best_cost,blocked_by\n"
        "A1,,rep,r1,r2,moved,,r2,2.225,limit\n"
        "A2,,rep,r2,,placed,,r1,-1.9,limit\n",
    .moves = "account_id,account_name,role,from_rep_id,to_rep_id,change,"
             "value,expected_loss,cost,reason\n"
             "A1,,rep,r2,r1,moved,100,7.5,1.875,\n",
    .books = "rep_id,rep_name,email,role,metric,group,target,load_before,"
             "load_after,deviation_before,deviation_after,accounts_before,"
             "accounts_after,kept,gained,lost,forced,placed,value_kept,"
             "value_gained,value_lost,value_forced,value_placed\n"
             "r1,,,rep,accounts,,1,0,1,-1,0,0,1,0,1,0,0,0,0,100,0,0,0\n"
             "r2,,,rep,accounts,,1,1,1,0.000000,0,1,1,0,0,1,0,1,0,0,100,0,"
             "300\n",
    .owners = "Id,OwnerId\nA1,r1\nA2,r2\n",
    .rollback = "Id,OwnerId\nA1,r2\n",
    .rollback_unowned = "Id,OwnerId\nA2,\n",
};

static eb_status check(struct verify_texts texts, eb_messages **said)
{
    struct verify_case c = verify_case_of(texts);
    eb_status status = verify_plan(&c.in, c.said);

    *said = c.said;
    c.said = NULL;
    verify_case_clear(&c);
    return status;
}

/* The text with its first `from` made `to`; freed by the caller. */
static char *replace(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    size_t size = strlen(text) + strlen(to) + 1;
    char *out = malloc(size);

    cr_assert(ne(ptr, (void *)at, NULL), "\"%s\" is not there", from);
    cr_assert(ne(ptr, out, NULL));
    snprintf(out, size, "%.*s%s%s", (int)(at - text), text, to,
             at + strlen(from));
    return out;
}

/* Which of the texts is falsified. */
#define TEXT(member) offsetof(struct verify_texts, member)

static void falsify(size_t offset, const char *from, const char *to,
                    const char *why)
{
    struct verify_texts texts = good;
    const char **text = (const char **)((char *)&texts + offset);
    char *changed = replace(*text, from, to);
    eb_messages *said;

    *text = changed;
    cr_assert(eq(int, check(texts, &said), EB_REFUSED), "%s -> %s", from, to);
    cr_assert(eq(sz, says_count(said, why), 1), "%s -> %s said: %s", from, to,
              eb_messages_text(said, 0));
    cr_assert(eq(sz, eb_messages_count(said), 1));
    eb_messages_free(said);
    free(changed);
}

Test(verify_plan, accepts_what_is_true)
{
    eb_messages *said;
    eb_status status = check(good, &said);

    cr_assert(eq(sz, eb_messages_count(said), 0), "%s",
              eb_messages_text(said, 0));
    cr_assert(eq(int, status, EB_OK));
    eb_messages_free(said);
}

Test(verify_plan, refuses_a_false_row_of_the_assignments)
{
    static const struct {
        const char *from, *to, *why;
    } cases[] = {
        {"A1,,rep", "A3,,rep",
         "assignments.csv:2:1: account_id: claimed \"A3\", true \"A1\""},
        {"A2,,rep,r2,,placed,,r1,-1.9,limit\n", "",
         "there are 1 rows for 2 accounts"},
        {"A1,,rep", "A1,,csm", "role: claimed \"csm\", true \"rep\""},
        {"rep,r1,r2", "rep,r9,r2", "rep_id: \"r9\" is no rep of the role"},
        {"rep,r1,r2", "rep,,r2", "rep_id: \"\" is no rep of the role"},
        {"r1,r2,moved", "r1,r1,moved", "previous_rep_id: claimed \"r1\""},
        {"moved", "kept", "change: claimed \"kept\", true \"moved\""},
        {"placed", "moved", "change: claimed \"moved\", true \"placed\""},
        {"r2,2.225", "r1,2.225", "next_best_rep_id: \"r1\" is no other rep"},
        {"2.225", "2.224",
         "next_best_cost: claimed \"2.224\", true "
         "\"2.225\""},
        {"-1.9,limit", "-1.9,", "but the move is forbidden"},
        {"account_id", "account", "there is no column \"account_id\""},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        falsify(TEXT(assignments), cases[k].from, cases[k].to, cases[k].why);
}

Test(verify_plan, refuses_a_false_figure_of_the_plan)
{
    static const struct {
        const char *from, *to, *why;
    } cases[] = {
        {"within_gap", "infeasible", "is not infeasible"},
        {"within_gap", "splendid", "status: there is no such one"},
        {"'proof': 'checked', 'role'", "'proof': 'solver', 'role'",
         "proof: not that of the last phase"},
        {"'goal': 'blend'", "'goal': 'fairest'", "goal: claimed fairest"},
        {"'as_of': null", "'as_of': '2027-01-04'", "as_of: claimed"},
        {"'objective': 6.875000000", "'objective': 6.874",
         "objective: not that of the last phase"},
        {"'objective': 6.875,", "'objective': 6.8,",
         "objective: claimed 6.8, true 6.875"},
        {"'lower_bound': 6.874999999, 'gap': 0.000000000145,"
         "  'proof'",
         "'lower_bound': 6.875, 'gap': 0, 'proof'",
         "lower_bound: claimed 6.875, the certificate proves 6.874999999"},
        {"'lower_bound': 6.874999999, 'gap': 0.000000000145,"
         "  'proof'",
         "'lower_bound': 6.876, 'gap': 0, 'proof'",
         "lower_bound: above the objective"},
        {"'lower_bound': 6.874999999, 'gap': 0.000000000145,"
         "  'proof'",
         "'lower_bound': 6, 'gap': 0.1, 'proof'", "gap: claimed 0.1"},
        {"'gap_points': 0.000000001", "'gap_points': 0", "gap_points"},
        {"'fit': 5", "'fit': 4", "fit: claimed 4, true 5"},
        {"'disruption': 1.875", "'disruption': 0", "disruption: claimed 0"},
        {"'unfairness': 0", "'unfairness': 1", "unfairness: claimed 1"},
        {"{'accounts': 0}", "{'accounts': 1}", "accounts: claimed 1"},
        {"{'accounts': 0}", "{'heads': 0}", "no such metric"},
        {"'all': 2", "'all': 3", "all: claimed 3, true 2"},
        {"'in_play': 2", "'in_play': 1", "in_play: claimed 1, true 2"},
        {"'moved': 1", "'moved': 0", "moved: claimed 0, true 1"},
        {"'value_moved': 100", "'value_moved': 10", "value_moved: claimed"},
        {"'expected_loss': 7.5", "'expected_loss': 8",
         "expected_loss: claimed 8, true 7.5"},
        {"'retention': {'accounts': 0", "'retention': {'accounts': 1",
         "accounts: claimed 1, true 0"},
        {"'decimals': 0", "'decimals': 2", "decimals: claimed 2"},
        {"'band': 0.1", "'band': 0.2", "band: claimed 0.2, true 0.1"},
        {"'total': 2, 'groups'", "'total': 3, 'groups'", "total: claimed 3"},
        {"_deviation_before': 0.5", "_deviation_before': 0.4",
         "mean_abs_deviation_before: claimed 0.4, true 0.5"},
        {"_deviation_after': 0", "_deviation_after': 0.1",
         "mean_abs_deviation_after: claimed 0.1"},
        {"'within_band_before': 2", "'within_band_before': 1",
         "within_band_before: claimed 1"},
        {"'kept': true", "'kept': false", "kept: true true"},
        {"'violations': []", "'violations': [{'rep': 'r1'}]",
         "violations: not as many"},
        {"'used': 1", "'used': 0", "used: claimed 0, true 1"},
        {"'max': 2", "'max': 3", "max: claimed 3, true 2"},
        {"'max_moves'", "'max_moved'", "the rules have no such one"},
        {"'unassignable': []", "'unassignable': [{'account': 'A1'}]",
         "unassignable: not as many"},
        {"'indivisible': []", "'indivisible': [{'account': 'A1'}]",
         "indivisible: not as many"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        falsify(TEXT(plan), cases[k].from, cases[k].to, cases[k].why);
}

Test(verify_plan, refuses_a_false_row_of_moves_books_and_owners)
{
    static const struct {
        size_t text;
        const char *from, *to, *why;
    } cases[] = {
        {TEXT(moves), "A1,", "A2,", "account_id: \"A2\" has not moved"},
        {TEXT(moves), "A1,,rep,r2,r1,moved,100,7.5,1.875,\n",
         "A1,,rep,r2,r1,moved,100,7.5,1.875,\n"
         "A1,,rep,r2,r1,moved,100,7.5,1.875,\n",
         "account_id: \"A1\" stands there twice"},
        {TEXT(moves), "r2,r1,moved", "r1,r1,moved", "from_rep_id"},
        {TEXT(moves), ",100,", ",101,", "value: claimed \"101\""},
        {TEXT(moves), "7.5", "7.4", "expected_loss: claimed \"7.4\""},
        {TEXT(moves), "1.875", "1.87", "cost: claimed \"1.87\""},
        {TEXT(moves), "A1,,rep,r2,r1,moved,100,7.5,1.875,\n", "",
         "moves.csv: claimed 0 rows, true 1"},
        {TEXT(books), "r1,,,rep,accounts,,1,", "r1,,,rep,accounts,,2,",
         "books.csv:2:7: target: claimed \"2\", true \"1\""},
        {TEXT(books), ",1,0,1,-1,", ",1,1,1,-1,", "load_before: claimed"},
        {TEXT(books), ",1,0,1,-1,", ",1,0,1,-0.9,", "deviation_before"},
        {TEXT(books), "0,0,1,0,1,0", "0,0,1,1,0,0", "kept: claimed \"1\""},
        {TEXT(books), ",0,100,0,0,0", ",0,99,0,0,0", "value_gained"},
        {TEXT(books), "r1,,,rep", "r2,,,rep", "load_before"},
        {TEXT(books),
         "r1,,,rep,accounts,,1,0,1,-1,0,0,1,0,1,0,0,0,0,100,0,0,0\n", "",
         "1 rows have a target, true 2"},
        {TEXT(owners), "A1,r1", "A1,r2", "OwnerId: claimed \"r2\""},
        {TEXT(owners), "A1,r1\n", "", "owners.csv: claimed 1 rows, true 2"},
        {TEXT(owners), "A1,r1\n", "A2,r2\n", "stands there twice"},
        {TEXT(owners), "A1,r1", "A9,r1", "has not changed its owner"},
        {TEXT(rollback), "A1,r2", "A1,r1", "OwnerId: claimed \"r1\""},
        {TEXT(rollback), "A1,r2\n", "", "claimed 0 rows, true 1"},
        {TEXT(rollback), "A1,r2", "A2,r2", "had no owner before"},
        {TEXT(rollback_unowned), "A2,", "A2,r1", "OwnerId: claimed \"r1\""},
        {TEXT(rollback_unowned), "A2", "A1", "had an owner before"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        falsify(cases[k].text, cases[k].from, cases[k].to, cases[k].why);
}

Test(verify_plan, refuses_inputs_and_rules_that_have_changed)
{
    static const struct {
        size_t text;
        const char *from, *to, *why;
    } cases[] = {
        {TEXT(accounts), "A1,100", "A1,101", "value_moved: claimed 100"},
        {TEXT(reps), "r1\n", "r1\nr3\n", "objective: claimed 6.875"},
        {TEXT(pairs), "A2,r2,4", "A2,r2,3", "objective: claimed"},
        {TEXT(given), "1.0", "2", "max is not applied as rules.json:1:"},
        {TEXT(given), "'off'", "'hard'", "territory is not applied as"},
        {TEXT(given), "{'limits'", "{'families': 'off', 'limits'",
         "families is not applied as"},
        {TEXT(given), "1.0}]", "1.0}, {'metric': 'accounts', 'min': 0}]",
         "limits is not applied as"},
        {TEXT(certificate), "['2000000000']", "['1000000000']",
         "the certificate proves"},
        {TEXT(certificate), "'blend'", "'other'", "no certificate proves"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        falsify(cases[k].text, cases[k].from, cases[k].to, cases[k].why);
}

Test(verify_plan, takes_a_gap_that_rounding_may_leave_for_none)
{
    static const struct {
        const char *bound, *points, *gap;
        eb_status status;
    } cases[] = {
        {"6.874999999", "0.000000001", "0.000000000145", EB_OK},
        {"6.874999998", "0.000000002", "0.000000000291", EB_OK},
        {"6.874999997", "0.000000003", "0.000000000436", EB_REFUSED},
    };
    char plan[4096], *optimal = replace(good.plan, "within_gap", "optimal");

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct verify_texts texts = good;
        char *first = replace(optimal, "6.874999999", cases[k].bound);
        char *second = replace(first, "6.874999999", cases[k].bound);
        char *third =
            replace(second, "'gap_points': 0.000000001", "'gap_points': %s");
        eb_messages *said;

        snprintf(plan, sizeof plan, third, cases[k].points);
        texts.plan = plan;
        cr_assert(eq(int, check(texts, &said), cases[k].status),
                  "case %zu said: %s", k, eb_messages_text(said, 0));
        eb_messages_free(said);
        free(first);
        free(second);
        free(third);
    }
    free(optimal);
}

/* One account of 90 in 100 is more than a half and a tenth of it. */
Test(verify_plan, names_families_that_no_band_holds)
{
    struct verify_texts texts = {
        .accounts = "id,value,pin\nA1,90,r1\nA2,10,r2\n",
        .reps = "id\nr1\nr2\n",
        .rules = "{'role': 'rep', 'metrics': [{'name': 'value'}]}",
        .plan = "{'status': 'feasible', 'proof': 'solver', 'role': 'rep',"
                " 'goal': 'blend', 'as_of': null, 'objective': 190.01,"
                " 'lower_bound': null, 'gap': null, 'gap_points': null,"
                " 'terms': {'fit': 0, 'disruption': 0, 'unfairness': 190.01,"
                "           'by_metric': {'value': 190.01}},"
                " 'phases': [{'name': 'blend', 'objective': 190.01,"
                "  'lower_bound': null, 'gap': null, 'proof': 'solver',"
                "  'given': null}],"
                " 'accounts': {'all': 2, 'in_play': 2, 'outside': 0,"
                "              'unassignable': 0},"
                " 'moves': {'moved': 0, 'forced': 0, 'placed': 2, 'kept': 0,"
                "  'value_moved': 0, 'value_forced': 0, 'expected_loss': 0,"
                "  'expected_loss_forced': 0},"
                " 'retention': {'accounts': null, 'value': null},"
                " 'metrics': [{'name': 'value', 'decimals': 0, 'weight': 1,"
                "  'band': 0.1, 'total': 100, 'groups': [{'group': null,"
                "   'total': 100, 'reps': 2, 'mean_abs_deviation_before': 1,"
                "   'mean_abs_deviation_after': 0.8,"
                "   'max_deviation_before': 1, 'max_deviation_after': 0.8,"
                "   'within_band_before': 0, 'within_band_after': 0}]}],"
                " 'limits': [], 'budgets': [], 'unassignable': [],"
                " 'indivisible': [{'account': 'A1', 'metric': 'value',"
                "  'rep': 'r1', 'load': 90, 'target': 50}]}",
        .assignments = "account_id,role,rep_id,previous_rep_id,change,"
                       "next_best_rep_id,next_best_cost,blocked_by\n"
                       "A1,rep,r1,,placed,,,\nA2,rep,r2,,placed,,,\n"};
    eb_messages *said;
    char *wrong;

    cr_assert(eq(int, check(texts, &said), EB_OK), "%s",
              eb_messages_text(said, 0));
    eb_messages_free(said);
    wrong = replace(texts.plan, "'load': 90", "'load': 80");
    texts.plan = wrong;
    cr_assert(eq(int, check(texts, &said), EB_REFUSED));
    cr_assert(eq(sz, says_count(said, "load: claimed 80, true 90"), 1));
    eb_messages_free(said);
    free(wrong);
}

Test(verify_plan, lets_flags_give_another_role_and_goal)
{
    struct verify_texts texts = good;
    eb_messages *said;

    texts.given = "{'role': 'csm', 'goal': 'gentlest', 'as_of': null}";
    cr_assert(eq(int, check(texts, &said), EB_OK), "%s",
              eb_messages_text(said, 0));
    eb_messages_free(said);
}

Test(verify_plan, refuses_a_plan_that_breaks_a_limit_and_calls_it_kept)
{
    struct verify_texts texts = good;
    char *rules = replace(good.rules, "'max': 1", "'max': 0");
    char *given = replace(good.given, "'max': 1.0", "'max': 0");
    eb_messages *said;

    texts.rules = rules;
    texts.given = given;
    cr_assert(eq(int, check(texts, &said), EB_REFUSED));
    cr_assert(
        eq(sz, says_count(said, "limit 0 is not kept at rep \"r1\""), 1));
    eb_messages_free(said);
    free(rules);
    free(given);
}

/* Two accounts that are pinned to r1, which may hold one: a violation of 100
 * points, and a blend in which r1 may hold two. */
static const struct verify_texts broken = {
    .accounts = "id,pin\nA1,r1\nA2,r1\n",
    .reps = "id\nr1\nr2\n",
    .rules = "{'role': 'rep', 'limits': [{'metric': 'accounts',"
             " 'max': 1}]}",
    .plan = "{'status': 'infeasible', 'proof': 'checked', 'role': 'rep',"
            " 'goal': 'blend', 'as_of': null, 'objective': 0,"
            " 'lower_bound': 0, 'gap': 0, 'gap_points': 0,"
            " 'terms': {'fit': 0, 'disruption': 0, 'unfairness': 0,"
            "           'by_metric': {}},"
            " 'phases': [{'name': 'violation', 'objective': 100,"
            "   'lower_bound': 100, 'gap': 0, 'proof': 'checked',"
            "   'given': null},"
            "  {'name': 'blend', 'objective': 0, 'lower_bound': 0, 'gap': 0,"
            "   'proof': 'checked', 'given': {'phase': 'violation',"
            "   'objective': 100, 'proved': true,"
            "   'limits': [{'limit': 0, 'rep': 'r1', 'min': null, 'max': 2}],"
            "   'budgets': []}}],"
            " 'accounts': {'all': 2, 'in_play': 2, 'outside': 0,"
            "              'unassignable': 0},"
            " 'moves': {'moved': 0, 'forced': 0, 'placed': 2, 'kept': 0,"
            "  'value_moved': 0, 'value_forced': 0, 'expected_loss': 0,"
            "  'expected_loss_forced': 0},"
            " 'retention': {'accounts': null, 'value': null}, 'metrics': [],"
            " 'limits': [{'limit': 0, 'metric': 'accounts', 'kept': false,"
            "   'violations': [{'rep': 'r1', 'load': 2, 'min': null,"
            "                   'max': 1}]}],"
            " 'budgets': [], 'unassignable': []}",
    .certificate =
        "{'phases': [{'name': 'violation', 'resources': [{'limit': 0}],"
        " 'budget_multipliers': [], 'prices': [], 'reps': [],"
        " 'multipliers': [[]], 'blocks': [{'reps': ['r1'],"
        "   'tree': {'multipliers': 0}}]},"
        " {'name': 'blend', 'resources': [{'limit': 0}],"
        " 'budget_multipliers': [], 'prices': [], 'reps': [],"
        " 'multipliers': [[]], 'blocks': [{'reps': ['r1'],"
        "   'tree': {'multipliers': 0}}]}]}",
    .assignments =
        "account_id,role,rep_id,previous_rep_id,change,next_best_rep_id,"
        "next_best_cost,blocked_by\n"
        "A1,rep,r1,,placed,,,\nA2,rep,r1,,placed,,,\n",
};

Test(verify_plan, follows_a_violation_into_the_blend)
{
    static const struct {
        const char *from, *to, *why;
    } cases[] = {
        {"'infeasible'", "'optimal'", "so that it is infeasible"},
        {"'infeasible'", "'stopped'", "so that it is infeasible"},
        {"'max': 2", "'max': 3", "do not make up the violation"},
        {"'max': 2", "'max': 0", "a limit tighter than the rules'"},
        {"'rep': 'r1', 'min': null, 'max': 2",
         "'rep': 'r2', 'min': null, 'max': 2", "is not kept at rep \"r1\""},
        {"'name': 'violation', 'objective': 100",
         "'name': 'violation', 'objective': 101", "gap: claimed 0"},
        {"'lower_bound': 100, 'gap': 0", "'lower_bound': 99, 'gap': 0.01",
         "proved, but the bound is lower"},
        {"'phase': 'violation',   'objective': 100",
         "'phase': 'violation',   'objective': 99",
         "objective: claimed 99, true 100"},
        {"'load': 2", "'load': 3", "load: claimed 3, true 2"},
        {"'kept': false", "'kept': true", "kept: true false"},
        {"{'name': 'violation'", "{'name': 'fairest'",
         "phases: not those of the goal"},
    };
    eb_messages *said;

    cr_assert(eq(int, check(broken, &said), EB_OK), "%s",
              eb_messages_text(said, 0));
    eb_messages_free(said);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct verify_texts texts = broken;
        char *changed = replace(broken.plan, cases[k].from, cases[k].to);

        texts.plan = changed;
        cr_assert(eq(int, check(texts, &said), EB_REFUSED), "case %zu", k);
        cr_assert(eq(sz, says_count(said, cases[k].why), 1),
                  "case %zu said: %s", k, eb_messages_text(said, 0));
        eb_messages_free(said);
        free(changed);
    }
}

/* Stopped before there was a bound above 0. */
Test(verify_plan, lets_a_stopped_plan_break_limits_while_nothing_is_proved)
{
    static const char *const statuses[] = {"'stopped'", "'infeasible'",
                                           "'feasible'"};

    for (size_t k = 0; k < 3; k++) {
        struct verify_texts texts = broken;
        char *open = replace(broken.plan, "'lower_bound': 100, 'gap': 0",
                             "'lower_bound': 0, 'gap': 1");
        char *unproved = replace(open, "'proved': true", "'proved': false");
        char *changed = replace(unproved, "'infeasible'", statuses[k]);
        eb_messages *said;

        texts.plan = changed;
        cr_expect(eq(int, check(texts, &said), k < 2 ? EB_OK : EB_REFUSED),
                  "%s: %s", statuses[k], eb_messages_text(said, 0));
        eb_messages_free(said);
        free(changed);
        free(unproved);
        free(open);
    }
}

struct again {
    struct verify_case c;
};

static eb_status check_again(void *context)
{
    struct again *again = context;

    return verify_plan(&again->c.in, NULL);
}

Test(verify_plan, survives_every_failing_allocation)
{
    struct again again = {verify_case_of(good)};

    cr_assert(gt(long, sweep_memory(check_again, &again), 15));
    verify_case_clear(&again.c);
    again.c = verify_case_of(broken);
    cr_assert(gt(long, sweep_memory(check_again, &again), 15));
    verify_case_clear(&again.c);
}
