/* frontier_text.c - a frontier on a terminal: a table with bars, and sentences. */
#include "cli/frontier_text.h"

#include "cli/columns.h"
#include "io/frontier_folder.h"
#include "model/figures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROWS_SHOWN = 25, BAR = 20, CELL = FIGURE_ROOM };

/* ---- Words --------------------------------------------------------------- */

static bool counts_moves(const struct frontier *f)
{
    return f->options->against == NULL;
}

static bool counts_losses(const struct frontier *f)
{
    return f->options->against != NULL &&
           strcmp(f->options->against, "loss") == 0;
}

static int64_t one_of(const struct frontier *f)
{
    int64_t one = 1;

    for (int d = 0; d < f->decimals; d++)
        one *= 10;
    return one;
}

/* From one point to the next. */
static int64_t mean_step(const struct frontier *f)
{
    const struct frontier_point *at = f->points.at;
    size_t n = f->points.n;

    return n < 2 ? 0 : (at[n - 1].against - at[0].against) / (int64_t)(n - 1);
}

/* Of money that is only expected, cents would say too much, unless points are
 * that near to each other. */
static bool is_rounded(const struct frontier *f)
{
    return counts_losses(f) && mean_step(f) >= 10 * one_of(f);
}

static const char *amount(const struct frontier *f, int64_t against,
                          char *buffer)
{
    if (is_rounded(f))
        return figure((wide)against, f->decimals, buffer);
    return figure_exact((wide)against, f->decimals, buffer);
}

/* "14 moves", "value 3,200 moved", "an expected loss of 1,234". */
static const char *disrupted(const struct frontier *f, int64_t against,
                             char *buffer)
{
    char number[FIGURE_ROOM];

    if (counts_moves(f))
        return figure_count((size_t)against, "move", "moves", buffer);
    if (counts_losses(f)) {
        snprintf(buffer, FIGURE_ROOM, "an expected loss of %.40s",
                 amount(f, against, number));
        return buffer;
    }
    snprintf(buffer, FIGURE_ROOM, "%.30s %.40s moved", f->options->against,
             figure_exact((wide)against, f->decimals, number));
    return buffer;
}

static const char *aim_word(const struct frontier *f)
{
    static const char *const words[] = {[AIM_UNFAIRNESS] = "unfairness",
                                        [AIM_FIT] = "misfit",
                                        [AIM_OBJECTIVE] = "objective"};

    return words[f->options->aim];
}

/* ---- The head ------------------------------------------------------------ */

static void print_head(const struct frontier *f)
{
    char date[11], accounts[FIGURE_ROOM], reps[FIGURE_ROOM];

    printf(
        "frontier  %s against %s: %s, %s, role %s", aim_word(f),
        counts_moves(f)    ? "moves"
        : counts_losses(f) ? "expected loss"
                           : f->options->against,
        figure_count(f->compiled->n_in_play, "account", "accounts", accounts),
        figure_count(f->books->n_reps, "rep", "reps", reps), f->books->role);
    if (f->base->has_as_of) {
        date_write(f->base->as_of, date);
        printf(", as of %s", date);
    }
    printf("\n");
}

static bool is_proved(const struct frontier_point *point)
{
    return point->outcome == EB_OPTIMAL;
}

