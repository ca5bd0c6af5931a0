/* test_csv_reader.c - CSV as people save it, and everything wrong with it. */
#include "io/csv_reader.h"

#include "tests/support/sweep.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

/* The table as "line:[cell][cell]..." per row, header first. */
static void show(const struct table *table, char *out)
{
    *out = '\0';
    for (size_t k = 0; k < table->n_columns; k++)
        out += sprintf(out, "[%s]", table->header[k]);
    for (size_t r = 0; r < table_rows(table); r++) {
        out += sprintf(out, " %ld:", table->lines.at[r]);
        for (size_t k = 0; k < table->n_columns; k++)
            out += sprintf(out, "[%s]", table_cell(table, r, k));
    }
}

Test(csv_reader, reads_what_people_save)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"id,name\n1,a\n", "[id][name] 2:[1][a]"},
        {"id,name", "[id][name]"},
        {"id\n1\n", "[id] 2:[1]"},
        {"id\n\"\"\n", "[id] 2:[]"},
        {"\xEF\xBB\xBF\"id\",n\n1,2", "[id][n] 2:[1][2]"},
        {"\n \nid,n\r\n\r\n1,2\r\n", "[id][n] 5:[1][2]"},
        {"id,n\r1,2\r\r3,4\r", "[id][n] 2:[1][2] 4:[3][4]"},
        {"id;a,b;n\n1;2;3\n", "[id][a,b][n] 2:[1][2][3]"},
        {"id\tn\n1\t\n\t2\n", "[id][n] 2:[1][] 3:[][2]"},
        {"id|n\n1|x y \n", "[id][n] 2:[1][x y]"},
        {"\"a;b;c\",n\n1,2\n", "[a;b;c][n] 2:[1][2]"},
        {"id,n\n1,\"x\r\ny\"\n2,\"a\"\"b,c\"\n",
         "[id][n] 2:[1][x\r\ny] 4:[2][a\"b,c]"},
        {"id,n\n1,\" x \"\n2,  y  \n", "[id][n] 2:[1][ x ] 3:[2][y]"},
        {"id,n,,\n1,2,,\n3,4\n", "[id][n] 2:[1][2] 3:[3][4]"},
        {"id,,n\n1,,2\n", "[id][][n] 2:[1][][2]"},
        {"id,n\n1,NA\n", "[id][n] 2:[1][NA]"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct table *table = NULL;
        char shown[400] = "(faults)";
        const char *text = cases[k].text;

        if (csv_read("f", text, strlen(text), &table, NULL) == EB_OK)
            show(table, shown);
        cr_expect(eq(str, shown, (char *)cases[k].shown), "case %zu", k);
        table_free(table);
    }
    cr_expect(eq(sz, mem_live(), 0));
}

#define AS_HEADER ", as the header on line 1 has"

Test(csv_reader, names_the_place_of_every_fault)
{
    static const struct {
        const char *text;
        const char *faults[3];
    } cases[] = {
        {"",
         {"f:1: the file is empty; expected a header with the names of "
          "the columns"}},
        {"\xEF\xBB\xBF\n\n",
         {"f:1: the file is empty; expected a header with the names of the "
          "columns"}},
        {"id,n\n1\n\n2,\"x\ny\",z\n3,4\n",
         {"f:2:2: the row has 1 field; expected 2" AS_HEADER,
          "f:4:3: the row has 3 fields; expected 2" AS_HEADER}},
        {"id,n\n\"a\"x,1\n2,3\n4\n",
         {"f:2:1: text after a closing quote; expected ',' or the end of the "
          "line (a quote inside quotes is written twice)",
          "f:4:2: the row has 1 field; expected 2" AS_HEADER}},
        {"id;n\n1;a\"b\n2;\xE9t\xE9\n",
         {"f:2:2: a quote inside a field; expected quotes around the whole "
          "field and this one written twice",
          "f:3:2: byte 0xE9 is no UTF-8; expected a file saved as UTF-8"}},
        {"id,n\n1,\"a\nb\"x\n2\n",
         {"f:3:2: text after a closing quote; expected ',' or the end of the "
          "line (the quotes were opened on line 2)",
          "f:4:2: the row has 1 field; expected 2" AS_HEADER}},
        {"id,n\n1,2\n3,\"x\n4,5\n",
         {"f:3:2: a quote is opened here and never closed; expected a closing "
          "one before the end of the file"}},
        {"id,n, id,n\n1,2,3,4\n",
         {"f:1:3: \"id\" is the name of column 1 already; expected each name "
          "once",
          "f:1:4: \"n\" is the name of column 2 already; expected each name "
          "once"}},
        {"id,,n,\n1,,2,\n1,x,2,\n1,y,2,z\n",
         {"f:3:2: \"x\" stands in a column without a name; expected a name "
          "for column 2 in the header",
          "f:4:4: \"z\" stands in a column without a name; expected a name "
          "for column 4 in the header"}},
        {",,\n1,2,3\n",
         {"f:1:1: the header names no column; expected column names"}},
        {"PK\3\4...",
         {"f:1:1: this is a zip archive, perhaps a workbook (.xlsx); expected "
          "CSV text: save the sheet as CSV"}},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        eb_messages *said = eb_messages_new();
        struct table *table = NULL;
        const char *text = cases[k].text;
        size_t n = 0;

        cr_expect(eq(int, csv_read("f", text, strlen(text), &table, said),
                     EB_BAD_DATA));
        cr_expect(eq(ptr, table, NULL));
        for (; n < 3 && cases[k].faults[n] != NULL; n++)
            cr_expect(eq(str, (char *)eb_messages_text(said, n),
                         (char *)cases[k].faults[n]));
        cr_expect(eq(sz, eb_messages_count(said), n), "case %zu", k);
        eb_messages_free(said);
    }
    cr_expect(eq(sz, mem_live(), 0));
}

