/* test_singles.c - agents by themselves, seats for heavy items, and what both
 * prove. */
#include "solver/singles.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "solver/bound.h"
#include "solver/descent.h"
#include "solver/greedy.h"
#include "solver/incumbent.h"
#include "solver/seated.h"
#include "solver/simplex.h"
#include "solver/single.h"
#include "tests/support/random_problem.h"
#include "tests/support/sweep.h"

static const struct kind kinds[] = {
    {6, 3, 2, false, false, false}, {6, 3, 2, true, false, true},
    {7, 3, 3, false, true, true},   {6, 4, 1, true, true, false},
    {5, 2, 2, true, true, true},
};
enum { KINDS = 5, MOST_ITEMS = 128, MOST_ROWS = 32 };

struct stage {
    struct problem *p;
    struct search *s;
    struct dual *dual;
};

static struct stage set(struct problem *p)
{
    struct stage stage = {.p = p};

    cr_assert(eq(int, (int)search_new(p, &stage.s), (int)EB_OK));
    cr_assert(eq(int, (int)dual_new(stage.s, NULL, &stage.dual), (int)EB_OK));
    return stage;
}

static void strike(struct stage *stage)
{
    dual_free(stage->dual);
    search_free(stage->s);
    problem_free(stage->p);
}

/* ---- one agent ---- */

/* Items with a choice that can go to the agent. */
static int items_of(const struct search *s, int agent, int *items)
{
    int n = 0;

    for (int i = 0; i < s->p->n_items; i++)
        if (s->arc_first[i + 1] - s->arc_first[i] > 1 &&
            search_arc(s, i, agent) >= 0)
            items[n++] = i;
    return n;
}

/* Loads are whole: between two of them there is nothing but a straight line. */
static double between_whole_loads(const struct curves *c, size_t t,
                                  double load)
{
    double below = floor(load), part = load - below;

    return (1 - part) * curve_value(c, t, below) +
           part * curve_value(c, t, below + 1);
}

/* What taking so much of each item costs the agent; INFINITY beyond a limit. */
static double cost_of(const struct stage *stage, const struct single *o,
                      const double *price, const double *x)
{
    double sum = 0;

    for (int i = 0; i < o->n; i++)
        sum += (o->cost[i] - price[o->item[i]]) * x[i];
    for (int k = 0; k < o->n_loads; k++) {
        const struct term *t = &stage->p->terms.at[o->term[k]];
        double load = stage->dual->base[o->term[k]], slack;

        for (int i = 0; i < o->n; i++)
            load += o->unit[k] *
                    o->amount[(size_t)k * (size_t)o->n + (size_t)i] * x[i];
        slack = 1e-6 * o->unit[k];
        if ((t->lo != INT64_MIN && load < (double)t->lo - slack) ||
            (t->hi != INT64_MAX && load > (double)t->hi + slack))
            return INFINITY;
        sum += between_whole_loads(&stage->dual->curves, (size_t)o->term[k],
                                   load);
    }
    return sum;
}

static bool keeps(const unsigned char *mark, int i, bool in)
{
    return mark[i] == SINGLE_FREE || (mark[i] == SINGLE_HELD) == in;
}

/* The least of all whole choices that keep the marks. */
static double try_choices(const struct stage *stage, const struct single *o,
                          const double *price, const unsigned char *mark)
{
    double least = INFINITY, x[MOST_ITEMS];

    for (unsigned choice = 0; choice < 1u << o->n; choice++) {
        bool kept = true;

        for (int i = 0; i < o->n; i++) {
            x[i] = choice >> i & 1;
            kept = kept && keeps(mark, i, x[i] > 0);
        }
        if (kept)
            least = fmin(least, cost_of(stage, o, price, x));
    }
    return least;
}

static void draw(struct rng *rng, const struct search *s, double *price)
{
    for (int i = 0; i < s->p->n_items; i++)
        price[i] = (rng_unit(rng) - 0.3) * 4 * s->typical_cost;
}

