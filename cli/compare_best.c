/* compare_best.c - which plan is best at what, and last. */
#include "cli/compare_cells.h"
#include "cli/compare_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Each plan's number, as it is shown. */
struct contest {
    const char *label;
    double *number; /* [n] the least wins; NAN takes no part */
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
            looks_alike(contest, contest->number[p], contest->number[best]) &&
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
            number[p] = compare_view(c, p, shown[k])->there
                            ? compare_view(c, p, shown[k])->mean
                            : NAN;
        judge(table, c, &(struct contest){label, number, show_percent});
    }
}

static void judge_costs(struct columns *table, const struct comparison *c,
                        double *number)
{
    for (size_t p = 0; p < c->n; p++)
        number[p] = compared_number(&c->plans[p], "moves.moved");
    judge(table, c, &(struct contest){"fewest moves", number, show_number});
    for (size_t p = 0; p < c->n; p++)
        number[p] = compare_loss(&c->plans[p]);
    judge(table, c,
          &(struct contest){"least expected loss", number, show_money});
    for (size_t p = 0; p < c->n; p++)
        number[p] = compared_number(&c->plans[p], "objective");
    if (c->same_metrics)
        judge(
            table, c,
            &(struct contest){"best overall, in points", number, show_number});
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

eb_status compare_print_best(const struct comparison *c, const int *shown,
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
    return columns_end(&table, 2);
}
