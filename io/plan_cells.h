/* plan_cells.h - how the facts of a plan are written, in CSV and in JSON. */
#ifndef IO_PLAN_CELLS_H
#define IO_PLAN_CELLS_H

#include "io/csv_writer.h"
#include "model/plan.h"

/* A row of headers, separated by blanks. */
void csv_header(struct csv_writer *csv, const char *names);
/* Units of cost as points. */
void csv_points(struct csv_writer *csv, int64_t cost);
/* Micro-loads in the metric's own unit. */
void csv_target(struct csv_writer *csv, wide target, int decimals);
/* (load - target) / target with 6 decimals; blank without a target. */
void csv_deviation(struct csv_writer *csv, int64_t load, wide target);
/* The rep's id, or nothing for -1. */
void csv_rep(struct csv_writer *csv, const struct plan *plan, int rep);
/* The text of a rep's cell; "" where reps.csv has no such column. */
const char *rep_text(const struct plan *plan, size_t rep,
                     const struct column *column);

/* The owner as it stands in the input, also where it is no rep. */
const char *owner_text(const struct books *books, size_t account);
/* The owner by the plan; an outside account stays with its owner, rep or
 * not. */
const char *owner_after(const struct plan *plan, size_t account);
const char *change_text(enum change change);
/* How many decimals sums of values have; v_a, at these. */
int value_decimals(const struct books *books);
int64_t account_value(const struct books *books, size_t account);

#endif
