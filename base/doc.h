/* doc.h - a document: the values that JSON can write, and where each stood.
 *
 * A tree of nodes owned by the document's arena. Numbers keep their text, so
 * that decimals stay exact. Objects keep the order of their keys; reading
 * refuses a key that stands twice. */
#ifndef BASE_DOC_H
#define BASE_DOC_H

#include "base/mem.h"
#include "base/status.h"

#include <stdint.h>

enum doc_kind {
    DOC_NULL,
    DOC_BOOL,
    DOC_NUMBER,
    DOC_STRING,
    DOC_ARRAY,
    DOC_OBJECT
};

struct node {
    enum doc_kind kind;
    const char *key;  /* of an object's member, else NULL */
    const char *text; /* string, or the number as written */
    bool truth;
    struct node *first, *last, *next; /* children; next sibling */
    long line, column;                /* of the value; 0 if built by us */
    long key_line, key_column;        /* of the key */
    const char *file; /* where that is, if not the document's own; not owned */
};

struct doc {
    char *file;
    struct arena memory;
    struct node *root;
    bool failed; /* an add ran out of memory, or came after one that did */
};

eb_status doc_new(const char *file, struct doc **out);
void doc_free(struct doc *doc);

/* Building. Each adds a child under `parent` (key NULL in arrays) and gives it,
 * or NULL when memory is out; `parent` NULL makes the root. Strings are
 * copied. After one failure every add fails, so that a caller may build on
 * without looking and ask doc_ok() once at the end. */
struct node *doc_add(struct doc *doc, struct node *parent, const char *key,
                     enum doc_kind kind);
struct node *doc_add_string(struct doc *doc, struct node *parent,
                            const char *key, const char *text);
struct node *doc_add_bool(struct doc *doc, struct node *parent,
                          const char *key, bool truth);
struct node *doc_add_integer(struct doc *doc, struct node *parent,
                             const char *key, int64_t number);
/* Shortest text that reads back to the same double; null if not finite. */
struct node *doc_add_double(struct doc *doc, struct node *parent,
                            const char *key, double number);
/* units x 10^-decimals, exactly: 1963, 2 -> 19.63; 1950, 2 -> 19.5. */
struct node *doc_add_decimal(struct doc *doc, struct node *parent,
                             const char *key, int64_t units, int decimals);
/* A deep copy of a node of any document. */
struct node *doc_add_copy(struct doc *doc, struct node *parent,
                          const char *key, const struct node *node);

bool doc_ok(const struct doc *doc);

/* Reading. NULL where absent, or where `object` is NULL or no object. */
const struct node *doc_get(const struct node *object, const char *key);
/* The same, to be changed. */
struct node *doc_member(struct node *object, const char *key);
const char *doc_string(const struct node *node); /* NULL if no string */
double doc_double(const struct node *node);      /* NAN if no number */
size_t doc_length(const struct node *node);      /* of an array or object */
/* The first child, or NULL; `next` leads on. */
const struct node *doc_first(const struct node *node);
/* Deep equality; numbers by value, objects whatever the order of keys. */
bool doc_equal(const struct node *a, const struct node *b);
struct place doc_place(const struct doc *doc, const struct node *node);
struct place doc_key_place(const struct doc *doc, const struct node *node);

#endif
