/* drill_text.c - drills on a terminal. */
#include "cli/drill_text.h"

#include "cli/columns.h"
#include "model/figures.h"
#include "model/workings.h"
#include "model/plan.h"

#include <math.h>
#include <stdio.h>

enum { WORST = 10, DEAREST = 5, CELL = 2 * FIGURE_ROOM };

/* ---- Cells ------------------------------------------------------------- */

static void add_count_as(struct columns *table, enum mood mood, size_t n)
{
    char cell[FIGURE_ROOM];

    columns_add_as(table, n == 0 ? MOOD_PLAIN : mood,
                   n == 0 ? "-" : figure((wide)n, 0, cell));
}

static void add_count(struct columns *table, size_t n)
{
    add_count_as(table, MOOD_PLAIN, n);
}

static void add_worth(struct columns *table, const struct compiled *c,
                      int64_t value)
{
    char cell[FIGURE_ROOM];

    columns_add(table, figure(value, c->value_decimals, cell));
}

static void add_money(struct columns *table, double money)
{
    char cell[FIGURE_ROOM];

    columns_add(table, figure((wide)llround(money * 1e4), 4, cell));
}

/* One decimal, more where that would be nothing. */
static const char *percent(double fraction, char *buffer)
{
    return fraction > 0 && fraction < 0.001 ? figure_share(fraction, buffer)
                                            : figure_percent(fraction, buffer);
}

static void add_percent(struct columns *table, double fraction)
{
    char cell[FIGURE_ROOM];

    columns_add(table, isfinite(fraction) ? percent(fraction, cell) : "-");
}

/* Points with three decimals. */
static void add_points(struct columns *table, int64_t cost)
{
    char cell[FIGURE_ROOM];

    snprintf(cell, sizeof cell, "%.3f", points(cost));
    columns_add(table, cell);
}

static const char *name_of(const struct compiled *c, int rep)
{
    return rep_name(c->books, (size_t)rep);
}

/* ---- All reps ---------------------------------------------------------- */

/* `most`: the harm that fills a bar. */
static void add_drill(struct columns *table, const struct compiled *c,
                      const struct drill *drill, int64_t most)
{
    columns_add(table, rep_id(c->books, (size_t)drill->rep));
    columns_add(table, name_of(c, drill->rep));
    add_count(table, drill->accounts);
    add_worth(table, c, drill->value);
    add_percent(table, drill->share);
    if (drill->refused != NULL) {
        for (int k = 0; k < 7; k++)
            columns_add(table, "-");
        columns_add_share(table, NAN);
        return;
    }
    add_count_as(table, MOOD_BROKEN, drill->stranded);
    add_points(table, drill->after.unfairness);
    add_count_as(table, MOOD_BROKEN, drill->after.over);
    add_money(table, drill->after.loss);
    add_money(table, drill->least.loss);
    add_points(table, drill->least.unfairness);
    add_points(table, drill->harm);
    columns_add_share(table, (double)drill->harm / (double)most);
}

static int64_t most_harm(const struct drills *drills)
{
    int64_t most = 1;

    for (size_t k = 0; k < drills->n; k++)
        if (drills->drills[k].refused == NULL && drills->drills[k].harm > most)
            most = drills->drills[k].harm;
    return most;
}

static void print_all(const struct drills *drills, bool all, struct screen *to)
{
    static const char *const heads[] = {
        "rep",        "name",   "accounts", "worth", "share",
        "nobody may", "unfair", "limits",   "loss",  "least loss",
        "unfair",     "harm",   ""};
    struct columns table = {.n = 13};
    size_t shown = all || drills->n < WORST ? drills->n : WORST;

    put_gap(to);
    put_line(to, "if one of them left tomorrow, the worst first%s:",
             shown < drills->n ? " (the ten worst; --all lists all)" : "");
    columns_add_all(&table, heads, sizeof heads / sizeof *heads);
    for (size_t k = 0; k < shown; k++)
        add_drill(&table, drills->compiled, &drills->drills[k],
                  most_harm(drills));
    columns_end(&table, 2, to);
}

