/* tree.h - the forest of territory codes that the files speak of. */
#ifndef MODEL_TREE_H
#define MODEL_TREE_H

#include "model/frame.h"

/* Territory codes as a forest; the codes of all files, in order of code. */
struct tree {
    size_t n;
    const int *code; /* [n] interned */
    int *parent;     /* [n] index, -1 at a root */
    int *level;      /* [n] 1 at a root */
    int depth;       /* the largest level */
    int *index;      /* [n_words at build] word -> code index, or -1 */
    size_t n_index;
};

/* From `territory` of accounts, `territories` of reps and both columns of
 * territories.csv, which may be NULL. Faults: circles. Warnings: codes that
 * territories.csv, where there is one, does not have. A code whose parent is
 * not said is a root. tree_clear() also after a failure. */
eb_status tree_make(const struct names *words, const struct frame *accounts,
                    const struct frame *reps, const struct frame *territories,
                    struct tree *out, eb_messages *said);
void tree_clear(struct tree *tree);
/* Whether `ancestor` is `code` or above it; indices into the tree. */
bool tree_contains(const struct tree *tree, int ancestor, int code);

#endif
