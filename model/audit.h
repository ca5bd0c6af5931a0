/* audit.h - the books as they are: how fair, who has what, and what is amiss.
 *
 * Loads are those of today's owners: what nobody owns, or somebody who is no rep of
 * the role, is in the totals and in nobody's book. Shares are loads over targets
 * (fairness.h), so that part-timers and new hires are measured by what is due to
 * them. Only accounts in play count. */
#ifndef MODEL_AUDIT_H
#define MODEL_AUDIT_H

#include "model/compile.h"
#include "model/fairness.h"

/* Best accounts: the dearest tenth of a group counts twice, the rest of the dearest
 * quarter once. Worked: contacted so many days before as_of or later. */
enum { AUDIT_RECENT_DAYS = 90 };

/* How fair a metric is, within a group or over all. */
struct audit_measure {
    int metric,
        group;     /* group: its number in order of name; -1: all of them */
    int64_t total; /* of all accounts in play */
    int64_t owned; /* of those in some rep's book */
    size_t books;  /* of a rep in a group, with a target */
    size_t within; /* of these, inside the band */
    double mean;   /* load of these */
    struct fairness fairness;
};

/* A rep's book in a metric and a group; where there is a target or a load. */
struct audit_book {
    int rep, metric, group;
    int64_t load;
    wide target; /* micro-loads; 0: none */
    size_t rank; /* by load over target, 1 the fullest; 0: no target */
};

/* A rep's part of a group's best accounts, in points of those above. */
struct audit_capture {
    int rep, group;
    int64_t points, worked, of; /* of: all points of the group */
};

enum flag_kind {
    FLAG_UNOWNED,
    FLAG_OWNER_LEFT, /* a leaver, no rep, or one who takes nothing */
    FLAG_NOT_ELIGIBLE,
    FLAG_OVER,   /* a limit's maximum */
    FLAG_UNDER,  /* a limit's minimum */
    FLAG_IDLE,   /* among the best and not worked */
    FLAG_FAMILY, /* more than one owner */
    FLAG_RISK,   /* one rep has most of what a group may lose */
    N_FLAG_KINDS
};

struct flag {
    enum flag_kind kind;
    int account, rep; /* -1 where there is none */
    int limit;        /* of OVER and UNDER: which; else -1 */
    int64_t value;    /* of the account or the rep's part, at value_decimals */
    const char *text; /* a sentence */
};

/* A rule that today's books break. */
enum break_kind {
    BREAK_LIMIT,
    BREAK_TERRITORY, /* territories and who else may not own an account */
    BREAK_FAMILY,
    BREAK_CONFLICT,
    BREAK_HELD /* locked or pinned to another */
};

struct rule_break {
    enum break_kind kind;
    size_t n;         /* reps, accounts or families that break it */
    const char *text; /* a sentence */
};

struct audit {
    const struct compiled *compiled;
    struct arena memory;
    struct VEC(struct audit_measure) measures; /* by metric: all, then, if
                                                  there are several, groups */
    struct VEC(struct audit_book) books;       /* by rep, metric, group */
    struct VEC(struct audit_capture) captures; /* by rep, group */
    struct VEC(struct flag) flags; /* by kind; then dearest first, then id */
    size_t n_flags[N_FLAG_KINDS];
    struct VEC(struct rule_break) breaks; /* by kind */
    const struct column *last_contact;    /* NULL: contacts are not known */
    unsigned char *points; /* [n_accounts] as one of the best: 2, 1 or 0 */
    size_t *accounts;      /* [n_reps] in play */
    int64_t *value;        /* [n_reps] of these */
    int64_t unfairness;    /* units of cost, of loads as they are */
};

/* O(accounts x metrics + flags). `compiled` must stand. */
eb_status audit_make(const struct compiled *compiled, struct audit **out);
void audit_free(struct audit *audit);

#endif
