/* plan_report.c - report.html of a plan folder. */
#include "io/plan_report.h"

#include "io/page.h"
#include "io/plan_cells.h"
#include "model/figures.h"

#include <stdio.h>

/* Where an account lies; blank where that is not known. */
static void add_degrees(struct csv_writer *csv, const struct column *column,
                        size_t account)
{
    if (column->blank[account])
        csv_cell(csv, "");
    else
        csv_decimal(csv, column->number[account], column->decimals);
}

struct coordinates {
    const struct column *north, *east; /* NULL: not in the input */
};

static void add_account(struct csv_writer *csv, const struct plan *plan,
                        const struct coordinates *at, size_t a)
{
    const struct books *books = plan->books;
    const struct assignment_row *row = &plan->rows[a];

    csv_cell(csv, account_id(books, a));
    csv_cell(csv, account_name(books, a));
    csv_cell(csv, owner_after(plan, a));
    csv_cell(csv, owner_text(books, a));
    csv_cell(csv, change_text(row->change));
    if (at->north != NULL && at->east != NULL) {
        add_degrees(csv, at->north, a);
        add_degrees(csv, at->east, a);
    }
    csv_end_row(csv);
}

/* accounts.csv, which the page alone holds: assignments.csv without reasons,
 * which would make it three times as large, and with coordinates. */
static void add_accounts(const struct plan *plan, struct page *page)
{
    const struct books *books = plan->books;
    const struct coordinates at = {frame_column(books->accounts, "latitude"),
                                   frame_column(books->accounts, "longitude")};
    struct text text = {0};
    struct csv_writer csv = {.out = &text, .separator = ','};

    csv_header(&csv,
               at.north != NULL && at.east != NULL
                   ? "account_id account_name rep_id previous_rep_id change "
                     "latitude longitude"
                   : "account_id account_name rep_id previous_rep_id change");
    for (size_t k = 0; k < books->n_accounts; k++)
        add_account(&csv, plan, &at, (size_t)books->account_by_id[k]);
    page_add_data(page, "accounts.csv", &text);
    text_clear(&text);
}

/* As they stand in the folder, but that a ' for spreadsheets would show. */
static eb_status add_tables(const struct plan *plan, struct page *page)
{
    struct text text = {0};
    eb_status status;

    TRY(plan_table(plan, "books.csv", false, &text));
    page_add_data(page, "books.csv", &text);
    page_show_csv(page, "books.csv", &text);
    TRY(plan_table(plan, "moves.csv", false, &text));
    page_add_data(page, "moves.csv", &text);
    page_show_csv(page, "moves.csv", &text);
    TRY(plan_table(plan, "teams.csv", false, &text));
    page_add_data(page, "teams.csv", &text);
done:
    text_clear(&text);
    return status;
}

eb_status plan_report(const struct plan *plan, const struct doc *json,
                      const struct doc *rules, struct text *out)
{
    struct page page = {0};
    char accounts[FIGURE_ROOM], reps[FIGURE_ROOM], title[3 * FIGURE_ROOM];
    eb_status status;

    snprintf(title, sizeof title, "A plan for %s and %s",
             figure_count(plan->n_in_play, "account", "accounts", accounts),
             figure_count(plan->books->n_reps, "rep", "reps", reps));
    page_add_doc(&page, "plan.json", json);
    page_add_doc(&page, "rules.json", rules);
    TRY(add_tables(plan, &page));
    add_accounts(plan, &page);
    TRY(page_write(&page, "plan", title, plan->summary, out));
done:
    page_clear(&page);
    return status;
}
