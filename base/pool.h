/* pool.h - the one thread pool: the same job over ranges of indices, or jobs
 * beside the caller.
 *
 * Ranges have a fixed size, whatever the number of threads, so that a result
 * put together range by range is the same at any number of threads. So is one
 * of tasks that are begun and finished in an order that does not depend on
 * when they end, and read nothing that changes meanwhile. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include "base/status.h"

#include <stdbool.h>

struct pool;

/* One job by itself; the pool's own from pool_begin to pool_finish. */
struct pool_task {
    void (*job)(void *context);
    void *context;
    struct pool_task *next; /* that waits, too */
    bool done;
};

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

/* Begins a job beside the caller, who goes on. Without other threads it is done
 * at once. */
void pool_begin(struct pool *pool, struct pool_task *task);
/* Waits until it is done; meanwhile does what waits, what was begun first first.
 * Every task must be finished before it or the pool goes. */
void pool_finish(struct pool *pool, struct pool_task *task);

#endif
