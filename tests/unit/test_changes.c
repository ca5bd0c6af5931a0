/* test_changes.c - events: read, refused, carried out. */
#include "model/changes.h"
#include "model/generate.h"

#include "tests/support/days.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char accounts[] =
    "id,value,owner,renewal_date,locked,pin,not,parent,score,nps\n"
    "A1,10,r1,2027-06-01,,,,,5,\n"
    "A2,20,r1,,yes,,,,6,\n"
    "A3,30,,,,r2,,A1,7,\n"
    "A4,40,r2,,,,r1;r3,,8,\n";
static const char reps[] = "id,name,end_date,capacity\n"
                           "r1,Ann,,100\nr2,Bob,,100\nr3,Cy,2026-12-31,100\n";

/* What came of a batch on a day of its own. */
struct run {
    struct day day;
    struct table *table;
    struct changes changes;
    struct outcome *outcome;
    eb_messages *said;
    eb_status status;
};

static struct run run_on(struct day day, const char *csv, bool skip_bad)
{
    struct run r = {.day = day,
                    .table = table_of("changes.csv", csv),
                    .said = eb_messages_new()};

    cr_assert(eq(int, changes_read(r.table, NULL, &r.changes, r.said), EB_OK));
    r.outcome = calloc(r.changes.n + 1, sizeof *r.outcome);
    r.status = changes_apply(&r.day, &r.changes, NULL, date_of("2027-01-04"),
                             skip_bad, r.outcome, r.said);
    return r;
}

static struct run run(const char *csv)
{
    return run_on(day_of(accounts, reps), csv, false);
}

static void end(struct run *r)
{
    day_clear(&r->day);
    changes_clear(&r->changes);
    table_free(r->table);
    free(r->outcome);
    eb_messages_free(r->said);
    cr_expect(eq(sz, mem_live(), 0));
}

static const char *cell(const struct run *r, const char *account,
                        const char *column)
{
    return day_at(&r->day, DAY_ACCOUNTS, account, column);
}

static const char *rep_cell(const struct run *r, const char *rep,
                            const char *column)
{
    return day_at(&r->day, DAY_REPS, rep, column);
}

#define HEADER "event,date,kind,account,rep,field,value,tier,csm_owner\n"

static void expect_str(const char *is, const char *should)
{
    cr_expect(eq(str, (char *)is, (char *)should));
}

/* ---- Kinds ---------------------------------------------------------------- */

Test(changes, add_accounts_with_what_the_row_says_of_them)
{
    struct run r =
        run("event,date,kind,account,rep,field,value,owner,renewal_date,Tier\n"
            "E1,2027-02-01,add,A9,,,55.5,r2,12/31/2027,B\n"
            "E2,2027-02-02,add,A8,,,,,,\n");

    cr_assert(eq(int, r.status, EB_OK));
    expect_str(cell(&r, "A9", "value"), "55.5");
    expect_str(cell(&r, "A9", "owner"), "r2");
    expect_str(cell(&r, "A9", "owner_since"), "2027-02-01");
    expect_str(cell(&r, "A9", "renewal_date"), "2027-12-31");
    expect_str(cell(&r, "A9", "tier"), "B");
    expect_str(cell(&r, "A8", "value"), "");
    expect_str(cell(&r, "A1", "tier"), "");
    end(&r);
}

Test(changes, are_read_one_table_after_the_other_by_columns_known_or_new)
{
    static const char *const texts[] = {
        "event,date,kind,account,Tier\nE1,2027-02-01,add,A9,B\n",
        "event,date,kind,account,Tier\nE2,2027-02-02,add,A8,\" \\\n",
        "event,kind,date,account,nps\nE3,add,2027-02-03,A7,5\n"};
    static const char *const contents[] = {
        "2027-02-01 add account=\"A9\" Tier=\"B\"",
        "2027-02-02 add account=\"A8\" Tier=\"\\\" \\\\\"",
        "2027-02-03 add account=\"A7\" nps=\"5\""};
    struct change_columns *columns = NULL;
    eb_messages *said = eb_messages_new();

    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        struct table *table = table_of("changes.csv", texts[k]);
        struct changes changes;

        cr_assert(eq(int,
                     changes_read_on(table, NULL, &columns, &changes, said),
                     EB_OK));
        cr_assert(eq(sz, changes.n, 1));
        expect_str(changes.events[0].content, contents[k]);
        changes_clear(&changes);
        table_free(table);
    }
    change_columns_free(columns);
    eb_messages_free(said);
    cr_expect(eq(sz, mem_live(), 0));
}

