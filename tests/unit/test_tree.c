/* test_tree.c - relaxations, the simplex on them, tree searches and what they
 * prove. */
#include "solver/tree.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "solver/blocks.h"
#include "solver/bound.h"
#include "solver/cuts.h"
#include "solver/greedy.h"
#include "solver/incumbent.h"
#include "solver/lift.h"
#include "solver/mip_glpk.h"
#include "solver/regroup.h"
#include "solver/simplex.h"
#include "solver/states.h"
#include "tests/support/random_problem.h"

static const struct kind kinds[] = {
    {6, 3, 2, false, false, false}, {6, 3, 2, true, false, true},
    {7, 3, 3, false, true, true},   {6, 4, 1, true, true, false},
    {5, 2, 2, true, true, true},
};
enum { KINDS = 5 };

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

/* ---- neighbourhoods ---- */

/* Every item somewhere, by regret; false if one finds no place. */
static bool place_all(struct stage *stage)
{
    int n = stage->p->n_items, *open = NEW(int, (size_t)n + 1);
    struct greedy *greedy = NULL;
    struct budget budget = {.steps = 1000000};

    for (int i = 0; i < n; i++)
        open[i] = i;
    search_reset(stage->s, NULL);
    greedy_new(stage->s, &greedy);
    greedy_place(greedy, stage->s, open, n, &budget);
    greedy_free(greedy);
    mem_free(open);
    return stage->s->n_unassigned == 0;
}

/* Whether an item that has no number, of a conflict set of this one, is there. */
static bool meets_who_stays(const struct relaxation *r, int item, int agent)
{
    const struct problem *p = r->s->p;

    for (size_t k = p->conflict_first.at[item];
         k < p->conflict_first.at[item + 1]; k++)
        for (size_t j = r->s->set_first[p->conflicts.at[k]];
             j < r->s->set_first[p->conflicts.at[k] + 1]; j++) {
            int other = r->s->set_items[j];

            if (other != item && relaxation_number(r, other) < 0 &&
                r->s->agent[other] == agent)
                return true;
        }
    return false;
}

/* Every third item may move. */
Test(relaxation, keeps_what_may_move_away_from_what_stays)
{
    enum { ITEMS = 30 };
    int n_dead = 0;

    for (uint64_t seed = 0; seed < 100; seed++) {
        struct stage stage = set(random_problem(
            seed, (struct kind){ITEMS, 5, 2, false, true, false}));
        int items[ITEMS / 3], choice[ITEMS / 3], agent[ITEMS];
        struct relax_part part = {
            .others_stay = true, .items = items, .n_items = ITEMS / 3};
        struct relaxation *r = NULL;
        eb_status status = EB_OK;
        bool alive;

        for (int k = 0; k < ITEMS / 3; k++)
            items[k] = 3 * k + 1;
        if (!place_all(&stage)) {
            strike(&stage);
            continue;
        }
        cr_assert(
            eq(int, (int)relaxation_new(stage.dual, &part, &r), (int)EB_OK));
        alive = relaxation_start(r, &status);
        for (int k = 0; k < r->n_items; k++) {
            cr_assert(eq(int, relaxation_number(r, r->item[k]), k));
            choice[k] = r->first[k];
        }
        for (int a = 0; alive && a < r->n_arcs; a++) {
            cr_assert(eq(int, (int)r->dead[a],
                         (int)meets_who_stays(r, r->item[r->arc_item[a]],
                                              r->agent[a])));
            n_dead += r->dead[a];
        }
        relaxation_assign(r, choice, agent);
        for (int i = 0; i < ITEMS; i++)
            cr_assert(eq(int, agent[i],
                         relaxation_number(r, i) < 0
                             ? stage.s->agent[i]
                             : r->agent[choice[relaxation_number(r, i)]]));
        relaxation_free(r);
        strike(&stage);
    }
    cr_assert(gt(int, n_dead, 100));
}

/* ---- the simplex ---- */

