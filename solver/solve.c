/* solve.c - the pipeline: greedy -> descent -> dual bound -> seats for heavy items
 * where agents have dozens of items, else relaxation or lift -> a short tree ->
 * dives where only capacities bind -> rounds of perturbation and regrouping that
 * take turns with the tree, or groups of books where there are too many -> a long
 * tree -> MIP. Each step begins only while the gap is still open. */
#include "solver/solve.h"

#include "solver/blocks.h"
#include "solver/bound.h"
#include "solver/core.h"
#include "solver/dives.h"
#include "solver/mip_glpk.h"
#include "solver/perturb.h"
#include "solver/regroup.h"
#include "solver/seated.h"
#include "solver/simplex.h"
#include "solver/tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How much work each step may do, per effort; steps of all books at once are for
 * up to ARCS_OF_WORK arcs, and larger problems have more in proportion: what has to
 * be done for each agent must not end half-way because there are many. */
enum { ARCS_OF_WORK = 250000 };

struct plan_of_work {
    int64_t descent, first_search, search; /* steps */
    int64_t perturb;                       /* steps an arc, in a round */
    int64_t first_dives, dives;            /* steps; in a turn */
    int64_t prices;                        /* steps of their proof */
    int64_t tiny_tree, short_tree, long_tree;
    int dual_rounds;
    int64_t simplex;        /* iterations */
    int64_t regroup;        /* steps of one */
    int64_t groups, blocks; /* steps of all turns */
    int lull; /* steps an arc in which groups must bring something; 0: any */
    int64_t polish; /* of one descent within a tree */
    int tree_nodes;
    int64_t mip_nodes, core_nodes;
    int rounds;
    int64_t seat; /* steps */
    int seat_dual_rounds, seatings, seat_passes, seat_rounds;
    int patience;        /* changes of seats in a row that bring nothing */
    size_t refined_arcs; /* at most, for seats by their relaxation */
    int64_t lift;        /* steps */
    int lifts, block;    /* passes; agents in a block */
    int tree_block;      /* agents in a block with a tree */
    size_t tiny_arcs; /* at most, for an optimum whatever gap is asked for */
    size_t tree_arcs, relaxation_arcs, mip_arcs; /* at most, to be tried */
};

static const struct plan_of_work works[] = {
    [EB_QUICK] = {.seat = 2000000000,
                  .seat_dual_rounds = 600,
                  .seatings = 8,
                  .seat_passes = 1,
                  .seat_rounds = 100,
                  .descent = 200000000,
                  .first_search = 20000000,
                  .search = 50000000,
                  .perturb = 10000,
                  .first_dives = 50000000,
                  .dives = 20000000,
                  .prices = 100000000,
                  .tiny_tree = 10000000,
                  .short_tree = 20000000,
                  .long_tree = 100000000,
                  .dual_rounds = 200,
                  .simplex = 500,
                  .regroup = 50000000,
                  .groups = 20000000,
                  .lull = 60,
                  .blocks = 0,
                  .polish = 500000,
                  .tree_nodes = 1000,
                  .mip_nodes = 500,
                  .core_nodes = 2000,
                  .rounds = 2,
                  .lift = 100000000,
                  .lifts = 2,
                  .block = 12,
                  .tree_block = 9,
                  .tiny_arcs = 400,
                  .tree_arcs = 3000,
                  .relaxation_arcs = 5000,
                  .mip_arcs = 1000},
    [EB_NORMAL] = {.seat = 40000000000,
                   .seat_dual_rounds = 600,
                   .seatings = 8,
                   .patience = 30,
                   .refined_arcs = 100000,
                   .seat_passes = 2,
                   .seat_rounds = 200,
                   .descent = 4000000000,
                   .first_search = 60000000,
                   .search = 1000000000,
                   .perturb = 75000,
                   .first_dives = 150000000,
                   .dives = 500000000,
                   .prices = 500000000,
                   .tiny_tree = 10000000,
                   .short_tree = 60000000,
                   .long_tree = 1500000000,
                   .dual_rounds = 600,
                   .simplex = 5000,
                   .regroup = 150000000,
                   .groups = 20000000000,
                   .blocks = 6000000000,
                   .polish = 2000000,
                   .tree_nodes = 50000,
                   .mip_nodes = 500,
                   .core_nodes = 15000,
                   .rounds = 12,
                   .lift = 600000000,
                   .lifts = 20,
                   .block = 12,
                   .tree_block = 9,
                   .tiny_arcs = 400,
                   .tree_arcs = 2500,
                   .relaxation_arcs = 20000,
                   .mip_arcs = 4500},
    [EB_DEEP] = {.seat = 4000000000000,
                 .seat_dual_rounds = 600,
                 .seatings = 8,
                 .patience = 200,
                 .refined_arcs = 1000000,
                 .seat_passes = 10,
                 .seat_rounds = 1000,
                 .descent = 40000000000,
                 .first_search = 60000000,
                 .search = 20000000000,
                 .perturb = 300000,
                 .first_dives = 150000000,
                 .dives = 5000000000,
                 .prices = 500000000,
                 .tiny_tree = 10000000,
                 .short_tree = 100000000,
                 .long_tree = 20000000000,
                 .dual_rounds = 2000,
                 .simplex = 20000,
                 .regroup = 2000000000,
                 .groups = 500000000000,
                 .blocks = 500000000000,
                 .polish = 2000000,
                 .tree_nodes = 200000,
                 .mip_nodes = 100000,
                 .core_nodes = 100000,
                 .rounds = 60,
                 .lift = 100000000000,
                 .lifts = 100,
                 .block = 12,
                 .tree_block = 9,
                 .tiny_arcs = 1500,
                 .tree_arcs = 10000,
                 .relaxation_arcs = 100000,
                 .mip_arcs = 20000},
};

