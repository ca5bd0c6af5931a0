/* daily_run.h - a batch of changes and a ledger: what one `evenbook daily` does.
 *
 *     the file of changes -> events, those the ledger does not know yet -> the day ->
 *     for each role: covers that end, placing, repair, the bound -> one transaction
 *
 * Sending a batch again, whole or in part, does nothing again: what was decided on it
 * is told from the ledger. */
#ifndef IO_DAILY_RUN_H
#define IO_DAILY_RUN_H

#include "io/changes_file.h"
#include "io/ledger.h"
#include "model/workday.h"

/* What an alert looks at, of every role; each is off where it is below 0. */
struct daily_alerts {
    double drift;         /* points above the bound */
    double outside, over; /* reps outside a band, over a limit */
};

struct daily_request {
    const char *ledger,
        *changes; /* paths; "-" is standard input; NULL: no changes */
    const char *
        refused; /* where refused rows go: then the others are applied; or NULL */
    bool skip_bad; /* also without a file of the refused ones */
    bool has_date;
    int64_t date;     /* else that of the latest event */
    const char *role; /* NULL: all */
    double patience;  /* seconds to wait for another process */
    struct daily_options how;
    struct daily_alerts alerts;
};

/* What became of one role's books. */
struct daily_role {
    char *role;                /* NULL where there is but one */
    size_t n[N_DAILY_CHANGES]; /* decisions */
    size_t uncovered;          /* covers that ended */
    struct daily_measure before, after;
    size_t n_reps, n_ineligible, n_without_cover;
    int64_t moves, bound; /* bound INT64_MIN: none */
    struct VEC(struct daily_advice) advice;
    struct VEC(char *) alerts; /* sentences */
};

struct daily_report {
    int64_t
        batch; /* its number in the ledger; of one sent before, that one's; 0: there
                      was nothing to do */
    bool again; /* it was sent before, and nothing has been done */
    int64_t date;
    size_t events, late, known, refused; /* events: applied */
    struct VEC(struct daily_role) roles; /* none if nothing was decided */
    struct ledger_decisions decisions;   /* in order of role, account */
};

/* Nothing is durable unless it succeeds. EB_BAD_DATA where changes contradict the books
 * and are not to be skipped. */
eb_status daily_run(const struct daily_request *request,
                    struct daily_report *out, eb_messages *said);
void daily_report_clear(struct daily_report *report);
/* The least of the advice that brings nine tenths of what all of it brings; NULL if it
 * brings nothing. */
const struct daily_advice *daily_worth(const struct daily_role *role);

/* Decisions as CSV (docs/FORMATS.md); `path` "-" is standard output. */
eb_status daily_write(const struct daily_report *report, bool excel_safe,
                      const char *path, eb_messages *said);
/* What the ledger keeps of it, with the batch; by role, where there are several. */
void daily_measures(const struct daily_report *report, struct doc *doc,
                    struct node *object);
/* All of it, as --json prints it. */
void daily_describe(const struct daily_report *report, struct doc *doc,
                    struct node *object);

#endif
