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

static void print_batch(const struct daily_report *report)
{
    char date[11], cell[FIGURE_ROOM];

    date_write(report->date, date);
    printf("batch %lld of %s: %s", (long long)report->batch, date,
           figure_count(report->events, "event", "events", cell));
    if (report->late > 0)
        printf(", %zu of them late", report->late);
    if (report->known > 0)
        printf("; %zu had been sent before", report->known);
    if (report->refused > 0)
        printf("; %zu refused", report->refused);
    printf("\n");
}

static void print_again(const struct daily_report *report)
{
    if (!report->again)
        printf("nothing to do: there are no events\n");
    else if (report->batch > 0)
        printf(
            "nothing to do: this is batch %lld, which decided what follows\n",
            (long long)report->batch);
    else
        printf("nothing to do: all events have been sent before\n");
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

static void print_counts(const struct daily_role *role)
{
    char cell[FIGURE_ROOM];
    const char *start = "accounts  ";

    for (int k = 0; k < N_DAILY_CHANGES; k++)
        if (role->n[k] > 0) {
            printf("%s%s %s", start, figure((wide)role->n[k], 0, cell),
                   told[k]);
            start = ", ";
        }
    if (role->uncovered > 0) {
        printf("%s%s", start,
               figure_count(role->uncovered, "cover", "covers", cell));
        printf(" ended");
        start = ", ";
    }
    printf("%s\n", *start == 'a' ? "accounts  none changes hands" : "");
    if (role->n_ineligible > 0)
        printf("          %s an owner who may not own %s: see --all-forced\n",
               figure_count(role->n_ineligible, "account stays with",
                            "accounts stay with", cell),
               role->n_ineligible == 1 ? "it" : "them");
    if (role->n_without_cover > 0)
        printf("          %s away, and nobody can cover %s\n",
               figure_count(role->n_without_cover,
                            "account has an owner who is",
                            "accounts have an owner who is", cell),
               role->n_without_cover == 1 ? "it" : "them");
}

static void print_books(const struct daily_role *role)
{
    char before[FIGURE_ROOM], after[FIGURE_ROOM];

    printf("unfair    %s before, %s after\n",
           figure_points(role->before.unfairness, before),
           figure_points(role->after.unfairness, after));
    printf("reps      %zu of %zu outside a band, %zu over a limit\n",
           role->after.outside_band, role->n_reps, role->after.over_capacity);
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

static void print_drift(const struct daily_role *role)
{
    char drift[FIGURE_ROOM], bound[FIGURE_ROOM], advice[4 * FIGURE_ROOM];

    if (role->bound == INT64_MIN)
        return;
    printf("drift     %s above what is proved to be the least possible, %s\n",
           figure_points(drift_of(role), drift),
           figure_points(role->bound, bound));
    if (*daily_advice_text(role, advice) != '\0')
        printf("          %s\n", advice);
}

/* ---- Decisions ----------------------------------------------------------- */

static eb_status print_decisions(const struct daily_report *report, bool all)
{
    static const char *const heads[] = {"account", "change", "rep", "before",
                                        "reason"};
    size_t n = report->decisions.all.n, shown = all || n < SHOWN ? n : SHOWN;
    struct columns table = {.n = 5};

    if (n == 0)
        return EB_OK;
    printf("\n");
    columns_add_all(&table, heads, sizeof heads / sizeof *heads);
    for (size_t k = 0; k < shown; k++) {
        const struct ledger_decision *d = &report->decisions.all.at[k];
        const char *cells[] = {
            d->account, d->change, *d->rep == '\0' ? "-" : d->rep,
            *d->previous == '\0' ? "-" : d->previous, d->reason};

        columns_add_all(&table, cells, sizeof cells / sizeof *cells);
    }
    if (columns_end(&table, 5) != EB_OK)
        return EB_NO_MEMORY;
    if (shown < n)
        printf("... and %zu more: --verbose lists all, -o writes them\n",
               n - shown);
    return EB_OK;
}

eb_status daily_print(const struct daily_report *report, bool all)
{
    if (report->batch == 0 || report->again)
        print_again(report);
    else
        print_batch(report);
    for (size_t k = 0; k < report->roles.n; k++) {
        const struct daily_role *role = &report->roles.at[k];

        if (role->role != NULL && report->roles.n > 1)
            printf("\nrole %s\n", role->role);
        print_counts(role);
        print_books(role);
        print_drift(role);
    }
    return print_decisions(report, all);
}
