/* rules_merge.c - rules laid over rules. */
#include "model/rules_merge.h"

struct merging {
    struct doc *doc;
    const char *under, *over; /* files */
};

static struct node *add_value(struct merging *in, struct node *parent,
                              const struct node *from, const char *file)
{
    struct node *node = doc_add(in->doc, parent, from->key, from->kind);

    if (node == NULL)
        return NULL;
    node->text = from->text; /* lives as long as the place it is told by */
    node->truth = from->truth;
    node->line = from->line;
    node->column = from->column;
    node->key_line = from->key_line;
    node->key_column = from->key_column;
    node->file = from->file != NULL ? from->file : file;
    return node;
}

static void add_whole(struct merging *in, struct node *parent,
                      const struct node *from, const char *file)
{
    struct node *node = add_value(in, parent, from, file);

    for (const struct node *k = doc_first(from); node != NULL && k != NULL;
         k = k->next)
        add_whole(in, node, k, file);
}

static bool is_object(const struct node *node)
{
    return node != NULL && node->kind == DOC_OBJECT;
}

static void merge(struct merging *in, struct node *parent,
                  const struct node *under, const struct node *over);

/* A null takes the key out; nulls deeper within what is new do so too. */
static void merge_member(struct merging *in, struct node *parent,
                         const struct node *under, const struct node *over)
{
    static const struct node nothing = {.kind = DOC_OBJECT};

    if (over == NULL)
        add_whole(in, parent, under, in->under);
    else if (is_object(over))
        merge(in, parent, is_object(under) ? under : &nothing, over);
    else if (over->kind != DOC_NULL)
        add_whole(in, parent, over, in->over);
}

static void merge(struct merging *in, struct node *parent,
                  const struct node *under, const struct node *over)
{
    struct node *node = add_value(in, parent, over, in->over);

    if (node == NULL)
        return;
    for (const struct node *k = under->first; k != NULL; k = k->next)
        merge_member(in, node, k, doc_get(over, k->key));
    for (const struct node *k = over->first; k != NULL; k = k->next)
        if (doc_get(under, k->key) == NULL)
            merge_member(in, node, NULL, k);
}

eb_status rules_merge(const struct doc *under, const struct doc *from,
                      const struct node *over, struct doc **out)
{
    static const struct node empty = {.kind = DOC_OBJECT};
    struct merging in = {NULL, under != NULL ? under->file : from->file,
                         from->file};
    eb_status status = doc_new(in.under, &in.doc);

    if (status != EB_OK)
        return status;
    merge(&in, NULL, under != NULL ? under->root : &empty,
          over != NULL ? over : &empty);
    if (!doc_ok(in.doc)) {
        doc_free(in.doc);
        return EB_NO_MEMORY;
    }
    *out = in.doc;
    return EB_OK;
}
