/* frontier_text.h - a frontier on a terminal. */
#ifndef CLI_FRONTIER_TEXT_H
#define CLI_FRONTIER_TEXT_H

#include "cli/screen.h"
#include "model/frontier.h"

/* The table and what it says; all points, or two dozen. */
void frontier_print(const struct frontier *frontier, bool all,
                    struct screen *to);

#endif
