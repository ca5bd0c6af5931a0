/* rules.c - what can be had of rules without reading them, and their end. */
#include "model/rules.h"

void rules_free(struct rules *rules)
{
    if (rules == NULL)
        return;
    arena_clear(&rules->memory);
    mem_free(rules);
}

static const struct node *of_kind(const struct node *node, enum doc_kind kind)
{
    return node != NULL && node->kind == kind ? node : NULL;
}

const struct node *rules_columns(const struct doc *doc)
{
    return doc != NULL ? of_kind(doc_get(doc->root, "columns"), DOC_OBJECT)
                       : NULL;
}

const char *rules_role(const struct doc *doc)
{
    return doc != NULL ? doc_string(doc_get(doc->root, "role")) : NULL;
}
