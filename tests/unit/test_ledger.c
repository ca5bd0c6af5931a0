/* test_ledger.c - ledgers: made, opened, written to, and asked. */
#include "io/ledger_acts.h"
#include "io/ledger_look.h"
#include "io/ledger_sql.h"
#include "tests/support/days.h"
#include "tests/support/ledgers.h"
#include "tests/support/scratch.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char accounts[] = "Account ID,ARR,owner\n"
                               "A1,10,r1\n"
                               "A2,20,r1\n"
                               "A3,30,\n";
static const char reps[] = "id,name\nr1,Ann\nr2,Bob\n";
static const char path[] = "book.ledger";

TestSuite(ledger, .init = scratch_enter, .fini = scratch_leave);

static struct inputs inputs_of(const char *of_accounts, const char *of_reps)
{
    struct inputs inputs = {0};

    give_input(&inputs, EB_ACCOUNTS, of_accounts);
    give_input(&inputs, EB_REPS, of_reps);
    return inputs;
}

/* The text of an input as the ledger has it now. */
static void expect_input(eb_input which, const char *expected)
{
    struct inputs inputs = {0};
    struct ledger *ledger = NULL;

    cr_assert(
        eq(int, ledger_open(path, LEDGER_READ, 1, &ledger, NULL), EB_OK));
    cr_assert(eq(int, ledger_inputs(ledger, 0, &inputs, NULL), EB_OK));
    cr_expect(eq(str, inputs.of[which]->text, (char *)expected));
    inputs_clear(&inputs);
    ledger_close(ledger);
}

static void give(const char *account, const char *rep, const char *date)
{
    struct day day;
    struct ledger *ledger = ledger_at(path, &day);

    cr_assert(eq(int,
                 day_give(&day, account, NULL, rep, date_of(date), NO_EVENT),
                 EB_OK));
    ledger_put(ledger, &day, date);
}

/* ---- Making -------------------------------------------------------------- */

Test(ledger, gives_back_what_it_was_made_of)
{
    ledger_of(path, accounts, reps, NULL);
    expect_input(EB_ACCOUNTS, accounts);
    expect_input(EB_REPS, reps);
    cr_expect(ledger_is_sound(path, true));
    cr_expect(eq(sz, mem_live(), 0));
}

/* SQL knows one name in any case, and some names are the ledger's. */
Test(ledger, keeps_any_header)
{
    static const char odd[] =
        "id,value,Value,VALUE,\"a\"\"b\",row,rowid,Gr\u00f6\u00dfe,select,"
        "Value_2\n"
        "A1,1,two,three,4,5,6,7,8,9\n";

    ledger_of(path, odd, reps, NULL);
    expect_input(EB_ACCOUNTS, odd);
    cr_expect(
        eq(i64,
           ledger_ask(path, "SELECT count(*) FROM accounts WHERE value = "
                            "'1' AND Value_2 = 'two' AND VALUE_3 = 'three' "
                            "AND row = 1 AND row_2 = '5' AND Value_2_2 = "
                            "'9' AND \"a\"\"b\" = '4'"),
           1));
}

Test(ledger, writes_numbers_and_dates_plainly)
{
    ledger_of(path, "id,value,renewal_date\nA1,$1963.10,1/31/2027\n", reps,
              NULL);
    expect_input(EB_ACCOUNTS, "id,value,renewal_date\nA1,1963.1,2027-01-31\n");
}

Test(ledger, appears_whole_or_not_at_all)
{
    struct inputs inputs = inputs_of("id,value\nA1,1\nA1,2\n", reps);
    eb_messages *said = eb_messages_new();

    cr_expect(eq(int, ledger_create(path, &inputs, 20822, said), EB_BAD_DATA));
    cr_expect(says(said, "accounts.csv:3:1: id: \"A1\" stands on line 2 "
                         "already"));
    scratch_run("test -z \"$(ls -A)\"");
    inputs_clear(&inputs);
    inputs = inputs_of(accounts, reps);
    cr_expect(eq(int, ledger_create("no/such", &inputs, 20822, said), EB_IO));
    ledger_of(path, accounts, reps, NULL);
    cr_expect(
        eq(int, ledger_create(path, &inputs, 20822, said), EB_BAD_USAGE));
    cr_expect(
        says(said, "book.ledger: is there already; expected a new name"));
    scratch_run("test \"$(ls -A)\" = book.ledger");
    inputs_clear(&inputs);
    eb_messages_free(said);
}

