/* replay.h - a year of changes in memory, decided day by day: how fair the books are over
 * time under a policy, and what it costs in moves.
 *
 * Each day is what `evenbook daily` would make of it: the events of that date applied,
 * covers ended, what has no owner placed, repair within the month's moves on the month's last
 * day. Nothing is written. */
#ifndef MODEL_REPLAY_H
#define MODEL_REPLAY_H

#include "base/doc.h"
#include "model/workday.h"

enum replay_step { REPLAY_DAYS, REPLAY_WEEKS, REPLAY_MONTHS };

struct replay_options {
    struct daily_options how; /* max_moves is left out */
    enum replay_step step;    /* changes of so long are one batch */
    double moves;     /* a month: below 1 a share of the open accounts, else a
                                 number of them */
    const char *role; /* NULL: the only one */
};

/* After a batch. */
struct replay_point {
    int64_t date;
    size_t accounts,
        reps; /* open accounts; reps of the role, also those who left */
    size_t events, refused;
    size_t n[N_DAILY_CHANGES]; /* decisions */
    struct daily_measure after;
    int64_t bound; /* INT64_MIN: none */
};

struct replay {
    enum policy policy;
    struct VEC(
        struct replay_point) points; /* first the day before all changes, with
                                               what has no owner placed */
    size_t moves;                    /* in all */
};

/* `day` is as it is before the changes, and as it is after them at the end. Changes that
 * contradict the books are faults (EB_BAD_DATA), or with `skip_bad` counted. The same
 * at any number of threads. */
eb_status replay_run(struct day *day, const struct doc *rules,
                     struct changes *changes,
                     const struct replay_options *options, bool skip_bad,
                     struct replay *out, eb_messages *said);
void replay_clear(struct replay *replay);

#endif