struct run {
    const struct problem *p;
    const struct solve_options *options;
    struct plan_of_work work;
    struct solution *out;
    struct search *s;
    struct greedy *greedy;
    struct descent *descent;
    struct dual *dual;
    struct incumbent best;
    struct rng rng;
    const char *phase;
    double started, phase_started;
    int *agent;            /* [n_items] an assignment to be offered */
    bool no_assignment;    /* the bound is +infinity */
    bool searched;         /* a tree search was complete */
    struct tree *tree;     /* of the whole problem; NULL: not begun */
    struct seated *seated; /* where heavy items go; NULL: not looked for */
    struct lift *lift;     /* multipliers block by block; NULL: not begun */
    struct blocks *blocks; /* trees of these */
    struct dives *dives;   /* NULL: not begun */
    double proved_blocks;  /* their bound when they were proved last */
    struct tree_result tree_result;
    int proved_nodes; /* of the tree, when it was proved last */
    int64_t solver_bound;
    bool cut;
    size_t n_arcs, n_free; /* of items with a choice; these */
    bool has_costs;        /* some item costs more here than there */
};

static struct budget budget_of(const struct run *run, int64_t steps)
{
    return (struct budget){.steps = steps,
                           .deadline = run->options->deadline,
                           .stop = run->options->stop};
}

static void report(struct run *run)
{
    struct incumbent_point now = {
        clock_seconds() - run->started,
        run->best.value.feasible ? run->best.value.objective : INT64_MAX,
        run->out->lower_bound};

    VEC_PUSH(&run->out->history, now);
    if (run->options->progress == NULL)
        return;
    run->out->objective = now.objective;
    run->out->feasible = run->best.value.feasible;
    run->options->progress(run->options->context, run->phase, run->out);
}

static void on_improvement(void *context, const struct incumbent *now)
{
    (void)now;
    report(context);
}

static void begin_phase(struct run *run, const char *name)
{
    run->phase = name;
    run->phase_started = clock_seconds();
}

static void end_phase(struct run *run, double *seconds)
{
    *seconds += clock_seconds() - run->phase_started;
}

/* ---- when to stop ---- */

static int64_t bound_so_far(const struct run *run)
{
    return run->solver_bound > run->out->lower_bound ? run->solver_bound
                                                     : run->out->lower_bound;
}

/* No better assignment can be worth it, or one question is answered. */
static bool is_settled(const struct run *run)
{
    int64_t bound = bound_so_far(run), target = run->options->target;

    if (run->no_assignment || run->searched)
        return true;
    if (target != INT64_MIN && bound > target)
        return true;
    if (!run->best.value.feasible)
        return false;
    return (bound != INT64_MIN &&
            run->best.value.objective - bound <= run->options->worth) ||
           (target != INT64_MIN && run->best.value.objective <= target);
}

/* Nothing below this is looked for. */
static int64_t good_enough(const struct run *run)
{
    return run->options->target > run->out->lower_bound
               ? run->options->target
               : run->out->lower_bound;
}

/* Whether the best assignment is near enough to this bound. */
static bool closes_gap(const struct run *run, double bound)
{
    double objective = (double)run->best.value.objective;

    return run->best.value.feasible &&
           objective - bound <= run->options->gap * fabs(objective);
}

static bool is_within_gap(const struct run *run)
{
    return is_settled(run) || (run->out->lower_bound != INT64_MIN &&
                               closes_gap(run, (double)run->out->lower_bound));
}

static bool wants_more(struct run *run)
{
    return !is_within_gap(run);
}

static bool small_enough(const struct run *run, size_t arcs)
{
    return run->n_arcs <= arcs;
}

/* Nothing has a cost but arcs: nodes of trees are cheap, and what is better is
 * better by little. */
static bool is_packing(const struct run *run)
{
    return run->p->hinges.n == 0;
}

static bool is_for_tree(const struct run *run)
{
    enum { CHEAPER = 2 };
    size_t most = run->work.tree_arcs;

    return small_enough(run, is_packing(run) ? CHEAPER * most : most);
}

/* So many items an agent that only a few of them weigh much. Where nothing has a
 * cost but loads, a descent does all there is to do; where loads have none, no item
 * is heavy. */
#define MANY_ITEMS 24

static bool wants_seats(struct run *run)
{
    return wants_more(run) && run->has_costs && run->p->hinges.n > 0 &&
           !is_for_tree(run) &&
           run->n_free >= (size_t)(MANY_ITEMS * run->p->n_agents);
}

static bool is_over(struct run *run)
{
    struct budget look = budget_of(run, 1);

    run->cut = run->cut || budget_is_cut(&look);
    return run->cut;
}

/* ---- the steps ---- */

static eb_status count_arcs(struct run *run)
{
    for (int i = 0; i < run->p->n_items; i++) {
        size_t n = run->s->arc_first[i + 1] - run->s->arc_first[i];

        if (n == 0)
            return fail(EB_BAD_ARGUMENT, run->options->said,
                        "an item without arcs");
        if (n > 1) {
            run->n_arcs += n;
            run->n_free++;
        }
        for (size_t a = 1; a < n; a++)
            run->has_costs =
                run->has_costs || run->s->arc_cost[run->s->arc_first[i] + a] !=
                                      run->s->arc_cost[run->s->arc_first[i]];
    }
    return EB_OK;
}

/* Items that prefer one agent by cost go there; the rest by regret. */
static void prefer_cheapest(const struct run *run, int *agent)
{
    const struct search *s = run->s;

    for (int i = 0; i < run->p->n_items; i++) {
        double best = INFINITY;

        agent[i] = -1;
        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++) {
            if (s->arc_cost[a] < best) {
                best = s->arc_cost[a];
                agent[i] = s->arc_agent[a];
            } else if (s->arc_cost[a] <= best) {
                agent[i] = -1;
            }
        }
    }
}

