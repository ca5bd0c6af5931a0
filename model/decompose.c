/* decompose.c - today's unfairness, part by part. */
#include "model/decompose.h"

#include <stdlib.h>
#include <string.h>

#include "model/placing.h"
#include "model/workings.h"
#include "solver/bound.h"
#include "solver/burden.h"
#include "solver/hasty.h"
#include "solver/value.h"

enum { WORTH = 10000000 }; /* 0.01 points: no part is told more exactly */

/* A set of rules, what it compiles to, and the best plan found. */
struct step {
    struct compiled *compiled;
    int64_t arcs;
    int *rep; /* [n_accounts] of the best plan; NULL: none yet */
    int64_t unfairness, bound;
    bool done; /* its turn is over */
    bool cut;  /* time or the user ended it */
    struct certificate certificate;
};

struct decomposing {
    const struct books *books;
    struct rules bare; /* nothing but balance and what is hard */
    struct fit_term *fit;
    const struct decompose_options *how;
    eb_messages *said;
    struct step step[N_IMPOSED + 1];
};

/* ---- Rules ------------------------------------------------------------- */

static const struct decimal nothing = {0, 0};

/* Terms of fit keep their numbers and what they forbid. */
static eb_status strip(struct decomposing *d, const struct rules *rules)
{
    d->bare = *rules;
    d->fit = NEW(struct fit_term, rules->n_fit + 1);
    if (d->fit == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < rules->n_fit; k++) {
        d->fit[k] = rules->fit[k];
        d->fit[k].weight = nothing;
    }
    d->bare.fit = d->fit;
    d->bare.continuity.weight = nothing;
    d->bare.continuity.n_budgets = 0;
    if (rules->territory == TERRITORY_GRADED)
        d->bare.territory = TERRITORY_OFF;
    return EB_OK;
}

struct omissions {
    struct VEC(struct rule_ref) list;
    bool failed;
};

static void leave_out(struct omissions *o, enum rule_kind kind, int index)
{
    struct rule_ref rule = {kind, index};

    if (!VEC_PUSH(&o->list, rule))
        o->failed = true;
}

/* All rules of one kind. */
static void leave_out_all(struct omissions *o, const struct rules *rules,
                          enum imposed kind)
{
    switch (kind) {
    case BY_LIMITS:
        for (size_t k = 0; k < rules->n_limits; k++)
            leave_out(o, RULE_LIMIT, (int)k);
        break;
    case BY_TERRITORY:
        leave_out(o, RULE_TERRITORY, 0);
        leave_out(o, RULE_NOT, 0);
        for (size_t k = 0; k < rules->n_fit; k++)
            leave_out(o, RULE_FIT, (int)k);
        break;
    case BY_FAMILIES:
        leave_out(o, RULE_FAMILIES, 0);
        leave_out(o, RULE_CONFLICTS, 0);
        break;
    case BY_LOCKS:
        for (int k = -1; k < (int)rules->n_locks; k++)
            leave_out(o, RULE_LOCK, k);
        leave_out(o, RULE_PINS, 0);
        break;
    case N_IMPOSED:
        break;
    }
}

/* `rules` of the first `n` kinds. What there is to warn of has been said where all of
 * them were compiled. */
static eb_status compile_some(struct decomposing *d, const struct rules *rules,
                              int n, bool limits, struct compiled **out)
{
    struct omissions o = {0};
    eb_status status = EB_OK;

    for (int kind = 0; kind < N_IMPOSED; kind++)
        if (kind >= n || (kind == BY_LIMITS && !limits))
            leave_out_all(&o, rules, (enum imposed)kind);
    if (o.failed)
        status = EB_NO_MEMORY;
    else
        status = compile(d->books, rules, o.list.at, o.list.n, out, NULL);
    VEC_CLEAR(&o.list);
    return status;
}

/* ---- One step ---------------------------------------------------------- */

/* From so many arcs on effort is quick; from so many on a plan comes soon and without a bound, unless an effort is
 * asked for; from so many on it is that of more rules. */
enum { QUICK_ARCS = 30000, MANY_ARCS = 300000, TOO_MANY_ARCS = 4000000 };

static int64_t count_arcs(const struct problem *p)
{
    int64_t n = 0;

    for (int i = 0; i < p->n_items; i++) {
        size_t class = (size_t)p->item_class.at[i];

        n +=
            (int64_t)(p->class_first.at[class + 1] - p->class_first.at[class]);
    }
    return n;
}

/* Whether both have the same targets, so that their plans can be compared. */
static bool same_targets(const struct compiled *a, const struct compiled *b)
{
    return a->n_resources == b->n_resources &&
           memcmp(a->target, b->target,
                  a->books->n_reps * a->n_resources * sizeof *a->target) == 0;
}