static double glpk_bound(const struct problem *p, bool *feasible)
{
    struct mip_options options = {.target = INT64_MIN,
                                  .relaxation_only = true};
    struct mip_result result = {0};
    double bound;

    cr_assert(eq(int, (int)mip_solve(p, &options, &result, NULL), (int)EB_OK));
    *feasible = result.status != MIP_INFEASIBLE;
    bound = (double)result.relaxed_bound;
    mip_result_clear(&result);
    return bound;
}

Test(simplex, finds_the_bound_that_a_general_code_finds)
{
    static const struct kind larger[] = {
        {60, 6, 3, false, false, false},
        {80, 5, 2, true, false, false},
        {120, 9, 3, false, false, true},
    };

    for (uint64_t seed = 0; seed < 60; seed++) {
        struct stage stage = set(random_problem(seed, larger[seed % 3]));
        struct relaxation *r = NULL;
        struct simplex *x = NULL;
        bool feasible;
        double general = glpk_bound(stage.p, &feasible), ours;
        double *lambda;
        int64_t iterations = 0;

        cr_assert(
            eq(int, (int)relaxation_new(stage.dual, NULL, &r), (int)EB_OK));
        lambda = NEW(double, (size_t)r->n_rows + 1);
        if (feasible && isfinite(relaxation_bound(r, lambda))) {
            cr_assert(eq(int, (int)simplex_new(r, &x), (int)EB_OK));
            simplex_start(x, lambda);
            cr_assert(eq(int,
                         (int)simplex_solve(x, INFINITY, 20000, &iterations),
                         (int)SIMPLEX_OPTIMAL),
                      "seed %d", (int)seed);
            simplex_lambda(x, lambda);
            ours = relaxation_bound(r, lambda);
            /* The general code's is less its tolerance and half a unit for
             * each penalty; it knows that loads are whole. */
            cr_assert(ge(dbl, ours, general - 1e-6 * fabs(general) - 100),
                      "seed %d", (int)seed);
            cr_assert(le(dbl, ours, general + 1e-6 * fabs(general) + 100),
                      "seed %d", (int)seed);
        }
        mem_free(lambda);
        simplex_free(x);
        relaxation_free(r);
        strike(&stage);
    }
}

Test(simplex, comes_back_to_a_basis_after_arcs_died)
{
    for (uint64_t seed = 0; seed < 40; seed++) {
        struct stage stage = set(random_problem(
            seed, (struct kind){40, 5, 3, false, false, false}));
        struct relaxation *r = NULL;
        struct simplex *x = NULL;
        double *lambda, bound, below;
        char *basis;
        int64_t iterations = 0;
        eb_status status = EB_OK;

        relaxation_new(stage.dual, NULL, &r);
        lambda = NEW(double, (size_t)r->n_rows + 1);
        simplex_new(r, &x);
        basis = mem_new(simplex_room(x) + 1, 1);
        simplex_start(x, lambda);
        simplex_solve(x, INFINITY, 20000, &iterations);
        simplex_lambda(x, lambda);
        bound = relaxation_bound(r, lambda);
        simplex_save(x, basis);
        for (int i = 0; i < r->n_items; i += 3)
            if (r->n_alive[i] > 1)
                relaxation_kill(r, r->choice[i], &status);
        simplex_solve(x, INFINITY, 20000, &iterations);
        simplex_lambda(x, lambda);
        below = relaxation_bound(r, lambda);
        cr_assert(ge(dbl, below, bound - 1));
        relaxation_revive(r, 0);
        simplex_load(x, basis);
        iterations = 0;
        cr_assert(eq(int, (int)simplex_solve(x, INFINITY, 20000, &iterations),
                     (int)SIMPLEX_OPTIMAL));
        cr_assert(le(i64, iterations, 10));
        simplex_lambda(x, lambda);
        cr_assert(epsilon_eq(dbl, relaxation_bound(r, lambda), bound,
                             1 + 1e-9 * fabs(bound)));
        mem_free(basis);
        mem_free(lambda);
        simplex_free(x);
        relaxation_free(r);
        strike(&stage);
    }
}

