/* compare_text.c - a comparison on a terminal: how fair, what it costs, which is
 * best, whose books change, which accounts differ. */
#include "cli/compare_text.h"

#include "cli/columns.h"
#include "model/figures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 5, NAMED = 3, MOST_METRICS = 4, MOST_WITH_DEVIATIONS = 4, CELL = 160,
       DEVIATION = FIGURE_ROOM + 1 };

static const char *as_percent(double fraction, char *buffer)
{
    return isfinite(fraction) ? figure_percent(fraction, buffer) : "-";
}

/* "+12.3 %" */
static const char *as_deviation(double fraction, char *buffer)
{
    char figures[FIGURE_ROOM];

    snprintf(buffer, DEVIATION, "%s%s", fraction >= 0.0005 ? "+" : "",
             figure_percent(fraction, figures));
    return buffer;
}

static const char *as_money(double number, char *buffer)
{
    return isfinite(number) ? figure((wide)llround(number * 100), 2, buffer)
                            : "-";
}

static const char *as_number(double number, char *buffer)
{
    return isfinite(number) ? figure((wide)llround(number * 1e6), 6, buffer)
                            : "-";
}

static void add_count(struct columns *table, size_t n)
{
    char cell[CELL];

    columns_add(table, figure((wide)n, 0, cell));
}

/* "2  two hires" in two cells. */
static void add_name(struct columns *table, const struct comparison *c,
                     size_t plan)
{
    add_count(table, plan + 1);
    columns_add(table, c->plans[plan].name);
}

static void add_numbers(struct columns *table, size_t n)
{
    for (size_t k = 0; k < n; k++)
        add_count(table, k + 1);
}

static eb_status print_table(struct columns *table, size_t left)
{
    eb_status status = table->failed ? EB_NO_MEMORY : EB_OK;

    if (status == EB_OK)
        columns_print(table, left);
    columns_clear(table);
    return status;
}

/* ---- Which metrics are shown -------------------------------------------- */

/* Those with a weight, the first four of them. */
static size_t list_shown(const struct comparison *c, int *shown)
{
    size_t n = 0;

    for (size_t m = 0; m < c->metrics.text.n && n < MOST_METRICS; m++)
        if (c->weighs[m])
            shown[n++] = (int)m;
    return n;
}

static const struct metric_view *view_of(const struct comparison *c,
                                         size_t plan, int metric)
{
    return &c->fairness[plan * c->metrics.text.n + (size_t)metric];
}

/* ---- How fair ----------------------------------------------------------- */

static void add_fairness(struct columns *table, const struct metric_view *view)
{
    char cell[CELL];

    columns_add(table, view->there ? as_percent(view->mean, cell) : "-");
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
    snprintf(cell, sizeof cell, "%.60s %s (%.60s)",
             c->books[worst->book].name,
             as_deviation(worst->deviation, deviation),
             c->books[worst->book].metric_name);
    columns_add(table, cell);
}

static eb_status print_fairness(const struct comparison *c, const int *shown,
                                size_t n_shown)
{
    struct columns table = {.n = 3 + 2 * n_shown};

    printf("mean deviation from target, books in the band, and the rep "
           "farthest off:\n");
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
        add_fairness(&table, &c->today[shown[k]]);
    columns_add(&table, "-");
    for (size_t p = 0; p < c->n; p++) {
        add_name(&table, c, p);
        for (size_t k = 0; k < n_shown; k++)
            add_fairness(&table, view_of(c, p, shown[k]));
        add_farthest(&table, c, p);
    }
    return print_table(&table, 2);
}

/* ---- What it costs ------------------------------------------------------ */

static double total_loss(const struct compared *plan)
{
    return compared_number(plan, "moves.expected_loss") +
           compared_number(plan, "moves.expected_loss_forced");
}

static double total_value(const struct compared *plan)
{
    return compared_number(plan, "moves.value_moved") +
           compared_number(plan, "moves.value_forced");
}

static const char *status_words(const struct compared *plan)
{
    const char *status = compared_text(plan, "status");

    return strcmp(status, "within_gap") == 0 ? "within gap" : status;
}

