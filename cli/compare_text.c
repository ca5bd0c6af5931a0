/* compare_text.c - a comparison on a terminal: how fair, what it costs, which is
 * best, whose books change, which accounts differ. */
#include "cli/compare_text.h"

#include "cli/compare_cells.h"
#include "cli/compare_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Those with a weight, the first four of them. */
static size_t list_shown(const struct comparison *c, int *shown)
{
    size_t n = 0;

    for (size_t m = 0; m < c->metrics.text.n && n < MOST_METRICS; m++)
        if (c->weighs[m])
            shown[n++] = (int)m;
    return n;
}

/* ---- How fair ----------------------------------------------------------- */

static void add_fairness(struct columns *table, const struct metric_view *view,
                         enum mood mood)
{
    char cell[CELL];

    columns_add_as(table, mood,
                   view->there ? show_percent(view->mean, cell) : "-");
    snprintf(cell, sizeof cell, "%zu of %zu", view->within, view->books);
    columns_add(table, view->there ? cell : "-");
}

static void add_farthest(struct columns *table, const struct comparison *c,
                         size_t plan)
{
    const struct worst_view *worst = &c->worst[plan];
    char cell[CELL * 2], deviation[DEVIATION];

    if (worst->book < 0) {
        columns_add(table, "-");
        return;
    }
    snprintf(cell, sizeof cell, "%.60s %s (%.60s)", c->books[worst->book].name,
             show_deviation(worst->deviation, deviation),
             c->books[worst->book].metric_name);
    columns_add(table, cell);
}

static void add_plan(struct columns *table, const struct comparison *c,
                     size_t plan, const int *shown, size_t n_shown)
{
    compare_add_name(table, c, plan);
    for (size_t k = 0; k < n_shown; k++) {
        const struct contest contest = {compare_mean, show_percent, shown[k]};

        add_fairness(table, compare_view(c, plan, shown[k]),
                     compare_mood(c, &contest, plan));
    }
    add_farthest(table, c, plan);
}

static void print_fairness(const struct comparison *c, const int *shown,
                           size_t n_shown, struct screen *to)
{
    struct columns table = {.n = 3 + 2 * n_shown};

    put_line(to, "mean deviation from target, books in the band, and the rep "
                 "farthest off:");
    columns_add(&table, "");
    columns_add(&table, "plan");
    for (size_t k = 0; k < n_shown; k++) {
        columns_add(&table, c->metrics.text.at[shown[k]]);
        columns_add(&table, "in band");
    }
    columns_add(&table, "farthest");
    columns_add(&table, "");
    columns_add(&table, "today");
    for (size_t k = 0; k < n_shown; k++)
        add_fairness(&table, &c->today[shown[k]], MOOD_PLAIN);
    columns_add(&table, "-");
    for (size_t p = 0; p < c->n; p++)
        add_plan(&table, c, p, shown, n_shown);
    columns_end(&table, 2, to);
}

/* ---- What it costs ------------------------------------------------------ */

static const char *status_words(const struct compared *plan)
{
    const char *status = compared_text(plan, "status");

    return strcmp(status, "within_gap") == 0 ? "within gap" : status;
}

static void add_points(struct columns *table, const struct compared *plan,
                       const char *path, enum mood mood)
{
    const struct node *node = compared_node(plan, path);
    char cell[CELL];
    wide units;

    if (node == NULL || node->kind != DOC_NUMBER ||
        !decimal_read_wide(node->text, 9, &units))
        columns_add(table, "-");
    else
        columns_add_as(table, mood, figure(units, 9, cell));
}

/* What rounding may lose is no gap. */
static void add_gap(struct columns *table, const struct compared *plan)
{
    double gap = compared_number(plan, "gap");
    char cell[CELL];

    if (!isfinite(gap))
        columns_add(table, "-");
    else
        columns_add(table, gap < 1e-6 ? "0 %" : figure_share(gap, cell));
}

static void add_cost(struct columns *table, const struct comparison *c,
                     size_t plan)
{
    static const struct contest moves = {compare_moves, show_number, 0},
                                loss = {compare_loss, show_money, 0},
                                points = {compare_points, show_number, 0};
    const struct compared *of = &c->plans[plan];
    enum mood breaks = c->broken[plan] > 0 ? MOOD_BROKEN : MOOD_PLAIN;
    char cell[CELL];

    compare_add_name(table, c, plan);
    columns_add_as(table, breaks, status_words(of));
    columns_add_as(table, compare_mood(c, &moves, plan),
                   show_number(compare_moves(c, plan, 0), cell));
    columns_add(table, show_number(compared_number(of, "moves.forced"), cell));
    columns_add(table, show_money(compare_value(of), cell));
    columns_add_as(table, compare_mood(c, &loss, plan),
                   show_money(compare_loss(c, plan, 0), cell));
    columns_add_as(table, breaks, figure((wide)c->broken[plan], 0, cell));
    add_points(table, of, "objective", compare_mood(c, &points, plan));
    add_points(table, of, "lower_bound", MOOD_PLAIN);
    add_gap(table, of);
}

static void print_costs(const struct comparison *c, struct screen *to)
{
    static const char *const heads[] = {
        "",      "plan",          "result", "moves",  "forced",
        "value", "expected loss", "broken", "points", "at least",
        "gap"};
    struct columns table = {.n = sizeof heads / sizeof *heads};

    put_gap(to);
    put_line(to,
             "moves by choice and by force, what they are worth, rules "
             "broken%s:",
             c->same_metrics ? "" : "; points are by each plan's own rules");
    columns_add_all(&table, heads, table.n);
    for (size_t p = 0; p < c->n; p++)
        add_cost(&table, c, p);
    columns_end(&table, 3, to);
}

/* ---- All of it ---------------------------------------------------------- */

void compare_print(const struct comparison *c, bool all, struct screen *to)
{
    int shown[MOST_METRICS];
    size_t n_shown = list_shown(c, shown);
    char plans[FIGURE_ROOM], accounts[FIGURE_ROOM];

    put_line(to, "%s of %s, role %s",
             figure_count(c->n, "plan", "plans", plans),
             figure_count(c->n_accounts, "account", "accounts", accounts),
             compared_text(&c->plans[0], "role"));
    put_gap(to);
    print_fairness(c, shown, n_shown, to);
    print_costs(c, to);
    if (c->n > 1) {
        compare_print_best(c, shown, n_shown, to);
        compare_print_books(c, shown, n_shown, all, to);
        compare_print_accounts(c, all, to);
    }
}
