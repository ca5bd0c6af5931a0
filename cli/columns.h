/* columns.h - tables on a terminal: cells under one another. */
#ifndef CLI_COLUMNS_H
#define CLI_COLUMNS_H

#include "base/mem.h"
#include "base/status.h"
#include "base/vec.h"

/* Row by row, so many cells in each; the first row is the head. */
struct columns {
    size_t n; /* in a row */
    struct arena memory;
    struct VEC(char *) cells;
    bool failed; /* memory ran out */
};

/* One more cell; so many more. */
void columns_add(struct columns *table, const char *text);
void columns_add_all(struct columns *table, const char *const *texts,
                     size_t n);
/* Prints the table and clears it: two blanks between columns; `left` of them, from
 * the first, start on one line, the others end on one. */
eb_status columns_end(struct columns *table, size_t left);
/* Without printing. */
void columns_clear(struct columns *table);

#endif
