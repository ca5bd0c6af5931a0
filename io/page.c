/* page.c - report.html: a skeleton around files, style and scripts. */
#include "io/page.h"

#include "include/evenbook.h"
#include "io/csv_reader.h"
#include "io/json.h"
#include "io/page_assets.h"

#include <string.h>

enum { ROWS_WITHOUT_SCRIPTS = 50 };

/* ---- Escaping ------------------------------------------------------------ */

static const char *html_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    }
    return NULL;
}

static void add_html(struct text *out, const char *text)
{
    for (; *text != '\0'; text++) {
        const char *escaped = html_of(*text);

        if (escaped != NULL)
            text_add(out, escaped);
        else
            text_add_char(out, *text);
    }
}

/* JSON inside <script>: only strings hold a '<', and there it may be written
 * so. */
static void add_json(struct text *out, const char *json)
{
    const char *angle;

    while ((angle = strchr(json, '<')) != NULL) {
        text_add_bytes(out, json, (size_t)(angle - json));
        text_add(out, "\\u003c");
        json = angle + 1;
    }
    text_add(out, json);
}

static void add_string(struct text *out, const char *bytes, size_t n)
{
    text_add_char(out, '"');
    for (size_t k = 0; k < n; k++) {
        unsigned char c = (unsigned char)bytes[k];

        if (c == '\n')
            text_add(out, "\\n");
        else if (c == '"' || c == '\\')
            text_printf(out, "\\%c", c);
        else if (c < ' ' || c == '<' || c == 127)
            text_printf(out, "\\u%04x", c);
        else
            text_add_char(out, (char)c);
    }
    text_add_char(out, '"');
}

/* ---- Files --------------------------------------------------------------- */

/* Names of files are ours. */
static void begin_file(struct page *page, const char *name)
{
    text_printf(&page->files, "%s\n\"%s\": ", page->files.n > 0 ? "," : "",
                name);
}

void page_add_doc(struct page *page, const char *name, const struct doc *doc)
{
    size_t length = 0;
    char *json = json_write(doc, &length);

    if (json == NULL) {
        page->status = EB_NO_MEMORY;
        return;
    }
    begin_file(page, name);
    add_json(&page->files, json);
    mem_free(json);
}

static void add_row(struct text *out, const struct table *table, size_t row)
{
    text_add(out, "<tr>");
    for (size_t c = 0; c < table->n_columns; c++) {
        text_add(out, "<td>");
        add_html(out, table_cell(table, row, c));
        text_add(out, "</td>");
    }
    text_add(out, "</tr>\n");
}

static void add_table(struct text *out, const char *name,
                      const struct table *table)
{
    size_t n = table_rows(table);
    size_t shown = n < ROWS_WITHOUT_SCRIPTS ? n : ROWS_WITHOUT_SCRIPTS;

    text_printf(out,
                "<div class=\"wide\"><table><caption>%s: %zu of %zu "
                "rows</caption>\n<thead><tr>",
                name, shown, n);
    for (size_t c = 0; c < table->n_columns; c++) {
        text_add(out, "<th scope=\"col\">");
        add_html(out, table->header[c]);
        text_add(out, "</th>");
    }
    text_add(out, "</tr></thead>\n<tbody>\n");
    for (size_t row = 0; row < shown; row++)
        add_row(out, table, row);
    text_add(out, "</tbody></table></div>\n");
}

void page_add_data(struct page *page, const char *name,
                   const struct text *text)
{
    begin_file(page, name);
    add_string(&page->files, text->at, text->n);
    page->files.failed = page->files.failed || text->failed;
}

void page_show_csv(struct page *page, const char *name,
                   const struct text *text)
{
    struct table *table = NULL;
    eb_messages *unheard = eb_messages_new();
    eb_status status = EB_NO_MEMORY;

    if (unheard != NULL && !text->failed)
        status = csv_read(name, text->at, text->n, &table, unheard);
    if (status == EB_OK)
        add_table(&page->plain, name, table);
    else if (page->status == EB_OK)
        page->status = status;
    table_free(table);
    eb_messages_free(unheard);
}

void page_add_within(struct page *page, bool within)
{
    begin_file(page, "page.json");
    text_add(&page->files, within ? "{\"within\": true}" : "{}");
}

/* ---- The page ------------------------------------------------------------ */

static void add_asset(struct text *out, const char *begin, const char *end)
{
    text_add_bytes(out, begin, (size_t)(end - begin));
}

static void add_head(struct text *out, const char *title)
{
    text_add(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
        "<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
        "'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
        "img-src data: blob:; form-action 'none'; base-uri 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"generator\" content=\"Evenbook " EB_VERSION "\">\n"
        "<title>");
    add_html(out, title);
    text_add(out, "</title>\n<style>\n");
    add_asset(out, page_css, page_css_end);
    text_add(out, "</style>\n</head>\n");
}

static void add_body(const struct page *page, const char *kind,
                     const char *title, const char *lines, struct text *out)
{
    text_printf(out, "<body data-kind=\"%s\">\n<main id=\"page\">\n<h1>",
                kind);
    add_html(out, title);
    text_add(out, "</h1>\n");
    if (lines != NULL) {
        text_add(out, "<pre id=\"lines\">");
        add_html(out, lines);
        text_add(out, "</pre>\n");
    }
    text_add(out, "<noscript>\n<p>Charts, sorting and searching need scripts. "
                  "The tables below are those of the files beside this "
                  "page.</p>\n");
    if (page->plain.n > 0)
        text_add(out, page->plain.at);
    text_add(out, "</noscript>\n</main>\n");
    text_add(out, "<template id=\"notices\">");
    add_asset(out, page_notices, page_notices_end);
    text_add(out, "</template>\n");
}

static void add_scripts(const struct page *page, struct text *out)
{
    text_add(out, "<script type=\"application/json\" id=\"files\">{");
    if (page->files.n > 0)
        text_add(out, page->files.at);
    text_add(out, "}</script>\n<script>\n");
    add_asset(out, page_charts, page_charts_end);
    text_add(out, "</script>\n<script>\n");
    add_asset(out, page_js, page_js_end);
    text_add(out, "</script>\n</body>\n</html>\n");
}

eb_status page_write(struct page *page, const char *kind, const char *title,
                     const char *lines, struct text *out)
{
    eb_status status = page->status;

    if (status == EB_OK && (page->files.failed || page->plain.failed))
        status = EB_NO_MEMORY;
    if (status == EB_OK) {
        add_head(out, title);
        add_body(page, kind, title, lines, out);
        add_scripts(page, out);
        status = text_ok(out) ? EB_OK : EB_NO_MEMORY;
    }
    page_clear(page);
    return status;
}

void page_clear(struct page *page)
{
    text_clear(&page->files);
    text_clear(&page->plain);
    *page = (struct page){0};
}
