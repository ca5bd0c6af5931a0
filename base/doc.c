/* doc.c - a tree of the values that JSON can write. */
#include "base/doc.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

eb_status doc_new(const char *file, struct doc **out)
{
    struct doc *doc = NEW(struct doc, 1);

    if (doc == NULL)
        return EB_NO_MEMORY;
    doc->file = mem_string(file);
    if (doc->file == NULL) {
        mem_free(doc);
        return EB_NO_MEMORY;
    }
    *out = doc;
    return EB_OK;
}

void doc_free(struct doc *doc)
{
    if (doc == NULL)
        return;
    arena_clear(&doc->memory);
    mem_free(doc->file);
    mem_free(doc);
}

bool doc_ok(const struct doc *doc)
{
    return !doc->failed;
}

static char *copy_text(struct doc *doc, const char *text)
{
    return arena_string(&doc->memory, text, strlen(text));
}

static void attach(struct doc *doc, struct node *parent, struct node *node)
{
    if (parent == NULL)
        doc->root = node;
    else if (parent->last == NULL)
        parent->first = parent->last = node;
    else
        parent->last = parent->last->next = node;
}

/* A node with its text, if it has one. A second root is refused: it would be
 * the child of a parent that failed. */
static struct node *add(struct doc *doc, struct node *parent, const char *key,
                        enum doc_kind kind, const char *text)
{
    struct node *node = NULL;

    if (doc->failed || (parent == NULL && doc->root != NULL))
        goto failed;
    node = arena_new(&doc->memory, sizeof *node);
    if (node == NULL)
        goto failed;
    node->kind = kind;
    if (key != NULL && (node->key = copy_text(doc, key)) == NULL)
        goto failed;
    if (text != NULL && (node->text = copy_text(doc, text)) == NULL)
        goto failed;
    attach(doc, parent, node);
    return node;
failed:
    doc->failed = true;
    return NULL;
}

struct node *doc_add(struct doc *doc, struct node *parent, const char *key,
                     enum doc_kind kind)
{
    return add(doc, parent, key, kind, NULL);
}

struct node *doc_add_string(struct doc *doc, struct node *parent,
                            const char *key, const char *text)
{
    return add(doc, parent, key, DOC_STRING, text);
}

struct node *doc_add_bool(struct doc *doc, struct node *parent,
                          const char *key, bool truth)
{
    struct node *node = add(doc, parent, key, DOC_BOOL, NULL);

    if (node != NULL)
        node->truth = truth;
    return node;
}

struct node *doc_add_integer(struct doc *doc, struct node *parent,
                             const char *key, int64_t number)
{
    return doc_add_decimal(doc, parent, key, number, 0);
}

/* Fifteen digits are enough for any decimal of so many; %g drops the zeros. */
struct node *doc_add_double(struct doc *doc, struct node *parent,
                            const char *key, double number)
{
    char text[40];

    if (!isfinite(number))
        return add(doc, parent, key, DOC_NULL, NULL);
    if (fabs(number) <= 0.0)
        return add(doc, parent, key, DOC_NUMBER, "0");
    for (int digits = 15; digits <= 17; digits++) {
        double back;

        snprintf(text, sizeof text, "%.*g", digits, number);
        back = strtod(text, NULL);
        if (!(back < number) && !(back > number))
            break;
    }
    return add(doc, parent, key, DOC_NUMBER, text);
}

struct node *doc_add_decimal(struct doc *doc, struct node *parent,
                             const char *key, int64_t units, int decimals)
{
    char text[48];

    decimal_write(units, decimals, text);
    return add(doc, parent, key, DOC_NUMBER, text);
}

struct node *doc_add_copy(struct doc *doc, struct node *parent,
                          const char *key, const struct node *node)
{
    struct node *copy = add(doc, parent, key, node->kind, node->text);

    if (copy == NULL)
        return NULL;
    copy->truth = node->truth;
    for (const struct node *k = node->first; k != NULL; k = k->next)
        doc_add_copy(doc, copy, k->key, k);
    return doc->failed ? NULL : copy;
}

