/* prop_frontier.c - small books of every kind: the exact frontier is all efficient
 * pairs of all assignments, as the independent reading of the rules values them, and
 * its plans are what their own rules say.
 *
 *   SEED=n   the first seed (1)
 *   COUNT=n  how many seeds (250) */
#include "model/frontier.h"
#include "model/workings.h"
#include "solver/value.h"
#include "tests/support/read_books.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ASSIGNMENTS = 20000, ROOM = 16 };

struct outcome {
    int64_t g, f;
};

struct trial {
    struct small_books text;
    struct read_books read;
    struct frontier_options options;
    struct frontier frontier;
    struct point_rules free; /* of any disruption */
    struct verifier *verifier;
    struct VEC(
        struct outcome) all; /* of the assignments that keep the rules */
    int64_t in_band; /* the least disruption of those with all books in their
                        bands; INT64_MAX: none */
    eb_messages *said;
    const char *wrong;
};

static int64_t number_from(const char *name, int64_t standard)
{
    const char *text = getenv(name);

    return text == NULL ? standard : strtoll(text, NULL, 10);
}

static eb_status find(struct trial *t, uint64_t seed)
{
    static const char *const against[] = {NULL, "accounts", "value", "loss"};
    eb_status status;

    t->options = (struct frontier_options){
        .plan = {.effort = EB_NORMAL, .seed = 1, .threads = 1},
        .aim = (enum aim)(seed % N_AIMS),
        .against = against[seed / N_AIMS % 4],
        .exact = true};
    TRY(frontier_find(t->read.books, t->read.rules, &t->options, &t->frontier,
                      t->said));
    TRY(point_rules_make(t->read.rules, t->read.books, t->options.aim,
                         t->options.against, (struct decimal){999999, 0},
                         &t->free, t->said));
done:
    return status;
}

static void expect(struct trial *t, bool holds, const char *law)
{
    if (!holds && t->wrong == NULL)
        t->wrong = law;
}

/* ---- All assignments ---------------------------------------------------- */

/* What chosen moves come to. */
static int64_t disruption(const struct trial *t, const int *owner)
{
    const struct compiled *c = t->frontier.compiled;
    const struct rules *rules = t->frontier.loose.rules;
    const struct move_budget *budget =
        &rules->continuity.budgets[point_budget(rules, t->options.against)];
    int64_t sum = 0;

    for (size_t a = 0; a < t->read.books->n_accounts; a++) {
        int64_t now;

        if (c->state[a] != STATE_SETTLED ||
            owner[a] == t->read.books->owner[a])
            continue;
        if (budget->kind == BUDGET_LOSS)
            now = (int64_t)continuity_lost(c, (int)a, owner[a],
                                           budget->measure.decimals);
        else
            now = account_load(c, &budget->measure, (int)a,
                               t->read.books->owner[a]);
        sum += budget->kind == BUDGET_MOVES ? 1 : now < 0 ? 0 : now;
    }
    return sum;
}

static bool is_in_band(const struct trial *t, const int *rep)
{
    const struct compiled *c = t->frontier.compiled;
    int64_t *load = NEW(int64_t, c->books->n_reps * c->n_resources);
    struct value value;
    bool within = value_of(c->problem, rep, &value, load, NULL) == EB_OK;

    for (size_t r = 0; r < c->books->n_reps; r++)
        for (size_t k = 0; k < c->n_resources; k++) {
            size_t cell = r * c->n_resources + k;
            int m = c->resources[k].metric;

            if (m >= 0 && c->target[cell] != 0)
                within = within && target_within(load[cell], c->target[cell],
                                                 c->rules->metrics[m].band);
        }
    mem_free(load);
    return within;
}

static void look_at(struct trial *t, const int *rep)
{
    const struct compiled *c = t->frontier.compiled;
    struct evaluation now;
    struct outcome now_at;
    int owner[ROOM];

    for (size_t a = 0; a < t->read.books->n_accounts; a++) {
        int f = c->family_of[a];

        owner[a] =
            f < 0 || c->families[f].item < 0 ? -1 : rep[c->families[f].item];
    }
    verifier_value(t->verifier, owner, &now);
    now_at = (struct outcome){disruption(t, owner), now.objective};
    if (now.legal && now.violation == 0 &&
        now_at.g <= c->problem->budget_limit.at[t->frontier.budget])
        expect(t, VEC_PUSH(&t->all, now_at), "there is memory");
    if (now.legal && now.violation == 0 && now_at.g < t->in_band &&
        is_in_band(t, rep))
        t->in_band = now_at.g;
}

static bool look_at_all(struct trial *t)
{
    int n = t->frontier.compiled->problem->n_items, k = 0;
    int n_reps = (int)t->read.books->n_reps, rep[ROOM] = {0};
    double all = 1;

    for (int i = 0; i < n; i++)
        all *= n_reps;
    if (all > MOST_ASSIGNMENTS)
        return false;
    do {
        look_at(t, rep);
        for (k = 0; k < n && ++rep[k] == n_reps; k++)
            rep[k] = 0;
    } while (k < n);
    return true;
}