static void print_legend(const struct drills *drills, struct screen *to)
{
    bool limits = false, nobody = false;

    for (size_t k = 0; k < drills->n; k++) {
        limits = limits || drills->drills[k].after.over > 0;
        nobody = nobody || drills->drills[k].stranded > 0;
    }
    put_line(to,
             "unfair: points of unfairness once others have the accounts; "
             "least loss: where they go to whoever loses least of them, and "
             "how unfair that is");
    if (limits)
        put_line(to, "limits: how many of others' limits could not be kept");
    put_line(to, "harm: points of loss%s and of unfairness that is added",
             nobody ? ", of all that nobody else may own," : "");
}

/* ---- One rep: what it comes to ----------------------------------------- */

static void add_three(struct columns *table, const char *head,
                      const char *today, const char *after, const char *least)
{
    columns_add(table, head);
    columns_add(table, today);
    columns_add(table, after);
    columns_add(table, least);
}

static void add_unfairness(struct columns *table, const struct drills *drills,
                           const struct drill *drill)
{
    columns_add(table, "unfairness, points");
    add_points(table, drills->before.unfairness);
    add_points(table, drill->after.unfairness);
    add_points(table, drill->least.unfairness);
}

static void add_metric(struct columns *table, const char *name,
                       const struct drill_metric *const *of)
{
    char head[CELL], cell[FIGURE_ROOM];

    snprintf(head, sizeof head, "%.60s, mean deviation", name);
    columns_add(table, head);
    for (int k = 0; k < 3; k++)
        add_percent(table, of[k]->deviation);
    snprintf(head, sizeof head, "%.60s, in the band", name);
    columns_add(table, head);
    for (int k = 0; k < 3; k++) {
        snprintf(cell, sizeof cell, "%zu of %zu", of[k]->within, of[k]->books);
        columns_add(table, cell);
    }
}

static void add_metrics(struct columns *table, const struct drills *drills,
                        const struct drill *drill)
{
    const struct rules *rules = drills->compiled->rules;

    for (size_t m = 0; m < rules->n_metrics; m++) {
        const struct drill_metric *const of[] = {&drills->before.metrics[m],
                                                 &drill->after.metrics[m],
                                                 &drill->least.metrics[m]};

        if (of[0]->books > 0)
            add_metric(table, rules->metrics[m].measure.name, of);
    }
}

static void add_loss(struct columns *table, const struct compiled *c,
                     const struct drill *drill)
{
    double worth = (double)drill->value / pow(10, c->value_decimals);

    columns_add(table, "expected loss");
    columns_add(table, "-");
    add_money(table, drill->after.loss);
    add_money(table, drill->least.loss);
    if (!(worth > 0))
        return;
    columns_add(table, "of what the book is worth");
    columns_add(table, "-");
    add_percent(table, drill->after.loss / worth);
    add_percent(table, drill->least.loss / worth);
}

static void print_figures(const struct drills *drills,
                          const struct drill *drill, struct screen *to)
{
    struct columns table = {.n = 4};
    char after[FIGURE_ROOM], least[FIGURE_ROOM];

    add_three(&table, "", "today", "without", "least loss");
    add_unfairness(&table, drills, drill);
    add_metrics(&table, drills, drill);
    add_loss(&table, drills->compiled, drill);
    if (drill->after.over > 0 || drill->least.over > 0)
        add_three(&table, "limits not kept", "-",
                  figure((wide)drill->after.over, 0, after),
                  figure((wide)drill->least.over, 0, least));
    columns_end(&table, 1, to);
}

/* ---- Who takes what ---------------------------------------------------- */

static void add_receiver(struct columns *table, const struct compiled *c,
                         const struct drill_receiver *receiver)
{
    char cell[3 * CELL], before[CELL], after[CELL];
    bool outside;

    columns_add(table, rep_id(c->books, (size_t)receiver->rep));
    columns_add(table, name_of(c, receiver->rep));
    add_count(table, receiver->accounts);
    add_worth(table, c, receiver->value);
    add_money(table, receiver->loss);
    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        outside = receiver->after[m].outside;
        snprintf(cell, sizeof cell, "%s%s -> %s", outside ? "! " : "",
                 figure_deviation(receiver->before[m].deviation, before),
                 figure_deviation(receiver->after[m].deviation, after));
        columns_add_as(table, outside ? MOOD_OUTSIDE : MOOD_PLAIN, cell);
    }
}