/* ---- cuts ---- */

/* What a cut leaves of an assignment's loads: not below 0. */
static double slack(const struct relaxation *r, const struct relax_cut *cut,
                    const int *choice, const double *load)
{
    double sum = cut->most;

    for (int j = 0; j < cut->n_sides; j++)
        sum += fmax(0, cut->sides[j].weight *
                           (load[cut->sides[j].row] - cut->sides[j].at));
    for (int k = 0; k < cut->n; k++) {
        int arc = r->agent_arcs[r->agents[cut->who].first_arc + k];

        if (choice[r->arc_item[arc]] == arc)
            sum -= cut->g[k];
    }
    return sum;
}

static bool next_choice(const struct relaxation *r, int *choice)
{
    for (int i = 0; i < r->n_items; i++) {
        if (++choice[i] < r->first[i + 1])
            return true;
        choice[i] = r->first[i];
    }
    return false;
}

/* How far the point is beyond the cut. */
static double excess(const struct relaxation *r, const struct relax_cut *cut,
                     const double *value, const double *filled)
{
    double sum = -cut->most;

    for (int k = 0; k < cut->n; k++)
        sum += cut->g[k] *
               value[r->agent_arcs[r->agents[cut->who].first_arc + k]];
    for (int j = 0; j < cut->n_sides; j++) {
        const struct relax_side *side = &cut->sides[j];
        const struct relax_row *row = &r->rows[side->row];

        for (int k = row->first_piece; k < row->first_piece + row->n_pieces;
             k++)
            if (relaxation_counts(side->weight, side->at, &r->pieces[k]))
                sum -= fabs(side->weight) *
                       (side->weight > 0 ? filled[k]
                                         : r->pieces[k].width - filled[k]);
    }
    return sum;
}

Test(cuts, hold_of_all_assignments_and_not_of_the_point)
{
    int n_found = 0;

    for (uint64_t seed = 0; seed < 300; seed++) {
        struct stage stage = set(random_problem(seed, kinds[seed % KINDS]));
        struct relaxation *r = NULL;
        struct simplex *x = NULL;
        struct cuts cuts;
        double lambda[100] = {0}, value[100], filled[200], load[50];
        int choice[20], n = 0;
        int64_t iterations = 0;

        cr_assert(
            eq(int, (int)relaxation_new(stage.dual, NULL, &r), (int)EB_OK));
        cuts_init(&cuts, r);
        if (!isfinite(relaxation_bound(r, lambda)))
            goto next;
        simplex_new(r, &x);
        simplex_start(x, lambda);
        for (int round = 0; round < 3; round++) {
            if (simplex_solve(x, INFINITY, 10000, &iterations) !=
                SIMPLEX_OPTIMAL)
                break;
            simplex_point(x, value);
            simplex_pieces(x, filled);
            cr_assert(
                eq(int, (int)cuts_separate(&cuts, value, filled, &n), EB_OK));
            for (int c = r->n_cuts - n; c < r->n_cuts; c++)
                cr_assert(gt(dbl, excess(r, r->cuts[c], value, filled), 0));
            simplex_take_cuts(x);
            n_found += n;
        }
        memcpy(choice, r->first, (size_t)r->n_items * sizeof *choice);
        do {
            if (!isfinite(relaxation_value(r, choice, load)))
                continue;
            for (int c = 0; c < r->n_cuts; c++)
                cr_assert(ge(dbl, slack(r, r->cuts[c], choice, load), 0),
                          "seed %d cut %d", (int)seed, c);
        } while (next_choice(r, choice));
    next:
        cuts_clear(&cuts);
        simplex_free(x);
        relaxation_free(r);
        strike(&stage);
    }
    cr_assert(gt(int, n_found, 300));
}

/* Bounds with cuts are higher, and taking back those that do not bind changes
 * nothing. */