/* The plan `rep` as one of this step, if it is a better one. */
static eb_status offer(struct step *step, const int *rep, size_t n_accounts)
{
    struct value value = {0};
    int *agent = compiled_agents(step->compiled, rep), *mine;
    eb_status status = agent == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(value_of(step->compiled->problem, agent, &value, NULL, NULL));
    if (!value.complete || !value.feasible ||
        (step->rep != NULL && value.objective >= step->unfairness))
        goto done;
    mine = mem_copy(rep, n_accounts, sizeof *rep);
    if (mine == NULL)
        TRY(EB_NO_MEMORY);
    mem_free(step->rep);
    step->rep = mine;
    step->unfairness = value.objective;
done:
    mem_free(agent);
    return status;
}

/* The proof becomes the step's if it proves more; it is emptied. */
static eb_status take_proof(struct step *step, struct certificate *proof,
                            int64_t bound)
{
    if (step->certificate.n_vectors > 0 && bound <= step->bound) {
        certificate_clear(proof);
        return EB_OK;
    }
    certificate_clear(&step->certificate);
    step->certificate = *proof;
    step->bound = bound;
    *proof = (struct certificate){0};
    return EB_OK;
}

static eb_status prove_burden(struct step *step)
{
    struct certificate proof = {0};
    int64_t bound;
    eb_status status;

    TRY(burden_prove(step->compiled->problem, &proof));
    TRY(bound_of(step->compiled->problem, &proof, &bound));
    TRY(take_proof(step, &proof, bound));
done:
    certificate_clear(&proof);
    return status;
}

/* This part of the time that is left, if there is a limit. */
static double share_time(const struct decomposing *d, double part)
{
    double end = d->how->solve.deadline, now = clock_seconds();

    return end > now ? now + part * (end - now) : end;
}

/* A plan from `from` on, and no bound. */
static eb_status search_hastily(struct decomposing *d, struct step *step,
                                const int *from)
{
    enum { STEPS_AN_ARC = 200 };
    const struct solve_options *how = &d->how->solve;
    struct budget budget = {.steps = STEPS_AN_ARC * step->arcs,
                            .deadline = how->deadline,
                            .stop = how->stop};
    struct hasty hasty = {0};
    int *start = compiled_agents(step->compiled, from), *found = NULL;
    eb_status status = start == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(hasty_init(&hasty, step->compiled->problem));
    TRY(hasty_place(&hasty, start, &budget));
    TRY(hasty_descend(&hasty, &budget));
    found = compiled_reps(step->compiled, hasty.s->agent);
    if (found == NULL)
        TRY(EB_NO_MEMORY);
    TRY(offer(step, found, d->books->n_accounts));
    step->cut = budget.cut;
done:
    hasty_clear(&hasty);
    mem_free(found);
    mem_free(start);
    return status;
}

/* What is no better than `target` is not looked for. */
static eb_status search_step(struct decomposing *d, struct step *step,
                             const int *from, int64_t target, double part)
{
    struct solve_options how = d->how->solve;
    struct solution *solution = NULL;
    int *start = compiled_agents(step->compiled, from), *found = NULL;
    eb_status status = start == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    if (d->how->effort_by_size && step->arcs > QUICK_ARCS)
        how.effort = EB_QUICK;
    how.deadline = share_time(d, part);
    how.start = start;
    how.target = target;
    how.worth = WORTH;
    how.said = d->said;
    TRY(solve(step->compiled->problem, &how, &solution));
    step->cut = solution->cut;
    if (!solution->feasible)
        goto done;
    found = compiled_reps(step->compiled, solution->agent);
    if (found == NULL)
        TRY(EB_NO_MEMORY);
    TRY(offer(step, found, d->books->n_accounts));
    TRY(take_proof(step, &solution->certificate, solution->lower_bound));
done:
    solution_free(solution);
    mem_free(found);
    mem_free(start);
    return status;
}

static void step_clear(struct step *step)
{
    compiled_free(step->compiled);
    mem_free(step->rep);
    certificate_clear(&step->certificate);
    *step = (struct step){0};
}

/* ---- All steps --------------------------------------------------------- */

