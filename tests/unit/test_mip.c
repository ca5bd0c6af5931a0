/* test_mip.c - the formulation and GLPK's answers against trying everything.
 *
 * The problems are small enough to try every assignment; what each is worth is
 * added up here from the problem's own pieces. */
#include "solver/mip_glpk.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "base/budget.h"
#include "base/rng.h"

enum { ITEMS = 6, AGENTS = 3, RESOURCES = 2, MOST_BUDGETS = 3 };

#define POINT INT64_C(1000000000)

/* ---- trying everything ---- */

static int64_t weigh(const struct problem *p, const int *agent, int g, int m)
{
    int64_t sum = 0;

    for (int i = 0; i < p->n_items; i++) {
        const struct load *loads;
        int n = agent[i] == g ? problem_loads(p, i, g, &loads) : 0;

        for (int k = 0; k < n; k++)
            if (loads[k].resource == m)
                sum += loads[k].amount;
    }
    return sum;
}

static int64_t leaving(const struct problem *p, const int *agent, int q)
{
    int64_t used = 0;

    for (int i = 0; i < p->n_items; i++)
        for (size_t k = p->leave_first.at[i]; k < p->leave_first.at[i + 1];
             k++)
            if (p->leaves.at[k].budget == q &&
                p->leaves.at[k].owner != agent[i])
                used += p->leaves.at[k].amount;
    return used;
}

static bool clash(const struct problem *p, int i, int j)
{
    for (size_t a = p->conflict_first.at[i]; a < p->conflict_first.at[i + 1];
         a++)
        for (size_t b = p->conflict_first.at[j];
             b < p->conflict_first.at[j + 1]; b++)
            if (p->conflicts.at[a] == p->conflicts.at[b])
                return true;
    return false;
}

/* INT64_MAX if a hard rule is broken. */
static int64_t worth(const struct problem *p, const int *agent)
{
    int64_t sum = p->constant;

    for (int i = 0; i < p->n_items; i++) {
        int64_t cost = problem_cost(p, i, agent[i]);

        if (cost == NO_ARC)
            return INT64_MAX;
        sum += cost;
        for (int j = 0; j < i; j++)
            if (agent[i] == agent[j] && clash(p, i, j))
                return INT64_MAX;
    }
    for (size_t t = 0; t < p->terms.n; t++) {
        const struct term *term = &p->terms.at[t];
        int64_t load = weigh(p, agent, term->agent, term->resource);

        if (load < term->lo || load > term->hi)
            return INT64_MAX;
        sum += term_penalty(p, term, load);
    }
    for (int q = 0; q < p->n_budgets; q++) {
        int64_t used = leaving(p, agent, q);

        if (p->budget_slope.at[q] == 0 && used > p->budget_limit.at[q])
            return INT64_MAX;
        sum += budget_penalty(p, q, used);
    }
    return sum;
}

static bool next(int *agent, int n)
{
    for (int i = 0; i < n; i++) {
        if (++agent[i] < AGENTS)
            return true;
        agent[i] = 0;
    }
    return false;
}

static bool inside(const struct mip_part *part, const int *agent, int n)
{
    for (int i = 0; i < n; i++)
        if (part->fixed != NULL && part->fixed[i] >= 0 &&
            part->fixed[i] != agent[i])
            return false;
    return true;
}

/* The least worth, or INT64_MAX. */
static int64_t try_all(const struct problem *p, const struct mip_part *part,
                       int *best)
{
    int agent[ITEMS] = {0};
    int64_t least = INT64_MAX;

    do {
        int64_t here = worth(p, agent);

        if (here >= least || !inside(part, agent, p->n_items))
            continue;
        least = here;
        memcpy(best, agent, sizeof agent);
    } while (next(agent, p->n_items));
    return least;
}

/* ---- problems ---- */

static int64_t between(struct rng *rng, int64_t lo, int64_t hi)
{
    return lo + (int64_t)rng_below(rng, (uint64_t)(hi - lo + 1));
}

