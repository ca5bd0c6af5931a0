/* rules.h - the rules as applied, and whether they are those that were given.
 *
 * Numbers of the rules are decimals; as reals they are the long double nearest
 * to units / 10^decimals. */
#ifndef VERIFY_RULES_H
#define VERIFY_RULES_H

#include "verify/inputs.h"

enum negative { NEGATIVE_REFUSE, NEGATIVE_ZERO, NEGATIVE_KEEP };
enum territory_mode { TERRITORY_OFF, TERRITORY_HARD, TERRITORY_GRADED };
enum family_mode { FAMILIES_TOGETHER, FAMILIES_BY_TERRITORY, FAMILIES_OFF };
enum term_kind { TERM_MATCH, TERM_DISTANCE, TERM_PAIR_COST, TERM_PAIR_FIT };
enum budget_kind {
    MAX_MOVES,
    MAX_LOSS,
    MAX_MOVED,
    MAX_MOVED_SHARE,
    MAX_LOST_PER_BOOK
};

/* A breakpoint of a penalty: b in millionths, and the slope behind it. */
struct breakpoint {
    int64_t b;
    long double slope;
};

struct metric_rule {
    const char *name, *column; /* column: NULL where accounts are counted */
    const struct node *where;
    enum negative negative;
    long double weight;
    int64_t band; /* millionths */
    size_t n_breakpoints;
    struct breakpoint *breakpoint;
};

struct limit_rule {
    const char *metric;
    const struct node *where, *min, *max; /* NULL: not set */
};

struct term_rule {
    enum term_kind kind;
    const char *account, *rep; /* of a match */
    long double weight;
    bool hard, forbidden; /* forbidden: `missing` says so */
    bool has_missing;
    long double missing;
};

struct budget_rule {
    enum budget_kind kind;
    const char *metric; /* NULL for max_moves and max_loss */
    struct decimal amount;
};

struct lock_rule {
    const struct node *where;
    bool by_renewal, by_change;
    int64_t renewal_days, change_days;
};

struct stickiness {
    long double base, tenure, tenure_years, renewal, renewal_days;
    long double opportunity, risk, owner_decay, similarity, least, most;
};

struct rules {
    const struct doc *doc;
    const char *as_of, *role, *goal, *balance_within; /* NULL: not set */
    const char *against; /* what the goal gentlest keeps small; NULL: loss */
    size_t n_metrics, n_limits, n_terms, n_budgets, n_locks;
    struct metric_rule *metric;
    struct limit_rule *limit;
    struct term_rule *term;
    struct budget_rule *budget;
    struct lock_rule *lock;
    enum territory_mode territory;
    bool keep_current;
    long double territory_weight;
    enum family_mode families;
    long double continuity, loss_rate;
    struct stickiness stick;
    const struct node *high_risk; /* NULL: the default words */
};

/* Reads the rules as applied; `sheets` (accounts, reps) decide the defaults of
 * families and territory, should they not be spelled out. */
eb_status rules_read(const struct doc *doc, const struct sheet *accounts,
                     const struct sheet *reps, struct arena *memory,
                     struct rules *out, eb_messages *said);

/* Whether the goal is the least disruption: nothing else is priced then. */
bool rules_are_gentle(const struct rules *rules);

/* EB_REFUSED if a value that the user gave does not stand in the applied
 * rules. */
eb_status rules_compare(const struct doc *given, const struct doc *applied,
                        eb_messages *said);

/* The name of a kind of budget, as rules and plans spell it. */
const char *budget_kind_name(enum budget_kind kind);

#endif