Test(cuts, lift_the_bound)
{
    int n_lifted = 0;

    for (uint64_t seed = 0; seed < 60; seed++) {
        struct stage stage = set(random_problem(
            seed, (struct kind){30, 4, 2, false, false, false}));
        struct relaxation *r = NULL;
        struct simplex *x = NULL;
        struct cuts cuts;
        double *lambda, *value, *filled, before, after;
        int64_t iterations = 0;
        int n;

        relaxation_new(stage.dual, NULL, &r);
        lambda = NEW(double, (size_t)(r->n_rows + r->most_cuts) + 1);
        value = NEW(double, (size_t)r->n_arcs + 1);
        filled = NEW(double, (size_t)r->n_pieces + 1);
        cuts_init(&cuts, r);
        simplex_new(r, &x);
        simplex_start(x, lambda);
        simplex_solve(x, INFINITY, 10000, &iterations);
        simplex_lambda(x, lambda);
        before = relaxation_bound(r, lambda);
        simplex_point(x, value);
        simplex_pieces(x, filled);
        cuts_separate(&cuts, value, filled, &n);
        simplex_take_cuts(x);
        simplex_solve(x, INFINITY, 10000, &iterations);
        simplex_lambda(x, lambda);
        simplex_point(x, value);
        simplex_pieces(x, filled);
        for (int c = 0; c < r->n_cuts; c++)
            cr_assert(le(dbl, excess(r, r->cuts[c], value, filled),
                         1e-5 * fmax(1, fabs(r->cuts[c]->divisor))));
        after = relaxation_bound(r, lambda);
        cr_assert(ge(dbl, after, before - 1e-6 * fabs(before)), "seed %d",
                  (int)seed);
        n_lifted += after > before + 1e-6 * fabs(before);
        simplex_drop_cuts(x);
        simplex_solve(x, INFINITY, 10000, &iterations);
        simplex_lambda(x, lambda);
        cr_assert(epsilon_eq(dbl, relaxation_bound(r, lambda), after,
                             1 + 1e-6 * fabs(after)),
                  "seed %d", (int)seed);
        mem_free(lambda);
        mem_free(value);
        mem_free(filled);
        cuts_clear(&cuts);
        simplex_free(x);
        relaxation_free(r);
        strike(&stage);
    }
    cr_assert(gt(int, n_lifted, 20));
}

/* ---- trees ---- */

struct taking {
    struct incumbent best;
    int agent[200];
};

static eb_status take(void *context, const struct relaxation *r,
                      const int *choice, bool rounded, double *cutoff)
{
    struct taking *to = context;
    eb_status status;

    (void)rounded;
    relaxation_assign(r, choice, to->agent);
    status = incumbent_offer(&to->best, to->agent, NULL);
    if (to->best.value.feasible)
        *cutoff = (double)to->best.value.objective;
    return status;
}

Test(tree, ends_at_the_optimum_exactly_and_proves_no_more)
{
    for (uint64_t seed = 0; seed < 500; seed++) {
        struct stage stage =
            set(seed < 400 ? random_problem(seed, kinds[seed % KINDS])
                           : random_receivers(seed, kinds[seed % KINDS]));
        int64_t optimum = try_everything(stage.p, NULL), bound = 0;
        struct taking taking = {0};
        struct budget budget = {.steps = 1000000000};
        struct tree_options options = {.cutoff = INFINITY,
                                       .cuts = seed % 3 > 0,
                                       .most_nodes = 1000000,
                                       .offer = take,
                                       .context = &taking};
        struct tree_result result = {0};
        struct certificate proof = {0};

        incumbent_init(&taking.best, stage.p);
        certificate_start(stage.p, stage.dual->mu, NULL, &proof);
        cr_assert(eq(
            int, (int)tree_run(stage.dual, &options, &budget, &proof, &result),
            (int)EB_OK));
        cr_assert(result.complete == true);
        cr_assert(eq(i64,
                     taking.best.value.feasible ? taking.best.value.objective
                                                : INT64_MAX,
                     optimum),
                  "seed %d", (int)seed);
        cr_assert(
            eq(int, (int)bound_of(stage.p, &proof, NULL, &bound), (int)EB_OK));
        cr_assert(le(i64, bound, optimum), "seed %d", (int)seed);
        if (optimum < INT64_MAX && stage.p->n_conflicts == 0)
            cr_assert(ge(i64, bound, optimum - 2 - (int64_t)stage.p->terms.n),
                      "seed %d", (int)seed);
        certificate_clear(&proof);
        tree_result_clear(&result);
        incumbent_clear(&taking.best);
        strike(&stage);
    }
}

