/* test_page.c - what a report is made of, and what text becomes in it. */
#include "io/page.h"

#include "io/json.h"
#include "io/page_assets.h"
#include "tests/support/sweep.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static const char hostile[] =
    "</script><script>alert(1)</script><!-- \" ' \\ & \x7f\x01";
static const char csv[] = "id,name\n\"</script>\",\"a \"\"b\"\"\nc\"\n";

/* A page of one document and one table, both hostile. */
static eb_status make(struct text *out)
{
    struct page page = {0};
    struct doc *doc = NULL;
    struct text table = {0};
    eb_status status = doc_new("d.json", &doc);

    if (status != EB_OK)
        return status;
    doc_add_string(doc, doc_add(doc, NULL, NULL, DOC_OBJECT), "text",
                   "</script>");
    text_add(&table, csv);
    page_add_doc(&page, "d.json", doc);
    page_add_data(&page, "t.csv", &table);
    page_show_csv(&page, "t.csv", &table);
    page_add_within(&page, true);
    doc_free(doc);
    text_clear(&table);
    return page_write(&page, "plan", hostile, hostile, out);
}

static size_t times(const char *text, const char *word)
{
    size_t n = 0;

    for (; (text = strstr(text, word)) != NULL; text += strlen(word))
        n++;
    return n;
}

/* The page without its own style, scripts and notices. */
static void take_out(struct text *page, const char *begin, const char *end)
{
    size_t n = (size_t)(end - begin);

    for (size_t k = 0; n > 0 && k + n <= page->n; k++)
        if (memcmp(page->at + k, begin, n) == 0) {
            memmove(page->at + k, page->at + k + n, page->n - k - n + 1);
            page->n -= n;
            return;
        }
}

Test(page, text_becomes_text)
{
    struct text out = {0};

    cr_assert(eq(int, make(&out), EB_OK));
    take_out(&out, page_charts, page_charts_end);
    take_out(&out, page_js, page_js_end);
    cr_expect(eq(sz, times(out.at, "<script"), 3));
    cr_expect(eq(sz, times(out.at, "</script"), 3));
    cr_expect(eq(sz, times(out.at, "<!--"), 0));
    cr_expect(eq(sz, times(out.at, "alert(1)&lt;/script&gt;"), 3));
    cr_expect(eq(sz, times(out.at, "<td>&lt;/script&gt;</td>"), 1));
    text_clear(&out);
}

Test(page, files_are_read_back)
{
    struct text out = {0};
    struct doc *doc = NULL;
    const char *begin, *end;

    cr_assert(eq(int, make(&out), EB_OK));
    begin = strstr(out.at, "id=\"files\">") + strlen("id=\"files\">");
    end = strstr(begin, "</script>");
    cr_assert(eq(int,
                 json_read("files", begin, (size_t)(end - begin), &doc, NULL),
                 EB_OK));
    cr_expect(
        eq(str, (char *)doc_string(doc_get(doc->root, "t.csv")), (char *)csv));
    cr_expect(eq(
        str, (char *)doc_string(doc_get(doc_get(doc->root, "d.json"), "text")),
        "</script>"));
    doc_free(doc);
    text_clear(&out);
}

Test(page, asks_for_nothing)
{
    struct text out = {0};

    cr_assert(eq(int, make(&out), EB_OK));
    cr_expect(eq(sz, times(out.at, "default-src 'none'"), 1));
    take_out(&out, page_charts, page_charts_end);
    take_out(&out, page_notices, page_notices_end);
    cr_expect(eq(sz, times(out.at, "http:"), 0));
    cr_expect(eq(sz, times(out.at, "https:"), 0));
    cr_expect(eq(sz, times(out.at, "src="), 0));
    text_clear(&out);
}

/* What is embedded ends no script and opens no comment. */
Test(page, assets_stay_inside_their_elements)
{
    const char *const scripts[][2] = {{page_charts, page_charts_end},
                                      {page_js, page_js_end}};

    for (size_t k = 0; k < 2; k++) {
        cr_expect(eq(sz, times(scripts[k][0], "</script"), 0));
        cr_expect(eq(sz, times(scripts[k][0], "<!--"), 0));
        cr_expect(eq(sz, strlen(scripts[k][0]),
                     (size_t)(scripts[k][1] - scripts[k][0])));
    }
    cr_expect(eq(sz, times(page_css, "</style"), 0));
    cr_expect(eq(sz, times(page_notices, "<"), 0));
}

static eb_status make_and_drop(void *context)
{
    struct text out = {0};
    eb_status status = make(&out);

    (void)context;
    text_clear(&out);
    return status;
}

Test(page, fails_cleanly_when_memory_is_out)
{
    cr_expect(gt(long, sweep_memory(make_and_drop, NULL), 5));
}
