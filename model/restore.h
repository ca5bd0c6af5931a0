/* restore.h - an assignment that was made before, against its books and rules:
 * the kernel's problem as it was in the plan's last phase, without solving. */
#ifndef MODEL_RESTORE_H
#define MODEL_RESTORE_H

#include "model/compile.h"

struct restored {
    struct compiled *compiled;
    int *agent;        /* [n_items] */
    int64_t objective; /* of the blend, units of cost */
    bool relaxed; /* the plan breaks limits or budgets; they are widened to
                        what it uses, as MODEL.md section 10 says */
};

/* What is restored, again and again. */
struct restoring {
    const struct books *books;
    const struct rules *rules;
    const struct rule_ref *without; /* rules left out, NULL: none */
    size_t n_without;
    const int *rep;
    int64_t factor;
};

/* `rep` has an entry for each account, -1 where nobody owns it. `factor` is that
 * of the bands in force, in millionths of their width; below 0: as the goal
 * has it. EB_REFUSED where an account is with somebody who may not own it, or a
 * family is torn. O(arcs). */
eb_status restore(const struct restoring *what, struct restored *out,
                  eb_messages *said);
void restored_clear(struct restored *restored);

#endif