/* ---- Opening ------------------------------------------------------------- */

static void expect_refused(const char *name, const char *message)
{
    eb_messages *said = eb_messages_new();
    struct ledger *ledger = NULL;

    cr_expect(
        ne(int, ledger_open(name, LEDGER_READ, 0, &ledger, said), EB_OK));
    cr_expect(eq(ptr, ledger, NULL));
    cr_expect(eq(sz, says_count(said, message), 1), "%s", message);
    show_messages(said);
    eb_messages_free(said);
}

Test(ledger, knows_what_is_none)
{
    expect_refused("nothing", "nothing: No such file or directory");
    scratch_run("echo hello, this is no database at all > text");
    expect_refused("text", "text: is no ledger of evenbook");
    scratch_run(": > empty");
    expect_refused("empty", "empty: is no ledger of evenbook");
    ledger_of(path, accounts, reps, NULL);
    ledger_spoil(path, "PRAGMA user_version = 99");
    expect_refused(path, "has version 99, of a newer evenbook");
    ledger_spoil(path, "PRAGMA user_version = 2; PRAGMA application_id = 7");
    expect_refused(path, "is no ledger of evenbook");
}

Test(ledger, is_brought_up_from_the_first_version)
{
    char *before, *after;

    ledger_of(path, accounts, reps, NULL);
    before = ledger_text(path, 0);
    ledger_spoil(path, "DROP INDEX ownership_ended; PRAGMA user_version = 1");
    after = ledger_text(path, 0);
    cr_expect(eq(str, before, after));
    cr_expect(eq(i64, ledger_ask(path, "PRAGMA user_version"), 2));
    cr_expect(eq(i64,
                 ledger_ask(path, "SELECT count(*) FROM sqlite_schema WHERE "
                                  "name = 'ownership_ended'"),
                 1));
    cr_expect(ledger_is_sound(path, true));
    free(before);
    free(after);
}

Test(ledger, waits_for_who_holds_it_and_says_who)
{
    int done[2], ready[2];
    eb_messages *said = eb_messages_new();
    struct ledger *ledger = NULL;
    char who[60], letter;
    pid_t child;

    ledger_of(path, accounts, reps, NULL);
    cr_assert(pipe(done) == 0 && pipe(ready) == 0);
    child = fork();
    if (child == 0) {
        ledger_open(path, LEDGER_WRITE, 0, &ledger, NULL);
        if (write(ready[1], "x", 1) != 1 || read(done[0], &letter, 1) != 1)
            _exit(1);
        ledger_close(ledger);
        _exit(0);
    }
    cr_assert(eq(int, (int)read(ready[0], &letter, 1), 1));
    cr_expect(
        eq(int, ledger_open(path, LEDGER_WRITE, 0.2, &ledger, said), EB_IO));
    snprintf(who, sizeof who, "book.ledger: is held by process %ld (",
             (long)child);
    cr_expect(eq(sz, says_count(said, who), 1));
    show_messages(said);
    /* Who only looks need not wait. */
    cr_expect(
        eq(int, ledger_open(path, LEDGER_READ, 0, &ledger, NULL), EB_OK));
    ledger_close(ledger);
    cr_assert(eq(int, (int)write(done[1], "x", 1), 1));
    waitpid(child, NULL, 0);
    cr_expect(
        eq(int, ledger_open(path, LEDGER_WRITE, 5, &ledger, NULL), EB_OK));
    ledger_close(ledger);
    eb_messages_free(said);
}

