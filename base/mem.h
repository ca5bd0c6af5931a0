/* mem.h - all memory goes through here, so that tests can count and refuse it.
 *
 * Threads may allocate at once. Sizes are checked for overflow. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Zeroed memory for n items of the size; NULL when out. n = 0 gives a valid
 * pointer. */
void *mem_new(size_t n, size_t size);
/* Grows or shrinks; on failure returns NULL and leaves the block alone. New
 * bytes are not zeroed. */
void *mem_resize(void *block, size_t n, size_t size);
void *mem_copy(const void *block, size_t n, size_t size);
char *mem_string(const char *text);
void mem_free(void *block); /* NULL is fine */

#define NEW(type, n) ((type *)mem_new((n), sizeof(type)))

/* Blocks not yet freed. */
size_t mem_live(void);
/* Makes the n-th allocation from now (0 = the next) fail, once; -1 = none. */
void mem_fail_at(long n);

/* An arena: many small pieces, one free. */
struct arena {
    struct arena_block *blocks;
};
/* Aligned for any type, zeroed; NULL when out. */
void *arena_new(struct arena *arena, size_t bytes);
/* So many bytes for text: not aligned, not zeroed. */
char *arena_bytes(struct arena *arena, size_t bytes);
char *arena_string(struct arena *arena, const char *text, size_t length);
void arena_clear(struct arena *arena);

#endif
