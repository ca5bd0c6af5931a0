/* frontier_folder.c - a frontier as a folder. */
#include "io/frontier_folder.h"

#include "io/csv_writer.h"
#include "io/json.h"
#include "io/page.h"
#include "io/plan_folder.h"
#include "io/taken_along.h"
#include "io/plan_values.h"
#include "model/figures.h"

#include <stdio.h>

const char *aim_key(enum aim aim)
{
    static const char *const keys[] = {[AIM_UNFAIRNESS] = "unfairness",
                                       [AIM_FIT] = "fit",
                                       [AIM_OBJECTIVE] = "objective"};

    return keys[aim];
}

const char *frontier_point_name(const struct frontier *f, size_t point,
                                char buffer[POINT_NAME_ROOM])
{
    size_t n = f->tradeoff.points.n;
    const char *zeros = "";

    if (n >= 100 && point + 1 < 100)
        zeros = "0";
    if (n >= 1000 && point + 1 < 1000)
        zeros = point + 1 < 100 ? "00" : "0";
    snprintf(buffer, POINT_NAME_ROOM, "point-%s%02zu", zeros, point + 1);
    return buffer;
}

eb_status frontier_folder_begin(const char *path, struct folder **out,
                                eb_messages *said)
{
    static const char *const ours[] = {"frontier.csv", "frontier.json",
                                       "report.html", TAKEN_ALONG, NULL};

    return folder_begin(path, ours, out, said);
}

/* ---- Plans --------------------------------------------------------------- */

struct writing {
    struct frontier *frontier;
    const struct inputs *inputs;
    struct folder *folder;
    const char *path;
    const struct file_form *form;
    const eb_messages *warnings;
    eb_messages *said;
};

/* The inputs, with the point's own rules for those that were given. */
static eb_status own_inputs(const struct writing *w,
                            const struct point_rules *rules,
                            struct inputs *out)
{
    size_t length = 0;
    char *text = json_write(rules->doc, &length);
    eb_status status = text == NULL ? EB_NO_MEMORY : EB_OK;

    inputs_share(w->inputs, out);
    TRY(status);
    TRY(inputs_take(out, EB_RULES, input_file_name(EB_RULES),
                    input_file_name(EB_RULES), text, length, w->said));
    out->of[EB_RULES]->inside = true;
done:
    mem_free(text);
    return status;
}

static eb_status write_plan(const struct writing *w, const struct plan *plan,
                            const struct point_rules *rules, size_t k)
{
    struct inputs inputs = {0};
    char name[POINT_NAME_ROOM];
    struct plan_origin origin = {.inputs = &inputs,
                                 .folder = w->path,
                                 .within = name,
                                 .said = w->warnings,
                                 .form = *w->form};
    eb_status status;

    frontier_point_name(w->frontier, k, name);
    TRY(own_inputs(w, rules, &inputs));
    TRY(plan_folder_fill(w->folder, plan, rules->doc, &origin, w->said));
done:
    inputs_clear(&inputs);
    return status;
}

/* What is said while the plan is made was said of the books before. */
static eb_status make_plan(const struct writing *w)
{
    size_t k = w->frontier->points.n;
    struct point_rules rules = {0};
    struct plan *plan = NULL;
    eb_messages *heard = eb_messages_new();
    eb_status status = heard == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(frontier_next(w->frontier, &rules, &plan, heard));
    if (w->folder != NULL)
        TRY(write_plan(w, plan, &rules, k));
done:
    plan_free(plan);
    point_rules_clear(&rules);
    eb_messages_free(heard);
    return status;
}

eb_status frontier_plans(struct frontier *frontier,
                         const struct inputs *inputs, struct folder *folder,
                         const char *path, const struct file_form *form,
                         const eb_messages *warnings, eb_messages *said)
{
    struct writing w = {frontier, inputs, folder, path, form, warnings, said};
    eb_status status = EB_OK;

    if (folder != NULL)
        TRY(taken_along(inputs, folder, said));
    while (frontier->points.n < frontier->tradeoff.points.n)
        TRY(make_plan(&w));
done:
    return status;
}

