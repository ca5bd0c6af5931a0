/* daily_text.c - what a day came to, on a terminal. */
#include "cli/daily_text.h"

#include "base/number.h"
#include "cli/columns.h"
#include "model/figures.h"
#include "model/plan.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN = 10 };

/* ---- The batch ----------------------------------------------------------- */

static void print_batch(const struct daily_report *report, struct screen *to)
{
    struct phrase line = {0};
    char date[11], cell[FIGURE_ROOM];

    date_write(report->date, date);
    phrase_add(&line, "batch %lld of %s: %s", (long long)report->batch, date,
               figure_count(report->events, "event", "events", cell));
    if (report->late > 0)
        phrase_add(&line, ", %zu of them late", report->late);
    if (report->known > 0)
        phrase_add(&line, "; %zu had been sent before", report->known);
    if (report->refused > 0)
        phrase_add(&line, "; %zu refused", report->refused);
    put_phrase(to, &line);
}

static void print_again(const struct daily_report *report, struct screen *to)
{
    if (!report->again)
        put_line(to, "nothing to do: there are no events");
    else if (report->batch > 0)
        put_line(to,
                 "nothing to do: this is batch %lld, which decided what "
                 "follows",
                 (long long)report->batch);
    else
        put_line(to, "nothing to do: all events have been sent before");
}

/* ---- One role ------------------------------------------------------------ */

static const char *const told[N_DAILY_CHANGES] = {
    [DAILY_PLACED] = "placed",
    [DAILY_FORCED] = "forced to another rep",
    [DAILY_RETURNED] = "back with a former rep",
    [DAILY_MOVED] = "moved",
    [DAILY_COVERED] = "covered for a time",
    [DAILY_UNPLACED] = "still without an owner",
};

static void print_changes(const struct daily_role *role, struct screen *to)
{
    struct phrase line = {0};
    char cell[FIGURE_ROOM];
    const char *before = "accounts  ";

    for (int k = 0; k < N_DAILY_CHANGES; k++)
        if (role->n[k] > 0) {
            phrase_add(&line, "%s%s %s", before,
                       figure((wide)role->n[k], 0, cell), told[k]);
            before = ", ";
        }
    if (role->uncovered > 0)
        phrase_add(&line, "%s%s ended", before,
                   figure_count(role->uncovered, "cover", "covers", cell));
    if (line.text.n == 0)
        phrase_add(&line, "accounts  none changes hands");
    put_phrase(to, &line);
}

static void print_counts(const struct daily_role *role, struct screen *to)
{
    char cell[FIGURE_ROOM];

    print_changes(role, to);
    if (role->n_ineligible > 0)
        put_line(to,
                 "          %s an owner who may not own %s: see --all-forced",
                 figure_count(role->n_ineligible, "account stays with",
                              "accounts stay with", cell),
                 role->n_ineligible == 1 ? "it" : "them");
    if (role->n_without_cover > 0)
        put_line(to, "          %s away, and nobody can cover %s",
                 figure_count(role->n_without_cover,
                              "account has an owner who is",
                              "accounts have an owner who is", cell),
                 role->n_without_cover == 1 ? "it" : "them");
}

static void print_books(const struct daily_role *role, struct screen *to)
{
    char before[FIGURE_ROOM], after[FIGURE_ROOM];

    put_line(to, "unfair    %s before, %s after",
             figure_points(role->before.unfairness, before),
             figure_points(role->after.unfairness, after));
    put_line_as(to, role->after.over_capacity > 0 ? MOOD_BROKEN : MOOD_PLAIN,
                "reps      %zu of %zu outside a band, %zu over a limit",
                role->after.outside_band, role->n_reps,
                role->after.over_capacity);
}

static int64_t drift_of(const struct daily_role *role)
{
    return role->after.objective - role->bound;
}

const char *daily_advice_text(const struct daily_role *role, char *buffer)
{
    const struct daily_advice *worth = daily_worth(role);
    char count[FIGURE_ROOM], share[FIGURE_ROOM];

    *buffer = '\0';
    if (worth == NULL || role->bound == INT64_MIN || drift_of(role) <= 0)
        return buffer;
    snprintf(
        buffer, 4 * FIGURE_ROOM, "%s now %s %s of the lost balance",
        figure_count((size_t)worth->moves, "move", "moves", count),
        worth->moves == 1 ? "recovers" : "recover",
        figure_share((double)worth->gain / (double)drift_of(role), share));
    return buffer;
}

static void print_drift(const struct daily_role *role, struct screen *to)
{
    char drift[FIGURE_ROOM], bound[FIGURE_ROOM], advice[4 * FIGURE_ROOM];

    if (role->bound == INT64_MIN)
        return;
    put_line(to,
             "drift     %s above what is proved to be the least possible, %s",
             figure_points(drift_of(role), drift),
             figure_points(role->bound, bound));
    if (*daily_advice_text(role, advice) != '\0')
        put_line(to, "          %s", advice);
}

/* ---- Decisions ----------------------------------------------------------- */

static void print_decisions(const struct daily_report *report, bool all,
                            struct screen *to)
{
    static const char *const heads[] = {"account", "change", "rep", "before",
                                        "reason"};
    size_t n = report->decisions.all.n, shown = all || n < SHOWN ? n : SHOWN;
    struct columns table = {.n = 5};

    if (n == 0)
        return;
    put_gap(to);
    columns_add_all(&table, heads, sizeof heads / sizeof *heads);
    for (size_t k = 0; k < shown; k++) {
        const struct ledger_decision *d = &report->decisions.all.at[k];
        const char *cells[] = {
            d->account, d->change, *d->rep == '\0' ? "-" : d->rep,
            *d->previous == '\0' ? "-" : d->previous, d->reason};

        columns_add_all(&table, cells, sizeof cells / sizeof *cells);
    }
    columns_end(&table, 5, to);
    if (shown < n)
        put_line(to, "... and %zu more: --verbose lists all, -o writes them",
                 n - shown);
}

void daily_print(const struct daily_report *report, bool all,
                 struct screen *to)
{
    if (report->batch == 0 || report->again)
        print_again(report, to);
    else
        print_batch(report, to);
    for (size_t k = 0; k < report->roles.n; k++) {
        const struct daily_role *role = &report->roles.at[k];

        if (role->role != NULL && report->roles.n > 1) {
            put_gap(to);
            put_line(to, "role %s", role->role);
        }
        print_counts(role, to);
        print_books(role, to);
        print_drift(role, to);
    }
    print_decisions(report, all, to);
}
