/* incumbent.c - keeping the best assignment. */
#include "solver/incumbent.h"

#include <string.h>

eb_status incumbent_init(struct incumbent *best, const struct problem *p)
{
    *best = (struct incumbent){.p = p};
    best->agent = NEW(int, (size_t)p->n_items + 1);
    best->load =
        NEW(int64_t, (size_t)p->n_agents * (size_t)p->n_resources + 1);
    best->used = NEW(int64_t, (size_t)p->n_budgets + 1);
    if (best->agent == NULL || best->load == NULL || best->used == NULL) {
        incumbent_clear(best);
        return EB_NO_MEMORY;
    }
    return EB_OK;
}

void incumbent_clear(struct incumbent *best)
{
    mem_free(best->agent);
    mem_free(best->load);
    mem_free(best->used);
    *best = (struct incumbent){0};
}

eb_status incumbent_offer(struct incumbent *best, const int *agent,
                          bool *taken)
{
    struct value value;
    eb_status status =
        value_of(best->p, agent, &value, best->load, best->used);
    bool better;

    if (taken != NULL)
        *taken = false;
    if (status != EB_OK)
        return status;
    better = !best->any || (value.feasible && !best->value.feasible) ||
             (value.feasible == best->value.feasible &&
              value.complete >= best->value.complete &&
              value.objective < best->value.objective);
    if (!better)
        return EB_OK;
    memcpy(best->agent, agent, (size_t)best->p->n_items * sizeof *agent);
    best->value = value;
    best->any = true;
    if (taken != NULL)
        *taken = true;
    if (best->improved != NULL)
        best->improved(best->context, best);
    return EB_OK;
}
