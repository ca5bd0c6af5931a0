/* pricing.h - what the search for prices shares. Private to price_make.c and the
 * files that it calls, in this order:
 *
 *     price_list -> price_lift -> price_estimate -> price_solve -> price_three */
#ifndef MODEL_PRICING_H
#define MODEL_PRICING_H

#include "model/price.h"
#include "solver/value.h"

#include <pthread.h>

/* Three things at most are lifted at once. */
enum { MOST_LIFTED = 3 };

/* How far the jobs of a pool have come. */
struct reporting {
    pthread_mutex_t lock;
    const char *phase;
    size_t done, of;
};

struct pricing {
    const struct compiled *compiled; /* with all rules */
    const struct price_options *options;
    int *rep;       /* [n_accounts] the best plan found with all rules */
    double *lambda; /* multipliers of `compiled`, as in dual.h */
    double *mu;
    int64_t n_arcs;       /* of `compiled` */
    int64_t search_steps; /* of a short search */
    struct reporting *reporting;
    struct prices *prices;
};

/* The compiled problem without some rules, and a plan of it. */
struct lifted {
    struct compiled *compiled;
    int *agent;         /* [n_items] */
    struct value value; /* of that */
};

/* price_list.c - what can be lifted. */
eb_status price_list(struct pricing *pricing);

/* price_lift.c */
/* Compiles without `n` of the candidates and takes the plan `rep` over.
 * EB_BAD_DATA where the books contradict themselves then. */
eb_status price_lift(const struct pricing *pricing, const size_t *which,
                     size_t n, const int *rep, struct lifted *out);
void lifted_clear(struct lifted *lifted);
/* Downhill, then ruin and recreate; the plan gets no worse. The family of `account`
 * (-1: none) is first tried wherever it may go. */
eb_status price_search(const struct pricing *pricing, struct lifted *lifted,
                       int account, int64_t steps);
/* Whether the clock or the flag forbids more. */
bool price_is_cut(const struct pricing *pricing);
/* The plan as one with all rules, if it is a better one: *out ([n_accounts]) is
 * new then; else NULL. */
eb_status price_is_better(const struct pricing *pricing,
                          const struct lifted *lifted, int **out);
/* The better plan becomes the one to compare with; it is taken. */
eb_status price_take_better(struct pricing *pricing, int *rep);
/* So many jobs begin; one more of them is done. */
void price_begin(const struct pricing *pricing, const char *phase, size_t of);
void price_done(const struct pricing *pricing);

/* price_estimate.c - multipliers, and an estimate of each. */
eb_status price_estimate(struct pricing *pricing);

/* price_solve.c - the best plan with all rules, and without each of the dearest. */
eb_status price_solve_base(struct pricing *pricing);
eb_status price_solve_dearest(struct pricing *pricing);
/* Solves what was lifted from the plan it has; *bound as far as proved. */
eb_status price_solve_lifted(const struct pricing *pricing,
                             struct lifted *lifted, int64_t *bound, bool *cut);

/* price_three.c - the best three of those solved. */
eb_status price_find_three(struct pricing *pricing);

#endif
