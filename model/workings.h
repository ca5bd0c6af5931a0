/* workings.h - what the files of the compiler share while they work, and what
 * the compiled problem needs later to explain itself. Private to compile.c and
 * the files that it calls, in this order:
 *
 *     share -> hold -> family -> barrier, eligible -> scope -> conflict
 *           -> continuity -> resource -> target -> band -> losses, budgets -> fit
 *           -> classes, items -> terms, violation                          */
#ifndef MODEL_WORKINGS_H
#define MODEL_WORKINGS_H

#include "model/compiled.h"
#include "model/keys.h"

/* The rules that the caller left out. */
struct omitted {
    bool pins, nots, territory, families, conflicts, locked;
    bool *lock, *limit, *budget, *fit, *band; /* by index of the rule */
    bool *lock_of, *pin_of, *not_of;          /* [n_accounts]; NULL: none */
    struct VEC(struct rule_ref) at_rep;       /* of limits and budgets */
};

enum { N_ALIKE = 3 }; /* ways to be alike: industry, segment, language */

/* Columns by their canonical names; NULL where absent. */
struct account_columns {
    const struct column *value, *territory, *locked, *pin, *outside,
        *renewal_date, *open_opportunity, *risk, *owner_since, *owners_so_far,
        *latitude, *longitude, *conflict_group;
    const struct column *alike[N_ALIKE];
};
struct rep_columns {
    const struct column *territories, *capacity, *fte, *latitude, *longitude;
    const struct column *alike[N_ALIKE];
};

/* Where a family's arcs differ from its list. */
struct exception {
    int rep;
    bool allowed;
};

/* Reps that may own all families alike in what decides it. */
struct eligible_lists {
    struct keys keys;        /* the lists themselves, as sequences of reps */
    int *of_family;          /* [n_families] list; -1: fixed */
    struct keys leads;       /* signatures of leads ... */
    struct VEC(int) list_of; /* ... and the list of each */
    struct VEC(struct exception) exceptions; /* by family, then rep */
    size_t *first; /* [n_families + 1] into exceptions */
};

/* A budget of the problem. */
struct budget_line {
    int64_t limit;   /* B */
    int64_t one;     /* the metric's own unit, as a load */
    wide all;        /* what all its amounts add up to */
    int rule, owner; /* as in struct compiled */
};

/* What the formulas of continuity have in common for all accounts, worked out once. */
struct sticking {
    long double similarity, least, most; /* of stickiness */
    long double points;                  /* 1e9 weight 100 loss_rate */
    long double total, half;             /* V; V / N / 2 */
};

struct workings {
    struct omitted omitted;
    struct account_columns account;
    struct rep_columns rep;
    bool has_as_of;
    int64_t as_of;
    int *rank;              /* [n_accounts] place in order of id */
    size_t *decision_first; /* [n_accounts + 1] into books->decisions */

    int *fixed; /* [n_accounts] rep that holds it, or -1 */
    struct eligible_lists eligible;
    bool ones; /* every account has value 1 */

    /* fit: cost of each pair term for an account without a row */
    int n_pair_terms;
    int64_t *pair_default; /* [n_accounts * n_pair_terms]; or NULL */
    /* continuity */
    bool switching;   /* some switch may cost something */
    wide disruptable; /* what gentlest keeps from moving, in all */
    struct sticking sticking;
    long double *ties;     /* [n_accounts] the bracket of stick, times f */
    int64_t *forced_least; /* [n_accounts] the least switch over its arcs */

    /* groups, in order of name */
    int n_groups;
    int *group_word;      /* [n_groups] or -1 where there is but one */
    int *group_of;        /* [n_accounts] */
    int *metric_resource; /* [n_metrics * n_groups] or -1 */
    struct VEC(int) free_resources; /* those of limits alone, ascending */
    /* what targets come from */
    bool *serves;             /* [n_reps * n_groups] */
    int64_t *group_total;     /* [n_metrics * n_groups] */
    int64_t *served_total;    /* [n_metrics * n_reps] S_r */
    long double all_capacity; /* of one group alone; 0: not added up yet */

    /* bands as limits */
    size_t
        n_balanced; /* resources of metrics, the first; 0: no goal wants it */
    bool *heavy;    /* [n_families] too heavy somewhere; NULL */
    int64_t factor; /* of the bands, in millionths; NO_BANDS */

    struct VEC(struct budget_line) budgets;
    size_t *budget_first; /* [n rules' budgets + 1] */
    int *book_of;         /* [n_reps] place among owners, or -1 */

    size_t *conflict_first; /* [n_families + 1] into conflict_sets */
    struct VEC(int) conflict_sets;
};

