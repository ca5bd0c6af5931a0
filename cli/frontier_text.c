/* frontier_text.c - a frontier on a terminal: a head, a table, and sentences. */
#include "cli/frontier_text.h"

#include "cli/frontier_parts.h"
#include "model/decompose.h"

#include <math.h>
#include <stdio.h>

/* ---- The head ------------------------------------------------------------ */

static void print_head(const struct frontier *f)
{
    char date[11], accounts[FIGURE_ROOM], reps[FIGURE_ROOM];

    printf(
        "frontier  %s against %s: %s, %s, role %s", frontier_aim(f),
        frontier_counts_moves(f)    ? "moves"
        : frontier_counts_losses(f) ? "expected loss"
                                    : f->options->against,
        figure_count(f->compiled->n_in_play, "account", "accounts", accounts),
        figure_count(f->books->n_reps, "rep", "reps", reps), f->books->role);
    if (f->base->has_as_of) {
        date_write(f->base->as_of, date);
        printf(", as of %s", date);
    }
    printf("\n");
}

static double widest_gap(const struct frontier *f)
{
    double widest = 0;

    for (size_t k = 0; k < f->points.n; k++) {
        const struct frontier_point *at = &f->points.at[k];

        if (frontier_is_proved(at))
            continue;
        if (at->bound == INT64_MIN)
            return INFINITY;
        widest = fmax(widest, ((double)at->minimised - (double)at->bound) /
                                  fmax(fabs((double)at->minimised), 1));
    }
    return widest;
}

static void print_gaps(const struct frontier *f)
{
    double gap = widest_gap(f);
    size_t proved = 0;
    char text[FIGURE_ROOM];

    for (size_t k = 0; k < f->points.n; k++)
        proved += frontier_is_proved(&f->points.at[k]);
    if (proved == f->points.n)
        printf("all proved");
    else if (!isfinite(gap))
        printf("%zu proved", proved);
    else
        printf("%zu proved, none further than %s from the best possible",
               proved, figure_share(gap, text));
}

static void print_kind(const struct frontier *f)
{
    printf("points    %zu, ", f->points.n);
    if (f->tradeoff.complete && !f->options->nested)
        printf("every efficient one, all proved");
    else {
        printf("%s; ", f->tradeoff.cut        ? "found before it was stopped"
                       : f->options->exact    ? "not all proved"
                       : f->tradeoff.complete ? "each contains the one before"
                       : f->options->nested
                           ? "spread evenly, each contains the one before"
                           : "spread evenly");
        print_gaps(f);
    }
    printf("\n");
    if (f->tradeoff.n_lost > 0)
        printf("          %zu left out: no part of the next one keeps the "
               "rules or adds anything\n",
               f->tradeoff.n_lost);
}

/* ---- What it says -------------------------------------------------------- */

/* "points 1-14 bring 80 % of the gain" */
static void print_eighty(const struct frontier *f)
{
    size_t k = frontier_first(f, 0.8), last = f->points.n - 1;
    char some[FIGURE_ROOM], all[FIGURE_ROOM], part[FIGURE_ROOM];

    printf("80 %%      %s %s %s of what %s",
           frontier_disrupted(f, f->points.at[k].against, some),
           frontier_counts_moves(f) && f->points.at[k].against != 1 ? "bring"
                                                                    : "brings",
           figure_percent(frontier_gained(f, k), part),
           frontier_disrupted(f, f->points.at[last].against, all));
    printf(" %s\n", frontier_counts_moves(f) && f->points.at[last].against != 1
                        ? "bring"
                        : "brings");
}

static double price_between(const struct frontier *f, size_t a, size_t b)
{
    const struct frontier_point *at = f->points.at;

    return points(at[a].minimised - at[b].minimised) /
           (double)(at[b].against - at[a].against);
}

static void print_knee(const struct frontier *f)
{
    int knee = frontier_knee(f);
    char text[FIGURE_ROOM], gained[FIGURE_ROOM];
    double times;

    if (knee < 0)
        return;
    times = price_between(f, 0, (size_t)knee) /
            price_between(f, (size_t)knee, f->points.n - 1);
    printf("knee      point %d: %s for %s of the gain; up to there each %s "
           "buys %.*f times what one beyond buys\n",
           knee + 1, frontier_disrupted(f, f->points.at[knee].against, text),
           figure_percent(frontier_gained(f, (size_t)knee), gained),
           frontier_counts_moves(f) ? "move" : "step", times < 10, times);
}

