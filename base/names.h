/* names.h - strings as small integers, and back.
 *
 * The numbers run from 0 in order of first sight. Strings live as long as the
 * collection. */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include "base/mem.h"
#include "base/vec.h"

#include <stdint.h>

/* The hash tells most texts apart without looking at them. */
struct name_slot {
    int number; /* -1: empty */
    uint32_t hash;
};

struct names {
    struct VEC(const char *) text;      /* [n] by number */
    struct VEC(struct name_slot) slots; /* open addressing */
    struct arena memory;
};

void names_clear(struct names *names);
/* The number of the text, new if need be; -1 when memory is out. */
int names_add(struct names *names, const char *text);
/* -1 if unknown. */
int names_find(const struct names *names, const char *text);
/* The known text nearest to this one by edits (at most a third of its length),
 * for "did you mean"; NULL if none is near. O(n x length^2). */
const char *names_nearest(const char *const *known, size_t n,
                          const char *text);

#endif
