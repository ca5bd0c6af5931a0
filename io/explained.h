/* explained.h - the answer to a question about a plan folder: an account or a rep,
 * and why. */
#ifndef IO_EXPLAINED_H
#define IO_EXPLAINED_H

#include "io/reopened.h"
#include "model/explain.h"

struct explain_question {
    const char *folder;
    const char *books; /* as in eb_verify() */
    const char *about; /* an id, else a name; `account:` or `rep:` before it
                          where both have it */
    const char *to;    /* the rep in question, NULL: the cheapest */
    bool resolve;      /* plan anew with the account forced to that rep */
    const eb_options *options; /* of that; NULL where none is asked */
};

/* A plan made anew with one thing forced. */
struct resolved {
    int rep; /* to whom; -1: nothing was asked */
    eb_outcome outcome;
    int64_t objective, lower_bound; /* units of cost */
};

struct explained {
    struct reopened plan;
    bool of_rep;        /* `book` answers, else `account` */
    int about;          /* account or rep */
    const char *reason; /* of the account, as in assignments.csv */
    bool in_play;       /* the account is part of the plan; else nothing but
                           the reason is told */
    struct account_answer account;
    struct book_answer book;
    struct resolved resolved;
    int64_t objective, lower_bound; /* of the plan as it stands */
};

/* EB_BAD_USAGE where nobody of that name is there, or several are. */
eb_status explained_make(const struct explain_question *question,
                         struct explained *out, eb_messages *said);
void explained_clear(struct explained *explained);
/* All of it as members of `root`; docs/FORMATS.md. */
void explained_describe(const struct explained *explained, struct doc *doc,
                        struct node *root);

#endif
