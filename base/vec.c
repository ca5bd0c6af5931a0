/* vec.c - room for arrays that grow. */
#include "base/vec.h"

#include <stdint.h>
#include <string.h>

bool vec_reserve(void **at, size_t *room, size_t n, size_t size)
{
    size_t wanted;
    void *block;

    if (n <= *room)
        return true;
    wanted = *room < 8 ? 8 : *room;
    if (wanted <= SIZE_MAX / 2)
        wanted *= 2;
    if (wanted < n)
        wanted = n;

    /* `at` points at a pointer of another type: only bytes may be moved. */
    memcpy(&block, at, sizeof block);
    block = mem_resize(block, wanted, size);
    if (block == NULL)
        return false;
    memcpy(at, &block, sizeof block);
    *room = wanted;
    return true;
}

int ascending_ints(const void *left, const void *right)
{
    const int *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}
