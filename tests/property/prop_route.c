/* prop_route.c - small books of every kind, to which one account after the other comes:
 * what books in memory decide is, rep by rep and cost by cost, what a day decides that is
 * compiled anew for each.
 *
 *   SEED=n   the first seed (1)
 *   COUNT=n  how many books (1500) */
#include "io/json.h"
#include "model/route.h"
#include "model/workday.h"
#include "tests/support/days.h"
#include "tests/support/small_books.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 6 };

/* The same books twice: in memory, and compiled anew each time. */
struct trial {
    struct small_books text;
    struct doc *doc;
    struct day day, anew;
    struct route *route;
    struct past past, anew_past;
    struct daily_options how;
    eb_messages *said;
    struct table *source; /* of the accounts that come */
};

static long asked, decided, compiled, unplaced, walks;

static void insist(bool fine)
{
    cr_assert(fine);
}

/* ---- Books -------------------------------------------------------------- */

static struct table *table_or_null(const char *file, const char *text)
{
    return *text == '\0' ? NULL : table_of(file, text);
}

static eb_status make_day(const struct trial *t, struct day *out)
{
    struct day_tables tables = {
        .accounts = table_of("accounts.csv", t->text.accounts),
        .reps = table_of("reps.csv", t->text.reps),
        .pairs = table_or_null("pairs.csv", t->text.pairs),
        .territories = table_or_null("territories.csv", t->text.territories),
    };

    return day_begin(date_of("2027-01-04"), &tables, out, t->said);
}

/* The day decides by itself what has no owner, and what it decided is theirs. */
static eb_status decide_anew(struct trial *t, struct workday *w)
{
    const struct happened nothing = {0};
    eb_status status;

    TRY(workday_open(&t->anew, t->doc, NULL, w, t->said));
    TRY(workday_decide(w, &t->how, &t->anew_past, nothing, t->said));
    TRY(workday_give(&t->anew, w));
    TRY(workday_numbers(w, &t->anew_past));
done:
    return status;
}

static struct daily_options options_of(struct rng *rng)
{
    struct daily_options how = daily_default_options();

    how.policy = rng_below(rng, 2) == 0
                     ? POLICY_BEST
                     : (enum policy)rng_below(rng, N_POLICIES);
    how.cover = false;
    how.passes = -1;
    how.advice = 0;
    if (rng_below(rng, 3) == 0)
        how.daily_cap = 1 + (int)rng_below(rng, 3);
    if (rng_below(rng, 3) == 0)
        how.weekly_cap = 1 + (int)rng_below(rng, 4);
    return how;
}

/* ---- The past ----------------------------------------------------------- */

static struct past_given *given_of(struct past *past, const char *rep)
{
    struct past_given none = {arena_string(&past->memory, rep, strlen(rep)), 0,
                              0};

    for (size_t k = 0; k < past->given.n; k++)
        if (strcmp(past->given.at[k].rep, rep) == 0)
            return &past->given.at[k];
    insist(VEC_PUSH(&past->given, none));
    return &past->given.at[past->given.n - 1];
}

static void count_given(struct past *past, const struct workday *w)
{
    for (size_t k = 0; k < w->daily->n; k++) {
        const struct daily_decision *d = &w->daily->decisions[k];

        if (d->change == DAILY_UNPLACED)
            continue;
        given_of(past, rep_id(w->books, (size_t)d->rep))->today++;
        given_of(past, rep_id(w->books, (size_t)d->rep))->week++;
    }
}

static void copy_past(const struct past *from, struct past *to)
{
    for (size_t k = 0; k < from->given.n; k++)
        *given_of(to, from->given.at[k].rep) = from->given.at[k];
    for (size_t k = 0; k < from->numbers.n; k++) {
        const struct past_number *one = &from->numbers.at[k];
        struct past_number copy = {
            arena_string(&to->memory, one->rep, strlen(one->rep)),
            arena_string(&to->memory, one->of, strlen(one->of)), one->number};

        insist(VEC_PUSH(&to->numbers, copy));
    }
}

/* ---- Accounts that come -------------------------------------------------- */

static eb_status add(struct day *day, const char *id, const struct table *from,
                     size_t row)
{
    eb_status status;

    TRY(day_add(day, DAY_ACCOUNTS, id, NO_EVENT));
    for (size_t k = 1; k < from->n_columns; k++)
        if (strstr(from->header[k], "owner") == NULL)
            TRY(day_set(day, DAY_ACCOUNTS, id, from->header[k],
                        table_cell(from, row, k), NO_EVENT));
done:
    return status;
}

/* ---- The comparison ------------------------------------------------------ */

static const struct daily_decision *decision_on(const struct workday *w,
                                                const char *id, bool *alone)
{
    const struct daily_decision *found = NULL;

    *alone = true;
    for (size_t k = 0; k < w->daily->n; k++) {
        const struct daily_decision *d = &w->daily->decisions[k];

        if (strcmp(account_id(w->books, (size_t)d->account), id) == 0)
            found = d;
        else if (d->change != DAILY_UNPLACED ||
                 strncmp(d->reason, "of ", 3) != 0)
            *alone = false;
    }
    return found;
}

static const char *name_of(const struct workday *w, int rep)
{
    return rep < 0 ? "" : rep_id(w->books, (size_t)rep);
}