/* Shorthands. */
static inline size_t n_accounts_of(const struct compiled *c)
{
    return c->books->n_accounts;
}
static inline bool in_play(const struct compiled *c, int account)
{
    enum account_state state = c->state[account];

    return state != STATE_OUTSIDE && state != STATE_UNASSIGNABLE;
}
/* The value as reported, at value_decimals: the column, or 1 where there is none. */
static inline int64_t account_value(const struct compiled *c, int account)
{
    const struct column *value = c->workings->account.value;

    return value == NULL ? 1 : value->number[account];
}
/* The cell, or (NULL) the row. */
static inline struct place row_place(const struct frame *frame, size_t row,
                                     const struct column *column)
{
    struct place at = {frame->table->file, frame->table->lines.at[row], 0};

    return column == NULL ? at : frame_place(frame, row, column);
}
static inline struct place account_place(const struct compiled *c, int account,
                                         const struct column *column)
{
    return row_place(c->books->accounts, (size_t)account, column);
}
/* Nearest whole number, halves away from zero; held within 2^61, beyond which
 * the caller reports a fault. */
int64_t rounded(long double number);
/* Held within 2^61 too. */
static inline int64_t held(wide number)
{
    const wide most = (wide)1 << 61;

    if (number < -most)
        return (int64_t)-most;
    return (int64_t)(number < most ? number : most);
}

/* compile.c - whether the caller left out what a limit (RULE_LIMIT_AT) or a
 * budget (RULE_BUDGET_AT) says of the rep. */
bool is_omitted_at(const struct compiled *c, enum rule_kind kind, size_t index,
                   int rep);

/* share.c - section 2: leavers, presence, ramp, capacity. */
eb_status share_out(struct compiled *c, eb_messages *said);

/* hold.c - section 4: who is outside, which locks and pins hold. */
eb_status hold_settle(struct compiled *c, eb_messages *said);
/* Whether the column `not`, or a decision, or pairs.csv keeps the account from
 * the rep: BARRIER_NOT, _DECISION, _PAIR or _NONE. */
enum barrier hold_refuses(const struct compiled *c, int account, int rep);

/* family.c - section 3. */
eb_status family_form(struct compiled *c);

/* barrier.c - section 4: E0, rule by rule. */
/* The code of the account, as an index into the tree; -1: none. */
int territory_of(const struct compiled *c, int account);
/* How many codes the rep has; they are interned words. */
int territories_of(const struct compiled *c, int rep, const int **codes);
/* Whether rules are in force that may forbid: hard territories; a hard match;
 * a pair term that needs a row. */
bool barrier_by_territory(const struct compiled *c);
bool barrier_by_match(const struct compiled *c, size_t term);
bool barrier_by_pair(const struct compiled *c, size_t term);
/* Whether the rep's territories contain the code; whether hard matches admit
 * the lead; whether all members have the rows that pair terms need. */
bool barrier_covers(const struct compiled *c, int rep, int code);
bool barrier_fits(const struct compiled *c, int lead, int rep);
bool barrier_has_pairs(const struct compiled *c, const struct family *family,
                       int rep);
/* As family_barrier, but what a lock or a pin says does not count. */
enum barrier barrier_of(const struct compiled *c, int family, int rep);

/* eligible.c - section 4: E0, arcs. */
eb_status eligible_find(struct compiled *c, eb_messages *said);
/* The same for one family more, of the number that follows the last; what was found for
 * one before it is forgotten. Not where a pair term needs a row. */
eb_status eligible_find_next(struct compiled *c);
/* Fills `reps`, which has room for all, in ascending order. */
int eligible_arcs(const struct compiled *c, int family, int *reps);
size_t eligible_count(const struct compiled *c, int family);
bool eligible_has(const struct compiled *c, int family, int rep);
/* Whether the rep is in the family's list, whatever its exceptions say. */
bool eligible_listed(const struct compiled *c, int family, int rep);
/* The reps of a list; they are ascending. */
const int64_t *eligible_list(const struct compiled *c, int list, size_t *n);

/* scope.c - section 2: states of accounts, N, V. */
eb_status scope_settle(struct compiled *c, eb_messages *said);

/* conflict.c - groups that are kept apart. */
eb_status conflict_settle(struct compiled *c, eb_messages *said);

/* fit.c - section 7. */
eb_status fit_prepare(struct compiled *c, eb_messages *said);
/* The misfit of a match term, as a fraction. */
long double fit_misfit(const struct compiled *c, const struct fit_term *term,
                       int account, int rep);
bool fit_has_distance(const struct compiled *c);
/* What all accounts alike pay alike: match, territory, distance. */
wide fit_shared(const struct compiled *c, int account, int rep);
/* The pair terms, with the row (NULL: none). */
wide fit_pairs(const struct compiled *c, int account, const struct pair *row);
/* No rep fits at a lower cost; it need not be one's. */
wide fit_least(const struct compiled *c, int account);

