/* mip_result.c - what a solve of a mixed-integer program answers. */
#include "solver/mip_result.h"

eb_status mip_result_init(const struct problem *p, struct mip_result *out)
{
    out->agent = NEW(int, (size_t)p->n_items);
    out->objective = INT64_MAX;
    out->bound = out->relaxed_bound = INT64_MIN;
    out->lambda = NEW(wide, (size_t)p->n_agents * (size_t)p->n_resources);
    out->mu = NEW(wide, (size_t)p->n_budgets);
    out->price = NEW(wide, (size_t)p->n_items);
    return out->agent == NULL || out->lambda == NULL || out->mu == NULL ||
                   out->price == NULL
               ? EB_NO_MEMORY
               : EB_OK;
}

void mip_result_clear(struct mip_result *result)
{
    mem_free(result->agent);
    mem_free(result->lambda);
    mem_free(result->mu);
    mem_free(result->price);
    *result = (struct mip_result){0};
}

/* c + lambda w + mu b of an arc, times 1e12. */
static wide priced_arc(const struct problem *p, const struct mip_result *out,
                       int item, int agent)
{
    wide cost = (wide)problem_cost(p, item, agent) * 1000000000000;
    const struct load *loads;
    int n = problem_loads(p, item, agent, &loads);

    for (int k = 0; k < n; k++)
        cost += out->lambda[(size_t)agent * (size_t)p->n_resources +
                            (size_t)loads[k].resource] *
                loads[k].amount;
    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++)
        if (p->leaves.at[k].owner != agent)
            cost += out->mu[p->leaves.at[k].budget] * p->leaves.at[k].amount;
    return cost;
}

void mip_result_price(struct mip_result *out, const struct problem *p,
                      const struct mip *m)
{
    for (int i = 0; i < m->n_items; i++) {
        for (int c = m->first_arc[i]; c < m->first_arc[i + 1]; c++) {
            wide cost = priced_arc(p, out, i, m->columns.at[c].b);

            if (c == m->first_arc[i] || cost < out->price[i])
                out->price[i] = cost;
        }
    }
}
