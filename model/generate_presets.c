/* generate_presets.c - the ladder of sizes, and the rules they share. */
#include "model/generate_world.h"

#include "base/number.h"

#include <string.h>

static const struct preset presets[] = {
    {"small", 40, 4, 0, 0},
    {"team", 200, 10, 5, 0},
    {"midmarket", 1000, 50, 5, 0},
    {"wall", 8000, 48, 0, 0},
    {"region", 10000, 200, 10, 0},
    {"company", 50000, 500, 25, N_SEGMENTS},
    {"crm", 250000, 2000, 25, N_SEGMENTS},
};

const struct preset *preset_list(size_t *n)
{
    *n = sizeof presets / sizeof *presets;
    return presets;
}

const struct preset *preset_find(const char *name)
{
    for (size_t k = 0; k < sizeof presets / sizeof *presets; k++)
        if (strcmp(presets[k].name, name) == 0)
            return &presets[k];
    return NULL;
}

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
