/* compiled.h - what books and rules have become: a kernel problem, and the maps
 * that lead back. compile.h makes it and reads it. */
#ifndef MODEL_COMPILED_H
#define MODEL_COMPILED_H

#include "model/rules.h"
#include "solver/problem.h"

enum hold {
    HOLD_FREE,
    HOLD_LOCK, /* stays with its owner */
    HOLD_PIN   /* goes to a rep that someone named */
};

enum account_state {
    STATE_UNOWNED,
    STATE_SETTLED,
    STATE_FORCED, /* must leave: see force */
    STATE_OUTSIDE,
    STATE_UNASSIGNABLE
};

enum force {
    FORCE_NONE,
    FORCE_LEAVER,
    FORCE_UNKNOWN,   /* the owner is no rep of the role */
    FORCE_ZERO,      /* the owner's share is zero */
    FORCE_INELIGIBLE /* the owner may not own it */
};

/* Why a rep may not own a family: the first rule in this order that forbids. */
enum barrier {
    BARRIER_NONE,
    BARRIER_LEAVER,
    BARRIER_ZERO,
    BARRIER_TERRITORY,
    BARRIER_NOT,
    BARRIER_DECISION, /* reject or never */
    BARRIER_PAIR, /* forbidden in pairs.csv, or no row where one is needed */
    BARRIER_FIT,  /* a hard fit term */
    BARRIER_HELD  /* the family is locked or pinned elsewhere */
};

/* What each rep counts for. */
struct rep_share {
    bool leaver;
    long double capacity; /* base x ramp x presence; 0: takes nothing */
    long double presence, ramp, base;
};

/* One number that is loaded: a balanced metric in a group, or a limit's. */
struct resource {
    const struct measure *measure;
    int metric;    /* index into rules->metrics, or -1: a limit's own */
    int band_of;   /* -1, or: the loads of this resource, those too heavy for a
                    band counted as the target (band.c) */
    int group;     /* interned word of balance_within, or -1 */
    int64_t total; /* over the accounts in play and in the group */
    size_t n_targets; /* R counts those of all groups of the metric */
};

struct family {
    int lead;        /* account */
    size_t first, n; /* into members */
    int fixed;       /* rep, or -1 */
    enum hold hold;
    int item; /* of the problem, or -1 where unassignable */
};

struct compiled {
    const struct books *books;
    const struct rules *rules;
    struct problem *problem;   /* the blend; agents are reps */
    struct problem *violation; /* MODEL.md section 10; NULL if no limits and no
                                  budgets */

    struct rep_share *share; /* [n_reps] */
    size_t n_families;
    struct family *families; /* in order of lead id */
    int *members;            /* accounts, family by family, in order of id */
    int *family_of;          /* [n_accounts] or -1: outside */
    size_t n_split;          /* families that locks or conflicts split */

    /* per account */
    enum account_state *state;
    enum force *force;
    enum hold *hold; /* the account's own */
    int *held_by;    /* [n_accounts] why: index into rules->locks, -1 the
                             `locked` column or the `pin` column, -2 - d:
                             decision d */
    int *outside_by; /* -1: the column `outside`; else the decision */

    size_t n_resources;
    struct resource *resources;
    size_t n_limits;
    struct limit *limits; /* those of the rules, then the bands that a goal
                             makes limits, one for each balanced resource */
    int *limit_resource;  /* [n_limits] */
    wide *target;         /* [n_reps * n_resources] micro-loads; 0: none */

    /* budget k of the problem: of rules' budget budget_rule[k], for owner
     * budget_owner[k] (rep, or -1: the whole plan) */
    int *budget_rule, *budget_owner;

    size_t n_in_play;    /* N */
    int64_t value_total; /* V at value_decimals; N where every value is 1 */
    int value_decimals;

    struct workings *workings; /* private: model/workings.h */
};

#endif
