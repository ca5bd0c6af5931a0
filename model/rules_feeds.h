/* rules_feeds.h - what feeds a measure: a count, a column, pairs, or a metric
 * that was read before. */
#ifndef MODEL_RULES_FEEDS_H
#define MODEL_RULES_FEEDS_H

#include "model/rules_read.h"

enum feeding {
    FED,
    UNFED,  /* the name is no column, or not a numeric one */
    REFUSED /* after a fault */
};

/* What the object's `count`, its `column` or else the measure's name says;
 * `where` and `negative` are the caller's. */
enum feeding choose_source(struct reader *in, const struct node *object,
                           struct measure *measure);
/* NULL if there is none of that name. */
const struct metric *find_metric(const struct rules *rules, const char *name);
/* The measure of a limit or a budget: that of the metric of this name, else
 * what the name itself says. False after a fault at the place. */
bool find_measure(struct reader *in, struct place at, const char *name,
                  struct measure *out);

#define NUMBERS (1u << CELL_NUMBER)

#endif
