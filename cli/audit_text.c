/* audit_text.c - how fair books are, rep by rep, and what is amiss, on a screen. */
#include "cli/audit_text.h"

#include "cli/columns.h"
#include "model/figures.h"
#include "model/workings.h"

#include <math.h>
#include <stdlib.h>

enum { FLAGS_SHOWN = 3, REPS_SHOWN = 5, CELL = FIGURE_ROOM };

static const char *group_name(const struct compiled *c, int group)
{
    int word = group < 0 ? -1 : c->workings->group_word[group];

    return word < 0 ? "all" : c->books->words.text.at[word];
}

static void add_percent(struct columns *table, double fraction)
{
    char cell[CELL];

    columns_add(table,
                isfinite(fraction) ? figure_percent(fraction, cell) : "-");
}

static void add_double(struct columns *table, double number)
{
    char cell[CELL];

    snprintf(cell, sizeof cell, "%.3f", number);
    columns_add(table, isnan(number)       ? "-"
                       : !isfinite(number) ? "infinite"
                                           : cell);
}

/* ---- How fair ---------------------------------------------------------- */

static void add_farthest(struct columns *table,
                         const struct audit_measure *measure)
{
    double far = measure->fairness.max_deviation;
    char cell[CELL];

    columns_add_as(
        table, measure->within < measure->books ? MOOD_OUTSIDE : MOOD_PLAIN,
        isfinite(far) ? figure_percent(far, cell) : "-");
}

static void add_measure(struct columns *table, const struct compiled *c,
                        const struct audit_measure *measure)
{
    const struct metric *metric = &c->rules->metrics[measure->metric];
    char cell[CELL];

    columns_add(table, measure->group < 0 ? metric->measure.name : "");
    if (c->workings->n_groups > 1)
        columns_add(table, group_name(c, measure->group));
    columns_add(table, figure(measure->total, metric->measure.decimals, cell));
    columns_add(table, figure((wide)llround(measure->mean),
                              metric->measure.decimals, cell));
    snprintf(cell, sizeof cell, "%zu of %zu", measure->within, measure->books);
    columns_add(table, cell);
    add_farthest(table, measure);
    add_double(table, measure->fairness.cv);
    add_double(table, measure->fairness.gini);
    add_double(table, measure->fairness.jain);
    add_double(table, measure->fairness.max_min);
}

static void print_measures(const struct audit *audit, struct screen *to)
{
    static const char *const heads[] = {"total", "mean", "in band", "farthest",
                                        "CV",    "Gini", "Jain",    "max/min"};
    bool groups = audit->compiled->workings->n_groups > 1;
    struct columns table = {.n = 9 + groups};

    columns_add(&table, "metric");
    if (groups)
        columns_add(&table, "group");
    columns_add_all(&table, heads, sizeof heads / sizeof *heads);
    for (size_t k = 0; k < audit->measures.n; k++)
        add_measure(&table, audit->compiled, &audit->measures.at[k]);
    columns_end(&table, 1 + groups, to);
}

/* ---- Reps -------------------------------------------------------------- */

/* What a rep has of a metric over all groups, and what they are due there. */
struct due {
    int64_t load;
    wide target; /* micro-loads; 0: none */
};

static struct due due_of(const struct audit *audit, int rep, int metric)
{
    struct due due = {0, 0};

    for (size_t k = 0; k < audit->books.n; k++) {
        const struct audit_book *book = &audit->books.at[k];

        if (book->rep == rep && book->metric == metric && book->target != 0) {
            due.load += book->load;
            due.target += book->target;
        }
    }
    return due;
}

static double deviation_of(const struct due *due)
{
    return due->target == 0 ? NAN : target_deviation(due->load, due->target);
}

static void add_capture(struct columns *table, const struct audit *audit,
                        int rep)
{
    int64_t points = 0, worked = 0, of = 0;

    for (size_t k = 0; k < audit->captures.n; k++)
        if (audit->captures.at[k].rep == rep) {
            points += audit->captures.at[k].points;
            worked += audit->captures.at[k].worked;
            of += audit->captures.at[k].of;
        }
    add_percent(table, of > 0 ? (double)points / (double)of : 0);
    if (audit->last_contact != NULL)
        add_percent(table, points > 0 ? (double)worked / (double)points : NAN);
}

static void add_deviation(struct columns *table, const struct audit *audit,
                          int rep, int metric)
{
    const struct due due = due_of(audit, rep, metric);
    int64_t band = audit->compiled->rules->metrics[metric].band;

    columns_add_deviation(table, deviation_of(&due), (double)band / 1e6,
                          due.target != 0 &&
                              !target_within(due.load, due.target, band));
}

static void add_rep(struct columns *table, const struct audit *audit, int rep)
{
    const struct compiled *c = audit->compiled;
    char cell[CELL];

    columns_add(table, rep_id(c->books, (size_t)rep));
    columns_add(table, rep_name(c->books, (size_t)rep));
    columns_add(table, figure((wide)audit->accounts[rep], 0, cell));
    columns_add(table, figure(audit->value[rep], c->value_decimals, cell));
    for (size_t m = 0; m < c->rules->n_metrics; m++)
        add_deviation(table, audit, rep, (int)m);
    add_capture(table, audit, rep);
}

