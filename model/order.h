/* order.h - things in order of their text, compared as bytes. */
#ifndef MODEL_ORDER_H
#define MODEL_ORDER_H

#include "base/names.h"
#include "base/status.h"

/* order[0 .. n-1] becomes the indices 0 .. n-1 in order of the texts of their
 * words; equal words in order of index. O(n log n), O(n) if they are in order
 * already. */
eb_status order_by_text(const struct names *words, const int *word, size_t n,
                        int *order);

#endif
