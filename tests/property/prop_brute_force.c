/* prop_brute_force.c - small books of every kind: the plan is the best of all
 * assignments, as the independent reading of the rules values them, and its
 * bounds hold.
 *
 *   SEED=n   the first seed (1)
 *   COUNT=n  how many seeds (2000) */
#include "model/planner.h"
#include "model/workings.h"
#include "solver/value.h"
#include "tests/support/read_books.h"
#include "tests/support/tables.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ASSIGNMENTS = 70000, FREE_ASSIGNMENTS = 5000 };

/* One set of books, its plan, and the second reading of its rules. */
struct trial {
    struct small_books text;
    struct read_books read;
    struct doc *applied;
    struct plan *plan;
    struct verifier *verifier;
    eb_messages *said;
    const char *wrong; /* the first law that is broken */
};

static void close_trial(struct trial *t)
{
    verifier_free(t->verifier);
    plan_free(t->plan);
    read_books_clear(&t->read);
    doc_free(t->applied);
    eb_messages_free(t->said);
}

static eb_status make_plan(struct trial *t)
{
    struct planner_options options = {.effort = EB_NORMAL,
                                      .gap = 0,
                                      .seed = 1,
                                      .threads = 1,
                                      .started = clock_seconds()};
    eb_status status;

    TRY(read_books(&t->text, &t->read, t->said));
    TRY(planner_run(t->read.books, t->read.rules, &options, &t->plan,
                    t->said));
done:
    return status;
}

static eb_status verify_rules(struct trial *t)
{
    eb_status status;

    TRY(rules_applied(t->read.rules, t->read.books, &t->applied));
    TRY(read_again(&t->read, t->applied, &t->verifier, t->said));
done:
    return status;
}

static void expect(struct trial *t, bool holds, const char *law)
{
    if (!holds && t->wrong == NULL)
        t->wrong = law;
}

/* ---- All assignments --------------------------------------------------- */

/* Units that are given to reps one by one: families, or single accounts where
 * there are few enough, so that families are put to the test too. */
struct units {
    size_t n;
    int *of_account; /* [n_accounts] or -1: nobody's */
    int *item;       /* [n] of the blend */
    bool single;
};

static bool enumerate_singly(const struct trial *t, size_t n)
{
    double all = 1;

    for (size_t k = 0; k < n; k++)
        all *= (double)t->read.books->n_reps;
    return all <= FREE_ASSIGNMENTS;
}

static void make_units(const struct trial *t, struct units *units)
{
    const struct compiled *c = t->plan->compiled;
    size_t n = t->read.books->n_accounts;

    units->of_account = NEW(int, n + 1);
    units->item = NEW(int, n + 1);
    units->single = enumerate_singly(t, n);
    units->n = units->single ? 0 : (size_t)c->problem->n_items;
    for (size_t a = 0; a < n; a++) {
        int f = c->family_of[a];

        units->of_account[a] = -1;
        if (f < 0 || c->families[f].item < 0)
            continue;
        if (units->single)
            units->item[units->n] = c->families[f].item;
        units->of_account[a] =
            units->single ? (int)units->n++ : c->families[f].item;
    }
}

static bool next_assignment(int *rep, size_t n, int n_reps)
{
    for (size_t k = 0; k < n; k++) {
        if (++rep[k] < n_reps)
            return true;
        rep[k] = 0;
    }
    return false;
}

static size_t count_assignments(size_t n, size_t n_reps)
{
    size_t all = 1;

    for (size_t k = 0; k < n && all <= MOST_ASSIGNMENTS; k++)
        all *= n_reps;
    return all;
}

struct best {
    int64_t violation; /* the least of all */
    int64_t objective; /* of those that keep every rule */
    int64_t relaxed;   /* of those that keep the rules as relaxed */
    int64_t factor;    /* of bands: the least of those that keep every rule */
    bool any, any_relaxed;
};

/* Whether it keeps what the blend of the plan had to keep, and the bands that
 * hold it. */