struct ranked {
    double deviation;
    int rep;
};

/* Fullest first by the first metric; those without a target last. */
static int fullest_first(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    bool has_a = isfinite(a->deviation), has_b = isfinite(b->deviation);

    if (has_a != has_b)
        return has_a ? -1 : 1;
    if (has_a && (a->deviation < b->deviation || a->deviation > b->deviation))
        return a->deviation > b->deviation ? -1 : 1;
    return a->rep - b->rep;
}

static void add_rep_heads(struct columns *table, const struct audit *audit)
{
    const struct compiled *c = audit->compiled;

    columns_add(table, "rep");
    columns_add(table, "name");
    columns_add(table, "accounts");
    columns_add(table, "worth");
    for (size_t m = 0; m < c->rules->n_metrics; m++) {
        columns_add(table, c->rules->metrics[m].measure.name);
        columns_add(table, "");
    }
    columns_add(table, "of the best");
    if (audit->last_contact != NULL)
        columns_add(table, "worked");
}

static void print_reps(const struct audit *audit, bool all, struct screen *to)
{
    const struct compiled *c = audit->compiled;
    size_t n = c->books->n_reps;
    struct columns table = {.n = 5 + 2 * c->rules->n_metrics +
                                 (audit->last_contact != NULL)};
    struct ranked *ranked = NEW(struct ranked, n + 1);
    bool some = !all && n > 2 * REPS_SHOWN;

    if (ranked == NULL) {
        to->failed = true;
        return;
    }
    for (size_t r = 0; r < n; r++) {
        const struct due due = due_of(audit, (int)r, 0);

        ranked[r] = (struct ranked){deviation_of(&due), (int)r};
    }
    qsort(ranked, n, sizeof *ranked, fullest_first);
    add_rep_heads(&table, audit);
    for (size_t k = 0; k < n; k++)
        if (!some || k < REPS_SHOWN || k >= n - REPS_SHOWN)
            add_rep(&table, audit, ranked[k].rep);
    mem_free(ranked);
    put_gap(to);
    put_line(to, "reps, above and below what they are due%s:",
             some ? " (the five fullest and emptiest; --verbose lists all)"
                  : "");
    columns_end(&table, 2, to);
}

/* ---- What is amiss ----------------------------------------------------- */

static const char *const amiss[] = {
    [FLAG_UNOWNED] = "nobody owns",
    [FLAG_OWNER_LEFT] = "owned by somebody who cannot keep them",
    [FLAG_NOT_ELIGIBLE] = "owned by somebody who may not own them",
    [FLAG_OVER] = "above a limit",
    [FLAG_UNDER] = "below a limit",
    [FLAG_IDLE] = "among the best, and not contacted for 90 days",
    [FLAG_FAMILY] = "families of several owners",
    [FLAG_RISK] = "one rep with most of what may be lost",
};

static void print_flag(const struct audit *audit, const struct flag *flag,
                       struct screen *to)
{
    const struct books *books = audit->compiled->books;
    char worth[FIGURE_ROOM];

    if (flag->account < 0) {
        put_line(to, "  %s", flag->text);
        return;
    }
    put_line(to, "  %s %s (%s): %s", account_id(books, (size_t)flag->account),
             account_name(books, (size_t)flag->account),
             figure(flag->value, audit->compiled->value_decimals, worth),
             flag->text);
}

static bool is_broken_limit(int kind)
{
    return kind == FLAG_OVER || kind == FLAG_UNDER;
}

static void print_flags(const struct audit *audit, bool all, struct screen *to)
{
    size_t at = 0;

    for (int kind = 0; kind < N_FLAG_KINDS; kind++) {
        size_t n = audit->n_flags[kind];

        if (n > 0) {
            put_gap(to);
            put_line_as(to, is_broken_limit(kind) ? MOOD_BROKEN : MOOD_PLAIN,
                        "%s: %zu", amiss[kind], n);
        }
        for (size_t k = 0; k < n && (all || k < FLAGS_SHOWN); k++)
            print_flag(audit, &audit->flags.at[at + k], to);
        if (n > FLAGS_SHOWN && !all)
            put_line(to, "  and %zu more; --verbose lists all",
                     n - FLAGS_SHOWN);
        at += n;
    }
}

/* ---- All of it --------------------------------------------------------- */

static void print_head(const struct audit *audit, struct screen *to)
{
    const struct compiled *c = audit->compiled;
    struct phrase line = {0};
    char date[11], figures[FIGURE_ROOM];

    phrase_add(&line, "role %s", c->books->role);
    if (c->rules->has_as_of) {
        date_write(c->rules->as_of, date);
        phrase_add(&line, ", as of %s", date);
    }
    phrase_add(&line, "; %zu accounts in play, %zu reps; unfairness %s",
               c->n_in_play, c->books->n_reps,
               figure_points(audit->unfairness, figures));
    put_phrase(to, &line);
    put_gap(to);
}

void audit_print(const struct audit *audit, const struct decomposition *parts,
                 bool all, struct screen *to)
{
    print_head(audit, to);
    print_measures(audit, to);
    print_reps(audit, all, to);
    if (parts != NULL)
        audit_print_parts(audit, parts, to);
    print_flags(audit, all, to);
}