Test(changes, close_reopen_and_change_accounts)
{
    struct run r = run(HEADER "E1,2027-02-01,close,A1,,,\n"
                              "E2,2027-02-03,reopen,A1,,,\n"
                              "E3,2027-02-02,close,A2,,,\n"
                              "E4,2027-02-04,change,A1,,ARR,1200\n"
                              "E5,2027-02-04,change,A1,,renewal,\n"
                              "E6,2027-02-04,change,A1,,segment,mid\n");

    cr_assert(eq(int, r.status, EB_OK));
    expect_str(cell(&r, "A1", "value"), "1200");
    expect_str(cell(&r, "A1", "owner"), "");
    expect_str(cell(&r, "A1", "renewal_date"), "");
    expect_str(cell(&r, "A1", "segment"), "mid");
    expect_str(day_closed_on(&r.day, "A2"), "2027-02-02");
    end(&r);
}

Test(changes, let_reps_join_leave_be_away_and_change)
{
    struct run r = run("event,date,kind,account,rep,field,value,name,capacity,"
                       "ramp,start_date\n"
                       "E1,2027-02-01,join,,r9,,,Eve,80,01/08/2027,\n"
                       "E2,2027-02-02,leave,,r2,,,,,,\n"
                       "E3,2027-02-03,away,,r1,,2027-02-20,,,,\n"
                       "E4,2027-02-10,back,,r1,,,,,,\n"
                       "E5,2027-02-11,capacity,,r1,,90.5,,,,\n"
                       "E6,2027-02-11,capacity,,r9,ramp,0.5,,,,\n"
                       "E7,2027-02-12,away,,r9,,,,,,\n");

    cr_assert(eq(int, r.status, EB_OK));
    expect_str(rep_cell(&r, "r9", "name"), "Eve");
    expect_str(rep_cell(&r, "r9", "capacity"), "80");
    expect_str(rep_cell(&r, "r9", "start_date"), "2027-02-01");
    expect_str(rep_cell(&r, "r9", "ramp"), "0.5");
    expect_str(rep_cell(&r, "r9", "out_from"), "2027-02-12");
    expect_str(rep_cell(&r, "r9", "out_to"), "");
    expect_str(rep_cell(&r, "r2", "end_date"), "2027-02-02");
    expect_str(rep_cell(&r, "r1", "out_from"), "2027-02-03");
    expect_str(rep_cell(&r, "r1", "out_to"), "2027-02-09");
    expect_str(rep_cell(&r, "r1", "capacity"), "90.5");
    end(&r);
}

Test(changes, lock_unlock_and_override)
{
    struct run r = run(HEADER "E1,2027-02-01,lock,A1,,,deal\n"
                              "E2,2027-02-01,lock,A1,,,again\n"
                              "E3,2027-02-01,unlock,A2,,,\n"
                              "E4,2027-02-01,unlock,A3,,,\n"
                              "E5,2027-02-02,override,A2,r2,,old friends\n");

    cr_assert(eq(int, r.status, EB_OK));
    expect_str(cell(&r, "A1", "locked"), "yes");
    expect_str(cell(&r, "A2", "locked"), "");
    expect_str(cell(&r, "A2", "owner"), "r2");
    expect_str(cell(&r, "A2", "owner_since"), "2027-02-02");
    expect_str(cell(&r, "A2", "owners_so_far"), "2");
    end(&r);
}

