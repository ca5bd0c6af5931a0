/* daily.h - what becomes of a day: who gets what has no owner, which few moves mend
 * most, and how far the books are from the best possible.
 *
 * Nobody moves who need not. Accounts without an owner are placed one by one, each at
 * the exact change of the objective; then, within the budget of moves, chains of at
 * most `chain` moves are made while they pay. docs/MODEL.md section 20 is exact. */
#ifndef MODEL_DAILY_H
#define MODEL_DAILY_H

#include "base/pool.h"
#include "model/compile.h"

enum policy {
    POLICY_BEST,         /* least change of the objective, hardest first */
    POLICY_ROUND_ROBIN,  /* who has waited longest */
    POLICY_WEIGHTED,     /* who is furthest behind in turns by capacity */
    POLICY_LEAST_LOADED, /* lowest load / target in the first metric */
    POLICY_STICKY,       /* a former owner, else as `best` */
    N_POLICIES
};
const char *policy_name(enum policy policy);

struct daily_options {
    enum policy policy;
    int64_t max_moves; /* accounts of existing customers; 0: none. What a day
                          leaves of it is gone unless the caller adds it to the next */
    int daily_cap, weekly_cap; /* accounts given to a rep; 0: no cap */
    int vacancy; /* so many days after somebody left their accounts wait for who takes
                    the post; 0: they are placed at once */
    bool cover;      /* cover accounts of those away */
    bool all_forced; /* also accounts that nothing touched, whose owner may
                                  not own them */
    int chain;       /* longest chain of repair, 1 .. 3 */
    int64_t advice;  /* so many moves beyond are looked at; 0: no advice */
    int passes; /* of the bound's ascent where there are 200,000 accounts, up to 25 times as many
                            where there are fewer; < 0: no bound */
    struct pool *pool; /* not used yet */
};
/* best, no moves, no caps, cover, chains of 3, advice on 20 moves, 8 passes. */
struct daily_options daily_default_options(void);

/* What the past says; arrays of the books' accounts and reps. Any may be NULL. */
struct daily_past {
    const bool *touched; /* [n_accounts] by this batch; NULL: all */
    const bool *kept;    /* [n_accounts] somebody named its owner: it stays */
    const int *former;   /* [n_accounts] the rep who had it before, or -1 */
    const int *cover;    /* [n_accounts] who covers it now, or -1 */
    const int *placed_today,
        *placed_week; /* [n_reps] accounts given before this batch:
                                              on the day, in the week with the day */
    const int64_t
        *turns; /* [n_reps] for policies in turns: as the last batch left it
                              in `turns`; DAILY_NEW for a rep it did not know */
    const double
        *lambda; /* [n_reps * n_resources of the compiled] multipliers of the
                              last bound */
};
#define DAILY_NEW INT64_MIN

enum daily_change {
    DAILY_PLACED,   /* had no owner, or one who has left */
    DAILY_FORCED,   /* had an owner who may not own it any more */
    DAILY_RETURNED, /* placed with a former owner */
    DAILY_MOVED,    /* by repair */
    DAILY_COVERED,  /* for a time; the owner stays the owner */
    DAILY_UNPLACED, /* nobody may own it, or whoever may gets nothing now: it stays
                       as it is */
    N_DAILY_CHANGES
};
const char *daily_change_name(enum daily_change change);

struct daily_decision {
    int account, rep, previous; /* reps, or -1 */
    enum daily_change change;
    int64_t
        cost; /* of all accounts of the family that go with it: the objective
                          as it is now, less that without them (of a move: with them
                          back where they were); units of cost */
    int next_best;     /* rep, or -1 */
    int64_t next_cost; /* the objective with them there, less that here */
    const char *reason;
    int64_t until; /* of DAILY_COVERED: last day away; INT64_MAX: open */
};

/* How the books are: units of cost. */
struct daily_measure {
    int64_t
        objective; /* unfairness, fit, and what changing hands today costs */
    int64_t unfairness;
    size_t outside_band;  /* reps with some metric outside its band */
    size_t over_capacity; /* reps over some limit */
};

struct daily {
    struct compiled *compiled; /* a setting: the day after its changes */
    size_t n;
    struct daily_decision *decisions; /* in order of account id, covers last */
    int *rep;       /* [n_accounts] owner afterwards, or -1 */
    int64_t *turns; /* [n_reps] to begin from next time */
    struct daily_measure before,
        after; /* before: with what has no owner left out */
    size_t
        n_ineligible; /* accounts that stay with an owner who may not own them */
    size_t
        n_vacant; /* accounts that wait for who takes the post of a leaver */
    size_t n_uncovered; /* accounts of reps away whom nobody can cover */
    int64_t moves;      /* accounts that repair moved */
    int64_t bound;      /* on any plan from these books; INT64_MIN: none */
    double *lambda;     /* what proves it, to begin from next time; or NULL */
    /* What repair could do from here: by so many moves more the objective falls by so
     * much; [n_advice], both rising. */
    size_t n_advice;
    struct daily_advice {
        int64_t moves, gain;
    } * advice;
    struct arena memory;
};

/* `rules` with as_of the day's date and the goal blend. EB_BAD_DATA with faults as
 * compile() has them. */
eb_status daily_decide(const struct books *books, const struct rules *rules,
                       const struct daily_options *options,
                       const struct daily_past *past, struct daily **out,
                       eb_messages *said);
/* The same on a setting of these (compile_setting), which is taken, whatever happens. */
eb_status daily_decide_setting(struct compiled *setting,
                               const struct daily_options *options,
                               const struct daily_past *past,
                               struct daily **out, eb_messages *said);
void daily_free(struct daily *daily);

#endif