static bool chance(struct rng *rng, int percent)
{
    return between(rng, 1, 100) <= percent;
}

/* An item with loads, some arcs of its own, leavings and conflicts. */
static void add_item(struct problem *p, struct rng *rng, int64_t scale,
                     int n_budgets, bool conflicts)
{
    problem_add_item(p, 0);
    for (int m = 0; m < RESOURCES; m++)
        problem_add_load(p, m,
                         between(rng, chance(rng, 10) ? -5 : 1, 20) * scale);
    for (int g = 0; g < AGENTS; g++) {
        bool own_loads = chance(rng, 20);

        if (chance(rng, 40))
            continue;
        problem_add_own(
            p, g, chance(rng, 15) ? NO_ARC : between(rng, -POINT, 5 * POINT),
            own_loads ? 1 : -1);
        if (own_loads)
            problem_add_own_load(p, 1, between(rng, 1, 30) * scale);
    }
    /* Now and then two from one owner in one budget. */
    for (int q = 0; q < n_budgets; q++)
        for (int k = 0; k < AGENTS + 1; k++)
            if (chance(rng, 50))
                problem_add_leave(p, k / 2 % AGENTS, q, between(rng, 1, 9));
    if (conflicts && chance(rng, 30))
        problem_add_conflict(p, (int)between(rng, 0, 1));
}

static void add_term(struct problem *p, struct rng *rng, int g, int m,
                     int64_t scale)
{
    int64_t target = between(rng, 10, 40) * scale;
    bool limited = chance(rng, 25), penalised = chance(rng, 75);
    wide at = (wide)target * 1000000 + between(rng, 0, 999999);
    wide slope = (wide)between(rng, 1, 4 * POINT) * 100000000000 / scale;

    problem_add_term(p, g, m, limited ? target - 25 * scale : INT64_MIN,
                     limited ? target + 5 * scale : INT64_MAX);
    if (!penalised)
        return;
    problem_add_hinge(p, at, slope / 1000 + 1, false);
    problem_add_hinge(p, at, slope / 1000 + 1, true);
    problem_add_hinge(p, at + (wide)(3 * scale) * 1000000, slope, false);
    problem_add_hinge(p, at - (wide)(3 * scale) * 1000000, slope, true);
    if (chance(rng, 50)) /* overlapping: no single cheapest piece */
        problem_add_hinge(p, at + (wide)(7 * scale) * 1000000, slope, true);
}

static struct problem *random_problem(uint64_t seed, bool conflicts)
{
    static const int64_t scales[] = {1, 1000, 10000000};
    struct problem *p = NULL;
    struct rng rng;
    int64_t scale;
    int n_budgets, class_number;

    rng_init(&rng, seed, 0);
    scale = scales[between(&rng, 0, 2)];
    n_budgets = (int)between(&rng, 0, MOST_BUDGETS);
    problem_new(AGENTS, RESOURCES, &p);
    p->constant = between(&rng, -9 * POINT, 9 * POINT);
    problem_add_class(p, &class_number);
    for (int g = 0; g < AGENTS; g++)
        problem_add_arc(p, g, between(&rng, 0, 3 * POINT), 255);
    for (int i = 0; i < ITEMS; i++)
        add_item(p, &rng, scale, n_budgets, conflicts);
    for (int g = 0; g < AGENTS; g++)
        for (int m = 0; m < RESOURCES; m++)
            if (chance(&rng, 85))
                add_term(p, &rng, g, m, scale);
    for (int q = 0; q < n_budgets; q++) {
        int64_t limit = chance(&rng, 10) ? INT64_MAX : between(&rng, 3, 60);
        bool soft = chance(&rng, 50);

        problem_add_budget(p, limit, soft ? (wide)POINT * 500000000000 : 0);
    }
    cr_assert(eq(int, problem_finish(p, NULL), EB_OK));
    return p;
}