Test(csv_reader, takes_utf_16_of_either_order)
{
    static const char little[] = "\xFF\xFEi\0d\0,\0n\0\n\0\xE9\0,\0\x3D\xD8"
                                 "\x00\xDE\n\0";
    static const char big[] = "\xFE\xFF\0i\0d\0,\0n\0\n\0\xE9\0,\xD8\x3D"
                              "\xDE\x00\0\n";
    const char *const texts[] = {little, big};

    for (size_t k = 0; k < 2; k++) {
        struct table *table = NULL;
        char shown[100] = "(faults)";

        if (csv_read("f", texts[k], sizeof little - 1, &table, NULL) == EB_OK)
            show(table, shown);
        cr_expect(eq(str, shown, "[id][n] 2:[\xC3\xA9][\xF0\x9F\x98\x80]"));
        table_free(table);
    }
}

Test(csv_reader, refuses_broken_utf_16_and_nul_bytes)
{
    static const struct {
        const char *text;
        size_t length;
        const char *piece;
    } cases[] = {{"\xFF\xFEi\0d\0\n\0\x00\xDC", 10, "f:2: half a character"},
                 {"\xFF\xFEi\0d", 5, "f:1: half a character"},
                 {"id,n\n1,\0002\n", 10, "f:2: byte 0x00"},
                 {"\0\0\0\0", 4, "f:1: byte 0x00"}};

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        eb_messages *said = eb_messages_new();
        struct table *table = NULL;

        cr_expect(eq(
            int, csv_read("f", cases[k].text, cases[k].length, &table, said),
            EB_BAD_DATA));
        cr_expect(eq(sz, says_count(said, cases[k].piece), 1), "case %zu", k);
        eb_messages_free(said);
    }
}

/* A text of the unit written n times between a head and a tail. */
static char *repeat(const char *head, const char *unit, size_t n,
                    const char *tail, size_t *length)
{
    size_t a = strlen(head), b = strlen(unit), c = strlen(tail);
    char *text = mem_new(a + b * n + c + 1, 1);

    memcpy(text, head, a);
    for (size_t k = 0; k < n; k++)
        memcpy(text + a + k * b, unit, b);
    memcpy(text + a + n * b, tail, c);
    *length = a + b * n + c;
    return text;
}

Test(csv_reader, has_limits_and_goes_on_behind_them)
{
    static const struct {
        const char *head, *unit;
        size_t n;
        const char *tail, *first;
        size_t faults;
    } cases[] = {
        {"id,n\n1,", "x", CSV_LARGEST_FIELD, "\n2,3\n", NULL, 0},
        {"id,n\n1,", "x", CSV_LARGEST_FIELD + 70000, "\n2,3\n4\n",
         "f:2:2: the field has more than 1048576 bytes; expected less (is a "
         "quote never closed?)",
         2},
        {"id,n\n1,\"", "2,3\n", CSV_LARGEST_FIELD, "",
         "f:2:2: the field has more than 1048576 bytes; expected less (is a "
         "quote never closed?)",
         1},
        {"id,n\n", "xy,", CSV_LARGEST_ROW / 3 + 30000, "\n4\n",
         "f:2: the row has more than 16777216 bytes; expected less", 2},
        {"id", ",x", CSV_MOST_COLUMNS, "\n",
         "f:1:10001: the header has 10001 columns; expected at most 10000", 1},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        eb_messages *said = eb_messages_new();
        struct table *table = NULL;
        size_t length;
        char *text = repeat(cases[k].head, cases[k].unit, cases[k].n,
                            cases[k].tail, &length);

        csv_read("f", text, length, &table, said);
        cr_expect(eq(sz, eb_messages_count(said), cases[k].faults), "case %zu",
                  k);
        if (cases[k].first != NULL)
            cr_expect(eq(str, (char *)eb_messages_text(said, 0),
                         (char *)cases[k].first));
        table_free(table);
        eb_messages_free(said);
        mem_free(text);
    }
}

static eb_status read_and_free(void *context)
{
    const char *text = context;
    struct table *table = NULL;
    eb_messages *said = eb_messages_new();
    eb_status status = EB_NO_MEMORY;

    if (said != NULL)
        status = csv_read("f", text, strlen(text), &table, said);
    table_free(table);
    eb_messages_free(said);
    return status == EB_BAD_DATA ? EB_OK : status;
}

Test(csv_reader, survives_any_refused_allocation)
{
    static const char *const texts[] = {
        "id,n,\n1,2,\n\"a\"\"b\",\"x\ny\"\n",
        "id,n,id,\n1\n\"a\"x\n1,2,3,4\n\xE9,1,2,\n5,\"open\n"};

    for (size_t k = 0; k < 2; k++)
        cr_expect(gt(long, sweep_memory(read_and_free, (void *)texts[k]), 8));
}
