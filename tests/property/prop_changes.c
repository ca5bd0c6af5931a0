/* prop_changes.c - random walks over changes: after each batch a day is what a plain
 * second reading of docs/FORMATS.md makes of it, without any edits; undone it is as it was
 * before, made again from its journal as it was after; and CSV and JSON lines of the same
 * events are the same changes.
 *
 *   SEED=n   the first seed (1)
 *   COUNT=n  how many walks (300) */
#include "base/number.h"
#include "base/rng.h"
#include "io/changes_file.h"
#include "tests/support/days.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_ACCOUNTS = 16,
    MOST_REPS = 6,
    STEPS = 25,
    MOST_EVENTS = 6,
    ROOM = 24,
    /* columns of accounts */
    VALUE = 0,
    TIER,
    OWNER,
    LOCKED,
    PARENT,
    SINCE,
    OWNERS,
    N_ACCOUNT,
    /* columns of reps */
    CAPACITY = 0,
    START,
    END,
    FROM,
    TO,
    N_REP
};

static const char *const account_names[N_ACCOUNT] = {
    "value",  "tier",        "owner",        "locked",
    "parent", "owner_since", "owners_so_far"};
static const char *const rep_names[N_REP] = {"capacity", "start_date",
                                             "end_date", "out_from", "out_to"};

/* ---- The second reading ---------------------------------------------------- */

/* Accounts and reps by number; a copy is an assignment. */
struct world {
    struct {
        bool there, closed;
        char cell[N_ACCOUNT][ROOM], closed_on[ROOM];
    } account[MOST_ACCOUNTS];
    struct {
        bool there;
        char cell[N_REP][ROOM];
    } rep[MOST_REPS];
    long today;
};

struct happening {
    char id[ROOM], kind[ROOM], date[ROOM], field[ROOM], value[ROOM],
        parent[ROOM], capacity[ROOM];
    int account, rep; /* or -1 */
    long day;
};

static void set(char cell[ROOM], const char *text)
{
    snprintf(cell, ROOM, "%s", text);
}

static bool is_open(const struct world *w, int a)
{
    return w->account[a].there && !w->account[a].closed;
}

/* ISO dates compare as texts. */
static bool has_left(const struct world *w, int r, const char *day)
{
    char today[ROOM];

    date_write(w->today, today);
    if (strcmp(today, day) < 0)
        set(today, day);
    return *w->rep[r].cell[END] != '\0' &&
           strcmp(w->rep[r].cell[END], today) <= 0;
}

/* Open, or closed only after the day. */
static bool was_open(const struct world *w, int a, const char *day)
{
    return is_open(w, a) ||
           (w->account[a].closed && strcmp(day, w->account[a].closed_on) < 0);
}

static bool works(const struct world *w, int r, const char *day)
{
    return w->rep[r].there && !has_left(w, r, day);
}

static int number_of_id(const char *id)
{
    return atoi(id + 1);
}

/* Whether a leads to itself. */
static bool is_circle(const struct world *w, int a)
{
    int b = a;

    for (int k = 0; k <= MOST_ACCOUNTS; k++) {
        const char *parent = w->account[b].cell[PARENT];

        if (*parent == '\0')
            return false;
        b = number_of_id(parent);
        if (b == a)
            return true;
        if (!w->account[b].there)
            return false;
    }
    return false;
}

static bool is_number(const char *text)
{
    return *text != '\0' && text[strspn(text, "0123456789.")] == '\0';
}

static bool add(struct world *w, const struct happening *h)
{
    int a = h->account;

    if (w->account[a].there || (*h->value != '\0' && !is_number(h->value)))
        return false;
    memset(&w->account[a], 0, sizeof w->account[a]);
    w->account[a].there = true;
    set(w->account[a].cell[VALUE], h->value);
    set(w->account[a].cell[PARENT], h->parent);
    return !is_circle(w, a);
}