/* What is proved holds for all that is less than it, so it is rounded down. */
static const char *at_least(const struct frontier *f, char *buffer)
{
    int64_t least = f->least_in_band;

    if (frontier_is_rounded(f) && least >= 100 * frontier_one(f))
        least -= least % frontier_one(f);
    return frontier_amount(f, least, buffer);
}

static void print_wish(const struct frontier *f)
{
    if (frontier_counts_moves(f))
        printf("fewest moves");
    else if (frontier_counts_losses(f))
        printf("least expected loss");
    else
        printf("least %s moved", f->options->against);
    printf(" with every book within its bands: ");
}

static void print_none_in_band(const struct frontier *f)
{
    char text[FIGURE_ROOM];

    if (f->never_in_band) {
        printf("in band   no plan that keeps the rules has every book within "
               "its bands: proved\n");
        return;
    }
    printf("in band   no point has every book within its bands");
    if (f->least_in_band > 0)
        printf("; less than %s cannot do: proved",
               frontier_disrupted(f, f->least_in_band, text));
    printf("\n");
}

/* The inverse question: how much must be disrupted for that? */
static void print_in_band(const struct frontier *f)
{
    int first = frontier_in_band(f);
    char least[FIGURE_ROOM], found[FIGURE_ROOM];
    int64_t against;

    if (f->n_balanced == 0)
        return;
    if (first < 0) {
        print_none_in_band(f);
        return;
    }
    against = f->points.at[first].against;
    printf("in band   ");
    print_wish(f);
    if (f->least_in_band >= against)
        printf("%s (point %d): proved\n", frontier_amount(f, against, found),
               first + 1);
    else if (f->least_in_band > 0)
        printf("at least %s; %s %s (point %d)\n", at_least(f, least),
               frontier_amount(f, against, found),
               frontier_counts_moves(f) && against != 1 ? "do" : "does",
               first + 1);
    else
        printf("at most %s (point %d)\n", frontier_amount(f, against, found),
               first + 1);
}

/* One point may be the end of the way, or all that is worth a plan. */
static void print_alone(const struct frontier *f)
{
    double slack =
        f->options->plan.gap * fabs(points(f->points.at[0].minimised));
    char text[FIGURE_ROOM];

    if (f->tradeoff.complete || f->tradeoff.cut)
        return;
    printf("gain      whatever else is moved brings less than %s more\n",
           figure_points((int64_t)(fmax(slack, 0.1) * 1e9), text));
}

/* What is shown although it is hardly worth a move. */
static void print_little(const struct frontier *f)
{
    int64_t all =
        f->points.at[0].minimised - f->points.at[f->points.n - 1].minimised;
    char text[FIGURE_ROOM];

    if (all < WORTH_MENDING)
        printf("gain      all of it is %s: below 0.1 points nothing need be "
               "mended\n",
               figure_points(all, text));
}

static void print_least(const struct frontier *f)
{
    char text[FIGURE_ROOM];

    if (f->tradeoff.least == 0)
        return;
    printf("least     the rules cannot be kept with less than %s%s\n",
           frontier_disrupted(f, f->tradeoff.least, text),
           f->tradeoff.least_proved ? ": proved" : ", as far as was found");
}

static void print_none(const struct frontier *f)
{
    printf("no plan %s every rule; `evenbook plan` says which conflict\n",
           f->infeasible ? "can keep" : "was found that keeps");
}

eb_status frontier_print(const struct frontier *f, bool all)
{
    eb_status status;

    print_head(f);
    if (f->points.n == 0) {
        print_none(f);
        return EB_OK;
    }
    print_kind(f);
    printf("\n");
    TRY(frontier_print_rows(f, all));
    printf("\n");
    if (f->points.n > 1) {
        print_eighty(f);
        print_little(f);
    } else {
        print_alone(f);
    }
    print_knee(f);
    print_in_band(f);
    print_least(f);
done:
    return status;
}