static void drop_clashes(const struct run *run, int *agent)
{
    for (int i = 0; i < run->p->n_items; i++)
        for (size_t k = run->p->conflict_first.at[i];
             agent[i] >= 0 && k < run->p->conflict_first.at[i + 1]; k++) {
            int set = run->p->conflicts.at[k];

            for (size_t j = run->s->set_first[set];
                 j < run->s->set_first[set + 1]; j++) {
                int other = run->s->set_items[j];

                if (other < i && agent[other] == agent[i])
                    agent[i] = -1;
                if (other != i && agent[i] >= 0 &&
                    run->s->agent[other] == agent[i])
                    agent[i] = -1;
            }
        }
}

/* One start: what `agent` says, the rest by regret, then descent. */
static eb_status try_start(struct run *run, int *agent, struct budget *budget)
{
    eb_status status = EB_OK;
    int *open = NEW(int, (size_t)run->p->n_items + 1);
    int n = 0;
    double began;

    if (open == NULL)
        return EB_NO_MEMORY;
    TRY(search_reset(run->s, NULL));
    drop_clashes(run, agent);
    TRY(search_reset(run->s, agent));
    for (int i = 0; i < run->p->n_items; i++)
        if (run->s->agent[i] < 0)
            open[n++] = i;
    began = clock_seconds();
    TRY(greedy_place(run->greedy, run->s, open, n, budget));
    run->out->seconds_greedy += clock_seconds() - began;
    TRY(incumbent_offer(&run->best, run->s->agent, NULL));
    TRY(descent_run(run->descent, run->s, NULL, 0, budget));
    TRY(incumbent_offer(&run->best, run->s->agent, NULL));
done:
    mem_free(open);
    return status;
}

/* What the caller starts from is a plan by itself, if it is complete. */
static eb_status offer_start(struct run *run)
{
    if (run->options->start == NULL)
        return EB_OK;
    for (int i = 0; i < run->p->n_items; i++)
        if (run->options->start[i] < 0)
            return EB_OK;
    return incumbent_offer(&run->best, run->options->start, NULL);
}

/* The first of the starts leaves half of the work to the caller's own. */
static eb_status try_first(struct run *run, int *agent, struct budget *budget)
{
    int64_t kept = run->options->start == NULL ? 0 : budget->steps / 2;
    eb_status status;

    budget->steps -= kept;
    status = try_start(run, agent, budget);
    budget->steps += kept;
    return status;
}

/* Steps an arc of a first descent, where a better start will come. */
enum { GLANCE = 10 };

