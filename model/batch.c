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
    size_t at_once;
    double seconds;       /* for each job; 0: no limit */
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

/* As many jobs run at once as there are threads; those of the last round, which
 * may be fewer, share what is left over. */
static int threads_of(const struct batch *batch, size_t job)
{
    size_t in_last = batch->n % batch->at_once;
    size_t threads = (size_t)batch->options->threads;

    if (in_last == 0 || job < batch->n - in_last)
        in_last = batch->at_once;
    return threads > in_last ? (int)(threads / in_last) : 1;
}

static void run_job(struct batch *batch, struct batch_job *job)
{
    struct planner_options options = *batch->options;

    if (options.stop != NULL && *options.stop != 0) {
        job->status = EB_STOPPED;
        return;
    }
    options.threads = threads_of(batch, (size_t)(job - batch->jobs));
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

static double share_of_time(const struct batch *batch)
{
    double left = batch->options->deadline - clock_seconds();
    size_t rounds = (batch->n + batch->at_once - 1) / batch->at_once;

    if (!(batch->options->deadline > 0))
        return 0;
    return left > 0 ? left / (double)rounds : 1e-9;
}

eb_status batch_run(struct batch_job *jobs, size_t n,
                    const struct planner_options *options)
{
    struct batch batch = {.jobs = jobs, .n = n, .options = options};
    size_t threads = options->threads > 1 ? (size_t)options->threads : 1;
    struct pool *pool = NULL;
    eb_status status;

    if (n == 0)
        return EB_OK;
    batch.at_once = n < threads ? n : threads;
    batch.seconds = share_of_time(&batch);
    status = pool_new((int)batch.at_once, &pool);
    if (status != EB_OK)
        return status;
    pthread_mutex_init(&batch.lock, NULL);
    pool_run(pool, n, 1, run_range, &batch);
    pthread_mutex_destroy(&batch.lock);
    pool_free(pool);
    return EB_OK;
}
