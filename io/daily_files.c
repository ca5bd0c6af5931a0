/* daily_files.c - what a day came to, as CSV and as JSON. */
#include "io/daily_run.h"

#include "base/number.h"
#include "io/files.h"
#include "io/plan_cells.h"

/* ---- Decisions ----------------------------------------------------------- */

static void add_decision(struct csv_writer *csv,
                         const struct ledger_decision *d)
{
    char date[11];

    date_write(d->date, date);
    csv_cell(csv, d->event);
    csv_cell(csv, date);
    csv_cell(csv, d->account);
    csv_cell(csv, d->role);
    csv_cell(csv, d->rep);
    csv_cell(csv, d->previous);
    csv_cell(csv, d->change);
    csv_cell(csv, d->reason);
    csv_cell(csv, d->next_best);
    if (d->next_cost == INT64_MIN)
        csv_cell(csv, "");
    else
        csv_points(csv, d->next_cost);
    csv_end_row(csv);
}

eb_status daily_write(const struct daily_report *report, bool excel_safe,
                      const char *path, eb_messages *said)
{
    struct text out = {0};
    struct csv_writer csv = {
        .out = &out, .separator = ',', .excel_safe = excel_safe};
    eb_status status;

    csv_header(&csv, "event date account role rep previous_rep change reason "
                     "next_best_rep next_best_cost");
    for (size_t k = 0; k < report->decisions.all.n; k++)
        add_decision(&csv, &report->decisions.all.at[k]);
    status = text_ok(&out) ? file_write_whole(path, out.at, out.n, said)
                           : EB_NO_MEMORY;
    text_clear(&out);
    return status;
}

/* ---- Measures ------------------------------------------------------------ */

static void add_measure(struct doc *doc, struct node *parent, const char *key,
                        const struct daily_measure *measure)
{
    struct node *object = doc_add(doc, parent, key, DOC_OBJECT);

    doc_add_decimal(doc, object, "objective", measure->objective, 9);
    doc_add_decimal(doc, object, "unfairness", measure->unfairness, 9);
    doc_add_integer(doc, object, "outside_band",
                    (int64_t)measure->outside_band);
    doc_add_integer(doc, object, "over_limit",
                    (int64_t)measure->over_capacity);
}

static void add_counts(struct doc *doc, struct node *object,
                       const struct daily_role *role)
{
    for (int k = 0; k < N_DAILY_CHANGES; k++)
        doc_add_integer(doc, object, daily_change_name((enum daily_change)k),
                        (int64_t)role->n[k]);
    doc_add_integer(doc, object, "uncovered", (int64_t)role->uncovered);
    doc_add_integer(doc, object, "not_eligible", (int64_t)role->n_ineligible);
    doc_add_integer(doc, object, "without_cover",
                    (int64_t)role->n_without_cover);
}

static void add_bound(struct doc *doc, struct node *object,
                      const struct daily_role *role)
{
    if (role->bound == INT64_MIN) {
        doc_add(doc, object, "lower_bound", DOC_NULL);
        doc_add(doc, object, "drift", DOC_NULL);
        return;
    }
    doc_add_decimal(doc, object, "lower_bound", role->bound, 9);
    doc_add_decimal(doc, object, "drift", role->after.objective - role->bound,
                    9);
}

static void add_role(struct doc *doc, struct node *list,
                     const struct daily_role *role)
{
    struct node *object = doc_add(doc, list, NULL, DOC_OBJECT), *part;

    if (role->role != NULL)
        doc_add_string(doc, object, "role", role->role);
    add_counts(doc, object, role);
    add_measure(doc, object, "before", &role->before);
    add_measure(doc, object, "after", &role->after);
    add_bound(doc, object, role);
    part = doc_add(doc, object, "advice", DOC_ARRAY);
    for (size_t k = 0; k < role->advice.n; k++) {
        struct node *one = doc_add(doc, part, NULL, DOC_OBJECT);

        doc_add_integer(doc, one, "moves", role->advice.at[k].moves);
        doc_add_decimal(doc, one, "gain", role->advice.at[k].gain, 9);
    }
    part = doc_add(doc, object, "alerts", DOC_ARRAY);
    for (size_t k = 0; k < role->alerts.n; k++)
        doc_add_string(doc, part, NULL, role->alerts.at[k]);
}

void daily_measures(const struct daily_report *report, struct doc *doc,
                    struct node *object)
{
    for (size_t k = 0; k < report->roles.n; k++) {
        const struct daily_role *role = &report->roles.at[k];
        struct node *to = report->roles.n == 1
                              ? object
                              : doc_add(doc, object, role->role, DOC_OBJECT);

        doc_add_decimal(doc, to, "unfairness", role->after.unfairness, 9);
        add_bound(doc, to, role);
        doc_add_integer(doc, to, "outside_band",
                        (int64_t)role->after.outside_band);
        doc_add_integer(doc, to, "over_limit",
                        (int64_t)role->after.over_capacity);
    }
}

void daily_describe(const struct daily_report *report, struct doc *doc,
                    struct node *object)
{
    struct node *roles;
    char date[11];

    date_write(report->date, date);
    doc_add_integer(doc, object, "batch", report->batch);
    doc_add_bool(doc, object, "sent_before", report->again);
    doc_add_string(doc, object, "date", date);
    doc_add_integer(doc, object, "events", (int64_t)report->events);
    doc_add_integer(doc, object, "late", (int64_t)report->late);
    doc_add_integer(doc, object, "known", (int64_t)report->known);
    doc_add_integer(doc, object, "refused", (int64_t)report->refused);
    roles = doc_add(doc, object, "roles", DOC_ARRAY);
    for (size_t k = 0; k < report->roles.n; k++)
        add_role(doc, roles, &report->roles.at[k]);
}
