/* test_planner.c - plans: phases, reasons and facts. */
#include "tests/support/planned.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const struct assignment_row *row_of(const struct planned *p,
                                           const char *id)
{
    return &p->plan->rows[made_account(&p->made, id)];
}

static const char *owner_of(const struct planned *p, const char *id)
{
    int rep = row_of(p, id)->rep;

    return rep < 0 ? "" : rep_id(p->made.books, (size_t)rep);
}

/* The plan of someone who asks for it to be stopped before it began. */
static struct planned stopped_plan_of(struct texts texts)
{
    struct planner_options options = planned_options();
    const volatile int stop = 1;

    options.stop = &stop;
    return plan_with(texts, &options);
}

/* Every kind of reason: Ana and Bo serve the east, Bo the west too, Cy has
 * left, Dee has no share. */
static const struct texts every_reason = {
    .accounts = "id,value,owner,territory,tier,parent,locked,pin,outside,"
                "open_opportunity\n"
                "A01,100,ana,E,B,,yes,,,\n"
                "A02,100,ana,E,B,,,,,yes\n"
                "A03,100,bo,E,B,,,ana,,\n"
                "A04,100,bo,E,B,,,,,\n"
                "A05,100,bo,E,B,,,,yes,\n"
                "A06,100,bo,E,B,,,,,\n"
                "A07,100,ana,X,B,,,,,\n"
                "A08,900,bo,E,B,,,,,\n"
                "A09,100,cy,E,B,,,,,\n"
                "A10,100,zed,E,B,,,,,\n"
                "A11,100,dee,E,B,,,,,\n"
                "A12,100,ana,W,B,,,,,\n"
                "A13,100,,E,B,,,,,\n"
                "A14,100,bo,E,A,,,,,\n"
                "A15,50,bo,E,B,A14,,,,\n"
                "A16,100,ana,E,B,A01,,,,\n"
                "A17,200,bo,W,B,,,,,\n",
    .reps = "id,name,territories,fte,end_date\n"
            "ana,Ana Ruiz,E,1,\n"
            "bo,Bo Chen,E;W,1,\n"
            "cy,Cy Dee,E,1,2026-12-31\n"
            "dee,Dee Fox,E,0,\n",
    .decisions = "account,decision,rep,why,by\n"
                 "A04,accept,bo,known since 2019,Maria\n"
                 "A06,outside,,sold soon,\n"
                 "A07,reject,bo,,\n"
                 "A17,never,ana,old quarrel,Kim\n",
    .rules = "{\"as_of\": \"2027-01-04\", \"metrics\": [{\"name\": "
             "\"value\"}], \"territory\": \"hard\", \"continuity\": "
             "{\"max_moves\": 1}, \"locks\": [{\"where\": "
             "{\"open_opportunity\": true}, \"why\": \"open deal\"}]}"};

Test(planner, gives_every_account_its_reason)
{
    static const struct {
        const char *account, *owner;
        int change;
        const char *reason;
    } all[] = {
        {"A01", "ana", CHANGE_KEPT, "locked: column \"locked\""},
        {"A02", "ana", CHANGE_KEPT, "locked: open deal"},
        {"A03", "ana", CHANGE_MOVED, "pinned to Ana Ruiz"},
        {"A04", "bo", CHANGE_KEPT,
         "pinned to Bo Chen, decided by Maria: \"known since 2019\""},
        {"A05", "bo", CHANGE_KEPT, "outside the plan, stays as it is"},
        {"A06", "bo", CHANGE_KEPT,
         "outside the plan, stays as it is, as decided: \"sold soon\""},
        {"A07", "", CHANGE_UNASSIGNED,
         "no rep may own it: of 4, 1 has left, 1 has no capacity, 2 do not "
         "serve its territory; not Bo Chen, as decided"},
        {"A08", "bo", CHANGE_KEPT,
         "kept: the next best, Ana Ruiz, would cost 69.7 points more"},
        {"A09", "ana", CHANGE_FORCED,
         "Cy Dee left on 2026-12-31; Ana Ruiz costs least; the next best, Bo "
         "Chen, would cost 26.7 points more"},
        {"A10", "ana", CHANGE_FORCED,
         "owner \"zed\" is no rep of role \"rep\"; Ana Ruiz costs least; the "
         "next best, Bo Chen, would cost 26.7 points more"},
        {"A11", "ana", CHANGE_FORCED,
         "Dee Fox has no capacity; Ana Ruiz costs least; the next best, Bo "
         "Chen, would cost 26.7 points more"},
        {"A12", "bo", CHANGE_FORCED,
         "Ana Ruiz does not serve its territory; only Bo Chen may own it"},
        {"A13", "ana", CHANGE_PLACED,
         "placed: Ana Ruiz costs least; the next best, Bo Chen, would cost "
         "26.7 points more"},
        {"A14", "bo", CHANGE_KEPT,
         "kept: the next best, Ana Ruiz, would save 30 points, but "
         "max_moves 1 forbids it"},
        {"A15", "bo", CHANGE_KEPT, "goes with its family (lead A14)"},
        {"A16", "ana", CHANGE_KEPT,
         "goes with A01 of its family, which is locked"},
        {"A17", "bo", CHANGE_KEPT,
         "kept: no other rep may own it; not Ana Ruiz, decided by Kim: \"old "
         "quarrel\""},
    };
    struct planned p = plan_of(every_reason);

    cr_assert(eq(int, (int)p.status, EB_OK));
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        const struct assignment_row *row = row_of(&p, all[k].account);

        cr_expect(eq(str, (char *)owner_of(&p, all[k].account),
                     (char *)all[k].owner));
        cr_expect(eq(int, (int)row->change, all[k].change));
        cr_expect(eq(str, (char *)row->reason, (char *)all[k].reason));
    }
    cr_expect(eq(str, (char *)row_of(&p, "A14")->blocked_by, "max_moves 1"));
    planned_clear(&p);
}

