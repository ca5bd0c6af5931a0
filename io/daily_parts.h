/* daily_parts.h - what the files of daily_run.h share. */
#ifndef IO_DAILY_PARTS_H
#define IO_DAILY_PARTS_H

#include "io/daily_run.h"

/* A batch under way. */
struct daily_running {
    const struct daily_request *request;
    struct daily_report *out;
    eb_messages *said;
    struct changes_file file;
    struct changes changes;
    bool *known;             /* [changes.n] */
    struct outcome *outcome; /* [changes.n] */
    struct ledger *ledger;
    struct day day;
    bool has_day;
    /* What the next day begins with, of all roles. */
    struct VEC(struct ledger_multiplier) numbers;
    struct arena memory;
};

/* daily_role.c - decides for one role (NULL: the only one), gives owners, and adds to the
 * report and to the numbers. */
eb_status daily_role_run(struct daily_running *run, const char *role);

#endif
