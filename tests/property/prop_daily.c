/* prop_daily.c - small books of every kind: what a day's decisions say of themselves is
 * what working it out afresh says, nobody moves who need not, a single account goes
 * where it is best, one move is the best of all, and no plan is below the bound.
 *
 *   SEED=n   the first seed (1)
 *   COUNT=n  how many seeds (400) */
#include "io/json.h"
#include "model/daily.h"
#include "model/workings.h"
#include "solver/bound.h"
#include "tests/support/small_books.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PLANS = 20000 };

struct trial {
    struct small_books text;
    struct table *accounts, *reps, *pairs, *territories, *decisions;
    struct doc *doc;
    struct books *books;
    struct rules *rules;
    struct compiled *c; /* all of it */
    eb_messages *said;
    bool *touched;
    int64_t *load; /* [n_reps * n_resources] scratch */
};

static long days, placed, unplaced, alone, one_move, best_move, plans, bounds;

/* ---- Books ------------------------------------------------------------- */

static void close_trial(struct trial *t)
{
    compiled_free(t->c);
    rules_free(t->rules);
    books_free(t->books);
    doc_free(t->doc);
    table_free(t->accounts);
    table_free(t->reps);
    table_free(t->pairs);
    table_free(t->territories);
    table_free(t->decisions);
    eb_messages_free(t->said);
    mem_free(t->touched);
    mem_free(t->load);
}

static struct table *table_or_null(const char *file, const char *text)
{
    return *text == '\0' ? NULL : table_of(file, text);
}

static eb_status open_trial(struct trial *t)
{
    const struct rules_wish blend = {"blend", NULL};
    struct book_tables tables;
    eb_status status;

    t->said = eb_messages_new();
    t->accounts = table_of("accounts.csv", t->text.accounts);
    t->reps = table_of("reps.csv", t->text.reps);
    t->pairs = table_or_null("pairs.csv", t->text.pairs);
    t->territories = table_or_null("territories.csv", t->text.territories);
    t->decisions = table_or_null("decisions.csv", t->text.decisions);
    TRY(json_read("rules.json", t->text.rules, strlen(t->text.rules), &t->doc,
                  t->said));
    tables =
        (struct book_tables){t->accounts,  t->reps, t->pairs, t->territories,
                             t->decisions, NULL,    NULL};
    TRY(books_make(&tables, NULL, &t->books, t->said));
    TRY(rules_make(t->doc, t->books, &blend, &t->rules, t->said));
    TRY(compile(t->books, t->rules, NULL, 0, &t->c, t->said));
    t->touched = NEW(bool, t->books->n_accounts + 1);
    t->load = NEW(int64_t, t->books->n_reps * t->c->n_resources + 1);
    for (size_t a = 0; a < t->books->n_accounts; a++)
        t->touched[a] = rng_below(&t->text.rng, 2) == 0;
done:
    return status;
}

/* ---- The objective, account by account --------------------------------- */

static bool is_in_group(const struct trial *t, size_t k, size_t a)
{
    const struct column *within = t->rules->balance_within;

    return t->c->resources[k].group < 0 ||
           within->word[a] == t->c->resources[k].group;
}

static void weigh(const struct trial *t, const int *seat)
{
    const struct compiled *c = t->c;

    memset(t->load, 0, c->books->n_reps * c->n_resources * sizeof *t->load);
    for (size_t a = 0; a < c->books->n_accounts; a++)
        for (size_t k = 0; k < c->n_resources && seat[a] >= 0; k++)
            if (in_play(c, (int)a) && is_in_group(t, k, a))
                t->load[(size_t)seat[a] * c->n_resources + k] +=
                    account_load(c, c->resources[k].measure, (int)a, seat[a]);
}

static int64_t cost_at(const struct trial *t, int a, int rep)
{
    int64_t cost = account_cost(t->c, a, rep, COST_FIT);

    return rep == t->books->owner[a]
               ? cost
               : cost + account_cost(t->c, a, rep, COST_SWITCH);
}

static int64_t objective(const struct trial *t, const int *seat)
{
    const struct problem *p = t->c->problem;
    int64_t sum = 0;

    weigh(t, seat);
    for (size_t a = 0; a < t->books->n_accounts; a++)
        if (seat[a] >= 0 && in_play(t->c, (int)a))
            sum += cost_at(t, (int)a, seat[a]);
    for (size_t k = 0; k < p->terms.n; k++) {
        const struct term *term = &p->terms.at[k];

        sum += term_penalty(p, term,
                            t->load[(size_t)term->agent * t->c->n_resources +
                                    (size_t)term->resource]);
    }
    return sum;
}

/* ---- What decisions say of themselves ----------------------------------- */

