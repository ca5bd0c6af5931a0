/* reassign_run.h - a ledger, and many accounts that change hands at once: what one
 * `evenbook reassign` does. */
#ifndef IO_REASSIGN_RUN_H
#define IO_REASSIGN_RUN_H

#include "io/ledger.h"
#include "model/reassign.h"

struct reassign_order {
    const char *ledger;
    struct reassign_request what;
    const char
        *where; /* COLUMN=TEXT,... or an object as in rules.json; NULL: all */
    const char *why; /* goes before each reason; NULL */
    bool has_date;
    int64_t date; /* else the ledger's */
    bool dry_run; /* looks, and changes nothing */
    double patience;
};

struct reassign_report {
    int64_t batch; /* 0: nothing was to be written, or it was a dry run */
    int64_t date;
    struct reassign done;
    struct ledger_decisions decisions; /* those kept too */
};

/* Nothing is durable unless it succeeds. */
eb_status reassign_run(const struct reassign_order *order,
                       struct reassign_report *out, eb_messages *said);
void reassign_report_clear(struct reassign_report *report);

#endif