static bool change(struct world *w, const struct happening *h)
{
    int a = h->account;

    if (!was_open(w, a, h->date))
        return false;
    if (strcmp(h->field, "value") == 0) {
        set(w->account[a].cell[VALUE], h->value);
        return *h->value == '\0' || is_number(h->value);
    }
    if (strcmp(h->field, "tier") == 0) {
        set(w->account[a].cell[TIER], h->value);
        return true;
    }
    if (strcmp(h->field, "parent") != 0)
        return false; /* "owner" and what is no column */
    set(w->account[a].cell[PARENT], h->value);
    return !is_circle(w, a);
}

static void give(struct world *w, int a, const char *rep, const char *day)
{
    char(*cell)[ROOM] = w->account[a].cell;
    int before = atoi(cell[OWNERS]);

    if (strcmp(cell[OWNER], rep) == 0)
        return;
    if (before == 0 && *cell[OWNER] != '\0')
        before = 1;
    set(cell[OWNER], rep);
    set(cell[SINCE], day);
    snprintf(cell[OWNERS], ROOM, "%d", before + 1);
}

static bool override(struct world *w, const struct happening *h)
{
    int a = h->account;
    const char *owner = w->account[a].cell[OWNER];
    char rep[ROOM], day[ROOM];

    if (!is_open(w, a) || !works(w, h->rep, h->date))
        return false;
    snprintf(rep, sizeof rep, "r%d", h->rep);
    if (*w->account[a].cell[LOCKED] != '\0' && *owner != '\0' &&
        strcmp(owner, rep) != 0 && works(w, number_of_id(owner), h->date))
        return false;
    date_write(h->day > w->today ? h->day : w->today, day);
    give(w, a, rep, day);
    return true;
}

static bool on_account(struct world *w, const struct happening *h)
{
    int a = h->account;

    if (strcmp(h->kind, "reopen") == 0) {
        if (!w->account[a].closed)
            return false;
        w->account[a].closed = false;
        set(w->account[a].cell[OWNER], "");
        set(w->account[a].cell[SINCE], "");
        return true;
    }
    if (strcmp(h->kind, "close") == 0 ? !is_open(w, a)
                                      : !was_open(w, a, h->date))
        return false;
    if (strcmp(h->kind, "close") == 0) {
        w->account[a].closed = true;
        set(w->account[a].closed_on, h->date);
    } else {
        set(w->account[a].cell[LOCKED],
            strcmp(h->kind, "lock") == 0 ? "yes" : "");
    }
    return true;
}

static bool join(struct world *w, const struct happening *h)
{
    if (w->rep[h->rep].there || *h->capacity == '\0')
        return false;
    memset(&w->rep[h->rep], 0, sizeof w->rep[h->rep]);
    w->rep[h->rep].there = true;
    set(w->rep[h->rep].cell[CAPACITY], h->capacity);
    set(w->rep[h->rep].cell[START], h->date);
    return true;
}

static bool away(struct world *w, const struct happening *h)
{
    char(*cell)[ROOM] = w->rep[h->rep].cell;

    if (*cell[FROM] != '\0' && strcmp(cell[FROM], h->date) <= 0 &&
        (*cell[TO] == '\0' || strcmp(cell[TO], h->date) >= 0))
        return false;
    set(cell[FROM], h->date);
    set(cell[TO], h->value);
    return *h->value == '\0' || strcmp(h->value, h->date) >= 0;
}

static bool back(struct world *w, const struct happening *h)
{
    char(*cell)[ROOM] = w->rep[h->rep].cell;

    if (*cell[FROM] == '\0' || strcmp(cell[FROM], h->date) > 0)
        return false;
    if (*cell[TO] != '\0' && strcmp(cell[TO], h->date) < 0)
        return true;
    if (strcmp(cell[FROM], h->date) == 0)
        set(cell[FROM], ""), set(cell[TO], "");
    else
        date_write(h->day - 1, cell[TO]);
    return true;
}