Test(changes, put_overrides_into_the_column_of_the_role)
{
    struct run r = run_on(day_of("id,csm_owner,ae_owner\nA1,c1,a1\n",
                                 "id,role\nc1,csm\nc2,csm\na1,ae\na2,ae\n"),
                          HEADER "E1,2027-02-01,override,A1,a2,,why\n"
                                 "E2,2027-02-01,override,A1,c2,CSM,why\n",
                          false);

    cr_assert(eq(int, r.status, EB_OK));
    expect_str(cell(&r, "A1", "ae_owner"), "a2");
    expect_str(cell(&r, "A1", "csm_owner"), "c2");
    end(&r);
}

Test(changes, give_a_joiner_the_only_role_there_is)
{
    struct run r = run_on(day_of("id\nA1\n", "id,role\nc1,csm\n"),
                          HEADER "E1,2027-02-01,join,,c2,,\n", false);

    cr_assert(eq(int, r.status, EB_OK));
    expect_str(rep_cell(&r, "c2", "role"), "csm");
    end(&r);
}

/* ---- Refusals ------------------------------------------------------------- */

/* A row, which stands on line 4 behind two that are in order, and what is said of
 * it. */
static const struct {
    const char *row, *says;
} refusals[] = {
    /* form */
    {",2027-02-01,close,A1,,,", ":4:1: event: is blank"},
    {"E9,,close,A1,,,", ":4:2: date: is blank"},
    {"E9,soon,close,A1,,,", ":4:2: date: \"soon\" is not a date"},
    {"E9,31/12/2027,close,A1,,,", ":4:2: date: \"31/12/2027\" is not a date "
                                  "(with / the month comes first)"},
    {"E9,2/1/2027,close,A1,,,", ":4:2: date: \"2/1/2027\" is not written as "
                                "the first date of the file is"},
    {"E9,2027-02-01,,A1,,,", ":4:3: kind: is blank"},
    {"E9,2027-02-01,clsoe,A1,,,", ":4:3: kind: \"clsoe\" is no kind of "
                                  "change; did you mean \"close\"?"},
    {"E9,2027-02-01,close,,,,",
     ":4:4: account: is blank, which a close needs"},
    {"E9,2027-02-01,close,A1,r1,,",
     ":4:5: rep: \"r1\" stands where a close takes nothing"},
    {"E9,2027-02-01,change,,r1,,5",
     ":4:4: account: is blank, which a change needs; rep: \"r1\" stands where "
     "a change takes nothing; field: is blank, which a change needs"},
    {"E9,2027-02-01,override,A1,r2,,",
     ":4:7: value: is blank, which an override needs"},
    {"E9,2027-02-01,change,A1,,value,5,B",
     ":4:8: tier: \"B\" stands where a change takes nothing; only add and "
     "join take further columns"},
    {"E1,2027-02-01,close,A1,,,",
     ":4:1: event: \"E1\" stands on line 2 already, with another content"},
    {"E9,2027-01-03,close,A1,,,",
     ":4:2: date: lies before 2027-01-04, the first day of these books"},
    /* accounts */
    {"E9,2027-02-01,close,A11,,,",
     ":4:4: there is no account \"A11\"; did you mean \"A1\"?"},
    {"E9,2027-02-01,close,C1,,,", ":4:4: account C1 closed on 2027-01-05"},
    {"E9,2027-02-01,change,C1,,value,5",
     ":4:4: account C1 closed on 2027-01-05"},
    {"E9,2027-02-01,add,A1,,,5", ":4:4: account A1 is there already"},
    {"E9,2027-02-01,add,C1,,,5",
     ":4:4: account C1 closed on 2027-01-05; a reopen brings it back"},
    {"E9,2027-02-01,reopen,A1,,,", ":4:4: account A1 is open"},
    {"E9,2027-02-01,reopen,B7,,,", ":4:4: there is no account \"B7\""},
    {"E9,2027-02-01,change,A1,,value,12k5",
     ":4:7: value: \"12k5\" is not a number"},
    {"E9,2027-02-01,change,A1,,value,1234567890123456789",
     ":4:7: value: \"1234567890123456789\" has more than 18 digits"},
    {"E9,2027-02-01,change,A1,,score,high",
     ":4:7: score: \"high\" is not a number"},
    {"E9,2027-02-01,change,A1,,nps,101",
     ":4:7: nps: \"101\" is not between -100 and 100"},
    {"E9,2027-02-01,change,A1,,renewal_date,soon",
     ":4:7: renewal_date: \"soon\" is not a date"},
    {"E9,2027-02-01,change,A1,,locked,perhaps",
     ":4:7: locked: \"perhaps\" is neither yes nor no"},
    {"E9,2027-02-01,change,A1,,teir,B",
     ":4:6: \"teir\" is no column of accounts; did you mean \"tier\"?"},
    {"E9,2027-02-01,change,A1,,id,B", ":4:6: id: ids stay as they are"},
    {"E9,2027-02-01,change,A1,,account owner,r2",
     ":4:6: account owner: an override changes an owner, with its reason"},
    {"E9,2027-02-01,change,A1,,closed_on,2027-02-01",
     ":4:6: closed_on: close and reopen say this"},
    {"E9,2027-02-01,change,A1,,pin,r8", ":4:7: pin: there is no rep \"r8\""},
    {"E9,2027-02-01,change,A1,,not,r1; r8",
     ":4:7: not: there is no rep \"r8\""},
    {"E9,2027-02-01,change,A2,,pin,r2",
     ":4:7: account A2 is locked to r1 and pinned to r2"},
    {"E9,2027-02-01,change,A2,,not,r1",
     ":4:7: account A2 is locked to r1, whom it must not go to"},
    {"E9,2027-02-01,change,A3,,not,r2",
     ":4:7: account A3 is pinned to r2, whom it must not go to"},
    {"E9,2027-02-01,change,A1,,parent,A1",
     ":4:7: account A1 would be its own parent"},
    {"E9,2027-02-01,change,A1,,parent,A3",
     ":4:7: the parents of account A1 would make a circle"},
    /* overrides */
    {"E9,2027-02-01,override,A1,r9,,why", ":4:5: there is no rep \"r9\""},
    {"E9,2027-02-01,override,A1,r3,,why", ":4:5: rep r3 left on 2026-12-31"},
    {"E9,2027-02-01,override,A2,r2,,why",
     ":4:4: account A2 is locked to r1; an unlock must come first"},
    {"E9,2027-02-01,override,A3,r1,,why", ":4:5: account A3 is pinned to r2"},
    {"E9,2027-02-01,override,A4,r1,,why",
     ":4:5: account A4 must not go to r1: so says its column `not`"},
    /* reps */
    {"E9,2027-02-01,leave,,r3,,", ":4:5: rep r3 left on 2026-12-31"},
    {"E9,2027-02-01,leave,,r9,,", ":4:5: there is no rep \"r9\""},
    {"E9,2027-02-01,join,,r1,,", ":4:5: rep r1 is there already"},
    {"E9,2027-02-01,join,,r3,,", ":4:5: rep r3 left on 2026-12-31"},
    {"E9,2027-02-01,join,,r9,,",
     ":4:5: rep r9 needs a capacity, as the others have one"},
    {"E9,2027-02-01,away,,r2,,", ":4:5: rep r2 is away since 2027-01-10"},
    {"E9,2027-02-01,away,,r1,,2027-01-31",
     ":4:7: rep r1: out_to 2027-01-31 is before out_from 2027-02-01"},
    {"E9,2027-02-01,away,,r1,,later", ":4:7: out_to: \"later\" is not a date"},
    {"E9,2027-02-01,back,,r1,,", ":4:5: rep r1 is not away"},
    {"E9,2027-02-01,capacity,,r1,,",
     ":4:7: value: is blank, which a capacity needs"},
    {"E9,2027-02-01,capacity,,r1,,-1", ":4:7: capacity: \"-1\" is below 0"},
    {"E9,2027-02-01,capacity,,r1,capacity,",
     ":4:7: rep r1 needs a capacity, as the others have one"},
    {"E9,2027-02-01,capacity,,r1,ramp,half",
     ":4:7: ramp: \"half\" is neither a fraction nor a date"},
    {"E9,2027-02-01,capacity,,r1,ramp,2",
     ":4:7: ramp: \"2\" is not between 0 and 1"},
    {"E9,2027-02-01,capacity,,r1,capasity,5",
     ":4:6: \"capasity\" is no column of reps; did you mean \"capacity\"?"},
    {"E9,2027-02-01,capacity,,r1,id,r7", ":4:6: id: ids stay as they are"},
    {"E9,2027-02-01,capacity,,r1,end_date,2026-01-01", NULL},
};