static void add_points(struct columns *table, const struct compared *plan,
                       const char *path)
{
    const struct node *node = compared_node(plan, path);
    char cell[CELL];
    wide units;

    if (node == NULL || node->kind != DOC_NUMBER ||
        !decimal_read_wide(node->text, 9, &units))
        columns_add(table, "-");
    else
        columns_add(table, figure(units, 9, cell));
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
    const struct compared *of = &c->plans[plan];
    char cell[CELL];

    add_name(table, c, plan);
    columns_add(table, status_words(of));
    columns_add(table, as_number(compared_number(of, "moves.moved"), cell));
    columns_add(table, as_number(compared_number(of, "moves.forced"), cell));
    columns_add(table, as_money(total_value(of), cell));
    columns_add(table, as_money(total_loss(of), cell));
    add_count(table, c->broken[plan]);
    add_points(table, of, "objective");
    add_points(table, of, "lower_bound");
    add_gap(table, of);
}

static eb_status print_costs(const struct comparison *c)
{
    static const char *const heads[] = {
        "",      "plan",          "result", "moves",  "forced",
        "value", "expected loss", "broken", "points", "at least",
        "gap"};
    struct columns table = {.n = sizeof heads / sizeof *heads};

    printf("\nmoves by choice and by force, what they are worth, rules "
           "broken%s:\n",
           c->same_metrics ? ""
                           : "; points are by each plan's own rules");
    for (size_t k = 0; k < table.n; k++)
        columns_add(&table, heads[k]);
    for (size_t p = 0; p < c->n; p++)
        add_cost(&table, c, p);
    return print_table(&table, 3);
}

/* ---- Which is best ------------------------------------------------------ */

/* Each plan's number, as it is shown. */
struct contest {
    const char *label;
    double *number;     /* [n] the least wins; NAN takes no part */
    const char *(*show)(double number, char *buffer);
};

static bool looks_alike(const struct contest *contest, double a, double b)
{
    char x[CELL], y[CELL];

    return strcmp(contest->show(a, x), contest->show(b, y)) == 0;
}

static bool takes_part(const struct comparison *c,
                       const struct contest *contest, size_t plan)
{
    return c->broken[plan] == 0 && isfinite(contest->number[plan]);
}

static int find_end(const struct comparison *c, const struct contest *contest,
                    int sign)
{
    int found = -1;

    for (size_t p = 0; p < c->n; p++)
        if (takes_part(c, contest, p) &&
            (found < 0 ||
             sign * contest->number[p] < sign * contest->number[found]))
            found = (int)p;
    return found;
}

/* The first few of them. */
static void name_winners(const struct comparison *c,
                         const struct contest *contest, int best, char *out,
                         size_t room)
{
    size_t n = 0, winners = 0;

    out[0] = '\0';
    for (size_t p = 0; p < c->n; p++)
        if (takes_part(c, contest, p) &&
            looks_alike(contest, contest->number[p],
                        contest->number[best]) &&
            winners++ < NAMED && n < room)
            n += (size_t)snprintf(out + n, room - n, "%s%.120s",
                                  n > 0 ? ", " : "", c->plans[p].name);
    if (winners > NAMED && n < room)
        snprintf(out + n, room - n, " and %zu more", winners - NAMED);
}

static void judge(struct columns *table, const struct comparison *c,
                  const struct contest *contest)
{
    int best = find_end(c, contest, 1), last = find_end(c, contest, -1);
    char names[CELL * 4], figures[CELL], others[CELL], cell[CELL * 8];

    if (best < 0)
        return;
    contest->show(contest->number[best], figures);
    columns_add(table, contest->label);
    if (looks_alike(contest, contest->number[best], contest->number[last])) {
        snprintf(cell, sizeof cell, "all alike: %s",
                 contest->show(contest->number[best], figures));
    } else {
        name_winners(c, contest, best, names, sizeof names);
        snprintf(cell, sizeof cell, "%s: %s; last %s: %s", names,
                 contest->show(contest->number[best], figures),
                 c->plans[last].name,
                 contest->show(contest->number[last], others));
    }
    columns_add(table, cell);
}

static void judge_metrics(struct columns *table, const struct comparison *c,
                          const int *shown, size_t n_shown, double *number)
{
    char label[CELL];

    for (size_t k = 0; k < n_shown; k++) {
        snprintf(label, sizeof label, "fairest in %.100s",
                 c->metrics.text.at[shown[k]]);
        for (size_t p = 0; p < c->n; p++)
            number[p] = view_of(c, p, shown[k])->there
                            ? view_of(c, p, shown[k])->mean
                            : NAN;
        judge(table, c, &(struct contest){label, number, as_percent});
    }
}