static eb_status first_plans(struct run *run)
{
    eb_status status = EB_OK;
    int64_t steps =
        wants_seats(run) ? GLANCE * (int64_t)run->n_arcs : run->work.descent;
    struct budget budget = budget_of(run, steps);
    int *agent = NEW(int, (size_t)run->p->n_items + 1);
    int *kept = NEW(int, (size_t)run->p->n_items + 1);
    double guided;

    if (agent == NULL || kept == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    begin_phase(run, "greedy");
    TRY(offer_start(run));
    prefer_cheapest(run, agent);
    TRY(try_first(run, agent, &budget));
    guided = run->s->objective;
    memcpy(kept, run->s->agent, (size_t)run->p->n_items * sizeof *kept);
    for (int k = 0; k < 2 && !budget_is_spent(&budget); k++) {
        if (k == 0 && run->options->start == NULL)
            continue;
        for (int i = 0; i < run->p->n_items; i++)
            agent[i] = k == 0 ? run->options->start[i] : -1;
        TRY(try_start(run, agent, &budget));
        if (run->s->n_unassigned == 0 && run->s->objective < guided) {
            guided = run->s->objective;
            memcpy(kept, run->s->agent,
                   (size_t)run->p->n_items * sizeof *kept);
        }
    }
    TRY(search_reset(run->s, kept));
    run->out->steps += steps - budget.steps;
    end_phase(run, &run->out->seconds_descent);
    run->out->seconds_descent -= run->out->seconds_greedy;
done:
    mem_free(agent);
    mem_free(kept);
    return status;
}

/* The certificate is replaced by one that proves more; `proof` is emptied. */
static eb_status take_proof(struct run *run, struct certificate *proof)
{
    eb_status status = EB_OK;
    int64_t bound;

    TRY(bound_of(run->p, proof, run->options->pool, &bound));
    run->no_assignment = run->no_assignment || bound == INT64_MAX;
    if (bound > run->out->lower_bound ||
        run->out->certificate.n_vectors == 0) {
        certificate_clear(&run->out->certificate);
        run->out->certificate = *proof;
        *proof = (struct certificate){0};
        run->out->lower_bound = bound;
        report(run);
    }
done:
    certificate_clear(proof);
    return status;
}

/* One leaf of the dual's best multipliers. */
static eb_status certify(struct run *run)
{
    eb_status status = EB_OK;
    struct certificate proof = {0};

    TRY(certificate_single(run->p, run->dual->lambda, run->dual->mu, &proof));
    TRY(take_proof(run, &proof));
done:
    certificate_clear(&proof);
    return status;
}

/* What the caller has proved already. */
static eb_status recall(struct run *run)
{
    eb_status status = EB_OK;
    struct certificate proof = {0};

    if (run->options->proof == NULL)
        return EB_OK;
    TRY(certificate_copy(run->options->proof, &proof));
    TRY(take_proof(run, &proof));
done:
    certificate_clear(&proof);
    return status;
}

static eb_status raise_bound(struct run *run)
{
    eb_status status = EB_OK;
    struct budget budget = budget_of(run, INT64_MAX / 4);
    double target = run->best.value.feasible
                        ? (double)run->best.value.objective
                        : INFINITY;

    begin_phase(run, "bound");
    dual_ascend(run->dual, target,
                wants_seats(run) ? run->work.seat_dual_rounds
                                 : run->work.dual_rounds,
                &budget);
    run->out->steps += INT64_MAX / 4 - budget.steps;
    TRY(certify(run));
done:
    end_phase(run, &run->out->seconds_dual);
    return status;
}

/* The relaxation's own multipliers, where the ascent comes only near them. */
static eb_status relax(struct run *run)
{
    eb_status status = EB_OK;
    struct relaxation *r = NULL;
    struct simplex *simplex = NULL;
    struct budget budget = budget_of(run, INT64_MAX / 4);
    int64_t iterations = 0;

    begin_phase(run, "relaxation");
    TRY(relaxation_new(run->dual, NULL, &r));
    TRY(simplex_new(r, &simplex));
    TRY(simplex_approach(simplex, run->dual, run->work.simplex, &budget,
                         &iterations));
    run->out->steps += iterations * r->n_arcs;
    TRY(certify(run));
done:
    simplex_free(simplex);
    relaxation_free(r);
    end_phase(run, &run->out->seconds_dual);
    return status;
}

#define WORTH_A_PASS 1e-3 /* of the objective */

static eb_status prove_lift(struct run *run)
{
    struct certificate proof = {0};
    eb_status status = EB_OK;

    TRY(lift_prove(run->lift, &proof));
    TRY(take_proof(run, &proof));
done:
    certificate_clear(&proof);
    return status;
}

/* Hard limits that the state breaks become dearer until it keeps them. */
static eb_status repair(struct run *run, struct budget *budget)
{
    enum { MOST_REPAIRS = 12 };
    eb_status status = EB_OK;

    for (int k = 0; k < MOST_REPAIRS && !budget_is_spent(budget) &&
                    search_raise_weights(run->s, 2);
         k++) {
        descent_forget(run->descent);
        TRY(descent_run(run->descent, run->s, NULL, 0, budget));
        TRY(incumbent_offer(&run->best, run->s->agent, NULL));
    }
    search_restore_weights(run->s);
    descent_forget(run->descent);
done:
    return status;
}

static eb_status prove_seated(struct run *run)
{
    struct certificate proof = {0};
    eb_status status = EB_OK;

    TRY(seated_prove(run->seated, &proof));
    TRY(take_proof(run, &proof));
done:
    certificate_clear(&proof);
    return status;
}

/* A plan from what each item costs where. */
static eb_status start_seated(struct run *run)
{
    eb_status status = EB_OK;
    struct budget budget = budget_of(run, run->work.seat);

    begin_phase(run, "greedy");
    seated_assign(run->seated, run->agent);
    TRY(try_start(run, run->agent, &budget));
    TRY(repair(run, &budget));
    run->out->steps += run->work.seat - budget.steps;
    end_phase(run, &run->out->seconds_descent);
done:
    return status;
}

/* Better seats, where that can be afforded, and a plan from there. */
static eb_status refine_seated(struct run *run)
{
    eb_status status = EB_OK;
    struct budget budget = budget_of(run, run->work.seat);

    begin_phase(run, "seats");
    TRY(seated_refine(run->seated, run->work.patience, &budget));
    TRY(prove_seated(run));
    run->out->steps += run->work.seat - budget.steps;
    end_phase(run, &run->out->seconds_dual);
    if (!is_over(run))
        TRY(start_seated(run));
done:
    return status;
}

static eb_status raise_seated(struct run *run)
{
    eb_status status = EB_OK;
    const struct plan_of_work *work = &run->work;
    struct budget budget = budget_of(run, work->seat);

    begin_phase(run, "bound");
    TRY(seated_lift(run->seated, work->seat_passes, work->block, WORTH_A_PASS,
                    &run->rng, &budget));
    TRY(seated_raise(run->seated, work->seat_rounds, &budget));
    TRY(prove_seated(run));
    run->out->steps += work->seat - budget.steps;
    end_phase(run, &run->out->seconds_dual);
done:
    return status;
}

/* Where agents have dozens of items: who is to hold each heavy one, a plan from
 * there, and the bound that shows how good it is. */
static eb_status seat(struct run *run)
{
    eb_status status = EB_OK;
    struct budget budget = budget_of(run, run->work.seat);

    begin_phase(run, "seats");
    TRY(seated_new(run->dual, &run->seated));
    TRY(seated_place(run->seated, run->work.seatings, &budget));
    TRY(prove_seated(run));
    run->out->steps += run->work.seat - budget.steps;
    end_phase(run, &run->out->seconds_dual);
    TRY(start_seated(run));
    if (!is_over(run) && wants_more(run) &&
        small_enough(run, run->work.refined_arcs))
        TRY(refine_seated(run));
    if (!is_over(run) && wants_more(run))
        TRY(raise_seated(run));
done:
    return status;
}

/* Multipliers and cuts block by block, where the whole is too large for them. */
static eb_status lift(struct run *run)
{
    eb_status status = EB_OK;
    struct budget budget = budget_of(run, run->work.lift);
    double gain = 0;

    begin_phase(run, "lift");
    TRY(lift_new(run->dual, &run->lift));
    TRY(prove_lift(run));
    for (int k = 0;
         k < run->work.lifts && !is_over(run) && !budget_is_spent(&budget);
         k++) {
        TRY(lift_pass(run->lift, run->work.block, &run->rng, &budget));
        if (lift_gain(run->lift) - gain <
            WORTH_A_PASS * fabs((double)run->best.value.objective))
            break;
        gain = lift_gain(run->lift);
    }
    run->out->steps += run->work.lift - budget.steps;
    search_rank(run->s, lift_lambda(run->lift), run->dual->mu);
    TRY(prove_lift(run));
done:
    end_phase(run, &run->out->seconds_dual);
    return status;
}

/* What a tree finds is valued exactly; what it rounds goes downhill first. */
static eb_status take_choice(void *context, const struct relaxation *r,
                             const int *choice, bool rounded, double *cutoff)
{
    struct run *run = context;
    eb_status status = EB_OK;

    relaxation_assign(r, choice, run->agent);
    if (rounded) {
        struct budget budget = budget_of(run, run->work.polish);

        TRY(search_reset(run->s, run->agent));
        TRY(descent_run(run->descent, run->s, NULL, 0, &budget));
        TRY(incumbent_offer(&run->best, run->s->agent, NULL));
    }
    TRY(incumbent_offer(&run->best, run->agent, NULL));
    if (run->best.value.feasible)
        *cutoff = fmin(*cutoff, (double)run->best.value.objective);
done:
    return status;
}

/* A tree may prune what rounding of penalties could bring to the target. */
static double cutoff_of(const struct run *run)
{
    double cutoff = INFINITY;

    if (run->options->target != INT64_MIN)
        cutoff = (double)run->options->target + 1 + (double)run->p->terms.n;
    if (run->best.value.feasible)
        cutoff = fmin(cutoff, (double)run->best.value.objective);
    return cutoff;
}

/* Where it is complete, a small tree is the quickest way to an optimum. */
static double tree_gap(const struct run *run)
{
    return run->n_arcs <= run->work.tiny_arcs ? 0 : run->options->gap;
}

static eb_status prove_tree(struct run *run)
{
    struct certificate proof = {0};
    eb_status status = EB_OK;

    if (run->tree == NULL || run->tree_result.nodes == run->proved_nodes)
        return EB_OK;
    TRY(certificate_start(run->p, run->dual->mu, NULL, &proof));
    TRY(tree_prove(run->tree, &proof));
    TRY(take_proof(run, &proof));
    run->proved_nodes = run->tree_result.nodes;
done:
    certificate_clear(&proof);
    return status;
}

/* The tree is complete: nothing is better than what is known. */
static void settle(struct run *run)
{
    int64_t target = run->options->target;

    run->searched = true;
    if (run->best.value.feasible &&
        (target == INT64_MIN || run->best.value.objective <= target))
        run->solver_bound = run->best.value.objective;
    else if (target != INT64_MIN)
        run->solver_bound = target + 1;
    else
        run->no_assignment = true;
}

#define SLACK 0.02         /* of the gap, that blocks look beyond their part */
#define WORTH_A_PROOF 1e-3 /* of the objective */

static eb_status prove_blocks(struct run *run)
{
    struct certificate proof = {0};
    eb_status status = EB_OK;

    if (run->blocks == NULL ||
        !(blocks_bound(run->blocks) > run->proved_blocks))
        return EB_OK;
    TRY(blocks_prove(run->blocks, &proof));
    TRY(take_proof(run, &proof));
    run->proved_blocks = blocks_bound(run->blocks);
done:
    certificate_clear(&proof);
    return status;
}

/* Searches the one tree on. */
static eb_status grow_tree(struct run *run, int64_t steps)
{
    eb_status status = EB_OK;
    struct budget budget = budget_of(run, steps);
    struct tree_options options = {.cutoff = cutoff_of(run),
                                   .cuts = true,
                                   .most_nodes = run->work.tree_nodes,
                                   .gap = tree_gap(run),
                                   .offer = take_choice,
                                   .context = run};

    begin_phase(run, "tree");
    if (run->tree == NULL)
        TRY(tree_new(run->dual, &options, &run->tree));
    TRY(tree_grow(run->tree, options.cutoff, &budget, &run->tree_result));
    run->out->steps += steps - budget.steps;
    if (run->tree_result.complete)
        settle(run);
    if (run->searched || closes_gap(run, run->tree_result.bound))
        TRY(prove_tree(run));
done:
    end_phase(run, &run->out->seconds_exact);
    return status;
}

static eb_status perturb(struct run *run, struct incumbent *best,
                         struct cooling cooling, int64_t steps)
{
    struct budget budget = budget_of(run, steps);
    eb_status status =
        perturb_run(run->s, run->descent, run->greedy, best, &run->rng,
                    cooling, good_enough(run), &budget);

    run->out->steps += steps - budget.steps;
    return status;
}

static eb_status search_on(struct run *run, int64_t steps)
{
    static const struct cooling warm = {0.1, 5};
    eb_status status;

    begin_phase(run, "search");
    search_rank(run->s, run->dual->lambda, run->dual->mu);
    status = perturb(run, &run->best, warm, steps);
    end_phase(run, &run->out->seconds_descent);
    return status;
}

static eb_status divide_anew(struct run *run, struct incumbent *best)
{
    struct regroup_options options = {.nodes = is_packing(run) ? 300 : 60,
                                      .arcs = 3000,
                                      .smallest = 3,
                                      .largest = 6,
                                      .patience = 5 + run->p->n_agents};
    struct budget budget = budget_of(run, run->work.regroup);
    struct regroup *regroup = NULL;
    bool idle;
    eb_status status = EB_OK;

    TRY(regroup_new(run->s, run->dual, run->descent, &options, &regroup));
    TRY(regroup_run(regroup, best, &run->rng, good_enough(run), &budget,
                    &idle));
    run->out->steps += run->work.regroup - budget.steps;
done:
    regroup_free(regroup);
    return status;
}

/* What the best and another assignment do not agree on. */
static eb_status merge(struct run *run, const int *other)
{
    struct regroup_options options = {.nodes = 1000, .arcs = 3000};
    struct budget budget = budget_of(run, run->work.regroup);
    eb_status status;

    TRY(search_reset(run->s, run->best.agent));
    status = regroup_differing(run->s, run->dual, &options, other, &run->best,
                               &budget);
    run->out->steps += run->work.regroup - budget.steps;
done:
    return status;
}

#define WORTH_A_ROUND 1e-3 /* of the objective */

/* Warms up and cools down as long as that brings something. */
static eb_status cool(struct run *run, struct incumbent *found, double heat)
{
    enum { MOST = 3 };
    int64_t steps = run->work.perturb * (int64_t)run->n_arcs;
    double before = INFINITY;
    eb_status status = EB_OK;

    if (steps > run->work.search)
        steps = run->work.search;
    if (is_packing(run))
        heat /= 3;
    for (int k = 0; k < MOST && !is_over(run); k++) {
        double now;

        TRY(perturb(run, found, (struct cooling){heat, 1}, steps));
        if (!found->value.feasible)
            break;
        TRY(search_reset(run->s, found->agent));
        now = (double)found->value.objective;
        if (before - now < WORTH_A_ROUND * fabs(now))
            break;
        before = now;
    }
done:
    return status;
}

/* A round starts at the best assignment or where the last round ended, warms it
 * up, and divides the books of what it cools down to anew; heats take turns,
 * since what helps differs from problem to problem. */
static eb_status one_round(struct run *run, int k, int *from)
{
    static const double heats[] = {0.3, 1, 0.1, 3};
    size_t bytes = (size_t)run->p->n_items * sizeof *from;
    struct incumbent found = {0};
    eb_status status = EB_OK;

    TRY(incumbent_init(&found, run->p));
    TRY(search_reset(run->s, k % 2 == 0 ? run->best.agent : from));
    TRY(cool(run, &found, heats[k % 4]));
    if (!found.value.feasible || is_over(run))
        goto done;
    if (k == 0)
        TRY(incumbent_offer(&run->best, found.agent, NULL));
    TRY(divide_anew(run, &found));
    memcpy(from, found.agent, bytes);
    TRY(merge(run, found.agent));
done:
    if (found.any && found.value.feasible && status == EB_OK)
        status = incumbent_offer(&run->best, found.agent, NULL);
    /* Relaxation induced neighbourhood search (Danna, Rothberg and Le Pape
     * 2005). */
    if (status == EB_OK && is_packing(run) && !is_over(run))
        status = merge(run, run->dual->agent);
    incumbent_clear(&found);
    return status;
}

static eb_status search_mip(struct run *run)
{
    eb_status status = EB_OK;
    struct mip_options options = {
        .start = run->best.value.feasible ? run->best.agent : NULL,
        .node_limit = run->work.mip_nodes,
        .iteration_limit = run->work.mip_nodes * 200,
        .gap = 0,
        .target = run->options->target,
        .deadline = run->options->deadline,
        .stop = run->options->stop};
    struct mip_result result = {0};

    begin_phase(run, "mip");
    TRY(mip_solve(run->p, &options, &result, run->options->said));
    if (result.agent != NULL)
        TRY(incumbent_offer(&run->best, result.agent, NULL));
    if (result.status == MIP_INFEASIBLE && !run->best.value.feasible)
        run->no_assignment = true;
    else if (result.status == MIP_OPTIMAL)
        run->searched = true;
    if (result.bound > run->solver_bound)
        run->solver_bound = result.bound;
    if (run->best.value.feasible &&
        (run->searched || run->solver_bound > run->best.value.objective))
        run->solver_bound = run->best.value.objective;
done:
    mip_result_clear(&result);
    end_phase(run, &run->out->seconds_exact);
    return status;
}

/* A small core is solved quickly and mostly holds a better assignment; a wider
 * one may hold a better one still. */
static eb_status search_cores(struct run *run)
{
    static const double widths[] = {1.4, 1.8};
    eb_status status = EB_OK;

    begin_phase(run, "core");
    for (int k = 0; k < 2 && status == EB_OK && !is_within_gap(run); k++) {
        struct core_options core = {.arcs_per_item = widths[k],
                                    .nodes = run->work.core_nodes,
                                    .iterations = run->work.core_nodes * 30,
                                    .target = run->options->target,
                                    .deadline = run->options->deadline,
                                    .stop = run->options->stop,
                                    .said = run->options->said};

        status = core_run(run->dual, &core, &run->best);
    }
    end_phase(run, &run->out->seconds_exact);
    return status;
}

/* One turn of dives, from prices that go on from the multipliers. */
static eb_status dive(struct run *run, int64_t steps)
{
    struct budget budget = budget_of(run, steps);
    eb_status status = EB_OK;

    begin_phase(run, "dives");
    if (run->dives == NULL)
        TRY(dives_new(run->s, run->dual, run->greedy, run->descent,
                      &run->dives));
    TRY(dives_run(run->dives, &run->best, &run->rng, good_enough(run),
                  &budget));
    run->out->steps += steps - budget.steps;
done:
    end_phase(run, &run->out->seconds_descent);
    return status;
}

#define WORTH_A_PRICE 1e-5 /* of the objective */

static eb_status prove_prices(struct run *run)
{
    struct budget budget = budget_of(run, run->work.prices);
    struct certificate proof = {0};
    eb_status status = EB_OK;

    begin_phase(run, "prices");
    TRY(dives_prove(run->dives, &budget, &proof));
    run->out->steps += run->work.prices - budget.steps;
    TRY(take_proof(run, &proof));
done:
    certificate_clear(&proof);
    end_phase(run, &run->out->seconds_dual);
    return status;
}

/* One turn of trees for blocks. */
static eb_status grow_blocks(struct run *run, int64_t steps)
{
    struct budget budget = budget_of(run, steps);
    double gap = (double)(run->best.value.objective - run->out->lower_bound);
    eb_status status = EB_OK;

    if (run->lift == NULL || steps == 0)
        return EB_OK;
    begin_phase(run, "blocks");
    if (run->blocks == NULL)
        TRY(blocks_new(run->lift, run->work.tree_block, run->best.agent,
                       SLACK * gap, &run->blocks));
    TRY(blocks_grow(run->blocks, &budget));
    run->out->steps += steps - budget.steps;
    if (blocks_bound(run->blocks) - (double)run->out->lower_bound >
        WORTH_A_PROOF * fabs((double)run->best.value.objective))
        TRY(prove_blocks(run));
done:
    end_phase(run, &run->out->seconds_exact);
    return status;
}

/* Within the gap, so many rounds in a row that bring next to nothing are the
 * last. */
enum { MOST_IDLE = 1 };

static eb_status search_rounds(struct run *run)
{
    eb_status status = EB_OK;
    size_t n = (size_t)run->p->n_items;
    int *from = NEW(int, n + 1);
    int idle = 0;

    if (from == NULL)
        return EB_NO_MEMORY;
    search_rank(run->s, run->dual->lambda, run->dual->mu);
    memcpy(from, run->best.agent, n * sizeof *from);
    for (int k = 0; k < run->work.rounds && !is_settled(run); k++) {
        double before = (double)run->best.value.objective;

        begin_phase(run, "search");
        TRY(one_round(run, k, from));
        end_phase(run, &run->out->seconds_descent);
        if (run->dives != NULL && !is_over(run) && wants_more(run))
            TRY(dive(run, run->work.dives));
        if (run->tree != NULL && !is_over(run))
            TRY(grow_tree(run, run->work.short_tree));
        else if (!is_over(run) && wants_more(run))
            TRY(grow_blocks(run, run->work.blocks / run->work.rounds));
        idle = before - (double)run->best.value.objective >
                       WORTH_A_ROUND * fabs(before)
                   ? 0
                   : idle + 1;
        if (is_over(run) || (is_within_gap(run) && idle >= MOST_IDLE))
            break;
    }
done:
    mem_free(from);
    return status;
}

/* Whether groups have brought next to nothing for so long that those who are in a
 * hurry wait no more. */
struct lull {
    int64_t steps; /* since it was looked at last */
    double objective;
};

#define WORTH_WAITING 0.02 /* of the gap */

static bool is_lull(const struct run *run, struct lull *lull, int64_t steps)
{
    double now = (double)run->best.value.objective;
    double gap = now - (double)run->out->lower_bound;
    bool idle = lull->objective - now < WORTH_WAITING * gap;

    lull->steps += steps;
    if (run->work.lull == 0 ||
        lull->steps < run->work.lull * (int64_t)run->n_arcs)
        return false;
    *lull = (struct lull){0, now};
    return idle;
}

/* Where seats are known, books are divided anew a few at a time from the best
 * assignment on. */
static eb_status search_groups(struct run *run)
{
    enum { TURNS = 200 };
    struct regroup_options options = {.nodes = 60,
                                      .arcs = 3000,
                                      .smallest = 2,
                                      .largest = 5,
                                      .patience = 20 + 2 * run->p->n_agents,
                                      .seats = seated_seats(run->seated)};
    struct regroup *regroup = NULL;
    struct lull lull = {0, (double)run->best.value.objective};
    bool idle = false;
    eb_status status = EB_OK;

    TRY(search_reset(run->s, run->best.agent));
    TRY(regroup_new(run->s, seated_dual(run->seated), run->descent, &options,
                    &regroup));
    for (int k = 0; k < TURNS && !idle && !is_over(run) && wants_more(run);
         k++) {
        struct budget budget = budget_of(run, run->work.groups / TURNS);

        begin_phase(run, "groups");
        TRY(regroup_run(regroup, &run->best, &run->rng, good_enough(run),
                        &budget, &idle));
        run->out->steps += run->work.groups / TURNS - budget.steps;
        idle = idle ||
               is_lull(run, &lull, run->work.groups / TURNS - budget.steps);
        end_phase(run, &run->out->seconds_descent);
    }
done:
    regroup_free(regroup);
    return status;
}

/* ---- the pipeline ---- */

struct step {
    eb_status (*run)(struct run *run);
    bool (*wanted)(struct run *run);
};

/* Where the tree has been tried, GLPK's would not do better. */
static bool wants_mip(struct run *run)
{
    return !is_within_gap(run) && small_enough(run, run->work.mip_arcs) &&
           !is_for_tree(run);
}

static bool wants_relaxation(struct run *run)
{
    return wants_more(run) && small_enough(run, run->work.relaxation_arcs);
}

static bool wants_lift(struct run *run)
{
    return wants_more(run) && !is_for_tree(run) && run->seated == NULL;
}

/* Where it is complete, it is the quickest way to an optimum. */
static bool wants_tiny_tree(struct run *run)
{
    return !is_settled(run) && small_enough(run, run->work.tiny_arcs);
}

static bool wants_short_tree(struct run *run)
{
    return !is_settled(run) && is_for_tree(run);
}

static bool wants_long_tree(struct run *run)
{
    return wants_more(run) && is_for_tree(run);
}

/* Whether prices for items prove so much more that it pays to write it down. */
static bool wants_prices(struct run *run)
{
    return run->dives != NULL && wants_more(run) &&
           dives_bound(run->dives) - (double)run->out->lower_bound >
               WORTH_A_PRICE * fabs((double)run->best.value.objective);
}

static bool wants_dives(struct run *run)
{
    return wants_more(run) && run->n_free > 1 && knapsacks_fit(run->s);
}

/* Whether few arcs of an item cost so little more than its cheapest, at the
 * multipliers, that a better assignment can have them. */
static bool is_narrow(const struct run *run)
{
    enum { FEW = 3 };
    const struct search *s = run->s;
    double gap = (double)(run->best.value.objective - run->out->lower_bound);
    size_t n = 0;

    for (int i = 0; i < run->p->n_items; i++) {
        double least = INFINITY;

        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++)
            least = fmin(least, dual_price(run->dual, i, a));
        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++)
            n += dual_price(run->dual, i, a) - least <= gap;
    }
    return n <= FEW * (size_t)run->p->n_items;
}