/* Two blocks, prices as they come: a bound all the same. */
Test(tree, proves_blocks_at_any_prices)
{
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct stage stage = set(random_problem(seed, kinds[seed % KINDS]));
        int64_t optimum = try_everything(stage.p, NULL), bound = 0;
        struct certificate proof = {0};
        double price[16];
        bool in[2][8];
        struct rng rng;

        rng_init(&rng, seed, 2);
        for (int i = 0; i < stage.p->n_items; i++)
            price[i] = rng_normal(&rng) * 1e9;
        certificate_start(stage.p, stage.dual->mu, price, &proof);
        for (int g = 0; g < stage.p->n_agents; g++) {
            in[0][g] = g == 0;
            in[1][g] = g != 0;
        }
        for (int block = 0; block < 2; block++) {
            struct relax_part part = {.in = in[block], .price = price};
            struct budget budget = {.steps = 1000000000};
            struct tree_options options = {.part = &part,
                                           .cutoff = INFINITY,
                                           .bound_only = true,
                                           .cuts = seed % 3 > 0,
                                           .most_nodes = 40};
            struct tree_result result = {0};

            cr_assert(eq(
                int,
                (int)tree_run(stage.dual, &options, &budget, &proof, &result),
                (int)EB_OK));
            tree_result_clear(&result);
        }
        /* An item of one block has no price. */
        for (int i = 0; i < stage.p->n_items; i++) {
            bool reaches[2] = {false, false};

            for (size_t a = stage.s->arc_first[i];
                 a < stage.s->arc_first[i + 1]; a++)
                reaches[stage.s->arc_agent[a] != 0] = true;
            if (!reaches[0] || !reaches[1])
                proof.prices.at[i] = 0;
        }
        cr_assert(
            eq(int, (int)bound_of(stage.p, &proof, NULL, &bound), (int)EB_OK));
        cr_assert(le(i64, bound, optimum), "seed %d", (int)seed);
        certificate_clear(&proof);
        strike(&stage);
    }
}

/* ---- lifts ---- */

Test(lift, proves_what_it_says_and_no_more_than_the_optimum)
{
    int n_lifted = 0, n_charged = 0;

    for (uint64_t seed = 0; seed < 200; seed++) {
        struct stage stage = set(random_problem(seed, kinds[seed % KINDS]));
        int64_t optimum = try_everything(stage.p, NULL);
        int64_t plain, before, after;
        struct certificate proof = {0};
        struct lift *lift = NULL;
        struct budget budget = {.steps = 100000000};
        struct rng rng;

        rng_init(&rng, seed, 4);
        certificate_single(stage.p, stage.dual->lambda, stage.dual->mu,
                           &proof);
        bound_of(stage.p, &proof, NULL, &plain);
        certificate_clear(&proof);
        cr_assert(eq(int, (int)lift_new(stage.dual, &lift), (int)EB_OK));
        cr_assert(eq(int, (int)lift_prove(lift, &proof), (int)EB_OK));
        bound_of(stage.p, &proof, NULL, &before);
        cr_assert(ge(i64, before, plain), "seed %d", (int)seed);
        n_charged += before > plain;
        for (int pass = 0; pass < 3; pass++)
            cr_assert(eq(
                int, (int)lift_pass(lift, 1 + (int)(seed % 3), &rng, &budget),
                (int)EB_OK));
        certificate_clear(&proof);
        cr_assert(eq(int, (int)lift_prove(lift, &proof), (int)EB_OK));
        bound_of(stage.p, &proof, NULL, &after);
        cr_assert(le(i64, after, optimum), "seed %d", (int)seed);
        if (before < INT64_MAX && after < INT64_MAX) {
            double rounding = 2 + (double)stage.p->terms.n;

            cr_assert(epsilon_eq(dbl, (double)(after - before),
                                 lift_gain(lift),
                                 rounding + 1e-9 * fabs((double)after)),
                      "seed %d", (int)seed);
            n_lifted += lift_gain(lift) > 1;
        }
        lift_free(lift);
        certificate_clear(&proof);
        strike(&stage);
    }
    cr_assert(gt(int, n_lifted, 100));
    cr_assert(gt(int, n_charged, 20));
}

