/* order.h - things in order of their text, compared as bytes, or of a key. */
#ifndef MODEL_ORDER_H
#define MODEL_ORDER_H

#include "base/names.h"
#include "base/status.h"

/* order[0 .. n-1] becomes the indices 0 .. n-1 in order of the texts of their
 * words; equal words in order of index. O(n log n), O(n) if they are in order
 * already. */
eb_status order_by_text(const struct names *words, const int *word, size_t n,
                        int *order);
/* Puts n records of `size` bytes in order of the int that each has at
 * `offset`, from 0 to below n_keys; equal ones keep their order, so that the
 * last key sorted by is the first in rank. O(n + n_keys). */
eb_status sort_by_key(void *records, size_t n, size_t size, size_t offset,
                      size_t n_keys);

#endif