/* continuity.c - section 8. */
eb_status continuity_prepare(struct compiled *c);
/* After a change of N or V. */
void continuity_recount(struct compiled *c);
long double continuity_similarity(const struct compiled *c, int account,
                                  int rep);
int64_t continuity_switch(const struct compiled *c, int account, int rep);
/* No rep but the owner costs less; it need not be one's. */
int64_t continuity_least(const struct compiled *c, int account);
long double continuity_loss(const struct compiled *c, int account, int rep);
/* The same in whole units of 10^-decimals, at least 0; at a rep of -1, the most that
 * it can be. */
long double continuity_lost(const struct compiled *c, int account, int rep,
                            int decimals);
/* Whether what a switch costs is what may be lost: not in a gentlest plan that
 * counts something else. */
bool continuity_is_by_loss(const struct compiled *c);
long double value_real(const struct compiled *c, int account);
/* Whether its risk is one of those that stickiness counts as high. */
bool continuity_risk_is_high(const struct compiled *c, int account);

/* resource.c - section 5: what accounts weigh; groups; totals. */
eb_status resource_check_totals(struct compiled *c, eb_messages *said);
/* At a pair without a row. */
int64_t load_alone(const struct compiled *c, const struct measure *measure,
                   int account);
wide load_total(const struct compiled *c, const struct measure *measure);
eb_status resource_group(struct compiled *c);

/* target.c - section 5: targets and the list of resources. */
eb_status target_set(struct compiled *c, eb_messages *said);
/* Whether an account more (sign 1) or less (-1) would give somebody their first target,
 * or take the last away: then books have to be compiled anew. */
bool target_would_change_kind(const struct compiled *c, int account, int sign);
/* The account in all totals, or not. Targets stay until they are followed up. */
void target_count(struct compiled *c, int account, int sign);
/* Nobody is due these accounts: all totals and targets without them. Those without which
 * a group would have nothing left are counted all the same. */
void target_leave_out(struct compiled *c, const int *accounts, size_t n);
/* The targets of some reps in the account's group, of the totals as they are now. */
void target_follow(struct compiled *c, int account, const int *reps, int n);
/* T (1 -+ apart/unit), outward to whole loads. */
void target_range(wide target, wide apart, wide unit, wide *down, wide *up);
/* Within the band (millionths) as section 6 widens it to whole loads; how far from
 * the target, as a fraction of it. Of a target (micro-loads) that is not 0. */
void target_band(wide target, int64_t band, int64_t *down, int64_t *up);
bool target_within(int64_t load, wide target, int64_t band);
double target_deviation(int64_t load, wide target);
/* The reps' column that lists the groups they serve, or NULL: that whose name
 * is the plural of the group's (tiers, industries), else that of its name. */
const struct column *target_column(const struct compiled *c);

/* band.c - section 14: bands as limits. */
enum { NO_BANDS = -1 };
eb_status band_set(struct compiled *c);
/* Whether the family counts for less than it weighs in some band of the rep's. */
bool band_is_heavier(const struct compiled *c, int family, int rep);
/* What it counts for in a resource with `band_of`; at -1, all it weighs. */
int64_t band_weight(const struct compiled *c, size_t resource, int family,
                    int rep);
/* The limit's ends at the rep; false where there is no band, or none in force. */
bool band_range(const struct compiled *c, size_t limit, int rep, int64_t *lo,
                int64_t *hi);
/* The least factor, in millionths, of which all loads are within. */
int64_t band_factor(const struct compiled *c, const int64_t *load);

/* budgets.c - section 9. */
eb_status budgets_list(struct compiled *c);
/* The family's departures, in order of budget. */
eb_status budgets_add_leaves(const struct compiled *c, int family,
                             struct problem *p);

/* losses.c - those of one budget of losses. */
eb_status losses_add_leaves(const struct compiled *c, int family, int decimals,
                            int budget, struct problem *p);

/* items.c - classes and items, in `p`: the blend's, or without any cost and
 * with the loads of limits alone. */
eb_status items_add(struct compiled *c, struct problem *p, bool priced,
                    eb_messages *said);

/* terms.c - section 6 and 9: the blend's penalties and limits. */
eb_status terms_add(const struct compiled *c, struct problem *p);
/* The penalties of these reps' loads anew, after a change of their targets; false if
 * one has another number of bends now. */
bool terms_follow(const struct compiled *c, struct problem *p, const int *reps,
                  int n, int resource);
/* The limits anew, after a change of the bands' factor. */
void terms_limit(const struct compiled *c, struct problem *p);
/* lo and hi of a limit at a rep; false if it sets none there. */
bool limit_range(const struct compiled *c, size_t limit, int rep, int64_t *lo,
                 int64_t *hi);

/* violation.c - section 10. */
eb_status violation_make(struct compiled *c, eb_messages *said);

#endif
