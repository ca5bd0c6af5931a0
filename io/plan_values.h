/* plan_values.h - the facts of a plan as values of a JSON document. */
#ifndef IO_PLAN_VALUES_H
#define IO_PLAN_VALUES_H

#include "model/plan.h"

struct plan_writer {
    struct doc *doc;
    const struct plan *plan;
};

/* "optimal", "within_gap", ... */
const char *outcome_key(eb_outcome outcome);
/* The distance from the bound, as a part of the objective. */
double gap_of(int64_t objective, int64_t bound);

struct node *json_object(struct plan_writer *to, struct node *parent,
                         const char *key);
struct node *json_list(struct plan_writer *to, struct node *parent,
                       const char *key);
/* Units of cost as points. */
void json_points(struct plan_writer *to, struct node *parent, const char *key,
                 int64_t cost);
/* The same; null where there is no bound (INT64_MIN). */
void json_bound(struct plan_writer *to, struct node *parent, const char *key,
                int64_t bound);
void json_count(struct plan_writer *to, struct node *parent, const char *key,
                size_t n);
/* An interned word, or null for -1. */
void json_word(struct plan_writer *to, struct node *parent, const char *key,
               int word);
/* A rep's id, or null for -1. */
void json_rep(struct plan_writer *to, struct node *parent, const char *key,
              int rep);
/* units x 10^-decimals, exactly. */
void json_wide(struct plan_writer *to, struct node *parent, const char *key,
               wide units, int decimals);
/* One end of a range of loads, or null where it is open. */
void json_end(struct plan_writer *to, struct node *parent, const char *key,
              int64_t load, int decimals);

#endif
