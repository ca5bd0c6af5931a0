/* generate_rules.c - the rules that all generated books share. */
#include "model/generate_world.h"

#include "base/number.h"

static void add_metric(struct doc *doc, struct node *metrics, const char *name,
                       int64_t weight, int64_t band_percent)
{
    struct node *metric = doc_add(doc, metrics, NULL, DOC_OBJECT);

    doc_add_string(doc, metric, "name", name);
    doc_add_integer(doc, metric, "weight", weight);
    doc_add_decimal(doc, metric, "band", band_percent, 2);
}

eb_status make_rules(const struct world *world, struct doc **out)
{
    char date[11];
    struct doc *doc;
    struct node *root, *list, *rule;
    eb_status status = doc_new("rules.json", &doc);

    if (status != EB_OK)
        return status;
    date_write(world->as_of, date);
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    doc_add_string(doc, root, "as_of", date);
    doc_add_string(doc, root, "role", "csm");

    list = doc_add(doc, root, "metrics", DOC_ARRAY);
    add_metric(doc, list, "value", 3, 10);
    add_metric(doc, list, "workload", 2, 10);
    add_metric(doc, list, "accounts", 1, 15);

    list = doc_add(doc, root, "limits", DOC_ARRAY);
    rule = doc_add(doc, list, NULL, DOC_OBJECT);
    doc_add_string(doc, rule, "metric", "accounts");
    doc_add_string(doc, rule, "max", "max_accounts");

    doc_add_string(doc, root, "territory", "hard");
    doc_add_string(doc, root, "families", "together");
    rule = doc_add(doc, root, "continuity", DOC_OBJECT);
    doc_add_integer(doc, rule, "weight", 1);
    doc_add_decimal(doc, rule, "loss_rate", 15, 2);
    if (!doc_ok(doc)) {
        doc_free(doc);
        return EB_NO_MEMORY;
    }
    *out = doc;
    return EB_OK;
}