/* The generalized assignment problem: whole costs, hard capacities alone. */
static struct problem *capacity_problem(int n_items, int n_agents,
                                        int64_t slack)
{
    struct problem *p = NULL;
    struct rng rng;
    int class_number;
    int64_t total = 0;

    rng_init(&rng, 7, 0);
    problem_new(n_agents, 1, &p);
    problem_add_class(p, &class_number);
    for (int g = 0; g < n_agents; g++)
        problem_add_arc(p, g, 0, 255);
    for (int i = 0; i < n_items; i++) {
        int64_t amount = between(&rng, 5, 25);

        total += amount;
        problem_add_item(p, class_number);
        problem_add_load(p, 0, amount);
        for (int g = 0; g < n_agents; g++)
            problem_add_own(p, g, between(&rng, 10, 50) * POINT, -1);
    }
    for (int g = 0; g < n_agents; g++)
        problem_add_term(p, g, 0, INT64_MIN, total / n_agents + slack);
    cr_assert(eq(int, problem_finish(p, NULL), EB_OK));
    return p;
}

static struct mip_options plain(void)
{
    return (struct mip_options){.target = INT64_MIN};
}

static int64_t magnitude(int64_t x)
{
    return x < 0 ? -x : x;
}

/* 1e-7 of the scaled objective, and each rounding. */
static int64_t allowance(int64_t objective)
{
    return 100 + magnitude(objective) / 100000 + POINT / 1000;
}

/* ---- the bound of MODEL.md, section 11, at the multipliers ---- */

/* Loads of larger scales are too many to try one by one. */
static bool has_few_loads(const struct problem *p)
{
    for (size_t k = 0; k < p->loads.n; k++)
        if (magnitude(p->loads.at[k].amount) > 100)
            return false;
    return true;
}

static bool stuck(const struct problem *p, int i)
{
    int n = 0;

    for (int g = 0; g < AGENTS; g++)
        n += problem_cost(p, i, g) != NO_ARC;
    return n == 1;
}

/* The least phi - lambda L over the loads within limits that can arise. */
static wide least_of_term(const struct problem *p, const struct term *t,
                          wide lambda)
{
    int64_t lo = 0, hi = 0;
    wide least = 0;

    for (int i = 0; i < p->n_items; i++) {
        const struct load *loads;
        int n = problem_loads(p, i, t->agent, &loads);

        for (int k = 0; k < n; k++) {
            if (problem_cost(p, i, t->agent) == NO_ARC ||
                loads[k].resource != t->resource)
                continue;
            if (stuck(p, i) || loads[k].amount < 0)
                lo += loads[k].amount;
            if (stuck(p, i) || loads[k].amount > 0)
                hi += loads[k].amount;
        }
    }
    lo = t->lo > lo ? t->lo : lo;
    hi = t->hi < hi ? t->hi : hi;
    for (int64_t load = lo; load <= hi; load++) {
        wide here = term_penalty_exact(p, t, load) - lambda * load * 1000000;

        if (load == lo || here < least)
            least = here;
    }
    return least;
}

static wide priced(const struct problem *p, const struct mip_result *r, int i,
                   int g)
{
    wide cost = (wide)problem_cost(p, i, g) * 1000000000000;
    const struct load *loads;
    int n = problem_loads(p, i, g, &loads);

    for (int k = 0; k < n; k++)
        cost += r->lambda[g * RESOURCES + loads[k].resource] * loads[k].amount;
    for (size_t k = p->leave_first.at[i]; k < p->leave_first.at[i + 1]; k++)
        if (p->leaves.at[k].owner != g)
            cost += r->mu[p->leaves.at[k].budget] * p->leaves.at[k].amount;
    return cost;
}

