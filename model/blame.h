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

/* Rules in conflict, all sets of the smallest size. */
struct conflict_set {
    size_t n;
    const char **words; /* [n] in the caller's arena, as the rules are */
    const struct rule_ref *rules;
};
enum { MOST_CONFLICTS = 10 };
struct conflicts {
    size_t n;
    struct conflict_set sets[MOST_CONFLICTS];
    bool smallest; /* proved: no fewer rules contradict each other */
    bool all;      /* proved: no others of this size do */
    size_t n_asked;
};

/* As blame_find(), but every smallest set, up to MOST_CONFLICTS: smallest first, only
 * sets are asked about that meet every set of rules whose absence helped (a minimal
 * conflict is a minimal hitting set of these: Reiter 1987). Every set found is proved
 * contradictory; *out has none if there is none, or none was proved. */
eb_status blame_smallest(const struct compiled *compiled, const int *rep,
                         const struct solve_options *how, struct arena *memory,
                         struct conflicts *out);

#endif
