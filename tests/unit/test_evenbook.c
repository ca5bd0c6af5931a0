/* test_evenbook.c - the public functions, as a program without files calls
 * them. */
#include "include/evenbook.h"

#include "base/mem.h"
#include "tests/support/scratch.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

static const char accounts[] = "id,value,owner\n"
                               "acme,120000,ana\n"
                               "bolt,95000,ana\n"
                               "corvid,60000,ana\n"
                               "dune,40000,bo\n"
                               "ember,35000,\n";
static const char reps[] = "id,fte\nana,1\nbo,1\n";

static eb_books *books_of(const char *accounts_text, const char *reps_text)
{
    eb_books *books = eb_books_new();

    if (books != NULL &&
        (eb_books_set_csv(books, EB_ACCOUNTS, accounts_text,
                          strlen(accounts_text), NULL) != EB_OK ||
         eb_books_set_csv(books, EB_REPS, reps_text, strlen(reps_text),
                          NULL) != EB_OK)) {
        eb_books_free(books);
        books = NULL;
    }
    return books;
}

static eb_plan *plan_of(const eb_books *books)
{
    eb_options options = eb_default_options();
    eb_plan *plan = NULL;

    cr_assert(eq(int, eb_plan_make(books, &options, &plan, NULL), EB_OK));
    return plan;
}

Test(evenbook, plans_without_touching_a_file)
{
    eb_books *books = books_of(accounts, reps);
    eb_plan *plan = plan_of(books);

    cr_assert(eq(sz, eb_plan_accounts(plan), 5));
    cr_expect(eq(str, (char *)eb_plan_account(plan, 4), "ember"));
    cr_expect(eq(str, (char *)eb_plan_owner(plan, 4), "bo"));
    cr_expect(eq(int, eb_plan_outcome(plan), EB_OPTIMAL));
    cr_expect(le(dbl, eb_plan_lower_bound(plan), eb_plan_objective(plan)));
    cr_expect(gt(sz, strlen(eb_plan_reason(plan, 0)), 0));
    cr_expect(eq(str, (char *)eb_plan_owner(plan, 5), ""));
    cr_expect(eq(str, (char *)eb_plan_account(plan, 5), ""));
    cr_expect(ne(ptr, strstr(eb_plan_summary(plan), "5 accounts"), NULL));
    eb_plan_free(plan);
    eb_books_free(books);
}

Test(evenbook, a_plan_outlives_the_books_it_came_from)
{
    eb_books *books = books_of(accounts, reps);
    eb_plan *plan = plan_of(books);

    cr_assert(eq(int, eb_books_set_csv(books, EB_ACCOUNTS, "id\nx\n", 5, NULL),
                 EB_OK));
    eb_books_free(books);
    cr_expect(eq(str, (char *)eb_plan_account(plan, 0), "acme"));
    cr_expect(ne(ptr, strstr(eb_plan_json(plan), "\"path\": \"-\""), NULL));
    eb_plan_free(plan);
}

Test(evenbook, refuses_what_its_contract_forbids)
{
    eb_books *books = books_of(accounts, reps);
    eb_options options = eb_default_options();
    eb_plan *plan = NULL;

    cr_expect(
        eq(int, eb_plan_make(NULL, &options, &plan, NULL), EB_BAD_ARGUMENT));
    cr_expect(
        eq(int, eb_plan_make(books, NULL, &plan, NULL), EB_BAD_ARGUMENT));
    options.threads = 0;
    cr_expect(
        eq(int, eb_plan_make(books, &options, &plan, NULL), EB_BAD_ARGUMENT));
    options = eb_default_options();
    options.gap = NAN;
    cr_expect(
        eq(int, eb_plan_make(books, &options, &plan, NULL), EB_BAD_ARGUMENT));
    cr_expect(eq(int, eb_books_set_csv(books, EB_N_INPUTS, "id\n", 3, NULL),
                 EB_BAD_ARGUMENT));
    cr_expect(eq(int, eb_books_read_file(books, EB_REPS, NULL, NULL),
                 EB_BAD_ARGUMENT));
    cr_expect(eq(int, eb_verify(NULL, NULL, NULL), EB_BAD_ARGUMENT));
    cr_expect(eq(ptr, plan, NULL));
    eb_books_free(books);
    eb_books_free(NULL);
    eb_plan_free(NULL);
}

