/* effort.c - how much work a command may do. */
#define _DEFAULT_SOURCE /* _SC_NPROCESSORS_ONLN */
#include "cli/effort.h"

#include "cli/stop.h"

#include <string.h>
#include <unistd.h>

static int processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n < 1 ? 1 : n > 64 ? 64 : (int)n;
}

/* normal, unless it says otherwise. */
static eb_effort effort_of(const struct arguments *args)
{
    const char *name = args->text[OPT_EFFORT];

    if (name != NULL && strcmp(name, "quick") == 0)
        return EB_QUICK;
    if (name != NULL && strcmp(name, "deep") == 0)
        return EB_DEEP;
    return EB_NORMAL;
}

int solve_threads(const struct arguments *args)
{
    return args->given[OPT_THREADS] ? (int)args->whole[OPT_THREADS]
                                    : processors();
}

struct file_form solve_form(const struct arguments *args)
{
    return (struct file_form){.excel_safe = args->given[OPT_EXCEL_SAFE],
                              .no_report = args->given[OPT_NO_REPORT]};
}

eb_options solve_options(const struct arguments *args,
                         struct progress *progress)
{
    eb_options o = eb_default_options();

    o.role = args->text[OPT_ROLE];
    o.goal = args->text[OPT_GOAL];
    o.against = args->text[OPT_AGAINST];
    o.effort = effort_of(args);
    o.time_limit = args->number[OPT_TIME_LIMIT];
    if (args->given[OPT_GAP])
        o.gap = args->number[OPT_GAP];
    if (args->given[OPT_SEED])
        o.seed = args->whole[OPT_SEED];
    o.threads = solve_threads(args);
    o.stop = stop_listen();
    o.excel_safe = solve_form(args).excel_safe;
    o.no_report = solve_form(args).no_report;
    if (progress != NULL) {
        o.progress = progress_show;
        o.context = progress;
    }
    return o;
}
