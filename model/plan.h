/* plan.h - a plan: an owner per account, what it costs, why, and its proof.
 *
 * Made by planner.h from a compiled model and the kernel's solutions; holds every
 * fact that the plan folder shows (docs/FORMATS.md), so that writing it is
 * formatting alone. Owns the compiled model, not the books and the rules. */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include "model/compile.h"
#include "solver/solve.h"

enum change {
    CHANGE_KEPT,
    CHANGE_MOVED,
    CHANGE_FORCED,
    CHANGE_PLACED,
    CHANGE_UNASSIGNED
};

/* One row of assignments.csv. */
struct assignment_row {
    /* -1: none (unassigned, or an outside account whose owner is no rep) */
    int rep;
    enum change change;
    const char *reason;     /* one sentence with exact numbers */
    int next_best;          /* rep, or -1 */
    int64_t next_cost;      /* units of cost */
    const char *blocked_by; /* "" or the rule */
    int64_t cost_fit, cost_switch;
    double loss; /* expected, in money; 0 unless moved or forced */
};

/* One row of books.csv. */
struct book_row {
    int rep, metric, group; /* group: word, or -1 */
    wide target;            /* micro-loads; 0: none */
    int64_t before, after;  /* loads */
};

/* A rep's accounts by what happened to them. */
struct book_count {
    size_t before, after, kept, gained, lost, forced, placed;
    int64_t value_kept, value_gained, value_lost, value_forced, value_placed;
};

struct group_facts {
    int group; /* word, or -1 */
    int64_t total;
    size_t reps; /* with a target */
    /* Fractions. */
    double mean_abs_before, mean_abs_after, max_before, max_after;
    size_t within_before, within_after;
};

struct metric_facts {
    size_t n_groups;
    struct group_facts *groups;
    int64_t total;
    int64_t unfairness; /* units of cost */
};

struct limit_break {
    int limit, rep;
    int64_t load, lo, hi; /* INT64_MIN / MAX where open */
};

/* What a limit lets a rep have in the blend that follows a violation above 0;
 * the limits and reps whose range differs from the rules' alone, in order of
 * limit, then rep. Loads, INT64_MIN / MAX where open. */
struct relaxed_limit {
    int limit, rep;
    int64_t lo, hi;
};

struct phase {
    const char *name; /* "violation", "fairest", "blend", "gentlest" */
    /* Units of cost; of "fairest", 1e-9 of a factor. */
    int64_t objective, lower_bound, solver_bound;
    bool has_bound, proved_infeasible;
    enum proof proof;
    eb_outcome outcome; /* of this phase alone, however it ended */
    struct certificate certificate;
};

struct indivisible {
    int account_lead, metric, rep; /* the family by its lead */
    int64_t load;
    wide target;
};

struct forbidden_rep {
    int rep;
    enum barrier barrier;
};

struct plan {
    const struct books *books;
    const struct rules *rules;
    struct compiled *compiled;
    struct arena memory; /* owns strings and arrays below */

    eb_outcome outcome;
    enum proof proof;
    bool cut;
    const char *effort;
    unsigned long seed;
    int threads;
    double gap, gap_points;

    size_t n_phases;
    struct phase phases[3];
    int64_t objective, lower_bound, solver_bound; /* of the last phase */
    int64_t fit, disruption, unfairness;          /* terms of the blend */

    struct assignment_row *rows; /* [n_accounts] by row of accounts.csv */
    size_t n_books;
    struct book_row *book_rows;     /* by rep, then metric, then group */
    struct book_count *book_counts; /* [n_reps] */
    struct metric_facts *metrics;   /* [n_metrics] */

    size_t n_breaks;
    struct limit_break *breaks;
    int64_t *budget_used;      /* [compiled budgets] */
    int64_t *budget_given_max; /* as relaxed, NULL if nothing was relaxed */
    size_t n_relaxed;
    struct relaxed_limit *relaxed;

    size_t n_in_play, n_outside, n_unassignable;
    size_t n_moved, n_forced, n_placed, n_kept;
    int64_t value_moved, value_forced;
    double loss_moved, loss_forced;
    size_t n_settled, n_settled_kept;
    int64_t value_settled, value_settled_kept;

    size_t n_indivisible;
    struct indivisible *indivisible;

    bool conflict_minimal;
    size_t n_conflict;
    const char **conflict; /* the rules in words */

    const char *summary;  /* the dozen lines, each ended by a newline */
    double seconds_in[6]; /* read, compile, greedy, descent, dual, exact */
    struct VEC(struct incumbent_point) history;
    int64_t steps;
};

void plan_free(struct plan *plan);
/* Whether limits or budgets are broken: there is a phase of violation then. */
bool plan_breaks_rules(const struct plan *plan);
/* The phase of that name, or NULL. */
const struct phase *plan_phase(const struct plan *plan, const char *name);
double points(int64_t cost); /* units of cost -> points */

#endif
