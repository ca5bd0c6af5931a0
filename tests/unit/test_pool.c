/* test_pool.c - the thread pool: every range once, whatever the threads. */
#include "base/pool.h"

#include "base/mem.h"
#include "tests/support/sweep.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum { N = 1003, SIZE = 10 };

struct job {
    int visits[N];
    size_t firsts[N / SIZE + 1];
};

static void visit(void *context, size_t range, size_t first, size_t last)
{
    struct job *job = context;

    job->firsts[range] = first;
    for (size_t k = first; k < last; k++)
        job->visits[k]++;
}

Test(pool, visits_every_index_once_per_run)
{
    static const int threads[] = {1, 2, 5};

    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
        struct pool *pool = NULL;
        struct job job = {0};
        int wrong = 0;

        cr_assert(eq(int, pool_new(threads[t], &pool), EB_OK));
        for (int round = 0; round < 200; round++)
            pool_run(pool, N, SIZE, visit, &job);
        for (size_t k = 0; k < N; k++)
            wrong += job.visits[k] != 200;
        for (size_t k = 0; k <= N / SIZE; k++)
            wrong += job.firsts[k] != k * SIZE;
        cr_expect(eq(int, wrong, 0), "%d threads", threads[t]);
        cr_expect(le(int, pool_threads(pool), threads[t]));
        pool_free(pool);
    }
    cr_expect(eq(sz, mem_live(), 0));
}

Test(pool, does_without_threads_and_without_work)
{
    struct job job = {0};
    struct pool *pool = NULL;

    pool_run(NULL, N, SIZE, visit, &job);
    cr_expect(eq(int, job.visits[N - 1], 1));
    cr_assert(eq(int, pool_new(3, &pool), EB_OK));
    pool_run(pool, 0, SIZE, visit, &job);
    cr_expect(eq(int, job.visits[0], 1));
    pool_free(pool);
    pool_free(NULL);
}

/* Tasks are begun and finished round by round, and sum what they are given. */
struct errand {
    struct pool_task task;
    long given, sum;
};

static void add_up(void *context)
{
    struct errand *errand = context;

    for (long k = 0; k <= errand->given; k++)
        errand->sum += k;
}

Test(pool, has_done_every_task_that_is_finished)
{
    enum { ERRANDS = 7, ROUNDS = 300 };

    for (int threads = 1; threads <= 4; threads++) {
        struct errand errands[ERRANDS] = {0};
        struct pool *pool = NULL;
        struct job job = {0};
        long expected = 0, sum = 0;

        cr_assert(eq(int, pool_new(threads, &pool), EB_OK));
        for (int k = 0; k < ROUNDS * ERRANDS; k++) {
            struct errand *errand = &errands[k % ERRANDS];

            if (k >= ERRANDS)
                pool_finish(pool, &errand->task);
            sum += errand->sum;
            errand->given = k;
            errand->sum = 0;
            errand->task =
                (struct pool_task){.job = add_up, .context = errand};
            expected += (long)k * (k + 1) / 2;
            pool_begin(pool, &errand->task);
            if (k % 50 == 0)
                pool_run(pool, N, SIZE, visit, &job);
        }
        for (int k = ERRANDS - 1; k >= 0; k--) {
            pool_finish(pool, &errands[k].task);
            sum += errands[k].sum;
        }
        cr_expect(eq(long, sum, expected), "%d threads", threads);
        cr_expect(eq(int, job.visits[N - 1], ROUNDS *ERRANDS / 50));
        pool_free(pool);
    }
}

Test(pool, does_tasks_at_once_where_there_is_none)
{
    struct errand errand = {.given = 4};

    errand.task = (struct pool_task){.job = add_up, .context = &errand};
    pool_begin(NULL, &errand.task);
    cr_expect(eq(long, errand.sum, 10));
    pool_finish(NULL, &errand.task);
}

static eb_status make_and_free(void *context)
{
    struct pool *pool = NULL;
    eb_status status = pool_new(2, &pool);

    (void)context;
    pool_free(pool);
    return status;
}

Test(pool, survives_any_refused_allocation)
{
    cr_expect(eq(long, sweep_memory(make_and_free, NULL), 2));
}
