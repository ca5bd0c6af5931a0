/* compare_report.c - report.html of a comparison folder. */
#include "io/compare_report.h"

#include "io/page.h"
#include "model/figures.h"

#include <stdio.h>

eb_status compare_report(const struct comparison *c, const struct doc *json,
                         const struct text *csv, bool within, struct text *out)
{
    struct page page = {0};
    char accounts[FIGURE_ROOM], title[2 * FIGURE_ROOM];

    snprintf(title, sizeof title, "%zu plans of %s side by side", c->n,
             figure_count(c->n_accounts, "account", "accounts", accounts));
    page_add_doc(&page, "compare.json", json);
    page_add_within(&page, within);
    page_show_csv(&page, "compare.csv", csv);
    return page_write(&page, "compare", title, NULL, out);
}
