/* daily_text.h - what a day came to, on a terminal. */
#ifndef CLI_DAILY_TEXT_H
#define CLI_DAILY_TEXT_H

#include "cli/screen.h"
#include "io/daily_run.h"

/* The whole, role by role; the first decisions, or `all` of them. Alerts are left to the
 * caller. */
void daily_print(const struct daily_report *report, bool all,
                 struct screen *to);
/* "6 moves now recover 92 % of the lost balance": what alerts end with; "" where there is
 * nothing to recover. Buffer of at least 4 x FIGURE_ROOM. */
const char *daily_advice_text(const struct daily_role *role, char *buffer);

#endif
