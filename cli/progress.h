/* progress.h - one line on a terminal while a plan is being made. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "cli/screen.h"
#include "include/evenbook.h"

struct progress {
    struct screen screen;
    bool shown;  /* it is a terminal that can rewrite a line */
    double last; /* seconds at which the line was last written */
    bool has_line;
};

void progress_begin(struct progress *progress, const struct arguments *args);
/* For eb_options.progress; the context is a struct progress. */
void progress_show(void *context, const eb_progress *now);
/* Takes the line away. */
void progress_end(struct progress *progress);

#endif