Test(planner, counts_what_it_did)
{
    struct planned p = plan_of(every_reason);
    const struct plan *plan = p.plan;

    cr_assert(eq(int, (int)p.status, EB_OK));
    cr_expect(eq(sz, plan->n_in_play, 14));
    cr_expect(eq(sz, plan->n_outside, 2));
    cr_expect(eq(sz, plan->n_unassignable, 1));
    cr_expect(eq(sz, plan->n_moved, 1));
    cr_expect(eq(sz, plan->n_forced, 4));
    cr_expect(eq(sz, plan->n_placed, 1));
    cr_expect(eq(sz, plan->n_kept, 8));
    cr_expect(eq(sz, plan->n_settled, 9));
    cr_expect(eq(i64, plan->value_settled, 1750));
    cr_expect(eq(i64, plan->value_settled_kept, 1650));
    cr_expect(eq(i64, plan->value_moved, 100));
    cr_expect(eq(i64, plan->value_forced, 400));
    cr_expect(eq(i64, plan->fit + plan->disruption + plan->unfairness,
                 plan->objective));
    cr_expect(eq(i64, plan->budget_used[0], 1));
    planned_clear(&p);
}

Test(planner, sums_up_in_a_dozen_lines_of_eighty_columns)
{
    struct planned p = plan_of(every_reason);

    cr_assert(eq(int, (int)p.status, EB_OK));
    cr_expect(eq(
        str, (char *)p.plan->summary,
        "plan        14 accounts in 12 families for 4 reps, role rep, as of "
        "2027-01-04\n"
        "result      optimal: no plan is better; 37.2 points (checked)\n"
        "value       mean deviation 46.7 % -> 28.9 %; in the band 0 -> 0 of "
        "2\n"
        "moves       1 by choice (11.1 %), value 100, expected loss 7.5\n"
        "forced      4, value 400, expected loss 30\n"
        "placed      1 account without an owner so far\n"
        "budgets     max_moves: 1 of 1 used\n"
        "leavers     Cy Dee (1)\n"
        "unassigned  1 account that no rep may own, first A07\n"));
    planned_clear(&p);
}

/* ---- Moves ------------------------------------------------------------- */

static const struct texts uneven = {
    .accounts = "id,value,owner\nA1,100,r1\nA2,100,r1\nA3,100,r1\n"
                "A4,100,r1\nA5,100,r2\nA6,100,r2\n",
    .reps = "id\nr1\nr2\n",
    .rules = "{\"metrics\": [{\"name\": \"value\"}]}"};

/* One of four must go, at 100 x 0.15 x 0.5 / 6 = 1.25 points. To stay leaves 4
 * against 2, a third off at both: 0.01 + 10 + 3 x 13.3 points. */
Test(planner, says_what_staying_would_have_cost)
{
    struct planned p = plan_of(uneven);
    size_t n = 0;

    cr_assert(eq(int, (int)p.status, EB_OK));
    cr_expect(eq(int, (int)p.plan->outcome, EB_OPTIMAL));
    cr_expect(eq(i64, p.plan->objective, 1250000000));
    for (size_t a = 0; a < p.made.books->n_accounts; a++)
        if (p.plan->rows[a].change == CHANGE_MOVED) {
            n++;
            cr_expect(eq(str, (char *)p.plan->rows[a].reason,
                         "moved from r1: staying would cost 48.8 points "
                         "more"));
            cr_expect(eq(int, p.plan->rows[a].next_best, 0));
        }
    cr_expect(eq(sz, n, 1));
    planned_clear(&p);
}

/* ---- Stopped ----------------------------------------------------------- */

/* Three accounts for two reps who may hold one each: stopped at once, nobody
 * knows that this cannot be helped. */
Test(planner, calls_no_plan_infeasible_that_was_stopped_before_a_proof)
{
    struct texts texts = {
        .accounts = "id,value,owner\nA1,5,r1\nA2,5,r1\nA3,5,r2\n",
        .reps = "id\nr1\nr2\n",
        .rules = "{\"limits\": [{\"metric\": \"accounts\", \"max\": 1}]}"};
    struct planned p = stopped_plan_of(texts);

    cr_assert(eq(int, (int)p.status, EB_OK));
    cr_expect(eq(int, (int)p.plan->outcome, EB_CUT_SHORT));
    cr_expect(plan_breaks_rules(p.plan) == true);
    cr_expect(eq(sz, p.plan->n_breaks, 1));
    cr_expect(eq(sz, p.plan->n_conflict, 0));
    cr_expect(eq(sz, says_count(p.said, "not proved"), 1));
    cr_expect(ne(ptr, strstr(p.plan->summary, "stopped before a plan"), NULL));
    planned_clear(&p);
}

