/* planner.c - from books and rules to a plan: compile -> least violation,
 * where there is anything to violate -> blend -> facts. */
#include "model/planner.h"

#include "model/blame.h"
#include "model/facts.h"
#include "solver/value.h"

#include <math.h>
#include <string.h>

enum {
    GAP_POINTS_ENOUGH = 100000000, /* 0.1 points: close enough anywhere */
    GRACE = 50000000 /* steps of polish once time is up: some 0.3 seconds */
};

struct planning {
    const struct planner_options *options;
    struct plan *plan;
    struct compiled *compiled; /* the plan's */
    struct pool *pool;
    eb_messages *said;
    int *agent; /* [n_items] the best so far; -1 where open */
    bool in_blend;
    struct strict *term; /* of each term, once it has been relaxed */
    int64_t *budget;     /* the same of each budget */
};

/* What a term allows by the rules. */
struct strict {
    int64_t lo, hi;
};

/* ---- Solving one problem ----------------------------------------------- */

static void on_progress(void *context, const char *phase,
                        const struct solution *best)
{
    const struct planning *planning = context;
    eb_progress now = {.phase = planning->in_blend ? phase : "violation"};

    now.has_plan = planning->in_blend && best->feasible;
    now.objective = now.has_plan ? points(best->objective) : 0;
    now.lower_bound = planning->in_blend && best->lower_bound != INT64_MIN
                          ? points(best->lower_bound)
                          : -HUGE_VAL;
    now.seconds = clock_seconds() - planning->options->started;
    planning->options->progress(planning->options->context, &now);
}

static struct solve_options solve_options_of(struct planning *planning,
                                             int64_t target)
{
    const struct planner_options *options = planning->options;
    struct solve_options how = {.effort = options->effort,
                                .deadline = options->deadline,
                                .stop = options->stop,
                                .gap = options->gap,
                                .target = target,
                                .seed = options->seed,
                                .pool = planning->pool,
                                .start = planning->agent,
                                .said = planning->said};

    if (options->progress != NULL) {
        how.progress = on_progress;
        how.context = planning;
    }
    return how;
}

static void add_times(struct plan *plan, const struct solution *solution)
{
    plan->seconds_in[2] += solution->seconds_greedy;
    plan->seconds_in[3] += solution->seconds_descent;
    plan->seconds_in[4] += solution->seconds_dual;
    plan->seconds_in[5] += solution->seconds_exact;
    plan->steps += solution->steps;
    plan->cut = plan->cut || solution->cut;
}

/* Keeps the better of the solution and the best so far, which may be none; the
 * solution then tells its worth. A solver that is cut may not have come to
 * what it started from. */
static eb_status keep_better(struct planning *planning,
                             const struct problem *problem,
                             struct solution *solution)
{
    struct value old;
    eb_status status = value_of(problem, planning->agent, &old, NULL, NULL);

    if (status != EB_OK)
        return status;
    if (old.feasible &&
        (!solution->feasible || solution->objective > old.objective)) {
        solution->feasible = true;
        solution->objective = old.objective;
        return EB_OK;
    }
    mem_free(planning->agent);
    planning->agent = solution->agent;
    solution->agent = NULL;
    return EB_OK;
}

/* Starts from the best so far and leaves the best found in its place. */
static eb_status run_solver(struct planning *planning,
                            const struct problem *problem, int64_t target,
                            struct solution **out)
{
    struct solve_options how = solve_options_of(planning, target);
    eb_status status;

    TRY(solve(problem, &how, out));
    add_times(planning->plan, *out);
    TRY(keep_better(planning, problem, *out));
done:
    return status;
}

static eb_status no_plan(struct planning *planning,
                         const struct solution *solution)
{
    if (solution->proved_infeasible)
        return fail(EB_BAD_DATA, planning->said,
                    "the conflict groups cannot all be kept apart: their "
                    "accounts have too few reps in common");
    return fail(EB_STOPPED, planning->said,
                "no plan found that keeps all conflict groups apart");
}

/* ---- Phases ------------------------------------------------------------ */

static struct phase *begin_phase(struct plan *plan, const char *name)
{
    struct phase *phase = &plan->phases[plan->n_phases++];

    phase->name = name;
    return phase;
}

/* Rounding may lose half a unit for each load: a difference of that size is
 * none (MODEL.md section 11). */
static eb_outcome grade(const struct problem *p, int64_t objective,
                        int64_t bound, double gap)
{
    int64_t open;

    if (bound == INT64_MIN)
        return EB_FEASIBLE;
    open = objective - bound;
    if (open <= (int64_t)p->terms.n)
        return EB_OPTIMAL;
    if (open <= GAP_POINTS_ENOUGH ||
        (double)open <= gap * fmax(fabs((double)objective), 1))
        return EB_WITHIN_GAP;
    return EB_FEASIBLE;
}

