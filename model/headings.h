/* headings.h - which header of a table is which column. */
#ifndef MODEL_HEADINGS_H
#define MODEL_HEADINGS_H

#include "base/names.h"
#include "base/table.h"
#include "model/schema.h"

/* "columns" of the rules for a file: canonical name -> header, or null for "not
 * there". Both may be NULL. */
struct mapping {
    const struct node *node;
    const char *file; /* the rules', for messages */
};

struct heading {
    const struct known_column *known; /* NULL: an extra column */
    const char *name; /* canonical, or as written; NULL: not taken in */
};

/* Settles every header of the table into out[n_columns]. Reports every fault, then EB_BAD_DATA; the result stands all the
 * same. */
eb_status headings_settle(const struct table *table,
                          const struct schema *schema, struct mapping mapping,
                          struct names *words, struct heading *out,
                          eb_messages *said);

#endif
