/* test_day.c - the tables of a day and the edits of them. */
#include "model/plain.h"

#include "tests/support/days.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

static const char accounts[] = "Account ID,ARR,Account Owner\n"
                               "A1,10,r1\n"
                               "A2,20,r1\n"
                               "A3,30,\n";
static const char reps[] = "id,name\nr1,Ann\nr2,Bob\n";

static void expect_text(char *text, const char *expected)
{
    cr_expect(eq(str, text, (char *)expected));
    free(text);
}

Test(day, finds_rows_by_id_and_columns_by_any_of_their_names)
{
    struct day day = day_of(accounts, reps);

    cr_expect(eq(sz, day_row(&day, DAY_ACCOUNTS, "A2"), 1));
    cr_expect(eq(sz, day_row(&day, DAY_ACCOUNTS, "A9"), DAY_NO_ROW));
    cr_expect(eq(int, day_column(&day, DAY_ACCOUNTS, "value"), 1));
    cr_expect(eq(int, day_column(&day, DAY_ACCOUNTS, "arr"), 1));
    cr_expect(eq(int, day_column(&day, DAY_ACCOUNTS, "revenue"), 1));
    cr_expect(eq(int, day_column(&day, DAY_ACCOUNTS, "owner"), 2));
    cr_expect(eq(int, day_column(&day, DAY_ACCOUNTS, "tier"), -1));
    cr_expect(eq(int, day_owner_column(&day, NULL), 2));
    cr_expect(eq(int, day_owner_column(&day, "csm"), 2));
    cr_expect(
        eq(str, (char *)day_at(&day, DAY_ACCOUNTS, "A2", "owner"), "r1"));
    cr_expect(eq(str, (char *)day_at(&day, DAY_ACCOUNTS, "A2", "tier"), ""));
    day_clear(&day);
    cr_expect(eq(sz, mem_live(), 0));
}

Test(day, records_edits_and_only_what_changes)
{
    struct day day = day_of(accounts, reps);

    cr_assert(
        eq(int, day_set(&day, DAY_ACCOUNTS, "A1", "value", "10", 7), EB_OK));
    cr_assert(
        eq(int, day_set(&day, DAY_ACCOUNTS, "A1", "value", "11", 7), EB_OK));
    cr_assert(eq(int,
                 day_set(&day, DAY_ACCOUNTS, "A1", "customer tier", "B", 8),
                 EB_OK));
    cr_assert(
        eq(int, day_set(&day, DAY_ACCOUNTS, "A2", "tier", "", 8), EB_OK));
    cr_assert(eq(int, day_set(&day, DAY_ACCOUNTS, "A9", "tier", "C", 8),
                 EB_BAD_ARGUMENT));
    cr_assert(eq(int, day_set(&day, DAY_ACCOUNTS, "A1", "id", "A7", 8),
                 EB_BAD_ARGUMENT));
    cr_assert(eq(int, day_add(&day, DAY_REPS, "r3", 9), EB_OK));
    cr_assert(eq(int, day_add(&day, DAY_REPS, "r1", 9), EB_BAD_ARGUMENT));
    expect_text(day_edits_text(&day),
                "set accounts A1 ARR: 10 -> 11 (event 7)\n"
                "column accounts tier (event 8)\n"
                "set accounts A1 tier:  -> B (event 8)\n"
                "add reps r3 (event 9)\n");
    expect_text(day_text(&day),
                "Account ID,ARR,Account Owner,tier\n"
                "A1,11,r1,B\nA2,20,r1,\nA3,30,,\n"
                "id,name\nr1,Ann\nr2,Bob\nr3,\n"
                "Account ID,ARR,Account Owner,tier,closed_on\n");
    day_clear(&day);
}