static bool is_placing(const struct daily_decision *row)
{
    return row->change == DAILY_PLACED || row->change == DAILY_FORCED ||
           row->change == DAILY_RETURNED;
}

/* All that a family placed together. */
static void seat_lot(const struct trial *t, const struct daily *daily,
                     const struct daily_decision *row, int rep, int *seat)
{
    for (size_t k = 0; k < daily->n; k++) {
        const struct daily_decision *other = &daily->decisions[k];

        if (other->change != DAILY_COVERED && other->rep == row->rep &&
            (other->change == DAILY_MOVED) == (row->change == DAILY_MOVED) &&
            t->c->family_of[other->account] == t->c->family_of[row->account] &&
            (row->change != DAILY_MOVED || other->previous == row->previous))
            seat[other->account] = rep;
    }
}

static void check_cost(const struct trial *t, const struct daily *daily,
                       const struct daily_decision *row)
{
    size_t n = t->books->n_accounts;
    int *seat = mem_copy(daily->rep, n, sizeof *seat);
    int64_t now = objective(t, seat);
    int before = row->change == DAILY_MOVED ? row->previous : -1;

    seat_lot(t, daily, row, before, seat);
    cr_expect(eq(i64, row->cost, now - objective(t, seat)));
    if (row->next_best >= 0) {
        seat_lot(t, daily, row, row->rep, seat);
        memcpy(seat, daily->rep, n * sizeof *seat);
        seat_lot(t, daily, row, row->next_best, seat);
        cr_expect(eq(i64, row->next_cost, objective(t, seat) - now));
    }
    mem_free(seat);
}

static void check_decisions(const struct trial *t, const struct daily *daily)
{
    int *seat = mem_copy(t->books->owner, t->books->n_accounts, sizeof *seat);

    for (size_t a = 0; a < t->books->n_accounts; a++)
        if (seat[a] >= 0 && t->c->share[seat[a]].leaver)
            seat[a] = -1;
    for (size_t k = 0; k < daily->n; k++) {
        const struct daily_decision *row = &daily->decisions[k];

        placed += is_placing(row);
        unplaced += row->change == DAILY_UNPLACED;
        cr_expect(strlen(row->reason) > 0);
        if (row->change == DAILY_UNPLACED)
            continue;
        cr_expect(eligible_has(t->c, t->c->family_of[row->account], row->rep));
        seat[row->account] = row->rep;
        check_cost(t, daily, row);
    }
    cr_expect(eq(int,
                 memcmp(seat, daily->rep, t->books->n_accounts * sizeof *seat),
                 0),
              "only what is decided changes");
    cr_expect(eq(i64, objective(t, daily->rep), daily->after.objective));
    mem_free(seat);
}

/* ---- One lot goes where it is best ------------------------------------- */

static bool has_others(const struct trial *t, const struct daily *daily,
                       const struct daily_decision *row)
{
    const struct family *family =
        &t->c->families[t->c->family_of[row->account]];

    return family->n > 1 || family->fixed >= 0 || daily->n != 1 ||
           t->c->problem->n_conflicts > 0 || t->rules->n_limits > 0;
}

static bool is_here(const struct trial *t, int rep)
{
    const struct rep_time *time = &t->books->rep_time[rep];
    int64_t day = t->c->workings->as_of;

    return time->start <= day &&
           !(time->out_from <= day && day <= time->out_to);
}

static void check_alone(const struct trial *t, const struct daily *daily)
{
    const struct daily_decision *row = &daily->decisions[0];
    int *seat;

    if (daily->n != 1 || !is_placing(row) || has_others(t, daily, row))
        return;
    alone++;
    seat = mem_copy(daily->rep, t->books->n_accounts, sizeof *seat);
    for (int r = 0; r < (int)t->books->n_reps; r++)
        if (eligible_has(t->c, t->c->family_of[row->account], r) &&
            is_here(t, r)) {
            int64_t least = daily->after.objective;

            seat[row->account] = r;
            least += r == row->rep ? 0 : row->next_cost;
            cr_expect(ge(i64, objective(t, seat), least));
        }
    mem_free(seat);
}

/* ---- One move ----------------------------------------------------------- */

/* The least that one account of its own family can make of the objective. */
static int64_t best_of_one(const struct trial *t, const int *rep)
{
    int *seat = mem_copy(rep, t->books->n_accounts, sizeof *seat);
    int64_t best = objective(t, seat);

    for (size_t a = 0; a < t->books->n_accounts; a++) {
        int f = t->c->family_of[a];

        if (!in_play(t->c, (int)a) || seat[a] < 0 ||
            t->c->families[f].fixed >= 0 || t->c->families[f].n > 1)
            continue;
        for (int r = 0; r < (int)t->books->n_reps; r++) {
            int64_t now;

            if (!eligible_has(t->c, f, r) || !is_here(t, r))
                continue;
            seat[a] = r;
            now = objective(t, seat);
            best = now < best ? now : best;
        }
        seat[a] = rep[a];
    }
    mem_free(seat);
    return best;
}

