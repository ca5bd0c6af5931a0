/* compare_best.c - which plan is best at what, and last. */
#include "cli/compare_cells.h"
#include "cli/compare_parts.h"

#include <stdio.h>
#include <string.h>

/* The first few of them. */
static void name_winners(const struct comparison *c,
                         const struct contest *contest, int best, char *out,
                         size_t room)
{
    size_t n = 0, winners = 0;

    out[0] = '\0';
    for (size_t p = 0; p < c->n; p++)
        if (compare_alike(c, contest, best, (int)p) && winners++ < NAMED &&
            n < room)
            n += (size_t)snprintf(out + n, room - n, "%s%.120s",
                                  n > 0 ? ", " : "", c->plans[p].name);
    if (winners > NAMED && n < room)
        snprintf(out + n, room - n, " and %zu more", winners - NAMED);
}

static void judge(struct columns *table, const struct comparison *c,
                  const char *label, const struct contest *contest)
{
    int best = compare_find(c, contest, false);
    int last = compare_find(c, contest, true);
    char names[CELL * 4], figures[CELL], others[CELL], cell[CELL * 8];

    if (best < 0)
        return;
    columns_add(table, label);
    contest->show(contest->number(c, (size_t)best, contest->metric), figures);
    contest->show(contest->number(c, (size_t)last, contest->metric), others);
    name_winners(c, contest, best, names, sizeof names);
    if (strcmp(figures, others) == 0)
        snprintf(cell, sizeof cell, "all alike: %s", figures);
    else
        snprintf(cell, sizeof cell, "%s: %s; last %s: %s", names, figures,
                 c->plans[last].name, others);
    columns_add(table, cell);
}

static void judge_metrics(struct columns *table, const struct comparison *c,
                          const int *shown, size_t n_shown)
{
    char label[CELL];

    for (size_t k = 0; k < n_shown; k++) {
        snprintf(label, sizeof label, "fairest in %.100s",
                 c->metrics.text.at[shown[k]]);
        judge(table, c, label,
              &(struct contest){compare_mean, show_percent, shown[k]});
    }
}

static void judge_costs(struct columns *table, const struct comparison *c)
{
    judge(table, c, "fewest moves",
          &(struct contest){compare_moves, show_number, 0});
    judge(table, c, "least expected loss",
          &(struct contest){compare_loss, show_money, 0});
    judge(table, c, "best overall, in points",
          &(struct contest){compare_points, show_number, 0});
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
        columns_add_as(table, MOOD_BROKEN, "breaks rules, and takes no part");
        columns_add(table, cell);
    }
}

void compare_print_best(const struct comparison *c, const int *shown,
                        size_t n_shown, struct screen *to)
{
    struct columns table = {.n = 2, .headless = true};

    put_gap(to);
    judge_metrics(&table, c, shown, n_shown);
    judge_costs(&table, c);
    name_broken(&table, c);
    columns_end(&table, 2, to);
}
