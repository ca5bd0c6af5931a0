/* ledger_look.h - what can be asked of a ledger: what it holds, what happened to an account
 * or a rep, and whether all of it fits together. */
#ifndef IO_LEDGER_LOOK_H
#define IO_LEDGER_LOOK_H

#include "io/ledger.h"
#include "io/text.h"

/* ---- show ----------------------------------------------------------------- */

struct ledger_batch_line {
    int64_t batch, date, undone_by; /* 0: in force */
    size_t edits, events, decisions;
    const char *kind, *plan; /* name of an adopted plan, or "" */
};
struct ledger_summary {
    int64_t first_date, date;
    size_t open, closed,
        unowned;       /* accounts; unowned: without an owner in some
                                     role, or with one who is no rep */
    size_t reps, left; /* left: end_date is past, or not active */
    size_t covers, events, decisions;
    struct VEC(struct ledger_batch_line) batches; /* the last first */
    struct doc *measures; /* of the last batch that has any; NULL */
    struct arena memory;
};
/* At the end of the date; 0: now. */
eb_status ledger_summary(struct ledger *ledger, int64_t date,
                         struct ledger_summary *out, eb_messages *said);
void ledger_summary_clear(struct ledger_summary *summary);

/* One account or rep, as its row has it. */
struct ledger_cell {
    const char *header, *text;
};
struct ledger_owned {
    const char *role; /* "" of the column `owner` */
    size_t accounts;  /* open ones */
};
struct ledger_one {
    bool of_rep;
    const char *id, *name, *closed_on;     /* "" where there is none */
    struct VEC(struct ledger_cell) cells;  /* those that are not blank */
    struct VEC(struct ledger_owned) owned; /* of a rep */
    struct arena memory;
};
/* `who` as in ledger_history(); at the end of the date (0: now). EB_BAD_USAGE where it
 * was not there then. */
eb_status ledger_one(struct ledger *ledger, const char *who, int64_t date,
                     struct ledger_one *out, eb_messages *said);
void ledger_one_clear(struct ledger_one *one);

/* ---- history -------------------------------------------------------------- */

/* One thing that happened: `what` is a header, "added", "closed", "reopened", "owner" (of
 * a role in `role`), "covered by", "uncovered", or of a rep "gained", "lost". */
struct ledger_line {
    int64_t date, batch;
    const char *kind; /* of the batch */
    bool undone;
    const char *what, *role, *from, *to; /* "" where there is none */
    const char *event, *why;             /* "" where there is none */
};
struct ledger_history {
    bool of_rep;
    const char *id, *name;
    struct VEC(struct ledger_line) lines; /* in order of time */
    struct arena memory;
};
/* By id, else by name; "account:ID" or "rep:ID" where both have it. EB_BAD_USAGE where
 * there is none. */
eb_status ledger_history(struct ledger *ledger, const char *who,
                         struct ledger_history *out, eb_messages *said);
void ledger_history_clear(struct ledger_history *history);

/* ---- check ---------------------------------------------------------------- */

/* Reports every fault: what SQLite says of the file and of references; times of owners
 * that overlap, leave gaps or are not the owners' columns; a journal that does not lead
 * back to the first day and forth to today by the digests of all days between; events that
 * are not as they were sent. EB_REFUSED if there is any. */
struct ledger_checked {
    size_t batches, edits, times, events;
};
eb_status ledger_check(struct ledger *ledger, struct ledger_checked *out,
                       eb_messages *said);

/* ---- export --------------------------------------------------------------- */

/* "decisions", "events", "history" (every edit) or "owners" as CSV; NULL: no such thing,
 * and `names` of `ledger_export_names` ends with NULL. */
extern const char *const ledger_export_names[];
eb_status ledger_export(struct ledger *ledger, const char *what,
                        bool excel_safe, struct text *out, eb_messages *said);
/* The books at the end of the date (0: now) as a folder of input files. */
eb_status ledger_export_books(struct ledger *ledger, int64_t date,
                              const char *folder, eb_messages *said);

#endif
