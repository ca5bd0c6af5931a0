/* test_rules_merge.c - rules laid over rules, after RFC 7386. */
#include "model/rules_merge.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "io/json.h"
#include "tests/support/sweep.h"

static struct doc *doc_of(const char *file, const char *text)
{
    struct doc *doc = NULL;

    cr_assert(eq(int, json_read(file, text, strlen(text), &doc, NULL), EB_OK));
    return doc;
}

/* Appendix A of the RFC, as far as the target is an object. */
Test(rules_merge, merges_objects_and_replaces_all_else)
{
    static const struct {
        const char *under, *over, *merged;
    } cases[] = {
        {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
        {"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"},
        {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
        {"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"},
        {"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
        {"{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"},
        {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}",
         "{\"a\":{\"b\":\"d\"}}"},
        {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
        {"{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"},
        {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"},
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct doc *under = doc_of("u", cases[k].under);
        struct doc *over = doc_of("o", cases[k].over);
        struct doc *wanted = doc_of("w", cases[k].merged), *got = NULL;

        cr_assert(eq(int, rules_merge(under, over, over->root, &got), EB_OK));
        cr_expect(doc_equal(got->root, wanted->root), "%s + %s",
                  cases[k].under, cases[k].over);
        doc_free(got);
        doc_free(wanted);
        doc_free(over);
        doc_free(under);
    }
}

Test(rules_merge, remembers_where_each_value_stood)
{
    struct doc *under = doc_of("rules.json", "{\n \"a\": 1, \"b\": 2}");
    struct doc *over = doc_of("s.json", "\n\n{\"b\": 3}"), *got = NULL;
    struct place a, b;

    cr_assert(eq(int, rules_merge(under, over, over->root, &got), EB_OK));
    a = doc_place(got, doc_get(got->root, "a"));
    b = doc_key_place(got, doc_get(got->root, "b"));
    cr_expect(eq(str, (char *)a.file, "rules.json"));
    cr_expect(eq(i64, a.line, 2));
    cr_expect(eq(str, (char *)b.file, "s.json"));
    cr_expect(eq(i64, b.line, 3));
    doc_free(got);
    doc_free(over);
    doc_free(under);
}

Test(rules_merge, takes_either_alone)
{
    struct doc *one = doc_of("one", "{\"a\": {\"b\": 1}}"), *got = NULL;

    cr_assert(eq(int, rules_merge(NULL, one, one->root, &got), EB_OK));
    cr_expect(doc_equal(got->root, one->root));
    doc_free(got);
    got = NULL;
    cr_assert(eq(int, rules_merge(one, one, NULL, &got), EB_OK));
    cr_expect(doc_equal(got->root, one->root));
    doc_free(got);
    doc_free(one);
}

static eb_status merge_again(void *context)
{
    const struct doc *doc = context;
    struct doc *got = NULL;
    eb_status status = rules_merge(doc, doc, doc->root, &got);

    doc_free(got);
    return status;
}

Test(rules_merge, survives_every_refused_allocation)
{
    struct doc *doc = doc_of("one", "{\"a\": {\"b\": [1, {\"c\": 2}]}}");

    cr_assert(gt(long, sweep_memory(merge_again, doc), 2));
    doc_free(doc);
}