static bool same(const struct workday *w, const struct daily_decision *d,
                 const struct route_row *row)
{
    return strcmp(name_of(w, d->rep), row->rep) == 0 &&
           strcmp(daily_change_name(d->change), row->change) == 0 &&
           strcmp(d->reason, row->reason) == 0 && d->cost == row->cost &&
           strcmp(name_of(w, d->next_best), row->next_best) == 0 &&
           (d->next_best < 0 || d->next_cost == row->next_cost);
}

static void show(const struct trial *t, const struct workday *w,
                 const struct daily_decision *d, const struct route_row *row)
{
    small_books_show(&t->text);
    fprintf(stderr, "policy %s caps %d %d\n", policy_name(t->how.policy),
            t->how.daily_cap, t->how.weekly_cap);
    fprintf(stderr, "anew:   %s %s %lld, next %s %lld: %s\n",
            name_of(w, d->rep), daily_change_name(d->change),
            (long long)d->cost, name_of(w, d->next_best),
            (long long)d->next_cost, d->reason);
    fprintf(stderr, "memory: %s %s %lld, next %s %lld: %s (compiled %zu)\n",
            row->rep, row->change, (long long)row->cost, row->next_best,
            (long long)row->next_cost, row->reason, route_compiled(t->route));
}

/* False where the walk ends: the books make no sense any more, or something else has no
 * owner either. */
static bool step(struct trial *t, int k)
{
    char id[16];
    size_t row = rng_below(&t->text.rng, table_rows(t->source));
    struct workday w = {0};
    struct route_answer answer;
    const struct daily_decision *d;
    eb_status status, in_memory;
    bool alone = false, go_on = false;

    snprintf(id, sizeof id, "new-%d", k);
    cr_assert(add(&t->day, id, t->source, row) == EB_OK);
    cr_assert(add(&t->anew, id, t->source, row) == EB_OK);
    status = decide_anew(t, &w);
    in_memory = route_ask(t->route, id, false, 0, &answer, t->said);
    if (status != EB_OK) {
        cr_assert(in_memory != EB_OK, "seed: only memory makes sense of it");
        goto done;
    }
    d = decision_on(&w, id, &alone);
    if (!alone)
        goto done;
    asked++;
    if (d == NULL) {
        cr_assert(in_memory != EB_OK || answer.kept);
    } else {
        cr_assert(in_memory == EB_OK);
        if (!same(&w, d, &answer.rows[0]))
            show(t, &w, d, &answer.rows[0]);
        cr_assert(same(&w, d, &answer.rows[0]));
        decided += d->change != DAILY_UNPLACED;
        unplaced += d->change == DAILY_UNPLACED;
    }
    count_given(&t->anew_past, &w);
    go_on = d == NULL || d->change != DAILY_UNPLACED ||
            strncmp(d->reason, "of ", 3) == 0;
done:
    workday_close(&w);
    return go_on;
}

/* What waits is tried again each day, but asked about once: then days differ. */
static bool begin(struct trial *t)
{
    struct workday w = {0};
    bool fine = false;

    if (json_read("rules.json", t->text.rules, strlen(t->text.rules), &t->doc,
                  t->said) != EB_OK ||
        make_day(t, &t->anew) != EB_OK || decide_anew(t, &w) != EB_OK)
        goto done;
    for (size_t k = 0; k < w.daily->n; k++)
        if (w.daily->decisions[k].change == DAILY_UNPLACED &&
            strncmp(w.daily->decisions[k].reason, "of ", 3) != 0)
            goto done;
    count_given(&t->anew_past, &w);
    cr_assert(make_day(t, &t->day) == EB_OK);
    cr_assert(workday_give(&t->day, &w) == EB_OK);
    copy_past(&t->anew_past, &t->past);
    fine = route_new(&t->day, t->doc, NULL, &t->how, &t->past, &t->route,
                     t->said) == EB_OK; /* else what was decided contradicts */
done:
    workday_close(&w);
    return fine;
}

static void walk(uint64_t seed)
{
    static struct trial t;

    t = (struct trial){.said = eb_messages_new()};
    small_books_make(&t.text, seed);
    t.how = options_of(&t.text.rng);
    t.source = table_of("accounts.csv", t.text.accounts);
    if (begin(&t)) {
        walks++;
        for (int k = 0; k < STEPS && step(&t, k); k++)
            continue;
        compiled += (long)route_compiled(t.route) - 1;
    }
    route_free(t.route);
    day_clear(&t.day);
    day_clear(&t.anew);
    past_clear(&t.past);
    past_clear(&t.anew_past);
    table_free(t.source);
    doc_free(t.doc);
    eb_messages_free(t.said);
}

static long from_environment(const char *name, long otherwise)
{
    const char *text = getenv(name);

    return text == NULL ? otherwise : strtol(text, NULL, 10);
}

Test(route, decides_as_a_day_does)
{
    uint64_t first = (uint64_t)from_environment("SEED", 1);
    long count = from_environment("COUNT", 1500);
    size_t live = mem_live();

    for (long k = 0; k < count; k++)
        walk(first + (uint64_t)k);
    fprintf(stderr,
            "route: seeds %llu..%llu, %ld walks, %ld asked, %ld decided, %ld "
            "unplaced, compiled anew %ld times\n",
            (unsigned long long)first,
            (unsigned long long)first + (uint64_t)count - 1, walks, asked,
            decided, unplaced, compiled);
    cr_assert(eq(sz, mem_live(), live));
    cr_assert(decided > 0);
}
