/* reassign.h - many accounts at once from one rep to another, or to whoever is best.
 *
 * Which accounts go is said by their owner and a `where`. What a lock or a pin holds, or
 * what must not go to the receiver by `not`, a decision or a pair, is left where it is and
 * told; a named receiver's territory and fit are the planner's business, and only told. Where
 * the receiver is to be the best, the accounts are taken away and placed as any account
 * without an owner is (daily.h). */
#ifndef MODEL_REASSIGN_H
#define MODEL_REASSIGN_H

#include "base/doc.h"
#include "model/day.h"

struct reassign_request {
    const char
        *from; /* what stands where owners do: the id of a rep, or of none */
    const char
        *to; /* id of the receiver; NULL: the best of all who may own it, */
    const char *team; /* or of this team (column of reps.csv); or NULL */
    const char *
        role; /* whose owners change; NULL: the receiver's, else that of `from` */
    /* Accounts that `from` owns in another role and that have no owner in this. */
    bool append;
    const struct doc *where; /* as in rules.json; NULL: all of them */
    /* And where each of these columns is its text. */
    size_t n_tests;
    const struct reassign_test {
        const char *column, *text;
    } * tests;
};

/* What becomes of one account. */
struct reassigned {
    const char *account, *previous; /* previous: "" if none */
    const char *to;                 /* "": it is left as it is */
    const char *change;    /* moved, forced (`from` has left), placed, kept */
    const char *reason;    /* a sentence */
    const char *next_best; /* "" */
    int64_t cost, next_cost; /* as in daily.h; next_cost INT64_MIN: none */
};

struct reassign {
    const char *role; /* as the books call it; NULL: the only one */
    size_t n, n_given, n_kept;
    size_t n_unfit;          /* given in spite of territory or fit */
    struct reassigned *rows; /* in order of account id */
    struct arena memory;
};

/* Gives the accounts on the day's date; EB_BAD_USAGE where the request does not fit the
 * books (no such rep, role, team or column; a receiver who has left). On failure the day
 * is as it was. */
eb_status reassign_make(struct day *day, const struct doc *rules,
                        const struct reassign_request *request,
                        struct reassign *out, eb_messages *said);
void reassign_clear(struct reassign *reassign);

#endif