static bool keeps_relaxed(const struct trial *t, const struct units *units,
                          const int *rep, int64_t *factor)
{
    const struct compiled *c = t->plan->compiled;
    struct value value;
    int agent[16];
    int64_t *load = NEW(int64_t, c->books->n_reps * c->n_resources);
    bool keeps;

    for (size_t k = 0; k < units->n; k++)
        agent[units->single ? units->item[k] : (int)k] = rep[k];
    keeps = value_of(c->problem, agent, &value, load, NULL) == EB_OK &&
            value.feasible;
    *factor = band_factor(c, load);
    mem_free(load);
    return keeps;
}

static void look_at_all(const struct trial *t, const struct units *units,
                        struct best *best)
{
    int rep[16] = {0}, owner[16];
    struct evaluation now;
    int64_t factor;

    *best = (struct best){INT64_MAX, INT64_MAX, INT64_MAX,
                          INT64_MAX, false,     false};
    do {
        for (size_t a = 0; a < t->read.books->n_accounts; a++)
            owner[a] =
                units->of_account[a] < 0 ? -1 : rep[units->of_account[a]];
        verifier_value(t->verifier, owner, &now);
        if (!now.legal)
            continue;
        best->any = true;
        if (now.violation < best->violation)
            best->violation = now.violation;
        if (now.violation == 0 && now.objective < best->objective)
            best->objective = now.objective;
        if (keeps_relaxed(t, units, rep, &factor) &&
            now.objective < best->relaxed) {
            best->relaxed = now.objective;
            best->any_relaxed = true;
        }
        if (now.violation == 0 && factor < best->factor)
            best->factor = factor;
    } while (next_assignment(rep, units->n, (int)t->read.books->n_reps));
}

/* ---- Laws -------------------------------------------------------------- */

static void owners_of(const struct trial *t, int *owner)
{
    const struct compiled *c = t->plan->compiled;

    for (size_t a = 0; a < t->read.books->n_accounts; a++)
        owner[a] = c->state[a] == STATE_OUTSIDE ? -1 : t->plan->rows[a].rep;
}

static void check_own_value(struct trial *t, const struct best *best)
{
    const struct plan *plan = t->plan;
    struct evaluation now;
    int owner[16];
    int64_t by_metric = 0;

    owners_of(t, owner);
    verifier_value(t->verifier, owner, &now);
    for (size_t m = 0; m < t->read.rules->n_metrics; m++)
        by_metric += plan->metrics[m].unfairness;
    expect(t, now.legal, "the plan is lawful");
    expect(t, now.objective == plan->objective, "the objective is true");
    expect(t, now.fit == plan->fit, "fit is true");
    expect(t, now.disruption == plan->disruption, "disruption is true");
    expect(t, now.unfairness == plan->unfairness, "unfairness is true");
    expect(t, by_metric == plan->unfairness, "metrics add up");
    expect(t,
           (plan->n_breaks > 0 || now.violation == 0 ||
            plan->compiled->problem->n_budgets > 0),
           "broken limits are listed");
    expect(t, best->violation > 0 || now.violation == 0,
           "no rule is broken without need");
}

static void check_phase(struct trial *t, const struct phase *phase,
                        int64_t best)
{
    expect(t, phase->objective == best, "the best is found");
    expect(t, phase->lower_bound <= best, "the certificate's bound holds");
    expect(t, phase->solver_bound <= best, "the solver's bound holds");
}

static void check_phases(struct trial *t, const struct best *best)
{
    const struct plan *plan = t->plan;

    if (best->violation == 0 && t->read.rules->goal == GOAL_FAIREST) {
        expect(t, plan->n_phases == 2, "two phases of the fairest");
        check_phase(t, &plan->phases[0], best->factor * 1000);
        check_phase(t, &plan->phases[1], best->relaxed);
        return;
    }
    if (best->violation == 0) {
        expect(t, plan->n_phases == 1, "one phase where rules can be kept");
        expect(t, plan->outcome != EB_INFEASIBLE, "feasible");
        check_phase(t, &plan->phases[0], best->objective);
        return;
    }
    expect(t, plan->n_phases == 2, "two phases where they cannot");
    expect(t, plan->outcome == EB_INFEASIBLE, "infeasible");
    expect(t, plan->n_conflict > 0, "the rules in conflict are named");
    check_phase(t, &plan->phases[0], best->violation);
    check_phase(t, &plan->phases[1], best->relaxed);
}

