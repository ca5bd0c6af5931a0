/* test_reassign.c - many accounts from one rep to another, or to the best. */
#include "io/reassign_run.h"
#include "model/reassign.h"

#include "io/inputs.h"
#include "io/json.h"
#include "tests/support/days.h"
#include "tests/support/scratch.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char accounts[] = "id,value,owner,territory,locked,pin,not,tier\n"
                               "A1,10,r1,N,,,,A\n"
                               "A2,20,r1,N,yes,,,A\n"
                               "A3,30,r1,S,,,,B\n"
                               "A4,40,r1,N,,,r2,B\n"
                               "A5,50,r1,N,,r1,,B\n"
                               "A6,60,r2,N,,,,A\n"
                               "A7,70,old,N,,,,A\n"
                               "A8,80,,N,,,,A\n";
static const char reps[] = "id,team,territories,end_date\n"
                           "r1,north,N;S,\nr2,north,N,\nr3,south,N;S,\n"
                           "r4,south,N;S,2026-12-01\n";

struct run {
    struct day day;
    struct reassign done;
    eb_messages *said;
    eb_status status;
};

static struct run run_on(struct day day, struct reassign_request request)
{
    struct run r = {.day = day, .said = eb_messages_new()};

    r.status = reassign_make(&r.day, NULL, &request, &r.done, r.said);
    return r;
}

static struct run run(struct reassign_request request)
{
    return run_on(day_of(accounts, reps), request);
}

static void end(struct run *r)
{
    reassign_clear(&r->done);
    day_clear(&r->day);
    eb_messages_free(r->said);
    cr_expect(eq(sz, mem_live(), 0));
}

static const char *owner(const struct run *r, const char *account)
{
    return day_at(&r->day, DAY_ACCOUNTS, account, "owner");
}

static void expect_str(const char *is, const char *should)
{
    cr_expect(eq(str, (char *)is, (char *)should));
}

/* "A1 r1 -> r2 moved: why" of the k-th row. */
static void expect_row(const struct run *r, size_t k, const char *text)
{
    const struct reassigned *row = &r->done.rows[k];
    char is[256];

    cr_assert(lt(sz, k, r->done.n));
    snprintf(is, sizeof is, "%s %s -> %s %s: %s", row->account, row->previous,
             row->to, row->change, row->reason);
    expect_str(is, text);
}

Test(reassign, gives_all_but_what_is_held_to_a_named_receiver)
{
    struct run r = run((struct reassign_request){.from = "r1", .to = "r2"});

    cr_assert(eq(int, r.status, EB_OK));
    cr_assert(eq(sz, r.done.n, 5));
    expect_row(&r, 0, "A1 r1 -> r2 moved: as it was asked for");
    expect_row(&r, 1, "A2 r1 ->  kept: locked to the owner");
    expect_row(&r, 2, "A3 r1 -> r2 moved: r2 does not serve its territory");
    expect_row(&r, 3, "A4 r1 ->  kept: r2 is ruled out by `not`");
    expect_row(&r, 4, "A5 r1 ->  kept: pinned to a rep");
    cr_expect(eq(sz, r.done.n_given, 2));
    cr_expect(eq(sz, r.done.n_kept, 3));
    cr_expect(eq(sz, r.done.n_unfit, 1));
    expect_str(owner(&r, "A1"), "r2");
    expect_str(owner(&r, "A2"), "r1");
    expect_str(day_at(&r.day, DAY_ACCOUNTS, "A1", "owner_since"),
               "2027-01-04");
    end(&r);
}

Test(reassign, takes_those_alone_that_are_meant)
{
    static const struct reassign_test tests[] = {{"tier", "B"},
                                                 {"value", "30"}};
    struct run r = run((struct reassign_request){
        .from = "r1", .to = "r3", .n_tests = 2, .tests = tests});
    struct doc *doc = NULL;
    const char *where = "{\"value\": {\"max\": 30}, \"tier\": \"A\"}";

    cr_assert(eq(int, r.status, EB_OK));
    cr_assert(eq(sz, r.done.n, 1));
    expect_row(&r, 0, "A3 r1 -> r3 moved: as it was asked for");
    end(&r);
    cr_assert(
        eq(int, json_read("w", where, strlen(where), &doc, NULL), EB_OK));
    r = run((struct reassign_request){.from = "r1", .to = "r3", .where = doc});
    cr_assert(eq(int, r.status, EB_OK));
    cr_expect(eq(sz, r.done.n, 2));
    cr_expect(eq(sz, r.done.n_given, 1));
    expect_str(owner(&r, "A1"), "r3");
    doc_free(doc);
    end(&r);
}