static struct node *find(const struct node *object, const char *key)
{
    if (object == NULL || object->kind != DOC_OBJECT)
        return NULL;
    for (struct node *k = object->first; k != NULL; k = k->next)
        if (strcmp(k->key, key) == 0)
            return k;
    return NULL;
}

const struct node *doc_get(const struct node *object, const char *key)
{
    return find(object, key);
}

struct node *doc_member(struct node *object, const char *key)
{
    return find(object, key);
}

const char *doc_string(const struct node *node)
{
    return node != NULL && node->kind == DOC_STRING ? node->text : NULL;
}

double doc_double(const struct node *node)
{
    if (node == NULL || node->kind != DOC_NUMBER)
        return NAN;
    return strtod(node->text, NULL);
}

size_t doc_length(const struct node *node)
{
    size_t n = 0;

    if (node != NULL)
        for (const struct node *k = node->first; k != NULL; k = k->next)
            n++;
    return n;
}

const struct node *doc_first(const struct node *node)
{
    return node == NULL ? NULL : node->first;
}

/* A number as written, taken apart: its digits from the first to the last that
 * is not 0 (a point may stand between), and the power of ten of the last. */
struct digits {
    bool negative;
    const char *at;
    long n, power;
};

/* Held to a range in which sums cannot overflow. */
static long read_exponent(const char *text)
{
    const long most = 1000000000;
    long exponent = strtol(text, NULL, 10);

    return exponent > most ? most : exponent < -most ? -most : exponent;
}

static struct digits take_apart(const char *text)
{
    struct digits d = {*text == '-', NULL, 0, 0};
    long seen = 0, places = 0, last = 0;
    bool point = false;

    for (text += d.negative; *text != '\0' && strchr("eE", *text) == NULL;
         text++) {
        if (*text == '.') {
            point = true;
            continue;
        }
        places += point;
        if (d.at == NULL && *text != '0')
            d.at = text;
        seen += d.at != NULL;
        if (*text != '0') {
            d.n = seen;
            d.power = 0;
            last = places;
        } else if (!point && d.at != NULL) {
            d.power++; /* as yet behind the last digit */
        }
    }
    if (d.at == NULL)
        return (struct digits){false, NULL, 0, 0};
    d.power -= last;
    if (*text != '\0')
        d.power += read_exponent(text + 1);
    return d;
}

static bool same_number(const char *a, const char *b)
{
    struct digits x = take_apart(a), y = take_apart(b);

    if (x.negative != y.negative || x.n != y.n || x.power != y.power)
        return false;
    for (long k = 0; k < x.n; k++, x.at++, y.at++) {
        x.at += *x.at == '.';
        y.at += *y.at == '.';
        if (*x.at != *y.at)
            return false;
    }
    return true;
}

static bool same_items(const struct node *a, const struct node *b)
{
    const struct node *x = a->first, *y = b->first;

    for (; x != NULL && y != NULL; x = x->next, y = y->next)
        if (!doc_equal(x, y))
            return false;
    return x == y;
}

static bool same_members(const struct node *a, const struct node *b)
{
    if (doc_length(a) != doc_length(b))
        return false;
    for (const struct node *k = a->first; k != NULL; k = k->next)
        if (!doc_equal(k, doc_get(b, k->key)))
            return false;
    return true;
}

bool doc_equal(const struct node *a, const struct node *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case DOC_NULL:
        return true;
    case DOC_BOOL:
        return a->truth == b->truth;
    case DOC_NUMBER:
        return same_number(a->text, b->text);
    case DOC_STRING:
        return strcmp(a->text, b->text) == 0;
    case DOC_ARRAY:
        return same_items(a, b);
    case DOC_OBJECT:
        return same_members(a, b);
    }
    return false;
}

static const char *file_of(const struct doc *doc, const struct node *node)
{
    return node->file != NULL ? node->file : doc->file;
}

struct place doc_place(const struct doc *doc, const struct node *node)
{
    if (node == NULL)
        return (struct place){doc->file, 0, 0};
    return (struct place){file_of(doc, node), node->line, node->column};
}

struct place doc_key_place(const struct doc *doc, const struct node *node)
{
    if (node == NULL)
        return (struct place){doc->file, 0, 0};
    return (struct place){file_of(doc, node), node->key_line,
                          node->key_column};
}