static bool on_rep(struct world *w, const struct happening *h)
{
    char(*cell)[ROOM] = w->rep[h->rep].cell;

    if (!works(w, h->rep, h->date))
        return false;
    if (strcmp(h->kind, "away") == 0)
        return away(w, h);
    if (strcmp(h->kind, "back") == 0)
        return back(w, h);
    if (strcmp(h->kind, "capacity") == 0) {
        set(cell[CAPACITY], h->value);
        return is_number(h->value);
    }
    set(cell[END], h->date);
    return *cell[START] == '\0' || strcmp(cell[START], h->date) <= 0;
}

/* False leaves the world half changed: the caller has a copy. */
static bool happen(struct world *w, const struct happening *h)
{
    if (strcmp(h->kind, "add") == 0)
        return add(w, h);
    if (strcmp(h->kind, "change") == 0)
        return change(w, h);
    if (strcmp(h->kind, "override") == 0)
        return override(w, h);
    if (strcmp(h->kind, "join") == 0)
        return join(w, h);
    return h->account >= 0 ? on_account(w, h) : on_rep(w, h);
}

/* As day_text(): in order of id, which numbers below ten have. */
static void write_accounts(FILE *out, const struct world *w, bool closed)
{
    fprintf(out, "id");
    for (int k = 0; k < N_ACCOUNT; k++)
        fprintf(out, ",%s", account_names[k]);
    fprintf(out, closed ? ",closed_on\n" : "\n");
    for (int a = 0; a < MOST_ACCOUNTS; a++) {
        if (!w->account[a].there || w->account[a].closed != closed)
            continue;
        fprintf(out, "A%02d", a);
        for (int k = 0; k < N_ACCOUNT; k++)
            fprintf(out, ",%s", w->account[a].cell[k]);
        if (closed)
            fprintf(out, ",%s", w->account[a].closed_on);
        fprintf(out, "\n");
    }
}

static void write_reps(FILE *out, const struct world *w)
{
    fprintf(out, "id");
    for (int k = 0; k < N_REP; k++)
        fprintf(out, ",%s", rep_names[k]);
    fprintf(out, "\n");
    for (int r = 0; r < MOST_REPS; r++) {
        if (!w->rep[r].there)
            continue;
        fprintf(out, "r%d", r);
        for (int k = 0; k < N_REP; k++)
            fprintf(out, ",%s", w->rep[r].cell[k]);
        fprintf(out, "\n");
    }
}

static char *world_text(const struct world *w)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    write_accounts(out, w, false);
    write_reps(out, w);
    write_accounts(out, w, true);
    fclose(out);
    return text;
}

/* ---- Chance ---------------------------------------------------------------- */

static int below(struct rng *rng, int n)
{
    return (int)rng_below(rng, (uint64_t)n);
}

static struct world random_world(struct rng *rng)
{
    struct world w;
    int n_accounts = 1 + below(rng, MOST_ACCOUNTS / 2);
    int n_reps = 1 + below(rng, MOST_REPS - 1);

    memset(&w, 0, sizeof w);
    w.today = date_of("2027-01-04");
    for (int r = 0; r < n_reps; r++) {
        w.rep[r].there = true;
        set(w.rep[r].cell[CAPACITY], "100");
    }
    for (int a = 0; a < n_accounts; a++) {
        w.account[a].there = true;
        snprintf(w.account[a].cell[VALUE], ROOM, "%d", below(rng, 1000));
        if (below(rng, 3) > 0)
            snprintf(w.account[a].cell[OWNER], ROOM, "r%d",
                     below(rng, n_reps));
    }
    return w;
}

static struct day day_of_world(const struct world *w)
{
    char *accounts = NULL, *reps = NULL;
    size_t length;
    FILE *out = open_memstream(&accounts, &length);
    struct day day;

