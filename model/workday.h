/* workday.h - one role's day: books and rules from a day's tables, the past by their
 * numbers, and decisions carried back into the tables.
 *
 *     changes_apply(day, ...)
 *     for each role: workday_open, workday_decide, workday_give, workday_close  */
#ifndef MODEL_WORKDAY_H
#define MODEL_WORKDAY_H

#include "model/changes.h"
#include "model/daily.h"
#include "model/past.h"

struct workday {
    const struct day *day;
    struct books *books; /* accounts are numbered as rows of the day's table */
    struct rules *rules; /* by the goal blend, as_of the day's date */
    struct compiled *setting; /* NULL once it has been decided on */
    struct daily *daily;      /* what was decided; NULL before */
};

/* The roles that reps have, each once, in order of name; one, NULL, where reps have no
 * column of roles. An array of the caller's, freed with mem_free; the texts are the
 * table's. */
eb_status workday_roles(const struct day *day, const char ***roles, size_t *n);

/* `rules` may be NULL, `role` where there is but one. Warnings about the files, which
 * have been said when the ledger was made, are left out. The day's tables may not
 * change while it is open. */
eb_status workday_open(const struct day *day, const struct doc *rules,
                       const char *role, struct workday *out,
                       eb_messages *said);
void workday_close(struct workday *workday);

struct cover_ended {
    struct past_cover cover;
    const char *why; /* a sentence without its end */
};
/* Covers that end: the owner is back or is the owner no more, whoever covered has gone,
 * the account has closed. They are taken out of the past, so that where one is still
 * needed another is found. */
struct covers_ended VEC(struct cover_ended);
eb_status workday_end_covers(const struct workday *workday, struct past *past,
                             struct covers_ended *ended);

/* What happened, to know what was touched: NULL for none. `outcome` of each event, NULL:
 * all were applied. */
struct happened {
    const struct changes *changes;
    const struct outcome *outcome;
};
eb_status workday_decide(struct workday *workday,
                         const struct daily_options *options,
                         const struct past *past, struct happened happened,
                         eb_messages *said);

/* Owners as decided, into the day's tables; a cover leaves them as they are. */
eb_status workday_give(struct day *day, const struct workday *workday);
/* What the next day begins with, in place of `past->numbers`. */
eb_status workday_numbers(const struct workday *workday, struct past *past);

#endif