/* Each time from the basis of the last prices. */
static void check_agent(struct stage *stage, int agent, struct rng *rng,
                        const char *why)
{
    struct single o = {0};
    struct single_room *room = NULL;
    int items[MOST_ITEMS], basis[MOST_ROWS] = {-1};
    double price[MOST_ITEMS], lambda[MOST_ROWS], asked[MOST_ITEMS];
    double x[MOST_ITEMS], reach = 0;
    unsigned char mark[MOST_ITEMS];
    int n = items_of(stage->s, agent, items);

    cr_assert(eq(int, (int)single_init(&o, stage->dual, NULL, agent, items, n),
                 (int)EB_OK));
    cr_assert(eq(int, (int)single_room_new(o.n_columns, o.n_rows, &room),
                 (int)EB_OK));
    for (int round = 0; round < 6; round++) {
        double value, least, cost, slack;

        draw(rng, stage->s, price);
        for (int i = 0; i < n; i++)
            mark[i] =
                round < 3 ? SINGLE_FREE : (unsigned char)rng_below(rng, 3);
        value = single_solve(&o, price, mark, room, basis, &reach, lambda,
                             asked, x);
        if (!isfinite(value)) {
            if (n <= 12)
                cr_assert(
                    eq(dbl, try_choices(stage, &o, price, mark), INFINITY),
                    "%s", why);
            continue;
        }
        cost = cost_of(stage, &o, price, x);
        slack = 1e-6 * (fabs(value) + stage->s->typical_cost) + 10;
        cr_assert(epsilon_eq(dbl, value, cost, slack), "%s, round %d", why,
                  round);
        if (n > 12)
            continue;
        least = try_choices(stage, &o, price, mark);
        cr_assert(le(dbl, value, least + slack), "%s, round %d", why, round);
    }
    single_room_free(room);
    single_clear(&o);
}

/* What it says is taken costs what it says, and nothing whole costs less. */
Test(single, is_worth_what_its_choice_costs)
{
    static const struct kind larger[] = {{60, 4, 3, false, false, false},
                                         {80, 3, 2, true, false, true}};
    char why[80];

    for (uint64_t seed = 0; seed < 60; seed++) {
        struct kind kind =
            seed % 3 == 2 ? larger[seed % 2] : kinds[seed % KINDS];
        struct stage stage = set(random_problem(seed, kind));
        struct rng rng;

        rng_init(&rng, seed, 5);
        for (int g = 0; g < stage.p->n_agents; g++) {
            snprintf(why, sizeof why, "seed %d, agent %d", (int)seed, g);
            check_agent(&stage, g, &rng, why);
        }
        strike(&stage);
    }
}

/* ---- all agents ---- */

static int64_t proved(const struct problem *p, const struct singles *o)
{
    struct certificate proof = {0};
    int64_t bound;

    cr_assert(eq(int, (int)singles_prove(o, &proof), (int)EB_OK));
    cr_assert(eq(int, (int)bound_of(p, &proof, NULL, &bound), (int)EB_OK));
    certificate_clear(&proof);
    return bound;
}

/* What is skipped because it cannot matter does not matter: the exact bound of the
 * certificate, in which nothing is skipped, is what was reckoned with. */
static void check_bound(const struct stage *stage, const struct singles *o,
                        const char *why)
{
    double bound = singles_bound(o);
    int64_t exact = proved(stage->p, o);
    double slack = 1e-6 * fabs(bound) + (double)stage->p->terms.n + 10;

    if (isfinite(bound) && exact != INT64_MAX)
        cr_assert(ge(dbl, (double)exact, bound - slack), "%s", why);
}

Test(singles, prove_no_more_than_there_is_and_all_they_say)
{
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct stage stage = set(random_problem(seed, kinds[seed % KINDS]));
        int64_t best = try_everything(stage.p, NULL);
        struct budget budget = {.steps = INT64_MAX / 4};
        struct seats seats = {0};
        struct singles *o = NULL;
        double before;
        char why[40];

        snprintf(why, sizeof why, "seed %d", (int)seed);
        dual_ascend(stage.dual, INFINITY, 50, &budget);
        cr_assert(
            eq(int, (int)seats_find(stage.dual, 0.3, &seats), (int)EB_OK));
        cr_assert(eq(int, (int)singles_new(stage.dual, NULL, &seats, &o),
                     (int)EB_OK));
        singles_price(o, stage.dual->lambda);
        singles_seat(o);
        singles_settle(o, 2, false);
        singles_seat(o);
        before = singles_look(o);
        check_bound(&stage, o, why);
        singles_ascend(o, fmax(before, 0) * 1.2 + 1e6, 60, &budget);
        cr_assert(ge(dbl, singles_bound(o), before), "%s", why);
        check_bound(&stage, o, why);
        if (best != INT64_MAX)
            cr_assert(le(i64, proved(stage.p, o), best), "%s", why);
        singles_free(o);
        seats_clear(&seats);
        strike(&stage);
    }
}

/* A load that one item overfills costs what that item costs whoever has it: no
 * multiplier of the load alone says so. */
