/* comparing.h - what the parts of comparison_make() share, and the order in which
 * they are called:
 *
 *     comparison_fairness -> comparison_books -> comparison_owners          */
#ifndef MODEL_COMPARING_H
#define MODEL_COMPARING_H

#include "model/comparison.h"

/* Zeroed; NULL when memory is out. */
void *comparing_take(struct comparison *c, size_t n, size_t size);
/* The field of the header; EB_BAD_DATA if it is not there. */
eb_status comparing_column(const struct table *table, const char *name,
                           size_t *column, eb_messages *said);

/* comparison_fairness.c: metrics, fairness, today, weighs, same_metrics,
 * broken. */
eb_status comparing_fairness(struct comparison *c, eb_messages *said);
/* comparison_books.c: books, worst, gini of fairness. */
eb_status comparing_books(struct comparison *c, eb_messages *said);
/* comparison_owners.c: accounts. */
eb_status comparing_owners(struct comparison *c, eb_messages *said);

#endif