/* Blocks of any size, grown from the multipliers and cuts of a lift. */
Test(blocks, prove_what_they_say_and_no_more_than_the_optimum)
{
    int n_higher = 0, n_tight = 0;

    for (uint64_t seed = 0; seed < 200; seed++) {
        struct stage stage = set(random_problem(seed, kinds[seed % KINDS]));
        int best[16];
        int64_t optimum = try_everything(stage.p, best), before, after;
        struct certificate proof = {0};
        struct lift *lift = NULL;
        struct blocks *blocks = NULL;
        struct budget budget = {.steps = 100000000};
        struct rng rng;

        rng_init(&rng, seed, 4);
        lift_new(stage.dual, &lift);
        lift_pass(lift, 2, &rng, &budget);
        lift_prove(lift, &proof);
        bound_of(stage.p, &proof, NULL, &before);
        if (optimum == INT64_MAX || before == INT64_MAX)
            goto next;
        cr_assert(
            eq(int,
               (int)blocks_new(lift, 1 + (int)(seed % 4), best, 1e6, &blocks),
               (int)EB_OK));
        cr_assert(eq(int, (int)blocks_grow(blocks, &budget), (int)EB_OK));
        certificate_clear(&proof);
        cr_assert(eq(int, (int)blocks_prove(blocks, &proof), (int)EB_OK));
        bound_of(stage.p, &proof, NULL, &after);
        cr_assert(le(i64, after, optimum), "seed %d", (int)seed);
        /* What conflict sets forbid, certificates cannot say. */
        if (stage.p->conflicts.n == 0) {
            double rounding = 3 + (double)stage.p->terms.n;

            cr_assert(ge(dbl, (double)after, (double)before - rounding),
                      "seed %d", (int)seed);
            cr_assert(ge(dbl, (double)after,
                         blocks_bound(blocks) - rounding -
                             1e-9 * fabs((double)after)),
                      "seed %d", (int)seed);
        }
        n_higher += after > before + 10;
        n_tight += after >= optimum - 10;
    next:
        blocks_free(blocks);
        lift_free(lift);
        certificate_clear(&proof);
        strike(&stage);
    }
    cr_assert(gt(int, n_higher, 30));
    cr_assert(gt(int, n_tight, 30));
}

/* What the cheapest items beside the state leave to pay at weights y. */
static double state_value(const struct states *s, const double *y)
{
    double sum = 0, lambda[STATE_LOADS] = {0};

    for (int j = 0; j < s->n_places; j++) {
        const struct state_place *p = &s->places[j];

        lambda[p->load] += y[j] * p->rise * p->sign;
        sum -= y[j] * p->rise * (p->sign * s->share * p->reach + p->beyond);
    }
    for (int k = 0; k < s->n_loads; k++)
        sum += lambda[k] * s->held[k];
    for (int i = 0; i < s->n_items; i++) {
        double price = 0;

        for (int k = 0; k < s->n_loads; k++)
            price += lambda[k] * s->amount[k][i];
        sum += fmin(price, 0);
    }
    return sum;
}

