/* explain_parts.h - what the texts of explain_text.c and explain_book_text.c share. */
#ifndef CLI_EXPLAIN_PARTS_H
#define CLI_EXPLAIN_PARTS_H

#include "cli/columns.h"
#include "io/explained.h"
#include "model/figures.h"
#include "model/plan.h"

/* Cells: a difference; a load, a target and how far one is from the other; a metric
 * in a group. */
void explain_add_points(struct columns *table, int64_t cost);
void explain_add_load(struct columns *table, const struct compiled *c,
                      int metric, int64_t load);
void explain_add_target(struct columns *table, const struct compiled *c,
                        int metric, wide target);
void explain_add_deviation(struct columns *table, const struct compiled *c,
                           int metric, int64_t load, wide target);
void explain_add_metric(struct columns *table, const struct compiled *c,
                        int metric, int group);
/* explain_book_text.c */
void explain_print_book(const struct explained *explained, bool all,
                        struct screen *to);

#endif
