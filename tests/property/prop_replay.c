/* prop_replay.c - simulated years: after each batch of changes nobody has moved but who
 * was decided on, owners are reps who are there, what is told of the books is what a day
 * without events finds, and limits broken are counted.
 *
 *   SEED=n   the first seed (1)
 *   COUNT=n  how many years (6) */
#include "base/number.h"
#include "base/rng.h"
#include "model/generate.h"
#include "model/replay.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACCOUNTS = 120, REPS = 9, PER_CELL = 3 };

/* ---- One batch ------------------------------------------------------------- */

/* Who owns each account, as the day's table has it, in order of the row. */
static char **owners_of(const struct day *day)
{
    const struct table *table = day->of[DAY_ACCOUNTS].table;
    size_t n = table_rows(table);
    char **owner = calloc(n + 1, sizeof *owner);

    for (size_t row = 0; row < n; row++)
        owner[row] = strdup(day_cell(day, DAY_ACCOUNTS, row, "owner"));
    return owner;
}

static void free_owners(char **owner, size_t n)
{
    for (size_t k = 0; k < n; k++)
        free(owner[k]);
    free(owner);
}

/* Only what was decided has another owner, and that one. */
static void check_owners(const struct day *day, char **before,
                         const struct workday *w)
{
    const struct daily *daily = w->daily;
    size_t n = w->books->n_accounts;
    const char **should = calloc(n + 1, sizeof *should);

    for (size_t a = 0; a < n; a++)
        should[a] = before[a];
    for (size_t k = 0; k < daily->n; k++) {
        const struct daily_decision *d = &daily->decisions[k];

        if (d->change != DAILY_COVERED && d->change != DAILY_UNPLACED) {
            cr_assert(ge(int, d->rep, 0));
            should[d->account] = rep_id(w->books, (size_t)d->rep);
        }
        cr_assert(daily->decisions[k].reason != NULL &&
                  *daily->decisions[k].reason != '\0');
    }
    for (size_t a = 0; a < n; a++)
        cr_assert(eq(str, (char *)day_cell(day, DAY_ACCOUNTS, a, "owner"),
                     (char *)should[a]),
                  "account %s", account_id(w->books, a));
    free(should);
}

/* Whoever owns an account is a rep who has not left, unless it waits. */
static void check_reps(const struct workday *w)
{
    bool *waits = calloc(w->books->n_accounts + 1, sizeof *waits);

    for (size_t k = 0; k < w->daily->n; k++)
        if (w->daily->decisions[k].change == DAILY_UNPLACED)
            waits[w->daily->decisions[k].account] = true;
    for (size_t a = 0; a < w->books->n_accounts; a++) {
        int rep = w->daily->rep[a];

        cr_assert(waits[a] || rep >= 0, "account %s has nobody",
                  account_id(w->books, a));
        cr_assert(waits[a] || w->books->rep_time[rep].end > w->day->date,
                  "account %s is with %s, who has left",
                  account_id(w->books, a), rep_id(w->books, (size_t)rep));
    }
    free(waits);
}

/* Reps with more accounts than they may have; who takes nothing has no limit. */
static size_t count_over(const struct workday *w)
{
    size_t over = 0;

    for (size_t r = 0; r < w->books->n_reps; r++) {
        size_t has = 0;
        double most =
            strtod(day_cell(w->day, DAY_REPS, (size_t)w->books->rep_row[r],
                            "max_accounts"),
                   NULL);

        for (size_t a = 0; a < w->books->n_accounts; a++)
            has += w->daily->rep[a] == (int)r;
        over += most > 0 && (double)has > most &&
                w->daily->compiled->share[r].capacity > 0;
    }
    return over;
}

/* A day without events, right after: finds the books as they were told to be, and
 * nothing to place. */
static void check_again(const struct day *day, const struct doc *rules,
                        const struct daily *told)
{
    static const struct past no_past;
    struct daily_options how = daily_default_options();
    struct workday again;

    how.cover = false;
    cr_assert(eq(int, workday_open(day, rules, NULL, &again, NULL), EB_OK));
    cr_assert(eq(int,
                 workday_decide(&again, &how, &no_past,
                                (struct happened){NULL, NULL}, NULL),
                 EB_OK));
    cr_assert(eq(sz, again.daily->n, 0));
    cr_assert(eq(i64, again.daily->before.unfairness, told->after.unfairness));
    cr_assert(eq(i64, again.daily->after.unfairness, told->after.unfairness));
    cr_assert(
        eq(sz, again.daily->after.outside_band, told->after.outside_band));
    cr_assert(le(i64, again.daily->bound, again.daily->after.objective));
    workday_close(&again);
}

