/* pool.h - the one thread pool: the same job over ranges of indices.
 *
 * Ranges have a fixed size, whatever the number of threads, so that a result
 * put together range by range is the same at any number of threads. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include "base/status.h"

struct pool;

/* threads >= 1; with 1 everything runs in the caller. */
eb_status pool_new(int threads, struct pool **out);
void pool_free(struct pool *pool);
int pool_threads(const struct pool *pool);

/* Calls job(context, range, first, last) for each range [first, last) of
 * `size` indices below n; returns when all are done. Jobs must not touch each
 * other's results. A NULL pool runs them in the caller. */
void pool_run(struct pool *pool, size_t n, size_t size,
              void (*job)(void *context, size_t range, size_t first,
                          size_t last),
              void *context);

#endif
