/* test_json.c - JSON: what is refused and where, and what comes back. */
#include "io/json.h"

#include "tests/support/sweep.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

Test(json, names_the_place_of_every_fault)
{
    static const struct {
        const char *text;
        const char *faults[3];
    } cases[] = {
        {"", {"f:1:1: the file is empty; expected a value in JSON"}},
        {" \n ", {"f:1:1: the file is empty; expected a value in JSON"}},
        {"{\"a\": 1,}",
         {"f:1:9: found '}'; expected another key after the "
          "comma"}},
        {"[1,\n  2,\n]", {"f:3:1: found ']'; expected a value"}},
        {"[1 2]", {"f:1:4: found '2'; expected a comma or ]"}},
        {"[1,\n 2", {"f:2:3: the text ends; expected a comma or ]"}},
        {"{\"a\" 1}", {"f:1:6: found '1'; expected a colon after the key"}},
        {"{'a': 1}", {"f:1:2: found '''; expected a key in double quotes"}},
        {"{\"a\":}", {"f:1:6: found '}'; expected a value"}},
        {"{\"a\": 1} x",
         {"f:1:10: text after the value; expected the end of "
          "the file"}},
        {"[\"\xC3\xA9\", \"abc]",
         {"f:1:7: found '\"'; expected a closing "
          "quote to this string"}},
        {"// c\n{}",
         {"f:1:1: found '/'; expected a value, and no comment: "
          "JSON has none"}},
        {"[\"\\x\"]",
         {"f:1:3: found '\\'; expected one of the escapes \\\" "
          "\\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX"}},
        {"[\"\\ud800\"]",
         {"f:1:3: found '\\'; expected \\u escapes above "
          "\\ud7ff in pairs"}},
        {"[\n\"\xE9\"]",
         {"f:2:2: byte 0xE9 is no UTF-8; expected a file saved "
          "as UTF-8"}},
        {"{\"a\": 01,\n \"b\": 1.,\"c\": 1e400}",
         {"f:1:7: \"01\" is not a number in JSON; expected one like 0.5, -12 "
          "or 1e6",
          "f:2:7: \"1.\" is not a number in JSON; expected one like 0.5, -12 "
          "or 1e6",
          "f:2:15: 1e400 is too large; expected less than 1.8e308"}},
        {"{\"a\": 1,\n \"b\": {\"a\": 2, \"a\": 3}, \"a\": 4}",
         {"f:2:16: the key \"a\" stands in this object already; expected each "
          "key once",
          "f:2:25: the key \"a\" stands in this object already; expected each "
          "key once"}},
        {"[\"a\tb\",\n\"\\u0000\",\f1]",
         {"f:1:4: byte 0x09 in a string; expected \\n, \\t or \\u0009",
          "f:2:2: \\u0000 in a string; expected text",
          "f:2:10: byte 0x0C between values; expected a blank or the end of a "
          "line"}},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        eb_messages *said = eb_messages_new();
        struct doc *doc = NULL;
        const char *text = cases[k].text;
        size_t n = 0;

        cr_expect(eq(int, json_read("f", text, strlen(text), &doc, said),
                     EB_BAD_DATA),
                  "%s", text);
        cr_expect(eq(ptr, doc, NULL));
        for (; n < 3 && cases[k].faults[n] != NULL; n++)
            cr_expect(eq(str, (char *)eb_messages_text(said, n),
                         (char *)cases[k].faults[n]));
        cr_expect(eq(sz, eb_messages_count(said), n), "%s", text);
        eb_messages_free(said);
    }
    cr_expect(eq(sz, mem_live(), 0));
}

Test(json, finds_one_key_twice_among_many)
{
    char text[400] = "{";
    eb_messages *said = eb_messages_new();
    struct doc *doc = NULL;

    for (int k = 0; k < 20; k++)
        sprintf(text + strlen(text), "\"k%d\": 1, ", k);
    strcat(text, "\"k3\": 2}");
    cr_expect(
        eq(int, json_read("f", text, strlen(text), &doc, said), EB_BAD_DATA));
    cr_expect(eq(sz, eb_messages_count(said), 1));
    eb_messages_free(said);
}

