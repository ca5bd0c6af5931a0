/* comparison.h - plans side by side, from what their folders say.
 *
 * Nothing is planned or worked out again: plans that were just made and plans
 * that lie on disk are compared by the same files. */
#ifndef MODEL_COMPARISON_H
#define MODEL_COMPARISON_H

#include "base/doc.h"
#include "base/names.h"
#include "base/table.h"

/* A plan: plan.json, assignments.csv and books.csv. Not owned. */
struct compared {
    const char *name;
    const char *folder; /* where it lies; NULL: nowhere */
    const struct doc *plan;
    const struct table *assignments, *books;
};

/* How fair a plan is in a metric; deviations as fractions. */
struct metric_view {
    bool there; /* the plan has the metric, and a target in it */
    double mean, farthest;
    size_t within, books;
    double gini; /* of loads over targets; NAN where not defined */
};

/* The rep who lies farthest from a target of a metric with a weight. */
struct worst_view {
    int book; /* of comparison.books; -1: none */
    double deviation;
};

/* A rep's book in one plan; texts as they stand in books.csv. */
struct load_view {
    bool there, has_target;
    const char *load, *target, *deviation;
    double load_number, deviation_number;
};

/* A rep, a metric and a group that some plan has a row for. */
struct book_view {
    const char *rep, *name, *metric_name, *group;
    int metric;            /* of comparison.metrics */
    struct load_view *in;  /* [n plans] */
    double least, most;    /* load; 0 in a plan that lacks it */
    int least_in, most_in; /* the first plan with it */
};

/* An account that does not have the same owner in all plans, or is not in all. */
struct owner_view {
    const char *account, *name;
    const char **owner; /* [n plans] NULL: not in the plan; "": nobody */
};

struct comparison {
    size_t n; /* plans */
    const struct compared *plans;
    struct arena memory;
    struct names metrics;         /* in order of first sight */
    struct metric_view *fairness; /* [n * metrics] */
    struct metric_view *today;    /* [metrics] before any plan, by the first */
    bool *weighs;                 /* [metrics] has a weight in some plan */
    bool same_metrics; /* names, weights and bands: points mean the same */
    size_t *broken;    /* [n] limits, rep by rep, and budgets */
    struct worst_view *worst; /* [n] */
    const char **other; /* [n] "accounts", "reps" or both, where the plan was
                           made from others than the first; else NULL */
    size_t n_books;
    struct book_view *books; /* by rep, metric, group */
    size_t n_accounts;       /* in any plan */
    size_t n_differing;
    struct owner_view *differing; /* in order of id */
    size_t *differ; /* [n * n] accounts of both that have other owners */
    size_t *alone;  /* [n * n] accounts of the first that the second lacks */
};

/* EB_BAD_USAGE where roles differ, EB_BAD_DATA where a file is not what it should
 * be. O(n x (accounts + n x accounts that differ)). */
eb_status comparison_make(const struct compared *plans, size_t n,
                          struct comparison **out, eb_messages *said);
void comparison_free(struct comparison *comparison);

/* A number at this path of plan.json, NAN where there is none; "moves.moved". */
double compared_number(const struct compared *plan, const char *path);
const struct node *compared_node(const struct compared *plan,
                                 const char *path);
const char *compared_text(const struct compared *plan, const char *path);

#endif
