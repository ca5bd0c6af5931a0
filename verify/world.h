/* world.h - everything that the inputs and the rules make true.
 *
 * Built step by step, each step in a file of its own, in the order in which
 * the steps are declared below. Accounts a are rows of accounts.csv; reps r
 * are those of the role, in order of id; families f in order of their lead's
 * id.
 * Everything lives in one arena. */
#ifndef VERIFY_WORLD_H
#define VERIFY_WORLD_H

#include "verify/input.h"
#include "verify/rules.h"

#define NO_LEAST INT64_MIN /* limits that bind nothing */
#define NO_MOST INT64_MAX

enum state { OUTSIDE, UNASSIGNABLE, UNOWNED, FORCED, SETTLED };

/* A row of pairs.csv that speaks of a rep of the role. */
struct pair {
    int rep;
    size_t row;
};

/* What is counted or added up: a metric, or what a limit or budget names. */
struct spec {
    const char *column; /* canonical or header; NULL: accounts are counted */
    const struct node *where[2]; /* both must hold; NULL: all pass */
    enum negative negative;
    int scale;
    bool by_pair;    /* fed by `workload`, and pairs.csv has that column */
    bool *counts;    /* [a] in play, and passes both */
    int64_t *weight; /* [a] as at a pair without a row; 0 where not counted */
    int64_t total;   /* of these */
    int64_t most;    /* of absolute weights, at whatever rep */
};

/* What a family weighs in a resource, as at a pair without a row. */
struct load {
    int resource;
    int64_t weight;
};

struct resource {
    int spec, group, metric; /* group, metric: -1 if of a limit */
    int band_of; /* -1, or: its loads, but for what is too heavy (bands.c) */
};

/* A hinge's slope holds above `up` and below `down`, in micro-loads. */
struct piece {
    wide step; /* 1e-12 unit of cost per unit of load */
    bool has_up, has_down;
    wide up, down;
};

struct penalty {
    size_t n; /* 0: none here */
    struct piece *piece;
};

struct limit {
    int spec, resource;
    int64_t *least, *most; /* [r] */
    int band_of;           /* -1, or: the band of this resource */
};

/* One rule of `continuity` that limits moves; makes one budget, or with
 * max_lost_per_book one per owner. */
struct charge {
    enum budget_kind kind;
    int spec;        /* -1: moves are counted, or losses */
    int scale;       /* of amounts */
    int64_t *amount; /* [a] what the account costs when it leaves; of losses,
                        the most that it can cost */
    int *budget; /* [r] the budget that an owner's accounts draw on, or -1 */
};

struct budget {
    int charge, owner; /* owner: -1 but for max_lost_per_book */
    int scale;
    int64_t most; /* B */
    wide slope;   /* of its violation, 1e-12 unit of cost per unit */
};

/* Entries of the accounts' cells against the reps' lists. */
struct match {
    bool there; /* the account's column */
    struct lists asked;
    size_t n_words;
    bool *listed; /* [r * n_words + word] */
};

struct world {
    const struct verify_input *in;
    eb_messages *said;
    struct arena memory;
    struct sheet accounts, reps, pairs, territories, decisions;
    struct rules rules;

    int n_reps, n_accounts, n_conflicts, n_families, n_codes;
    int n_groups, n_specs, n_resources, n_charges, n_budgets;
    int value_scale;
    bool value_is_one; /* for continuity, since V <= 0 */
    bool has_as_of;
    int64_t factor; /* of the bands, in millionths; -1: none is in force */

    /* people.c */
    const char *role;
    int64_t as_of;
    const char **rep; /* [r] */
    size_t *rep_row;
    struct names rep_names; /* the number of a name is r */
    long double *capacity;
    bool *leaver;

    /* accounts.c */
    const char **account;       /* [a] */
    struct names account_names; /* the number of a name is a */
    int *order, *rank;          /* accounts in order of id, and back */
    enum state *state;          /* OUTSIDE, or settled in arcs.c */
    const char **owner_text;
    int *owner; /* [a] a rep of the role, or -1 */
    int *fixed; /* [a] by lock or pin, or -1 */
    size_t *first_barred;
    int *barred;   /* reps that may not: not, reject, never, forbidden */
    int *conflict; /* [a] group or -1 */
    size_t *first_in_conflict;
    int *in_conflict; /* accounts by group */
    size_t *first_pair;
    struct pair *pair; /* of each account, in order of rep */
    struct numbers pair_cost, pair_fit, pair_workload, workload;

    /* families.c */
    int *family; /* [a], -1 outside */
    int *lead;   /* [f] an account */
    int *family_fixed;
    size_t *first_member;
    int *member; /* in order of id */

    /* fit.c */
    struct match *term_match; /* [term] */
    struct match similarity[3];
    struct names codes;
    int *code_parent;
    int *account_code;      /* [a] or -1 */
    struct lists rep_codes; /* by row */
    long double depth;
    int *steps;    /* [code * n_reps + r] how far up; -1: nowhere */
    bool *covered; /* the same: a code of r is the code or above it */
    struct numbers latitude, longitude, rep_latitude, rep_longitude;