static void judge_costs(struct columns *table, const struct comparison *c,
                        double *number)
{
    for (size_t p = 0; p < c->n; p++)
        number[p] = compared_number(&c->plans[p], "moves.moved");
    judge(table, c, &(struct contest){"fewest moves", number, as_number});
    for (size_t p = 0; p < c->n; p++)
        number[p] = total_loss(&c->plans[p]);
    judge(table, c,
          &(struct contest){"least expected loss", number, as_money});
    for (size_t p = 0; p < c->n; p++)
        number[p] = compared_number(&c->plans[p], "objective");
    if (c->same_metrics)
        judge(table, c, &(struct contest){"best overall, in points", number, as_number});
}

/* The rules in conflict, where it is known which. */
static void name_broken(struct columns *table, const struct comparison *c)
{
    for (size_t p = 0; p < c->n; p++) {
        const struct node *rules =
            compared_node(&c->plans[p], "conflict.rules");
        char cell[CELL * 8];
        int n = snprintf(cell, sizeof cell, "%.120s: %zu broken",
                         c->plans[p].name, c->broken[p]);

        if (c->broken[p] == 0)
            continue;
        for (const struct node *k = doc_first(rules);
             k != NULL && n < (int)sizeof cell; k = k->next)
            n += snprintf(cell + n, sizeof cell - (size_t)n, "%s%s",
                          k->text == rules->first->text ? "; in conflict: "
                                                        : ", ",
                          k->text != NULL ? k->text : "");
        columns_add(table, "breaks rules, and takes no part");
        columns_add(table, cell);
    }
}

static eb_status print_best(const struct comparison *c, const int *shown,
                            size_t n_shown)
{
    struct columns table = {.n = 2};
    double *number = NEW(double, c->n + 1);

    if (number == NULL)
        return EB_NO_MEMORY;
    printf("\n");
    judge_metrics(&table, c, shown, n_shown, number);
    judge_costs(&table, c, number);
    name_broken(&table, c);
    mem_free(number);
    return print_table(&table, 2);
}

/* ---- Whose books change ------------------------------------------------- */

static int largest_change_first(const void *left, const void *right)
{
    const struct book_view *const *a = left, *const *b = right;
    double x = (*a)->most - (*a)->least, y = (*b)->most - (*b)->least;

    if (x < y || x > y)
        return x > y ? -1 : 1;
    return *a < *b ? -1 : *a > *b;
}

/* "412,000 (+3.1 %)"; the deviation where there is room. */
static void add_load(struct columns *table, const struct comparison *c,
                     const struct load_view *view)
{
    char cell[CELL * 2], load[FIGURE_ROOM], deviation[DEVIATION];

    if (!view->there) {
        columns_add(table, "-");
        return;
    }
    as_number(view->load_number, load);
    if (c->n <= MOST_WITH_DEVIATIONS && view->has_target)
        snprintf(cell, sizeof cell, "%s (%s)", load,
                 as_deviation(view->deviation_number, deviation));
    else
        snprintf(cell, sizeof cell, "%s", load);
    columns_add(table, cell);
}

/* The books of a metric whose load is not the same in all plans that have
 * them. */
static size_t list_changed(const struct comparison *c, int metric,
                           const struct book_view **out)
{
    size_t n = 0;

    for (size_t b = 0; b < c->n_books; b++)
        if (c->books[b].metric == metric &&
            c->books[b].most > c->books[b].least)
            out[n++] = &c->books[b];
    qsort(out, n, sizeof *out, largest_change_first);
    return n;
}

static bool has_groups(const struct book_view *const *books, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (*books[k]->group != '\0')
            return true;
    return false;
}

static void add_book(struct columns *table, const struct comparison *c,
                     const struct book_view *book, bool groups)
{
    columns_add(table, book->rep);
    columns_add(table, book->name);
    if (groups)
        columns_add(table, book->group);
    for (size_t p = 0; p < c->n; p++)
        add_load(table, c, &book->in[p]);
    columns_add(table, c->plans[book->most_in].name);
    columns_add(table, c->plans[book->least_in].name);
}

static eb_status print_changed(const struct comparison *c, int metric,
                               const struct book_view *const *books, size_t n,
                               bool all)
{
    bool groups = has_groups(books, n);
    struct columns table = {.n = 4 + groups + c->n};
    size_t shown = all || n < SHOWN ? n : SHOWN;

    printf("\nwhose %s changes most%s", c->metrics.text.at[metric],
           c->n <= MOST_WITH_DEVIATIONS ? ", with the deviation from target"
                                        : "");
    if (shown < n)
        printf(" (%zu of %zu; --verbose lists all)", shown, n);
    printf(":\n");
    columns_add(&table, "rep");
    columns_add(&table, "name");
    if (groups)
        columns_add(&table, "group");
    add_numbers(&table, c->n);
    columns_add(&table, "most in");
    columns_add(&table, "least in");
    for (size_t k = 0; k < shown; k++)
        add_book(&table, c, books[k], groups);
    return print_table(&table, groups ? 3 : 2);
}