/* ---- frontier.csv -------------------------------------------------------- */

static void add_gap(struct csv_writer *csv, const struct frontier_point *point)
{
    char text[40] = "";

    if (point->bound != INT64_MIN)
        snprintf(text, sizeof text, "%.6f",
                 gap_of(point->minimised, point->bound));
    csv_cell(csv, text);
}

static void add_row(struct csv_writer *csv, const struct frontier *f, size_t k)
{
    const struct frontier_point *point = &f->points.at[k];
    char name[POINT_NAME_ROOM];

    frontier_point_name(f, k, name);
    csv_integer(csv, (int64_t)k + 1);
    csv_decimal(csv, point->minimised, 9);
    csv_decimal(csv, point->against, f->decimals);
    csv_integer(csv, (int64_t)point->moved);
    csv_cell(csv, outcome_key(point->outcome));
    if (point->bound == INT64_MIN)
        csv_cell(csv, "");
    else
        csv_decimal(csv, point->bound, 9);
    add_gap(csv, point);
    csv_cell(csv, name);
    csv_end_row(csv);
}

static void write_rows(const struct frontier *f, struct text *out)
{
    static const char *const heads[] = {"point", "minimised", "against",
                                        "moves", "status",    "lower_bound",
                                        "gap",   "folder"};
    struct csv_writer csv = {.out = out, .separator = ','};

    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
        csv_cell(&csv, heads[k]);
    csv_end_row(&csv);
    for (size_t k = 0; k < f->points.n; k++)
        add_row(&csv, f, k);
}

/* ---- frontier.json ------------------------------------------------------- */

static void add_bound(struct doc *doc, struct node *node,
                      const struct frontier_point *point)
{
    if (point->bound == INT64_MIN) {
        doc_add(doc, node, "lower_bound", DOC_NULL);
        doc_add(doc, node, "gap", DOC_NULL);
        return;
    }
    doc_add_decimal(doc, node, "lower_bound", point->bound, 9);
    doc_add_double(doc, node, "gap", gap_of(point->minimised, point->bound));
}

static void add_point(struct doc *doc, struct node *list,
                      const struct frontier *f, size_t k)
{
    const struct frontier_point *point = &f->points.at[k];
    struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);
    char name[POINT_NAME_ROOM];

    frontier_point_name(f, k, name);
    doc_add_integer(doc, node, "point", (int64_t)k + 1);
    doc_add_decimal(doc, node, "minimised", point->minimised, 9);
    doc_add_decimal(doc, node, "against", point->against, f->decimals);
    doc_add_integer(doc, node, "moves", (int64_t)point->moved);
    doc_add_decimal(doc, node, "value_moved", point->value_moved,
                    f->compiled->value_decimals);
    doc_add_double(doc, node, "expected_loss", point->loss_moved);
    doc_add_string(doc, node, "status", outcome_key(point->outcome));
    add_bound(doc, node, point);
    doc_add_double(doc, node, "gained", frontier_gained(f, k));
    if (f->n_balanced > 0)
        doc_add_integer(doc, node, "out_of_band", (int64_t)point->outside);
    doc_add_string(doc, node, "folder", name);
}

static void add_number(struct doc *doc, struct node *node, const char *key,
                       int point)
{
    if (point < 0)
        doc_add(doc, node, key, DOC_NULL);
    else
        doc_add_integer(doc, node, key, point + 1);
}

static void add_in_band(struct doc *doc, struct node *root,
                        const struct frontier *f)
{
    struct node *node = doc_add(doc, root, "in_band", DOC_OBJECT);
    int point = frontier_in_band(f);

    doc_add_integer(doc, node, "loads", (int64_t)f->n_balanced);
    add_number(doc, node, "point", point);
    if (point < 0)
        doc_add(doc, node, "against", DOC_NULL);
    else
        doc_add_decimal(doc, node, "against", f->points.at[point].against,
                        f->decimals);
    if (f->never_in_band)
        doc_add(doc, node, "at_least", DOC_NULL);
    else
        doc_add_decimal(doc, node, "at_least", f->least_in_band, f->decimals);
    doc_add_bool(doc, node, "proved",
                 point >= 0 &&
                     f->least_in_band >= f->points.at[point].against);
}

