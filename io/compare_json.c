/* compare_json.c - compare.json: a comparison for programs. */
#include "io/compare_files.h"

#include <stdlib.h>

static void add_text(struct doc *doc, struct node *node, const char *key,
                     const char *text)
{
    if (text == NULL)
        doc_add(doc, node, key, DOC_NULL);
    else
        doc_add_string(doc, node, key, text);
}

static void add_fairness(struct doc *doc, struct node *list, const char *name,
                         const struct metric_view *view)
{
    struct node *node;

    if (!view->there)
        return;
    node = doc_add(doc, list, NULL, DOC_OBJECT);
    doc_add_string(doc, node, "name", name);
    doc_add_double(doc, node, "mean_deviation", view->mean);
    doc_add_double(doc, node, "farthest", view->farthest);
    doc_add_integer(doc, node, "in_band", (int64_t)view->within);
    doc_add_integer(doc, node, "books", (int64_t)view->books);
    doc_add_double(doc, node, "gini", view->gini);
}

static void add_metrics(struct doc *doc, struct node *node, const char *key,
                        const struct comparison *c,
                        const struct metric_view *views)
{
    struct node *list = doc_add(doc, node, key, DOC_ARRAY);

    for (size_t m = 0; m < c->metrics.text.n; m++)
        add_fairness(doc, list, c->metrics.text.at[m], &views[m]);
}

static void add_farthest(struct doc *doc, struct node *node,
                         const struct comparison *c, size_t plan)
{
    const struct worst_view *worst = &c->worst[plan];
    struct node *farthest;

    if (worst->book < 0) {
        doc_add(doc, node, "farthest", DOC_NULL);
        return;
    }
    farthest = doc_add(doc, node, "farthest", DOC_OBJECT);
    doc_add_string(doc, farthest, "rep", c->books[worst->book].rep);
    doc_add_string(doc, farthest, "metric", c->books[worst->book].metric_name);
    add_text(doc, farthest, "group", c->books[worst->book].group);
    doc_add_double(doc, farthest, "deviation", worst->deviation);
}

static void add_plan(struct doc *doc, struct node *list,
                     const struct comparison *c, size_t plan)
{
    static const char *const taken[] = {
        "status", "proof",    "goal",  "objective", "lower_bound", "gap",
        "terms",  "accounts", "moves", "retention", "conflict"};
    const struct compared *of = &c->plans[plan];
    struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);

    doc_add_string(doc, node, "name", of->name);
    add_text(doc, node, "folder", of->folder);
    for (size_t k = 0; k < sizeof taken / sizeof *taken; k++) {
        const struct node *value = compared_node(of, taken[k]);

        if (value != NULL)
            doc_add_copy(doc, node, taken[k], value);
    }
    doc_add_integer(doc, node, "broken", (int64_t)c->broken[plan]);
    add_farthest(doc, node, c, plan);
    add_metrics(doc, node, "metrics", c,
                &c->fairness[plan * c->metrics.text.n]);
}

static void add_load(struct doc *doc, struct node *list,
                     const struct comparison *c, const struct load_view *view,
                     size_t plan)
{
    struct node *node;

    if (!view->there)
        return;
    node = doc_add(doc, list, NULL, DOC_OBJECT);
    doc_add_string(doc, node, "plan", c->plans[plan].name);
    doc_add_double(doc, node, "load", view->load_number);
    if (!view->has_target)
        return;
    doc_add_double(doc, node, "target", strtod(view->target, NULL));
    doc_add_double(doc, node, "deviation", view->deviation_number);
}

static void add_books(struct doc *doc, struct node *root,
                      const struct comparison *c)
{
    struct node *list = doc_add(doc, root, "books", DOC_ARRAY);

    for (size_t b = 0; b < c->n_books; b++) {
        const struct book_view *book = &c->books[b];
        struct node *node = doc_add(doc, list, NULL, DOC_OBJECT), *in;

        doc_add_string(doc, node, "rep", book->rep);
        doc_add_string(doc, node, "name", book->name);
        doc_add_string(doc, node, "metric", book->metric_name);
        if (*book->group != '\0')
            doc_add_string(doc, node, "group", book->group);
        in = doc_add(doc, node, "in", DOC_ARRAY);
        for (size_t k = 0; k < c->n; k++)
            add_load(doc, in, c, &book->in[k], k);
    }
}

static void add_pairs(struct doc *doc, struct node *root,
                      const struct comparison *c)
{
    struct node *list = doc_add(doc, root, "pairs", DOC_ARRAY);

    for (size_t a = 0; a < c->n; a++)
        for (size_t b = a + 1; b < c->n; b++) {
            struct node *node = doc_add(doc, list, NULL, DOC_OBJECT);

            doc_add_string(doc, node, "a", c->plans[a].name);
            doc_add_string(doc, node, "b", c->plans[b].name);
            doc_add_integer(doc, node, "differ",
                            (int64_t)c->differ[a * c->n + b]);
            doc_add_integer(doc, node, "only_a",
                            (int64_t)c->alone[a * c->n + b]);
            doc_add_integer(doc, node, "only_b",
                            (int64_t)c->alone[b * c->n + a]);
        }
}

static void add_differences(struct doc *doc, struct node *root,
                            const struct comparison *c)
{
    struct node *list = doc_add(doc, root, "differences", DOC_ARRAY);

    for (size_t a = 0; a < c->n_differing; a++) {
        const struct owner_view *view = &c->differing[a];
        struct node *node = doc_add(doc, list, NULL, DOC_OBJECT), *owners;

        doc_add_string(doc, node, "account", view->account);
        doc_add_string(doc, node, "name", view->name);
        owners = doc_add(doc, node, "owners", DOC_ARRAY);
        for (size_t k = 0; k < c->n; k++)
            add_text(doc, owners, NULL, view->owner[k]);
    }
}

eb_status compare_json(const struct comparison *c, struct doc **out)
{
    struct doc *doc = NULL;
    struct node *root, *list;
    eb_status status = doc_new("compare.json", &doc);

    if (status != EB_OK)
        return status;
    root = doc_add(doc, NULL, NULL, DOC_OBJECT);
    doc_add_string(doc, root, "version", EB_VERSION);
    doc_add_string(doc, root, "role", compared_text(&c->plans[0], "role"));
    doc_add_integer(doc, root, "accounts", (int64_t)c->n_accounts);
    doc_add_bool(doc, root, "same_metrics", c->same_metrics);
    add_metrics(doc, root, "today", c, c->today);
    list = doc_add(doc, root, "plans", DOC_ARRAY);
    for (size_t k = 0; k < c->n; k++)
        add_plan(doc, list, c, k);
    add_books(doc, root, c);
    add_pairs(doc, root, c);
    add_differences(doc, root, c);
    if (doc_ok(doc)) {
        *out = doc;
        return EB_OK;
    }
    doc_free(doc);
    return EB_NO_MEMORY;
}
