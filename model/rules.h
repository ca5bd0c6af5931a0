/* rules.h - rules.json, read, checked against the books, every default filled.
 *
 * One table (rules_keys.c) has a row per key: where it may stand, its type and
 * its default; it drives reading, "did you mean", the rules as applied and the
 * manual. A key that is not in it is a fault with line and column. */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H

#include "model/books.h"
#include "model/measure.h"

struct breakpoint {
    int64_t at;           /* deviation, in millionths */
    struct decimal slope; /* at most 6 decimals */
};

struct metric {
    struct measure measure;
    struct decimal weight; /* 0: reported, not balanced */
    int64_t band;          /* millionths */
    size_t n_breakpoints; /* the full list of MODEL.md section 6, first at 0 */
    struct breakpoint *breakpoints;
    const struct node *source; /* where it stands; NULL: from the defaults */
};

struct limit {
    struct measure measure;
    bool has_min, has_max;
    struct decimal min, max; /* the same for all reps ... */
    const struct column *min_column, *max_column; /* ... or of reps; or NULL */
    const struct node *source; /* where it stands, for messages; NULL if
                                  it comes from the defaults */
    const struct metric
        *band; /* NULL, or: it is the band of this metric, which
                                  a goal makes a limit (model/band.c) */
};

enum fit_kind { FIT_MATCH, FIT_PAIR_COST, FIT_PAIR_FIT, FIT_DISTANCE };

struct fit_term {
    enum fit_kind kind;
    const struct column *account, *rep; /* MATCH: TEXT or LIST each */
    struct decimal weight;
    bool hard;              /* MATCH: a misfit forbids */
    bool missing_forbidden; /* PAIR_...: no row forbids */
    bool has_missing;
    struct decimal missing;
    const struct node *source;
};

enum territory_mode { TERRITORY_OFF, TERRITORY_HARD, TERRITORY_GRADED };
enum family_mode { FAMILIES_OFF, FAMILIES_TOGETHER, FAMILIES_BY_TERRITORY };

enum budget_kind {
    BUDGET_MOVES, /* max_moves */
    BUDGET_LOSS,  /* max_loss: what is expected to be lost, in money */
    BUDGET_MOVED, /* max_moved */
    BUDGET_MOVED_SHARE,
    BUDGET_PER_BOOK /* max_lost_per_book: one budget per owner */
};

struct move_budget {
    enum budget_kind kind;
    struct measure measure; /* MOVES: counts accounts; LOSS: says its scale */
    struct decimal amount;
    const struct node *source;
};

struct stickiness {
    struct decimal base, tenure, tenure_years, renewal, opportunity, risk,
        owner_decay, similarity, least, most;
    int64_t renewal_days;
    size_t n_high_risk;
    const char **high_risk;              /* lower case */
    const struct node *high_risk_source; /* NULL: from the defaults */
};

struct continuity {
    struct decimal weight, loss_rate;
    struct stickiness stickiness;
    size_t n_budgets;
    struct move_budget *budgets;
};

struct lock_rule {
    struct where where;
    int64_t renewal_within_days;       /* -1: not set */
    int64_t owner_changed_within_days; /* -1: not set */
    const char *why;
    const struct node *source;
};

enum goal { GOAL_BLEND, GOAL_FAIREST, GOAL_GENTLEST };

const char *goal_name(enum goal goal);

/* What the goal gentlest keeps small. */
enum against_kind { AGAINST_LOSS, AGAINST_MOVES, AGAINST_METRIC };

struct against {
    enum against_kind kind;
    const char *name;       /* as given */
    struct measure measure; /* MOVES: counts accounts; LOSS: none */
};

/* Rules that may be left out one by one, to see what contradicts what (blame.h)
 * or what each costs (price.h). */
enum rule_kind {
    RULE_LIMIT,  /* index: which */
    RULE_BUDGET, /* index: which */
    RULE_LOCK,   /* index: which of locks; -1 the `locked` column */
    RULE_PINS,
    RULE_NOT, /* the `not` column and decisions reject, never */
    RULE_TERRITORY,
    RULE_FAMILIES,
    RULE_CONFLICTS,
    RULE_FIT,  /* index: which; hard, or missing: forbidden */
    RULE_BAND, /* index: of which metric; a goal makes it a limit */
    /* What one of them says of a single account or a single rep. */
    RULE_LOCK_OF,  /* index: account; neither a rule nor `locked` locks it */
    RULE_PIN_OF,   /* index: account; its `pin` and decisions pin, accept */
    RULE_NOT_OF,   /* index: account; its `not` and decisions reject, never */
    RULE_LIMIT_AT, /* index: of which limit; for `rep` alone */
    RULE_BUDGET_AT /* index: of which budget; for the book of `rep` alone */
};

/* A rule that may be left out; `rep` of the last two kinds. */
struct rule_ref {
    enum rule_kind kind;
    int index, rep;
};

struct rules {
    struct arena memory;   /* owns everything below */
    const struct doc *doc; /* as read; not owned; NULL without rules.json */
    bool has_as_of;
    int64_t as_of;
    enum goal goal;
    struct against against;
    size_t n_metrics;
    struct metric *metrics;
    const struct column *balance_within; /* of accounts; NULL */
    size_t n_limits;
    struct limit *limits;
    enum territory_mode territory;
    struct decimal territory_weight; /* GRADED */
    bool keep_current;
    size_t n_fit;
    struct fit_term *fit;
    enum family_mode families;
    struct continuity continuity;
    size_t n_locks;
    struct lock_rule *locks;
};

/* What overrules the document; NULL does not. */
struct rules_wish {
    const char *goal;
    const char *against; /* of the goal gentlest: EB_BAD_USAGE with another */
};

/* `doc` may be NULL: all defaults. Absent keys default to what the columns of
 * the books allow: metrics value, workload, accounts; limits from max_accounts,
 * min_accounts, max_value; territory hard if both files have codes. `wish`
 * may be NULL. Reports every fault: unknown keys
 * (with the key meant, where one is near), wrong types, numbers out of range, columns
 * that are not there, metrics that no column feeds, negative cells of a metric
 * that refuses them. */
eb_status rules_make(const struct doc *doc, const struct books *books,
                     const struct rules_wish *wish, struct rules **out,
                     eb_messages *said);
void rules_free(struct rules *rules);

/* "columns" of a rules document for one file, before there are books. */
const struct node *rules_columns(const struct doc *doc);
/* "role" of a rules document, or NULL. */
const char *rules_role(const struct doc *doc);

/* The rules as applied: every key of docs/FORMATS.md with its value, the
 * columns as recognised; reading it back gives the same rules. */
eb_status rules_applied(const struct rules *rules, const struct books *books,
                        struct doc **out);
/* What `evenbook init` writes: only what the columns call for. */
eb_status rules_suggested(const struct books *books, struct doc **out);

#endif
