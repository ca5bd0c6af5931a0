/* price.h - what each rule, lock and limit costs.
 *
 * The price of X is what the best plan costs with X less what the best costs without
 * X, everything else being equal. Both are known as far as plans were found and bounds
 * proved, so a price has a range. An *estimate* is quick and there for all: what a
 * short search from the plan gains once X is lifted, which is a lower limit where the
 * plan is the best, and a ceiling from multipliers, which is an upper one. The dearest
 * by estimate are then solved as plans are.
 *
 * What can be lifted: each rule of the rules by itself; what locks, pins or rules out
 * does to one family; a limit at one rep; a budget of one book. */
#ifndef MODEL_PRICE_H
#define MODEL_PRICE_H

#include "model/blame.h"
#include "model/restore.h"

enum price_kind {
    PRICE_RULE,  /* a rule of the rules, everywhere */
    PRICE_LOCK,  /* what locks a family */
    PRICE_PIN,   /* what pins a family */
    PRICE_NOT,   /* reps that an account's `not` and decisions rule out */
    PRICE_LIMIT, /* a limit at one rep */
    PRICE_BUDGET /* a budget of one book */
};
const char *price_kind_name(enum price_kind kind); /* "rule", "lock", ... */

/* One thing that can be lifted. Objectives and bounds in units of cost. */
struct priced {
    enum price_kind kind;
    const char *words; /* "lock of \"Acme\" at Ana Ruiz" */
    int account, rep;  /* whom it is about: a family's lead; -1 */
    size_t n_accounts; /* that it is about; 0 where none by themselves */
    size_t first, n;   /* into prices.rules: what is left out to lift it */

    bool possible;    /* the books make sense without it */
    bool comparable;  /* the plan costs the same without it: else its absence
                        changes what is counted, and a price may be below 0 */
    bool rough;       /* not searched: `estimate` is by multipliers alone */
    int64_t estimate; /* of the price */
    int64_t ceiling;  /* of it, proved by multipliers; INT64_MAX: none */

    bool solved;
    int64_t objective, bound; /* of plans without it; INT64_MIN: no bound */
    int *rep_of; /* [n_accounts] that plan's; NULL unless solved */
};

/* Up to three of them lifted together: those of the best three that add to it. */
struct price_three {
    size_t n, of[3]; /* into prices.each */
    int64_t objective, bound;
};

struct prices {
    struct arena memory;
    int64_t given;            /* what the plan asked about costs */
    bool breaks_rules;        /* it does: no prices then, but `conflicts` */
    int64_t objective, bound; /* the best plan found with all rules */
    struct VEC(struct rule_ref) rules;
    struct VEC(struct priced) each; /* dearest first, those solved first */
    size_t n_solved;
    bool has_three;
    struct price_three three;
    size_t n_threes, n_threes_solved; /* estimated; solved */
    bool cut;
    /* Where no plan keeps the rules: none of the above, but these. */
    struct conflicts conflicts;
};

struct price_options {
    struct solve_options
        how;       /* effort, deadline, stop, gap, seed, pool, said */
    int64_t bound; /* proved of the plan; INT64_MIN: none */
    size_t top;    /* how many are solved */
    int64_t steps; /* of a short search; 0: by effort and size */
    bool threes;   /* whether three together are looked for */
    void (*progress)(void *context, const char *phase, size_t done, size_t of);
    void *context;
};

/* `plan` is what was restored. Candidates are lifted one by one as jobs of the
 * pool: the same prices at any number of threads. Where the plan breaks rules, the
 * smallest conflicts are looked for instead. EB_STOPPED when cut before all had an
 * estimate. */
eb_status price_find(const struct restored *plan,
                     const struct price_options *options, struct prices *out);
void prices_clear(struct prices *prices);

/* ---- Reading it ---------------------------------------------------------- */

/* Units of cost. `least` and `most` are proved; INT64_MIN, INT64_MAX where
 * nothing is. */
struct price_range {
    int64_t price, least, most;
};
struct price_range price_of(const struct prices *prices,
                            const struct priced *priced); /* solved */
struct price_range price_of_three(const struct prices *prices);
/* Proved to the thousandth of a point. */
bool price_is_exact(const struct price_range *range);
/* What it is known to cost: the price where solved, else the estimate. */
int64_t price_known(const struct prices *prices, const struct priced *priced);

#endif