static eb_status print_books(const struct comparison *c, const int *shown,
                             size_t n_shown, bool all)
{
    const struct book_view **books =
        NEW(const struct book_view *, c->n_books + 1);
    eb_status status = books == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    for (size_t k = 0; k < (all ? n_shown : n_shown > 0); k++) {
        size_t n = list_changed(c, shown[k], books);

        if (n > 0)
            TRY(print_changed(c, shown[k], books, n, all));
    }
done:
    mem_free(books);
    return status;
}

/* ---- Which accounts differ ---------------------------------------------- */

static eb_status print_pairs(const struct comparison *c)
{
    struct columns table = {.n = 2 + c->n};
    char cell[CELL];

    columns_add(&table, "");
    columns_add(&table, "plan");
    add_numbers(&table, c->n);
    for (size_t a = 0; a < c->n; a++) {
        add_name(&table, c, a);
        for (size_t b = 0; b < c->n; b++)
            columns_add(&table, a == b ? "-"
                                       : figure((wide)c->differ[a * c->n + b],
                                                0, cell));
    }
    return print_table(&table, 2);
}

static void print_alone(const struct comparison *c)
{
    char buffer[FIGURE_ROOM];

    for (size_t p = 1; p < c->n; p++) {
        if (c->alone[p] > 0)
            printf("%s of %s %s not in %s\n",
                   figure_count(c->alone[p], "account", "accounts", buffer),
                   c->plans[0].name, c->alone[p] == 1 ? "is" : "are",
                   c->plans[p].name);
        if (c->alone[p * c->n] > 0)
            printf("%s of %s %s not in %s\n",
                   figure_count(c->alone[p * c->n], "account", "accounts",
                                buffer),
                   c->plans[p].name, c->alone[p * c->n] == 1 ? "is" : "are",
                   c->plans[0].name);
    }
}

static eb_status print_accounts(const struct comparison *c, bool all)
{
    size_t shown = all || c->n_differing < SHOWN ? c->n_differing : SHOWN;
    struct columns table = {.n = 2 + c->n};
    char differing[FIGURE_ROOM], of[FIGURE_ROOM];

    printf("\naccounts that are not with the same rep in all plans: %s of "
           "%s%s\n",
           figure((wide)c->n_differing, 0, differing),
           figure((wide)c->n_accounts, 0, of),
           c->n_differing > 0 ? "; between two plans:" : "");
    if (c->n_differing == 0)
        return EB_OK;
    if (print_pairs(c) != EB_OK)
        return EB_NO_MEMORY;
    print_alone(c);
    printf("\n");
    columns_add(&table, "account");
    columns_add(&table, "name");
    add_numbers(&table, c->n);
    for (size_t a = 0; a < shown; a++) {
        const struct owner_view *view = &c->differing[a];

        columns_add(&table, view->account);
        columns_add(&table, view->name);
        for (size_t p = 0; p < c->n; p++)
            columns_add(&table, view->owner[p] == NULL    ? "-"
                                : *view->owner[p] == '\0' ? "nobody"
                                                          : view->owner[p]);
    }
    if (print_table(&table, 2 + c->n) != EB_OK)
        return EB_NO_MEMORY;
    if (shown < c->n_differing)
        printf("and %zu more; --verbose lists all\n", c->n_differing - shown);
    return EB_OK;
}

/* ---- All of it ---------------------------------------------------------- */

eb_status compare_print(const struct comparison *c, bool all)
{
    int shown[MOST_METRICS];
    size_t n_shown = list_shown(c, shown);
    char plans[FIGURE_ROOM], accounts[FIGURE_ROOM];
    eb_status status;

    printf("%s of %s, role %s\n\n",
           figure_count(c->n, "plan", "plans", plans),
           figure_count(c->n_accounts, "account", "accounts", accounts),
           compared_text(&c->plans[0], "role"));
    TRY(print_fairness(c, shown, n_shown));
    TRY(print_costs(c));
    if (c->n > 1) {
        TRY(print_best(c, shown, n_shown));
        TRY(print_books(c, shown, n_shown, all));
        TRY(print_accounts(c, all));
    }
done:
    return status;
}
