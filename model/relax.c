/* relax.c - the limits and budgets of the blend, widened to what a plan that
 * breaks them uses. */
#include "model/planning.h"

#include "model/workings.h"
#include "solver/value.h"

/* The ranges that differ from the rules'. */
static size_t list_relaxed(const struct compiled *c, const int64_t *load,
                           struct relaxed_limit *out)
{
    size_t n = 0;

    for (size_t l = 0; l < c->n_limits; l++)
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

eb_status relax_limits(struct planning *planning)
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

static void swap(int64_t *a, int64_t *b)
{
    int64_t kept = *a;

    *a = *b;
    *b = kept;
}

void relax_swap(struct planning *planning)
{
    struct problem *p = planning->compiled->problem;

    for (size_t t = 0; t < p->terms.n; t++) {
        swap(&p->terms.at[t].lo, &planning->term[t].lo);
        swap(&p->terms.at[t].hi, &planning->term[t].hi);
    }
    for (int k = 0; k < p->n_budgets; k++)
        swap(&p->budget_limit.at[k], &planning->budget[k]);
}
