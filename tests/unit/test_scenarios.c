/* test_scenarios.c - scenarios.json from a file to plan folders. */
#include "io/scenarios.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "io/compare_files.h"
#include "io/compared.h"
#include "io/files.h"
#include "tests/support/scratch.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

static const char accounts[] = "id,value,owner,territory\n"
                               "A1,\"1.200,50\",ann,E\nA2,\"80,5\",bo,E\n"
                               "A3,\"70,25\",ann,W\nA4,40,bo,W\n";
static const char reps[] =
    "id;fte;territories\nann;1;\"E;W\"\nbo;1;E\nbo2;1;W\n";

static void write_file(const char *path, const char *text)
{
    cr_assert(
        eq(int, (int)file_write_whole(path, text, strlen(text), NULL), EB_OK));
}

static void build(void)
{
    scratch_enter();
    scratch_run("mkdir -p in/books");
    write_file("in/books/accounts.csv", accounts);
    write_file("in/books/reps.csv", reps);
}

TestSuite(scenarios, .init = build, .fini = scratch_leave);

static const char four[] =
    "{\"base\": \"books\", \"scenarios\": ["
    "{\"name\": \"Two hires: Süd!\", \"reps\": {\"add\": [{\"id\": \"x\", "
    "\"territories\": \"E\"}]}},\n"
    "{\"name\": \"two hires  s d\", \"rules\": {\"metrics\": [{\"name\": "
    "\"value\", \"band\": 0.3}]}},\n"
    "{\"name\": \"../..\", \"accounts\": [{\"scale\": {\"value\": 1.1}}]},\n"
    "{\"name\": \"日本\", \"accounts\": [{\"where\": {\"id\": \"A4\"}, "
    "\"remove\": true}]}]}";

static void read_four(struct scenarios *out)
{
    eb_messages *said = eb_messages_new();

    write_file("in/s.json", four);
    if (scenarios_read("in/s.json", NULL, NULL, out, said) != EB_OK)
        show_messages(said);
    cr_assert(eq(sz, fault_count(said), 0));
    eb_messages_free(said);
}

static void solve_four(struct scenarios *out)
{
    eb_options options = eb_default_options();

    options.effort = EB_QUICK;
    read_four(out);
    cr_assert(eq(int, scenarios_solve(out, &options, NULL), EB_OK));
}

Test(scenarios, gives_each_a_folder_that_is_safe_and_its_own)
{
    static const char *const folders[] = {
        "base", "two-hires-s-d", "two-hires-s-d-2", "scenario", "scenario-2"};
    struct scenarios all;

    read_four(&all);
    cr_assert(eq(sz, all.each.n, 5));
    for (size_t k = 0; k < 5; k++)
        cr_expect(eq(str, all.each.at[k].folder, (char *)folders[k]));
    cr_expect(eq(str, (char *)all.each.at[0].name, "base"));
    scenarios_clear(&all);
}

Test(scenarios, reads_numbers_as_the_base_wrote_them)
{
    struct scenarios all;
    const struct table *grown;

    read_four(&all);
    grown = inputs_table(&all.each.at[3].books->inputs, EB_ACCOUNTS);
    cr_expect(eq(str, (char *)table_cell(grown, 0, 1), "1320.55"));
    cr_expect(eq(str, (char *)table_cell(grown, 1, 1), "88.55"));
    cr_expect(eq(str, (char *)table_cell(grown, 2, 1), "77.2750"));
    scenarios_clear(&all);
}

Test(scenarios, a_scenario_called_base_stands_for_the_base)
{
    struct scenarios all;

    write_file("in/s.json",
               "{\"base\": \"books\", \"scenarios\": [{\"name\": \"x\"}, "
               "{\"name\": \"base\"}]}");
    cr_assert(
        eq(int, scenarios_read("in/s.json", NULL, NULL, &all, NULL), EB_OK));
    cr_assert(eq(sz, all.each.n, 2));
    cr_expect(eq(str, (char *)all.each.at[1].name, "base"));
    scenarios_clear(&all);
}