static double widest_gap(const struct frontier *f)
{
    double widest = 0;

    for (size_t k = 0; k < f->points.n; k++) {
        const struct frontier_point *at = &f->points.at[k];

        if (is_proved(at))
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
        proved += is_proved(&f->points.at[k]);
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

/* ---- The table ----------------------------------------------------------- */

/* How much more is told the price of: 1, or the power of ten that is nearest below a
 * step between points; units. */
static int64_t step_of(const struct frontier *f)
{
    int64_t one = one_of(f), mean = mean_step(f);

    while (!counts_moves(f) && mean / 10 >= one)
        one *= 10;
    return one;
}

static void add_points(struct columns *table, double points)
{
    char cell[CELL];

    snprintf(cell, sizeof cell, "%.3f", points);
    columns_add(table, cell);
}

static void add_gap(struct columns *table, const struct frontier_point *at)
{
    char cell[CELL];

    if (is_proved(at))
        columns_add(table, "proved");
    else if (at->bound == INT64_MIN)
        columns_add(table, "-");
    else
        columns_add(
            table, figure_percent(((double)at->minimised - (double)at->bound) /
                                      fmax(fabs((double)at->minimised), 1),
                                  cell));
}

/* What a step on towards the next point buys. */
static void add_price(struct columns *table, const struct frontier *f,
                      size_t k, int64_t step)
{
    const struct frontier_point *at = &f->points.at[k];

    if (k + 1 == f->points.n)
        columns_add(table, "-");
    else
        add_points(table, points(at->minimised - at[1].minimised) *
                              (double)step /
                              (double)(at[1].against - at->against));
}

static void add_bar(struct columns *table, double part)
{
    char cell[BAR + 1];
    int full = (int)lround(part * BAR);

    for (int k = 0; k < BAR; k++)
        cell[k] = k < full ? '#' : '.';
    cell[BAR] = '\0';
    columns_add(table, cell);
}

static void add_row(struct columns *table, const struct frontier *f, size_t k,
                    int64_t step)
{
    const struct frontier_point *at = &f->points.at[k];
    char cell[CELL];

    snprintf(cell, sizeof cell, "%zu%s", k + 1,
             (int)k == frontier_knee(f) ? "*" : "");
    columns_add(table, cell);
    if (!counts_moves(f))
        columns_add(table, amount(f, at->against, cell));
    columns_add(table, figure_exact((wide)at->moved, 0, cell));
    add_points(table, points(at->minimised));
    add_gap(table, at);
    add_price(table, f, k, step);
    if (f->n_balanced > 0) {
        snprintf(cell, sizeof cell, "%zu of %zu", f->n_balanced - at->outside,
                 f->n_balanced);
        columns_add(table, cell);
    }
    columns_add(table, figure_percent(frontier_gained(f, k), cell));
    add_bar(table, frontier_gained(f, k));
}

static void add_heads(struct columns *table, const struct frontier *f,
                      int64_t step)
{
    char cell[CELL], number[FIGURE_ROOM];

    columns_add(table, "point");
    if (!counts_moves(f))
        columns_add(table, f->options->against);
    columns_add(table, "moves");
    columns_add(table, aim_word(f));
    columns_add(table, "gap");
    snprintf(cell, sizeof cell, "next %.40s buys",
             counts_moves(f) ? "move"
                             : figure_exact((wide)step, f->decimals, number));
    columns_add(table, cell);
    if (f->n_balanced > 0)
        columns_add(table, "in band");
    columns_add(table, "gained");
    columns_add(table, "0 %            100 %");
}

/* The ends, the knee, and the others at even distances. */
static bool is_shown(const struct frontier *f, size_t k, bool all)
{
    size_t n = f->points.n;

    if (all || n <= ROWS_SHOWN || k + 1 == n || (int)k == frontier_knee(f))
        return true;
    return k == 0 || k * (ROWS_SHOWN - 2) / (n - 1) !=
                         (k - 1) * (ROWS_SHOWN - 2) / (n - 1);
}

static eb_status print_rows(const struct frontier *f, bool all)
{
    struct columns table = {.n = 7};
    int64_t step = step_of(f);
    size_t left_out = 0;
    eb_status status = EB_OK;

    table.n += (size_t)!counts_moves(f) + (f->n_balanced > 0);
    add_heads(&table, f, step);
    for (size_t k = 0; k < f->points.n; k++) {
        if (is_shown(f, k, all))
            add_row(&table, f, k, step);
        else
            left_out++;
    }
    if (table.failed)
        status = EB_NO_MEMORY;
    else
        columns_print(&table, 0);
    columns_clear(&table);
    if (left_out > 0)
        printf("and %zu more points; --verbose lists all\n", left_out);
    return status;
}

/* ---- What it says -------------------------------------------------------- */

/* "points 1-14 bring 80 % of the gain" */
static void print_eighty(const struct frontier *f)
{
    size_t k = frontier_first(f, 0.8), last = f->points.n - 1;
    char some[FIGURE_ROOM], all[FIGURE_ROOM], part[FIGURE_ROOM];

    printf("80 %%      %s %s %s of what %s",
           disrupted(f, f->points.at[k].against, some),
           counts_moves(f) && f->points.at[k].against != 1 ? "bring"
                                                           : "brings",
           figure_percent(frontier_gained(f, k), part),
           disrupted(f, f->points.at[last].against, all));
    printf(" %s\n", counts_moves(f) && f->points.at[last].against != 1
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
           knee + 1, disrupted(f, f->points.at[knee].against, text),
           figure_percent(frontier_gained(f, (size_t)knee), gained),
           counts_moves(f) ? "move" : "step", times < 10, times);
}

/* What is proved holds for all that is less than it, so it is rounded down. */
static const char *at_least(const struct frontier *f, char *buffer)
{
    int64_t least = f->least_in_band;

    if (is_rounded(f) && least >= 100 * one_of(f))
        least -= least % one_of(f);
    return amount(f, least, buffer);
}

static void print_wish(const struct frontier *f)
{
    if (counts_moves(f))
        printf("fewest moves");
    else if (counts_losses(f))
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
               disrupted(f, f->least_in_band, text));
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
        printf("%s (point %d): proved\n", amount(f, against, found),
               first + 1);
    else if (f->least_in_band > 0)
        printf("at least %s; %s %s (point %d)\n", at_least(f, least),
               amount(f, against, found),
               counts_moves(f) && against != 1 ? "do" : "does", first + 1);
    else
        printf("at most %s (point %d)\n", amount(f, against, found),
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

static void print_least(const struct frontier *f)
{
    char text[FIGURE_ROOM];

    if (f->tradeoff.least == 0)
        return;
    printf("least     the rules cannot be kept with less than %s%s\n",
           disrupted(f, f->tradeoff.least, text),
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
    TRY(print_rows(f, all));
    printf("\n");
    if (f->points.n > 1)
        print_eighty(f);
    else
        print_alone(f);
    print_knee(f);
    print_in_band(f);
    print_least(f);
done:
    return status;
}
