/* rules_keys.h - every key of rules.json: one table that drives reading,
 * "did you mean" and the manual. scenarios.json has a table of the same form. */
#ifndef MODEL_RULES_KEYS_H
#define MODEL_RULES_KEYS_H

#include "base/doc.h"

/* What else a value has to be, beyond its kind. */
enum rule_form {
    FORM_PLAIN,
    FORM_DATE,    /* a text: 2027-01-04 */
    FORM_AMOUNT,  /* a number from 0 to 1,000,000 */
    FORM_ABOVE_0, /* a number above 0, at most 1,000,000 */
    FORM_MONEY,   /* a number of at least 0 */
    FORM_BAND,    /* the same up to 1,000, of at most 6 decimals */
    FORM_SHARE,   /* a number from 0 to 1 */
    FORM_WHOLE,   /* a whole number from 0 to 1,000,000 */
    FORM_SHARES,  /* an object: name to a share */
    FORM_AMOUNTS, /* an object: name to a number of at least 0 */
    FORM_TEXTS,   /* a list of texts */
    FORM_PENALTY, /* a list of [deviation, slope] */
    FORM_WHERE,   /* an object: column to values (where.h) */
    FORM_MAPPING, /* an object: known column to header */
    FORM_OBJECTS, /* a list of objects of any keys */
    FORM_KEYS     /* an object, or a list of objects, of the keys below */
};

struct rule_key {
    const char *path;    /* "metrics[].band" */
    unsigned takes;      /* bits 1 << enum doc_kind; null is always taken */
    enum rule_form form; /* of the kind that has one */
    const char *choices; /* the texts it may be, with | between; or NULL */
    bool required;
    const char *type;     /* in words, as in "expected ..." */
    const char *standard; /* the default, in words */
    const char *help;     /* one line */
};

/* All keys that a document may have. */
struct key_table {
    const struct rule_key *keys;
    size_t n;
    /* path to how a message calls such an object; ends with NULL, NULL */
    const char *const (*nouns)[2];
};

const struct rule_key *rules_keys(size_t *n);
/* The same, with the words for messages. */
struct key_table rules_key_table(void);
/* The last name of the path if the key stands directly in `parent` ("" for the
 * top, "metrics[]" for an item of a list); else NULL. */
const char *rule_key_within(const struct rule_key *key, const char *parent);

#endif
