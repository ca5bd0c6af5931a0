/* complaint.h - what readers of rules share: going on after a fault, and
 * asking whether something near was meant. */
#ifndef MODEL_COMPLAINT_H
#define MODEL_COMPLAINT_H

#include "model/frame.h"

/* Remembers that there was a fault; that memory is out weighs more. */
void complaint_keep(eb_status *kept, eb_status status);

/* `; did you mean "band"?`, or nothing. */
struct hint {
    char text[128];
};
struct hint hint_of(const char *nearest);
/* The nearest of at most 256 columns, by name or header, of these kinds: bits
 * 1 << enum cell_kind. */
const char *nearest_column(const struct frame *frame, unsigned kinds,
                           const char *name);

/* How a message names a value: itself where it is plain, "a list" or "an
 * object" otherwise. */
struct wording {
    char text[64];
};
struct wording wording_of(const struct node *node);
/* "numbers", "text", ...: what a column of this kind holds. */
const char *wording_of_kind(enum cell_kind kind);

#endif
