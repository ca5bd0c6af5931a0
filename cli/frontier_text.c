/* frontier_text.c - a frontier on a terminal: a head, a table, and sentences. */
#include "cli/frontier_text.h"

#include "cli/frontier_parts.h"
#include "model/decompose.h"

#include <math.h>
#include <stdio.h>

/* ---- The head ------------------------------------------------------------ */

static void print_head(const struct frontier *f, struct screen *to)
{
    struct phrase line = {0};
    char date[11], accounts[FIGURE_ROOM], reps[FIGURE_ROOM];

    phrase_add(
        &line, "frontier  %s against %s: %s, %s, role %s", frontier_aim(f),
        frontier_counts_moves(f)    ? "moves"
        : frontier_counts_losses(f) ? "expected loss"
                                    : f->options->against,
        figure_count(f->compiled->n_in_play, "account", "accounts", accounts),
        figure_count(f->books->n_reps, "rep", "reps", reps), f->books->role);
    if (f->base->has_as_of) {
        date_write(f->base->as_of, date);
        phrase_add(&line, ", as of %s", date);
    }
    put_phrase(to, &line);
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

static void say_gaps(const struct frontier *f, struct phrase *line)
{
    double gap = widest_gap(f);
    size_t proved = 0;
    char text[FIGURE_ROOM];

    for (size_t k = 0; k < f->points.n; k++)
        proved += frontier_is_proved(&f->points.at[k]);
    if (proved == f->points.n)
        phrase_add(line, "all proved");
    else if (!isfinite(gap))
        phrase_add(line, "%zu proved", proved);
    else
        phrase_add(line,
                   "%zu proved, none further than %s from the best possible",
                   proved, figure_share(gap, text));
}

static void print_kind(const struct frontier *f, struct screen *to)
{
    struct phrase line = {0};

    phrase_add(&line, "points    %zu, ", f->points.n);
    if (f->tradeoff.complete && !f->options->nested)
        phrase_add(&line, "every efficient one, all proved");
    else {
        phrase_add(&line, "%s; ",
                   f->tradeoff.cut        ? "found before it was stopped"
                   : f->options->exact    ? "not all proved"
                   : f->tradeoff.complete ? "each contains the one before"
                   : f->options->nested
                       ? "spread evenly, each contains the one before"
                       : "spread evenly");
        say_gaps(f, &line);
    }
    put_phrase(to, &line);
    if (f->tradeoff.n_lost > 0)
        put_line(to,
                 "          %zu left out: no part of the next one keeps the "
                 "rules or adds anything",
                 f->tradeoff.n_lost);
}

/* ---- What it says -------------------------------------------------------- */

/* "points 1-14 bring 80 % of the gain" */
static void print_eighty(const struct frontier *f, struct screen *to)
{
    size_t k = frontier_first(f, 0.8), last = f->points.n - 1;
    bool moves = frontier_counts_moves(f);
    char some[FIGURE_ROOM], all[FIGURE_ROOM], part[FIGURE_ROOM];

    put_line(to, "80 %%      %s %s %s of what %s %s",
             frontier_disrupted(f, f->points.at[k].against, some),
             moves && f->points.at[k].against != 1 ? "bring" : "brings",
             figure_percent(frontier_gained(f, k), part),
             frontier_disrupted(f, f->points.at[last].against, all),
             moves && f->points.at[last].against != 1 ? "bring" : "brings");
}

static double price_between(const struct frontier *f, size_t a, size_t b)
{
    const struct frontier_point *at = f->points.at;

    return points(at[a].minimised - at[b].minimised) /
           (double)(at[b].against - at[a].against);
}

static void print_knee(const struct frontier *f, struct screen *to)
{
    int knee = frontier_knee(f);
    char text[FIGURE_ROOM], gained[FIGURE_ROOM];
    double times;

    if (knee < 0)
        return;
    times = price_between(f, 0, (size_t)knee) /
            price_between(f, (size_t)knee, f->points.n - 1);
    put_line(to,
             "knee      point %d: %s for %s of the gain; up to there each %s "
             "buys %.*f times what one beyond buys",
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

static void say_wish(const struct frontier *f, struct phrase *line)
{
    phrase_add(line, "in band   ");
    if (frontier_counts_moves(f))
        phrase_add(line, "fewest moves");
    else if (frontier_counts_losses(f))
        phrase_add(line, "least expected loss");
    else
        phrase_add(line, "least %s moved", f->options->against);
    phrase_add(line, " with every book within its bands: ");
}

static void print_none_in_band(const struct frontier *f, struct screen *to)
{
    char text[FIGURE_ROOM];

    if (f->never_in_band)
        put_line(to, "in band   no plan that keeps the rules has every book "
                     "within its bands: proved");
    else if (f->least_in_band > 0)
        put_line(to,
                 "in band   no point has every book within its bands; less "
                 "than %s cannot do: proved",
                 frontier_disrupted(f, f->least_in_band, text));
    else
        put_line(to, "in band   no point has every book within its bands");
}

/* The inverse question: how much must be disrupted for that? */
static void print_in_band(const struct frontier *f, struct screen *to)
{
    int first = frontier_in_band(f);
    struct phrase line = {0};
    char least[FIGURE_ROOM], found[FIGURE_ROOM];
    int64_t against;

    if (f->n_balanced == 0)
        return;
    if (first < 0) {
        print_none_in_band(f, to);
        return;
    }
    against = f->points.at[first].against;
    frontier_amount(f, against, found);
    say_wish(f, &line);
    if (f->least_in_band >= against)
        phrase_add(&line, "%s (point %d): proved", found, first + 1);
    else if (f->least_in_band > 0)
        phrase_add(&line, "at least %s; %s %s (point %d)", at_least(f, least),
                   found,
                   frontier_counts_moves(f) && against != 1 ? "do" : "does",
                   first + 1);
    else
        phrase_add(&line, "at most %s (point %d)", found, first + 1);
    put_phrase(to, &line);
}

/* One point may be the end of the way, or all that is worth a plan. */
static void print_alone(const struct frontier *f, struct screen *to)
{
    double slack =
        f->options->plan.gap * fabs(points(f->points.at[0].minimised));
    char text[FIGURE_ROOM];

    if (f->tradeoff.complete || f->tradeoff.cut)
        return;
    put_line(to, "gain      whatever else is moved brings less than %s more",
             figure_points((int64_t)(fmax(slack, 0.1) * 1e9), text));
}

/* What is shown although it is hardly worth a move. */
static void print_little(const struct frontier *f, struct screen *to)
{
    int64_t all =
        f->points.at[0].minimised - f->points.at[f->points.n - 1].minimised;
    char text[FIGURE_ROOM];

    if (all < WORTH_MENDING)
        put_line(to,
                 "gain      all of it is %s: below 0.1 points nothing need be "
                 "mended",
                 figure_points(all, text));
}

static void print_least(const struct frontier *f, struct screen *to)
{
    char text[FIGURE_ROOM];

    if (f->tradeoff.least == 0)
        return;
    put_line(to, "least     the rules cannot be kept with less than %s%s",
             frontier_disrupted(f, f->tradeoff.least, text),
             f->tradeoff.least_proved ? ": proved" : ", as far as was found");
}

static void print_none(const struct frontier *f, struct screen *to)
{
    put_line_as(to, MOOD_BROKEN,
                "no plan %s every rule; `evenbook plan` says which conflict",
                f->infeasible ? "can keep" : "was found that keeps");
}

void frontier_print(const struct frontier *f, bool all, struct screen *to)
{
    print_head(f, to);
    if (f->points.n == 0) {
        print_none(f, to);
        return;
    }
    print_kind(f, to);
    put_gap(to);
    frontier_print_rows(f, all, to);
    put_gap(to);
    if (f->points.n > 1) {
        print_eighty(f, to);
        print_little(f, to);
    } else {
        print_alone(f, to);
    }
    print_knee(f, to);
    print_in_band(f, to);
    print_least(f, to);
}
