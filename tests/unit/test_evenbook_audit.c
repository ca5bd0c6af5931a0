/* test_evenbook_audit.c - audits as a program sees them, and the proof that they
 * write. */
#include "include/evenbook.h"

#include "tests/support/scratch.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Everything that can rule: limits, territories, families, groups kept apart, locks,
 * pins, `not`, pairs and decisions. */
static const char *const files[] = {
    "accounts.csv",
    "id,value,owner,territory,parent,locked,pin,not,conflict_group\n"
    "a1,150,ann,N,,yes,,,\n"
    "a2,20,ann,N,a1,,,,\n"
    "a3,30,ann,S,,,,,x\n"
    "a4,40,bo,S,,,,ann,x\n"
    "a5,25,bo,N,,,ann,,\n"
    "a6,15,,S,,,,,\n"
    "a7,500,cy,S,,,,,\n",
    "reps.csv",
    "id,territories,max_accounts\nann,N;S,9\nbo,N;S,9\ncy,S,9\n",
    "pairs.csv",
    "account,rep,forbidden\na3,cy,yes\n",
    "decisions.csv",
    "account,decision,rep,why\na4,never,cy,no\na7,outside,,\"sold, they "
    "say\"\n",
    "rules.json",
    "{\"locks\": [{\"where\": {\"territory\": \"S\"}}]}",
};

static void write_files(const char *const *named, size_t n)
{
    for (size_t k = 0; k < n; k += 2) {
        FILE *file = fopen(named[k], "w");

        cr_assert(ne(ptr, file, NULL));
        cr_assert(ge(int, fputs(named[k + 1], file), 0));
        cr_assert(eq(int, fclose(file), 0));
    }
}

static void write_books(void)
{
    write_files(files, sizeof files / sizeof *files);
}

static eb_audit *audit_of(const char *folder, bool decomposed)
{
    eb_books *books = eb_books_new();
    eb_options options = eb_default_options();
    eb_messages *said = eb_messages_new();
    eb_audit *audit = NULL;

    cr_assert(eq(int, eb_books_read_folder(books, folder, said), EB_OK));
    cr_assert(eq(int, eb_audit_make(books, &options, decomposed, &audit, said),
                 EB_OK));
    eb_books_free(books);
    eb_messages_free(said);
    return audit;
}

Test(evenbook_audit, tells_what_unfairness_is_made_of)
{
    eb_audit *audit;
    double sum = 0;

    scratch_enter();
    write_books();
    audit = audit_of(".", true);
    for (int k = EB_PART_UNAVOIDABLE; k <= EB_PART_DRIFT; k++)
        sum += eb_audit_part(audit, (eb_part)k);
    cr_expect(epsilon_eq(dbl, sum, eb_audit_part(audit, EB_PART_TODAY), 1e-6));
    cr_expect(gt(dbl, eb_audit_part(audit, EB_PART_UNAVOIDABLE), 0));
    cr_expect(gt(dbl, eb_audit_unfairness(audit), 0));
    cr_expect(
        ne(ptr, strstr(eb_audit_json(audit), "\"decomposition\""), NULL));
    cr_expect(gt(sz, eb_audit_flags(audit), 0));
    cr_expect(eq(str, (char *)eb_audit_flag(audit, 0), "nobody owns it"));
    cr_expect(eq(str, (char *)eb_audit_flag(audit, 99), ""));
    eb_audit_free(audit);
    scratch_leave();
}

Test(evenbook_audit, leaves_out_what_takes_several_plans)
{
    eb_audit *audit;

    scratch_enter();
    write_books();
    audit = audit_of(".", false);
    cr_expect(isnan(eb_audit_part(audit, EB_PART_TODAY)) != 0);
    cr_expect(eq(i64, eb_audit_moves_to_mend(audit), -1));
    eb_audit_free(audit);
    scratch_leave();
}

/* No rule of the books may stand in the way of what needs none. */
Test(evenbook_audit, writes_what_is_unavoidable_as_a_plan_that_is_verified)
{
    eb_messages *said = eb_messages_new();
    eb_audit *audit;
    char bound[64];

    scratch_enter();
    write_books();
    audit = audit_of(".", true);
    cr_assert(eq(int, eb_audit_write(audit, "out", said), EB_OK));
    show_messages(said);
    cr_expect(eq(int, eb_verify("out/unavoidable", NULL, said), EB_OK));
    show_messages(said);
    snprintf(bound, sizeof bound, "at least %.6f",
             eb_audit_part(audit, EB_PART_UNAVOIDABLE));
    cr_expect(eq(sz, says_count(said, bound), 1));
    cr_expect(eq(int, eb_audit_write(audit, "out", said), EB_OK),
              "written once more, in place of the first");
    scratch_run("grep -q 'a7,outside,,\"sold, they say\"' "
                "out/unavoidable/decisions.csv");
    scratch_run("! grep -q never out/unavoidable/decisions.csv");
    scratch_run("sed -i 's/\"at_least\\|\"multipliers\": \\[/&1, /' "
                "out/unavoidable/certificate.json");
    cr_expect(eq(int, eb_verify("out/unavoidable", NULL, said), EB_REFUSED));
    eb_audit_free(audit);
    eb_messages_free(said);
    scratch_leave();
}

Test(evenbook_audit, refuses_what_its_contract_forbids)
{
    eb_books *books = eb_books_new();
    eb_options options = eb_default_options();
    eb_audit *audit = NULL;

    cr_expect(eq(int, eb_audit_make(NULL, &options, false, &audit, NULL),
                 EB_BAD_ARGUMENT));
    cr_expect(eq(int, eb_audit_make(books, NULL, false, &audit, NULL),
                 EB_BAD_ARGUMENT));
    cr_expect(eq(int, eb_audit_make(books, &options, false, &audit, NULL),
                 EB_BAD_USAGE));
    cr_expect(eq(int, eb_audit_write(NULL, "out", NULL), EB_BAD_ARGUMENT));
    cr_expect(eq(ptr, audit, NULL));
    eb_audit_free(NULL);
    eb_books_free(books);
}

/* ---- Memory ------------------------------------------------------------ */

/* Few, since every allocation is refused once. */
static const char *const few[] = {
    "accounts.csv",  "id,value,owner,pin\na1,15,ann,\na2,2,ann,bo\na3,3,,\n",
    "reps.csv",      "id\nann\nbo\n",
    "decisions.csv", "account,decision\na3,outside\n",
};

/* With the plan of what is unavoidable and no report, or the other way. */
static eb_status make_some(const char *folder, bool decomposed)
{
    eb_options options = eb_default_options();
    eb_books *books = eb_books_new();
    eb_audit *audit = NULL;
    eb_status status = EB_NO_MEMORY;

    options.effort = EB_QUICK;
    options.no_report = decomposed;
    if (books != NULL)
        status = eb_books_read_folder(books, ".", NULL);
    if (status == EB_OK)
        status = eb_audit_make(books, &options, decomposed, &audit, NULL);
    if (status == EB_OK)
        status = eb_audit_write(audit, folder, NULL);
    eb_audit_free(audit);
    eb_books_free(books);
    return status;
}

static eb_status make_and_write(void *folder)
{
    return make_some(folder, true);
}

static eb_status make_with_report(void *folder)
{
    return make_some(folder, false);
}

Test(evenbook_audit, every_refused_allocation_is_survived, .timeout = 300)
{
    scratch_enter();
    write_files(few, sizeof few / sizeof *few);
    cr_expect(gt(i64, sweep_memory(make_and_write, "out"), 100));
    cr_expect(gt(i64, sweep_memory(make_with_report, "out"), 100));
    scratch_leave();
}
