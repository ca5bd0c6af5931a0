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
/* Puts order[0 .. n-1], which holds indices below n, in order of their keys,
 * which are below n_keys; equal keys keep their order. O(n + n_keys). */
eb_status order_by_key(const int *key, size_t n, size_t n_keys, int *order);

#endif