/* What the phase shows; the certificate becomes the phase's. */
static eb_outcome take_phase(struct planning *planning, struct phase *phase,
                             const struct problem *p,
                             struct solution *solution, int64_t objective)
{
    double gap = planning->options->gap;
    eb_outcome checked, solver;

    phase->objective = objective;
    phase->has_bound = solution->lower_bound != INT64_MIN;
    phase->proved_infeasible = solution->proved_infeasible;
    phase->lower_bound = solution->lower_bound;
    phase->solver_bound = solution->solver_bound;
    if (phase->lower_bound > objective)
        phase->lower_bound = objective;
    if (phase->solver_bound > objective)
        phase->solver_bound = objective;
    phase->certificate = solution->certificate;
    solution->certificate = (struct certificate){0};
    checked = grade(p, objective, phase->lower_bound, gap);
    solver = grade(p, objective, phase->solver_bound, gap);
    phase->proof = solver < checked ? PROOF_SOLVER : PROOF_CHECKED;
    return solver < checked ? solver : checked;
}

/* ---- Relaxing ---------------------------------------------------------- */

static void swap(int64_t *a, int64_t *b)
{
    int64_t kept = *a;

    *a = *b;
    *b = kept;
}

/* The rules' limits and budgets for the relaxed ones, and the other way. */
static void swap_limits(struct planning *planning)
{
    struct problem *p = planning->compiled->problem;

    for (size_t t = 0; t < p->terms.n; t++) {
        swap(&p->terms.at[t].lo, &planning->term[t].lo);
        swap(&p->terms.at[t].hi, &planning->term[t].hi);
    }
    for (int k = 0; k < p->n_budgets; k++)
        swap(&p->budget_limit.at[k], &planning->budget[k]);
}

static eb_status relax_problem(struct planning *planning)
{
    struct problem *p = planning->compiled->problem;

    planning->term = NEW(struct strict, p->terms.n);
    planning->budget = mem_copy(p->budget_limit.at, (size_t)p->n_budgets,
                                sizeof *planning->budget);
    if (planning->term == NULL || planning->budget == NULL)
        return EB_NO_MEMORY;
    for (size_t t = 0; t < p->terms.n; t++)
        planning->term[t] =
            (struct strict){p->terms.at[t].lo, p->terms.at[t].hi};
    return compiled_relax(planning->compiled, planning->agent);
}

/* ---- Least violation --------------------------------------------------- */

/* Everyone stays where they are, if they may. */
static eb_status start_from_owners(struct planning *planning)
{
    const struct compiled *c = planning->compiled;

    planning->agent = NEW(int, (size_t)c->problem->n_items);
    if (planning->agent == NULL)
        return EB_NO_MEMORY;
    for (size_t f = 0; f < c->n_families; f++) {
        int item = c->families[f].item;
        int owner = c->books->owner[c->families[f].lead];

        if (item >= 0)
            planning->agent[item] =
                owner >= 0 && problem_cost(c->problem, item, owner) != NO_ARC
                    ? owner
                    : -1;
    }
    return EB_OK;
}

static int *reps_of_accounts(const struct planning *planning)
{
    const struct compiled *c = planning->compiled;
    int *rep = NEW(int, c->books->n_accounts);

    if (rep == NULL)
        return NULL;
    for (size_t a = 0; a < c->books->n_accounts; a++) {
        int f = c->family_of[a];

        rep[a] = f < 0 || c->families[f].item < 0
                     ? -1
                     : planning->agent[c->families[f].item];
    }
    return rep;
}

static eb_status find_blame(struct planning *planning)
{
    struct solve_options how = solve_options_of(planning, 0);
    struct plan *plan = planning->plan;
    struct blame blame = {0};
    int *rep = reps_of_accounts(planning);
    eb_status status = EB_NO_MEMORY;

    if (rep == NULL)
        return status;
    TRY(blame_find(planning->compiled, rep, &how, &plan->memory, &blame));
    plan->n_conflict = blame.n;
    plan->conflict = blame.words;
    plan->conflict_minimal = blame.minimal;
done:
    mem_free(rep);
    return status;
}

/* The ranges that differ from the rules'. */
static size_t list_relaxed(const struct compiled *c, const int64_t *load,
                           struct relaxed_limit *out)
{
    size_t n = 0;

    for (size_t l = 0; l < c->rules->n_limits; l++)
        for (int r = 0; r < (int)c->books->n_reps; r++) {
            struct relaxed_limit relaxed = {(int)l, r, 0, 0};
            int64_t used;

            if (!limit_range(c, l, r, &relaxed.lo, &relaxed.hi))
                continue;
            used = load[(size_t)r * c->n_resources +
                        (size_t)c->limit_resource[l]];
            if (used >= relaxed.lo && used <= relaxed.hi)
                continue;
            relaxed.lo = used < relaxed.lo ? used : relaxed.lo;
            relaxed.hi = used > relaxed.hi ? used : relaxed.hi;
            if (out != NULL)
                out[n] = relaxed;
            n++;
        }
    return n;
}