Test(evenbook, a_refused_input_leaves_the_earlier_one)
{
    eb_books *books = books_of(accounts, reps);
    eb_messages *said = eb_messages_new();
    eb_plan *plan;

    cr_expect(eq(int, eb_books_set_csv(books, EB_ACCOUNTS, "", 0, said),
                 EB_BAD_DATA));
    cr_expect(eq(sz, eb_messages_count(said), 1));
    cr_expect(eq(int, eb_messages_severity(said, 0), EB_FAULT));
    plan = plan_of(books);
    cr_expect(eq(sz, eb_plan_accounts(plan), 5));
    eb_plan_free(plan);
    eb_messages_free(said);
    eb_books_free(books);
}

Test(evenbook, wants_accounts_and_reps)
{
    eb_books *books = eb_books_new();
    eb_messages *said = eb_messages_new();

    cr_expect(eq(int, eb_books_check(books, NULL, said), EB_BAD_USAGE));
    cr_expect(eq(sz, says_count(said, "there are no accounts"), 1));
    eb_messages_free(said);
    eb_books_free(books);
}

Test(evenbook, warnings_of_reading_and_of_planning_stand_in_plan_json)
{
    eb_books *books = books_of("id,value,owner\na,1,zoe\nb,,zoe\n", reps);
    eb_messages *said = eb_messages_new();
    eb_options options = eb_default_options();
    eb_plan *plan = NULL;

    cr_assert(eq(int, eb_plan_make(books, &options, &plan, said), EB_OK));
    cr_expect(eq(sz, says_count(said, "\"zoe\" (2)"), 1));
    cr_expect(eq(sz, says_count(said, "counts as 0"), 1));
    cr_expect(ne(ptr, strstr(eb_plan_json(plan), "\\\"zoe\\\" (2)"), NULL));
    cr_expect(ne(ptr, strstr(eb_plan_json(plan), "counts as 0"), NULL));
    eb_plan_free(plan);
    eb_messages_free(said);
    eb_books_free(books);
}

Test(evenbook, stops_before_a_plan_when_asked_at_once)
{
    eb_books *books = books_of(accounts, reps);
    eb_options options = eb_default_options();
    volatile int stop = 1;
    eb_plan *plan = NULL;
    eb_status status;

    options.stop = &stop;
    status = eb_plan_make(books, &options, &plan, NULL);
    if (status == EB_OK) { /* a plan that was proved at once is none stopped */
        cr_expect(ne(int, eb_plan_outcome(plan), EB_INFEASIBLE));
        cr_expect(eb_plan_keeps_rules(plan) == true);
    } else {
        cr_expect(eq(int, status, EB_STOPPED));
    }
    eb_plan_free(plan);
    eb_books_free(books);
}

Test(evenbook, every_status_has_words)
{
    for (int k = EB_OK; k <= EB_REFUSED; k++)
        cr_expect(
            ne(str, (char *)eb_status_text((eb_status)k), "unknown status"));
}

/* ---- Memory -------------------------------------------------------------- */

static eb_status make_and_write(void *context)
{
    eb_options options = eb_default_options();
    eb_books *books;
    eb_plan *plan = NULL;
    eb_status status = EB_NO_MEMORY;

    options.effort = EB_QUICK;
    options.no_report = true; /* has a sweep of its own */
    books = books_of(accounts, reps);
    if (books != NULL)
        status = eb_plan_make(books, &options, &plan, NULL);
    if (status == EB_OK)
        status = eb_plan_write(plan, context, NULL);
    if (status == EB_OK && eb_plan_json(plan) == NULL)
        status = EB_NO_MEMORY;
    eb_plan_free(plan);
    eb_books_free(books);
    return status;
}

Test(evenbook, every_refused_allocation_is_survived, .timeout = 120)
{
    scratch_enter();
    cr_expect(gt(i64, sweep_memory(make_and_write, "plan"), 100));
    scratch_leave();
}

static eb_status write_again(void *plan)
{
    return eb_plan_write(plan, "plan", NULL);
}

Test(evenbook, a_report_survives_every_refused_allocation, .timeout = 120)
{
    eb_options options = eb_default_options();
    eb_books *books = books_of(accounts, reps);
    eb_plan *plan = NULL;

    options.excel_safe = true;
    cr_assert(eq(int, eb_plan_make(books, &options, &plan, NULL), EB_OK));
    scratch_enter();
    cr_expect(gt(i64, sweep_memory(write_again, plan), 50));
    cr_expect(eq(int, eb_verify("plan", NULL, NULL), EB_BAD_USAGE));
    scratch_leave();
    eb_plan_free(plan);
    eb_books_free(books);
}
