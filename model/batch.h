/* batch.h - several plans made at once: the jobs of one pool.
 *
 * Each plan is the one that planner_run() would make alone, whatever the number of
 * threads: they share nothing but the processors. */
#ifndef MODEL_BATCH_H
#define MODEL_BATCH_H

#include "model/planner.h"

struct batch_job {
    const struct books *books;
    const struct rules *rules;
    eb_messages *said; /* the job's own */
    eb_status status;  /* of making it; EB_STOPPED also if it never began */
    struct plan *plan; /* the caller's; NULL unless status is EB_OK */
};

/* Makes the plan of each job. `options` as for one plan: its threads are
 * divided among the jobs, its deadline is for all of them together, and each
 * has an equal part of the time from when it begins. Progress tells how many
 * are done, from one thread at a time. The status is of the batch itself. */
eb_status batch_run(struct batch_job *jobs, size_t n,
                    const struct planner_options *options);

#endif
