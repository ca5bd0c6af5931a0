/* replay_files.c - a replay as a folder: its course, its page, the books it ends with. */
#include "io/replay_run.h"

#include "base/number.h"
#include "io/csv_writer.h"
#include "io/json.h"
#include "io/page.h"
#include "io/plan_cells.h"
#include "model/figures.h"
#include "model/plan.h"

#include <stdio.h>

enum { NAME_ROOM = 64 };

/* ---- replay.csv ---------------------------------------------------------- */

static void add_point(struct csv_writer *csv, const struct replays *replays,
                      enum policy policy, const struct replay_point *point)
{
    char date[11];

    date_write(point->date, date);
    csv_cell(csv, policy_name(policy));
    csv_cell(csv, date);
    csv_integer(csv, (int64_t)point->accounts);
    csv_integer(csv, (int64_t)point->events);
    for (int k = 0; k < N_DAILY_CHANGES; k++)
        csv_integer(csv, (int64_t)point->n[k]);
    csv_points(csv, point->after.objective);
    csv_points(csv, point->after.unfairness);
    if (point->bound == INT64_MIN) {
        csv_cell(csv, "");
        csv_cell(csv, "");
    } else {
        csv_points(csv, point->bound);
        csv_points(csv, point->after.objective - point->bound);
    }
    csv_integer(csv, (int64_t)point->after.outside_band);
    csv_integer(csv, (int64_t)point->after.over_capacity);
    csv_integer(csv,
                daily_alarm(&replays->alerts, &point->after, point->bound));
    csv_end_row(csv);
}

static eb_status write_course(const struct replays *replays, struct text *out)
{
    struct csv_writer csv = {.out = out, .separator = ','};

    csv_cell(&csv, "policy");
    csv_cell(&csv, "date");
    csv_cell(&csv, "accounts");
    csv_cell(&csv, "events");
    for (int k = 0; k < N_DAILY_CHANGES; k++)
        csv_cell(&csv, daily_change_name((enum daily_change)k));
    csv_header(&csv, "objective unfairness lower_bound drift outside_band "
                     "over_limit alerts");
    for (size_t k = 0; k < replays->n; k++)
        for (size_t j = 0; j < replays->of[k].replay.points.n; j++)
            add_point(&csv, replays, replays->of[k].replay.policy,
                      &replays->of[k].replay.points.at[j]);
    return text_ok(out) ? EB_OK : EB_NO_MEMORY;
}

/* ---- replay.json --------------------------------------------------------- */

static void describe_policy(struct doc *doc, struct node *list,
                            const struct replays *replays, size_t of)
{
    const struct replay *replay = &replays->of[of].replay;
    struct node *object = doc_add(doc, list, NULL, DOC_OBJECT);
    struct replay_sum sum = replay_sum_of(replays, of);

    doc_add_string(doc, object, "policy", policy_name(replay->policy));
    doc_add_integer(doc, object, "batches", (int64_t)replay->points.n - 1);
    doc_add_integer(doc, object, "events", (int64_t)sum.events);
    doc_add_integer(doc, object, "refused", (int64_t)sum.refused);
    for (int k = 0; k < N_DAILY_CHANGES; k++)
        doc_add_integer(doc, object, daily_change_name((enum daily_change)k),
                        (int64_t)sum.n[k]);
    doc_add_double(doc, object, "unfairness_mean", sum.unfairness);
    doc_add_double(doc, object, "unfairness_end", sum.unfairness_end);
    doc_add_double(doc, object, "drift_mean", sum.drift);
    doc_add_double(doc, object, "drift_end", sum.drift_end);
    doc_add_integer(doc, object, "outside_band_end", (int64_t)sum.outside_end);
    doc_add_integer(doc, object, "over_limit_end", (int64_t)sum.over_end);
    doc_add_integer(doc, object, "alerts", (int64_t)sum.alerts);
}

void replay_describe(const struct replays *replays, struct doc *doc,
                     struct node *object)
{
    struct node *list;
    char date[11];

    date_write(replays->first_date, date);
    doc_add_string(doc, object, "version", EB_VERSION);
    doc_add_string(doc, object, "from", date);
    list = doc_add(doc, object, "policies", DOC_ARRAY);
    for (size_t k = 0; k < replays->n; k++)
        describe_policy(doc, list, replays, k);
}

/* ---- The folder ---------------------------------------------------------- */

static const char *const ours[] = {
    "replay.json", "replay.csv",   "report.html", "best", "round-robin",
    "weighted",    "least-loaded", "sticky",      NULL};

eb_status replay_folder_begin(const char *path, struct folder **out,
                              eb_messages *said)
{
    return folder_begin(path, ours, out, said);
}

