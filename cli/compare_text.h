/* compare_text.h - a comparison on a terminal. */
#ifndef CLI_COMPARE_TEXT_H
#define CLI_COMPARE_TEXT_H

#include "cli/screen.h"
#include "model/comparison.h"

/* `all`: every rep, every metric and every account that differs. */
void compare_print(const struct comparison *comparison, bool all,
                   struct screen *to);

#endif