/* Where nothing has to be placed, and no limits or families have a say. */
static void check_one_move(const struct trial *t, const struct daily *daily)
{
    struct daily_options options = daily_default_options();
    const struct daily_past past = {.touched = t->touched};
    struct daily *moved = NULL;
    int64_t best;

    for (size_t f = 0; f < t->c->n_families; f++)
        if (t->c->families[f].n > 1)
            return;
    if (daily->n > 0 || t->c->problem->n_conflicts > 0 ||
        t->rules->n_limits > 0)
        return;
    options.max_moves = 1;
    options.advice = 0;
    options.cover = false;
    cr_assert(eq(int,
                 (int)daily_decide(t->books, t->rules, &options, &past, &moved,
                                   t->said),
                 0));
    best = best_of_one(t, daily->rep);
    one_move++;
    best_move += moved->after.objective == best;
    cr_expect(ge(i64, moved->after.objective, best));
    cr_expect(le(i64, moved->moves, 1));
    cr_expect(le(i64, moved->bound, daily->after.objective),
              "what was there before is a plan too");
    check_decisions(t, moved);
    daily_free(moved);
}

/* ---- The bound ---------------------------------------------------------- */

struct walk {
    const struct trial *t;
    const struct daily *daily;
    int *seat, *agent;
    long left;
};

static void seat_family(struct walk *w, size_t f, int rep)
{
    const struct family *family = &w->t->c->families[f];

    for (size_t k = 0; k < family->n; k++)
        w->seat[w->t->c->members[family->first + k]] = rep;
}

static bool keeps_limits(const struct trial *t)
{
    const struct problem *p = t->c->problem;

    for (size_t k = 0; k < p->terms.n; k++) {
        const struct term *term = &p->terms.at[k];
        int64_t load = t->load[(size_t)term->agent * t->c->n_resources +
                               (size_t)term->resource];

        if (load < term->lo || load > term->hi)
            return false;
    }
    return true;
}

static void try_plans(struct walk *w, size_t f)
{
    const struct compiled *c = w->t->c;

    if (w->left <= 0)
        return;
    if (f == c->n_families) {
        int64_t now = objective(w->t, w->seat);

        w->left--;
        plans++;
        if (keeps_limits(w->t))
            cr_expect(ge(i64, now, w->daily->bound), "below the bound");
        return;
    }
    if (c->families[f].item < 0) {
        try_plans(w, f + 1);
        return;
    }
    for (int r = 0; r < (int)c->books->n_reps; r++)
        if (eligible_has(c, (int)f, r)) {
            seat_family(w, f, r);
            try_plans(w, f + 1);
        }
}

/* All lots as items of a problem: what bound_of() says of the same multipliers. */
static eb_status add_lot(const struct trial *t, const struct daily *daily,
                         struct problem *p, size_t f, int home)
{
    const struct compiled *c = t->c;
    const struct family *family = &c->families[f];
    int number;
    eb_status status;

    TRY(problem_add_class(p, &number));
    TRY(problem_add_item(p, number));
    for (int r = 0; r < (int)c->books->n_reps; r++) {
        int64_t cost = 0, *load = NEW(int64_t, c->n_resources + 1);
        bool was = false;
        int n = 0;

        for (size_t j = 0; j < family->n; j++) {
            int a = c->members[family->first + j];

            if (daily->rep[a] != home)
                continue;
            was = was || (t->books->owner[a] == r && !c->share[r].leaver &&
                          daily->rep[a] != r);
            cost += cost_at(t, a, r);
            for (size_t k = 0; k < c->n_resources; k++)
                if (is_in_group(t, k, (size_t)a))
                    load[k] += account_load(c, c->resources[k].measure, a, r);
        }
        for (size_t k = 0; k < c->n_resources; k++)
            n += load[k] != 0;
        status = EB_OK;
        if (r == home || was || eligible_has(c, (int)f, r))
            status = problem_add_own(p, r, cost, n);
        for (size_t k = 0; status == EB_OK && k < c->n_resources &&
                           (r == home || was || eligible_has(c, (int)f, r));
             k++)
            if (load[k] != 0)
                status = problem_add_own_load(p, (int)k, load[k]);
        mem_free(load);
        TRY(status);
    }
done:
    return status;
}

static eb_status add_lots(const struct trial *t, const struct daily *daily,
                          struct problem *p)
{
    const struct compiled *c = t->c;
    eb_status status = EB_OK;

