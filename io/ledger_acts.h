/* ledger_acts.h - what is done to a ledger besides the days' changes: each makes one batch,
 * which the caller commits. */
#ifndef IO_LEDGER_ACTS_H
#define IO_LEDGER_ACTS_H

#include "io/ledger.h"

/* Whether inputs are books that can be planned, role by role, or by the one that the
 * rules name: reports every fault and warning once. *as_of: the latest day that they or
 * the rules know; INT64_MIN if there is none. */
eb_status ledger_look_over(const struct inputs *inputs, int64_t *as_of,
                           eb_messages *said);

/* Newer exports of accounts, reps or both: what differs becomes edits. Accounts that are
 * missing are closed with `close_missing`, else counted. Columns that are missing stay as
 * they are. Other inputs than decisions replace those before. `date` is not before
 * ledger_date(). *out says what came of it; its batch is 0, and nothing is written, where
 * nothing differs. */
struct ledger_import {
    int64_t batch;
    size_t added, closed, reopened, missing; /* accounts */
    size_t changed; /* accounts there before and after */
    size_t owners;  /* of these, with another owner */
    size_t reps_added, reps_changed, reps_missing;
    size_t files; /* rules, pairs, territories that are new or others */
};
eb_status ledger_import(struct ledger *ledger, const struct inputs *inputs,
                        int64_t date, bool close_missing,
                        struct ledger_import *out, eb_messages *said);

/* The owners of a plan become owners. EB_REFUSED where the plan was not made from the
 * books as they are, was adopted already, or is not what it was when it was made. `date`
 * 0: the plan's as_of, or ledger_date() where that is later. */
struct ledger_adoption {
    int64_t batch, date;
    char name[96], role[96], status[16]; /* cut */
    size_t moved, forced, placed,
        left; /* left: without an owner by the plan */
};
eb_status ledger_adopt(struct ledger *ledger, const char *folder, int64_t date,
                       struct ledger_adoption *out, eb_messages *said);

/* The batch of a number, or the last adopted plan of a name; with NULL the last batch
 * that is in force and is neither the first nor a rollback. */
eb_status ledger_name_batch(struct ledger *ledger, const char *name,
                            int64_t *batch, eb_messages *said);
/* Inverts a batch, or with `and_later` it and all behind it. EB_REFUSED where later
 * batches that are in force touched the same cells, or it was undone already. `date` 0:
 * ledger_date(). */
struct ledger_undoing {
    int64_t batch, date;
    size_t batches, accounts, reps; /* that were undone; that are as before */
};
eb_status ledger_rollback(struct ledger *ledger, int64_t batch, bool and_later,
                          int64_t date, struct ledger_undoing *out,
                          eb_messages *said);

#endif
