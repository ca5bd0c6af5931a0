/* given.c - whether the rules that were applied are those that were given. */
#include "verify/rules.h"

#include <string.h>

struct comparison {
    const struct doc *given, *applied;
    eb_messages *said;
};

static bool is_key(const struct node *node, const char *key)
{
    return node->key != NULL && strcmp(node->key, key) == 0;
}

static eb_status differ(const struct comparison *c, const struct node *given,
                        const struct node *applied)
{
    struct place at = doc_place(c->given, given);

    return refuse(c->said, doc_place(c->applied, applied),
                  "%s is not applied as %s:%ld:%ld gives it",
                  given->key == NULL ? "an item" : given->key, at.file,
                  at.line, at.column);
}

static eb_status compare(const struct comparison *c, const struct node *given,
                         const struct node *applied);

static eb_status compare_members(const struct comparison *c,
                                 const struct node *given,
                                 const struct node *applied)
{
    eb_status status = EB_OK;

    for (const struct node *k = given->first; k != NULL; k = k->next) {
        const struct node *other = doc_get(applied, k->key);

        if (other == NULL && k->kind != DOC_NULL)
            return differ(c, k, applied);
        if (other != NULL)
            TRY(compare(c, k, other));
    }
done:
    return status;
}

/* A penalty may stand behind the (0, 0.001) that every penalty begins with. */
static const struct node *first_item(const struct node *given,
                                     const struct node *applied)
{
    if (is_key(given, "penalty") &&
        doc_length(applied) == doc_length(given) + 1)
        return applied->first->next;
    return applied->first;
}

static eb_status compare_items(const struct comparison *c,
                               const struct node *given,
                               const struct node *applied)
{
    const struct node *b = first_item(given, applied);
    eb_status status = EB_OK;

    for (const struct node *a = given->first; a != NULL; a = a->next) {
        if (b == NULL)
            return differ(c, given, applied);
        TRY(compare(c, a, b));
        b = b->next;
    }
    if (b != NULL)
        return differ(c, given, applied);
done:
    return status;
}

/* A header that was given; with null, that there is none. */
static eb_status compare_headers(const struct comparison *c,
                                 const struct node *given,
                                 const struct node *applied)
{
    for (const struct node *file = given->first; file != NULL;
         file = file->next)
        for (const struct node *k = file->first; k != NULL; k = k->next) {
            const struct node *other =
                doc_get(doc_get(applied, file->key), k->key);
            bool none = other == NULL || other->kind == DOC_NULL;

            if (k->kind == DOC_NULL ? !none : !doc_equal(k, other))
                return differ(c, k, other == NULL ? applied : other);
        }
    return EB_OK;
}

/* What is null is not given, but for a test of `where`, which seeks blanks. */
static eb_status compare(const struct comparison *c, const struct node *given,
                         const struct node *applied)
{
    if (is_key(given, "where") && doc_length(given) + doc_length(applied) > 0)
        return doc_equal(given, applied) ? EB_OK : differ(c, given, applied);
    if (is_key(given, "where") || given->kind == DOC_NULL)
        return EB_OK;
    if (is_key(given, "columns") && given->kind == DOC_OBJECT)
        return compare_headers(c, given, applied);
    if (given->kind == DOC_OBJECT && applied->kind == DOC_OBJECT)
        return compare_members(c, given, applied);
    if (given->kind == DOC_ARRAY && applied->kind == DOC_ARRAY)
        return compare_items(c, given, applied);
    if (given->kind == DOC_STRING && applied->kind == DOC_OBJECT &&
        is_key(given, "territory"))
        applied = doc_get(applied, "mode");
    if (!doc_equal(given, applied))
        return differ(c, given, applied);
    return EB_OK;
}

static bool is_of_a_flag(const char *key)
{
    return strcmp(key, "role") == 0 || strcmp(key, "goal") == 0 ||
           strcmp(key, "against") == 0;
}

/* Flags may give another role and another goal than the file, and what it is against. */
eb_status rules_compare(const struct doc *given, const struct doc *applied,
                        eb_messages *said)
{
    struct comparison c = {given, applied, said};
    eb_status status = EB_OK;

    if (given->root == NULL || given->root->kind != DOC_OBJECT)
        return fault(said, doc_place(given, given->root),
                     "an object is wanted");
    for (const struct node *k = given->root->first; k != NULL; k = k->next) {
        const struct node *other = doc_get(applied->root, k->key);

        if (is_of_a_flag(k->key))
            continue;
        if (other == NULL && k->kind != DOC_NULL)
            return differ(&c, k, applied->root);
        if (other != NULL)
            TRY(compare(&c, k, other));
    }
done:
    return status;
}