static struct run run_behind_two(const char *row)
{
    char text[1024], with_closed[1024];

    snprintf(text, sizeof text,
             HEADER "E1,2027-01-05,close,C1,,,\n"
                    "E2,2027-01-10,away,,r2,,\n%s\n",
             row);
    snprintf(with_closed, sizeof with_closed, "%sC1,1,r1\n", accounts);
    return run_on(day_of(with_closed, reps), text, false);
}

Test(changes, name_what_is_wrong_and_leave_the_day_as_it_was)
{
    for (size_t k = 0; k < sizeof refusals / sizeof *refusals; k++) {
        struct run r = run_behind_two(refusals[k].row);
        char says_it[512];

        if (refusals[k].says == NULL) {
            cr_expect(eq(int, r.status, EB_OK), "row %zu", k);
            end(&r);
            continue;
        }
        snprintf(says_it, sizeof says_it, "changes.csv%s", refusals[k].says);
        cr_expect(eq(int, r.status, EB_BAD_DATA), "row %zu", k);
        cr_expect(eq(sz, fault_count(r.said), 1), "row %zu", k);
        if (!says(r.said, says_it)) {
            fprintf(stderr, "wanted: %s\n", says_it);
            show_messages(r.said);
            cr_expect(false == true, "row %zu", k);
        }
        cr_expect(eq(sz, r.day.edits.n, 0), "row %zu", k);
        end(&r);
    }
}

