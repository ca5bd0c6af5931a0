/* pool.c - workers that wait for a job and share its ranges, and for tasks. */
#include "base/pool.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct work {
    void (*job)(void *context, size_t range, size_t first, size_t last);
    void *context;
    size_t n, size;
};

/* `round` counts the jobs given out; a worker that has seen fewer joins in while
 * the present one is `open`, so that nobody waits for one that wakes up late.
 * `busy` counts those that have joined and not finished. These and `work` change
 * under the lock alone, as do the tasks that wait; `next` is the next range to
 * take. */
struct pool {
    pthread_mutex_t lock;
    pthread_cond_t begun, finished;
    pthread_t *workers;
    int n_workers, busy;
    unsigned long round;
    bool open, closing;
    struct work work;
    atomic_size_t next;
    struct pool_task *waiting, **last; /* begun first; the end of the list */
};

static void run_range(const struct work *work, size_t range)
{
    size_t first = range * work->size;
    size_t left = work->n - first;

    work->job(work->context, range, first,
              first + (left < work->size ? left : work->size));
}

static size_t count_ranges(const struct work *work)
{
    return work->n / work->size + (work->n % work->size != 0);
}

static void share_ranges(struct pool *pool)
{
    size_t n_ranges = count_ranges(&pool->work), range;

    while ((range = atomic_fetch_add(&pool->next, 1)) < n_ranges)
        run_range(&pool->work, range);
}

static void join_round(struct pool *pool)
{
    if (!pool->open)
        return;
    pool->busy++;
    pthread_mutex_unlock(&pool->lock);
    share_ranges(pool);
    pthread_mutex_lock(&pool->lock);
    if (--pool->busy == 0)
        pthread_cond_signal(&pool->finished);
}

/* The first of those that wait. The lock is held before and after. */
static void do_task(struct pool *pool)
{
    struct pool_task *task = pool->waiting;

    pool->waiting = task->next;
    if (pool->waiting == NULL)
        pool->last = &pool->waiting;
    pthread_mutex_unlock(&pool->lock);
    task->job(task->context);
    pthread_mutex_lock(&pool->lock);
    task->done = true;
    pthread_cond_signal(&pool->finished);
}

static void *serve(void *argument)
{
    struct pool *pool = argument;
    unsigned long seen = 0;

    pthread_mutex_lock(&pool->lock);
    while (!pool->closing) {
        if (pool->round != seen) {
            seen = pool->round;
            join_round(pool);
        } else if (pool->waiting != NULL) {
            do_task(pool);
        } else {
            pthread_cond_wait(&pool->begun, &pool->lock);
        }
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* A system that refuses a thread leaves a smaller pool, with the same
 * results. */
static void start_workers(struct pool *pool, int n)
{
    while (pool->n_workers < n &&
           pthread_create(&pool->workers[pool->n_workers], NULL, serve,
                          pool) == 0)
        pool->n_workers++;
}

eb_status pool_new(int threads, struct pool **out)
{
    int n = threads > 1 ? threads - 1 : 0;
    struct pool *pool = NEW(struct pool, 1);
    pthread_t *workers = NEW(pthread_t, (size_t)n);

    if (pool == NULL || workers == NULL) {
        mem_free(pool);
        mem_free(workers);
        return EB_NO_MEMORY;
    }
    pool->workers = workers;
    pool->last = &pool->waiting;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->begun, NULL);
    pthread_cond_init(&pool->finished, NULL);
    atomic_init(&pool->next, 0);
    start_workers(pool, n);
    *out = pool;
    return EB_OK;
}

void pool_free(struct pool *pool)
{
    if (pool == NULL)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_broadcast(&pool->begun);
    pthread_mutex_unlock(&pool->lock);
    for (int k = 0; k < pool->n_workers; k++)
        pthread_join(pool->workers[k], NULL);
    pthread_cond_destroy(&pool->begun);
    pthread_cond_destroy(&pool->finished);
    pthread_mutex_destroy(&pool->lock);
    mem_free(pool->workers);
    mem_free(pool);
}

int pool_threads(const struct pool *pool)
{
    return pool == NULL ? 1 : pool->n_workers + 1;
}

void pool_run(struct pool *pool, size_t n, size_t size,
              void (*job)(void *context, size_t range, size_t first,
                          size_t last),
              void *context)
{
    struct work work = {job, context, n, size > 0 ? size : 1};
    size_t n_ranges = count_ranges(&work);

    if (pool == NULL || pool->n_workers == 0 || n_ranges < 2) {
        for (size_t range = 0; range < n_ranges; range++)
            run_range(&work, range);
        return;
    }
    pthread_mutex_lock(&pool->lock);
    pool->work = work;
    pool->open = true;
    pool->round++;
    atomic_store(&pool->next, 0);
    pthread_cond_broadcast(&pool->begun);
    pthread_mutex_unlock(&pool->lock);

    share_ranges(pool);

    pthread_mutex_lock(&pool->lock);
    pool->open = false;
    while (pool->busy > 0)
        pthread_cond_wait(&pool->finished, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}

void pool_begin(struct pool *pool, struct pool_task *task)
{
    task->next = NULL;
    task->done = false;
    if (pool == NULL || pool->n_workers == 0) {
        task->job(task->context);
        task->done = true;
        return;
    }
    pthread_mutex_lock(&pool->lock);
    *pool->last = task;
    pool->last = &task->next;
    pthread_cond_signal(&pool->begun);
    pthread_mutex_unlock(&pool->lock);
}

void pool_finish(struct pool *pool, struct pool_task *task)
{
    if (pool == NULL || pool->n_workers == 0)
        return;
    pthread_mutex_lock(&pool->lock);
    while (!task->done) {
        if (pool->waiting != NULL)
            do_task(pool);
        else
            pthread_cond_wait(&pool->finished, &pool->lock);
    }
    pthread_mutex_unlock(&pool->lock);
}