static void print_receivers(const struct drills *drills,
                            const struct drill *drill, bool all,
                            struct screen *to)
{
    static const char *const heads[] = {"rep", "name", "accounts", "worth",
                                        "loss"};
    const struct compiled *c = drills->compiled;
    struct columns table = {.n = 5 + c->rules->n_metrics};
    size_t n = drill->receivers.n;
    size_t shown = all || n <= 2 * DEAREST ? n : DEAREST;

    if (n == 0)
        return;
    put_gap(to);
    put_line(to, "who would take them, and how far each is from what they "
                 "would be due (! outside the band then):");
    columns_add_all(&table, heads, sizeof heads / sizeof *heads);
    for (size_t m = 0; m < c->rules->n_metrics; m++)
        columns_add(&table, c->rules->metrics[m].measure.name);
    for (size_t k = 0; k < shown; k++)
        add_receiver(&table, c, &drill->receivers.at[k]);
    columns_end(&table, 2, to);
    if (shown < n)
        put_line(to, "and %zu more; --verbose lists all", n - shown);
}

/* ---- Which accounts ---------------------------------------------------- */

static void print_stranded(const struct drills *drills,
                           const struct drill *drill, bool all,
                           struct screen *to)
{
    const struct compiled *c = drills->compiled;
    char worth[FIGURE_ROOM], accounts[FIGURE_ROOM];
    size_t n = 0;

    if (drill->stranded == 0)
        return;
    put_gap(to);
    put_line_as(to, MOOD_BROKEN, "nobody else may own: %s, worth %s",
                figure_count(drill->stranded, "account", "accounts", accounts),
                figure(drill->stranded_value, c->value_decimals, worth));
    for (size_t k = 0; k < drill->each.n; k++) {
        const struct drill_account *each = &drill->each.at[k];

        if (each->rep >= 0 || (n++ >= DEAREST && !all))
            continue;
        put_line(
            to, "  %s %s (%s): %s",
            account_id(c->books, (size_t)each->account),
            account_name(c->books, (size_t)each->account),
            figure(account_value(c, each->account), c->value_decimals, worth),
            each->why);
    }
    if (n > DEAREST && !all)
        put_line(to, "  and %zu more; --verbose lists all", n - DEAREST);
}

static void add_account(struct columns *table, const struct compiled *c,
                        const struct drill_account *each)
{
    columns_add(table, account_id(c->books, (size_t)each->account));
    columns_add(table, account_name(c->books, (size_t)each->account));
    columns_add(table, name_of(c, each->rep));
    columns_add(table,
                each->least_rep < 0 ? "-" : name_of(c, each->least_rep));
    add_worth(table, c, account_value(c, each->account));
    if (each->owned) {
        add_money(table, each->loss);
        add_money(table, each->least);
    } else {
        columns_add(table, "-");
        columns_add(table, "-");
    }
}

static void print_accounts(const struct drills *drills,
                           const struct drill *drill, bool all,
                           struct screen *to)
{
    static const char *const heads[] = {"account",      "name",  "would go to",
                                        "losing least", "worth", "loss",
                                        "least loss"};
    struct columns table = {.n = 7};
    size_t n = drill->each.n - drill->stranded, shown = 0;

    if (n == 0)
        return;
    put_gap(to);
    put_line(to, "the dearest, and to whom%s:",
             all || n <= 2 * DEAREST ? "" : " (--verbose lists all)");
    columns_add_all(&table, heads, sizeof heads / sizeof *heads);
    for (size_t k = 0; k < drill->each.n; k++)
        if (drill->each.at[k].rep >= 0 &&
            (all || n <= 2 * DEAREST || shown++ < DEAREST))
            add_account(&table, drills->compiled, &drill->each.at[k]);
    columns_end(&table, 4, to);
}

