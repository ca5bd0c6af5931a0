/* decomposing.h - what the files of decompose.h share: for them alone, in this order:
 *
 *     decompose_rules -> decompose_steps -> decompose_parts               */
#ifndef MODEL_DECOMPOSING_H
#define MODEL_DECOMPOSING_H

#include "model/decompose.h"

enum { PART_WORTH = 10000000 }; /* 0.01 points: no part is told more exactly */

/* A set of rules, what it compiles to, and the best plan found. */
struct step {
    struct compiled *compiled;
    int64_t arcs;
    int *rep; /* [n_accounts] of the best plan; NULL: none yet */
    int64_t unfairness, bound;
    bool done; /* its turn is over */
    bool cut;  /* time or the user ended it */
    struct certificate certificate;
};

struct decomposing {
    const struct books *books;
    struct rules bare; /* nothing but balance and what is hard */
    struct fit_term *fit;
    const struct decompose_options *how;
    eb_messages *said;
    struct step step[N_IMPOSED + 1];
};

/* decompose_rules.c - what is asked for, with the rules of some kinds alone. */
/* Makes `bare` of the rules; free `fit`. Terms of fit keep their numbers and what
 * they forbid. */
eb_status decompose_strip(struct decomposing *d, const struct rules *rules);
/* `rules` of the first `n` kinds. What there is to warn of has been said where all of
 * them were compiled. */
eb_status decompose_compile(struct decomposing *d, const struct rules *rules,
                            int n, bool limits, struct compiled **out);

/* decompose_steps.c - the plans and bounds of all steps. *limits is made false
 * where no plan is found that keeps them. */
eb_status decompose_run(struct decomposing *d, bool *limits,
                        bool in_force[N_IMPOSED]);
void step_clear(struct step *step);

#endif