Test(scenarios, that_change_nothing_are_the_base)
{
    eb_options options = eb_default_options();
    struct scenarios all;

    write_file("in/s.json", "{\"base\": \"books\", \"scenarios\": "
                            "[{\"name\": \"x\", \"rules\": {}, \"reps\": "
                            "{}, \"accounts\": [], \"territories\": {}}, "
                            "{\"name\": \"y\", \"reps\": {\"change\": "
                            "[{\"id\": \"bo\", \"fte\": 1}]}, "
                            "\"accounts\": [{\"scale\": {\"value\": "
                            "1}}]}]}");
    cr_assert(
        eq(int, scenarios_read("in/s.json", NULL, NULL, &all, NULL), EB_OK));
    cr_assert(eq(int, scenarios_solve(&all, &options, NULL), EB_OK));
    cr_assert(eq(sz, all.each.n, 3));
    for (size_t k = 1; k < 3; k++)
        cr_expect(eq(str, (char *)eb_plan_summary(all.each.at[k].plan),
                     (char *)eb_plan_summary(all.each.at[0].plan)));
    scenarios_clear(&all);
}

static void write_all(const struct scenarios *all)
{
    struct folder *folder = NULL;

    cr_assert(eq(int, folder_begin("out", compare_folder_files, &folder, NULL),
                 EB_OK));
    for (size_t k = 0; k < all->each.n; k++)
        cr_assert(
            eq(int, scenario_write(&all->each.at[k], folder, NULL), EB_OK));
    cr_assert(eq(int, folder_commit(folder, NULL), EB_OK));
    folder_free(folder);
}

Test(scenarios, plans_verify_with_the_books_that_lie_beside_them)
{
    struct scenarios all;

    solve_four(&all);
    write_all(&all);
    for (size_t k = 0; k < all.each.n; k++) {
        char path[100];

        snprintf(path, sizeof path, "out/%s", all.each.at[k].folder);
        cr_expect(eq(int, eb_verify(path, NULL, NULL), EB_OK), "%s", path);
        snprintf(path, sizeof path, "out/%s/books/accounts.csv",
                 all.each.at[k].folder);
        cr_expect(file_is_there(path));
    }
    scratch_run("echo A9,1,ann,E >> out/base/books/accounts.csv");
    cr_expect(eq(int, eb_verify("out/base", NULL, NULL), EB_REFUSED));
    scenarios_clear(&all);
}

Test(scenarios, plans_are_those_of_the_written_books)
{
    eb_options options = eb_default_options();
    struct scenarios all;

    options.effort = EB_QUICK;
    solve_four(&all);
    write_all(&all);
    for (size_t k = 0; k < all.each.n; k++) {
        eb_books *books = eb_books_new();
        eb_plan *plan = NULL;
        char path[100];

        snprintf(path, sizeof path, "out/%s/books", all.each.at[k].folder);
        cr_assert(eq(int, eb_books_read_folder(books, path, NULL), EB_OK));
        cr_assert(eq(int, eb_plan_make(books, &options, &plan, NULL), EB_OK));
        cr_expect(eq(str, (char *)eb_plan_summary(plan),
                     (char *)eb_plan_summary(all.each.at[k].plan)));
        eb_plan_free(plan);
        eb_books_free(books);
    }
    scenarios_clear(&all);
}

Test(scenarios, tells_at_its_place_what_only_a_scenario_makes_wrong)
{
    eb_messages *said = eb_messages_new();
    struct scenarios all;

    write_file("in/s.json",
               "{\"base\": \"books\", \"scenarios\": [\n{\"name\": \"x\", "
               "\"reps\": {\"change\": [{\"id\": \"bo\", \"start_date\": "
               "\"2027-01-01\", \"end_date\": \"2026-01-01\"}]}}]}");
    cr_expect(eq(int, scenarios_read("in/s.json", NULL, NULL, &all, said),
                 EB_BAD_DATA));
    cr_expect(says(said, "s.json:2:1: reps.csv:3:5: end_date: 2026-01-01 is "
                         "before 2027-01-01, the start_date"));
    scenarios_clear(&all);
    eb_messages_free(said);
}

