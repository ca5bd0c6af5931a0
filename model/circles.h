/* circles.h - circles among things that each name one above them. */
#ifndef MODEL_CIRCLES_H
#define MODEL_CIRCLES_H

#include "model/phrase.h"

/* above[k] is an index, or -1. Calls found(context, k) once for each circle, k
 * the least index on it, in no order that matters but the same every time. The
 * first failure is given back once all have been seen. O(n). */
eb_status circles_find(const int *above, size_t n,
                       eb_status (*found)(void *context, int k),
                       void *context);
/* Adds "a -> b -> a" for the circle through k; a long one is cut. */
void circle_describe(const int *above, int k,
                     const char *(*name)(const void *context, int k),
                     const void *context, struct phrase *out);

#endif