static int by_disruption(const void *left, const void *right)
{
    const struct outcome *a = left, *b = right;

    if (a->g != b->g)
        return a->g < b->g ? -1 : 1;
    return (a->f > b->f) - (a->f < b->f);
}

static void drop_beaten(struct trial *t)
{
    size_t kept = 0;

    if (t->all.n > 1)
        qsort(t->all.at, t->all.n, sizeof *t->all.at, by_disruption);
    for (size_t k = 0; k < t->all.n; k++)
        if (kept == 0 || t->all.at[k].f < t->all.at[kept - 1].f)
            t->all.at[kept++] = t->all.at[k];
    t->all.n = kept;
}

/* ---- Laws ---------------------------------------------------------------- */

static void check_points(struct trial *t)
{
    const struct frontier *f = &t->frontier;

    expect(t, f->tradeoff.points.n == t->all.n, "all points are found");
    expect(t, t->all.n == 0 || f->tradeoff.complete, "all are proved");
    expect(t, t->all.n == 0 || f->tradeoff.least == t->all.at[0].g,
           "the least is the least");
    expect(t, f->n_balanced == 0 || f->least_in_band <= t->in_band,
           "no less than is proved brings all books into their bands");
    expect(t, !f->never_in_band || t->in_band == INT64_MAX, "never is never");
    for (size_t k = 0; k < t->all.n && t->wrong == NULL; k++) {
        expect(t, f->tradeoff.points.at[k].g == t->all.at[k].g,
               "each takes what it should");
        expect(t, f->tradeoff.points.at[k].f == t->all.at[k].f,
               "each is as good as can be");
    }
}

/* The point's own rules, read a second time. */
static void check_rules(struct trial *t, const struct plan *plan,
                        const struct point_rules *rules)
{
    struct verifier *verifier = NULL;
    struct evaluation now = {0};
    int owner[ROOM];

    for (size_t a = 0; a < t->read.books->n_accounts; a++)
        owner[a] =
            plan->compiled->state[a] == STATE_OUTSIDE ? -1 : plan->rows[a].rep;
    if (read_again(&t->read, rules->doc, &verifier, t->said) == EB_OK)
        verifier_value(verifier, owner, &now);
    expect(t, now.legal && now.violation == 0, "by the second reading too");
    expect(t, now.objective == plan->objective, "which values it alike");
    verifier_free(verifier);
}

static void check_plans(struct trial *t)
{
    struct frontier *f = &t->frontier;

    for (size_t k = 0; k < t->all.n && t->wrong == NULL; k++) {
        struct point_rules rules = {0};
        struct plan *plan = NULL;

        expect(t, frontier_next(f, &rules, &plan, t->said) == EB_OK,
               "each point is a plan");
        if (plan != NULL) {
            expect(t, plan->objective == t->all.at[k].f,
                   "that is worth as much");
            expect(t, plan->outcome == EB_OPTIMAL, "and proved");
            expect(t, !plan_breaks_rules(plan), "and keeps every rule");
            expect(t,
                   t->options.against != NULL ||
                       (int64_t)plan->n_moved == t->all.at[k].g,
                   "and moves what it says");
            check_rules(t, plan, &rules);
        }
        plan_free(plan);
        point_rules_clear(&rules);
    }
}

static void close_trial(struct trial *t)
{
    frontier_clear(&t->frontier);
    point_rules_clear(&t->free);
    verifier_free(t->verifier);
    VEC_CLEAR(&t->all);
    read_books_clear(&t->read);
    eb_messages_free(t->said);
}

/* Whether there was anything to be looked at. */
static bool run_trial(struct trial *t, uint64_t seed)
{
    eb_status status;

    small_books_make(&t->text, seed);
    if (read_books(&t->text, &t->read, t->said) != EB_OK)
        return false;
    status = find(t, seed);
    if (status == EB_BAD_DATA || status == EB_BAD_USAGE)
        return false;
    expect(t, status == EB_OK, "it can be found");
    if (status != EB_OK || t->frontier.compiled->problem->n_items >= ROOM)
        return false;
    expect(t,
           read_again(&t->read, t->free.doc, &t->verifier, t->said) == EB_OK,
           "it can be read again");
    if (t->wrong != NULL || !look_at_all(t))
        return false;
    drop_beaten(t);
    check_points(t);
    check_plans(t);
    return true;
}

Test(frontier, all_efficient_plans_are_found_and_none_else)
{
    int64_t first = number_from("SEED", 1), n = number_from("COUNT", 250);
    int64_t looked = 0, wrong = 0, several = 0;

    for (int64_t seed = first; seed < first + n; seed++) {
        struct trial t = {.said = eb_messages_new(), .in_band = INT64_MAX};

        looked += run_trial(&t, (uint64_t)seed);
        several += t.all.n > 1;
        if (t.wrong != NULL) {
            fprintf(stderr, "seed %lld: not so: %s\n", (long long)seed,
                    t.wrong);
            show_messages(t.said);
            small_books_show(&t.text);
            wrong++;
        }
        close_trial(&t);
    }
    cr_assert(eq(i64, wrong, 0));
    /* Most books must be sound, and some have a choice. */
    cr_assert(gt(i64, 3 * looked, n));
    cr_assert(gt(i64, 20 * several, n));
}