static void decide(struct day *day, const struct doc *rules,
                   const struct daily_options *how, struct past *past,
                   struct happened happened)
{
    struct covers_ended ended = {0};
    struct workday w;
    char **before;
    size_t n, waiting = 0;
    int64_t moved = 0;

    cr_assert(eq(int, workday_open(day, rules, NULL, &w, NULL), EB_OK));
    n = w.books->n_accounts;
    before = owners_of(day);
    cr_assert(eq(int, workday_end_covers(&w, past, &ended), EB_OK));
    cr_assert(eq(int, workday_decide(&w, how, past, happened, NULL), EB_OK));
    cr_assert(eq(int, workday_give(day, &w), EB_OK));
    check_owners(day, before, &w);
    check_reps(&w);
    cr_assert(eq(sz, w.daily->after.over_capacity, count_over(&w)));
    for (size_t k = 0; k < w.daily->n; k++) {
        waiting += w.daily->decisions[k].change == DAILY_UNPLACED;
        moved += w.daily->decisions[k].change == DAILY_MOVED;
    }
    cr_assert(eq(i64, moved, w.daily->moves));
    cr_assert(le(i64, moved, how->max_moves));
    if (waiting == 0)
        check_again(day, rules, w.daily);
    cr_assert(eq(int, workday_numbers(&w, past), EB_OK));
    free_owners(before, n);
    VEC_CLEAR(&ended);
    workday_close(&w);
}

/* ---- A year ---------------------------------------------------------------- */

static void run_year(struct day *day, const struct doc *rules,
                     struct changes *changes, struct rng *rng)
{
    struct outcome *outcome = calloc(changes->n + 1, sizeof *outcome);
    struct past past = {0};
    struct daily_options how = daily_default_options();

    how.policy = (enum policy)(rng_below(rng, N_POLICIES));
    decide(day, rules, &how, &past, (struct happened){NULL, NULL});
    for (size_t first = 0, end; first < changes->n; first = end) {
        struct changes part = *changes;

        end = first + 1 + (size_t)(rng_below(rng, 12));
        end = end < changes->n ? end : changes->n;
        part.events += first;
        part.n = end - first;
        cr_assert(eq(int,
                     changes_apply(day, &part, NULL, day->date - 400, false,
                                   outcome, NULL),
                     EB_OK));
        changes->memory = part.memory;
        day->date = part.events[part.n - 1].date;
        how.max_moves = (int64_t)(rng_below(rng, 4));
        decide(day, rules, &how, &past, (struct happened){&part, outcome});
    }
    past_clear(&past);
    free(outcome);
}

static void year(uint64_t seed)
{
    const struct generate_options options = {.seed = seed,
                                             .year = true,
                                             .accounts = ACCOUNTS,
                                             .reps = REPS,
                                             .reps_per_cell = PER_CELL};
    struct generated made = {NULL, NULL, NULL, NULL, NULL};
    struct rng rng;
    struct changes changes = {0};
    struct day day;

    rng_init(&rng, seed, 7);
    cr_assert(
        eq(int, generate(preset_find("team"), &options, &made, NULL), EB_OK));
    cr_assert(
        eq(int, changes_read(made.changes, NULL, &changes, NULL), EB_OK));
    cr_assert(
        eq(int,
           day_begin(20822,
                     &(struct day_tables){.accounts = made.accounts,
                                          .reps = made.reps,
                                          .territories = made.territories},
                     &day, NULL),
           EB_OK));
    made.accounts = made.reps = made.territories = NULL;
    run_year(&day, made.rules, &changes, &rng);
    day_clear(&day);
    changes_clear(&changes);
    generated_clear(&made);
}

static long number_from(const char *name, long otherwise)
{
    const char *text = getenv(name);

    return text == NULL ? otherwise : strtol(text, NULL, 10);
}

Test(prop_replay, years_keep_what_a_day_promises, .timeout = 600)
{
    long seed = number_from("SEED", 1), count = number_from("COUNT", 6);

    for (long k = 0; k < count; k++) {
        fprintf(stderr, "prop_replay: SEED=%ld\n", seed + k);
        year((uint64_t)(seed + k));
    }
    cr_assert(eq(sz, mem_live(), 0));
}