/* GLPK is at its best where only capacities bind and there is no phi, and of no
 * use where the gap leaves most arcs in doubt. */
static bool wants_cores(struct run *run)
{
    return !is_within_gap(run) && small_enough(run, run->work.mip_arcs) &&
           is_packing(run) && run->best.value.complete && is_narrow(run);
}

/* Rounds are quick on small problems, and go on within the gap while they bring
 * something. */
static bool wants_rounds(struct run *run)
{
    return run->best.value.complete && run->seated == NULL &&
           (is_for_tree(run) ? !is_settled(run) : wants_more(run));
}

static bool wants_long_search(struct run *run)
{
    return wants_more(run) && !wants_rounds(run) && run->seated == NULL;
}

/* Multipliers with cuts are beyond what an ascent without them comes to. */
static bool wants_bound_again(struct run *run)
{
    return wants_more(run) && run->seated == NULL && run->lift == NULL;
}

static bool wants_groups(struct run *run)
{
    return wants_more(run) && run->best.value.complete && run->seated != NULL;
}

static bool wants_first_search(struct run *run)
{
    return wants_more(run) && run->seated == NULL && run->dives == NULL;
}

static eb_status first_search(struct run *run)
{
    return search_on(run, run->work.first_search);
}

static eb_status long_search(struct run *run)
{
    return search_on(run, run->work.search);
}

