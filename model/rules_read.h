/* rules_read.h - what the readers of the parts of rules.json share.
 *
 * rules_check has seen the document before: a value of the wrong kind is
 * already a fault, and is taken for absent here. Reading goes on after a fault,
 * so that all of them are reported. */
#ifndef MODEL_RULES_READ_H
#define MODEL_RULES_READ_H

#include "model/rules.h"

struct reader {
    const struct node *root; /* an object, or NULL */
    const struct books *books;
    struct rules *rules;
    eb_messages *said;
    eb_status status;
};

void reader_keep(struct reader *in, eb_status status);
/* n zeroed items in the rules' memory; NULL after remembering that it is
 * out. */
void *reader_take(struct reader *in, size_t n, size_t size);
struct place reader_place(const struct reader *in, const struct node *node);
/* Reads the `where` of the object, if it has one. */
void reader_where(struct reader *in, const struct node *object,
                  struct where *out);
/* The column, which should be of one of these kinds (bits 1 << enum
 * cell_kind); NULL after a fault at `at` otherwise. `wanted` says in words
 * what it should hold. */
const struct column *reader_column(struct reader *in, const struct node *at,
                                   const struct frame *frame, const char *name,
                                   unsigned kinds, const char *wanted);

/* The value of a key; NULL if absent, null or of another kind. */
const struct node *read_node(const struct node *object, const char *key,
                             enum doc_kind kind);
/* Whether the key is there and not null, of whatever kind. */
bool read_is_given(const struct node *object, const char *key);
const char *read_text(const struct node *object, const char *key);
bool read_flag(const struct node *object, const char *key, bool standard);
/* False, and *out as it was, where there is none. */
bool read_decimal(const struct node *object, const char *key,
                  struct decimal *out);
int64_t read_whole(const struct node *object, const char *key,
                   int64_t standard);
/* Which of the texts it is; `standard` where it is none. */
int read_choice(const struct node *object, const char *key,
                const char *const *choices, int n, int standard);

/* The column of an optional file; NULL where either is absent. */
const struct column *column_of(const struct frame *frame, const char *name);

#endif