/* The next best costs what the second reading says it costs. */
static void check_next_best(struct trial *t, int f)
{
    const struct compiled *c = t->plan->compiled;
    const struct family *family = &c->families[f];
    const struct assignment_row *row = &t->plan->rows[family->lead];
    int owner[16];
    int64_t least = INT64_MAX;

    for (int r = 0; r < (int)t->read.books->n_reps; r++) {
        struct evaluation now;

        if (r == row->rep ||
            problem_cost(c->problem, family->item, r) == NO_ARC)
            continue;
        owners_of(t, owner);
        for (size_t k = 0; k < family->n; k++)
            owner[c->members[family->first + k]] = r;
        verifier_value(t->verifier, owner, &now);
        if (now.objective < least)
            least = now.objective;
        expect(t,
               now.objective >= t->plan->objective || !now.legal ||
                   now.violation > 0 || t->plan->n_phases > 1,
               "no single move is better");
    }
    expect(t, (least == INT64_MAX) == (row->next_best < 0),
           "there is a next best");
    expect(t,
           row->next_best < 0 || least - t->plan->objective == row->next_cost,
           "the next best costs so much more");
    expect(t, row->next_cost >= 0 || *row->blocked_by != '\0',
           "what would be cheaper is blocked");
}

static bool check_trial(struct trial *t)
{
    const struct compiled *c = t->plan->compiled;
    struct units units;
    struct best best;
    bool looked = false;

    make_units(t, &units);
    if (count_assignments(units.n, t->read.books->n_reps) <=
        MOST_ASSIGNMENTS) {
        look_at_all(t, &units, &best);
        expect(t, best.any, "there is a lawful assignment");
        check_own_value(t, &best);
        check_phases(t, &best);
        for (size_t f = 0; f < c->n_families; f++)
            if (c->families[f].item >= 0)
                check_next_best(t, (int)f);
        looked = true;
    }
    mem_free(units.of_account);
    mem_free(units.item);
    return looked;
}

static int64_t number_from(const char *name, int64_t standard)
{
    const char *text = getenv(name);

    return text == NULL ? standard : strtoll(text, NULL, 10);
}

static void show_values(const struct trial *t)
{
    struct evaluation now;
    int owner[16];

    owners_of(t, owner);
    verifier_value(t->verifier, owner, &now);
    fprintf(stderr,
            "plan:   fit %lld, disruption %lld, unfairness %lld\n"
            "verify: fit %lld, disruption %lld, unfairness %lld\n",
            (long long)t->plan->fit, (long long)t->plan->disruption,
            (long long)t->plan->unfairness, (long long)now.fit,
            (long long)now.disruption, (long long)now.unfairness);
    for (size_t a = 0; a < t->read.books->n_accounts; a++)
        fprintf(stderr, "%s -> %d: %s\n", account_id(t->read.books, a),
                t->plan->rows[a].rep, t->plan->rows[a].reason);
}

static void report(const struct trial *t, int64_t seed)
{
    fprintf(stderr, "seed %lld: not so: %s\n", (long long)seed,
            t->wrong == NULL ? "it can be planned" : t->wrong);
    if (t->verifier != NULL)
        show_values(t);
    show_messages(t->said);
    small_books_show(&t->text);
}

Test(brute_force, the_plan_is_the_best_of_all_assignments)
{
    int64_t first = number_from("SEED", 1), n = number_from("COUNT", 2000);
    int64_t planned = 0, wrong = 0, infeasible = 0;

    for (int64_t seed = first; seed < first + n; seed++) {
        struct trial t = {.said = eb_messages_new()};
        eb_status status;

        small_books_make(&t.text, (uint64_t)seed);
        status = make_plan(&t);
        if (status == EB_OK) {
            status = verify_rules(&t);
            expect(&t, status == EB_OK, "it can be read again");
        }
        if (status == EB_OK) {
            planned += check_trial(&t);
            infeasible += t.plan->outcome == EB_INFEASIBLE;
        }
        if (t.wrong != NULL || (status != EB_OK && status != EB_BAD_DATA)) {
            report(&t, seed);
            wrong++;
        }
        close_trial(&t);
    }
    cr_assert(eq(i64, wrong, 0));
    /* Most books must be sound, and some unable to keep their rules. */
    cr_assert(gt(i64, 2 * planned, n));
    cr_assert(ge(i64, infeasible, n / 50));
}