/* In units of cost. */
static double lagrangian(const struct problem *p, const struct mip_result *r)
{
    wide sum = (wide)p->constant * 1000000000000, terms = 0;

    for (int i = 0; i < p->n_items; i++) {
        wide least = 0;
        bool any = false;

        for (int g = 0; g < AGENTS; g++) {
            if (problem_cost(p, i, g) == NO_ARC)
                continue;
            if (!any || priced(p, r, i, g) < least)
                least = priced(p, r, i, g);
            any = true;
        }
        sum += least;
    }
    for (size_t k = 0; k < p->terms.n; k++) {
        const struct term *t = &p->terms.at[k];

        terms +=
            least_of_term(p, t, r->lambda[t->agent * RESOURCES + t->resource]);
    }
    for (int q = 0; q < p->n_budgets; q++)
        if (r->mu[q] != 0)
            sum -= r->mu[q] * p->budget_limit.at[q];
    return (double)sum / 1e12 + (double)terms / 1e18;
}

/* ---- tests ---- */

Test(mip, finds_what_trying_everything_finds)
{
    struct mip_options options = plain();
    int feasible = 0, infeasible = 0;

    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct problem *p = random_problem(seed, true);
        struct mip_result r;
        int best[ITEMS];
        int64_t least = try_all(p, &options.part, best);

        cr_assert(eq(int, mip_solve(p, &options, &r, NULL), EB_OK));
        if (least == INT64_MAX) {
            cr_assert(eq(int, r.status, MIP_INFEASIBLE), "seed %d", (int)seed);
            cr_assert(eq(ptr, r.agent, NULL));
            infeasible++;
        } else {
            cr_assert(eq(int, r.status, MIP_OPTIMAL), "seed %d", (int)seed);
            cr_assert(eq(i64, r.objective, worth(p, r.agent)));
            cr_assert(le(i64, r.objective, least + allowance(least)),
                      "seed %d", (int)seed);
            cr_assert(le(i64, r.bound, least), "seed %d", (int)seed);
            cr_assert(le(i64, r.relaxed_bound, least));
            cr_assert(ge(i64, r.bound, least - allowance(least)));
            feasible++;
        }
        mip_result_clear(&r);
        problem_free(p);
    }
    cr_assert(ge(int, feasible, 50));
    cr_assert(ge(int, infeasible, 10));
    cr_assert(eq(sz, mem_live(), 0));
}

Test(mip, takes_every_assignment_for_what_it_is_worth)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct problem *p = random_problem(seed, true);
        struct mip *m = NULL;
        int agent[ITEMS] = {0};
        int64_t *activity, *value;

        cr_assert(eq(int, mip_new(p, NULL, &m), EB_OK));
        activity = NEW(int64_t, m->rows.n);
        value = NEW(int64_t, m->columns.n);
        do {
            wide objective = 0;
            int64_t truth = worth(p, agent);
            bool in = mip_point(m, agent, activity, value, &objective);

            cr_assert(eq(int, in, truth != INT64_MAX), "seed %d", (int)seed);
            if (in)
                cr_assert(le(dbl,
                             fabs((double)objective / 1e18 - (double)truth),
                             0.5 * (AGENTS * RESOURCES + MOST_BUDGETS) + 0.01),
                          "seed %d", (int)seed);
        } while (next(agent, ITEMS));
        mem_free(activity);
        mem_free(value);
        mip_free(m);
        problem_free(p);
    }
}

Test(mip, gives_multipliers_that_prove_the_relaxations_bound)
{
    struct mip_options options = plain();
    int proved = 0;

    options.relaxation_only = true;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct problem *p = random_problem(seed, false);
        struct mip_result r;
        int best[ITEMS];
        int64_t least = try_all(p, &options.part, best);

        cr_assert(eq(int, mip_solve(p, &options, &r, NULL), EB_OK));
        if (least != INT64_MAX && has_few_loads(p)) {
            double bound = lagrangian(p, &r);

            cr_assert(eq(int, r.status, MIP_RELAXED));
            cr_assert(le(dbl, bound, (double)least + 10.0));
            cr_assert(ge(dbl, bound + (double)allowance(least),
                         (double)r.relaxed_bound),
                      "seed %d: %.0f below %lld", (int)seed, bound,
                      (long long)r.relaxed_bound);
            proved++;
        }
        mip_result_clear(&r);
        problem_free(p);
    }
    cr_assert(ge(int, proved, 20));
}

