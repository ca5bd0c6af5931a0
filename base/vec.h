/* vec.h - arrays that grow.
 *
 *     struct VEC(int) xs = {0};
 *     if (!VEC_PUSH(&xs, 7)) return EB_NO_MEMORY;
 *     for (size_t k = 0; k < xs.n; k++) use(xs.at[k]);
 *     VEC_CLEAR(&xs);
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stdbool.h>
#include <stddef.h>

#define VEC(type)                                                             \
    {                                                                         \
        type *at;                                                             \
        size_t n, room;                                                       \
    }

/* Makes room for n items in all; false when memory is out. */
bool vec_reserve(void **at, size_t *room, size_t n, size_t size);
#define VEC_RESERVE(v, count)                                                 \
    vec_reserve((void **)&(v)->at, &(v)->room, (count), sizeof *(v)->at)
#define VEC_PUSH(v, item)                                                     \
    (VEC_RESERVE(v, (v)->n + 1) ? ((v)->at[(v)->n++] = (item), true) : false)
#define VEC_CLEAR(v)                                                          \
    (mem_free((v)->at), (v)->at = NULL, (v)->n = (v)->room = 0)

/* For qsort and bsearch over ints. */
int ascending_ints(const void *left, const void *right);

#include "base/mem.h"

#endif