    for (size_t f = 0; f < c->n_families; f++)
        for (int r = 0; r < (int)c->books->n_reps; r++) {
            bool some = false;

            for (size_t j = 0; j < c->families[f].n; j++) {
                int a = c->members[c->families[f].first + j];

                some = some || (in_play(c, a) && daily->rep[a] == r);
            }
            if (some)
                TRY(add_lot(t, daily, p, f, r));
        }
done:
    return status;
}

/* Where a family is in several lots, or was forced away, `from` is another matter. */
static bool is_simple(const struct trial *t, const struct daily *daily)
{
    for (size_t a = 0; a < t->books->n_accounts; a++)
        if (in_play(t->c, (int)a) && daily->rep[a] < 0)
            return false;
    for (size_t f = 0; f < t->c->n_families; f++)
        if (t->c->families[f].n > 1)
            return false;
    for (size_t k = 0; k < daily->n; k++)
        if (daily->decisions[k].change == DAILY_FORCED)
            return false;
    return true;
}

static void check_proof(const struct trial *t, const struct daily *daily)
{
    const struct compiled *c = t->c;
    struct certificate proof = {0};
    struct problem *p = NULL;
    int64_t bound = 0;
    double none = 0;

    if (!is_simple(t, daily))
        return;
    weigh(t, daily->rep);
    cr_assert(eq(
        int, (int)problem_new((int)c->books->n_reps, (int)c->n_resources, &p),
        0));
    cr_assert(eq(int, (int)add_lots(t, daily, p), 0));
    cr_assert(eq(int, (int)terms_add(c, p), 0));
    for (size_t k = 0; k < p->terms.n; k++) {
        struct term *term = &p->terms.at[k];
        int64_t load = t->load[(size_t)term->agent * c->n_resources +
                               (size_t)term->resource];

        term->lo = load < term->lo ? load : term->lo;
        term->hi = load > term->hi ? load : term->hi;
    }
    cr_assert(eq(int, (int)problem_finish(p, t->said), 0));
    cr_assert(
        eq(int, (int)certificate_single(p, daily->lambda, &none, &proof), 0));
    cr_assert(eq(int, (int)bound_of(p, &proof, NULL, &bound), 0));
    bounds++;
    cr_expect(eq(i64, daily->bound, bound));
    certificate_clear(&proof);
    problem_free(p);
}

static void check_bound(const struct trial *t, const struct daily *daily)
{
    struct walk w = {.t = t, .daily = daily, .left = MOST_PLANS};

    cr_expect(le(i64, daily->bound, daily->after.objective));
    w.seat = NEW(int, t->books->n_accounts + 1);
    for (size_t a = 0; a < t->books->n_accounts; a++)
        w.seat[a] = -1;
    try_plans(&w, 0);
    mem_free(w.seat);
    check_proof(t, daily);
}

/* ---- One day ------------------------------------------------------------ */

static void check_day(struct trial *t)
{
    struct daily_options options = daily_default_options();
    const struct daily_past past = {.touched = t->touched};
    struct daily *daily = NULL;

    options.cover = false;
    options.policy = (enum policy)rng_below(&t->text.rng, N_POLICIES);
    options.advice = (int64_t)rng_below(&t->text.rng, 3);
    if (rng_below(&t->text.rng, 2) == 0)
        options.policy = POLICY_BEST;
    cr_assert(eq(int,
                 (int)daily_decide(t->books, t->rules, &options, &past, &daily,
                                   t->said),
                 0));
    days++;
    cr_expect(eq(i64, daily->moves, 0));
    check_decisions(t, daily);
    if (options.policy == POLICY_BEST)
        check_alone(t, daily);
    check_one_move(t, daily);
    check_bound(t, daily);
    daily_free(daily);
}

static long number_of(const char *name, long otherwise)
{
    const char *text = getenv(name);

    return text == NULL ? otherwise : atol(text);
}

Test(prop_daily, says_what_working_it_out_says)
{
    long seed = number_of("SEED", 1), count = number_of("COUNT", 400);

    for (long k = 0; k < count; k++) {
        struct trial t = {0};

        small_books_make(&t.text, (uint64_t)(seed + k));
        if (open_trial(&t) == EB_OK)
            check_day(&t);
        close_trial(&t);
    }
    fprintf(stderr,
            "days %ld, placed %ld, unplaced %ld, alone %ld; one move %ld, the "
            "best %ld; plans %ld, bounds proved %ld\n",
            days, placed, unplaced, alone, one_move, best_move, plans, bounds);
    cr_expect(gt(long, alone, count / 100));
    cr_expect(gt(long, bounds, count / 20));
    cr_expect(ge(dbl, (double)best_move, 0.97 * (double)one_move));
}
