/* fuzz_changes.c - any bytes as a batch of changes on small books: the same sent back and
 * forth, faults or edits that can be undone; and nothing left behind. */
#include "io/changes_file.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void demand(bool truth)
{
    if (!truth)
        abort();
}

static struct table *table_of(size_t n, const char *const *cells, size_t rows)
{
    struct table *table = NULL;

    demand(table_new("books", &table) == EB_OK);
    demand(table_set_header(table, n, cells) == EB_OK);
    for (size_t row = 1; row <= rows; row++)
        demand(table_add_row(table, (long)row + 1, cells + row * n) == EB_OK);
    return table;
}

static struct day some_day(void)
{
    static const char *const accounts[] = {
        "id", "value", "owner", "parent", "pin", "not", "locked", "score",
        "A1", "10",    "r1",    "",       "",    "",    "",       "1",
        "A2", "20",    "r2",    "A1",     "r2",  "r1",  "yes",    "2",
        "A3", "",      "",      "A2",     "",    "",    "no",     "3"};
    static const char *const reps[] = {"id", "capacity", "ramp", "end_date",
                                       "r1", "100",      "",     "",
                                       "r2", "50",       "0.5",  "2027-01-01"};
    struct day_tables tables = {.accounts = table_of(8, accounts, 3),
                                .reps = table_of(4, reps, 2)};
    struct day day;

    demand(day_begin(20000, &tables, &day, NULL) == EB_OK);
    return day;
}

static void check_edits(struct day *day)
{
    size_t n = day->edits.n, rows = table_rows(day->of[DAY_ACCOUNTS].table);
    struct edit *edits = mem_copy(day->edits.at, n, sizeof *edits);

    demand(day_undo(day, 0) == EB_OK);
    demand(table_rows(day->of[DAY_ACCOUNTS].table) == 3);
    demand(day_replay(day, edits, n, false, NULL) == EB_OK);
    demand(day->edits.n == n);
    demand(table_rows(day->of[DAY_ACCOUNTS].table) == rows);
    mem_free(edits);
}

static void carry_out(struct changes *changes, bool skip_bad)
{
    struct outcome *outcome = calloc(changes->n + 1, sizeof *outcome);
    eb_messages *said = eb_messages_new();
    struct day day = some_day();
    eb_status status =
        changes_apply(&day, changes, NULL, 0, skip_bad, outcome, said);

    demand(status == EB_OK || status == EB_BAD_DATA);
    demand((status == EB_OK) == (fault_count(said) == 0));
    demand(status == EB_OK || (!skip_bad && day.edits.n == 0));
    check_edits(&day);
    day_clear(&day);
    eb_messages_free(said);
    free(outcome);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    eb_messages *said = eb_messages_new();
    struct changes_file file;
    struct changes changes;
    eb_status status =
        changes_file_take("f", (const char *)bytes, n, &file, said);

    demand((status == EB_OK) == (fault_count(said) == 0));
    if (status == EB_OK) {
        status = changes_read(file.table, file.places, &changes, said);
        demand((status == EB_OK) == (fault_count(said) == 0));
        if (status == EB_OK) {
            carry_out(&changes, false);
            carry_out(&changes, true);
            changes_clear(&changes);
        }
    }
    changes_file_clear(&file);
    eb_messages_free(said);
    demand(mem_live() == 0);
    return 0;
}