static eb_status relax(struct planning *planning)
{
    struct compiled *c = planning->compiled;
    struct plan *plan = planning->plan;
    size_t n_budgets = (size_t)c->problem->n_budgets;
    int64_t *load = NEW(int64_t, c->books->n_reps * c->n_resources);
    struct value value;
    eb_status status = EB_NO_MEMORY;

    if (load == NULL)
        goto done;
    TRY(value_of(c->problem, planning->agent, &value, load, NULL));
    status = EB_NO_MEMORY;
    plan->n_relaxed = list_relaxed(c, load, NULL);
    plan->relaxed = arena_new(&plan->memory,
                              (plan->n_relaxed + 1) * sizeof *plan->relaxed);
    plan->budget_given_max =
        arena_new(&plan->memory, (n_budgets + 1) * sizeof(int64_t));
    if (plan->relaxed == NULL || plan->budget_given_max == NULL)
        goto done;
    list_relaxed(c, load, plan->relaxed);
    TRY(relax_problem(planning));
    for (size_t k = 0; k < n_budgets; k++)
        plan->budget_given_max[k] = c->problem->budget_limit.at[k];
done:
    mem_free(load);
    return status;
}

/* How little the rules must be broken, once it is known that they must be. The
 * question may have been answered by a bound before there was any plan. */
static eb_status least_violation(struct planning *planning,
                                 struct solution **found)
{
    struct solution *better = NULL;
    eb_status status = EB_OK;

    if ((*found)->proved_infeasible)
        return EB_OK;
    if ((*found)->lower_bound <= 0 && (*found)->solver_bound <= 0)
        return EB_OK; /* all effort has gone into the question already */
    TRY(run_solver(planning, planning->compiled->violation, INT64_MIN,
                   &better));
    solution_free(*found);
    *found = better;
    better = NULL;
done:
    solution_free(better);
    return status;
}

static eb_status take_violation(struct planning *planning,
                                struct solution *solution)
{
    struct plan *plan = planning->plan;
    const struct problem *p = planning->compiled->violation;
    struct phase *phase = begin_phase(plan, "violation");
    eb_status status = EB_OK;

    take_phase(planning, phase, p, solution, solution->objective);
    phase->lower_bound = phase->lower_bound < 0 ? 0 : phase->lower_bound;
    phase->solver_bound = phase->solver_bound < 0 ? 0 : phase->solver_bound;
    plan->outcome = solution->cut && phase->solver_bound <= 0 ? EB_CUT_SHORT
                                                              : EB_INFEASIBLE;
    if (phase->solver_bound > 0)
        TRY(find_blame(planning));
    TRY(relax(planning));
done:
    return status;
}

static eb_status keep_rules(struct planning *planning)
{
    struct solution *solution = NULL;
    eb_status status;

    if (planning->compiled->violation == NULL)
        return EB_OK;
    TRY(run_solver(planning, planning->compiled->violation, 0, &solution));
    if (solution->feasible && solution->objective == 0)
        goto done;
    TRY(least_violation(planning, &solution));
    if (solution->feasible)
        TRY(take_violation(planning, solution));
    else
        status = no_plan(planning, solution);
done:
    solution_free(solution);
    return status;
}

/* ---- Blend ------------------------------------------------------------- */

/* Leaves no single move that would be cheaper and is allowed; *objective is
 * that of the blend then. An assignment that is incomplete or breaks a rule
 * stays as it is. When time is up, so many steps are all. */
static eb_status polish(struct planning *planning, int64_t grace,
                        int64_t *objective)
{
    const struct problem *p = planning->compiled->problem;
    struct budget budget = {.steps = INT64_MAX,
                            .deadline = planning->options->deadline,
                            .stop = planning->options->stop};
    struct standing standing = {0};
    struct value value = {0};
    eb_status status;

    TRY(value_of(p, planning->agent, &value, NULL, NULL));
    if (budget_is_cut(&budget))
        budget = (struct budget){.steps = grace};
    if (!value.feasible || budget_is_spent(&budget))
        goto done;
    TRY(standing_init(&standing, p, planning->agent));
    TRY(standing_polish(&standing, &budget));
    memcpy(planning->agent, standing.agent,
           (size_t)p->n_items * sizeof *planning->agent);
    TRY(value_of(p, planning->agent, &value, NULL, NULL));
done:
    *objective = value.objective;
    standing_clear(&standing);
    return status;
}