Test(reassign, gives_what_somebody_unknown_owns)
{
    struct run r = run((struct reassign_request){.from = "old", .to = "r2"});

    cr_assert(eq(int, r.status, EB_OK));
    expect_row(&r, 0, "A7 old -> r2 forced: as it was asked for");
    end(&r);
}

Test(reassign, finds_the_best_and_never_the_rep_they_come_from)
{
    struct run r = run((struct reassign_request){.from = "r1"});

    cr_assert(eq(int, r.status, EB_OK));
    cr_assert(eq(sz, r.done.n, 5));
    cr_expect(eq(sz, r.done.n_given, 3));
    for (size_t k = 0; k < r.done.n; k++)
        cr_expect(ne(str, (char *)r.done.rows[k].to, "r1"));
    expect_str(owner(&r, "A3"), "r3"); /* the only other in its territory */
    expect_str(owner(&r, "A4"), "r3"); /* not r2 */
    expect_str(owner(&r, "A2"), "r1");
    expect_str(owner(&r, "A8"), ""); /* is no business of this */
    expect_str(day_at(&r.day, DAY_ACCOUNTS, "A3", "not"), "");
    expect_str(day_at(&r.day, DAY_ACCOUNTS, "A4", "not"), "r2");
    end(&r);
}

Test(reassign, stays_in_the_team_that_is_named)
{
    struct run r =
        run((struct reassign_request){.from = "r1", .team = "north"});

    cr_assert(eq(int, r.status, EB_OK));
    expect_str(owner(&r, "A1"), "r2");
    expect_row(&r, 2, "A3 r1 ->  kept: nobody of the team may own it");
    expect_row(&r, 3, "A4 r1 ->  kept: nobody of the team may own it");
    end(&r);
}

Test(reassign, records_no_more_than_who_owns_what_now)
{
    struct run r = run((struct reassign_request){.from = "r1"});
    char *edits = day_edits_text(&r.day);

    cr_expect(eq(ptr, strstr(edits, " not:"), NULL));
    cr_expect(ne(ptr, strstr(edits, "set accounts A3 owner: r1 -> r3"), NULL));
    free(edits);
    end(&r);
}

Test(reassign, appends_an_owner_of_another_role)
{
    static const char two_roles[] = "id,ae_owner,csm_owner\n"
                                    "A1,a1,c1\nA2,a1,\nA3,a2,\nA4,a1,\n";
    static const char their_reps[] = "id,role\na1,ae\na2,ae\nc1,csm\nc2,csm\n";
    struct run r = run_on(
        day_of(two_roles, their_reps),
        (struct reassign_request){.from = "a1", .to = "c2", .append = true});

    cr_assert(eq(int, r.status, EB_OK));
    cr_assert(eq(sz, r.done.n, 2));
    expect_row(&r, 0, "A2  -> c2 placed: as it was asked for");
    expect_str(day_at(&r.day, DAY_ACCOUNTS, "A1", "csm_owner"), "c1");
    expect_str(day_at(&r.day, DAY_ACCOUNTS, "A3", "csm_owner"), "");
    expect_str(day_at(&r.day, DAY_ACCOUNTS, "A4", "csm_owner"), "c2");
    expect_str(day_at(&r.day, DAY_ACCOUNTS, "A4", "ae_owner"), "a1");
    end(&r);
    r = run_on(day_of(two_roles, their_reps),
               (struct reassign_request){
                   .from = "a1", .role = "csm", .append = true});
    cr_assert(eq(int, r.status, EB_OK));
    cr_expect(eq(sz, r.done.n_given, 2));
    end(&r);
}

Test(reassign, refuses_what_does_not_fit_the_books)
{
    static const struct {
        struct reassign_request request;
        const char *says;
    } cases[] = {
        {{.from = "r1", .to = "r9"}, "there is no rep \"r9\""},
        {{.from = "r1", .to = "r4"}, "rep r4 has left"},
        {{.from = "r1", .to = "r1"},
         "the accounts of r1 would go to the same rep"},
        {{.from = "nobody", .to = "r2"},
         "there is no rep \"nobody\", and no account has that owner"},
        {{.from = "r1", .team = "west"}, "no rep is of the team \"west\""},
        {{.from = "r1", .to = "r2", .role = "csm"}, NULL},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct run r = run(cases[k].request);

        cr_expect(eq(int, r.status, EB_BAD_USAGE), "case %zu", k);
        cr_expect(eq(sz, r.day.edits.n, 0));
        cr_expect(eq(sz, fault_count(r.said), 1), "case %zu", k);
        if (cases[k].says != NULL && !says(r.said, cases[k].says)) {
            show_messages(r.said);
            cr_expect(false == true, "case %zu", k);
        }
        end(&r);
    }
}