Test(ledger, is_read_where_nothing_can_be_written)
{
    char *before, *after;

    ledger_of(path, accounts, reps, NULL);
    before = ledger_text(path, 0);
    scratch_run("mkdir still && cp book.ledger still && chmod 400 "
                "still/book.ledger && chmod 500 still");
    if (geteuid() == 0)
        cr_skip("root may write everywhere");
    after = ledger_text("still/book.ledger", 0);
    cr_expect(eq(str, before, after));
    scratch_run("chmod 700 still");
    free(before);
    free(after);
}

/* ---- Batches ------------------------------------------------------------- */

Test(ledger, keeps_what_is_committed_and_nothing_else)
{
    struct day day;
    struct ledger *ledger;
    const struct ledger_batch batch = {
        .kind = "daily", .date = 20900, .digest = "", .day = &day};
    char *before, *after;

    ledger_of(path, accounts, reps, NULL);
    before = ledger_text(path, 0);
    ledger = ledger_at(path, &day);
    day_give(&day, "A3", NULL, "r2", 20900, NO_EVENT);
    cr_assert(eq(int, ledger_write(ledger, &batch, NULL, NULL), EB_OK));
    ledger_close(ledger);
    day_clear(&day);
    after = ledger_text(path, 0);
    cr_expect(eq(str, before, after));
    cr_expect(ledger_is_sound(path, true));
    free(after);
    give("A3", "r2", "2027-02-01");
    after = ledger_text(path, 0);
    cr_expect(ne(str, before, after));
    cr_expect(ledger_is_sound(path, true));
    free(before);
    free(after);
}

Test(ledger, knows_the_books_of_every_day)
{
    char *days[3], *then;
    static const char *const dates[] = {"2027-01-04", "2027-02-01",
                                        "2027-03-01"};

    ledger_of(path,
              "id,value,owner,owner_since,owners_so_far\nA1,1,r1,,\n"
              "A2,2,,,\n",
              reps, NULL);
    days[0] = ledger_text(path, 0);
    give("A1", "r2", dates[1]);
    days[1] = ledger_text(path, 0);
    give("A2", "r2", dates[2]);
    days[2] = ledger_text(path, 0);
    for (int k = 0; k < 3; k++) {
        then = ledger_text(path, date_of(dates[k]));
        cr_expect(eq(str, then, days[k]));
        free(then);
        then = ledger_text(path, date_of(dates[k]) + 3);
        cr_expect(eq(str, then, days[k]));
        free(then);
        free(days[k]);
    }
}

Test(ledger, refuses_a_batch_before_the_last)
{
    struct day day;
    struct ledger *ledger;
    eb_messages *said = eb_messages_new();
    const struct ledger_batch batch = {.kind = "daily",
                                       .date = date_of("2027-01-31"),
                                       .digest = "",
                                       .day = &day};

    ledger_of(path, accounts, reps, NULL);
    give("A1", "r2", "2027-02-01");
    ledger = ledger_at(path, &day);
    cr_expect(eq(int, ledger_write(ledger, &batch, NULL, said), EB_BAD_USAGE));
    cr_expect(says(said, "book.ledger: a batch of 2027-01-31 cannot follow "
                         "one of 2027-02-01: name a date from then on"));
    ledger_close(ledger);
    day_clear(&day);
    eb_messages_free(said);
}

Test(ledger, says_who_owned_what_from_when_to_when)
{
    ledger_of(path, accounts, reps, NULL);
    give("A1", "r2", "2027-02-01");
    give("A1", "r1", "2027-02-01");
    give("A3", "r2", "2027-03-01");
    cr_expect(eq(i64,
                 ledger_ask(path, "SELECT count(*) FROM ownership WHERE "
                                  "account = 'A1' AND rep = 'r2' AND "
                                  "from_date = '2027-02-01' AND to_date = "
                                  "'2027-02-01'"),
                 1));
    cr_expect(eq(i64,
                 ledger_ask(path, "SELECT count(*) FROM ownership WHERE "
                                  "account = 'A3' AND ((rep = '' AND to_date "
                                  "= '2027-03-01') OR (rep = 'r2' AND to_date "
                                  "IS NULL))"),
                 2));
    cr_expect(ledger_is_sound(path, true));
}

