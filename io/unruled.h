/* unruled.h - the same books with no rules but what is balanced. */
#ifndef IO_UNRULED_H
#define IO_UNRULED_H

#include "io/opened.h"
#include "io/text.h"

struct unruled {
    struct inputs inputs; /* accounts and reps, pairs where they are, decisions
                             only that keep accounts outside; no rules */
    struct opened opened;
    struct doc *rules;  /* as applied */
    struct inputs made; /* private: with the rules that `opened` speaks of */
    bool has_decisions; /* made here: the file they came from says more */
};

/* Metrics, bands, penalties and groups as in `opened`; no limits, territories,
 * families, fit, continuity, locks or pins; columns that rule by themselves are
 * said not to be there. `inputs` and `opened` must stand. EB_BAD_DATA where a
 * metric's `where` needs such a column. */
eb_status unruled_make(const struct inputs *inputs,
                       const struct opened *opened, struct unruled *out,
                       eb_messages *said);
/* Decisions as a file; what it reads is what `inputs` holds. */
void unruled_decisions(const struct table *table, struct text *out);
void unruled_clear(struct unruled *unruled);

#endif