static eb_status reassign_some(void *context)
{
    static const struct reassign_test tests[] = {{"tier", "B"}};
    const struct reassign_request request = {
        .from = "r1", .n_tests = 1, .tests = tests};
    struct reassign done = {0};
    eb_status status = reassign_make(context, NULL, &request, &done, NULL);

    reassign_clear(&done);
    if (status == EB_OK)
        status = day_undo(context, 0);
    return status;
}

/* The day itself keeps what it learns: texts of cells and names of columns. */
Test(reassign, says_when_memory_is_out)
{
    struct day day = day_of(accounts, reps);

    for (long n = 0; n < 400; n += 7) {
        eb_status status;

        mem_fail_at(n);
        status = reassign_some(&day);
        mem_fail_at(-1);
        cr_expect(status == EB_OK || status == EB_NO_MEMORY);
    }
    day_clear(&day);
    cr_expect(eq(sz, mem_live(), 0));
}

/* ---- With a ledger --------------------------------------------------------- */

static void make_ledger(void)
{
    struct inputs inputs = {0};

    cr_assert(eq(int,
                 inputs_take(&inputs, EB_ACCOUNTS, NULL, "accounts.csv",
                             accounts, strlen(accounts), NULL),
                 EB_OK));
    cr_assert(eq(int,
                 inputs_take(&inputs, EB_REPS, NULL, "reps.csv", reps,
                             strlen(reps), NULL),
                 EB_OK));
    cr_assert(eq(int, ledger_create("l", &inputs, date_of("2027-01-04"), NULL),
                 EB_OK));
    inputs_clear(&inputs);
}

static eb_status order(struct reassign_order o, struct reassign_report *out,
                       eb_messages *said)
{
    o.ledger = "l";
    o.what.from = "r1";
    o.what.to = "r2";
    return reassign_run(&o, out, said);
}

Test(reassign, is_one_batch_of_a_ledger_with_its_reasons)
{
    struct reassign_report report;

    scratch_enter();
    make_ledger();
    cr_assert(
        eq(int, order((struct reassign_order){.dry_run = true}, &report, NULL),
           EB_OK));
    cr_expect(eq(i64, report.batch, 0));
    cr_expect(eq(sz, report.done.n_given, 2));
    reassign_report_clear(&report);
    cr_assert(eq(int,
                 order((struct reassign_order){.why = "Ann asked",
                                               .where = "tier=A,value=10"},
                       &report, NULL),
                 EB_OK));
    cr_expect(eq(i64, report.batch, 2));
    cr_assert(eq(sz, report.decisions.all.n, 1));
    expect_str(report.decisions.all.at[0].reason,
               "Ann asked: as it was asked for");
    expect_str(report.decisions.all.at[0].change, "moved");
    reassign_report_clear(&report);
    cr_assert(eq(int,
                 order((struct reassign_order){.where = "{\"tier\": \"A\"}"},
                       &report, NULL),
                 EB_OK));
    cr_expect(eq(i64, report.batch, 0)); /* A2 is locked, A1 is r2's */
    cr_expect(eq(sz, report.done.n_kept, 1));
    reassign_report_clear(&report);
    scratch_leave();
    cr_expect(eq(sz, mem_live(), 0));
}

Test(reassign, refuses_dates_and_filters_that_cannot_be)
{
    static const char *const wheres[] = {"tier", "=A", "tier=A,x", "{",
                                         "teir=A"};
    struct reassign_report report;

    scratch_enter();
    make_ledger();
    cr_expect(eq(int,
                 order((struct reassign_order){.has_date = true, .date = 5},
                       &report, NULL),
                 EB_BAD_USAGE));
    for (size_t k = 0; k < sizeof wheres / sizeof *wheres; k++) {
        eb_messages *said = eb_messages_new();

        cr_expect(ne(int,
                     order((struct reassign_order){.where = wheres[k]},
                           &report, said),
                     EB_OK),
                  "where %zu", k);
        cr_expect(eq(sz, fault_count(said), 1), "where %zu", k);
        eb_messages_free(said);
    }
    scratch_leave();
    cr_expect(eq(sz, mem_live(), 0));
}
