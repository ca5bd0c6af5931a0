/* plan_measures.h - the part of plan.json on metrics, limits and budgets, and on
 * what stands out. */
#ifndef IO_PLAN_MEASURES_H
#define IO_PLAN_MEASURES_H

#include "io/plan_values.h"

/* Adds `metrics`, `limits`, `budgets`, `conflict`, `unassignable` and
 * `indivisible`. */
void json_measures(struct plan_writer *to, struct node *root);

#endif
