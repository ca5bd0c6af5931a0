/* blame.h - which rules contradict each other, in words.
 *
 * Found by deletion: a rule that is not needed for the contradiction is left
 * out, until none can be. */
#ifndef MODEL_BLAME_H
#define MODEL_BLAME_H

#include "model/compile.h"
#include "solver/solve.h"

struct blame {
    size_t n;
    const char **words; /* in the caller's arena */
    bool minimal;       /* proved: without any one of them there is a plan */
};

/* `compiled` has a violation that cannot be 0; `rep` is an assignment (per
 * account, -1: none) to start each question from. Solves one small question
 * for each rule that is there. `how` gives the effort, the seed, the threads and what
 * may cut it: once it does, or the effort is spent, nothing more is asked. A rule whose question stays
 * open is kept, and the set then is not minimal. */
eb_status blame_find(const struct compiled *compiled, const int *rep,
                     const struct solve_options *how, struct arena *memory,
                     struct blame *out);

#endif