/* ---- One rep ----------------------------------------------------------- */

static void print_head(const struct compiled *c, const struct drill *drill,
                       struct screen *to)
{
    char accounts[FIGURE_ROOM], worth[FIGURE_ROOM], share[FIGURE_ROOM];

    put_gap(to);
    put_line(to, "%s (%s) has %s worth %s, %s of %s", name_of(c, drill->rep),
             rep_id(c->books, (size_t)drill->rep),
             figure_count(drill->accounts, "account", "accounts", accounts),
             figure(drill->value, c->value_decimals, worth),
             percent(drill->share, share),
             c->workings->n_groups > 1 ? "the groups that these lie in"
                                       : "all");
}

static void print_least(const struct drill *drill, struct screen *to)
{
    if (drill->each.n == drill->stranded)
        return;
    if (drill->least_proved)
        put_line(to, "least loss: every account goes to somebody who loses as "
                     "little of it as anyone who may own it");
    else
        put_line(to,
                 "least loss: limits keep some accounts from those who would "
                 "lose the least of them; found, not proved");
}

static void print_found(const struct compiled *c, const struct drill *drill,
                        struct screen *to)
{
    char accounts[FIGURE_ROOM], worth[FIGURE_ROOM];

    if (drill->found > 0)
        put_line(to,
                 "besides, %s worth %s without an owner who stays had been "
                 "placed with them",
                 figure_count(drill->found, "account", "accounts", accounts),
                 figure(drill->found_value, c->value_decimals, worth));
}

static void print_broken(const struct drill *drill, bool all,
                         struct screen *to)
{
    if (drill->after.over == 0)
        return;
    put_gap(to);
    put_line_as(to, MOOD_BROKEN, "limits that others could not keep: %zu",
                drill->after.over);
    for (size_t k = 0; k < drill->after.over && (all || k < DEAREST); k++)
        put_line(to, "  %s", drill->broken[k]);
    if (drill->after.over > DEAREST && !all)
        put_line(to, "  and %zu more; --verbose lists all",
                 drill->after.over - DEAREST);
}

static void print_drill(const struct drills *drills, const struct drill *drill,
                        bool all, struct screen *to)
{
    print_head(drills->compiled, drill, to);
    print_found(drills->compiled, drill, to);
    if (drill->refused != NULL) {
        put_line_as(to, MOOD_BROKEN,
                    "without them the rules allow no books: %s",
                    drill->refused);
        return;
    }
    print_figures(drills, drill, to);
    print_least(drill, to);
    print_receivers(drills, drill, all, to);
    print_broken(drill, all, to);
    print_stranded(drills, drill, all, to);
    print_accounts(drills, drill, all, to);
}

/* ---- The page ---------------------------------------------------------- */

static void print_books(const struct drills *drills, struct screen *to)
{
    const struct compiled *c = drills->compiled;
    struct phrase line = {0};
    char date[11], figures[FIGURE_ROOM];

    phrase_add(&line, "role %s", c->books->role);
    if (c->workings->has_as_of) {
        date_write(c->workings->as_of, date);
        phrase_add(&line, ", as of %s", date);
    }
    phrase_add(&line, "; %s in play, ",
               figure_count(c->n_in_play, "account", "accounts", figures));
    phrase_add(&line, "%s; ",
               figure_count(c->books->n_reps, "rep", "reps", figures));
    phrase_add(&line, "unfairness %s",
               figure_points(drills->before.unfairness, figures));
    if (drills->placed > 0)
        phrase_add(
            &line, ", once %s without an owner who stays %s placed",
            figure_count(drills->placed, "account", "accounts", figures),
            drills->placed == 1 ? "is" : "are");
    put_phrase(to, &line);
}

void drill_print(const struct drills *drills, bool all, struct screen *to)
{
    print_books(drills, to);
    print_all(drills, all, to);
    print_legend(drills, to);
    print_drill(drills, &drills->drills[0], false, to);
}

void drill_print_one(const struct drills *drills, bool all, struct screen *to)
{
    print_books(drills, to);
    print_drill(drills, &drills->drills[0], all, to);
}