Test(mip, prices_items_at_their_cheapest_arc)
{
    struct problem *p = capacity_problem(ITEMS, AGENTS, 10);
    struct mip_options options = plain();
    struct mip_result r;

    cr_assert(eq(int, mip_solve(p, &options, &r, NULL), EB_OK));
    for (int i = 0; i < ITEMS; i++) {
        double least = HUGE_VAL;

        for (int g = 0; g < AGENTS; g++) {
            double cost = (double)problem_cost(p, i, g) * 1e12 +
                          (double)r.lambda[g] * (double)p->loads.at[i].amount;

            least = cost < least ? cost : least;
        }
        cr_assert(epsilon_eq(dbl, (double)r.price[i], least, 1e6));
    }
    mip_result_clear(&r);
    problem_free(p);
}

Test(mip, rounds_bounds_up_where_costs_come_in_steps)
{
    struct problem *p = capacity_problem(20, 4, 3);
    struct mip_options options = plain();
    struct mip_result r;

    cr_assert(eq(int, mip_solve(p, &options, &r, NULL), EB_OK));
    cr_assert(eq(int, r.status, MIP_OPTIMAL));
    cr_assert(eq(i64, r.bound, r.objective));
    cr_assert(eq(i64, r.relaxed_bound % POINT, 0));
    mip_result_clear(&r);
    problem_free(p);
}

Test(mip, keeps_to_its_part)
{
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct problem *p = random_problem(seed, true);
        struct mip_options options = plain();
        struct mip_result r;
        int best[ITEMS] = {0}, fixed[ITEMS] = {-1, -1, -1, -1, -1, -1};
        int64_t least = try_all(p, &options.part, best);

        fixed[1] = least == INT64_MAX ? -1 : (best[1] + 1) % AGENTS;
        if (fixed[1] >= 0 && problem_cost(p, 1, fixed[1]) == NO_ARC)
            fixed[1] = best[1];
        fixed[4] = fixed[1] < 0 ? -1 : best[4];
        options.part.fixed = fixed;
        least = try_all(p, &options.part, best);
        cr_assert(eq(int, mip_solve(p, &options, &r, NULL), EB_OK));
        cr_assert(eq(int, r.status,
                     least == INT64_MAX ? MIP_INFEASIBLE : MIP_OPTIMAL),
                  "seed %d", (int)seed);
        if (least != INT64_MAX) {
            cr_assert(le(i64, r.objective, least + allowance(least)));
            cr_assert(eq(i64, r.objective, worth(p, r.agent)));
            cr_assert(fixed[1] < 0 || r.agent[1] == fixed[1]);
        }
        mip_result_clear(&r);
        problem_free(p);
    }
}

Test(mip, leaves_out_arcs_that_are_not_allowed)
{
    struct problem *p = capacity_problem(ITEMS, AGENTS, 40);
    struct mip_options options = plain();
    bool allowed[ITEMS * AGENTS];
    struct mip_result r;

    for (int k = 0; k < ITEMS * AGENTS; k++)
        allowed[k] = k % AGENTS != k / AGENTS % AGENTS;
    options.part.allowed = allowed;
    cr_assert(eq(int, mip_solve(p, &options, &r, NULL), EB_OK));
    cr_assert(eq(int, r.status, MIP_OPTIMAL));
    for (int i = 0; i < ITEMS; i++)
        cr_assert(ne(int, r.agent[i], i % AGENTS));
    mip_result_clear(&r);
    for (int k = 0; k < AGENTS; k++)
        allowed[k] = false;
    cr_assert(eq(int, mip_solve(p, &options, &r, NULL), EB_OK));
    cr_assert(eq(int, r.status, MIP_INFEASIBLE));
    mip_result_clear(&r);
    problem_free(p);
}

