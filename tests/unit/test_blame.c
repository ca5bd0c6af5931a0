/* test_blame.c - rules in conflict. */
#include "model/blame.h"

#include "tests/support/planned.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

struct conflict_case {
    const char *rules;
    size_t n;
    const char *words[3];
};

static const struct texts contrary = {
    .accounts = "id,value,owner,locked,tier,territory\n"
                "A1,100,r1,yes,A,E\nA2,100,r1,yes,A,E\nA3,100,r1,yes,A,E\n"
                "A4,100,r2,,B,E\nA5,100,r2,,A,W\nA6,100,r3,,A,W\n"
                "A7,100,r3,,B,W\n",
    .reps = "id,name,territories,max_accounts\nr1,Ana Ruiz,E,9\n"
            "r2,Bo Chen,E;W,9\nr3,Cy Dee,W,9\n"};

Test(blame, names_a_minimal_set_of_rules)
{
    static const struct conflict_case all[] = {
        {"{\"limits\": [{\"metric\": \"accounts\", \"where\": {\"tier\": "
         "\"A\"}, \"max\": 2}, {\"metric\": \"value\", \"max\": 400}], "
         "\"continuity\": {\"max_moves\": 3}}",
         2,
         {"the locks of column \"locked\" (3 accounts)",
          "limit accounts at most 2 where tier is A for Ana Ruiz "
          "(rules.json:1:13)"}},
        {"{\"limits\": [{\"metric\": \"accounts\", \"min\": 3}]}",
         1,
         {"limit accounts at least 3 (rules.json:1:13)"}},
        {"{\"limits\": [{\"metric\": \"value\", \"max\": 350}], "
         "\"continuity\": {\"max_moved\": {\"value\": 50}}, "
         "\"territory\": \"off\"}",
         0,
         {NULL}},
        {"{\"limits\": [{\"metric\": \"value\", \"min\": 250}], "
         "\"territory\": \"off\"}",
         1,
         {"limit value at least 250 (rules.json:1:13)"}},
        {"{\"limits\": [{\"metric\": \"accounts\", \"max\": 2, \"where\": "
         "{\"tier\": [\"A\", \"B\"]}}]}",
         1,
         {"limit accounts at most 2 where tier is A or B "
          "(rules.json:1:13)"}},
        {"{\"limits\": [{\"metric\": \"accounts\", \"min\": 4, "
         "\"where\": {\"tier\": \"B\"}}, {\"metric\": \"accounts\", \"max\": "
         "\"max_accounts\"}]}",
         1,
         {"limit accounts at least 4 where tier is B (rules.json:1:13)"}},
        {"{\"limits\": [{\"metric\": \"accounts\", \"min\": 5, \"max\": 6}], "
         "\"territory\": \"hard\", \"locks\": []}",
         1,
         {"limit accounts at least 5 and at most 6 (rules.json:1:13)"}},
        {"{\"limits\": [{\"metric\": \"value\", \"min\": 200, \"max\": 200, "
         "\"where\": {\"tier\": \"B\"}}], \"continuity\": {\"max_moves\": "
         "0}}",
         1,
         {"limit value at least 200 and at most 200 where tier is B "
          "(rules.json:1:13)"}},
    };

    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        struct texts texts = contrary;
        struct planned p;

        texts.rules = all[k].rules;
        p = plan_of(texts);
        cr_assert(eq(int, (int)p.status, EB_OK));
        cr_expect(eq(int, p.plan->outcome == EB_INFEASIBLE, all[k].n > 0),
                  "%s", all[k].rules);
        cr_expect(eq(sz, p.plan->n_conflict, all[k].n), "%s", all[k].rules);
        cr_expect(eq(int, p.plan->conflict_minimal, all[k].n > 0));
        for (size_t j = 0; j < all[k].n && j < p.plan->n_conflict; j++)
            cr_expect(
                eq(str, (char *)p.plan->conflict[j], (char *)all[k].words[j]));
        planned_clear(&p);
    }
}

