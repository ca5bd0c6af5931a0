/* plan_run.c - run.json: times and history, all that is not reproducible. */
#include "io/plan_files.h"

#include <time.h>

static void add_seconds(struct doc *doc, struct node *root,
                        const struct plan *plan)
{
    static const char *const phases[] = {"read",    "compile", "greedy",
                                         "descent", "dual",    "exact"};
    struct node *node = doc_add(doc, root, "seconds", DOC_OBJECT);

    for (size_t k = 0; k < sizeof phases / sizeof *phases; k++)
        doc_add_double(doc, node, phases[k], plan->seconds_in[k]);
}

static void add_cost(struct doc *doc, struct node *parent, const char *key,
                     int64_t cost)
{
    if (cost == INT64_MIN || cost == INT64_MAX)
        doc_add(doc, parent, key, DOC_NULL);
    else
        doc_add_decimal(doc, parent, key, cost, 9);
}

static void add_history(struct doc *doc, struct node *root,
                        const struct plan *plan)
{
    struct node *list = doc_add(doc, root, "history", DOC_ARRAY);

    for (size_t k = 0; k < plan->history.n; k++) {
        const struct incumbent_point *point = &plan->history.at[k];
        struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);

        doc_add_double(doc, node, "seconds", point->seconds);
        add_cost(doc, node, "objective", point->objective);
        add_cost(doc, node, "lower_bound", point->lower_bound);
    }
}

static void add_now(struct doc *doc, struct node *root)
{
    time_t now = time(NULL);
    struct tm utc;
    char text[32];

    if (gmtime_r(&now, &utc) != NULL &&
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc) > 0)
        doc_add_string(doc, root, "finished_at", text);
}

eb_status plan_run(const struct plan *plan, struct doc **out)
{
    struct doc *doc = NULL;
    struct node *root;
    eb_status status = doc_new("run.json", &doc);

    if (status != EB_OK)
        return status;
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    add_seconds(doc, root, plan);
    doc_add_integer(doc, root, "threads", plan->threads);
    add_history(doc, root, plan);
    doc_add_integer(doc, root, "steps", plan->steps);
    add_now(doc, root);
    if (!doc_ok(doc)) {
        doc_free(doc);
        return EB_NO_MEMORY;
    }
    *out = doc;
    return EB_OK;
}
