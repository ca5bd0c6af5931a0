/* progress.c - one line on a terminal while a plan is being made. */
#include "cli/progress.h"

#include "base/glyphs.h"

#include <math.h>

static const double pause_between = 0.1; /* seconds */

void progress_begin(struct progress *progress, const struct arguments *args)
{
    *progress = (struct progress){
        .screen = screen_of(stderr, args),
        .last = -pause_between,
    };
    progress->shown =
        screen_rewrites(&progress->screen) && !args->given[OPT_QUIET];
}

/* A line that reached the last column could not be taken back. */
static void show(const struct screen *to, struct phrase *line)
{
    struct phrase plain = {0};
    const char *text;

    phrase_add_plain(&plain, phrase_text(line));
    text = phrase_text(&plain);
    fprintf(to->file, "\r%.*s\033[K", (int)text_fitting(text, to->width - 1),
            text);
    fflush(to->file);
    phrase_clear(&plain);
    phrase_clear(line);
}

void progress_show(void *context, const eb_progress *now)
{
    struct progress *progress = context;
    struct phrase line = {0};

    if (!progress->shown || now->seconds < progress->last + pause_between)
        return;
    progress->last = now->seconds;
    progress->has_line = true;
    phrase_add(&line, "%-9s", now->phase);
    if (now->has_plan)
        phrase_add(&line, "  best %.4f", now->objective);
    if (isfinite(now->lower_bound))
        phrase_add(&line, "  bound %.4f", now->lower_bound);
    if (now->has_plan && isfinite(now->lower_bound))
        phrase_add(&line, "  gap %.2f %%",
                   100 * (now->objective - now->lower_bound) /
                       fmax(fabs(now->objective), 1e-9));
    phrase_add(&line, "  %.1f s", now->seconds);
    show(&progress->screen, &line);
}

void progress_end(struct progress *progress)
{
    if (progress->has_line)
        fprintf(stderr, "\r\033[K");
    progress->has_line = false;
}