Test(day, closes_and_reopens)
{
    struct day day = day_of(accounts, reps);

    cr_assert(eq(int, day_close(&day, "A1", date_of("2027-02-01"), 3), EB_OK));
    cr_expect(day_is_closed(&day, "A1") == true);
    cr_expect(eq(str, (char *)day_closed_on(&day, "A1"), "2027-02-01"));
    cr_expect(eq(sz, day_row(&day, DAY_ACCOUNTS, "A1"), DAY_NO_ROW));
    cr_expect(eq(int, day_close(&day, "A1", 0, 3), EB_BAD_ARGUMENT));
    cr_expect(eq(int, day_add(&day, DAY_ACCOUNTS, "A1", 3), EB_BAD_ARGUMENT));
    cr_assert(
        eq(int, day_set(&day, DAY_ACCOUNTS, "A1", "value", "12", 3), EB_OK));
    cr_expect(eq(str, (char *)day_account_cell(&day, "A1", "value"), "12"));
    cr_expect(eq(int, day_set(&day, DAY_ACCOUNTS, "A1", DAY_CLOSED_ON, "x", 3),
                 EB_BAD_ARGUMENT));
    cr_assert(
        eq(int, day_set(&day, DAY_ACCOUNTS, "A3", "tier", "C", 4), EB_OK));
    cr_expect(
        eq(str, (char *)day_at(&day, DAY_ACCOUNTS, "A3", "value"), "30"));
    expect_text(day_text(&day), "Account ID,ARR,Account Owner,tier\n"
                                "A2,20,r1,\nA3,30,,C\n"
                                "id,name\nr1,Ann\nr2,Bob\n"
                                "Account ID,ARR,Account Owner,tier,closed_on\n"
                                "A1,12,r1,,2027-02-01\n");
    cr_assert(eq(int, day_reopen(&day, "A1", 5), EB_OK));
    cr_expect(day_closed_on(&day, "A1") == NULL);
    cr_expect(eq(int, day_reopen(&day, "A1", 5), EB_BAD_ARGUMENT));
    cr_expect(
        eq(str, (char *)day_at(&day, DAY_ACCOUNTS, "A1", "value"), "12"));
    day_clear(&day);
}

/* Everything that can be done, to be undone and made again. */
static eb_status do_all(struct day *day)
{
    eb_status status;

    TRY(day_close(day, "A2", 20000, 0));
    TRY(day_set(day, DAY_ACCOUNTS, "A2", "value", "21", 0));
    TRY(day_set(day, DAY_ACCOUNTS, "A1", "tier", "B", 1));
    TRY(day_set(day, DAY_REPS, "r1", "capacity", "5", 1));
    TRY(day_add(day, DAY_ACCOUNTS, "A4", 2));
    TRY(day_give(day, "A4", NULL, "r2", 20001, 2));
    TRY(day_give(day, "A1", NULL, "r2", 20001, 2));
    TRY(day_give(day, "A1", NULL, "", 20002, 2));
    TRY(day_reopen(day, "A2", 3));
    TRY(day_close(day, "A3", 20003, 4));
    TRY(day_add(day, DAY_REPS, "r4", 5));
done:
    return status;
}

Test(day, undoes_and_makes_again)
{
    struct day day = day_of(accounts, reps), other = day_of(accounts, reps);
    char *before = day_text(&day), *after;

    cr_assert(eq(int, do_all(&day), EB_OK));
    after = day_text(&day);
    cr_expect(eq(int,
                 day_replay(&other, day.edits.at, day.edits.n, false, NULL),
                 EB_OK));
    expect_text(day_text(&other), after);
    cr_expect(eq(sz, other.edits.n, day.edits.n));
    cr_expect(eq(int, day_undo(&day, 0), EB_OK));
    expect_text(day_text(&day), before);
    cr_expect(eq(sz, day.edits.n, 0));
    day_clear(&day);
    day_clear(&other);
    free(before);
    free(after);
    cr_expect(eq(sz, mem_live(), 0));
}

Test(day, makes_a_journal_backwards_but_keeps_columns)
{
    struct day day = day_of(accounts, reps), other = day_of(accounts, reps);

    cr_assert(eq(int, do_all(&day), EB_OK));
    cr_assert(eq(int,
                 day_replay(&other, day.edits.at, day.edits.n, false, NULL),
                 EB_OK));
    cr_expect(eq(int,
                 day_replay(&other, day.edits.at, day.edits.n, true, NULL),
                 EB_OK));
    expect_text(day_text(&other),
                "Account ID,ARR,Account Owner,tier,owner_since,owners_so_far\n"
                "A1,10,r1,,,\nA2,20,r1,,,\nA3,30,,,,\n"
                "id,name,capacity\nr1,Ann,\nr2,Bob,\n"
                "Account ID,ARR,Account Owner,tier,owner_since,owners_so_far,"
                "closed_on\n");
    day_clear(&day);
    day_clear(&other);
}

Test(day, refuses_a_journal_that_does_not_fit_and_stays_as_it_was)
{
    struct day day = day_of(accounts, reps), other = day_of(accounts, reps);
    eb_messages *said = eb_messages_new();
    char *before;

    cr_assert(eq(int, do_all(&day), EB_OK));
    cr_assert(
        eq(int, day_set(&other, DAY_ACCOUNTS, "A1", "owner", "r9", 0), EB_OK));
    before = day_text(&other);
    cr_expect(eq(int,
                 day_replay(&other, day.edits.at, day.edits.n, false, said),
                 EB_BAD_DATA));
    cr_expect(says(said,
                   "account A1, Account Owner: is \"r9\", but was \"r1\" "
                   "when the journal was written"));
    expect_text(day_text(&other), before);
    free(before);
    eb_messages_free(said);
    day_clear(&day);
    day_clear(&other);
}