Test(changes, name_all_faults_of_a_batch_in_the_order_of_the_file)
{
    struct run r = run(HEADER "E1,2027-02-03,close,A9,,,\n"
                              "E2,2027-02-01,close,A1,,,\n"
                              "E3,2027-02-02,close,A1,,,\n");

    cr_expect(eq(int, r.status, EB_BAD_DATA));
    cr_expect(eq(sz, fault_count(r.said), 2));
    expect_str(eb_messages_text(r.said, 0),
               "changes.csv:2:4: there is no account \"A9\"");
    expect_str(eb_messages_text(r.said, 1),
               "changes.csv:4:4: account A1 closed on 2027-02-01");
    expect_str(cell(&r, "A1", "value"), "10");
    end(&r);
}

Test(changes, skip_what_is_bad_and_what_rests_on_it)
{
    struct run r = run_on(day_of(accounts, reps),
                          HEADER "E1,2027-02-01,add,A9,,,five\n"
                                 "E2,2027-02-02,change,A9,,tier,B\n"
                                 "E3,2027-02-02,close,A1,,,\n"
                                 "E4,2027-02-02,nothing,A1,,,\n",
                          true);

    cr_expect(eq(int, r.status, EB_OK));
    cr_expect(eq(sz, eb_messages_count(r.said), 0));
    for (size_t k = 0; k < r.changes.n; k++) {
        const char *id = r.changes.events[k].id;
        bool fine = strcmp(id, "E3") == 0;

        cr_expect(eq(int, r.outcome[k].how, fine ? APPLIED : REFUSED));
        if (strcmp(id, "E2") == 0)
            expect_str(r.outcome[k].why,
                       "account A9 comes with event E1, which is refused");
    }
    expect_str(cell(&r, "A9", "value"), "(none)");
    cr_expect(day_is_closed(&r.day, "A1") == true);
    end(&r);
}

Test(changes, fill_no_column_of_a_new_row_twice)
{
    struct run r = run("event,date,kind,account,rep,value,arr,hired_on,"
                       "capacity,start_date\n"
                       "E1,2027-02-01,add,A9,,5,6,,,\n"
                       "E2,2027-02-01,add,A8,,,6,,,\n"
                       "E3,2027-02-01,join,,r8,,,2027-01-01,5,2027-01-02\n");

    cr_expect(eq(int, r.status, EB_BAD_DATA));
    cr_expect(eq(sz, fault_count(r.said), 2));
    cr_expect(says(r.said, "changes.csv:2:7: arr: another column of the row "
                           "says the same"));
    cr_expect(says(r.said, "changes.csv:4:10: start_date: another column of "
                           "the row says the same"));
    end(&r);
}