static void find_in_force(const struct decomposing *d, bool limits,
                          bool in_force[N_IMPOSED])
{
    const struct rules *rules = &d->bare;
    const struct compiled *c = d->step[N_IMPOSED].compiled;

    in_force[BY_LIMITS] = limits && rules->n_limits > 0;
    in_force[BY_TERRITORY] = rules->territory == TERRITORY_HARD ||
                             rules->n_fit > 0 || d->books->n_pairs > 0 ||
                             d->books->n_decisions > 0 ||
                             d->books->not_first[d->books->n_accounts] > 0;
    in_force[BY_FAMILIES] = c->n_families < d->step[0].compiled->n_families ||
                            c->workings->account.conflict_group != NULL;
    in_force[BY_LOCKS] = false;
    for (size_t f = 0; f < c->n_families && !in_force[BY_LOCKS]; f++)
        in_force[BY_LOCKS] = c->families[f].hold != HOLD_FREE;
}

static eb_status compile_steps(struct decomposing *d, bool limits,
                               bool in_force[N_IMPOSED])
{
    eb_status status = EB_OK;

    for (int k = 0; k <= N_IMPOSED; k++) {
        step_clear(&d->step[k]);
        if (k == 0 && d->how->unruled_books != NULL)
            TRY(compile(d->how->unruled_books, d->how->unruled_rules, NULL, 0,
                        &d->step[k].compiled, NULL));
        else
            TRY(compile_some(d, &d->bare, k, limits, &d->step[k].compiled));
        d->step[k].bound = INT64_MIN;
        d->step[k].arcs = count_arcs(d->step[k].compiled->problem);
    }
    find_in_force(d, limits, in_force);
done:
    return status;
}

/* The lowest step with the same rules in force. */
static int lowest_alike(const bool in_force[N_IMPOSED], int k)
{
    while (k > 0 && !in_force[k - 1])
        k--;
    return k;
}

/* Of the time that is left when a step's turn comes. */
static const struct turn {
    int step;
    double part;
} turns[] = {{N_IMPOSED, 0.3}, {0, 0.35}, {1, 0.5}, {2, 0.45}, {3, 0.6}};

/* A step that is like a lower one waits for that one's result. Plans of more rules
 * are where those of fewer begin. */
static eb_status run_step(struct decomposing *d, const struct turn *turn,
                          const bool in_force[N_IMPOSED])
{
    struct step *step = &d->step[lowest_alike(in_force, turn->step)];
    const struct step *top = &d->step[N_IMPOSED];
    bool searches = step->arcs <= MANY_ARCS || !d->how->effort_by_size;
    const int *from;
    eb_status status = EB_OK;

    if (step->done)
        return EB_OK;
    step->done = true;
    if (top->rep != NULL && same_targets(step->compiled, top->compiled))
        TRY(offer(step, top->rep, d->books->n_accounts));
    from = step->rep != NULL ? step->rep : d->books->owner;
    if (!searches && step->arcs <= TOO_MANY_ARCS)
        TRY(search_hastily(d, step, from));
    if (searches || step->rep == NULL)
        TRY(search_step(d, step, from,
                        step > &d->step[1] ? d->step[1].bound : INT64_MIN,
                        turn->part));
    if (step == d->step || (step == &d->step[1] && searches))
        TRY(prove_burden(step));
done:
    return status;
}

/* What was found of a step is so of all that are like it. */
static eb_status share_alike(struct decomposing *d,
                             const bool in_force[N_IMPOSED])
{
    eb_status status = EB_OK;

    for (int k = 1; k <= N_IMPOSED; k++) {
        const struct step *from = &d->step[lowest_alike(in_force, k)];
        struct step *step = &d->step[k];

        if (from == step || from->rep == NULL)
            continue;
        TRY(offer(step, from->rep, d->books->n_accounts));
        step->bound = from->bound;
    }
done:
    return status;
}

/* A plan that keeps more rules keeps fewer too, and the bound of fewer rules holds
 * with more. */
static eb_status compare_steps(struct decomposing *d)
{
    eb_status status = EB_OK;

    for (int k = N_IMPOSED; k > 0; k--)
        if (same_targets(d->step[k - 1].compiled, d->step[k].compiled))
            TRY(offer(&d->step[k - 1], d->step[k].rep, d->books->n_accounts));
    if (same_targets(d->step[0].compiled, d->step[1].compiled) &&
        d->step[1].bound < d->step[0].bound)
        d->step[1].bound = d->step[0].bound;
done:
    return status;
}

/* All turns, as long as each comes to a plan. */
static eb_status run_turns(struct decomposing *d,
                           const bool in_force[N_IMPOSED], bool *feasible)
{
    eb_status status = EB_OK;

    *feasible = true;
    for (size_t k = 0; k < sizeof turns / sizeof *turns && *feasible; k++) {
        TRY(run_step(d, &turns[k], in_force));
        TRY(share_alike(d, in_force));
        *feasible = d->step[turns[k].step].rep != NULL;
    }
done:
    return status;
}