Test(mip, answers_for_a_problem_without_choice)
{
    struct problem *p = capacity_problem(ITEMS, AGENTS, 40);
    struct mip_options options = plain();
    int fixed[ITEMS] = {0, 1, 2, 0, 1, 2};
    struct mip_result r;

    options.part.fixed = fixed;
    cr_assert(eq(int, mip_solve(p, &options, &r, NULL), EB_OK));
    cr_assert(eq(int, r.status, MIP_OPTIMAL));
    cr_assert(eq(i64, r.objective, worth(p, fixed)));
    cr_assert(eq(i64, r.bound, r.objective));
    mip_result_clear(&r);
    problem_free(p);
}

Test(mip, never_loses_the_start)
{
    struct problem *p = capacity_problem(40, 8, 4);
    struct mip_options options = plain();
    struct mip_result first, second;

    options.node_limit = 500;
    options.gap = 0.10;
    cr_assert(eq(int, mip_solve(p, &options, &first, NULL), EB_OK));
    cr_assert(ne(ptr, first.agent, NULL));
    options.start = first.agent;
    options.gap = 0.0;
    options.node_limit = 1;
    cr_assert(eq(int, mip_solve(p, &options, &second, NULL), EB_OK));
    cr_assert(ne(ptr, second.agent, NULL));
    cr_assert(le(i64, second.objective, first.objective));
    cr_assert(le(i64, second.bound, second.objective));
    mip_result_clear(&second);

    /* With a gap that the start already meets there is nothing to do. */
    options.gap = 0.5;
    cr_assert(eq(int, mip_solve(p, &options, &second, NULL), EB_OK));
    cr_assert(eq(int, second.status, MIP_GAP));
    cr_assert(eq(i64, second.objective, first.objective));
    cr_assert(eq(i64, second.nodes, 0));
    mip_result_clear(&second);
    mip_result_clear(&first);
    problem_free(p);
}

Test(mip, does_not_believe_a_start_that_breaks_a_limit)
{
    struct problem *p = capacity_problem(ITEMS, AGENTS, 5);
    struct mip_options options = plain();
    int start[ITEMS] = {0};
    struct mip_result r;

    cr_assert(eq(i64, worth(p, start), INT64_MAX));
    options.start = start;
    options.relaxation_only = true;
    cr_assert(eq(int, mip_solve(p, &options, &r, NULL), EB_OK));
    cr_assert(eq(ptr, r.agent, NULL));
    cr_assert(eq(i64, r.objective, INT64_MAX));
    mip_result_clear(&r);
    problem_free(p);
}

Test(mip, stops_at_once_when_told)
{
    struct problem *p = capacity_problem(40, 8, 4);
    struct mip_options options = plain();
    volatile int stop = 1;
    struct mip_result r;

    options.stop = &stop;
    cr_assert(eq(int, mip_solve(p, &options, &r, NULL), EB_OK));
    cr_assert(eq(int, r.status, MIP_STOPPED));
    cr_assert(eq(int, r.relaxed, false));
    mip_result_clear(&r);
    stop = 0;
    options.deadline = clock_seconds() - 1.0;
    cr_assert(eq(int, mip_solve(p, &options, &r, NULL), EB_OK));
    cr_assert(eq(int, r.status, MIP_STOPPED));
    mip_result_clear(&r);
    problem_free(p);
}

Test(mip, gives_the_same_answer_for_the_same_nodes_and_iterations)
{
    struct problem *p = capacity_problem(60, 10, 2);
    struct mip_options options = plain();
    static const int64_t limits[][2] = {{30, 0}, {200, 0}, {0, 40}, {0, 400}};

    for (int k = 0; k < 4; k++) {
        struct mip_result first, second;

        options.node_limit = limits[k][0];
        options.iteration_limit = limits[k][1];
        cr_assert(eq(int, mip_solve(p, &options, &first, NULL), EB_OK));
        cr_assert(eq(int, mip_solve(p, &options, &second, NULL), EB_OK));
        cr_assert(eq(int, first.status, MIP_LIMIT), "case %d", k);
        cr_assert(eq(int, second.status, first.status));
        cr_assert(eq(i64, second.objective, first.objective));
        cr_assert(eq(i64, second.bound, first.bound));
        cr_assert(eq(i64, second.nodes, first.nodes));
        cr_assert(eq(i64, second.iterations, first.iterations));
        cr_assert(limits[k][0] == 0 || first.nodes <= limits[k][0] + 2);
        mip_result_clear(&first);
        mip_result_clear(&second);
    }
    problem_free(p);
}

