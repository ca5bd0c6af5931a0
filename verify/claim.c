/* claim.c - one claim against one truth. */
#include "verify/claim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

eb_status find_column(const struct claims *c, const struct table *table,
                      const char *name, int *column)
{
    *column = table_column(table, name);
    if (*column >= 0)
        return EB_OK;
    return refuse(c->said, (struct place){table->file, table->header_line, 0},
                  "there is no column \"%s\"", name);
}

static const char *cell_at(struct spot at)
{
    return table_cell(at.table, at.row, (size_t)at.column);
}

static eb_status differ(const struct claims *c, struct spot at,
                        const char *truth)
{
    return refuse(c->said, table_place(at.table, at.row, (size_t)at.column),
                  "%s: claimed \"%s\", true \"%s\"",
                  at.table->header[at.column], cell_at(at), truth);
}

eb_status claim_text(const struct claims *c, struct spot at, const char *truth)
{
    return strcmp(cell_at(at), truth) == 0 ? EB_OK : differ(c, at, truth);
}

eb_status claim_blank(const struct claims *c, struct spot at)
{
    return claim_text(c, at, "");
}

eb_status claim_exact(const struct claims *c, struct spot at, wide truth,
                      int places)
{
    char text[64];
    wide claimed;

    if (decimal_read_wide(cell_at(at), places, &claimed) && claimed == truth)
        return EB_OK;
    decimal_write_wide(truth, places, text);
    return differ(c, at, text);
}

eb_status claim_count(const struct claims *c, struct spot at, int64_t truth)
{
    return claim_exact(c, at, truth, 0);
}

static bool is_close(const char *text, long double truth, long double slack)
{
    char *end;
    long double claimed;

    if (*text == '\0' || strpbrk(text, "xXnN") != NULL)
        return false;
    claimed = strtold(text, &end);
    return *end == '\0' && fabsl(claimed - truth) <= slack;
}

/* For messages alone. */
static void write_real(long double number, char text[64])
{
    wide units = fabsl(number) < 1e15L ? (wide)roundl(number * 1e9L) : 0;

    decimal_write_wide(units, 9, text);
}

eb_status claim_close(const struct claims *c, struct spot at,
                      long double truth, long double slack)
{
    char text[64];

    if (is_close(cell_at(at), truth, slack))
        return EB_OK;
    write_real(truth, text);
    return differ(c, at, text);
}

/* ---- plan.json ---- */

const struct node *get_set(const struct node *object, const char *key)
{
    const struct node *node = doc_get(object, key);

    return node == NULL || node->kind == DOC_NULL ? NULL : node;
}

eb_status refuse_node(const struct claims *c, const struct node *node,
                      const char *what)
{
    return refuse(c->said, doc_place(c->plan, node), "%s", what);
}

static eb_status differ_key(const struct claims *c, const struct node *object,
                            const char *key, const char *truth)
{
    const struct node *node = doc_get(object, key);
    const char *claimed = "null";

    if (node == NULL)
        return refuse(c->said, doc_place(c->plan, object),
                      "%s: missing, true %s", key, truth);
    if (node->text != NULL)
        claimed = node->text;
    else if (node->kind == DOC_BOOL)
        claimed = node->truth ? "true" : "false";
    else if (node->kind != DOC_NULL)
        claimed = "a list";
    return refuse(c->said, doc_place(c->plan, node), "%s: claimed %s, true %s",
                  key, claimed, truth);
}

eb_status claim_key_text(const struct claims *c, const struct node *object,
                         const char *key, const char *truth)
{
    const char *claimed = doc_string(doc_get(object, key));

    if (claimed != NULL && strcmp(claimed, truth) == 0)
        return EB_OK;
    return differ_key(c, object, key, truth);
}

eb_status claim_key_exact(const struct claims *c, const struct node *object,
                          const char *key, wide truth, int places)
{
    const struct node *node = doc_get(object, key);
    char text[64];
    wide claimed;

    if (node != NULL && node->kind == DOC_NUMBER &&
        decimal_read_wide(node->text, places, &claimed) && claimed == truth)
        return EB_OK;
    decimal_write_wide(truth, places, text);
    return differ_key(c, object, key, text);
}

eb_status claim_key_close(const struct claims *c, const struct node *object,
                          const char *key, long double truth,
                          long double slack)
{
    const struct node *node = doc_get(object, key);
    char text[64];

    if (node != NULL && node->kind == DOC_NUMBER &&
        is_close(node->text, truth, slack))
        return EB_OK;
    write_real(truth, text);
    return differ_key(c, object, key, text);
}

eb_status claim_key_null(const struct claims *c, const struct node *object,
                         const char *key)
{
    return get_set(object, key) == NULL ? EB_OK
                                        : differ_key(c, object, key, "null");
}

eb_status read_exact(const struct claims *c, const struct node *object,
                     const char *key, int places, wide *out)
{
    const struct node *node = doc_get(object, key);

    if (node != NULL && node->kind == DOC_NUMBER &&
        decimal_read_wide(node->text, places, out))
        return EB_OK;
    return refuse(c->said, doc_place(c->plan, node == NULL ? object : node),
                  "%s: a plain number of at most %d decimals is wanted", key,
                  places);
}

eb_status read_index(const struct claims *c, const struct node *object,
                     const char *key, size_t n, size_t *out)
{
    wide number = 0;
    eb_status status = read_exact(c, object, key, 0, &number);

    if (status != EB_OK)
        return status;
    if (number < 0 || number >= (wide)n)
        return refuse(c->said, doc_place(c->plan, doc_get(object, key)),
                      "%s: there is no such one", key);
    *out = (size_t)number;
    return EB_OK;
}

eb_status read_rep(const struct claims *c, const struct node *object,
                   const char *key, int *rep)
{
    const char *id = doc_string(doc_get(object, key));

    *rep = id == NULL ? -1 : names_find(&c->world->rep_names, id);
    if (*rep < 0)
        return refuse(c->said, doc_place(c->plan, object),
                      "%s: there is no such rep", key);
    return EB_OK;
}
