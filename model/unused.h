/* unused.h - known columns that a plan by these rules does not look at. */
#ifndef MODEL_UNUSED_H
#define MODEL_UNUSED_H

#include "model/compiled.h"

enum unused_file { UNUSED_ACCOUNTS, UNUSED_REPS, UNUSED_TERRITORIES };

struct unused {
    enum unused_file file;
    const struct column *column;
};

struct unused_list {
    struct VEC(struct unused) columns;
};

/* File by file, in the order of their columns. Further columns are the
 * caller's own affair, as are the owners in other roles; what pairs.csv holds
 * for nothing is warned of when the rules are read. */
eb_status unused_find(const struct compiled *compiled,
                      struct unused_list *out);
void unused_clear(struct unused_list *list);

#endif
