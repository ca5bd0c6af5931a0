/* effort.h - how much work a command may do, and on how many threads. */
#ifndef CLI_EFFORT_H
#define CLI_EFFORT_H

#include "cli/options.h"
#include "cli/progress.h"
#include "io/plan_files.h"
#include "include/evenbook.h"

/* As --threads says; as many as there are processors. */
int solve_threads(const struct arguments *args);
/* All that the flags of planning say; Ctrl-C is listened to. Progress is shown
 * where not NULL. */
eb_options solve_options(const struct arguments *args,
                         struct progress *progress);

/* How --excel-safe and --no-report want files. */
struct file_form solve_form(const struct arguments *args);

#endif
