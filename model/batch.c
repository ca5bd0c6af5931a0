/* batch.c - several plans made at once. */
#include "model/batch.h"

#include "base/budget.h"
#include "base/pool.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>

struct batch {
    struct batch_job *jobs;
    size_t n, done;
    const struct planner_options *options;
    int threads;    /* of each job */
    double seconds; /* for each job; 0: no limit */
    pthread_mutex_t lock; /* for `done` and the caller's progress */
};

/* ---- Progress ----------------------------------------------------------- */

static void report(struct batch *batch, size_t finished)
{
    const struct planner_options *options = batch->options;
    char phase[48];
    eb_progress now = {.phase = phase, .lower_bound = -HUGE_VAL};

    pthread_mutex_lock(&batch->lock);
    batch->done += finished;
    if (options->progress != NULL) {
        snprintf(phase, sizeof phase, "%zu of %zu", batch->done, batch->n);
        now.seconds = clock_seconds() - options->started;
        options->progress(options->context, &now);
    }
    pthread_mutex_unlock(&batch->lock);
}

static void still_at_it(void *context, const eb_progress *now)
{
    (void)now;
    report(context, 0);
}

/* ---- Jobs --------------------------------------------------------------- */

static void run_job(struct batch *batch, struct batch_job *job)
{
    struct planner_options options = *batch->options;

    if (options.stop != NULL && *options.stop != 0) {
        job->status = EB_STOPPED;
        return;
    }
    options.threads = batch->threads;
    options.started = clock_seconds();
    if (batch->seconds > 0)
        options.deadline = options.started + batch->seconds;
    options.progress = still_at_it;
    options.context = batch;
    job->status =
        planner_run(job->books, job->rules, &options, &job->plan, job->said);
    report(batch, 1);
}

static void run_range(void *context, size_t range, size_t first, size_t last)
{
    struct batch *batch = context;

    (void)range;
    for (size_t k = first; k < last; k++)
        run_job(batch, &batch->jobs[k]);
}

/* As many at once as there are threads, so many times over. */
static double share_of_time(const struct planner_options *options, size_t n,
                            size_t at_once)
{
    double left = options->deadline - clock_seconds();
    size_t rounds = (n + at_once - 1) / at_once;

    if (!(options->deadline > 0) || rounds == 0)
        return 0;
    return left > 0 ? left / (double)rounds : 1e-9;
}

eb_status batch_run(struct batch_job *jobs, size_t n,
                    const struct planner_options *options)
{
    struct batch batch = {.jobs = jobs, .n = n, .options = options};
    size_t threads = options->threads > 1 ? (size_t)options->threads : 1;
    size_t at_once = n < threads ? n : threads;
    struct pool *pool = NULL;
    eb_status status = pool_new((int)at_once, &pool);

    if (status != EB_OK)
        return status;
    batch.threads = n == 0 ? 1 : (int)(threads / at_once);
    batch.seconds = share_of_time(options, n, at_once > 0 ? at_once : 1);
    pthread_mutex_init(&batch.lock, NULL);
    pool_run(pool, n, 1, run_range, &batch);
    pthread_mutex_destroy(&batch.lock);
    pool_free(pool);
    return EB_OK;
}
