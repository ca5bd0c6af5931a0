/* tree.h - the forest of territory codes that the files speak of. */
#ifndef MODEL_TREE_H
#define MODEL_TREE_H

#include "model/books.h"

/* From `territory` of accounts, `territories` of reps and both columns of
 * territories.csv, which may be NULL. Faults: circles. Warnings: codes that
 * territories.csv, where there is one, does not have. A code whose parent is
 * not said is a root. tree_clear() also after a failure. */
eb_status tree_make(const struct names *words, const struct frame *accounts,
                    const struct frame *reps, const struct frame *territories,
                    struct tree *out, eb_messages *said);
void tree_clear(struct tree *tree);

#endif