/* ---- Order, dates, repetition ---------------------------------------------- */

Test(changes, go_by_date_and_then_by_row)
{
    struct run r = run(HEADER "E1,2027-02-03,change,A1,,value,3\n"
                              "E2,2027-02-01,change,A1,,value,1\n"
                              "E3,2027-02-03,change,A1,,value,4\n"
                              "E4,2027-02-02,change,A1,,value,2\n");

    cr_assert(eq(int, r.status, EB_OK));
    expect_str(cell(&r, "A1", "value"), "4");
    cr_expect(eq(i64, changes_last_date(&r.changes), date_of("2027-02-03")));
    end(&r);
}

Test(changes, that_come_late_are_carried_out_and_marked)
{
    struct day day = day_of(accounts, reps);
    struct run r;

    day.date = date_of("2027-03-01");
    r = run_on(day,
               HEADER "E1,2027-02-01,close,A1,,,\n"
                      "E2,2027-03-01,close,A2,,,\n",
               false);
    cr_assert(eq(int, r.status, EB_OK));
    cr_expect(eq(int, r.outcome[0].how, APPLIED_LATE));
    cr_expect(eq(int, r.outcome[1].how, APPLIED));
    expect_str(day_closed_on(&r.day, "A1"), "2027-02-01");
    end(&r);
}

Test(changes, of_before_an_account_closed_are_carried_out_all_the_same)
{
    struct day day = day_of(accounts, reps);
    struct run r;

    cr_assert(eq(int, day_close(&day, "A1", date_of("2027-02-10"), 0), EB_OK));
    day.date = date_of("2027-03-01");
    r = run_on(day,
               HEADER "E1,2027-02-09,change,A1,,value,77\n"
                      "E2,2027-02-09,lock,A1,,,\n"
                      "E3,2027-02-10,change,A1,,value,78\n"
                      "E4,2027-02-09,override,A1,r2,,why\n"
                      "E5,2027-02-09,change,A1,,parent,A1\n",
               true);
    cr_assert(eq(int, r.status, EB_OK));
    cr_expect(eq(int, r.outcome[0].how, APPLIED_LATE));
    cr_expect(eq(int, r.outcome[1].how, APPLIED_LATE));
    cr_expect(eq(int, r.outcome[2].how, REFUSED)); /* override */
    cr_expect(eq(int, r.outcome[3].how, REFUSED)); /* own parent */
    cr_expect(eq(int, r.outcome[4].how, REFUSED)); /* of the day it closed */
    expect_str(day_account_cell(&r.day, "A1", "value"), "77");
    expect_str(day_account_cell(&r.day, "A1", "locked"), "yes");
    end(&r);
}

Test(changes, that_say_the_same_again_are_one)
{
    struct run r = run("Event ID,Change Date,kind,account,field,value\n"
                       "E1,02/01/2027,Change,A1,value,5\n"
                       "E1,2/1/2027,change, A1 ,value,5\n");

    cr_assert(eq(int, r.status, EB_OK));
    cr_expect(eq(sz, r.changes.n, 1));
    cr_expect(eq(sz, r.changes.n_repeated, 1));
    expect_str(r.changes.events[0].content,
               "2027-02-01 change account=\"A1\" field=\"value\" "
               "value=\"5\"");
    end(&r);
}

Test(changes, have_a_content_that_no_order_of_columns_changes)
{
    struct run a = run("event,date,kind,account,value,tier,name\n"
                       "E1,2027-02-01,add,A9,5,B,a\"b\\c\n");
    struct run b = run("name,tier,event,kind,date,account,value\n"
                       "a\"b\\c,B,E1,add,2027-02-01,A9,5\n");

    expect_str(a.changes.events[0].content,
               "2027-02-01 add account=\"A9\" value=\"5\" "
               "name=\"a\\\"b\\\\c\" tier=\"B\"");
    expect_str(b.changes.events[0].content, a.changes.events[0].content);
    day_clear(&b.day);
    changes_clear(&b.changes);
    table_free(b.table);
    free(b.outcome);
    eb_messages_free(b.said);
    end(&a);
}

