/* problem.h - what a phase minimises, and what is proved of it. */
#ifndef VERIFY_PROBLEM_H
#define VERIFY_PROBLEM_H

#include "verify/world.h"

/* What a phase minimises under. */
struct problem {
    bool violation; /* MODEL.md section 10, instead of the blend */
    const struct penalty
        *penalty;          /* of the loads; NULL: what the world says */
    int64_t *least, *most; /* [resource * n_reps + r]; idle in a violation */
    int64_t *budget;       /* [budget] B */
    const int *order;      /* the k-th budget of plan.json is order[k] */
};

struct bound {
    bool infinite; /* no plan keeps the limits */
    wide units;    /* rounded up to whole units of cost */
};

#endif
