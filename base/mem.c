/* mem.c - counted memory and arenas. */
#include "base/mem.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The only state of the whole library that is not in an object: two counters
 * for tests. Neither changes what a program computes. */
static atomic_size_t live_blocks;
static atomic_long calls_until_failure = -1;

static bool is_refused(void)
{
    if (atomic_load_explicit(&calls_until_failure, memory_order_relaxed) < 0)
        return false;
    return atomic_fetch_sub(&calls_until_failure, 1) == 0;
}

/* The bytes of n items, at least 1; 0 when they cannot be counted. */
static size_t bytes_of(size_t n, size_t size)
{
    if (n == 0 || size == 0)
        return 1;
    return n > PTRDIFF_MAX / size ? 0 : n * size;
}

static void *count_new(void *block)
{
    if (block != NULL)
        atomic_fetch_add_explicit(&live_blocks, 1, memory_order_relaxed);
    return block;
}

void *mem_new(size_t n, size_t size)
{
    size_t bytes = bytes_of(n, size);

    if (bytes == 0 || is_refused())
        return NULL;
    return count_new(calloc(bytes, 1));
}

void *mem_resize(void *block, size_t n, size_t size)
{
    size_t bytes = bytes_of(n, size);

    if (bytes == 0 || is_refused())
        return NULL;
    if (block == NULL)
        return count_new(malloc(bytes));
    return realloc(block, bytes);
}

void *mem_copy(const void *block, size_t n, size_t size)
{
    void *copy = mem_resize(NULL, n, size);

    if (copy != NULL && n > 0 && size > 0)
        memcpy(copy, block, n * size);
    return copy;
}

char *mem_string(const char *text)
{
    return mem_copy(text, strlen(text) + 1, 1);
}

void mem_free(void *block)
{
    if (block == NULL)
        return;
    atomic_fetch_sub_explicit(&live_blocks, 1, memory_order_relaxed);
    free(block);
}

size_t mem_live(void)
{
    return atomic_load(&live_blocks);
}

void mem_fail_at(long n)
{
    atomic_store(&calls_until_failure, n);
}

/* Blocks double in size up to a limit; the newest is the first in the list and
 * the only one with room. A piece too large for it gets a block of its own. */
struct arena_block {
    struct arena_block *next;
    size_t used, room;
    alignas(max_align_t) char bytes[];
};

/* Arenas of a request are many and small: with its head the first block stays within what
 * allocators keep at hand. */
enum {
    FIRST_BLOCK = 1024 - sizeof(struct arena_block),
    LARGEST_BLOCK = 1024 * 1024
};

static struct arena_block *add_block(struct arena *arena, size_t bytes)
{
    size_t room = FIRST_BLOCK;
    struct arena_block *block;

    if (arena->blocks != NULL)
        room = arena->blocks->room * 2;
    if (room > LARGEST_BLOCK)
        room = LARGEST_BLOCK;
    if (room < bytes)
        room = bytes;
    if (room > PTRDIFF_MAX - sizeof *block)
        return NULL;
    block = mem_resize(NULL, sizeof *block + room, 1);
    if (block == NULL)
        return NULL;
    block->room = room;
    block->used = 0;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

static void *take(struct arena *arena, size_t bytes, size_t alignment)
{
    struct arena_block *block = arena->blocks;
    size_t start = 0;

    if (block != NULL)
        start = (block->used + alignment - 1) / alignment * alignment;
    if (block == NULL || start > block->room || block->room - start < bytes) {
        block = add_block(arena, bytes);
        start = 0;
    }
    if (block == NULL)
        return NULL;
    block->used = start + bytes;
    return block->bytes + start;
}

void *arena_new(struct arena *arena, size_t bytes)
{
    void *piece = take(arena, bytes, alignof(max_align_t));

    return piece == NULL ? NULL : memset(piece, 0, bytes);
}

char *arena_bytes(struct arena *arena, size_t bytes)
{
    return bytes < PTRDIFF_MAX ? take(arena, bytes, 1) : NULL;
}

char *arena_string(struct arena *arena, const char *text, size_t length)
{
    char *copy = length < PTRDIFF_MAX ? take(arena, length + 1, 1) : NULL;

    if (copy == NULL)
        return NULL;
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

void arena_clear(struct arena *arena)
{
    struct arena_block *block = arena->blocks;

    while (block != NULL) {
        struct arena_block *next = block->next;
        mem_free(block);
        block = next;
    }
    arena->blocks = NULL;
}
