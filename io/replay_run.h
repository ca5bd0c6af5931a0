/* replay_run.h - a year of changes on a ledger's books, under one policy after the other.
 * The ledger is only read. */
#ifndef IO_REPLAY_RUN_H
#define IO_REPLAY_RUN_H

#include "base/doc.h"
#include "io/folder.h"
#include "io/plan_files.h"
#include "model/replay.h"

struct replay_request {
    const char *ledger, *changes;  /* paths; changes "-" is standard input */
    struct replay_options options; /* how.policy is left out */
    bool policy[N_POLICIES];       /* those to run */
    bool skip_bad;                 /* leave out what contradicts the books */
    struct daily_alerts alerts;
    struct pool *pool; /* policies run beside each other; or NULL */
};

/* Of each policy: what it came to, and the books it ends with. */
struct replay_of {
    struct replay replay;
    struct day end;
    bool has_end;
};

struct replays {
    int64_t first_date;
    struct daily_alerts alerts;
    size_t n;
    struct replay_of of[N_POLICIES];
    struct doc *rules; /* NULL if the ledger has none */
};

eb_status replays_run(const struct replay_request *request,
                      struct replays *out, eb_messages *said);
void replays_clear(struct replays *replays);

/* A folder with replay.csv, replay.json, report.html and, in a folder of the policy's
 * name, the books that each ends with. */
eb_status replay_folder_begin(const char *path, struct folder **out,
                              eb_messages *said);
eb_status replay_folder_fill(struct folder *folder,
                             const struct replays *replays,
                             const struct file_form *form, eb_messages *said);
void replay_describe(const struct replays *replays, struct doc *doc,
                     struct node *object);

/* What a policy's year comes to. Means are over batches but the first; drift is 0 where
 * there is no bound. */
struct replay_sum {
    size_t events, refused, n[N_DAILY_CHANGES];
    double unfairness, drift;         /* points, mean ... */
    double unfairness_end, drift_end; /* ... and at the end */
    size_t outside_end, over_end, alerts;
};
struct replay_sum replay_sum_of(const struct replays *replays, size_t k);

#endif
