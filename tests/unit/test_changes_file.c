/* test_changes_file.c - batches as they are sent, and as they are sent back. */
#include "io/changes_file.h"

#include "io/files.h"
#include "tests/support/days.h"
#include "tests/support/scratch.h"
#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static eb_status take(const char *text, struct changes_file *out,
                      eb_messages *said)
{
    return changes_file_take("in", text, strlen(text), out, said);
}

static void expect_cell(const struct changes_file *file, size_t row,
                        const char *column, const char *text)
{
    int k = table_column(file->table, column);

    cr_assert(ge(int, k, 0), "%s", column);
    cr_expect(eq(str, (char *)table_cell(file->table, row, (size_t)k),
                 (char *)text));
}

Test(changes_file, tells_what_it_is_by_its_first_byte)
{
    static const char *const texts[] = {
        "event,date,kind,account\nE1,2027-02-01,close,A1\n",
        "\xEF\xBB\xBF"
        "event;date;kind;account\nE1;2027-02-01;close;A1\n",
        "{\"event\":\"E1\",\"date\":\"2027-02-01\",\"kind\":\"close\","
        "\"account\":\"A1\"}\n",
        "\xEF\xBB\xBF\n  {\"account\": \"A1\", \"event\": \"E1\", \"date\": "
        "\"2027-02-01\", \"kind\": \"close\"}",
        " [ {\"event\":\"E1\",\n\"date\":\"2027-02-01\",\"kind\":\"close\","
        "\"account\":\"A1\"} ]",
    };

    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        struct changes_file file;

        cr_assert(eq(int, take(texts[k], &file, NULL), EB_OK), "text %zu", k);
        cr_expect(eq(sz, table_rows(file.table), 1));
        expect_cell(&file, 0, "event", "E1");
        expect_cell(&file, 0, "date", "2027-02-01");
        expect_cell(&file, 0, "kind", "close");
        expect_cell(&file, 0, "account", "A1");
        changes_file_clear(&file);
    }
    cr_expect(eq(sz, mem_live(), 0));
}

Test(changes_file, takes_blanks_and_empty_lists_for_no_events)
{
    static const char *const texts[] = {"", "\n \r\n", "[]", "\xEF\xBB\xBF",
                                        "event,date,kind\n"};

    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        struct changes_file file;
        struct changes changes;

        cr_assert(eq(int, take(texts[k], &file, NULL), EB_OK), "text %zu", k);
        cr_assert(eq(int,
                     changes_read(file.table, file.places, &changes, NULL),
                     EB_OK));
        cr_expect(eq(sz, changes.n, 0));
        changes_clear(&changes);
        changes_file_clear(&file);
    }
}

Test(changes_file, takes_every_kind_of_plain_value)
{
    struct changes_file file;

    cr_assert(eq(int,
                 take("{\"event\":7,\"value\":12.50,\"tier\":null}\n\n"
                      "{\"event\":\"E2\",\"value\":1.234,\"locked\":true,"
                      "\"skills\":[\"a\",\"b c\"],\"x\":[]}\n",
                      &file, NULL),
                 EB_OK));
    cr_expect(eq(sz, table_rows(file.table), 2));
    expect_cell(&file, 0, "event", "7");
    expect_cell(&file, 0, "value", "12.50");
    expect_cell(&file, 0, "tier", "");
    expect_cell(&file, 1, "value", "1.2340");
    expect_cell(&file, 1, "locked", "yes");
    expect_cell(&file, 1, "skills", "a;b c");
    expect_cell(&file, 1, "x", "");
    cr_expect(eq(long, file.table->lines.at[1], 3));
    changes_file_clear(&file);
    cr_expect(eq(sz, mem_live(), 0));
}

Test(changes_file, names_every_fault_of_form_with_line_and_column)
{
    eb_messages *said = eb_messages_new();
    struct changes_file file;

    cr_expect(eq(int,
                 take("{\"event\":\"E1\",\"a\":{}}\n"
                      "{\"event\":\"E2\",}\n"
                      "{\"event\":\"E3\",\"b\":[1]}\n"
                      "7\n"
                      "{\"\":1}\n"
                      "{\"c\":1,\"c\":2}\n",
                      &file, said),
                 EB_BAD_DATA));
    cr_expect(says(said, "in:1:19: a: expected a text, a number, true, false, "
                         "null or a list of texts"));
    cr_expect(eq(sz, says_count(said, "in:2:15: "), 1));
    cr_expect(eq(sz, says_count(said, "in:3:19: b: expected"), 1));
    cr_expect(says(said, "in:4:1: expected an object in braces, one for each "
                         "event"));
    cr_expect(eq(sz, says_count(said, "in:5:2: a key without a name"), 1));
    cr_expect(eq(sz, says_count(said, "in:6:8: the key \"c\""), 1));
    cr_expect(eq(sz, fault_count(said), 6));
    eb_messages_free(said);
    cr_expect(eq(sz, mem_live(), 0));
}

