/* compare_files.c - a comparison as CSV files, and its folder. */
#include "io/compare_files.h"

#include "io/compare_report.h"
#include "io/json.h"
#include "io/plan_cells.h"

#include <math.h>
#include <stdio.h>

const char *const compare_folder_files[] = {"compare.json", "compare.csv",
                                            "books.csv",    "differences.csv",
                                            "report.html",  NULL};

/* ---- compare.csv -------------------------------------------------------- */

/* What a row takes from plan.json as it stands there. */
static const struct {
    const char *header, *path;
} taken[] = {
    {"status", "status"},
    {"proof", "proof"},
    {"goal", "goal"},
    {"objective", "objective"},
    {"lower_bound", "lower_bound"},
    {"gap", "gap"},
    {"gap_points", "gap_points"},
    {"accounts", "accounts.in_play"},
    {"unassignable", "accounts.unassignable"},
    {"moved", "moves.moved"},
    {"forced", "moves.forced"},
    {"placed", "moves.placed"},
    {"value_moved", "moves.value_moved"},
    {"value_forced", "moves.value_forced"},
    {"expected_loss", "moves.expected_loss"},
    {"expected_loss_forced", "moves.expected_loss_forced"},
};
enum { N_TAKEN = sizeof taken / sizeof *taken };

static const char *const measured[] = {"mean_deviation", "farthest", "in_band",
                                       "books", "gini"};
enum { N_MEASURED = sizeof measured / sizeof *measured };

static void add_heads(struct csv_writer *csv, const struct comparison *c)
{
    char name[160];

    csv_cell(csv, "plan");
    csv_cell(csv, "folder");
    for (size_t k = 0; k < N_TAKEN; k++)
        csv_cell(csv, taken[k].header);
    csv_cell(csv, "broken");
    csv_cell(csv, "farthest_rep");
    csv_cell(csv, "farthest_metric");
    csv_cell(csv, "farthest_deviation");
    for (size_t m = 0; m < c->metrics.text.n; m++)
        for (size_t k = 0; k < N_MEASURED; k++) {
            snprintf(name, sizeof name, "%.120s_%s", c->metrics.text.at[m],
                     measured[k]);
            csv_cell(csv, name);
        }
    csv_end_row(csv);
}

static void add_double(struct csv_writer *csv, double number)
{
    char text[48] = "";

    if (isfinite(number))
        snprintf(text, sizeof text, "%.6f", number);
    csv_cell(csv, text);
}

static void add_farthest(struct csv_writer *csv, const struct comparison *c,
                         size_t plan)
{
    int book = c->worst[plan].book;

    csv_cell(csv, book < 0 ? "" : c->books[book].rep);
    csv_cell(csv, book < 0 ? "" : c->books[book].metric_name);
    add_double(csv, book < 0 ? NAN : c->worst[plan].deviation);
}

static void add_fairness(struct csv_writer *csv,
                         const struct metric_view *view)
{
    if (!view->there) {
        for (size_t k = 0; k < N_MEASURED; k++)
            csv_cell(csv, "");
        return;
    }
    add_double(csv, view->mean);
    add_double(csv, view->farthest);
    csv_integer(csv, (int64_t)view->within);
    csv_integer(csv, (int64_t)view->books);
    add_double(csv, view->gini);
}

static void add_plan(struct csv_writer *csv, const struct comparison *c,
                     size_t plan)
{
    const struct compared *of = &c->plans[plan];
    size_t n_metrics = c->metrics.text.n;

    csv_cell(csv, of->name);
    csv_cell(csv, of->folder == NULL ? "" : of->folder);
    for (size_t k = 0; k < N_TAKEN; k++) {
        const struct node *node = compared_node(of, taken[k].path);

        csv_cell(csv, node == NULL || node->text == NULL ? "" : node->text);
    }
    csv_integer(csv, (int64_t)c->broken[plan]);
    add_farthest(csv, c, plan);
    for (size_t m = 0; m < n_metrics; m++)
        add_fairness(csv, &c->fairness[plan * n_metrics + m]);
    csv_end_row(csv);
}

