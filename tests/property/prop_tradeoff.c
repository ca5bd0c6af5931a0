/* prop_tradeoff.c - small problems of every kind: all efficient pairs of objective and
 * budget are found, none else, and each bound holds; at a price for the budget the
 * same assignments cost what they should, and what is proved there holds here.
 *
 *   SEED=n   the first seed (1)
 *   COUNT=n  how many seeds (300) */
#include "solver/bound.h"
#include "solver/narrow.h"
#include "solver/tradeoff.h"
#include "solver/value.h"
#include "solver/weigh.h"
#include "tests/support/random_problem.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 4096, ITEMS = 16 };

static int64_t number_from(const char *name, int64_t standard)
{
    const char *text = getenv(name);

    return text == NULL ? standard : strtoll(text, NULL, 10);
}

/* ---- Everything --------------------------------------------------------- */

/* f[g]: the least objective of an assignment that takes g of budget 0. */
struct table_of_best {
    int64_t f[MOST];
    int start[ITEMS]; /* one that keeps every limit */
    bool any;
};

static void try_all(struct problem *p, struct table_of_best *out)
{
    int now[ITEMS] = {0}, i = 0;
    int64_t used[8];

    for (int g = 0; g < MOST; g++)
        out->f[g] = INT64_MAX;
    out->any = false;
    while (i < p->n_items) {
        struct value v;

        cr_assert(eq(int, (int)value_of(p, now, &v, NULL, used), (int)EB_OK));
        if (v.feasible && used[0] < MOST && v.objective < out->f[used[0]])
            out->f[used[0]] = v.objective;
        if (v.feasible && !out->any) {
            memcpy(out->start, now, sizeof now);
            out->any = true;
        }
        for (i = 0; i < p->n_items && ++now[i] == p->n_agents; i++)
            now[i] = 0;
    }
}

static struct problem *problem_of(uint64_t seed)
{
    struct kind kind = {.items = 3 + (int)(seed % 6),
                        .agents = 2 + (int)(seed % 3),
                        .resources = 1 + (int)(seed % 2),
                        .hard = true,
                        .conflicts = seed % 5 == 0,
                        .own = seed % 3 == 0};
    struct problem *p = seed % 4 == 1 ? random_receivers(seed, kind)
                                      : random_problem(seed, kind);

    p->budget_limit.at[0] = (int64_t)p->budget_all.at[0];
    return p;
}

/* ---- Laws ---------------------------------------------------------------- */

static struct tradeoff_options options_of(const struct table_of_best *best,
                                          bool all)
{
    return (struct tradeoff_options){.how = {.effort = EB_NORMAL,
                                             .target = INT64_MIN,
                                             .seed = 1,
                                             .start = best->start},
                                     .all = all,
                                     .n_points = 5};
}

static const char *check_point(struct problem *p,
                               const struct tradeoff_point *point,
                               const struct table_of_best *best)
{
    int64_t used[8], least = INT64_MAX, bound;
    int64_t kept = p->budget_limit.at[0];
    struct value v;

    value_of(p, point->agent, &v, NULL, used);
    if (!v.feasible || v.objective != point->f || used[0] != point->g)
        return "a point is what it claims";
    for (int64_t g = 0; g <= point->g; g++)
        least = best->f[g] < least ? best->f[g] : least;
    if (point->bound > least)
        return "its bound holds";
    p->budget_limit.at[0] = point->g;
    bound_of(p, &point->proof, NULL, &bound);
    p->budget_limit.at[0] = kept;
    return bound < point->bound ? "its certificate proves its bound" : NULL;
}

/* Every efficient pair, in order, and no other. */
static const char *check_all(struct problem *p,
                             const struct table_of_best *best)
{
    struct tradeoff_options options = options_of(best, true);
    struct tradeoff tradeoff;
    int64_t lowest = INT64_MAX;
    const char *wrong = NULL;
    size_t k = 0;

    cr_assert(
        eq(int, (int)tradeoff_run(p, 0, &options, &tradeoff), (int)EB_OK));
    for (int64_t g = 0; g < MOST; g++) {
        if (best->f[g] >= lowest)
            continue;
        lowest = best->f[g];
        if (k >= tradeoff.points.n || tradeoff.points.at[k].g != g ||
            tradeoff.points.at[k].f != lowest)
            wrong = "no efficient point is missing or another";
        else
            wrong = check_point(p, &tradeoff.points.at[k], best);
        if (wrong != NULL)
            break;
        k++;
    }
    if (wrong == NULL && k < tradeoff.points.n)
        wrong = "no point is beaten";
    if (wrong == NULL && k > 0 && !tradeoff.complete)
        wrong = "all of it is proved";
    tradeoff_clear(&tradeoff);
    return wrong;
}

