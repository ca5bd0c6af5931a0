/* keys.h - short sequences of integers as small numbers, so that things with
 * the same signature share one number. */
#ifndef MODEL_KEYS_H
#define MODEL_KEYS_H

#include "base/vec.h"
#include "model/frame.h"

struct sequence VEC(int64_t);

/* The numbers run from 0 in order of first sight. */
struct keys {
    struct VEC(int64_t) cells;
    struct VEC(size_t) first; /* [n + 1] once there is one */
    struct VEC(int) slots;    /* open addressing; -1 empty */
    int n;
};

void keys_clear(struct keys *keys);
/* The number of the sequence, new if need be; -1 when memory is out. */
int keys_add(struct keys *keys, const struct sequence *sequence);

/* Appends what the cell holds; two cells of a column append the same only if
 * they are equal. A NULL column appends nothing. */
eb_status sequence_add_cell(struct sequence *sequence,
                            const struct column *column, size_t row);
eb_status sequence_add(struct sequence *sequence, int64_t cell);

#endif
