/* verify.h - the rules read a second time, plainly and slowly.
 *
 * Written from docs/MODEL.md and docs/FORMATS.md, sharing no code with the
 * planner but base/. It takes plain tables and documents, works everything out
 * for itself, and compares with what the plan claims. */
#ifndef VERIFY_VERIFY_H
#define VERIFY_VERIFY_H

#include "verify/input.h"

/* Everything: each row of the assignments against eligibility, locks, pins,
 * families and conflict groups; loads, limits, budgets; every cost; the
 * objective and its terms; the certificate's bound; changes, next best, books
 * and moves. The first difference is reported as a fault: where, what is
 * claimed, what is true. EB_OK, EB_REFUSED, or EB_BAD_DATA if an input cannot be read. */
eb_status verify_plan(const struct verify_input *input, eb_messages *said);

/* The independent value of an assignment, for tests: units of cost.
 * `violation` is MODEL.md section 10's, of the rules as given; `legal` says
 * whether eligibility, locks, pins, families and conflict groups hold; if a
 * family is not at one of its arcs all numbers are 0. Needs accounts, reps,
 * rules (as applied) and `owner`: a rep id per row of accounts ("" for
 * unassigned). */
struct evaluation {
    int64_t objective, fit, disruption, unfairness;
    int64_t violation;
    bool legal;
};
eb_status verify_evaluate(const struct verify_input *input,
                          const char *const *owner, struct evaluation *out,
                          eb_messages *said);

/* As above, again and again on the same inputs (brute force). */
struct verifier;
eb_status verifier_new(const struct verify_input *input, struct verifier **out,
                       eb_messages *said);
void verifier_free(struct verifier *verifier);
/* `owner`: index of the rep in order of id per row of accounts, or -1. */
void verifier_value(const struct verifier *verifier, const int *owner,
                    struct evaluation *out);
size_t verifier_reps(const struct verifier *verifier);
const char *verifier_rep(const struct verifier *verifier, size_t r);

#endif