static eb_status first_dives(struct run *run)
{
    return dive(run, run->work.first_dives);
}

static eb_status dives(struct run *run)
{
    return dive(run, run->work.dives);
}

static eb_status tiny_tree(struct run *run)
{
    return grow_tree(run, run->work.tiny_tree);
}

static eb_status short_tree(struct run *run)
{
    return grow_tree(run, run->work.short_tree);
}

static eb_status long_tree(struct run *run)
{
    return grow_tree(run, run->work.long_tree);
}

static const struct step steps[] = {
    {raise_bound, wants_more},
    {relax, wants_relaxation},
    {seat, wants_seats},
    {lift, wants_lift},
    {tiny_tree, wants_tiny_tree},
    {first_dives, wants_dives},
    {first_search, wants_first_search},
    {short_tree, wants_short_tree},
    {prove_prices, wants_prices},
    {search_cores, wants_cores},
    {dives, wants_dives},
    {search_rounds, wants_rounds},
    {search_groups, wants_groups},
    {long_tree, wants_long_tree},
    {long_search, wants_long_search},
    {raise_bound, wants_bound_again},
    {search_mip, wants_mip},
};

static eb_status run_steps(struct run *run)
{
    eb_status status = EB_OK;

    TRY(recall(run));
    TRY(first_plans(run));
    TRY(certify(run));
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++)
        if (!is_over(run) && steps[k].wanted(run))
            TRY(steps[k].run(run));
    is_over(run);
    TRY(prove_tree(run));
    TRY(prove_blocks(run));
