/* prop_ledger.c - random walks: whatever is done to a ledger, the books of every day are
 * what they were on it, a rollback brings back what was before, and ledger_check() is
 * content.
 *
 *   SEED=n   the first seed (1)
 *   COUNT=n  how many seeds (25) */
#include "base/number.h"
#include "base/rng.h"
#include "io/ledger_acts.h"
#include "tests/support/days.h"
#include "tests/support/ledgers.h"
#include "tests/support/scratch.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCHES = 14, MOST_EDITS = 8, N_IDS = 9, N_REPS = 4 };

static const char path[] = "walk.ledger";
static const char accounts[] =
    "id,value,csm_owner,ae_owner,owner_since,owners_so_far\n"
    "A0,1,r0,r1,,\nA1,2,r1,,,\nA2,3,,r2,,\nA3,4,r3,r3,,\n";
static const char reps[] = "id,name,capacity\nr0,Ann,\nr1,Bob,\nr2,Cy,\n"
                           "r3,Di,\n";

struct walk {
    struct rng rng;
    int64_t date;
    int n;                   /* batches so far */
    char *text[BATCHES + 1]; /* the books behind each, by its number */
    int64_t dates[BATCHES + 1];
    long undone, refused;
};

static int below(struct walk *w, int n)
{
    return (int)rng_below(&w->rng, (uint64_t)n);
}

/* Whatever fits or not: a day refuses what does not. */
static void edit(struct walk *w, struct day *day)
{
    static const char *const roles[] = {"csm", "ae"};
    char id[8], rep[8], text[8];

    snprintf(id, sizeof id, "A%d", below(w, N_IDS));
    snprintf(rep, sizeof rep, "r%d", below(w, N_REPS));
    snprintf(text, sizeof text, "%d", below(w, 4));
    switch (below(w, 8)) {
    case 0:
        day_add(day, DAY_ACCOUNTS, id, NO_EVENT);
        break;
    case 1:
        if (day_row(day, DAY_ACCOUNTS, id) != DAY_NO_ROW)
            day_close(day, id, w->date, NO_EVENT);
        break;
    case 2:
        if (day_is_closed(day, id))
            day_reopen(day, id, NO_EVENT);
        break;
    case 3:
        day_set(day, DAY_REPS, rep, "capacity", text, NO_EVENT);
        break;
    case 4:
        day_set(day, DAY_ACCOUNTS, id, "value", text, NO_EVENT);
        break;
    default:
        day_give(day, id, roles[below(w, 2)], below(w, 4) > 0 ? rep : "",
                 w->date, NO_EVENT);
    }
}

static void remember(struct walk *w)
{
    w->n++;
    w->text[w->n] = ledger_text(path, 0);
    w->dates[w->n] = w->date;
}

static void take_batch(struct walk *w)
{
    struct day day;
    struct ledger *ledger = ledger_at(path, &day);
    char date[11];

    for (int k = below(w, MOST_EDITS); k >= 0; k--)
        edit(w, &day);
    date_write(w->date, date);
    ledger_put(ledger, &day, date);
    remember(w);
}

/* A rollback of all from a batch on gives the books before it; of one alone it may be
 * refused. */
static const char *undo(struct walk *w)
{
    struct ledger *ledger = NULL;
    struct ledger_undoing undoing;
    int64_t batch = 2 + below(w, w->n - 1);
    bool and_later = below(w, 2) == 0;
    eb_messages *said = eb_messages_new();
    const char *wrong = NULL;
    eb_status status = ledger_open(path, LEDGER_WRITE, 1, &ledger, said);

    if (status == EB_OK)
        status =
            ledger_rollback(ledger, batch, and_later, w->date, &undoing, said);
    if (status == EB_OK)
        status = ledger_commit(ledger, said);
    ledger_close(ledger);
    if (status == EB_OK) {
        remember(w);
        w->undone++;
        if (and_later && strcmp(w->text[w->n], w->text[batch - 1]) != 0)
            wrong = "a rollback does not bring back what was before";
    } else {
        w->refused++;
        if (status != EB_REFUSED || and_later)
            wrong = "a rollback fails";
    }
    if (wrong != NULL)
        show_messages(said);
    eb_messages_free(said);
    return wrong;
}

/* The last batch of each date is the day's. */
static const char *compare_days(const struct walk *w)
{
    for (int k = 1; k <= w->n; k++) {
        char *then;
        bool same;

        if (k < w->n && w->dates[k + 1] == w->dates[k])
            continue;
        then = ledger_text(path, w->dates[k]);
        same = strcmp(then, w->text[k]) == 0;
        if (!same)
            fprintf(stderr, "batch %d:\n%swas\n%s", k, then, w->text[k]);
        free(then);
        if (!same)
            return "the books of a day are not what they were";
    }
    return NULL;
}

static const char *walk(struct walk *w, uint64_t seed)
{
    const char *wrong = NULL;

    *w = (struct walk){.date = date_of("2027-01-04"),
                       .undone = w->undone,
                       .refused = w->refused};
    rng_init(&w->rng, seed, 0);
    unlink(path);
    ledger_of(path, accounts, reps, NULL);
    remember(w);
    while (w->n < BATCHES && wrong == NULL) {
        w->date += below(w, 3);
        if (w->n > 2 && below(w, 3) == 0)
            wrong = undo(w);
        else
            take_batch(w);
    }
    if (wrong == NULL)
        wrong = compare_days(w);
    if (wrong == NULL && !ledger_is_sound(path, true))
        wrong = "the ledger is not sound";
    for (int k = 1; k <= w->n; k++)
        free(w->text[k]);
    return wrong;
}

static long number_of(const char *name, long usual)
{
    const char *text = getenv(name);

    return text == NULL ? usual : atol(text);
}

Test(prop_ledger, every_day_stays_what_it_was, .init = scratch_enter,
     .fini = scratch_leave, .timeout = 600)
{
    long seed = number_of("SEED", 1), count = number_of("COUNT", 25);
    struct walk w = {.undone = 0};

    for (long k = seed; k < seed + count; k++) {
        const char *wrong = walk(&w, (uint64_t)k);

        cr_assert(wrong == NULL, "SEED=%ld COUNT=1: %s", k,
                  wrong == NULL ? "" : wrong);
    }
    fprintf(stderr, "prop_ledger: %ld walks; %ld rollbacks, %ld refused\n",
            count, w.undone, w.refused);
    if (count >= 25)
        cr_expect(w.undone > 0 && w.refused > 0);
}