/* Some points: each is what it claims, and none beats another. */
static const char *check_some(struct problem *p,
                              const struct table_of_best *best, bool nested)
{
    struct tradeoff_options options = options_of(best, nested);
    struct tradeoff tradeoff;
    const char *wrong = NULL;

    options.nested = nested;
    cr_assert(
        eq(int, (int)tradeoff_run(p, 0, &options, &tradeoff), (int)EB_OK));
    for (size_t k = 0; k < tradeoff.points.n && wrong == NULL; k++) {
        const struct tradeoff_point *at = &tradeoff.points.at[k];

        wrong = check_point(p, at, best);
        if (k > 0 && (at[-1].g >= at->g || at[-1].f <= at->f))
            wrong = "points rise in one and fall in the other";
        for (int i = 0; nested && k > 0 && i < p->n_items; i++)
            for (size_t j = p->leave_first.at[i]; j < p->leave_first.at[i + 1];
                 j++)
                if (p->leaves.at[j].budget == 0 &&
                    at[-1].agent[i] != p->leaves.at[j].owner &&
                    p->leave_first.at[i + 1] - p->leave_first.at[i] == 1 &&
                    problem_cost(p, i, p->leaves.at[j].owner) != NO_ARC &&
                    at[-1].agent[i] != at->agent[i])
                    wrong = "each point contains the one before";
    }
    tradeoff_clear(&tradeoff);
    return wrong;
}

/* f + price x g, and its certificates are worth as much here. */
static const char *check_price(struct problem *p, uint64_t seed,
                               const struct table_of_best *best)
{
    struct weighing how = {seed % 2 == 0, 0,
                           (wide)(seed % 7) * 40000000000000000};
    int64_t unit = (int64_t)(how.price / 1000000000000), least = INT64_MAX;
    struct solve_options options = {.effort = EB_NORMAL,
                                    .target = INT64_MIN,
                                    .seed = 1,
                                    .start = best->start};
    struct problem *weighed = NULL;
    struct solution *solution = NULL;
    const char *wrong = NULL;
    int64_t bound, limit = p->budget_limit.at[0];

    cr_assert(
        eq(int, (int)problem_weigh(p, &how, &weighed, NULL), (int)EB_OK));
    cr_assert(eq(int, (int)solve(weighed, &options, &solution), (int)EB_OK));
    for (int64_t g = 0; g < MOST; g++) {
        int64_t f = how.costs ? best->f[g] : 0;

        if (best->f[g] != INT64_MAX && f + unit * g < least)
            least = f + unit * g;
    }
    if (solution->feasible != (least != INT64_MAX) ||
        (solution->feasible && solution->objective != least))
        wrong = "a priced budget costs its price";
    if (wrong == NULL && how.costs && solution->feasible) {
        certificate_unweigh(p, &how, &solution->certificate);
        for (int64_t g = 0, f = INT64_MAX; g < MOST && wrong == NULL; g++) {
            f = best->f[g] < f ? best->f[g] : f;
            p->budget_limit.at[0] = g;
            bound_of(p, &solution->certificate, NULL, &bound);
            if (bound > f)
                wrong = "what is proved at a price bounds every point";
            if (bound < solution->lower_bound - unit * g - 1)
                wrong = "and is worth as much";
        }
        p->budget_limit.at[0] = limit;
    }
    solution_free(solution);
    problem_free(weighed);
    return wrong;
}

Test(tradeoff, efficient_points_are_those_of_all_assignments)
{
    int64_t first = number_from("SEED", 1), n = number_from("COUNT", 300);
    int64_t wrong = 0, points = 0;

    for (int64_t seed = first; seed < first + n; seed++) {
        struct problem *p = problem_of((uint64_t)seed);
        struct table_of_best best;
        const char *law;

        try_all(p, &best);
        law = best.any ? check_all(p, &best) : NULL;
        if (law == NULL && best.any)
            law = check_some(p, &best, false);
        if (law == NULL && best.any)
            law = check_some(p, &best, true);
        if (law == NULL && best.any)
            law = check_price(p, (uint64_t)seed, &best);
        if (law != NULL) {
            fprintf(stderr, "seed %" PRId64 ": not so: %s\n", seed, law);
            wrong++;
        }
        for (int g = 0; g < MOST; g++)
            points += best.f[g] != INT64_MAX;
        problem_free(p);
    }
    cr_assert(eq(i64, wrong, 0));
    cr_assert(gt(i64, points, 2 * n));
}
