/* comparison_make.c - plans side by side, part by part. */
#include "model/comparing.h"

#include <math.h>
#include <string.h>

/* ---- plan.json ---------------------------------------------------------- */

const struct node *compared_node(const struct compared *plan, const char *path)
{
    const struct node *node = plan->plan->root;
    char key[64];

    while (*path != '\0') {
        size_t n = strcspn(path, ".");

        if (n >= sizeof key)
            return NULL;
        memcpy(key, path, n);
        key[n] = '\0';
        node = doc_get(node, key);
        path += n + (path[n] == '.');
    }
    return node;
}

double compared_number(const struct compared *plan, const char *path)
{
    return doc_double(compared_node(plan, path));
}

const char *compared_text(const struct compared *plan, const char *path)
{
    const char *text = doc_string(compared_node(plan, path));

    return text == NULL ? "" : text;
}

/* ---- Shared ------------------------------------------------------------- */

void *comparing_take(struct comparison *c, size_t n, size_t size)
{
    if (size > 0 && n > PTRDIFF_MAX / size)
        return NULL;
    return arena_new(&c->memory, n * size);
}

eb_status comparing_column(const struct table *table, const char *name,
                           size_t *column, eb_messages *said)
{
    int found = table_column(table, name);

    if (found < 0)
        return fault(said, (struct place){table->file, table->header_line, 0},
                     "there is no column \"%s\": this is not of a plan", name);
    *column = (size_t)found;
    return EB_OK;
}

/* ---- What can be compared ----------------------------------------------- */

static eb_status check_roles(const struct comparison *c, eb_messages *said)
{
    const char *role = compared_text(&c->plans[0], "role");

    for (size_t k = 1; k < c->n; k++) {
        const char *other = compared_text(&c->plans[k], "role");

        if (strcmp(role, other) != 0)
            return fail(EB_BAD_USAGE, said,
                        "plans of different roles cannot be compared: %s is "
                        "of %s, %s of %s",
                        c->plans[0].name, role, c->plans[k].name, other);
    }
    return EB_OK;
}

static const char *digest_of_input(const struct compared *plan,
                                   const char *role)
{
    const struct node *list = compared_node(plan, "inputs");

    for (const struct node *k = doc_first(list); k != NULL; k = k->next) {
        const char *is = doc_string(doc_get(k, "role"));
        const char *digest = doc_string(doc_get(k, "sha256"));

        if (is != NULL && digest != NULL && strcmp(is, role) == 0)
            return digest;
    }
    return "";
}

static bool same_input(const struct comparison *c, size_t plan,
                       const char *role)
{
    return strcmp(digest_of_input(&c->plans[0], role),
                  digest_of_input(&c->plans[plan], role)) == 0;
}

static eb_status compare_inputs(struct comparison *c)
{
    static const char *const words[] = {NULL, "accounts", "reps",
                                        "accounts and reps"};

    c->other = comparing_take(c, c->n, sizeof *c->other);
    if (c->other == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < c->n; k++)
        c->other[k] = words[(same_input(c, k, "accounts") ? 0 : 1) +
                            (same_input(c, k, "reps") ? 0 : 2)];
    return EB_OK;
}

eb_status comparison_make(const struct compared *plans, size_t n,
                          struct comparison **out, eb_messages *said)
{
    struct comparison *c = NEW(struct comparison, 1);
    eb_status status = c == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    c->n = n;
    c->plans = plans;
    TRY(check_roles(c, said));
    TRY(compare_inputs(c));
    TRY(comparing_fairness(c, said));
    TRY(comparing_books(c, said));
    TRY(comparing_owners(c, said));
    *out = c;
    c = NULL; /* now the caller's */
done:
    comparison_free(c);
    return status;
}

void comparison_free(struct comparison *c)
{
    if (c == NULL)
        return;
    names_clear(&c->metrics);
    arena_clear(&c->memory);
    mem_free(c);
}
