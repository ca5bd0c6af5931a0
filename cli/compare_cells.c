/* compare_cells.c - what the tables of a comparison are made of. */
#include "cli/compare_cells.h"

#include <math.h>
#include <stdio.h>

const char *show_percent(double fraction, char *buffer)
{
    return isfinite(fraction) ? figure_percent(fraction, buffer) : "-";
}

/* "+12.3 %" */
const char *show_deviation(double fraction, char *buffer)
{
    char figures[FIGURE_ROOM];

    snprintf(buffer, DEVIATION, "%s%s", fraction >= 0.0005 ? "+" : "",
             figure_percent(fraction, figures));
    return buffer;
}

const char *show_money(double number, char *buffer)
{
    return isfinite(number) ? figure((wide)llround(number * 100), 2, buffer)
                            : "-";
}

const char *show_number(double number, char *buffer)
{
    return isfinite(number) ? figure((wide)llround(number * 1e6), 6, buffer)
                            : "-";
}

void compare_add_count(struct columns *table, size_t n)
{
    char cell[CELL];

    columns_add(table, figure((wide)n, 0, cell));
}

/* "2  two hires" in two cells. */
void compare_add_name(struct columns *table, const struct comparison *c,
                      size_t plan)
{
    compare_add_count(table, plan + 1);
    columns_add(table, c->plans[plan].name);
}

void compare_add_numbers(struct columns *table, size_t n)
{
    for (size_t k = 0; k < n; k++)
        compare_add_count(table, k + 1);
}

const struct metric_view *compare_view(const struct comparison *c, size_t plan,
                                       int metric)
{
    return &c->fairness[plan * c->metrics.text.n + (size_t)metric];
}

double compare_loss(const struct compared *plan)
{
    return compared_number(plan, "moves.expected_loss") +
           compared_number(plan, "moves.expected_loss_forced");
}

double compare_value(const struct compared *plan)
{
    return compared_number(plan, "moves.value_moved") +
           compared_number(plan, "moves.value_forced");
}