/* All steps; *limits is made false where no plan is found that keeps them. */
static eb_status run_steps(struct decomposing *d, bool *limits,
                           bool in_force[N_IMPOSED])
{
    bool feasible;
    eb_status status;

    TRY(compile_steps(d, true, in_force));
    TRY(run_turns(d, in_force, &feasible));
    *limits = feasible || d->bare.n_limits == 0;
    if (!feasible && d->bare.n_limits > 0) {
        TRY(compile_steps(d, false, in_force));
        TRY(run_turns(d, in_force, &feasible));
    }
    if (!feasible)
        TRY(fail(EB_ENGINE, d->said,
                 "no plan was found that keeps all conflict groups apart"));
    TRY(compare_steps(d));
done:
    return status;
}

/* ---- All of it --------------------------------------------------------- */

/* Four fifths of what the best plan recovers, by how few moves. */
static eb_status find_mend(struct decomposing *d, struct decomposition *out)
{
    struct move_budget moves = {
        .kind = BUDGET_MOVES,
        .measure = {.name = "accounts", .counted = true}};
    struct rules rules = d->bare;
    struct solve_options how = d->how->solve;
    struct compiled *compiled = NULL;
    int64_t enough = out->today - out->drift * MEND_PERCENT / 100;
    eb_status status;

    if (out->drift <= WORTH_MENDING)
        return EB_OK;
    rules.continuity.budgets = &moves;
    rules.continuity.n_budgets = 1;
    how.worth = WORTH;
    TRY(compile_some(d, &rules, N_IMPOSED, out->limits_kept, &compiled));
    TRY(mend_find(compiled, enough, &how, &out->mend, d->said));
done:
    compiled_free(compiled);
    return status;
}

/* Accounts that cannot stay where they are by the rules. */
static size_t count_ineligible(const struct compiled *c)
{
    size_t n = 0;

    for (size_t a = 0; a < c->books->n_accounts; a++)
        n += in_play(c, (int)a) && c->force[a] == FORCE_INELIGIBLE;
    return n;
}

static eb_status warn_of_cut(const struct decomposing *d)
{
    for (int k = 0; k <= N_IMPOSED; k++)
        if (d->step[k].cut)
            return warn(d->said, (struct place){NULL, 0, 0},
                        "stopped early: what rules impose may be told too "
                        "high or too low");
    return EB_OK;
}

/* No unfairness is below 0. */
static int64_t at_least_nothing(int64_t bound)
{
    return bound < 0 ? 0 : bound;
}

static void add_up(const struct decomposing *d, struct decomposition *out)
{
    const struct step *step = d->step;
    int64_t bound = at_least_nothing(step[1].bound);

    out->unavoidable = at_least_nothing(step[0].bound);
    out->imposed[BY_LIMITS] = bound - out->unavoidable;
    out->slack = step[1].unfairness - bound;
    for (int k = BY_TERRITORY; k < N_IMPOSED; k++)
        out->imposed[k] = step[k + 1].unfairness - step[k].unfairness;
    out->best = step[N_IMPOSED].unfairness;
    out->drift = out->today - out->best;
}

static void hand_over(struct step *step, struct decomposition *out)
{
    out->unruled = step->compiled;
    out->unruled_rep = step->rep;
    out->unruled_objective = step->unfairness;
    out->unruled_bound = step->bound;
    out->unruled_cut = step->cut;
    out->certificate = step->certificate;
    *step = (struct step){0};
}

eb_status decompose(const struct books *books, const struct rules *rules,
                    const struct decompose_options *how,
                    struct decomposition *out, eb_messages *said)
{
    struct decomposing d = {.books = books, .how = how, .said = said};
    eb_status status = EB_OK;

    *out = (struct decomposition){.limits_kept = true};
    TRY(strip(&d, rules));
    TRY(run_steps(&d, &out->limits_kept, out->in_force));
    TRY(place_today(d.step[N_IMPOSED].compiled, &out->today));
    TRY(place_in_turn(d.step[N_IMPOSED].compiled, &out->round_robin));
    TRY(place_by_value(d.step[N_IMPOSED].compiled, &out->by_value));
    TRY(warn_of_cut(&d));
    add_up(&d, out);
    out->n_ineligible = count_ineligible(d.step[N_IMPOSED].compiled);
    TRY(find_mend(&d, out));
    hand_over(&d.step[0], out);
done:
    for (int k = 0; k <= N_IMPOSED; k++)
        step_clear(&d.step[k]);
    mem_free(d.fit);
    return status;
}

void decomposition_clear(struct decomposition *decomposition)
{
    certificate_clear(&decomposition->certificate);
    compiled_free(decomposition->unruled);
    mem_free(decomposition->unruled_rep);
}