done:
    return status;
}

static eb_status take_result(struct run *run)
{
    struct solution *out = run->out;

    out->agent = NEW(int, (size_t)run->p->n_items + 1);
    if (out->agent == NULL)
        return EB_NO_MEMORY;
    memcpy(out->agent, run->best.agent,
           (size_t)run->p->n_items * sizeof *out->agent);
    out->objective = run->best.value.objective;
    out->feasible = run->best.value.feasible;
    out->proved_infeasible = run->no_assignment;
    out->cut = run->cut && !is_settled(run);
    out->solver_bound = bound_so_far(run);
    return EB_OK;
}

static void scale_work(struct plan_of_work *work, size_t n_arcs)
{
    int64_t *const scaled[] = {
        &work->seat, &work->descent, &work->first_search, &work->search,
        &work->lift, &work->groups,  &work->blocks};
    double by = (double)n_arcs / ARCS_OF_WORK;

    for (size_t k = 0; by > 1 && k < sizeof scaled / sizeof *scaled; k++)
        *scaled[k] = (int64_t)(by * (double)*scaled[k]);
}

static eb_status run_new(struct run *run)
{
    eb_status status = EB_OK;

    TRY(incumbent_init(&run->best, run->p));
    run->best.improved = on_improvement;
    run->best.context = run;
    run->agent = NEW(int, (size_t)run->p->n_items + 1);
    if (run->agent == NULL)
        return EB_NO_MEMORY;
    TRY(search_new(run->p, &run->s));
    TRY(greedy_new(run->s, &run->greedy));
    TRY(descent_new(run->s, run->options->pool, &run->descent));
    TRY(dual_new(run->s, run->options->pool, &run->dual));
    rng_init(&run->rng, run->options->seed, 1);
    TRY(count_arcs(run));
    scale_work(&run->work, run->n_arcs);
done:
    return status;
}