static eb_status take_history(struct planning *planning,
                              const struct solution *solution, double began)
{
    struct plan *plan = planning->plan;

    for (size_t k = 0; k < solution->history.n; k++) {
        struct incumbent_point point = solution->history.at[k];

        point.seconds += began - planning->options->started;
        if (!VEC_PUSH(&plan->history, point))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

static void take_outcome(struct plan *plan, eb_outcome outcome)
{
    const struct phase *last = &plan->phases[plan->n_phases - 1];
    double size = fmax(fabs(points(last->objective)), 1e-9);

    plan->proof = last->proof;
    plan->objective = last->objective;
    plan->lower_bound = last->lower_bound;
    plan->solver_bound = last->solver_bound;
    plan->gap_points = points(last->objective) - points(last->lower_bound);
    plan->gap = plan->gap_points / size;
    if (plan_breaks_rules(plan))
        return; /* as the violation left it */
    plan->outcome =
        outcome == EB_FEASIBLE && plan->cut ? EB_CUT_SHORT : outcome;
}

/* No plan was found that keeps the rules, nor a proof that there is none: the
 * blend may have come to one all the same, and nothing is broken then. */
static eb_status look_again(struct planning *planning)
{
    struct plan *plan = planning->plan;
    struct value value;
    eb_status status = EB_OK;

    if (plan->n_phases == 0 || plan->phases[0].solver_bound > 0)
        return EB_OK;
    swap_limits(planning);
    TRY(value_of(planning->compiled->problem, planning->agent, &value, NULL,
                 NULL));
    if (!value.feasible) {
        swap_limits(planning);
        return warn(planning->said, (struct place){NULL, 0, 0},
                    "not proved: no plan was found that keeps every limit "
                    "and budget, but one may exist; try more %s",
                    plan->outcome == EB_CUT_SHORT ? "time" : "effort");
    }
    certificate_clear(&plan->phases[0].certificate);
    plan->phases[0] = (struct phase){0};
    plan->n_phases = 0;
    plan->n_relaxed = 0;
    plan->budget_given_max = NULL;
    plan->outcome = EB_FEASIBLE;
done:
    return status;
}

static eb_status blend(struct planning *planning)
{
    const struct problem *p = planning->compiled->problem;
    double began = clock_seconds();
    struct solution *solution = NULL;
    int64_t objective;
    eb_outcome outcome;
    eb_status status;

    planning->in_blend = true;
    /* A far better start, at little cost. */
    TRY(polish(planning, 0, &objective));
    TRY(run_solver(planning, p, INT64_MIN, &solution));
    if (!solution->feasible) {
        status = no_plan(planning, solution);
        goto done;
    }
    TRY(polish(planning, GRACE, &objective));
    TRY(look_again(planning));
    outcome = take_phase(planning, begin_phase(planning->plan, "blend"), p,
                         solution, objective);
    take_outcome(planning->plan, outcome);
    TRY(take_history(planning, solution, began));
done:
    solution_free(solution);
    return status;
}

/* ---- All of it --------------------------------------------------------- */

static const char *effort_name(eb_effort effort)
{
    static const char *const names[] = {
        [EB_QUICK] = "quick", [EB_NORMAL] = "normal", [EB_DEEP] = "deep"};

    return names[effort];
}

static eb_status compile_all(struct planning *planning)
{
    struct plan *plan = planning->plan;
    double began = clock_seconds();
    eb_status status = compile(plan->books, plan->rules, NULL, 0,
                               &plan->compiled, planning->said);

    planning->compiled = plan->compiled;
    plan->seconds_in[0] = began - planning->options->started;
    plan->seconds_in[1] = clock_seconds() - began;
    return status;
}

eb_status planner_run(const struct books *books, const struct rules *rules,
                      const struct planner_options *options, struct plan **out,
                      eb_messages *said)
{
    struct planning planning = {.options = options, .said = said};
    struct plan *plan = planning.plan = NEW(struct plan, 1);
    eb_status status = EB_NO_MEMORY;

    if (plan == NULL)
        return status;
    plan->books = books;
    plan->rules = rules;
    plan->effort = effort_name(options->effort);
    plan->seed = options->seed;
    plan->threads = options->threads;
    plan->outcome = EB_FEASIBLE;
    TRY(pool_new(options->threads, &planning.pool));
    TRY(compile_all(&planning));
    TRY(start_from_owners(&planning));
    TRY(keep_rules(&planning));
    TRY(blend(&planning));
    TRY(facts_work_out(plan, planning.agent));
    *out = plan;
    plan = NULL; /* now the caller's */
done:
    pool_free(planning.pool);
    mem_free(planning.agent);
    mem_free(planning.term);
    mem_free(planning.budget);
    plan_free(plan);
    return status;
}