/* ---- Events and the past -------------------------------------------------- */

/* The table has to outlive the changes. */
static struct changes changes_of(const char *text, struct table **table)
{
    struct changes changes;

    *table = table_of("changes.csv", text);
    cr_assert(eq(int, changes_read(*table, NULL, &changes, NULL), EB_OK));
    return changes;
}

static const char sent[] = "event,date,kind,account,rep,field,value\n"
                           "e1,2027-02-01,close,A1,,,\n"
                           "e2,2027-02-01,close,A9,,,\n";

static void apply(const char *text)
{
    struct day day;
    struct ledger *ledger = ledger_at(path, &day);
    struct table *table;
    struct changes changes = changes_of(text, &table);
    struct outcome outcome[4];
    const struct ledger_batch batch = {.kind = "daily",
                                       .date = date_of("2027-02-01"),
                                       .digest = "abc",
                                       .day = &day,
                                       .changes = &changes,
                                       .outcome = outcome};

    cr_assert(eq(int,
                 changes_apply(&day, &changes, NULL, 0, true, outcome, NULL),
                 EB_OK));
    cr_assert(eq(int, ledger_write(ledger, &batch, NULL, NULL), EB_OK));
    cr_assert(eq(int, ledger_commit(ledger, NULL), EB_OK));
    ledger_close(ledger);
    day_clear(&day);
    changes_clear(&changes);
    table_free(table);
}

Test(ledger, knows_events_that_were_applied)
{
    struct changes changes;
    struct table *table;
    struct ledger *ledger = NULL;
    eb_messages *said = eb_messages_new();
    bool known[2] = {false, true};
    int64_t batch;

    ledger_of(path, accounts, reps, NULL);
    apply(sent);
    cr_expect(ledger_is_sound(path, true));
    cr_assert(
        eq(int, ledger_open(path, LEDGER_READ, 1, &ledger, NULL), EB_OK));
    changes = changes_of(sent, &table);
    cr_expect(
        eq(int, ledger_known_events(ledger, &changes, known, said), EB_OK));
    cr_expect(known[0] && !known[1], "the refused one is not known");
    changes_clear(&changes);
    table_free(table);
    changes = changes_of("event,date,kind,account,rep,field,value\n"
                         "e1,2027-02-01,close,A2,,,\n",
                         &table);
    cr_expect(
        eq(int, ledger_known_events(ledger, &changes, known, said), EB_OK));
    cr_assert(changes.events[0].fault != NULL);
    cr_expect(ne(ptr, strstr(changes.events[0].fault, "another change"), NULL),
              "%s", changes.events[0].fault);
    changes_clear(&changes);
    table_free(table);
    cr_expect(eq(int, ledger_find_batch(ledger, "abc", &batch, NULL), EB_OK));
    cr_expect(eq(i64, batch, 2));
    cr_expect(eq(int, ledger_find_batch(ledger, "abd", &batch, NULL), EB_OK));
    cr_expect(eq(i64, batch, 0));
    ledger_close(ledger);
    eb_messages_free(said);
}

