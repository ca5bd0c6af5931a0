/* assigned.c - assignments in the numbers of a compiled model: there, back, and
 * its limits relaxed to what one uses. */
#include "model/compile.h"

int *compiled_agents(const struct compiled *compiled, const int *rep)
{
    const struct problem *p = compiled->problem;
    int *agent = NEW(int, (size_t)p->n_items);

    if (agent == NULL)
        return NULL;
    for (size_t f = 0; f < compiled->n_families; f++) {
        int item = compiled->families[f].item;
        int r = rep[compiled->families[f].lead];

        if (item >= 0)
            agent[item] =
                r >= 0 && problem_cost(p, item, r) != NO_ARC ? r : -1;
    }
    return agent;
}

int *compiled_reps(const struct compiled *compiled, const int *agent)
{
    size_t n = compiled->books->n_accounts;
    int *rep = NEW(int, n);

    if (rep == NULL)
        return NULL;
    for (size_t a = 0; a < n; a++) {
        int f = compiled->family_of[a];
        int item = f < 0 ? -1 : compiled->families[f].item;

        rep[a] = item < 0 ? -1 : agent[item];
    }
    return rep;
}

/* ---- Relaxing ----------------------------------------------------------- */

static void relax_terms(struct problem *p, const int64_t *load)
{
    for (size_t t = 0; t < p->terms.n; t++) {
        struct term *term = &p->terms.at[t];
        int64_t used = load[(size_t)term->agent * (size_t)p->n_resources +
                            (size_t)term->resource];

        term->lo = used < term->lo ? used : term->lo;
        term->hi = used > term->hi ? used : term->hi;
    }
}

static void add_up_use(const struct problem *p, const int *agent,
                       int64_t *load, int64_t *used)
{
    for (int i = 0; i < p->n_items; i++) {
        const struct load *loads;
        int n = problem_loads(p, i, agent[i], &loads);

        for (int k = 0; k < n; k++)
            load[(size_t)agent[i] * (size_t)p->n_resources +
                 (size_t)loads[k].resource] += loads[k].amount;
        for (size_t k = p->leave_first.at[i]; k < p->leave_first.at[i + 1];
             k++)
            if (p->leaves.at[k].owner != agent[i])
                used[p->leaves.at[k].budget] += p->leaves.at[k].amount;
    }
}

eb_status compiled_relax(struct compiled *compiled, const int *agent)
{
    struct problem *p = compiled->problem;
    int64_t *load = NEW(int64_t, (size_t)p->n_agents * (size_t)p->n_resources);
    int64_t *used = NEW(int64_t, (size_t)p->n_budgets);
    eb_status status = EB_NO_MEMORY;

    if (load == NULL || used == NULL)
        goto done;
    status = EB_OK;
    add_up_use(p, agent, load, used);
    relax_terms(p, load);
    for (int k = 0; k < p->n_budgets; k++)
        if (used[k] > p->budget_limit.at[k])
            p->budget_limit.at[k] = used[k];
done:
    mem_free(load);
    mem_free(used);
    return status;
}
