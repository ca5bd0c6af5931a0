/* compare_cells.c - what the tables of a comparison are made of. */
#include "cli/compare_cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

double compare_value(const struct compared *plan)
{
    return compared_number(plan, "moves.value_moved") +
           compared_number(plan, "moves.value_forced");
}

/* ---- Contests ------------------------------------------------------------ */

double compare_mean(const struct comparison *c, size_t plan, int metric)
{
    const struct metric_view *view = compare_view(c, plan, metric);

    return view->there ? view->mean : NAN;
}

double compare_moves(const struct comparison *c, size_t plan, int metric)
{
    (void)metric;
    return compared_number(&c->plans[plan], "moves.moved");
}

double compare_loss(const struct comparison *c, size_t plan, int metric)
{
    (void)metric;
    return compared_number(&c->plans[plan], "moves.expected_loss") +
           compared_number(&c->plans[plan], "moves.expected_loss_forced");
}

double compare_points(const struct comparison *c, size_t plan, int metric)
{
    (void)metric;
    return c->same_metrics ? compared_number(&c->plans[plan], "objective")
                           : NAN;
}

static bool takes_part(const struct comparison *c,
                       const struct contest *contest, size_t plan)
{
    return c->broken[plan] == 0 &&
           isfinite(contest->number(c, plan, contest->metric));
}

int compare_find(const struct comparison *c, const struct contest *contest,
                 bool most)
{
    double best = 0;
    int found = -1;

    for (size_t p = 0; p < c->n; p++) {
        double number = contest->number(c, p, contest->metric);

        if (!takes_part(c, contest, p) ||
            (found >= 0 && (most ? number <= best : number >= best)))
            continue;
        best = number;
        found = (int)p;
    }
    return found;
}

bool compare_alike(const struct comparison *c, const struct contest *contest,
                   int one, int other)
{
    char x[CELL], y[CELL];

    if (!takes_part(c, contest, (size_t)one) ||
        !takes_part(c, contest, (size_t)other))
        return false;
    contest->show(contest->number(c, (size_t)one, contest->metric), x);
    contest->show(contest->number(c, (size_t)other, contest->metric), y);
    return strcmp(x, y) == 0;
}

enum mood compare_mood(const struct comparison *c,
                       const struct contest *contest, size_t plan)
{
    int best = compare_find(c, contest, false);
    int last = compare_find(c, contest, true);

    return best >= 0 && compare_alike(c, contest, best, (int)plan) &&
                   !compare_alike(c, contest, best, last)
               ? MOOD_BEST
               : MOOD_PLAIN;
}
