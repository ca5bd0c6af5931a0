/* draft.h - a table that is being changed: cells set, rows added and taken out,
 * then a table again.
 *
 * Numbers and dates are written plainly (1963.1, 2027-01-04) throughout, so that what
 * is put in is read as what stands beside it, however the file wrote its own. */
#ifndef MODEL_DRAFT_H
#define MODEL_DRAFT_H

#include "base/vec.h"
#include "model/frame.h"

struct draft_column {
    const char *header;
    struct VEC(const char *) cells; /* [n_rows] */
};

struct draft {
    const struct frame *frame;               /* what it was; not owned */
    size_t n_rows;                           /* those of the frame first */
    struct VEC(struct draft_column) columns; /* those of the frame first */
    struct VEC(bool) gone;                   /* [n_rows] taken out */
    struct arena memory;
};

/* The frame has to outlive the draft. draft_clear() also after a failure. */
eb_status draft_open(const struct frame *frame, struct draft *out);
void draft_clear(struct draft *draft);
/* The column of a canonical name, or of a header; a new one, blank, if there is
 * none. */
eb_status draft_column(struct draft *draft, const char *name, size_t *column);
/* The text is copied. */
eb_status draft_set(struct draft *draft, size_t row, size_t column,
                    const char *text);
const char *draft_cell(const struct draft *draft, size_t row, size_t column);
/* One more row, blank. */
eb_status draft_add_row(struct draft *draft, size_t *row);
/* A table of its own, with the rows that are left. */
eb_status draft_close(const struct draft *draft, struct table **out);

#endif