    write_accounts(out, w, false);
    fclose(out);
    out = open_memstream(&reps, &length);
    write_reps(out, w);
    fclose(out);
    day = day_of(accounts, reps);
    free(accounts);
    free(reps);
    return day;
}

static void random_value(struct rng *rng, char out[ROOM])
{
    static const char *const odd[] = {"", "many", "7.25", "12"};

    if (below(rng, 6) == 0)
        set(out, odd[below(rng, 4)]);
    else
        snprintf(out, ROOM, "%d", below(rng, 5000));
}

static void fill(struct rng *rng, const struct world *w, struct happening *h)
{
    static const char *const fields[] = {"value", "tier", "parent", "owner",
                                         "colour"};

    if (strcmp(h->kind, "add") == 0) {
        random_value(rng, h->value);
        if (below(rng, 3) == 0)
            snprintf(h->parent, ROOM, "A%02d", below(rng, MOST_ACCOUNTS));
    }
    if (strcmp(h->kind, "change") == 0) {
        set(h->field, fields[below(rng, below(rng, 4) == 0 ? 5 : 3)]);
        if (strcmp(h->field, "parent") == 0)
            snprintf(h->value, ROOM, "A%02d", below(rng, MOST_ACCOUNTS));
        else
            random_value(rng, h->value);
    }
    if (strcmp(h->kind, "override") == 0)
        set(h->value, "because");
    if (strcmp(h->kind, "join") == 0 && below(rng, 5) > 0)
        set(h->capacity, "80");
    if (strcmp(h->kind, "capacity") == 0)
        random_value(rng, h->value);
    if (strcmp(h->kind, "capacity") == 0 && *h->value == '\0')
        set(h->value, "55");
    if (strcmp(h->kind, "away") == 0 && below(rng, 2) == 0)
        date_write(w->today + below(rng, 20) - 2, h->value);
}

static struct happening random_happening(struct rng *rng,
                                         const struct world *w, int number)
{
    static const char *const kinds[] = {
        "add",      "close", "reopen", "change", "lock", "unlock",
        "override", "join",  "leave",  "away",   "back", "capacity"};
    struct happening h = {.account = -1, .rep = -1};
    int kind = below(rng, 12);

    snprintf(h.id, ROOM, "E%d", number);
    set(h.kind, kinds[kind]);
    h.day = w->today + below(rng, 4) - (below(rng, 4) == 0 ? 3 : 0);
    if (h.day < date_of("2027-01-04"))
        h.day = date_of("2027-01-04");
    date_write(h.day, h.date);
    if (kind <= 6)
        h.account = below(rng, MOST_ACCOUNTS);
    if (kind >= 6)
        h.rep = below(rng, MOST_REPS);
    fill(rng, w, &h);
    return h;
}

/* Most can happen to the world as it is. */
static struct happening likely_happening(struct rng *rng,
                                         const struct world *w, int number)
{
    for (;;) {
        struct happening h = random_happening(rng, w, number);
        struct world after = *w;

        if (happen(&after, &h) || below(rng, 8) == 0)
            return h;
    }
}

/* ---- As files -------------------------------------------------------------- */

static const char *names_of(const struct happening *h, int k)
{
    static char account[ROOM], rep[ROOM];

    *account = *rep = '\0';
    if (h->account >= 0)
        snprintf(account, ROOM, "A%02d", h->account);
    if (h->rep >= 0)
        snprintf(rep, ROOM, "r%d", h->rep);
    return (const char *[]){h->id,    h->date,  h->kind,   account,    rep,
                            h->field, h->value, h->parent, h->capacity}[k];
}

static const char *const columns[] = {"event",   "date",   "kind",
                                      "account", "rep",    "field",
                                      "value",   "parent", "capacity"};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

