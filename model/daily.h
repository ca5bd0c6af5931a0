/* daily.h - what becomes of a day: who gets what has no owner, which few moves mend
 * most, and how far the books are from the best possible.
 *
 * Nobody moves who need not. Accounts without an owner are placed one by one, hardest
 * first, each at the exact change of the objective (MODEL.md); then, within the
 * budget of moves, chains of at most `chain` moves are made while they pay. */
#ifndef MODEL_DAILY_H
#define MODEL_DAILY_H

#include "base/pool.h"
#include "model/compile.h"

enum policy {
    POLICY_BEST,         /* least change of the objective */
    POLICY_ROUND_ROBIN,  /* who has waited longest */
    POLICY_WEIGHTED,     /* who is furthest behind in turns by capacity */
    POLICY_LEAST_LOADED, /* lowest load / target in the first metric */
    POLICY_STICKY,       /* a former owner, else as `best` */
    N_POLICIES
};
const char *policy_name(enum policy policy);

struct daily_options {
    enum policy policy;
    int64_t max_moves;         /* of existing customers; 0: none */
    int daily_cap, weekly_cap; /* placements per rep; 0: no cap */
    bool cover;                /* cover accounts of those away */
    bool all_forced; /* also accounts that nothing touched, whose owner may not
                           own them */
    int chain;       /* longest chain of repair; 3 */
    struct pool *pool; /* may be NULL */
};

/* What the past says; arrays of the books' accounts and reps. */
struct daily_past {
    const bool *touched; /* [n_accounts] by this batch; NULL: all */
    const int *former;   /* [n_accounts] the rep who had it before, or -1 */
    const int *cover;    /* [n_accounts] who covers it now, or -1 */
    const int *placed_today, *placed_week; /* [n_reps] */
    const int64_t
        *turns; /* [n_reps] placements so far, for policies in turns */
    const double
        *lambda; /* [n_reps * n_resources of the blend] multipliers of the
                             last bound, or NULL */
};

enum daily_change {
    DAILY_PLACED,
    DAILY_FORCED,   /* had an owner who may not own it any more */
    DAILY_RETURNED, /* placed with a former owner */
    DAILY_MOVED,    /* by repair */
    DAILY_COVERED,  /* for a time; the owner stays the owner */
    DAILY_UNPLACED  /* nobody may own it, or caps are used up */
};

struct daily_decision {
    int account, rep, previous; /* reps, or -1 */
    enum daily_change change;
    int64_t cost;      /* change of the objective, units of cost */
    int next_best;     /* rep, or -1 */
    int64_t next_cost; /* the objective there, less that here */
    const char *reason;
    int64_t until; /* of DAILY_COVERED: last day away */
};

/* How the books are, in points of the blend (units of cost). */
struct daily_measure {
    int64_t objective; /* unfairness and fit; nothing moves */
    int64_t unfairness;
    size_t outside_band;  /* reps with some metric outside its band */
    size_t over_capacity; /* reps over some limit */
};

struct daily {
    struct compiled *compiled; /* of the day, after its changes */
    size_t n;
    struct daily_decision *decisions; /* in order of account id */
    int *rep; /* [n_accounts] owner afterwards, or -1 */
    struct daily_measure before,
        after;      /* before: with what has no owner left out */
    int64_t bound;  /* on any plan from these books; INT64_MIN: none */
    double *lambda; /* what proves it, to begin from next time */
    /* What repair could do now: after k moves, what of the distance to the bound is
     * recovered; [n_advice], rising. */
    size_t n_advice;
    struct {
        int64_t moves, gain;
    } * advice;
    struct arena memory;
};

/* `rules` with as_of the day's date. O(accounts + arcs) for the bound. */
eb_status daily_decide(const struct books *books, const struct rules *rules,
                       const struct daily_options *options,
                       const struct daily_past *past, struct daily **out,
                       eb_messages *said);
void daily_free(struct daily *daily);

#endif