void compare_csv(const struct comparison *c, struct csv_writer *csv)
{
    add_heads(csv, c);
    for (size_t k = 0; k < c->n; k++)
        add_plan(csv, c, k);
}

/* ---- books.csv ---------------------------------------------------------- */

static void add_book(struct csv_writer *csv, const struct comparison *c,
                     const struct book_view *book, size_t plan)
{
    const struct load_view *view = &book->in[plan];

    if (!view->there)
        return;
    csv_cell(csv, book->rep);
    csv_cell(csv, book->name);
    csv_cell(csv, book->metric_name);
    csv_cell(csv, book->group);
    csv_cell(csv, c->plans[plan].name);
    csv_cell(csv, view->load);
    csv_cell(csv, view->target);
    csv_cell(csv, view->deviation);
    csv_end_row(csv);
}

void compare_books_csv(const struct comparison *c, struct csv_writer *csv)
{
    csv_header(csv, "rep_id rep_name metric group plan load target deviation");
    for (size_t b = 0; b < c->n_books; b++)
        for (size_t k = 0; k < c->n; k++)
            add_book(csv, c, &c->books[b], k);
}

/* ---- differences.csv ---------------------------------------------------- */

void compare_differences_csv(const struct comparison *c,
                             struct csv_writer *csv)
{
    csv_cell(csv, "account_id");
    csv_cell(csv, "account_name");
    for (size_t k = 0; k < c->n; k++)
        csv_cell(csv, c->plans[k].name);
    csv_end_row(csv);
    for (size_t a = 0; a < c->n_differing; a++) {
        const struct owner_view *view = &c->differing[a];

        csv_cell(csv, view->account);
        csv_cell(csv, view->name);
        for (size_t k = 0; k < c->n; k++)
            csv_cell(csv, view->owner[k] == NULL ? "" : view->owner[k]);
        csv_end_row(csv);
    }
}

/* ---- The folder --------------------------------------------------------- */

static eb_status add_report(const struct comparison *c, const struct doc *doc,
                            bool within, struct folder *folder,
                            eb_messages *said)
{
    struct text text = {0}, rows = {0};
    struct csv_writer csv = {.out = &rows, .separator = ','};
    eb_status status;

    compare_csv(c, &csv);
    TRY(compare_report(c, doc, &rows, within, &text));
    TRY(folder_file(folder, "report.html", text.at, text.n, said));
done:
    text_clear(&rows);
    text_clear(&text);
    return status;
}

/* compare.json, and the page that shows it. */
static eb_status add_json(const struct comparison *c,
                          const struct file_form *form, bool within,
                          struct folder *folder, eb_messages *said)
{
    struct doc *doc = NULL;
    char *bytes = NULL;
    size_t length = 0;
    eb_status status;

    TRY(compare_json(c, &doc));
    bytes = json_write(doc, &length);
    status = bytes == NULL
                 ? EB_NO_MEMORY
                 : folder_file(folder, "compare.json", bytes, length, said);
    if (status == EB_OK && !form->no_report)
        status = add_report(c, doc, within, folder, said);
done:
    mem_free(bytes);
    doc_free(doc);
    return status;
}

eb_status compare_fill(const struct comparison *c,
                       const struct file_form *form, bool within,
                       struct folder *folder, eb_messages *said)
{
    static const struct {
        const char *name;
        void (*write)(const struct comparison *c, struct csv_writer *csv);
    } files[] = {
        {"compare.csv", compare_csv},
        {"books.csv", compare_books_csv},
        {"differences.csv", compare_differences_csv},
    };
    struct text text = {0};
    eb_status status;

    TRY(add_json(c, form, within, folder, said));
    for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
        struct csv_writer csv = {
            .out = &text, .separator = ',', .excel_safe = form->excel_safe};

        text.n = 0;
        files[k].write(c, &csv);
        if (!text_ok(&text))
            TRY(EB_NO_MEMORY);
        TRY(folder_file(folder, files[k].name, text.at, text.n, said));
    }
done:
    text_clear(&text);
    return status;
}