Test(changes, that_are_known_are_left_out)
{
    struct day day = day_of(accounts, reps);
    struct table *table =
        table_of("changes.csv", HEADER "E1,2027-02-01,close,A1,,,\n"
                                       "E2,2027-02-01,close,A2,,,\n");
    struct changes changes;
    struct outcome outcome[2];
    bool known[] = {true, false};

    cr_assert(eq(int, changes_read(table, NULL, &changes, NULL), EB_OK));
    cr_assert(eq(int,
                 changes_apply(&day, &changes, known, 0, false, outcome, NULL),
                 EB_OK));
    cr_expect(eq(int, outcome[0].how, APPLIED_BEFORE));
    cr_expect(eq(int, outcome[1].how, APPLIED));
    cr_expect(day_is_closed(&day, "A1") == false);
    changes_clear(&changes);
    table_free(table);
    day_clear(&day);
}

Test(changes, need_the_columns_that_say_what_and_when)
{
    struct table *table = table_of("changes.csv", "event,account\nE1,A1\n");
    eb_messages *said = eb_messages_new();
    struct changes changes;

    cr_expect(eq(int, changes_read(table, NULL, &changes, said), EB_BAD_DATA));
    cr_expect(eq(sz, fault_count(said), 2));
    eb_messages_free(said);
    table_free(table);
    cr_expect(eq(sz, mem_live(), 0));
}

/* ---- Styles ---------------------------------------------------------------- */

static struct run run_cells(const char *const cells[][3], size_t n)
{
    static const char *const header[] = {"event",   "date",  "kind",
                                         "account", "field", "value"};
    struct run r = {.day = day_of(accounts, reps), .said = eb_messages_new()};
    char id[32];

    cr_assert(eq(int, table_new("changes.csv", &r.table), EB_OK));
    cr_assert(eq(int, table_set_header(r.table, 6, header), EB_OK));
    for (size_t k = 0; k < n; k++) {
        const char *row[] = {id,          "01.02.2027", "change",
                             cells[k][0], cells[k][1],  cells[k][2]};

        snprintf(id, sizeof id, "E%zu", k);
        cr_assert(eq(int, table_add_row(r.table, (long)k + 2, row), EB_OK));
    }
    cr_assert(eq(int, changes_read(r.table, NULL, &r.changes, r.said), EB_OK));
    r.outcome = calloc(n, sizeof *r.outcome);
    r.status =
        changes_apply(&r.day, &r.changes, NULL, 0, false, r.outcome, r.said);
    return r;
}

Test(changes, are_written_plainly_however_they_were_sent)
{
    static const char *const cells[][3] = {
        {"A1", "value", "1.234"},    {"A2", "value", "1.234,56"},
        {"A1", "workload", "2.500"}, {"A1", "renewal_date", "31.12.2027"},
        {"A3", "score", "7,5"},
    };
    struct run r = run_cells(cells, 5);

    cr_assert(eq(int, r.status, EB_OK));
    expect_str(cell(&r, "A1", "value"), "1234");
    expect_str(cell(&r, "A2", "value"), "1234.56");
    expect_str(cell(&r, "A1", "workload"), "2500");
    expect_str(cell(&r, "A1", "renewal_date"), "2027-12-31");
    expect_str(cell(&r, "A3", "score"), "7.5");
    end(&r);
}

Test(changes, keep_to_one_style_for_a_column)
{
    static const char *const cells[][3] = {
        {"A1", "value", "1,963.10"},
        {"A2", "ARR", "1.963,10"},
        {"A1", "renewal_date", "31.12.2027"},
        {"A2", "renewal_date", "2027-12-31"},
    };
    struct run r = run_cells(cells, 4);

    cr_expect(eq(int, r.status, EB_BAD_DATA));
    cr_expect(says(r.said, "changes.csv:3:6: ARR: \"1.963,10\" is written "
                           "with a decimal comma, unlike one before it"));
    cr_expect(says(r.said, "changes.csv:5:6: renewal_date: \"2027-12-31\" is "
                           "a date written unlike one before it"));
    end(&r);
}