static eb_status add_page(struct folder *folder, const struct replays *replays,
                          const struct doc *json, const struct text *course,
                          eb_messages *said)
{
    struct page page = {0};
    struct text out = {0};
    char events[FIGURE_ROOM], title[2 * FIGURE_ROOM];
    struct replay_sum sum = replay_sum_of(replays, 0);
    eb_status status;

    snprintf(title, sizeof title, "%s under %zu %s",
             figure_count(sum.events, "change", "changes", events), replays->n,
             replays->n == 1 ? "policy" : "policies");
    page_add_doc(&page, "replay.json", json);
    page_add_data(&page, "replay.csv", course);
    page_show_csv(&page, "replay.csv", course);
    TRY(page_write(&page, "replay", title, NULL, &out));
    TRY(folder_file(folder, "report.html", out.at, out.n, said));
done:
    text_clear(&out);
    page_clear(&page);
    return status;
}

static eb_status add_course(struct folder *folder,
                            const struct replays *replays,
                            const struct file_form *form, eb_messages *said)
{
    struct text course = {0};
    struct doc *doc = NULL;
    char *bytes = NULL;
    size_t length = 0;
    eb_status status;

    TRY(write_course(replays, &course));
    TRY(folder_file(folder, "replay.csv", course.at, course.n, said));
    TRY(doc_new("replay.json", &doc));
    replay_describe(replays, doc, doc_add(doc, NULL, NULL, DOC_OBJECT));
    bytes = doc_ok(doc) ? json_write(doc, &length) : NULL;
    if (bytes == NULL)
        TRY(EB_NO_MEMORY);
    TRY(folder_file(folder, "replay.json", bytes, length, said));
    if (!form->no_report)
        TRY(add_page(folder, replays, doc, &course, said));
done:
    mem_free(bytes);
    doc_free(doc);
    text_clear(&course);
    return status;
}

static eb_status add_table(struct folder *folder, enum policy policy,
                           const char *file, const struct table *table,
                           const struct file_form *form, eb_messages *said)
{
    struct text text = {0};
    struct csv_writer csv = {
        .out = &text, .separator = ',', .excel_safe = form->excel_safe};
    char name[NAME_ROOM];
    eb_status status;

    if (table == NULL)
        return EB_OK;
    csv_table(&csv, table);
    snprintf(name, sizeof name, "%s/%s", policy_name(policy), file);
    status = text_ok(&text) ? folder_file(folder, name, text.at, text.n, said)
                            : EB_NO_MEMORY;
    text_clear(&text);
    return status;
}

/* The rules with the last day as their as_of. */
static eb_status add_rules(struct folder *folder,
                           const struct replays *replays, size_t k,
                           eb_messages *said)
{
    char name[NAME_ROOM], date[11];
    struct doc *doc = NULL;
    struct node *root;
    char *bytes = NULL;
    size_t length = 0;
    eb_status status;

    date_write(replays->of[k].end.date, date);
    TRY(doc_new("rules.json", &doc));
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    doc_add_string(doc, root, "as_of", date);
    for (const struct node *rule =
             replays->rules == NULL ? NULL : doc_first(replays->rules->root);
         rule != NULL; rule = rule->next)
        if (doc_get(root, rule->key) == NULL)
            doc_add_copy(doc, root, rule->key, rule);
    bytes = doc_ok(doc) ? json_write(doc, &length) : NULL;
    if (bytes == NULL)
        TRY(EB_NO_MEMORY);
    snprintf(name, sizeof name, "%s/rules.json",
             policy_name(replays->of[k].replay.policy));
    TRY(folder_file(folder, name, bytes, length, said));
done:
    mem_free(bytes);
    doc_free(doc);
    return status;
}

static eb_status add_books(struct folder *folder,
                           const struct replays *replays, size_t k,
                           const struct file_form *form, eb_messages *said)
{
    const struct day *end = &replays->of[k].end;
    enum policy policy = replays->of[k].replay.policy;
    eb_status status;

    TRY(add_table(folder, policy, "accounts.csv", end->of[DAY_ACCOUNTS].table,
                  form, said));
    TRY(add_table(folder, policy, "reps.csv", end->of[DAY_REPS].table, form,
                  said));
    TRY(add_table(folder, policy, "pairs.csv", end->pairs, form, said));
    TRY(add_table(folder, policy, "territories.csv", end->territories, form,
                  said));
    TRY(add_rules(folder, replays, k, said));
done:
    return status;
}

eb_status replay_folder_fill(struct folder *folder,
                             const struct replays *replays,
                             const struct file_form *form, eb_messages *said)
{
    eb_status status;

    TRY(add_course(folder, replays, form, said));
    for (size_t k = 0; k < replays->n; k++)
        TRY(add_books(folder, replays, k, form, said));
done:
    return status;
}
