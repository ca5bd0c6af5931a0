/* frontier_text.h - a frontier on a terminal. */
#ifndef CLI_FRONTIER_TEXT_H
#define CLI_FRONTIER_TEXT_H

#include "model/frontier.h"

/* The table and what it says, to standard output; all points, or two dozen. */
eb_status frontier_print(const struct frontier *frontier, bool all);

#endif