/* ---- A year ----------------------------------------------------------------- */

Test(changes, of_a_generated_year_are_carried_out_to_the_last)
{
    static const char *const presets[] = {"small", "team", "midmarket"};

    for (size_t k = 0; k < sizeof presets / sizeof *presets; k++) {
        const struct generate_options options = {.seed = 3, .year = true};
        struct generated made;
        struct changes changes;
        struct outcome *outcome;
        eb_messages *said = eb_messages_new();
        struct day_tables tables = {0};
        struct day day;

        cr_assert(eq(int,
                     generate(preset_find(presets[k]), &options, &made, said),
                     EB_OK));
        tables.accounts = made.accounts;
        tables.reps = made.reps;
        made.accounts = made.reps = NULL;
        cr_assert(eq(int,
                     day_begin(date_of("2027-01-04"), &tables, &day, said),
                     EB_OK));
        cr_assert(
            eq(int, changes_read(made.changes, NULL, &changes, said), EB_OK));
        outcome = calloc(changes.n, sizeof *outcome);
        cr_expect(eq(int,
                     changes_apply(&day, &changes, NULL, date_of("2027-01-04"),
                                   false, outcome, said),
                     EB_OK));
        show_messages(said);
        cr_expect(gt(sz, day.edits.n, changes.n));
        cr_expect(gt(sz, table_rows(day.closed.table), 0));
        free(outcome);
        changes_clear(&changes);
        generated_clear(&made);
        eb_messages_free(said);
        day_clear(&day);
    }
}

/* ---- Memory ---------------------------------------------------------------- */

struct batch {
    struct table *accounts, *reps, *changes;
};

static struct table *table_again(const struct table *of)
{
    struct table *table = NULL;

    if (table_new(of->file, &table) != EB_OK)
        return NULL;
    if (table_set_header(table, of->n_columns,
                         (const char *const *)of->header) != EB_OK)
        goto failed;
    for (size_t row = 0; row < table_rows(of); row++)
        if (table_add_row(table, 1,
                          (const char *const *)of->cells.at +
                              row * of->n_columns) != EB_OK)
            goto failed;
    return table;
failed:
    table_free(table);
    return NULL;
}

static eb_status carry_out(void *context)
{
    const struct batch *batch = context;
    struct day_tables tables = {.accounts = table_again(batch->accounts),
                                .reps = table_again(batch->reps)};
    struct changes changes = {0};
    struct day day = {0};
    struct outcome outcome[8];
    eb_status status = EB_NO_MEMORY;

    if (tables.accounts == NULL || tables.reps == NULL)
        goto done;
    TRY(day_begin(0, &tables, &day, NULL));
    tables = (struct day_tables){0};
    TRY(changes_read(batch->changes, NULL, &changes, NULL));
    TRY(changes_apply(&day, &changes, NULL, 0, true, outcome, NULL));
done:
    table_free(tables.accounts);
    table_free(tables.reps);
    changes_clear(&changes);
    day_clear(&day);
    return status;
}

Test(changes, survive_any_refused_allocation)
{
    struct batch batch = {table_of("a", accounts), table_of("r", reps),
                          table_of("c",
                                   HEADER "E1,2027-02-01,add,A9,,,5.5,B\n"
                                          "E2,2027-02-01,close,A1,,,\n"
                                          "E3,2027-02-01,reopen,A1,,,\n"
                                          "E4,2027-02-01,override,A1,r2,,why\n"
                                          "E5,2027-02-01,close,A77,,,\n"
                                          "E6,2027-02-01,add,A78,,,x\n"
                                          "E7,2027-02-01,close,A78,,,\n")};

    cr_expect(gt(long, sweep_memory(carry_out, &batch), 10));
    table_free(batch.accounts);
    table_free(batch.reps);
    table_free(batch.changes);
}
