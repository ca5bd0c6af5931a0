/* test_doc.c - documents: building, reading and comparing. */
#include "base/doc.h"

#include "tests/support/sweep.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

static eb_status make(struct doc **out)
{
    struct doc *doc = NULL;
    struct node *list, *object;

    if (doc_new("rules.json", &doc) != EB_OK)
        return EB_NO_MEMORY;
    doc_add(doc, NULL, NULL, DOC_OBJECT);
    doc_add_string(doc, doc->root, "name", "value");
    doc_add_bool(doc, doc->root, "count", true);
    doc_add_integer(doc, doc->root, "n", -12);
    list = doc_add(doc, doc->root, "list", DOC_ARRAY);
    doc_add_decimal(doc, list, NULL, 1950, 2);
    doc_add_double(doc, list, NULL, 0.1);
    object = doc_add(doc, list, NULL, DOC_OBJECT);
    doc_add(doc, object, "none", DOC_NULL);
    if (!doc_ok(doc)) {
        doc_free(doc);
        return EB_NO_MEMORY;
    }
    *out = doc;
    return EB_OK;
}

Test(doc, gives_back_what_was_put_in)
{
    struct doc *doc = NULL;
    const struct node *list;

    cr_assert(eq(int, make(&doc), EB_OK));
    list = doc_get(doc->root, "list");
    cr_expect(eq(sz, doc_length(doc->root), 4));
    cr_expect(
        eq(str, (char *)doc_string(doc_get(doc->root, "name")), "value"));
    cr_expect(eq(int, doc_get(doc->root, "count")->truth, 1));
    cr_expect(eq(dbl, doc_double(doc_get(doc->root, "n")), -12.0));
    cr_expect(eq(str, (char *)list->first->text, "19.5"));
    cr_expect(eq(str, (char *)list->first->next->text, "0.1"));
    cr_expect(eq(ptr, (void *)doc_get(doc->root, "Name"), NULL));
    cr_expect(eq(ptr, (void *)doc_get(NULL, "x"), NULL));
    cr_expect(eq(ptr, (void *)doc_get(list, "x"), NULL));
    cr_expect(eq(ptr, (void *)doc_string(list), NULL));
    cr_expect(eq(int, isnan(doc_double(NULL)) != 0, 1));
    cr_expect(eq(str, (char *)doc_place(doc, NULL).file, "rules.json"));
    doc_free(doc);
    doc_free(NULL);
    cr_expect(eq(sz, mem_live(), 0));
}

Test(doc, has_one_root)
{
    struct doc *doc = NULL;

    cr_assert(eq(int, make(&doc), EB_OK));
    cr_expect(eq(ptr, doc_add(doc, NULL, NULL, DOC_NULL), NULL));
    cr_expect(eq(int, doc_ok(doc), 0));
    doc_free(doc);
}

Test(doc, writes_the_shortest_double_that_reads_back)
{
    static const struct {
        double number;
        const char *text;
    } cases[] = {{0.1, "0.1"},
                 {-0.0, "0"},
                 {1.0, "1"},
                 {0.1 + 0.2, "0.30000000000000004"},
                 {1e21, "1e+21"},
                 {123456.789, "123456.789"},
                 {1.0 / 3.0, "0.3333333333333333"}};
    struct doc *doc = NULL;
    struct node *list;

    cr_assert(eq(int, doc_new("x", &doc), EB_OK));
    list = doc_add(doc, NULL, NULL, DOC_ARRAY);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const struct node *node =
            doc_add_double(doc, list, NULL, cases[k].number);
        cr_expect(eq(str, (char *)node->text, (char *)cases[k].text));
    }
    cr_expect(
        eq(int, doc_add_double(doc, list, NULL, INFINITY)->kind, DOC_NULL));
    doc_free(doc);
}

static int numbers_equal(const char *a, const char *b)
{
    struct node x = {.kind = DOC_NUMBER, .text = a};
    struct node y = {.kind = DOC_NUMBER, .text = b};

    return doc_equal(&x, &y);
}

Test(doc, compares_numbers_by_value)
{
    static const char *const same[][2] = {
        {"1500", "1.5e3"},      {"1500.0", "15e2"},
        {"0", "-0.00"},         {"0.10", "1e-1"},
        {"100.01", "10001e-2"}, {"9007199254740993", "9007199254740993.0"},
        {"-12", "-1.2E+1"},     {"0e9", "0"}};
    static const char *const other[][2] = {
        {"1", "-1"},
        {"1", "10"},
        {"0.1", "0.01"},
        {"105", "15"},
        {"101", "11"},
        {"1e5", "1e-5"},
        {"9007199254740993", "9007199254740992"}};

    for (size_t k = 0; k < sizeof same / sizeof *same; k++)
        cr_expect(eq(int, numbers_equal(same[k][0], same[k][1]), 1), "%s",
                  same[k][0]);
    for (size_t k = 0; k < sizeof other / sizeof *other; k++)
        cr_expect(eq(int, numbers_equal(other[k][0], other[k][1]), 0), "%s",
                  other[k][0]);
}

Test(doc, copies_are_equal_and_deep)
{
    struct doc *a = NULL, *b = NULL;

    cr_assert(eq(int, make(&a), EB_OK));
    cr_assert(eq(int, doc_new("copy", &b), EB_OK));
    doc_add_copy(b, NULL, NULL, a->root);
    cr_assert(eq(int, doc_ok(b), 1));
    cr_expect(eq(int, doc_equal(a->root, b->root), 1));
    doc_add_bool(b, b->root, "more", true);
    cr_expect(eq(int, doc_equal(a->root, b->root), 0));
    doc_free(a);
    cr_expect(eq(str, (char *)doc_string(doc_get(b->root, "name")), "value"));
    doc_free(b);
    cr_expect(eq(sz, mem_live(), 0));
}

static eb_status make_and_free(void *context)
{
    struct doc *doc = NULL;
    eb_status status = make(&doc);

    (void)context;
    doc_free(doc);
    return status;
}

Test(doc, survives_any_refused_allocation)
{
    cr_expect(gt(long, sweep_memory(make_and_free, NULL), 2));
}
