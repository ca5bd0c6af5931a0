/* fairest.c - the least factor of the bands within which everyone can be: by
 * bisection, each factor a question to the kernel. A plan without violation
 * answers yes, a bound above 0 no; both leave their proof. */
#include "model/planner.h"
#include "model/planning.h"

#include "model/workings.h"
#include "solver/value.h"

/* No finer than this: 1e-6 of a band is less than any load. */
enum { UNIT = 1, MOST_QUESTIONS = 40 };

enum answer { ANSWER_YES, ANSWER_NO, ANSWER_OPEN };

struct search {
    struct planning *planning;
    int64_t found;   /* a plan is within it */
    int64_t open;    /* the greatest that was neither found nor refused */
    int64_t refused; /* no plan is within it; -1: none is known */
    struct certificate proof; /* of `refused` */
    bool proved_infeasible;   /* its kind */
    int questions;
};

/* ---- Questions ---------------------------------------------------------- */

/* The factor that the best so far needs; false where it breaks a rule. */
static eb_status measure(struct search *s, bool *keeps, int64_t *factor)
{
    const struct compiled *c = s->planning->compiled;
    int64_t *load = NEW(int64_t, c->books->n_reps * c->n_resources);
    struct value value;
    eb_status status = EB_NO_MEMORY;

    if (load == NULL)
        return status;
    TRY(value_of(c->problem, s->planning->agent, &value, load, NULL));
    *keeps = value.feasible;
    *factor = band_factor(c, load);
done:
    mem_free(load);
    return status;
}

static void keep_proof(struct search *s, int64_t factor,
                       struct solution *solution)
{
    certificate_clear(&s->proof);
    s->proof = solution->certificate;
    solution->certificate = (struct certificate){0};
    s->proved_infeasible = solution->proved_infeasible;
    s->refused = factor;
}

/* Is there a plan within the factor? */
static eb_status ask(struct search *s, int64_t factor, enum answer *answer)
{
    struct planning *planning = s->planning;
    struct solution *solution = NULL;
    eb_status status = EB_OK;
    bool keeps;

    *answer = ANSWER_OPEN;
    s->questions++;
    TRY(compiled_band(planning->compiled, factor, planning->said));
    phase_share_time(planning, 0.15);
    TRY(phase_solve(planning, planning->compiled->violation, 0, &solution));
    if (solution->feasible && solution->objective == 0) {
        TRY(measure(s, &keeps, &s->found));
        *answer = ANSWER_YES;
    } else if (solution->lower_bound > 0 || solution->proved_infeasible) {
        keep_proof(s, factor, solution);
        *answer = ANSWER_NO;
    } else if (factor > s->open) {
        s->open = factor;
    }
done:
    solution_free(solution);
    return status;
}

/* ---- The search --------------------------------------------------------- */

static bool is_over(const struct search *s)
{
    const struct planner_options *options = s->planning->options;
    struct budget look = {.deadline = options->deadline,
                          .stop = options->stop};

    return s->questions >= MOST_QUESTIONS || budget_is_cut(&look);
}

/* What is no further apart is as good as the same. */
static int64_t enough(const struct search *s)
{
    int64_t part = (int64_t)(s->planning->options->gap * (double)s->found);

    return part > UNIT ? part : UNIT;
}

static int64_t above(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Plans within less, as long as questions are answered by one. */
static eb_status narrow_down(struct search *s)
{
    int64_t below = s->refused;
    enum answer answer;
    eb_status status = EB_OK;

    while (s->found - below > enough(s) && !is_over(s)) {
        int64_t middle = below + (s->found - below) / 2;

        TRY(ask(s, middle, &answer));
        if (answer != ANSWER_YES)
            below = middle;
    }
done:
    return status;
}

/* Proofs of more, below what stayed open. */
static eb_status prove_up(struct search *s)
{
    int64_t top = s->open;
    enum answer answer;
    eb_status status = EB_OK;

    while (s->open > s->refused && top - s->refused > enough(s) &&
           !is_over(s)) {
        int64_t middle = s->refused + (top - s->refused) / 2;

        TRY(ask(s, middle, &answer));
        if (answer == ANSWER_OPEN)
            top = middle;
    }
done:
    return status;
}

/* Something to begin with: a plan that keeps the rules, and is fair by the
 * blend's measure. */
static eb_status start(struct search *s, bool *keeps)
{
    struct planning *planning = s->planning;
    struct planner_options quick = *planning->options;
    const struct planner_options *kept = planning->options;
    struct solution *solution = NULL;
    eb_status status;

    quick.effort = EB_QUICK;
    planning->options = &quick;
    phase_share_time(planning, 0.2);
    status = phase_solve(planning, planning->compiled->problem, INT64_MIN,
                         &solution);
    planning->options = kept;
    if (status == EB_OK && !solution->feasible)
        status = phase_no_plan(planning, solution);
    if (status == EB_OK)
        status = measure(s, keeps, &s->found);
    solution_free(solution);
    return status;
}

/* ---- What came out ------------------------------------------------------ */

static void take(struct search *s)
{
    struct plan *plan = s->planning->plan;
    struct phase *phase = phase_begin(plan, "fairest");
    int64_t bound = above(s->refused + UNIT, 0);

    phase->objective = s->found * 1000;
    phase->has_bound = s->refused >= 0;
    phase->lower_bound = bound * 1000;
    phase->solver_bound = phase->lower_bound;
    phase->proof = PROOF_CHECKED;
    phase->proved_infeasible = s->proved_infeasible;
    phase->certificate = s->proof;
    s->proof = (struct certificate){0};
    if (s->found - bound > 0)
        plan->outcome =
            s->found - bound <= enough(s) ? EB_WITHIN_GAP : EB_FEASIBLE;
}

eb_status fairest_run(struct planning *planning)
{
    struct search s = {.planning = planning, .refused = -1, .open = -1};
    bool keeps = false;
    eb_status status = EB_OK;

    if (planning->plan->rules->goal != GOAL_FAIREST ||
        planning->plan->n_phases > 0)
        return EB_OK;
    TRY(start(&s, &keeps));
    if (planning->compiled->workings->n_balanced == 0)
        TRY(fail(EB_BAD_DATA, planning->said,
                 "goal: there is no band to be within: no metric is "
                 "balanced"));
    TRY(narrow_down(&s));
    TRY(prove_up(&s));
    take(&s);
    TRY(compiled_band(planning->compiled, s.found, planning->said));
done:
    certificate_clear(&s.proof);
    return status;
}