static void run_clear(struct run *run)
{
    mem_free(run->agent);
    tree_result_clear(&run->tree_result);
    tree_free(run->tree);
    dives_free(run->dives);
    blocks_free(run->blocks);
    lift_free(run->lift);
    seated_free(run->seated);
    dual_free(run->dual);
    descent_free(run->descent);
    greedy_free(run->greedy);
    search_free(run->s);
    incumbent_clear(&run->best);
}

eb_status solve(const struct problem *p, const struct solve_options *options,
                struct solution **out)
{
    eb_status status = EB_OK;
    struct run run = {.p = p,
                      .options = options,
                      .work = works[options->effort],
                      .started = clock_seconds(),
                      .solver_bound = INT64_MIN,
                      .proved_blocks = -INFINITY};

    run.out = NEW(struct solution, 1);
    if (run.out == NULL)
        return EB_NO_MEMORY;
    run.out->lower_bound = run.out->solver_bound = INT64_MIN;
    TRY(run_new(&run));
    TRY(run_steps(&run));
    TRY(take_result(&run));
    *out = run.out;
    run.out = NULL;
done:
    run_clear(&run);
    solution_free(run.out);
    return status;
}

void solution_free(struct solution *solution)
{
    if (solution == NULL)
        return;
    mem_free(solution->agent);
    certificate_clear(&solution->certificate);
    VEC_CLEAR(&solution->history);
    mem_free(solution);
}
