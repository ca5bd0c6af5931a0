/* test_csv_writer.c - CSV written is CSV read. */
#include "io/csv_writer.h"

#include "base/mem.h"
#include "base/rng.h"
#include "io/csv_reader.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

Test(csv_writer, quotes_only_where_needed)
{
    static const struct {
        const char *cell, *written;
    } cases[] = {{"plain", "plain"},     {"", ""},
                 {"a,b", "\"a,b\""},     {"a;b", "a;b"},
                 {"a\"b", "\"a\"\"b\""}, {"a\nb", "\"a\nb\""},
                 {"a\rb", "\"a\rb\""},   {" a", "\" a\""},
                 {"a\t", "\"a\t\""},     {"a b", "a b"},
                 {"=1+2", "=1+2"},       {"\"", "\"\"\"\""}};

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct text out = {0};
        struct csv_writer csv = {.out = &out, .separator = ',', .rows = 1};
        char expected[40];

        csv_cell(&csv, "x");
        csv_cell(&csv, cases[k].cell);
        csv_end_row(&csv);
        snprintf(expected, sizeof expected, "x,%s\n", cases[k].written);
        cr_expect(eq(str, out.at, expected));
        text_clear(&out);
    }
}

Test(csv_writer, quotes_headers_that_look_like_other_files)
{
    static const char *const names[] = {"\xEF\xBB\xBFid", "PK\3\4", "a;b"};

    for (size_t k = 0; k < 3; k++) {
        struct text out = {0};
        struct csv_writer csv = {.out = &out, .separator = ','};
        struct table *table = NULL;

        csv_cell(&csv, names[k]);
        csv_end_row(&csv);
        cr_assert(eq(int, csv_read("f", out.at, out.n, &table, NULL), EB_OK));
        cr_expect(eq(str, table->header[0], (char *)names[k]));
        table_free(table);
        text_clear(&out);
    }
}

Test(csv_writer, disarms_formulas_but_not_numbers)
{
    static const struct {
        const char *cell, *written;
    } cases[] = {{"=1+2", "'=1+2\n"},
                 {"+cmd", "'+cmd\n"},
                 {"-12.5", "-12.5\n"},
                 {"-1+1", "'-1+1\n"},
                 {"@x", "'@x\n"},
                 {"\tx", "\"'\tx\"\n"},
                 {"\rx", "\"'\rx\"\n"},
                 {"a=b", "a=b\n"},
                 {"-", "'-\n"},
                 {"", "\"\"\n"},
                 {"=\"a\"", "\"'=\"\"a\"\"\"\n"}};

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct text out = {0};
        struct csv_writer csv = {
            .out = &out, .separator = ',', .excel_safe = true, .rows = 1};

        csv_cell(&csv, cases[k].cell);
        csv_end_row(&csv);
        cr_expect(eq(str, out.at, (char *)cases[k].written));
        text_clear(&out);
    }
}

Test(csv_writer, writes_numbers_exactly)
{
    struct text out = {0};
    struct csv_writer csv = {.out = &out, .separator = ';'};

    csv_integer(&csv, -7);
    csv_decimal(&csv, 1950, 2);
    csv_end_row(&csv);
    cr_expect(eq(str, out.at, "-7;19.5\n"));
    text_clear(&out);
}

/* Random cells of the characters that make trouble. */
static void fill(struct rng *rng, char *cell)
{
    const char *const pieces[] = {"a", "\"", ",",        ";",  "\t", "|",
                                  " ", "\n", "\xC3\xA9", "\r", "=",  "1"};
    uint64_t n = rng_below(rng, 5);

    *cell = '\0';
    while (n-- > 0)
        strcat(cell, pieces[rng_below(rng, sizeof pieces / sizeof *pieces)]);
}

Test(csv_writer, writes_what_the_reader_gives_back)
{
    struct rng rng;
    int wrong = 0;

    rng_init(&rng, 20270104, 0);
    for (int round = 0; round < 2000; round++) {
        size_t columns = 1 + rng_below(&rng, 4), rows = rng_below(&rng, 4);
        char cells[16][16], name[32];
        struct text out = {0};
        struct csv_writer csv = {.out = &out,
                                 .separator = ",;\t|"[rng_below(&rng, 4)]};
        struct table *table = NULL;

        for (size_t k = 0; k < columns; k++) {
            snprintf(name, sizeof name, "c;%zu|\",", k);
            csv_cell(&csv, name);
        }
        csv_end_row(&csv);
        for (size_t k = 0; k < columns * rows; k++) {
            fill(&rng, cells[k]);
            csv_cell(&csv, cells[k]);
            if (k % columns == columns - 1)
                csv_end_row(&csv);
        }
        if (csv_read("f", out.at, out.n, &table, NULL) != EB_OK) {
            wrong++;
        } else {
            wrong += table_rows(table) != rows || table->n_columns != columns;
            for (size_t k = 0; wrong == 0 && k < columns * rows; k++)
                wrong += strcmp(table->cells.at[k], cells[k]) != 0;
        }
        table_free(table);
        text_clear(&out);
    }
    cr_expect(eq(int, wrong, 0));
    cr_expect(eq(sz, mem_live(), 0));
}

Test(text, remembers_that_memory_ran_out)
{
    struct text out = {0};

    text_add(&out, "abc");
    mem_fail_at(0);
    text_printf(&out, "%0100d", 7);
    mem_fail_at(-1);
    text_add(&out, "d");
    cr_expect(eq(int, text_ok(&out), 0));
    cr_expect(eq(str, out.at, "abc"));
    text_clear(&out);
    text_printf(&out, "%s %d", "x", 1);
    cr_expect(eq(int, text_ok(&out), 1));
    cr_expect(eq(str, out.at, "x 1"));
    text_clear(&out);
    cr_expect(eq(sz, mem_live(), 0));
}
