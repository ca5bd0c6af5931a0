/* rules_check.h - rules.json against the table of its keys: what can be said
 * without the books. */
#ifndef MODEL_RULES_CHECK_H
#define MODEL_RULES_CHECK_H

#include "base/number.h"
#include "model/rules_keys.h"

/* Every unknown key (with the key meant, where one is near), every value that
 * is not what its key takes, every key that is required and absent. */
eb_status rules_check(const struct doc *doc, eb_messages *said);

/* The same of an object within a document, against any table of keys; `what`
 * it is called where it is no object. */
eb_status keys_check(const struct key_table *table, const struct doc *doc,
                     const struct node *object, const char *what,
                     eb_messages *said);

/* -1, 0, 1 as a is below, equal to or above b. */
int decimal_compare(struct decimal a, struct decimal b);

#endif