/* Three locked accounts where two are allowed: one too many. */
Test(blame, comes_with_the_least_violation_and_what_is_relaxed)
{
    struct texts texts = contrary;
    struct planned p;

    texts.rules = "{\"limits\": [{\"metric\": \"accounts\", \"where\": "
                  "{\"tier\": \"A\"}, \"max\": 2}]}";
    p = plan_of(texts);
    cr_assert(eq(int, (int)p.status, EB_OK));
    cr_assert(eq(sz, p.plan->n_phases, 2));
    cr_expect(eq(str, (char *)p.plan->phases[0].name, "violation"));
    /* 100 points x 1 / 1.666667, the mean of 5 accounts at 3 reps. */
    cr_expect(eq(i64, p.plan->phases[0].objective, 59999988000));
    cr_expect(gt(i64, p.plan->phases[0].lower_bound, 0));
    cr_assert(eq(sz, p.plan->n_relaxed, 1));
    cr_expect(eq(int, p.plan->relaxed[0].rep, 0));
    cr_expect(eq(i64, p.plan->relaxed[0].hi, 3));
    cr_assert(eq(sz, p.plan->n_breaks, 1));
    cr_expect(eq(i64, p.plan->breaks[0].load, 3));
    cr_expect(eq(i64, p.plan->breaks[0].hi, 2));
    planned_clear(&p);
}

/* ---- Cut short --------------------------------------------------------- */

static struct texts two_at_fault(void)
{
    struct texts texts = contrary;

    texts.rules = "{\"limits\": [{\"metric\": \"accounts\", \"where\": "
                  "{\"tier\": \"A\"}, \"max\": 2}, {\"metric\": "
                  "\"value\", \"max\": 400}], \"continuity\": "
                  "{\"max_moves\": 3}}";
    return texts;
}

Test(blame, asks_nothing_once_it_is_cut)
{
    static const struct {
        int stop;
        double seconds; /* until the deadline; 0: none */
        size_t n;
        bool minimal;
    } cases[] = {
        {0, 0, 2, true},
        {0, 1000, 2, true},
        {1, 0, 5, false},
        {0, -1, 5, false},
    };
    struct made made = make(two_at_fault());

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        volatile int stop = cases[k].stop;
        struct solve_options how = {.effort = EB_NORMAL, .stop = &stop};
        struct arena memory = {0};
        struct blame blame = {0};

        if (cases[k].seconds < 0 || cases[k].seconds > 0)
            how.deadline = clock_seconds() + cases[k].seconds;
        cr_assert(eq(int,
                     (int)blame_find(made.compiled, made.books->owner, &how,
                                     &memory, &blame),
                     EB_OK));
        cr_expect(eq(sz, blame.n, cases[k].n), "case %zu", k);
        cr_expect(eq(int, blame.minimal, cases[k].minimal), "case %zu", k);
        arena_clear(&memory);
    }
    made_clear(&made);
}

struct patience {
    int left; /* reports of progress */
    volatile int stop;
};

static void lose_patience(void *context, const eb_progress *now)
{
    struct patience *patience = context;

    (void)now;
    if (--patience->left <= 0)
        patience->stop = 1;
}

/* Whenever it is stopped. */
Test(blame, says_where_a_smaller_conflict_is_not_ruled_out)
{
    const char *words = "not proved: fewer of them may already be in conflict";
    size_t n_minimal = 0, n_not = 0;

    for (int left = 1; left <= 20; left++) {
        struct patience patience = {left, 0};
        struct planner_options options = planned_options();
        struct planned p;
        bool open;

        options.stop = &patience.stop;
        options.progress = lose_patience;
        options.context = &patience;
        p = plan_with(two_at_fault(), &options);
        cr_assert(eq(int, (int)p.status, EB_OK));
        open = p.plan->n_conflict > 0 && !p.plan->conflict_minimal;
        cr_expect(eq(int, strstr(p.plan->summary, words) != NULL, open), "%s",
                  p.plan->summary);
        if (p.plan->n_conflict > 0)
            cr_expect(eq(sz, p.plan->n_conflict, open ? 5 : 2));
        n_minimal += p.plan->n_conflict > 0 && !open;
        n_not += open;
        planned_clear(&p);
    }
    cr_expect(gt(sz, n_minimal, 0));
    cr_expect(gt(sz, n_not, 0));
}
