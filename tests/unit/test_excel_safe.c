/* test_excel_safe.c - cells that a spreadsheet would run. */
#include "io/excel_safe.h"

#include "io/csv_reader.h"
#include "io/csv_writer.h"
#include "io/json.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

static const char *const unsafe[] = {"=1+2", "+cmd",   "-1+1", "@x", "\tx",
                                     "\rx",  "'=1+2",  "''@x", "-",  "+",
                                     "=",    "'-1-1'", "--5",  "+3"};
static const char *const safe[] = {"",   "a=b", "-12.5", "'",   "''", "'-5",
                                   "'a", "1=2", " =",    "O'B", "12"};

Test(excel_safe, knows_formulas_from_numbers_and_names)
{
    for (size_t k = 0; k < sizeof unsafe / sizeof *unsafe; k++)
        cr_expect(excel_unsafe(unsafe[k]), "%s", unsafe[k]);
    for (size_t k = 0; k < sizeof safe / sizeof *safe; k++)
        cr_expect(not(excel_unsafe(safe[k])), "%s", safe[k]);
}

/* Writes one cell as --excel-safe does and reads it as a plan's. */
static void expect_same(const char *cell)
{
    struct text out = {0};
    struct csv_writer csv = {
        .out = &out, .separator = ',', .excel_safe = true};
    const char *json = "{\"excel_safe\": true}";
    struct doc *plan = NULL;
    struct table *table = NULL;

    csv_cell(&csv, "a");
    csv_cell(&csv, "b");
    csv_end_row(&csv);
    csv_cell(&csv, cell);
    csv_cell(&csv, "x");
    csv_end_row(&csv);
    cr_assert(eq(int, json_read("plan.json", json, strlen(json), &plan, NULL),
                 EB_OK));
    cr_assert(eq(int,
                 plan_table_read(plan, "t.csv", out.at, out.n, &table, NULL),
                 EB_OK));
    cr_expect(eq(str, (char *)table_cell(table, 0, 0), (char *)cell));
    table_free(table);
    doc_free(plan);
    text_clear(&out);
}

Test(excel_safe, is_undone_without_loss)
{
    for (size_t k = 0; k < sizeof unsafe / sizeof *unsafe; k++)
        expect_same(unsafe[k]);
    for (size_t k = 0; k < sizeof safe / sizeof *safe; k++)
        if (*safe[k] != ' ')
            expect_same(safe[k]);
}

Test(excel_safe, leaves_other_plans_alone)
{
    const char *json = "{\"excel_safe\": false}", *csv = "a,b\n'=1,x\n";
    struct doc *plan = NULL;
    struct table *table = NULL;

    cr_assert(eq(int, json_read("plan.json", json, strlen(json), &plan, NULL),
                 EB_OK));
    cr_assert(
        eq(int, plan_table_read(plan, "t.csv", csv, strlen(csv), &table, NULL),
           EB_OK));
    cr_expect(eq(str, (char *)table_cell(table, 0, 0), "'=1"));
    table_free(table);
    doc_free(plan);
}