static char *as_csv(const struct happening *h, int n)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    for (int k = 0; k < N_COLUMNS; k++)
        fprintf(out, "%s%s", k > 0 ? "," : "", columns[k]);
    for (int i = 0; i < n; i++)
        for (int k = 0; k < N_COLUMNS; k++)
            fprintf(out, "%s%s", k > 0 ? "," : "\n", names_of(&h[i], k));
    fprintf(out, "\n");
    fclose(out);
    return text;
}

/* Numbers with and without quotes; keys in any order; blanks left out or not. */
static char *as_json(struct rng *rng, const struct happening *h, int n)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    for (int i = 0; i < n; i++) {
        int first = below(rng, N_COLUMNS), written = 0;

        fprintf(out, "{");
        for (int j = 0; j < N_COLUMNS; j++) {
            int k = (first + j) % N_COLUMNS;
            const char *cell = names_of(&h[i], k);
            bool bare = is_number(cell) && below(rng, 2) == 0;

            if (*cell == '\0' && below(rng, 2) == 0)
                continue;
            fprintf(out, bare ? "%s\"%s\": %s" : "%s\"%s\": \"%s\"",
                    written++ > 0 ? ", " : "", columns[k], cell);
        }
        fprintf(out, "}\n");
    }
    fclose(out);
    return text;
}

/* ---- One walk -------------------------------------------------------------- */

static long n_events, n_refused, n_batches_refused;

static void expect_same(const char *is, const char *should, const char *what,
                        long seed)
{
    if (strcmp(is, should) != 0)
        fprintf(stderr, "SEED=%ld COUNT=1: %s\n%s---- should be\n%s", seed,
                what, is, should);
    cr_assert(eq(int, strcmp(is, should), 0));
}

static void read_batch(const char *text, struct changes_file *file,
                       struct changes *changes)
{
    cr_assert(eq(int, changes_file_take("in", text, strlen(text), file, NULL),
                 EB_OK));
    cr_assert(eq(int, changes_read(file->table, file->places, changes, NULL),
                 EB_OK));
}

static void check_json(struct rng *rng, const struct happening *h, int n,
                       const struct changes *changes)
{
    char *text = as_json(rng, h, n);
    struct changes_file file;
    struct changes other;

    read_batch(text, &file, &other);
    cr_assert(eq(sz, other.n, changes->n));
    for (size_t k = 0; k < other.n; k++) {
        const struct event *a = &changes->events[k], *b = &other.events[k];

        cr_assert(eq(str, (char *)a->id, (char *)b->id));
        cr_assert(eq(str, (char *)a->content, (char *)b->content));
        cr_assert(eq(int, a->fault == NULL, b->fault == NULL));
    }
    changes_clear(&other);
    changes_file_clear(&file);
    free(text);
}

/* The events in the order in which they are carried out. */
static bool refer(struct world *w, const struct happening *h,
                  const struct changes *changes, bool *refused)
{
    bool all = true;

    for (size_t k = 0; k < changes->n; k++) {
        struct world before = *w;

        refused[k] = !happen(w, &h[changes->events[k].row]);
        if (refused[k])
            *w = before;
        all &= !refused[k];
    }
    return all;
}

static void check_journal(struct day *day, const char *before,
                          const char *after, long seed)
{
    size_t n = day->edits.n;
    struct edit *edits = mem_copy(day->edits.at, n, sizeof *edits);
    char *text;

    cr_assert(eq(int, day_undo(day, 0), EB_OK));
    text = day_text(day);
    expect_same(text, before, "undone", seed);
    free(text);
    cr_assert(eq(int, day_replay(day, edits, n, false, NULL), EB_OK));
    text = day_text(day);
    expect_same(text, after, "made again", seed);
    free(text);
    day->edits.n = 0;
    cr_assert(eq(int, day_replay(day, edits, n, true, NULL), EB_OK));
    text = day_text(day);
    expect_same(text, before, "made backwards", seed);
    free(text);
    cr_assert(eq(int, day_replay(day, edits, n, false, NULL), EB_OK));
    mem_free(edits);
}

