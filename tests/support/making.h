/* making.h - books, rules and what they compile to, from texts. */
#ifndef TESTS_SUPPORT_MAKING_H
#define TESTS_SUPPORT_MAKING_H

#include "model/compile.h"

/* As in table_of; all but accounts and reps may be NULL. */
struct texts {
    const char *accounts, *reps, *pairs, *territories, *decisions, *rules;
};

struct made {
    struct table *accounts, *reps, *pairs, *territories, *decisions;
    struct doc *doc;
    struct books *books;
    struct rules *rules;
    struct compiled *compiled; /* NULL unless status is EB_OK */
    eb_messages *said;         /* of compiling alone */
    eb_status status;          /* of compiling */
};

/* Ends the test if the texts make no books or no rules. */
struct made make(struct texts texts);
struct made make_without(struct texts texts, const struct rule_ref *without,
                         size_t n_without);
void made_clear(struct made *made);

/* By id; -1 if there is none. */
int made_account(const struct made *made, const char *id);
int made_rep(const struct made *made, const char *id);
/* The family that the account belongs to, or NULL. */
const struct family *made_family(const struct made *made, const char *id);
/* The cost of the account's family at the rep, or NO_ARC. */
int64_t made_cost(const struct made *made, const char *account,
                  const char *rep);
/* The index of the k-th metric's resource in the group ("" where blank, NULL
 * where there are no groups), or -1. */
int made_resource(const struct made *made, int metric, const char *group);

/* The same lines, but the first, in another order; freed with mem_free. */
char *shuffled(const char *text, uint64_t seed);

#endif