Test(singles, know_that_a_heavy_item_is_whole)
{
    struct problem *p = NULL;
    struct stage stage;
    struct seats seats = {0};
    struct singles *o = NULL;
    struct budget budget = {.steps = INT64_MAX / 4};
    int class_number;
    double relaxed;

    cr_assert(eq(int, (int)problem_new(2, 1, &p), (int)EB_OK));
    problem_add_class(p, &class_number);
    for (int g = 0; g < 2; g++)
        problem_add_arc(p, g, 0, 255);
    problem_add_item(p, class_number);
    problem_add_load(p, 0, 20);
    for (int g = 0; g < 2; g++) {
        problem_add_term(p, g, 0, INT64_MIN, INT64_MAX);
        problem_add_hinge(p, 10 * 1000000, (wide)1000000000000, false);
    }
    cr_assert(eq(int, (int)problem_finish(p, NULL), (int)EB_OK));
    stage = set(p);
    dual_ascend(stage.dual, 10, 200, &budget);
    relaxed = stage.dual->bound;
    cr_assert(le(dbl, relaxed, 0.001));
    cr_assert(eq(int, (int)seats_find(stage.dual, 0.6, &seats), (int)EB_OK));
    cr_assert(eq(sz, seats.list.n, 1));
    cr_assert(
        eq(int, (int)singles_new(stage.dual, NULL, &seats, &o), (int)EB_OK));
    singles_price(o, stage.dual->lambda);
    cr_assert(eq(int, singles_seat(o), 1));
    singles_look(o);
    cr_assert(eq(i64, proved(p, o), 10));
    singles_free(o);
    seats_clear(&seats);
    strike(&stage);
}

/* ---- seats first ---- */

static eb_status run_seated(struct stage *stage, struct seated **out,
                            struct certificate *proof)
{
    struct budget budget = {.steps = INT64_MAX / 4};
    struct rng rng;
    eb_status status = EB_OK;

    rng_init(&rng, 1, 1);
    TRY(seated_new(stage->dual, out));
    TRY(seated_place(*out, 3, &budget));
    TRY(seated_refine(*out, 10, &budget));
    TRY(seated_lift(*out, 2, 3, 0, &rng, &budget));
    TRY(seated_raise(*out, 40, &budget));
    TRY(seated_prove(*out, proof));
done:
    return status;
}

/* What is open goes where regret says; then downhill. */
static void descend(struct stage *stage, const int *agent,
                    struct incumbent *found)
{
    struct search *s = stage->s;
    struct greedy *greedy = NULL;
    struct descent *descent = NULL;
    struct budget budget = {.steps = INT64_MAX / 4};
    int open[MOST_ITEMS], n = 0;

    cr_assert(eq(int, (int)incumbent_init(found, stage->p), (int)EB_OK));
    cr_assert(eq(int, (int)greedy_new(s, &greedy), (int)EB_OK));
    cr_assert(eq(int, (int)descent_new(s, NULL, &descent), (int)EB_OK));
    search_reset(s, agent);
    for (int i = 0; i < stage->p->n_items; i++)
        if (s->agent[i] < 0)
            open[n++] = i;
    greedy_place(greedy, s, open, n, &budget);
    descent_run(descent, s, NULL, 0, &budget);
    incumbent_offer(found, s->agent, NULL);
    descent_free(descent);
    greedy_free(greedy);
}

Test(seated, bounds_plans_and_places_items_where_they_may_go)
{
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct stage stage = set(
            random_problem(seed, (struct kind){90, 4, 3, false, false, true}));
        struct budget budget = {.steps = INT64_MAX / 4};
        struct certificate proof = {0}, single = {0};
        struct seated *o = NULL;
        int *agent = NEW(int, (size_t)stage.p->n_items);
        struct incumbent found = {0};
        int64_t bound, relaxed;

        dual_ascend(stage.dual, INFINITY, 200, &budget);
        cr_assert(eq(int, (int)run_seated(&stage, &o, &proof), (int)EB_OK));
        cr_assert(
            eq(int, (int)bound_of(stage.p, &proof, NULL, &bound), (int)EB_OK));
        certificate_single(stage.p, stage.dual->lambda, stage.dual->mu,
                           &single);
        bound_of(stage.p, &single, NULL, &relaxed);
        cr_assert(ge(i64, bound, relaxed - llabs(relaxed) / 10), "seed %d",
                  (int)seed);
        seated_assign(o, agent);
        for (int i = 0; i < stage.p->n_items; i++)
            if (agent[i] >= 0)
                cr_assert(ge(i64, search_arc(stage.s, i, agent[i]), 0));
        descend(&stage, agent, &found);
        if (found.value.feasible)
            cr_assert(le(i64, bound, found.value.objective), "seed %d",
                      (int)seed);
        incumbent_clear(&found);
        mem_free(agent);
        seated_free(o);
        certificate_clear(&proof);
        certificate_clear(&single);
        strike(&stage);
    }
}