/* Against all weights of a grid. */
Test(states, finds_weights_as_good_as_any)
{
    int n_dear = 0;

    for (uint64_t seed = 0; seed < 100; seed++) {
        struct rng rng;
        struct state_place places[4];
        double amounts[2][6 + STATE_LANES] = {{0}}, y[4], best = 0;
        struct states s = {.n_loads = 2,
                           .n_places = 4,
                           .n_items = 6,
                           .places = places,
                           .amount = {amounts[0], amounts[1]},
                           .share = 0.5};

        rng_init(&rng, seed, 9);
        for (int j = 0; j < 4; j++)
            places[j] = (struct state_place){
                j / 2, j % 2 == 0 ? 1 : -1,
                (j % 2 == 0 ? 1.1 : 0.9) * 100 * (1 + j / 2),
                1 + (double)rng_below(&rng, 5), (double)rng_below(&rng, 5)};
        s.held[0] = (double)rng_below(&rng, 120);
        s.held[1] = (double)rng_below(&rng, 60);
        for (int i = 0; i < 6; i++)
            for (int k = 0; k < 2; k++)
                amounts[k][i] = (double)rng_below(&rng, 30);
        for (int grid = 0; grid < 11 * 11 * 11 * 11; grid++) {
            double at[4] = {grid % 11 / 10.0, grid / 11 % 11 / 10.0,
                            grid / 121 % 11 / 10.0, grid / 1331 / 10.0};

            best = fmax(best, state_value(&s, at));
        }
        cr_assert(ge(dbl, states_weigh(&s, 0, y), 0.98 * best - 1e-9),
                  "seed %d", (int)seed);
        for (int j = 0; j < 4; j++) {
            cr_assert(ge(dbl, y[j], 0));
            cr_assert(le(dbl, y[j], 1 + 1e-9));
        }
        cr_assert(ge(dbl, state_value(&s, y), 0.98 * best - 1e-6), "seed %d",
                  (int)seed);
        n_dear += best > 1;
    }
    cr_assert(gt(int, n_dear, 40));
}

/* ---- books divided anew ---- */

Test(regroup, of_all_agents_finds_the_optimum)
{
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct stage stage = set(random_problem(seed, kinds[seed % KINDS]));
        int64_t optimum = try_everything(stage.p, NULL);
        struct descent *descent = NULL;
        struct greedy *greedy = NULL;
        struct incumbent best = {0};
        struct budget budget = {.steps = 100000000};
        struct regroup_options options = {.nodes = 10000,
                                          .arcs = 1000,
                                          .smallest = 2,
                                          .largest = stage.p->n_agents,
                                          .patience = 60};
        struct rng rng;
        int open[16], n = 0;

        rng_init(&rng, seed, 3);
        descent_new(stage.s, NULL, &descent);
        greedy_new(stage.s, &greedy);
        incumbent_init(&best, stage.p);
        for (int i = 0; i < stage.p->n_items; i++)
            if (stage.s->agent[i] < 0)
                open[n++] = i;
        greedy_place(greedy, stage.s, open, n, &budget);
        incumbent_offer(&best, stage.s->agent, NULL);
        if (stage.s->n_unassigned == 0) {
            struct regroup *regroup = NULL;
            bool idle = false;

            regroup_new(stage.s, stage.dual, descent, &options, &regroup);
            cr_assert(eq(int,
                         (int)regroup_run(regroup, &best, &rng, INT64_MIN,
                                          &budget, &idle),
                         (int)EB_OK));
            cr_assert(idle);
            regroup_free(regroup);
            /* Groups need neighbours, and one tree stops at half a unit for
             * each penalty. */
            if (optimum < INT64_MAX && best.value.feasible)
                cr_assert(ge(i64, best.value.objective, optimum));
            cr_assert(epsilon_eq(dbl, stage.s->objective,
                                 search_recount(stage.s), 1.0));
            if (seed % KINDS == 0)
                cr_assert(le(i64, best.value.objective,
                             optimum + 2 + (int64_t)stage.p->terms.n),
                          "seed %d", (int)seed);
        }
        incumbent_clear(&best);
        greedy_free(greedy);
        descent_free(descent);
        strike(&stage);
    }
}