Test(json, refuses_a_thousand_and_one_brackets)
{
    char text[2400];

    for (int n = 999; n <= 1001; n++) {
        struct doc *doc = NULL;
        eb_status status;

        memset(text, '[', (size_t)n);
        memset(text + n, ']', (size_t)n);
        status = json_read("f", text, (size_t)n * 2, &doc, NULL);
        cr_expect(eq(int, status, n <= 1000 ? EB_OK : EB_BAD_DATA), "%d", n);
        doc_free(doc);
    }
}

Test(json, knows_where_everything_stood)
{
    const char *text = "\xEF\xBB\xBF{\n  \"\xC3\xA9\": [1.50,\n null],\n"
                       "\t\"t\" :true, \"s\": \"\\u00e9\\n\\ud83d\\ude00\"}\n";
    struct doc *doc = NULL;
    const struct node *list, *truth;

    cr_assert(eq(int, json_read("f", text, strlen(text), &doc, NULL), EB_OK));
    list = doc_get(doc->root, "\xC3\xA9");
    truth = doc_get(doc->root, "t");
    cr_expect(eq(long, list->line, 2));
    cr_expect(eq(long, list->column, 8));
    cr_expect(eq(long, list->key_column, 3));
    cr_expect(eq(str, (char *)list->first->text, "1.50"));
    cr_expect(eq(long, list->last->line, 3));
    cr_expect(eq(long, list->last->column, 2));
    cr_expect(eq(long, truth->key_column, 2));
    cr_expect(eq(long, truth->column, 7));
    cr_expect(eq(int, truth->truth, 1));
    cr_expect(eq(str, (char *)doc_string(doc_get(doc->root, "s")),
                 "\xC3\xA9\n\xF0\x9F\x98\x80"));
    doc_free(doc);
}

Test(json, writes_what_it_reads)
{
    const char *text = "{\n"
                       "  \"a\": [1, 2.50, \"x\\n\\\"\\\\\\u0001\", null],\n"
                       "  \"empty\": {},\n"
                       "  \"none\": [],\n"
                       "  \"nested\": [\n"
                       "    [0.1, 1],\n"
                       "    {\n"
                       "      \"t\": true,\n"
                       "      \"f\": false\n"
                       "    }\n"
                       "  ]\n"
                       "}\n";
    struct doc *doc = NULL;
    size_t length = 0;
    char *written;

    cr_assert(eq(int, json_read("f", text, strlen(text), &doc, NULL), EB_OK));
    written = json_write(doc, &length);
    cr_expect(eq(str, written, (char *)text));
    cr_expect(eq(sz, length, strlen(text)));
    mem_free(written);
    doc_free(doc);
    cr_expect(eq(sz, mem_live(), 0));
}

Test(json, breaks_arrays_at_a_hundred_columns)
{
    for (int width = 98; width <= 101; width++) {
        char text[120] = "[\"";
        struct doc *doc = NULL;
        size_t length = 0;
        char *written;

        for (int k = 0; k < width - 4; k++)
            strcat(text, "x");
        strcat(text, "\"]");
        cr_assert(
            eq(int, json_read("f", text, strlen(text), &doc, NULL), EB_OK));
        written = json_write(doc, &length);
        cr_expect(eq(int, strchr(written, '\n') == written + length - 1,
                     width <= 99));
        mem_free(written);
        doc_free(doc);
    }
}

static eb_status read_and_write(void *context)
{
    const char *text = context;
    struct doc *doc = NULL;
    eb_messages *said = eb_messages_new();
    eb_status status = EB_NO_MEMORY;
    char *written = NULL;
    size_t length;

    if (said == NULL)
        return EB_NO_MEMORY;
    TRY(json_read("f", text, strlen(text), &doc, said));
    written = json_write(doc, &length);
    if (written == NULL)
        status = EB_NO_MEMORY;
done:
    mem_free(written);
    doc_free(doc);
    eb_messages_free(said);
    return status == EB_BAD_DATA ? EB_OK : status;
}

Test(json, survives_any_refused_allocation)
{
    static const char *const texts[] = {
        ("{\"a\":[1,2,{\"b\":\"c\"}],\"b\":1,\"c\":1,\"d\":1,\"e\":1,"
         "\"f\":1,\"g\":1,\"h\":1,\"i\":1}"),
        "{\"a\":01,\"a\":\"\\u0000\",\"a\":1e400} x", "[1,"};

    for (size_t k = 0; k < 3; k++)
        cr_expect(gt(long, sweep_memory(read_and_write, (void *)texts[k]), 4));
}
