/* progress.c - one line on a terminal while a plan is being made. */
#include "cli/progress.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double pause_between = 0.1; /* seconds */

static bool can_rewrite(void)
{
    const char *terminal = getenv("TERM");

    return isatty(STDERR_FILENO) == 1 && terminal != NULL &&
           *terminal != '\0' && strcmp(terminal, "dumb") != 0;
}

void progress_begin(struct progress *progress, const struct arguments *args)
{
    *progress = (struct progress){
        .shown = can_rewrite() && !args->given[OPT_QUIET],
        .last = -pause_between,
    };
}

void progress_show(void *context, const eb_progress *now)
{
    struct progress *progress = context;

    if (!progress->shown || now->seconds < progress->last + pause_between)
        return;
    progress->last = now->seconds;
    progress->has_line = true;
    fprintf(stderr, "\r%-9.20s", now->phase);
    if (now->has_plan)
        fprintf(stderr, "  best %.4f", now->objective);
    if (isfinite(now->lower_bound))
        fprintf(stderr, "  bound %.4f", now->lower_bound);
    if (now->has_plan && isfinite(now->lower_bound))
        fprintf(stderr, "  gap %.2f %%",
                100 * (now->objective - now->lower_bound) /
                    fmax(fabs(now->objective), 1e-9));
    fprintf(stderr, "  %.1f s\033[K", now->seconds);
    fflush(stderr);
}

void progress_end(struct progress *progress)
{
    if (progress->has_line)
        fprintf(stderr, "\r\033[K");
    progress->has_line = false;
}
