/* compare_parts.h - the parts of compare_print(). `shown`: the metrics. */
#ifndef CLI_COMPARE_PARTS_H
#define CLI_COMPARE_PARTS_H

#include "cli/screen.h"
#include "model/comparison.h"

/* compare_best.c: which plan is best at what, and last. */
void compare_print_best(const struct comparison *c, const int *shown,
                        size_t n_shown, struct screen *to);
/* compare_changes.c: whose books change most, and which accounts differ. */
void compare_print_books(const struct comparison *c, const int *shown,
                         size_t n_shown, bool all, struct screen *to);
void compare_print_accounts(const struct comparison *c, bool all,
                            struct screen *to);

#endif