Test(changes_file, refuses_thousands_of_keys)
{
    char *text = malloc(1200 * 24), *at = text;
    eb_messages *said = eb_messages_new();
    struct changes_file file;

    for (int k = 0; k < 1200; k++)
        at += sprintf(at, "{\"key%d\":1}\n", k);
    cr_expect(eq(int, take(text, &file, said), EB_BAD_DATA));
    cr_expect(eq(sz, says_count(said, "more than 1000 different keys"), 203));
    eb_messages_free(said);
    free(text);
}

/* The places of faults of events are those of their values. */
Test(changes_file, lets_faults_of_events_point_into_their_lines)
{
    struct day day = day_of("id\nA1\n", "id\nr1\n");
    eb_messages *said = eb_messages_new();
    struct changes_file file;
    struct changes changes;
    struct outcome outcome[2];

    cr_assert(eq(int,
                 take("{\"event\":\"E1\",\"date\":\"2027-02-01\",\"kind\":"
                      "\"close\",\"account\":\"A1\"}\n\n"
                      "{\"event\":\"E2\",\"date\":\"2027-02-01\",\"kind\":"
                      "\"close\",\"account\":\"A1\"}\n",
                      &file, said),
                 EB_OK));
    cr_assert(
        eq(int, changes_read(file.table, file.places, &changes, said), EB_OK));
    cr_expect(eq(int,
                 changes_apply(&day, &changes, NULL, 0, false, outcome, said),
                 EB_BAD_DATA));
    cr_expect(says(said, "in:3:60: account A1 closed on 2027-02-01"));
    changes_clear(&changes);
    changes_file_clear(&file);
    eb_messages_free(said);
    day_clear(&day);
}

/* ---- What is sent back ---------------------------------------------------- */

static char *refused_of(const char *text)
{
    struct day day = day_of("id\nA1\nA2\n", "id\nr1\n");
    struct changes_file file;
    struct changes changes;
    struct outcome outcome[8];
    const char *path = "refused.csv";
    char *bytes = NULL;
    size_t length;

    cr_assert(eq(int, take(text, &file, NULL), EB_OK));
    cr_assert(
        eq(int, changes_read(file.table, file.places, &changes, NULL), EB_OK));
    cr_assert(eq(int,
                 changes_apply(&day, &changes, NULL, 0, true, outcome, NULL),
                 EB_OK));
    cr_assert(eq(int,
                 changes_file_refused(&file, &changes, outcome, path, NULL),
                 EB_OK));
    cr_assert(eq(int, file_read(path, &bytes, &length, NULL), EB_OK));
    changes_clear(&changes);
    changes_file_clear(&file);
    day_clear(&day);
    return bytes;
}

Test(changes_file, sends_refused_rows_back_to_be_corrected)
{
    char *first, *again;

    scratch_enter();
    first = refused_of("event,date,kind,account,value,tier\n"
                       "E2,2027-02-02,close,A9,,\n"
                       "E1,2027-02-01,close,A1,,\n"
                       "E3,2027-02-03,add,A1,\"1,5\",B\n");

    cr_expect(
        eq(str, first,
           "event,date,kind,account,value,tier,why\n"
           "E2,2027-02-02,close,A9,,,\"there is no account \"\"A9\"\"\"\n"
           "E3,2027-02-03,add,A1,\"1,5\",B,account A1 closed on "
           "2027-02-01; a reopen brings it back\n"));
    /* What came back can be sent as it is. */
    again = refused_of(first);
    cr_expect(
        eq(str, again,
           "event,date,kind,account,value,tier,why\n"
           "E2,2027-02-02,close,A9,,,\"there is no account \"\"A9\"\"\"\n"
           "E3,2027-02-03,add,A1,\"1,5\",B,account A1 is there "
           "already\n"));
    scratch_leave();
    mem_free(first);
    mem_free(again);
    cr_expect(eq(sz, mem_live(), 0));
}

static eb_status read_one(void *context)
{
    struct changes_file file;
    eb_status status = take(context, &file, NULL);

    changes_file_clear(&file);
    return status;
}

Test(changes_file, survives_any_refused_allocation)
{
    char *json = "{\"event\":\"E1\",\"a\":1.234,\"b\":[\"x\",\"y\"]}\n"
                 "{\"event\":\"E2\",\"c\":\"x\"}\n";
    char *csv = "event,date\nE1,2027-01-01\n";

    cr_expect(gt(long, sweep_memory(read_one, json), 5));
    cr_expect(gt(long, sweep_memory(read_one, csv), 5));
}
