/* mend.h - by how few moves today's books could be made so much fairer. */
#ifndef MODEL_MEND_H
#define MODEL_MEND_H

#include "model/compile.h"
#include "solver/solve.h"

struct mend {
    bool found;         /* a plan that is fair enough */
    int64_t moves;      /* accounts that leave an owner by choice in it */
    int64_t unfairness; /* units of cost */
    bool fewest;        /* it is proved that fewer do not do */
};

/* `c`: unfairness alone, with one budget, of moves, which is given back as it was;
 * `enough`: the unfairness to come to. From today's owners on every move is charged
 * a price that is lowered until the books are fair enough; where there are no more
 * than some thousand pairs, the solver then looks for plans of fewer moves, by
 * halving, and may prove that there is none. How few are found is no proof by itself. */
eb_status mend_find(struct compiled *c, int64_t enough,
                    const struct solve_options *how, struct mend *out,
                    eb_messages *said);

#endif