static void add_head(struct doc *doc, struct node *root,
                     const struct frontier *f)
{
    const char *against = f->options->against;
    struct node *node;
    char date[11];

    doc_add_string(doc, root, "version", EB_VERSION);
    doc_add_string(doc, root, "role", f->books->role);
    if (f->base->has_as_of) {
        date_write(f->base->as_of, date);
        doc_add_string(doc, root, "as_of", date);
    } else {
        doc_add(doc, root, "as_of", DOC_NULL);
    }
    doc_add_string(doc, root, "minimise", aim_key(f->options->aim));
    doc_add_string(doc, root, "against", against == NULL ? "moves" : against);
    doc_add_bool(doc, root, "nested", f->options->nested);
    doc_add_bool(doc, root, "complete", f->tradeoff.complete);
    doc_add_bool(doc, root, "stopped", f->tradeoff.cut);
    node = doc_add(doc, root, "least", DOC_OBJECT);
    doc_add_decimal(doc, node, "against", f->tradeoff.least, f->decimals);
    doc_add_bool(doc, node, "proved", f->tradeoff.least_proved);
}

eb_status frontier_json(const struct frontier *f, struct doc **out)
{
    struct doc *doc = NULL;
    struct node *root, *list;
    eb_status status = doc_new("frontier.json", &doc);

    if (status != EB_OK)
        return status;
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    add_head(doc, root, f);
    list = doc_add(doc, root, "points", DOC_ARRAY);
    for (size_t k = 0; k < f->points.n; k++)
        add_point(doc, list, f, k);
    add_number(doc, root, "knee", frontier_knee(f));
    add_number(doc, root, "gain_80",
               f->points.n == 0 ? -1 : (int)frontier_first(f, 0.8));
    if (f->n_balanced > 0)
        add_in_band(doc, root, f);
    if (!doc_ok(doc)) {
        doc_free(doc);
        return EB_NO_MEMORY;
    }
    *out = doc;
    return EB_OK;
}

static eb_status add_report(struct folder *folder, const struct frontier *f,
                            const struct doc *doc, const struct text *rows,
                            eb_messages *said)
{
    struct page page = {0};
    struct text text = {0};
    char accounts[FIGURE_ROOM], reps[FIGURE_ROOM], title[3 * FIGURE_ROOM];
    eb_status status;

    snprintf(
        title, sizeof title, "What moves buy: %s, %s",
        figure_count(f->books->n_accounts, "account", "accounts", accounts),
        figure_count(f->books->n_reps, "rep", "reps", reps));
    page_add_doc(&page, "frontier.json", doc);
    page_add_within(&page, true);
    page_show_csv(&page, "frontier.csv", rows);
    TRY(page_write(&page, "frontier", title, NULL, &text));
    TRY(folder_file(folder, "report.html", text.at, text.n, said));
done:
    text_clear(&text);
    return status;
}

static eb_status add_json(struct folder *folder, const struct frontier *f,
                          const struct text *rows, bool with_report,
                          eb_messages *said)
{
    struct doc *doc = NULL;
    char *text = NULL;
    size_t length = 0;
    eb_status status;

    TRY(frontier_json(f, &doc));
    text = json_write(doc, &length);
    if (text == NULL)
        TRY(EB_NO_MEMORY);
    TRY(folder_file(folder, "frontier.json", text, length, said));
    if (with_report)
        TRY(add_report(folder, f, doc, rows, said));
done:
    mem_free(text);
    doc_free(doc);
    return status;
}

eb_status frontier_folder_fill(struct folder *folder, const struct frontier *f,
                               const struct file_form *form, eb_messages *said)
{
    struct text rows = {0};
    eb_status status;

    write_rows(f, &rows);
    if (!text_ok(&rows))
        TRY(EB_NO_MEMORY);
    TRY(folder_file(folder, "frontier.csv", rows.at, rows.n, said));
    TRY(add_json(folder, f, &rows, !form->no_report, said));
done:
    text_clear(&rows);
    return status;
}
