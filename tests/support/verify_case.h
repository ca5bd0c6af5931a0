/* verify_case.h - inputs of the verifier from texts.
 *
 * Tables are written as for table_of; documents are JSON with ' for ".
 * Rules without `columns` get them: every header means itself. */
#ifndef TESTS_SUPPORT_VERIFY_CASE_H
#define TESTS_SUPPORT_VERIFY_CASE_H

#include "verify/verify.h"

/* All but accounts and reps may be NULL; rules NULL is {}. */
struct verify_texts {
    const char *accounts, *reps, *pairs, *territories, *decisions, *rules;
    const char *given, *plan, *certificate;
    const char *assignments, *moves, *books, *owners;
    const char *rollback, *rollback_unowned;
};

struct verify_case {
    struct verify_input in;
    eb_messages *said;
};

/* Ends the test if a text cannot be read. */
struct verify_case verify_case_of(struct verify_texts texts);
void verify_case_clear(struct verify_case *verify);
/* The value of "A1=r1 A2=r2 ..."; ends the test if it cannot be evaluated. */
struct evaluation verify_case_value(const struct verify_case *verify,
                                    const char *owners);

#endif