Test(day, gives_accounts_and_notes_since_when)
{
    struct day day = day_of("id,owner,owner_since,owners_so_far\n"
                            "A1,r1,2020-01-01,3\nA2,,,\nA3,r1,,\n",
                            reps);
    int64_t date = date_of("2027-03-01");

    cr_assert(eq(int, day_give(&day, "A1", NULL, "r2", date, 0), EB_OK));
    cr_assert(eq(int, day_give(&day, "A2", "csm", "r2", date, 0), EB_OK));
    cr_assert(eq(int, day_give(&day, "A3", NULL, "r2", date, 0), EB_OK));
    cr_assert(eq(int, day_give(&day, "A3", NULL, "r2", date + 1, 0), EB_OK));
    expect_text(day_text(&day), "id,owner,owner_since,owners_so_far\n"
                                "A1,r2,2027-03-01,4\n"
                                "A2,r2,2027-03-01,1\n"
                                "A3,r2,2027-03-01,2\n"
                                "id,name\nr1,Ann\nr2,Bob\n"
                                "id,owner,owner_since,owners_so_far,"
                                "closed_on\n");
    day_clear(&day);
}

Test(day, keeps_the_owners_of_each_role_apart)
{
    struct day day = day_of("id,csm_owner,AE Owner\nA1,r1,r2\n",
                            "id,role\nr1,csm\nr2,ae\nr3,am\n");

    cr_assert(eq(int, day_give(&day, "A1", "ae", "", 20000, 0), EB_OK));
    cr_assert(eq(int, day_give(&day, "A1", "AM", "r3", 20000, 0), EB_OK));
    cr_expect(
        eq(str, (char *)day_at(&day, DAY_ACCOUNTS, "A1", "csm_owner"), "r1"));
    cr_expect(
        eq(str, (char *)day_at(&day, DAY_ACCOUNTS, "A1", "ae_owner"), ""));
    cr_expect(
        eq(str, (char *)day_at(&day, DAY_ACCOUNTS, "A1", "am_owner"), "r3"));
    cr_expect(eq(int, day_column(&day, DAY_ACCOUNTS, "owner"), -1));
    day_clear(&day);
}

Test(day, reads_columns_as_the_rules_name_them)
{
    struct doc *doc = NULL;
    struct node *columns;
    struct day_tables tables = {
        .accounts = table_of("a", "id,ARR,ACV,owner\nA1,1,2,r1\n"),
        .reps = table_of("r", reps)};
    struct day day;

    cr_assert(eq(int, doc_new("rules.json", &doc), EB_OK));
    columns = doc_add(doc, doc_add(doc, NULL, NULL, DOC_OBJECT), "accounts",
                      DOC_OBJECT);
    doc_add_string(doc, columns, "value", "ACV");
    doc_add(doc, columns, "owner", DOC_NULL);
    tables.columns = doc->root;
    cr_assert(eq(int, day_begin(0, &tables, &day, NULL), EB_OK));
    cr_expect(eq(int, day_column(&day, DAY_ACCOUNTS, "value"), 2));
    cr_expect(eq(int, day_column(&day, DAY_ACCOUNTS, "ARR"), 1));
    cr_expect(day_known(&day, DAY_ACCOUNTS, 1) == NULL);
    cr_expect(day_known(&day, DAY_ACCOUNTS, 3) == NULL);
    doc_free(doc);
    day_clear(&day);
}

