/* audit_report.c - report.html of an audit folder. */
#include "io/audit_report.h"

#include "io/page.h"
#include "io/plan_cells.h"
#include "model/figures.h"

#include <stdio.h>

/* names.csv, which the page alone holds: audit.json has ids. */
static void add_name(struct csv_writer *csv, const char *of, const char *id,
                     const char *name)
{
    csv_cell(csv, of);
    csv_cell(csv, id);
    csv_cell(csv, name);
    csv_end_row(csv);
}

static void add_names(const struct audit *audit, struct page *page)
{
    const struct books *books = audit->compiled->books;
    struct text text = {0};
    struct csv_writer csv = {.out = &text, .separator = ','};

    csv_header(&csv, "of id name");
    for (size_t r = 0; r < books->n_reps; r++)
        add_name(&csv, "rep", rep_id(books, r), rep_name(books, r));
    for (size_t k = 0; k < audit->flags.n; k++) {
        int a = audit->flags.at[k].account;

        if (a >= 0)
            add_name(&csv, "account", account_id(books, (size_t)a),
                     account_name(books, (size_t)a));
    }
    page_add_data(page, "names.csv", &text);
    text_clear(&text);
}

/* What is amiss, for those who see the page without scripts. */
static eb_status write_lines(const struct audit *audit, struct text *out)
{
    const struct compiled *c = audit->compiled;

    text_printf(out, "Role %s: %zu accounts in play, %zu reps.\n",
                c->books->role, c->n_in_play, c->books->n_reps);
    for (size_t k = 0; k < audit->breaks.n; k++)
        text_printf(out, "Broken: %s.\n", audit->breaks.at[k].text);
    return text_ok(out) ? EB_OK : EB_NO_MEMORY;
}

eb_status audit_report(const eb_audit *audit, const struct doc *json,
                       struct text *out)
{
    const struct compiled *c = audit->audit->compiled;
    struct page page = {0};
    struct text lines = {0};
    char accounts[FIGURE_ROOM], reps[FIGURE_ROOM], title[3 * FIGURE_ROOM];
    eb_status status;

    snprintf(title, sizeof title, "The books of %s and %s",
             figure_count(c->books->n_reps, "rep", "reps", reps),
             figure_count(c->n_in_play, "account", "accounts", accounts));
    page_add_doc(&page, "audit.json", json);
    add_names(audit->audit, &page);
    TRY(write_lines(audit->audit, &lines));
    TRY(page_write(&page, "audit", title, lines.at, out));
done:
    text_clear(&lines);
    page_clear(&page);
    return status;
}
