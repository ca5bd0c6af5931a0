/* reopened.h - a plan folder, opened to ask something of it.
 *
 * The inputs are those that the plan was made from, known by their digests, and
 * the rules those that it says were applied; nothing is solved, and nothing of
 * the plan is believed but who owns what and, for the goal fairest, how wide
 * the bands are. */
#ifndef IO_REOPENED_H
#define IO_REOPENED_H

#include "io/opened.h"
#include "model/restore.h"

struct reopened {
    struct inputs inputs;
    struct doc *plan;  /* plan.json */
    struct doc *rules; /* rules.json, as applied */
    struct opened opened;
    struct table *assignments; /* rows in order of id, as books are numbered */
    int *rep;                  /* [n_accounts] its owner by the plan, or -1 */
    struct restoring what;
    struct restored restored;
};

/* `books` as in eb_verify(). EB_REFUSED where the inputs or assignments.csv have
 * changed since, or the objective is not what plan.json claims. */
eb_status reopen(const char *folder, const char *books, struct reopened *out,
                 eb_messages *said);
void reopened_clear(struct reopened *reopened);

#endif