Test(day, refuses_ids_that_are_blank_or_stand_twice)
{
    static const struct {
        const char *accounts, *says;
    } cases[] = {
        {"id\nA1\n\nA2\n", "accounts.csv:3:1: id: is blank"},
        {"id\nA1\n A1 \n",
         "accounts.csv:3:1: id: \"A1\" stands on line 2 already"},
        {"name\nA1\n", NULL},
        {"id,Closed On\nA1,\n",
         "accounts.csv:1:2: \"Closed On\" is a column that the ledger keeps "
         "itself; leave out the accounts that have closed, and the column"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        eb_messages *said = eb_messages_new();
        struct day_tables tables = {
            .accounts = table_of("accounts.csv", cases[k].accounts),
            .reps = table_of("reps.csv", reps)};
        struct day day;

        cr_expect(eq(int, day_begin(0, &tables, &day, said), EB_BAD_DATA));
        cr_expect(eq(sz, fault_count(said), 1));
        cr_expect(cases[k].says == NULL || says(said, cases[k].says));
        eb_messages_free(said);
        table_free(tables.accounts);
        table_free(tables.reps);
    }
    cr_expect(eq(sz, mem_live(), 0));
}

Test(day, takes_closed_accounts_of_before)
{
    struct day_tables tables = {.accounts = table_of("a", "id,value\nA1,1\n"),
                                .reps = table_of("r", reps)};
    struct day day;

    tables.closed = table_of("a", "id,value,closed_on\nA0,5,2026-12-01\n");
    cr_assert(eq(int, day_begin(0, &tables, &day, NULL), EB_OK));
    cr_assert(eq(int, day_reopen(&day, "A0", 0), EB_OK));
    cr_expect(eq(str, (char *)day_at(&day, DAY_ACCOUNTS, "A0", "value"), "5"));
    day_clear(&day);
    tables = (struct day_tables){.accounts = table_of("a", "id\nA1\n"),
                                 .reps = table_of("r", reps)};
    tables.closed = table_of("a", "id,closed_on\nA1,2026-12-01\n");
    cr_expect(eq(int, day_begin(0, &tables, &day, NULL), EB_BAD_DATA));
    table_free(tables.accounts);
    table_free(tables.reps);
    table_free(tables.closed);
    cr_expect(eq(sz, mem_live(), 0));
}

static eb_status live_a_day(void *context)
{
    struct day_tables tables = {0};
    struct day day = {0};
    eb_status status;
    static const char *const header[] = {"id", "value"};
    static const char *const one[] = {"A1", "1"}, *const two[] = {"A2", "2"},
                             *const three[] = {"A3", ""},
                             *const r1[] = {"r1", "Ann"};

    (void)context;
    TRY(table_new("a", &tables.accounts));
    TRY(table_set_header(tables.accounts, 2, header));
    TRY(table_add_row(tables.accounts, 2, one));
    TRY(table_add_row(tables.accounts, 3, two));
    TRY(table_add_row(tables.accounts, 4, three));
    TRY(table_new("r", &tables.reps));
    TRY(table_set_header(tables.reps, 2, header));
    TRY(table_add_row(tables.reps, 2, r1));
    TRY(day_begin(0, &tables, &day, NULL));
    tables = (struct day_tables){0};
    TRY(do_all(&day));
    TRY(day_undo(&day, 0));
done:
    table_free(tables.accounts);
    table_free(tables.reps);
    day_clear(&day);
    return status;
}

Test(day, survives_any_refused_allocation)
{
    cr_expect(gt(long, sweep_memory(live_a_day, NULL), 10));
}

/* ---- Plain ---------------------------------------------------------------- */

Test(day, makes_tables_plain_that_wrote_their_own_way)
{
    struct table *table =
        table_of("reps.csv", "id;x\n"); /* replaced below: cells hold commas */
    static const char *const header[] = {"id", "capacity", "start_date",
                                         "ramp", "code"};
    static const char *const rows[][5] = {
        {" r1 ", "1.234,5", "31.12.2026", "01.06.2027", "007"},
        {"r2", "1.234", "", " 0,5", "012"}};

    table_free(table);
    cr_assert(eq(int, table_new("reps.csv", &table), EB_OK));
    cr_assert(eq(int, table_set_header(table, 5, header), EB_OK));
    for (size_t k = 0; k < 2; k++)
        cr_assert(eq(int, table_add_row(table, (long)k + 2, rows[k]), EB_OK));
    cr_assert(eq(
        int,
        plain_table(table, &schema_reps, (struct mapping){NULL, NULL}, NULL),
        EB_OK));
    cr_expect(eq(str, (char *)table_cell(table, 0, 0), "r1"));
    cr_expect(eq(str, (char *)table_cell(table, 0, 1), "1234.5"));
    cr_expect(eq(str, (char *)table_cell(table, 0, 2), "2026-12-31"));
    cr_expect(eq(str, (char *)table_cell(table, 0, 3), "2027-06-01"));
    cr_expect(eq(str, (char *)table_cell(table, 0, 4), "007"));
    cr_expect(eq(str, (char *)table_cell(table, 1, 1), "1234"));
    cr_expect(eq(str, (char *)table_cell(table, 1, 3), "0,5"));
    table_free(table);
    cr_expect(eq(sz, mem_live(), 0));
}