/* What the relaxation is worth with the seats that the dual has. */
static double relaxed_seats(const struct dual *dual)
{
    struct relaxation *r = NULL;
    struct simplex *x = NULL;
    double row[MOST_ROWS], value;
    int64_t iterations = 0;
    eb_status status = EB_OK;

    cr_assert(eq(int, (int)relaxation_new(dual, NULL, &r), (int)EB_OK));
    relaxation_take_seats(r, dual->seat, &status);
    cr_assert(eq(int, (int)simplex_new(r, &x), (int)EB_OK));
    relaxation_multipliers(r, dual->lambda, dual->mu, row);
    simplex_start(x, row);
    simplex_solve(x, INFINITY, 100000, &iterations);
    simplex_lambda(x, row);
    value = relaxation_bound(r, row);
    simplex_free(x);
    relaxation_free(r);
    return value;
}

/* Seats are never worth more than before, and sometimes less. */
Test(seated, refines_seats_by_what_their_relaxation_is_worth)
{
    int better = 0;

    for (uint64_t seed = 0; seed < 40; seed++) {
        struct stage stage = set(
            random_problem(seed, (struct kind){14, 4, 2, false, false, true}));
        struct budget budget = {.steps = INT64_MAX / 4};
        struct seated *o = NULL;
        double before, after, slack;

        dual_ascend(stage.dual, INFINITY, 200, &budget);
        cr_assert(eq(int, (int)seated_new(stage.dual, &o), (int)EB_OK));
        seated_place(o, 3, &budget);
        before = relaxed_seats(seated_dual(o));
        slack = 1e-6 * fabs(before) + 1;
        cr_assert(eq(int, (int)seated_refine(o, 100, &budget), (int)EB_OK));
        after = relaxed_seats(seated_dual(o));
        cr_assert(le(dbl, seated_dual(o)->bound, after + slack), "seed %d",
                  (int)seed);
        cr_assert(le(dbl, after, before + slack), "seed %d", (int)seed);
        better += after < before - slack;
        for (size_t k = 0; k < seated_seats(o)->list.n; k++) {
            const struct seat *seat = &seated_seats(o)->list.at[k];

            cr_assert(eq(int, seat->agent, seated_dual(o)->seat[seat->item]));
        }
        seated_free(o);
        strike(&stage);
    }
    cr_assert(gt(int, better, 0));
}

/* Seats know nothing of conflicts: two items that may not meet can be given one
 * seat, which then makes no plan but still a bound. */
Test(seated, bounds_where_two_seats_would_clash)
{
    struct problem *p = NULL;
    struct stage stage;
    struct seated *o = NULL;
    struct certificate proof = {0};
    int class_number;
    int64_t bound;

    cr_assert(eq(int, (int)problem_new(2, 1, &p), (int)EB_OK));
    problem_add_class(p, &class_number);
    problem_add_arc(p, 0, 0, 255);
    problem_add_arc(p, 1, 1000000, 255);
    for (int i = 0; i < 2; i++) {
        problem_add_item(p, class_number);
        problem_add_load(p, 0, 20);
        problem_add_conflict(p, 0);
    }
    for (int g = 0; g < 2; g++) {
        problem_add_term(p, g, 0, INT64_MIN, INT64_MAX);
        problem_add_hinge(p, 10 * 1000000, (wide)1000000000000, false);
    }
    cr_assert(eq(int, (int)problem_finish(p, NULL), (int)EB_OK));
    stage = set(p);
    cr_assert(eq(int, (int)run_seated(&stage, &o, &proof), (int)EB_OK));
    cr_assert(eq(int, (int)bound_of(p, &proof, NULL, &bound), (int)EB_OK));
    cr_assert(gt(i64, bound, 0));
    cr_assert(le(i64, bound, try_everything(p, NULL)));
    seated_free(o);
    certificate_clear(&proof);
    strike(&stage);
}

static eb_status seated_in_memory(void *context)
{
    struct seated *o = NULL;
    struct certificate proof = {0};
    eb_status status = run_seated(context, &o, &proof);

    seated_free(o);
    certificate_clear(&proof);
    return status;
}

Test(seated, reports_that_memory_is_out)
{
    struct stage stage =
        set(random_problem(3, (struct kind){30, 3, 2, false, false, true}));
    struct budget budget = {.steps = INT64_MAX / 4};

    dual_ascend(stage.dual, INFINITY, 50, &budget);
    cr_assert(gt(int, (int)sweep_memory(seated_in_memory, &stage), 20));
    strike(&stage);
}
