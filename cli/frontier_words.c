/* frontier_words.c - what a frontier is against, in words. */
#include "cli/frontier_parts.h"

#include <stdio.h>
#include <string.h>

bool frontier_counts_moves(const struct frontier *f)
{
    return f->options->against == NULL;
}

bool frontier_counts_losses(const struct frontier *f)
{
    return f->options->against != NULL &&
           strcmp(f->options->against, "loss") == 0;
}

int64_t frontier_one(const struct frontier *f)
{
    int64_t one = 1;

    for (int d = 0; d < f->decimals; d++)
        one *= 10;
    return one;
}

/* From one point to the next. */
int64_t frontier_mean_step(const struct frontier *f)
{
    const struct frontier_point *at = f->points.at;
    size_t n = f->points.n;

    return n < 2 ? 0 : (at[n - 1].against - at[0].against) / (int64_t)(n - 1);
}

/* Of money that is only expected, cents would say too much, unless points are
 * that near to each other. */
bool frontier_is_rounded(const struct frontier *f)
{
    return frontier_counts_losses(f) &&
           frontier_mean_step(f) >= 10 * frontier_one(f);
}

const char *frontier_amount(const struct frontier *f, int64_t against,
                            char *buffer)
{
    if (frontier_is_rounded(f))
        return figure((wide)against, f->decimals, buffer);
    return figure_exact((wide)against, f->decimals, buffer);
}

/* "14 moves", "value 3,200 moved", "an expected loss of 1,234". */
const char *frontier_disrupted(const struct frontier *f, int64_t against,
                               char *buffer)
{
    char number[FIGURE_ROOM];

    if (frontier_counts_moves(f))
        return figure_count((size_t)against, "move", "moves", buffer);
    if (frontier_counts_losses(f)) {
        snprintf(buffer, FIGURE_ROOM, "an expected loss of %.40s",
                 frontier_amount(f, against, number));
        return buffer;
    }
    snprintf(buffer, FIGURE_ROOM, "%.30s %.40s moved", f->options->against,
             figure_exact((wide)against, f->decimals, number));
    return buffer;
}

const char *frontier_aim(const struct frontier *f)
{
    static const char *const words[] = {[AIM_UNFAIRNESS] = "unfairness",
                                        [AIM_FIT] = "misfit",
                                        [AIM_OBJECTIVE] = "objective"};

    return words[f->options->aim];
}

bool frontier_is_proved(const struct frontier_point *point)
{
    return point->outcome == EB_OPTIMAL;
}
