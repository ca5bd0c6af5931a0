/* plan.c - the life of a plan. */
#include "model/plan.h"

#include "solver/bound.h"

#include <string.h>

void plan_free(struct plan *plan)
{
    if (plan == NULL)
        return;
    for (size_t k = 0; k < plan->n_phases; k++)
        certificate_clear(&plan->phases[k].certificate);
    compiled_free(plan->compiled);
    VEC_CLEAR(&plan->history);
    arena_clear(&plan->memory);
    mem_free(plan);
}

bool plan_breaks_rules(const struct plan *plan)
{
    return plan_phase(plan, "violation") != NULL;
}

const struct phase *plan_phase(const struct plan *plan, const char *name)
{
    for (size_t k = 0; k < plan->n_phases; k++)
        if (strcmp(plan->phases[k].name, name) == 0)
            return &plan->phases[k];
    return NULL;
}

double points(int64_t cost)
{
    return (double)cost / 1e9;
}