Test(ledger, remembers_the_past_of_a_role)
{
    static const struct ledger_decision decisions[] = {
        {"e1", 20850, "A1", "csm", "r2", "r1", "placed", "why", "", 5, 0, 0},
        {"", 20850, "A2", "csm", "r2", "r1", "covered", "away", "", INT64_MIN,
         0, INT64_MAX},
    };
    static const struct ledger_multiplier multipliers[] = {
        {"csm", "r1", "value", -1.5}};
    struct day day;
    struct ledger *ledger;
    struct past past = {0};
    struct ledger_decisions told;
    const struct ledger_batch batch = {.kind = "daily",
                                       .date = 20850,
                                       .digest = "",
                                       .day = &day,
                                       .n_decisions = 2,
                                       .decisions = decisions,
                                       .n_multipliers = 1,
                                       .multipliers = multipliers};

    ledger_of(path, accounts, reps, NULL);
    ledger = ledger_at(path, &day);
    day_give(&day, "A1", "csm", "r2", 20850, NO_EVENT);
    cr_assert(eq(int, ledger_write(ledger, &batch, NULL, NULL), EB_OK));
    cr_assert(eq(int, ledger_commit(ledger, NULL), EB_OK));
    cr_assert(eq(int, ledger_past(ledger, "csm", 20850, &past, NULL), EB_OK));
    cr_assert(eq(sz, past.owners.n, 1));
    cr_expect(eq(str, (char *)past.owners.at[0].account, "A1"));
    cr_expect(eq(str, (char *)past.owners.at[0].rep, "r1"));
    cr_assert(eq(sz, past.covers.n, 1));
    cr_expect(eq(str, (char *)past.covers.at[0].absent, "r1"));
    cr_expect(eq(i64, past.covers.at[0].until, INT64_MAX));
    cr_assert(eq(sz, past.given.n, 1));
    cr_expect(eq(i64, past.given.at[0].today, 1));
    cr_assert(eq(sz, past.numbers.n, 1));
    cr_expect(eq(dbl, past.numbers.at[0].number, -1.5));
    past_clear(&past);
    cr_assert(eq(int, ledger_past(ledger, "csm", 20857, &past, NULL), EB_OK));
    cr_expect(eq(sz, past.given.n, 0));
    past_clear(&past);
    cr_assert(eq(int, ledger_decisions(ledger, 2, &told, NULL), EB_OK));
    cr_assert(eq(sz, told.all.n, 2));
    cr_expect(eq(str, (char *)told.all.at[0].reason, "why"));
    cr_expect(eq(i64, told.all.at[0].next_cost, 5));
    ledger_decisions_clear(&told);
    ledger_close(ledger);
    day_clear(&day);
    cr_expect(eq(sz, mem_live(), 0));
}

/* ---- Rollback ------------------------------------------------------------ */

static eb_status undo(int64_t batch, bool and_later, eb_messages *said)
{
    struct ledger *ledger = NULL;
    struct ledger_undoing undoing;
    eb_status status = ledger_open(path, LEDGER_WRITE, 1, &ledger, said);

    if (status == EB_OK)
        status = ledger_rollback(ledger, batch, and_later, 0, &undoing, said);
    if (status == EB_OK)
        status = ledger_commit(ledger, said);
    ledger_close(ledger);
    return status;
}

Test(ledger, undoes_a_batch_unless_later_ones_touched_the_same)
{
    eb_messages *said = eb_messages_new();
    char *first, *now;

    ledger_of(path,
              "id,value,owner,owner_since,owners_so_far\nA1,1,r1,,\n"
              "A2,2,,,\n",
              reps, NULL);
    first = ledger_text(path, 0);
    give("A1", "r2", "2027-02-01");
    give("A2", "r2", "2027-02-02");
    give("A1", "r1", "2027-02-03");
    cr_expect(eq(int, undo(2, false, said), EB_REFUSED));
    cr_expect(says(said, "book.ledger: batch 4 (daily of 2027-02-03) changed "
                         "accounts A1 since"));
    cr_expect(eq(int, undo(1, true, said), EB_BAD_USAGE));
    cr_expect(eq(int, undo(4, false, said), EB_OK));
    cr_expect(eq(int, undo(4, false, said), EB_REFUSED));
    cr_expect(says(said,
                   "book.ledger: batch 4 has been undone already, by batch "
                   "5"));
    cr_expect(eq(int, undo(2, false, said), EB_OK));
    cr_expect(eq(int, undo(3, false, said), EB_OK));
    now = ledger_text(path, 0);
    cr_expect(eq(str, now, first));
    cr_expect(ledger_is_sound(path, true));
    free(now);
    free(first);
    eb_messages_free(said);
}

/* ---- Check ---------------------------------------------------------------- */