Test(mip, stops_at_the_target_from_either_side)
{
    struct problem *p = capacity_problem(20, 4, 3);
    struct mip_options options = plain();
    struct mip_result best, r;

    cr_assert(eq(int, mip_solve(p, &options, &best, NULL), EB_OK));
    cr_assert(eq(int, best.status, MIP_OPTIMAL));
    options.target = best.objective + 100 * POINT;
    cr_assert(eq(int, mip_solve(p, &options, &r, NULL), EB_OK));
    cr_assert(eq(int, r.status, MIP_GAP));
    cr_assert(le(i64, r.objective, options.target));
    mip_result_clear(&r);
    options.target = best.relaxed_bound - POINT;
    cr_assert(eq(int, mip_solve(p, &options, &r, NULL), EB_OK));
    cr_assert(eq(int, r.status, MIP_GAP));
    cr_assert(gt(i64, r.bound, options.target));
    mip_result_clear(&r);
    mip_result_clear(&best);
    problem_free(p);
}

Test(mip, becomes_a_status_when_glpk_runs_out_of_memory)
{
    struct problem *p = capacity_problem(400, 30, 50);
    struct mip_options options = plain();
    eb_messages *said = eb_messages_new();
    struct mip_result r;

    options.memory_limit_mb = 1;
    for (int round = 0; round < 3; round++) {
        cr_assert(eq(int, mip_solve(p, &options, &r, said), EB_ENGINE));
        cr_assert(eq(ptr, r.agent, NULL));
        cr_assert(eq(sz, eb_messages_count(said), (size_t)round + 1));
    }
    eb_messages_free(said);
    problem_free(p);
    cr_assert(eq(sz, mem_live(), 0));
}

Test(mip, survives_every_failing_allocation)
{
    struct problem *p = random_problem(3, true);
    struct mip_options options = plain();
    eb_status status = EB_NO_MEMORY;

    for (long n = 0; status == EB_NO_MEMORY; n++) {
        size_t before = mem_live();
        struct mip_result r;

        mem_fail_at(n);
        status = mip_solve(p, &options, &r, NULL);
        mem_fail_at(-1);
        if (status == EB_NO_MEMORY)
            cr_assert(eq(sz, mem_live(), before));
        cr_assert(lt(long, n, 1000));
        mip_result_clear(&r);
    }
    cr_assert(eq(int, status, EB_OK));
    problem_free(p);
}

Test(mip, names_columns_and_rows_for_other_programs)
{
    struct problem *p = random_problem(5, true);
    struct mip *m = NULL;
    char name[MIP_NAME_ROOM];
    int cents = 12345;

    cr_assert(eq(int, mip_new(p, NULL, &m), EB_OK));
    mip_column_name(m, 0, name);
    cr_assert(eq(chr, name[0], 'x'));
    for (int c = m->n_arcs; c < (int)m->columns.n; c++) {
        mip_column_name(m, c, name);
        cr_assert(strncmp(name, "over", 4) == 0 ||
                  strncmp(name, "under", 5) == 0 ||
                  strncmp(name, "excess", 6) == 0);
    }
    mip_row_name(m, 0, name);
    cr_assert(eq(str, name, "item0"));
    cr_assert(eq(dbl, mip_number(cents, 2), 123.45));
    cr_assert(
        eq(dbl, mip_points((wide)1500000000 * 1000000000000000000), 1.5));
    mip_free(m);
    problem_free(p);
}
