/* compare_parts.h - the parts of compare_print(). `shown`: the metrics. */
#ifndef CLI_COMPARE_PARTS_H
#define CLI_COMPARE_PARTS_H

#include "model/comparison.h"

/* compare_best.c: which plan is best at what, and last. */
eb_status compare_print_best(const struct comparison *c, const int *shown,
                             size_t n_shown);
/* compare_changes.c: whose books change most, and which accounts differ. */
eb_status compare_print_books(const struct comparison *c, const int *shown,
                              size_t n_shown, bool all);
eb_status compare_print_accounts(const struct comparison *c, bool all);

#endif
