/* frontier_table.c - the points of a frontier, one a line, with bars. */
#include "cli/columns.h"
#include "cli/frontier_parts.h"

#include <math.h>
#include <stdio.h>

enum { ROWS_SHOWN = 25, CELL = FIGURE_ROOM };

/* How much more is told the price of: 1, or the power of ten that is nearest below a
 * step between points; units. */
static int64_t step_of(const struct frontier *f)
{
    int64_t one = frontier_one(f), mean = frontier_mean_step(f);

    while (!frontier_counts_moves(f) && mean / 10 >= one)
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

    if (frontier_is_proved(at))
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

static void add_row(struct columns *table, const struct frontier *f, size_t k,
                    int64_t step)
{
    const struct frontier_point *at = &f->points.at[k];
    bool is_knee = (int)k == frontier_knee(f);
    char cell[CELL];

    snprintf(cell, sizeof cell, "%zu%s", k + 1, is_knee ? "*" : "");
    columns_add_as(table, is_knee ? MOOD_BEST : MOOD_PLAIN, cell);
    if (!frontier_counts_moves(f))
        columns_add(table, frontier_amount(f, at->against, cell));
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
    columns_add_share(table, frontier_gained(f, k));
}

static void add_heads(struct columns *table, const struct frontier *f,
                      int64_t step)
{
    char cell[CELL], number[FIGURE_ROOM];

    columns_add(table, "point");
    if (!frontier_counts_moves(f))
        columns_add(table, f->options->against);
    columns_add(table, "moves");
    columns_add(table, frontier_aim(f));
    columns_add(table, "gap");
    snprintf(cell, sizeof cell, "next %.40s buys",
             frontier_counts_moves(f)
                 ? "move"
                 : figure_exact((wide)step, f->decimals, number));
    columns_add(table, cell);
    if (f->n_balanced > 0)
        columns_add(table, "in band");
    columns_add(table, "gained");
    columns_add(table, "");
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

void frontier_print_rows(const struct frontier *f, bool all, struct screen *to)
{
    struct columns table = {.n = 7};
    int64_t step = step_of(f);
    size_t left_out = 0;

    table.n += (size_t)!frontier_counts_moves(f) + (f->n_balanced > 0);
    add_heads(&table, f, step);
    for (size_t k = 0; k < f->points.n; k++) {
        if (is_shown(f, k, all))
            add_row(&table, f, k, step);
        else
            left_out++;
    }
    columns_end(&table, 0, to);
    if (left_out > 0)
        put_line(to, "and %zu more points; --verbose lists all", left_out);
}