    /* arcs.c */
    size_t *first_arc; /* [f] */
    int *arc_rep;      /* ascending within a family */
    int64_t n_scope;   /* N */

    /* cost.c */
    int against; /* what the gentlest plan keeps from moving: a spec, or -1 */
    int64_t *value;        /* [a] 10^-value_scale; 1 without the column */
    long double all_value; /* V as continuity takes it */
    long double *stick;    /* [a] before similarity and clamp */
    int64_t *least_switch; /* [a] forced: the least over its arcs */
    int64_t *arc_fit, *arc_disruption; /* [arc] */

    /* metrics.c */
    struct names groups;
    int *group;       /* [a] */
    int *group_order; /* groups in order of name */
    struct spec *spec;
    int *metric_spec; /* [metric] */
    struct resource *resource;
    wide *target;            /* [resource * n_reps + r], 0: none */
    struct penalty *penalty; /* the same */
    struct penalty *violation;

    /* limits.c */
    size_t *first_load; /* [f] */
    struct load *load;
    size_t n_limits;
    struct limit *limit; /* those of the rules, then bands */
    struct charge *charge;
    struct budget *budget;
};

/* All of it. The world is freed by the caller, also after a failure. */
eb_status world_build(struct world *world, const struct verify_input *in,
                      eb_messages *said);
void world_drop(struct world *world);

/* The steps. */
eb_status world_people(struct world *world);
eb_status world_accounts(struct world *world);
eb_status world_families(struct world *world);
eb_status world_fit(struct world *world);
eb_status world_arcs(struct world *world);
eb_status world_metrics(struct world *world);
eb_status world_limits(struct world *world);
eb_status world_losses(struct world *world);
eb_status world_costs(struct world *world);

/* fit.c: the share of the account's entries that the rep does not list. */
long double match_misfit(const struct match *match, int a, int r);
/* The share that it does list; of a filled cell. */
long double match_share(const struct match *match, int a, int r);
/* Whether the account's cell is filled. */
bool match_is_asked(const struct match *match, int a);
long double territory_misfit(const struct world *world, int a, int r);
long double distance_km(const struct world *world, int a, int r);

/* accounts.c */
bool is_barred(const struct world *world, int a, int r);
/* The pair's row; NULL if there is none. */
const struct pair *find_pair(const struct world *world, int a, int r);
/* In play: takes part in loads, costs and totals. */
bool is_in_play(const struct world *world, int a);

/* arcs.c: the arc of a family to a rep; -1 if there is none. */
int64_t find_arc(const struct world *world, int f, int r);

/* cost.c: units of cost of an account at a rep, but for what a forced move
 * costs anywhere; and the expected loss in money. */
long double switch_cost(const struct world *world, int a, int r);
/* At r -1: at somebody who has nothing in common with the account. */
long double expected_loss(const struct world *world, int a, int r);
/* What the account adds to the disruption at that rep. */
int64_t account_disruption(const struct world *world, int a, int r);

/* metrics.c: what an account weighs at a rep; at -1, as at a pair without a
 * row. */
int64_t account_weight(const struct world *world, int spec, int a, int r);
int64_t resource_weight(const struct world *world, int resource, int a, int r);
/* T (1 -+ apart/unit), outward to whole loads. */
void band_range_of(wide target, wide apart, wide unit, wide *least,
                   wide *most);
/* The number of a metric by name; -1 if there is none. */
int metric_named(const struct world *world, const char *name);
/* The spec of what a limit or budget names: a metric, the count of accounts or
 * a column, and what besides must match. New if need be. */
eb_status add_spec(struct world *world, const char *name,
                   const struct node *where, int *spec);
/* bands.c, called by world_limits: the limits that the goal adds. */
eb_status world_bands(struct world *world);
/* What the family counts for in a resource with `band_of`. */
int64_t banded_weight(const struct world *world, int resource, int f, int r);
/* Adds what it costs to be outside the bands of that factor. */
eb_status bands_price(const struct world *world, int64_t factor,
                      struct arena *memory, struct penalty *penalty);
/* penalty.c: 1e-18 unit of cost, before rounding. */
wide penalty_raw(const struct penalty *penalty, int64_t load);
/* Rounded once, halves up, to units of cost. */
wide penalty_value(const struct penalty *penalty, int64_t load);
/* One more piece. */
eb_status penalty_add(struct arena *memory, struct penalty *penalty,
                      struct piece piece);
/* A fault if a load of this size would not fit. */
eb_status penalty_check(const struct world *world,
                        const struct penalty *penalty, int64_t most);

/* limits.c: what the family weighs there when r has it. */
int64_t load_at(const struct world *world, int f, const struct load *load,
                int r);
/* What of a family leaves its owners when r takes it, drawn on the
 * budgets of one charge; calls add(context, budget, amount) for each. */
void family_charges(const struct world *world, int f, int r,
                    void (*add)(void *context, int budget, int64_t amount),
                    void *context);

#endif
