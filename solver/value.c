/* value.c - an assignment's exact objective. */
#include "solver/value.h"

#include <string.h>

static void add_item(const struct problem *p, int item, int agent,
                     struct value *v, int64_t *load, int64_t *used)
{
    const struct load *loads;
    int64_t cost = agent < 0 ? NO_ARC : problem_cost(p, item, agent);
    int n;

    if (cost == NO_ARC) {
        v->complete = false;
        return;
    }
    v->cost += cost;
    n = problem_loads(p, item, agent, &loads);
    for (int k = 0; k < n; k++)
        load[(size_t)agent * (size_t)p->n_resources +
             (size_t)loads[k].resource] += loads[k].amount;
    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++)
        if (p->leaves.at[k].owner != agent)
            used[p->leaves.at[k].budget] += p->leaves.at[k].amount;
}

static void add_penalties(const struct problem *p, const int64_t *load,
                          const int64_t *used, struct value *v)
{
    for (size_t t = 0; t < p->terms.n; t++) {
        const struct term *term = &p->terms.at[t];
        int64_t l = load[(size_t)term->agent * (size_t)p->n_resources +
                         (size_t)term->resource];

        v->objective += term_penalty(p, term, l);
        if (l < term->lo || l > term->hi)
            v->feasible = false;
    }
    for (int k = 0; k < p->n_budgets; k++) {
        v->objective += budget_penalty(p, k, used[k]);
        if (p->budget_slope.at[k] == 0 && used[k] > p->budget_limit.at[k])
            v->feasible = false;
    }
}

/* Marks (set, agent) pairs by a stamp in a small table per set. */
static eb_status check_conflicts(const struct problem *p, const int *agent,
                                 struct value *v)
{
    size_t cells = (size_t)p->n_conflicts * (size_t)p->n_agents;
    bool *taken;

    if (p->n_conflicts == 0)
        return EB_OK;
    taken = NEW(bool, cells + 1);
    if (taken == NULL)
        return EB_NO_MEMORY;
    for (int i = 0; i < p->n_items; i++)
        for (size_t k = p->conflict_first.at[i];
             k < p->conflict_first.at[i + 1]; k++) {
            size_t cell = (size_t)p->conflicts.at[k] * (size_t)p->n_agents +
                          (size_t)(agent[i] < 0 ? 0 : agent[i]);

            if (agent[i] < 0)
                continue;
            if (taken[cell])
                v->feasible = false;
            taken[cell] = true;
        }
    mem_free(taken);
    return EB_OK;
}

eb_status value_of(const struct problem *p, const int *agent,
                   struct value *out, int64_t *load, int64_t *used)
{
    eb_status status = EB_OK;
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;
    int64_t *own_load = NULL, *own_used = NULL;

    if (load == NULL)
        load = own_load = NEW(int64_t, cells + 1);
    else
        memset(load, 0, cells * sizeof *load);
    if (used == NULL)
        used = own_used = NEW(int64_t, (size_t)p->n_budgets + 1);
    else
        memset(used, 0, (size_t)p->n_budgets * sizeof *used);
    if (load == NULL || used == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    *out = (struct value){.complete = true, .feasible = true};
    for (int i = 0; i < p->n_items; i++)
        add_item(p, i, agent[i], out, load, used);
    out->objective = out->cost + p->constant;
    add_penalties(p, load, used, out);
    TRY(check_conflicts(p, agent, out));
    out->feasible = out->feasible && out->complete;
done:
    mem_free(own_load);
    mem_free(own_used);
    return status;
}
