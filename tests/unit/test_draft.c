/* test_draft.c - tables that are changed and are tables again. */
#include "model/draft.h"
#include "model/plain.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "tests/support/tables.h"

struct scene {
    struct table *table, *out;
    struct names words;
    struct frame *frame;
    struct draft draft;
};

static struct scene open(const char *text)
{
    struct scene s = {.table = table_of("accounts.csv", text)};

    cr_assert(
        eq(int,
           frame_read(s.table, &schema_accounts, (struct mapping){NULL, NULL},
                      &s.words, &s.frame, NULL),
           EB_OK));
    cr_assert(eq(int, draft_open(s.frame, &s.draft), EB_OK));
    return s;
}

static const char *closed_cell(struct scene *s, size_t row, size_t column)
{
    if (s->out == NULL)
        cr_assert(eq(int, draft_close(&s->draft, &s->out), EB_OK));
    return table_cell(s->out, row, column);
}

static void clear(struct scene *s)
{
    draft_clear(&s->draft);
    frame_free(s->frame);
    names_clear(&s->words);
    table_free(s->table);
    table_free(s->out);
}

Test(draft, writes_numbers_that_can_be_read_in_one_way_only)
{
    static const struct {
        int64_t units;
        int decimals;
        const char *text;
    } cases[] = {{1234, 3, "1.2340"},
                 {1234, 2, "12.34"},
                 {1230, 3, "1.23"},
                 {-1234, 3, "-1.2340"},
                 {1234567, 0, "1234567"},
                 {12345, 4, "1.2345"},
                 {0, 3, "0"}};
    char text[48];

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        plain_number(cases[k].units, cases[k].decimals, text);
        cr_expect(eq(str, text, (char *)cases[k].text));
    }
}

Test(draft, writes_what_a_file_wrote_its_own_way_plainly)
{
    struct scene s = open("id,value,renewal_date,code\n"
                          "01,$1963.10,12/31/2026,007\n02,,,010\n");

    cr_expect(eq(str, (char *)closed_cell(&s, 0, 0), "01"));
    cr_expect(eq(str, (char *)closed_cell(&s, 0, 1), "1963.1"));
    cr_expect(eq(str, (char *)closed_cell(&s, 0, 2), "2026-12-31"));
    cr_expect(eq(str, (char *)closed_cell(&s, 0, 3), "007"));
    cr_expect(eq(str, (char *)closed_cell(&s, 1, 1), ""));
    clear(&s);
}

Test(draft, adds_columns_and_rows_and_drops_rows)
{
    struct scene s = open("Id,ARR\nA,1\nB,2\n");
    size_t value, tier, row;

    cr_assert(eq(int, draft_column(&s.draft, "value", &value), EB_OK));
    cr_expect(eq(sz, value, 1));
    cr_assert(eq(int, draft_column(&s.draft, "tier", &tier), EB_OK));
    cr_expect(eq(sz, tier, 2));
    cr_assert(eq(int, draft_column(&s.draft, "tier", &tier), EB_OK));
    cr_expect(eq(sz, tier, 2));
    cr_assert(eq(int, draft_add_row(&s.draft, &row), EB_OK));
    cr_assert(eq(int, draft_set(&s.draft, row, 0, "C"), EB_OK));
    cr_assert(eq(int, draft_set(&s.draft, row, tier, "gold"), EB_OK));
    s.draft.gone.at[0] = true;
    cr_expect(eq(str, (char *)closed_cell(&s, 0, 0), "B"));
    cr_expect(eq(str, (char *)closed_cell(&s, 1, 2), "gold"));
    cr_expect(eq(sz, table_rows(s.out), 2));
    cr_expect(eq(str, s.out->header[1], "ARR"));
    cr_expect(eq(i64, s.out->lines.at[0], 3));
    clear(&s);
}