Test(scenarios, the_base_lies_where_the_document_says)
{
    eb_messages *said = eb_messages_new();
    struct scenarios all;

    write_file("in/s.json", "{\"base\": \"boks\", \"scenarios\": "
                            "[{\"name\": \"x\"}]}");
    cr_expect(eq(int, scenarios_read("in/s.json", NULL, NULL, &all, said),
                 EB_BAD_DATA));
    cr_expect(says(said, "s.json:1:10: base: there is no folder in/boks"));
    scenarios_clear(&all);
    eb_messages_free(said);
}

Test(scenarios, stopped_before_any_plan_have_none)
{
    eb_options options = eb_default_options();
    eb_messages *said = eb_messages_new();
    volatile int stop = 1;
    struct scenarios all;

    options.stop = &stop;
    read_four(&all);
    cr_expect(eq(int, scenarios_solve(&all, &options, said), EB_STOPPED));
    cr_expect(eq(sz, says_count(said, "stopped before there was a plan"), 5));
    scenarios_clear(&all);
    eb_messages_free(said);
}

/* The same figures, whether the plans were just made or lie in folders. */
Test(scenarios, compare_alike_in_memory_and_on_disk)
{
    struct compared_plans made = {0}, lying = {0};
    struct comparison *a = NULL, *b = NULL;
    struct scenarios all;

    solve_four(&all);
    write_all(&all);
    for (size_t k = 0; k < all.each.n; k++) {
        const struct scenario_books *one = &all.each.at[k];
        char path[100];

        snprintf(path, sizeof path, "out/%s/", one->folder);
        cr_assert(eq(
            int, compared_add(&made, one->plan, one->name, one->folder, NULL),
            EB_OK));
        cr_assert(eq(int, compared_read(&lying, path, NULL), EB_OK));
    }
    cr_assert(eq(int, comparison_make(made.each.at, 5, &a, NULL), EB_OK));
    cr_assert(eq(int, comparison_make(lying.each.at, 5, &b, NULL), EB_OK));
    cr_expect(eq(sz, a->n_differing, b->n_differing));
    cr_expect(eq(sz, a->n_books, b->n_books));
    for (size_t k = 0; k < 25; k++)
        cr_expect(eq(sz, a->differ[k], b->differ[k]));
    for (size_t k = 0; k < 5; k++)
        cr_expect(
            epsilon_eq(dbl, a->fairness[k].gini, b->fairness[k].gini, 1e-15));
    comparison_free(a);
    comparison_free(b);
    compared_clear(&made);
    compared_clear(&lying);
    scenarios_clear(&all);
}

static eb_status read_again(void *context)
{
    eb_messages *said = eb_messages_new();
    struct scenarios all = {0};
    eb_status status = EB_NO_MEMORY;

    (void)context;
    if (said != NULL)
        status = scenarios_read("in/s.json", NULL, NULL, &all, said);
    scenarios_clear(&all);
    eb_messages_free(said);
    return status;
}

Test(scenarios, survive_every_refused_allocation)
{
    write_file("in/s.json",
               "{\"base\": \"books\", \"scenarios\": [{\"name\": \"x\", "
               "\"reps\": {\"remove\": [\"bo\"]}}]}");
    cr_assert(gt(long, sweep_memory(read_again, NULL), 50));
}

static eb_status compare_again(void *context)
{
    struct compared_plans plans = {0};
    struct comparison *c = NULL;
    struct folder *folder = NULL;
    eb_status status = EB_OK;

    (void)context;
    TRY(compared_read(&plans, "out/base", NULL));
    TRY(compared_read(&plans, "out/scenario", NULL));
    TRY(comparison_make(plans.each.at, plans.each.n, &c, NULL));
    TRY(folder_begin("cmp", compare_folder_files, &folder, NULL));
    TRY(compare_fill(c, &(struct file_form){0}, true, folder, NULL));
done:
    folder_free(folder);
    comparison_free(c);
    compared_clear(&plans);
    return status;
}

Test(scenarios, comparing_survives_every_refused_allocation)
{
    struct scenarios all;

    solve_four(&all);
    write_all(&all);
    scenarios_clear(&all);
    cr_assert(gt(long, sweep_memory(compare_again, NULL), 50));
}