/* Every id has one row, open or closed, where the day looks for it. */
static void check_rows(const struct day *day)
{
    const struct day_rows *open = &day->of[DAY_ACCOUNTS];
    size_t n = 0;

    for (size_t word = 0; word < open->ids.text.n; word++) {
        const char *id = open->ids.text.at[word];
        size_t row = day_row(day, DAY_ACCOUNTS, id);

        n += row != DAY_NO_ROW;
        if (row == DAY_NO_ROW)
            continue;
        cr_assert(eq(int, day_is_closed(day, id), 0));
        cr_assert(eq(str,
                     (char *)table_cell(open->table, row, open->id_column),
                     (char *)id));
    }
    cr_assert(eq(sz, n, table_rows(open->table)));
}

static void step(struct rng *rng, struct world *w, struct day *day,
                 int *number, long seed)
{
    struct happening h[MOST_EVENTS];
    int n = 1 + below(rng, MOST_EVENTS);
    bool refused[MOST_EVENTS], skip = below(rng, 3) > 0, all;
    struct outcome outcome[MOST_EVENTS];
    struct world after = *w;
    struct changes_file file;
    struct changes changes;
    char *csv, *before = day_text(day), *is, *should;
    eb_status status;

    for (int k = 0; k < n; k++)
        h[k] = likely_happening(rng, w, (*number)++);
    csv = as_csv(h, n);
    read_batch(csv, &file, &changes);
    check_json(rng, h, n, &changes);
    all = refer(&after, h, &changes, refused);
    status = changes_apply(day, &changes, NULL, 0, skip, outcome, NULL);
    cr_assert(eq(int, status, all || skip ? EB_OK : EB_BAD_DATA),
              "SEED=%ld\n%s", seed, csv);
    for (size_t k = 0; k < changes.n; k++) {
        bool late = changes.events[k].date < w->today;
        enum applied how = refused[k] ? REFUSED
                           : late     ? APPLIED_LATE
                                      : APPLIED;

        cr_assert(eq(int, outcome[k].how, how), "SEED=%ld, event %s: %s\n%s",
                  seed, changes.events[k].id,
                  outcome[k].why == NULL ? "" : outcome[k].why, csv);
        n_refused += refused[k];
    }
    n_events += n;
    n_batches_refused += !all && !skip;
    if (all || skip)
        *w = after;
    is = day_text(day);
    should = world_text(w);
    expect_same(is, should, csv, seed);
    check_journal(day, before, should, seed);
    check_rows(day);
    day->edits.n = 0;
    if (below(rng, 2) == 0)
        day->date = ++w->today;
    changes_clear(&changes);
    changes_file_clear(&file);
    free(csv);
    free(before);
    free(is);
    free(should);
}

static void walk(long seed)
{
    struct rng rng;
    struct world w;
    struct day day;
    int number = 0;

    rng_init(&rng, (uint64_t)seed, 77);
    w = random_world(&rng);
    day = day_of_world(&w);
    for (int k = 0; k < STEPS; k++)
        step(&rng, &w, &day, &number, seed);
    day_clear(&day);
    cr_assert(eq(sz, mem_live(), 0), "SEED=%ld", seed);
}

static long number_from(const char *name, long otherwise)
{
    const char *text = getenv(name);

    return text == NULL ? otherwise : atol(text);
}

Test(changes_walk, is_what_a_plain_second_reading_says, .timeout = 600)
{
    long first = number_from("SEED", 1), n = number_from("COUNT", 300);

    for (long seed = first; seed < first + n; seed++)
        walk(seed);
    fprintf(stderr,
            "seeds %ld to %ld: %ld events, %ld refused; %ld batches refused "
            "whole\n",
            first, first + n - 1, n_events, n_refused, n_batches_refused);
    cr_expect(gt(long, n_events, 2 * n_refused));
    cr_expect(gt(long, n_batches_refused, 0));
}
