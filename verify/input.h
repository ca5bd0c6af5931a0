/* input.h - what the verifier is given: plain tables and documents. */
#ifndef VERIFY_INPUT_H
#define VERIFY_INPUT_H

#include "base/doc.h"
#include "base/table.h"

struct verify_input {
    const struct table *accounts, *reps;                 /* required */
    const struct table *pairs, *territories, *decisions; /* or NULL */
    const struct doc *given_rules; /* the user's rules.json, or NULL */
    const struct doc *rules;       /* as applied, from the plan folder */
    const struct doc *plan;        /* plan.json; NULL when only evaluating */
    const struct doc *certificate; /* NULL when only evaluating */
    const struct table *assignments;
    const struct table *moves, *books; /* or NULL: not looked at; so below */
    const struct table *owners, *rollback, *rollback_unowned;
};

#endif
