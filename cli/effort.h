/* effort.h - how much work a command may do, and on how many threads. */
#ifndef CLI_EFFORT_H
#define CLI_EFFORT_H

#include "cli/options.h"
#include "include/evenbook.h"

/* As --effort says; normal. */
eb_effort solve_effort(const struct arguments *args);
/* As --threads says; as many as there are processors. */
int solve_threads(const struct arguments *args);

#endif
