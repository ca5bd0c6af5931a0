/* rules_suggest.c - what `evenbook init` writes: what the columns call for,
 * explicit enough to be changed by hand. */
#include "model/rules.h"

#include <string.h>

static bool has(const struct frame *frame, const char *name)
{
    const struct column *column = frame_column(frame, name);

    return column != NULL && column->n_blank < frame->n_rows;
}

static void suggest_head(struct doc *doc, struct node *root,
                         const struct books *books)
{
    char date[11];

    if (books->has_as_of) {
        date_write(books->as_of, date);
        doc_add_string(doc, root, "as_of", date);
    }
    if (frame_column(books->reps, "role") != NULL)
        doc_add_string(doc, root, "role", books->role);
}

/* Value before work before heads. */
static void suggest_metrics(struct doc *doc, struct node *root,
                            const struct books *books)
{
    static const struct {
        const char *name;
        int weight, band; /* hundredths */
    } metrics[] = {{"value", 3, 10}, {"workload", 2, 10}, {"accounts", 1, 15}};
    struct node *list = doc_add(doc, root, "metrics", DOC_ARRAY);

    for (size_t k = 0; k < sizeof metrics / sizeof *metrics; k++) {
        struct node *node;

        if (strcmp(metrics[k].name, "accounts") != 0 &&
            !has(books->accounts, metrics[k].name))
            continue;
        node = doc_add(doc, list, NULL, DOC_OBJECT);
        doc_add_string(doc, node, "name", metrics[k].name);
        doc_add_integer(doc, node, "weight", metrics[k].weight);
        doc_add_decimal(doc, node, "band", metrics[k].band, 2);
    }
}

static void suggest_limit(struct doc *doc, struct node *list,
                          const char *metric, const char *key,
                          const char *column, const struct books *books)
{
    struct node *node;

    if (!has(books->reps, column))
        return;
    node = doc_add(doc, list, NULL, DOC_OBJECT);
    doc_add_string(doc, node, "metric", metric);
    doc_add_string(doc, node, key, column);
}

static void suggest_limits(struct doc *doc, struct node *root,
                           const struct books *books)
{
    struct node *list = doc_add(doc, root, "limits", DOC_ARRAY);

    suggest_limit(doc, list, "accounts", "max", "max_accounts", books);
    suggest_limit(doc, list, "accounts", "min", "min_accounts", books);
    if (has(books->accounts, "value"))
        suggest_limit(doc, list, "value", "max", "max_value", books);
}

static void suggest_fit(struct doc *doc, struct node *root,
                        const struct books *books)
{
    static const char *const pairs[][2] = {{"segment", "segments"},
                                           {"industry", "industries"},
                                           {"language", "languages"},
                                           {"skills", "skills"}};
    struct node *list = doc_add(doc, root, "fit", DOC_ARRAY);

    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        struct node *node;

        if (!has(books->accounts, pairs[k][0]) ||
            !has(books->reps, pairs[k][1]))
            continue;
        node = doc_add(doc, list, NULL, DOC_OBJECT);
        doc_add_string(doc, node, "account", pairs[k][0]);
        doc_add_string(doc, node, "rep", pairs[k][1]);
        doc_add_decimal(doc, node, "weight", 5, 1);
    }
}

static void suggest_continuity(struct doc *doc, struct node *root)
{
    struct node *node = doc_add(doc, root, "continuity", DOC_OBJECT);

    doc_add_integer(doc, node, "weight", 1);
    doc_add_decimal(doc, node, "loss_rate", 15, 2);
}

static void suggest_days(struct doc *doc, struct node *list, const char *key,
                         const char *column, const struct books *books)
{
    if (has(books->accounts, column))
        doc_add_integer(doc, doc_add(doc, list, NULL, DOC_OBJECT), key, 90);
}

static void suggest_locks(struct doc *doc, struct node *root,
                          const struct books *books)
{
    struct node *list = doc_add(doc, root, "locks", DOC_ARRAY);

    if (has(books->accounts, "open_opportunity")) {
        struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);
        struct node *where = doc_add(doc, node, "where", DOC_OBJECT);

        doc_add_bool(doc, where, "open_opportunity", true);
        doc_add_string(doc, node, "why", "open deal");
    }
    suggest_days(doc, list, "renewal_within_days", "renewal_date", books);
    suggest_days(doc, list, "owner_changed_within_days", "owner_since", books);
}

/* Columns that were recognised by another name than their own. */
static void suggest_mapping(struct doc *doc, struct node *parent,
                            const char *key, const struct frame *frame)
{
    struct node *node = NULL;

    for (size_t k = 0; frame != NULL && k < frame->n_columns; k++) {
        const struct column *column = &frame->columns[k];

        if (!column->recognised || strcmp(column->name, column->header) == 0)
            continue;
        if (node == NULL)
            node = doc_add(doc, parent, key, DOC_OBJECT);
        doc_add_string(doc, node, column->name, column->header);
    }
}

static void suggest_columns(struct doc *doc, struct node *root,
                            const struct books *books)
{
    struct node *node = doc_add(doc, root, "columns", DOC_OBJECT);

    suggest_mapping(doc, node, "accounts", books->accounts);
    suggest_mapping(doc, node, "reps", books->reps);
    suggest_mapping(doc, node, "pairs", books->pair_rows);
    suggest_mapping(doc, node, "territories", books->territory_rows);
    suggest_mapping(doc, node, "decisions", books->decision_rows);
}

static void suggest_all(struct doc *doc, struct node *root,
                        const struct books *books)
{
    bool codes =
        has(books->accounts, "territory") && has(books->reps, "territories");

    suggest_head(doc, root, books);
    suggest_metrics(doc, root, books);
    suggest_limits(doc, root, books);
    doc_add_string(doc, root, "territory", codes ? "hard" : "off");
    suggest_fit(doc, root, books);
    doc_add_string(doc, root, "families",
                   has(books->accounts, "parent") ? "together" : "off");
    suggest_continuity(doc, root);
    suggest_locks(doc, root, books);
    suggest_columns(doc, root, books);
}

eb_status rules_suggested(const struct books *books, struct doc **out)
{
    struct doc *doc = NULL;
    eb_status status = doc_new("rules.json", &doc);

    if (status != EB_OK)
        return status;
    suggest_all(doc, doc_add(doc, NULL, NULL, DOC_OBJECT), books);
    if (!doc_ok(doc)) {
        doc_free(doc);
        return EB_NO_MEMORY;
    }
    *out = doc;
    return EB_OK;
}