/* Everyone may stay, but r1 has two accounts where one is allowed. */
Test(planner, keeps_the_rules_when_stopped_if_it_can_see_how)
{
    struct texts texts = {
        .accounts = "id,value,owner\nA1,5,r1\nA2,5,r1\n",
        .reps = "id\nr1\nr2\n",
        .rules = "{\"limits\": [{\"metric\": \"accounts\", \"max\": 1}]}"};
    struct planned p = stopped_plan_of(texts);

    cr_assert(eq(int, (int)p.status, EB_OK));
    cr_expect(ne(int, (int)p.plan->outcome, EB_INFEASIBLE));
    cr_expect(plan_breaks_rules(p.plan) == false);
    cr_expect(eq(sz, p.plan->n_breaks, 0));
    cr_expect(eq(sz, p.plan->n_relaxed, 0));
    cr_expect(eq(sz, says_count(p.said, "not proved"), 0));
    planned_clear(&p);
}

/* ---- The summary ------------------------------------------------------- */

Test(planner, tells_its_summary_whole_in_lines_of_80_columns)
{
    struct texts texts = {
        .accounts = "id,weighted_pipeline_value,owner\nA1,5,r1\nA2,7,r2\n",
        .reps = "id,role\nr1,Senior Sales Representative of the Region\n"
                "r2,Senior Sales Representative of the Region\n",
        .rules = "{\"as_of\": \"2027-01-04\", \"metrics\": [{\"name\": "
                 "\"weighted_pipeline_value\"}]}"};
    struct planned p = plan_of(texts);
    size_t width = 0;

    cr_assert(eq(int, (int)p.status, EB_OK));
    cr_expect(ne(ptr, strstr(p.plan->summary, "Region"), NULL));
    cr_expect(
        ne(ptr, strstr(p.plan->summary, "\nweighted_pipeline_value "), NULL));
    cr_expect(ne(ptr, strstr(p.plan->summary, "2027-01-04"), NULL));
    cr_expect(eq(ptr, strstr(p.plan->summary, "..."), NULL));
    for (const char *c = p.plan->summary; *c != '\0'; c++) {
        width = *c == '\n' ? 0 : width + 1;
        cr_expect(le(sz, width, 80));
    }
    planned_clear(&p);
}

/* ---- Everything else --------------------------------------------------- */

Test(planner, takes_books_in_which_nothing_is_to_be_planned)
{
    struct texts texts = {.accounts = "id,value,owner,outside\nA1,5,r1,yes\n",
                          .reps = "id\nr1\n"};
    struct planned p = plan_of(texts);

    cr_assert(eq(int, (int)p.status, EB_OK));
    cr_expect(eq(int, (int)p.plan->outcome, EB_OPTIMAL));
    cr_expect(eq(sz, p.plan->n_in_play, 0));
    cr_expect(eq(str, (char *)owner_of(&p, "A1"), "r1"));
    planned_clear(&p);
}

Test(planner, makes_the_same_plan_at_any_number_of_threads)
{
    struct planned p = plan_of(every_reason);
    struct planner_options options = planned_options();
    struct plan *other = NULL;

    options.threads = 3;
    cr_assert(eq(int, (int)p.status, EB_OK));
    cr_assert(eq(
        int,
        (int)planner_run(p.made.books, p.made.rules, &options, &other, p.said),
        EB_OK));
    for (size_t a = 0; a < p.made.books->n_accounts; a++)
        cr_expect(eq(str, (char *)p.plan->rows[a].reason,
                     (char *)other->rows[a].reason));
    cr_expect(eq(str, (char *)p.plan->summary, (char *)other->summary));
    plan_free(other);
    planned_clear(&p);
}

struct sweep {
    const struct made *made;
};

static eb_status plan_again(void *context)
{
    const struct sweep *sweep = context;
    struct planner_options options = planned_options();
    struct plan *plan = NULL;
    eb_messages *said = eb_messages_new();
    eb_status status = EB_NO_MEMORY;

    if (said != NULL)
        status = planner_run(sweep->made->books, sweep->made->rules, &options,
                             &plan, said);
    plan_free(plan);
    eb_messages_free(said);
    return status;
}

Test(planner, survives_every_failed_allocation)
{
    struct texts infeasible = {
        .accounts = "id,value,owner,locked\nA1,9,r1,yes\nA2,9,r1,yes\n"
                    "A3,5,,\n",
        .reps = "id\nr1\nr2\n",
        .rules = "{\"limits\": [{\"metric\": \"accounts\", \"max\": 1}], "
                 "\"continuity\": {\"max_moves\": 2}}"};
    struct made made = make(infeasible);
    struct sweep sweep = {&made};

    cr_expect(gt(i64, sweep_memory(plan_again, &sweep), 100));
    made_clear(&made);
}