Test(ledger, check_sees_every_kind_of_damage)
{
    static const char *const damages[] = {
        "UPDATE accounts SET ARR = '11' WHERE row = 2",
        "UPDATE accounts SET owner = 'r1' WHERE row = 2",
        "UPDATE reps SET name = 'X' WHERE row = 2",
        "DELETE FROM accounts WHERE row = 2",
        "UPDATE edits SET before = 'r9' WHERE batch = 2 AND header = 'owner'",
        "UPDATE edits SET after = 'r9' WHERE batch = 2 AND header = 'owner'",
        "DELETE FROM edits WHERE batch = 2 AND seq = 0",
        "UPDATE ownership SET to_date = '2027-01-09' WHERE account = 'A2' AND "
        "to_date IS NOT NULL",
        "UPDATE ownership SET rep = 'r1' WHERE account = 'A2' AND to_date IS "
        "NULL",
        "DELETE FROM ownership WHERE account = 'A2' AND to_date IS NULL",
        "INSERT INTO ownership VALUES ('A2', '', 'r1', '2027-01-04', NULL, 3, "
        "NULL)",
        "UPDATE events SET content = content || 'x'",
        "DELETE FROM events",
        "UPDATE batches SET date = '2027-03-01' WHERE batch = 2",
        "UPDATE batches SET books = '' WHERE batch = 2",
        "UPDATE batches SET undone_by = 1 WHERE batch = 2",
        "INSERT INTO batches VALUES (7, 'daily', '2027-05-01', '', '', '', "
        "NULL, NULL)",
        "UPDATE edits SET batch = 9 WHERE batch = 2 AND seq = 0",
    };

    ledger_of(path, accounts, reps, NULL);
    give("A2", "r2", "2027-01-10");
    apply(sent);
    cr_assert(ledger_is_sound(path, true));
    scratch_run("cp book.ledger good");
    for (size_t k = 0; k < sizeof damages / sizeof *damages; k++) {
        scratch_run("cp good book.ledger");
        ledger_spoil(path, damages[k]);
        cr_expect(not(ledger_is_sound(path, false)), "%s", damages[k]);
    }
}

/* ---- Import --------------------------------------------------------------- */

static struct ledger_import import_of(const char *of_accounts,
                                      const char *of_reps, bool close)
{
    struct inputs inputs = {0};
    struct ledger *ledger = NULL;
    struct ledger_import import;

    if (of_accounts != NULL)
        give_input(&inputs, EB_ACCOUNTS, of_accounts);
    if (of_reps != NULL)
        give_input(&inputs, EB_REPS, of_reps);
    cr_assert(
        eq(int, ledger_open(path, LEDGER_WRITE, 1, &ledger, NULL), EB_OK));
    cr_assert(eq(int,
                 ledger_import(ledger, &inputs, date_of("2027-02-01"), close,
                               &import, NULL),
                 EB_OK));
    cr_assert(eq(int, ledger_commit(ledger, NULL), EB_OK));
    ledger_close(ledger);
    inputs_clear(&inputs);
    cr_expect(ledger_is_sound(path, true));
    return import;
}

Test(ledger, imports_what_differs)
{
    struct ledger_import import;

    ledger_of(path, accounts, reps, NULL);
    import = import_of(accounts, reps, true);
    cr_expect(eq(i64, import.batch, 0));
    /* Other names and styles for the same, an account more, one less. */
    import = import_of("owner,id,Annual Value,tier\nr2,A2,20,\nr1,A1,\"1\","
                       "B\nr2,A4,7,\n",
                       NULL, false);
    cr_expect(eq(i64, import.batch, 2));
    cr_expect(eq(sz, import.added, 1));
    cr_expect(eq(sz, import.changed, 2));
    cr_expect(eq(sz, import.owners, 1));
    cr_expect(eq(sz, import.missing, 1));
    expect_input(EB_ACCOUNTS,
                 "Account ID,ARR,owner,owner_since,owners_so_far,tier\n"
                 "A1,1,r1,,,B\nA2,20,r2,2027-02-01,2,\nA3,30,,,,\n"
                 "A4,7,r2,2027-02-01,1,\n");
    import = import_of("id\nA1\nA2\nA4\n", "id,name\nr1,Ann\nr3,Cy\n", true);
    cr_expect(eq(sz, import.closed, 1));
    cr_expect(eq(sz, import.reps_added, 1));
    cr_expect(eq(sz, import.reps_missing, 1));
    import = import_of("id\nA1\nA2\nA3\nA4\n", NULL, true);
    cr_expect(eq(sz, import.reopened, 1));
    expect_input(EB_REPS, "id,name\nr1,Ann\nr2,Bob\nr3,Cy\n");
}

