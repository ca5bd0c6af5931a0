/* frame.h - a table whose columns have types.
 *
 * Reading a frame recognises headers by their many names (schema.h), settles
 * one number style and one date style per column, parses every cell, and
 * reports every fault with its place. Everything later works on frames: a
 * `where`, a metric, a family key and a fit term all name a column. */
#ifndef MODEL_FRAME_H
#define MODEL_FRAME_H

#include "base/names.h"
#include "base/table.h"
#include "model/column.h"
#include "model/headings.h"

struct frame {
    const struct table *table; /* not owned */
    const struct schema *schema;
    size_t n_rows;
    size_t n_columns;
    struct column *columns;
};

/* Cells lose surrounding blanks.
 *
 * Unrecognised columns are NUMBER if every filled cell is a number in one style
 * (and none has a leading zero: 01581 is a code), else DATE if every one is a
 * date in one style, else LIST if one has a `;`, else TEXT. A recognised column
 * with two number styles or two date styles is a fault; a style that no cell of
 * the file settles is a warning where it matters.
 *
 * Reports all faults, then EB_BAD_DATA. *out is then the frame with its bad
 * cells blank, so that more can be looked at, or NULL where there is no making
 * sense of the file; the caller frees it in either case. */
eb_status frame_read(const struct table *table, const struct schema *schema,
                     struct mapping mapping, struct names *words,
                     struct frame **out, eb_messages *said);
void frame_free(struct frame *frame);

/* By canonical name, else by header as written; NULL if there is no such column. */
const struct column *frame_column(const struct frame *frame, const char *name);
struct place frame_place(const struct frame *frame, size_t row,
                         const struct column *column);

#endif