static void import_rules(const char *text, const char *date)
{
    struct inputs inputs = {0};
    struct ledger *ledger = NULL;
    struct ledger_import import;

    give_input(&inputs, EB_RULES, text);
    cr_assert(
        eq(int, ledger_open(path, LEDGER_WRITE, 1, &ledger, NULL), EB_OK));
    cr_assert(
        eq(int,
           ledger_import(ledger, &inputs, date_of(date), false, &import, NULL),
           EB_OK));
    cr_expect(eq(sz, import.files, 1));
    cr_assert(eq(int, ledger_commit(ledger, NULL), EB_OK));
    ledger_close(ledger);
    inputs_clear(&inputs);
}

/* What the rules said at the end of a date. */
static void expect_rules(const char *date, const char *goal)
{
    struct ledger *ledger = NULL;
    struct inputs inputs = {0};

    cr_assert(
        eq(int, ledger_open(path, LEDGER_READ, 1, &ledger, NULL), EB_OK));
    cr_assert(
        eq(int, ledger_inputs(ledger, date_of(date), &inputs, NULL), EB_OK));
    cr_expect(ne(ptr, strstr(inputs.of[EB_RULES]->text, goal), NULL), "%s: %s",
              date, inputs.of[EB_RULES]->text);
    cr_expect(ne(ptr, strstr(inputs.of[EB_RULES]->text, date), NULL),
              "as_of is the date");
    inputs_clear(&inputs);
    ledger_close(ledger);
}

Test(ledger, keeps_the_rules_of_every_day)
{
    ledger_of(path, accounts, reps,
              "{\"as_of\": \"2027-01-04\", \"goal\": \"blend\"}");
    import_rules("{\"goal\": \"fairest\"}", "2027-02-01");
    import_rules("{\"goal\": \"gentlest\"}", "2027-03-01");
    expect_rules("2027-01-31", "blend");
    expect_rules("2027-02-28", "fairest");
    expect_rules("2027-03-01", "gentlest");
    cr_expect(eq(int, undo(2, false, NULL), EB_REFUSED));
    cr_expect(eq(int, undo(3, false, NULL), EB_OK));
    expect_rules("2027-03-01", "fairest");
    cr_expect(eq(int, undo(2, false, NULL), EB_OK));
    expect_rules("2027-03-01", "blend");
    expect_rules("2027-02-28", "fairest");
    cr_expect(ledger_is_sound(path, true));
}

/* ---- Memory ---------------------------------------------------------------- */

static eb_status round_trip(void *context)
{
    struct inputs *inputs = context;
    struct ledger *ledger = NULL;
    struct ledger_checked checked;
    struct day day = {0};
    struct ledger_batch batch = {
        .kind = "daily", .date = 20850, .digest = "", .day = &day};
    eb_status status;

    unlink(path);
    TRY(ledger_create(path, inputs, 20822, NULL));
    TRY(ledger_open(path, LEDGER_WRITE, 1, &ledger, NULL));
    TRY(ledger_day(ledger, 0, &day, NULL));
    TRY(day_give(&day, "A3", NULL, "r2", 20850, NO_EVENT));
    TRY(ledger_write(ledger, &batch, NULL, NULL));
    TRY(ledger_commit(ledger, NULL));
    TRY(ledger_check(ledger, &checked, NULL));
done:
    ledger_close(ledger);
    day_clear(&day);
    return status;
}

Test(ledger, survives_every_refused_allocation, .timeout = 300)
{
    struct inputs inputs = inputs_of(accounts, reps);

    cr_expect(gt(long, sweep_memory(round_trip, &inputs), 100));
    inputs_clear(&inputs);
}
