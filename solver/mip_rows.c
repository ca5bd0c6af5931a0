/* mip_rows.c - formulates a problem, or a part of it, as a mixed-integer program.
 */
#include "solver/mip_rows.h"

#include "solver/mip_build.h"

/* Keeps those arcs of an item that its part allows. */
static void read_arcs(struct mip_build *b, int item)
{
    const struct mip_part *part = b->part;
    int only = part->fixed != NULL ? part->fixed[item] : -1;
    int n, kept = 0;

    problem_arcs(b->p, item, &b->arcs);
    n = b->arcs.n;
    for (int k = 0; k < n; k++) {
        bool keep = part->allowed == NULL || part->allowed[b->arc + (size_t)k];

        if (only >= 0)
            keep = b->arcs.agent[k] == only;
        if (!keep)
            continue;
        b->arcs.agent[kept] = b->arcs.agent[k];
        b->arcs.cost[kept++] = b->arcs.cost[k];
    }
    b->arcs.n = kept;
    b->arc += (size_t)n;
}

static void fold(struct mip_build *b, int item)
{
    const struct load *loads;
    int g = b->arcs.agent[0], n = problem_loads(b->p, item, g, &loads);

    b->m->folded[item] = g;
    for (int k = 0; k < n; k++) {
        struct reach *reach = mip_reach_of(b, g, loads[k].resource);

        if (reach != NULL)
            reach->folded += loads[k].amount;
    }
}

static void reach_out(struct mip_build *b, int item, int agent)
{
    const struct load *loads;
    int n = problem_loads(b->p, item, agent, &loads);

    for (int k = 0; k < n; k++) {
        struct reach *reach = mip_reach_of(b, agent, loads[k].resource);
        int64_t amount = loads[k].amount;

        if (reach == NULL || amount == 0)
            continue;
        if (amount < 0)
            reach->least += amount;
        else
            reach->most += amount;
        b->weight[loads[k].resource] += amount < 0 ? -amount : amount;
        b->n_weights[loads[k].resource]++;
    }
}

static eb_status add_item(struct mip_build *b, int item)
{
    struct mip *m = b->m;
    struct arcs *arcs = &b->arcs;
    eb_status status = EB_OK;
    int row;

    m->first_arc[item] = (int)m->columns.n;
    m->folded[item] = -1;
    read_arcs(b, item);
    for (int k = 0; k < arcs->n; k++)
        if (k == 0 || arcs->cost[k] < m->cheapest[item])
            m->cheapest[item] = arcs->cost[k];
    m->constant += m->cheapest[item] * WIDE_1E18;
    if (arcs->n == 1) {
        fold(b, item);
        return EB_OK;
    }
    if (arcs->n == 0)
        m->infeasible = true;
    TRY(mip_add_row(m, (struct mip_row){ROW_ITEM, item, 0, 1, 1, 0, 0, 0, 0},
                &row));
    for (int k = 0; k < arcs->n; k++) {
        wide cost = ((wide)arcs->cost[k] - m->cheapest[item]) * WIDE_1E18;

        TRY(mip_add_entry(m, row, (int)m->columns.n, 1));
        TRY(mip_add_column(m, (struct mip_column){COLUMN_ARC, item, arcs->agent[k],
                                              cost, 1, 0}));
        reach_out(b, item, arcs->agent[k]);
    }
done:
    return status;
}

static eb_status add_items(struct mip_build *b)
{
    eb_status status = EB_OK;

    for (int i = 0; i < b->p->n_items; i++)
        TRY(add_item(b, i));
    b->m->n_arcs = (int)b->m->columns.n;
    b->m->first_arc[b->p->n_items] = b->m->n_arcs;
done:
    return status;
}

static eb_status prepare(struct mip_build *b)
{
    const struct problem *p = b->p;
    struct mip *m = b->m;
    size_t n_items = (size_t)p->n_items;

    m->n_items = p->n_items;
    m->n_agents = p->n_agents;
    m->n_resources = p->n_resources;
    m->n_budgets = p->n_budgets;
    m->constant = (wide)p->constant * WIDE_1E18;
    m->first_arc = NEW(int, n_items + 1);
    m->folded = NEW(int, n_items);
    m->cheapest = NEW(int64_t, n_items);
    b->reach = NEW(struct reach, p->terms.n);
    b->weight = NEW(wide, (size_t)p->n_resources);
    b->n_weights = NEW(int64_t, (size_t)p->n_resources);
    if (m->first_arc == NULL || m->folded == NULL || m->cheapest == NULL ||
        b->reach == NULL || b->weight == NULL || b->n_weights == NULL)
        return EB_NO_MEMORY;
    for (size_t t = 0; t < p->terms.n; t++)
        b->reach[t].row = -1;
    return arcs_new(p, &b->arcs);
}

static void build_clear(struct mip_build *b)
{
    arcs_clear(&b->arcs);
    mem_free(b->reach);
    mem_free(b->weight);
    mem_free(b->n_weights);
    VEC_CLEAR(&b->points);
    VEC_CLEAR(&b->members);
    VEC_CLEAR(&b->set_first);
    VEC_CLEAR(&b->set_items);
    mip_free(b->m);
}

eb_status mip_new(const struct problem *p, const struct mip_part *part,
                  struct mip **out)
{
    static const struct mip_part whole = {NULL, NULL};
    struct mip_build b = {.p = p, .part = part != NULL ? part : &whole};
    eb_status status = EB_OK;

    b.m = NEW(struct mip, 1);
    if (b.m == NULL)
        TRY(EB_NO_MEMORY);
    TRY(prepare(&b));
    TRY(add_items(&b));
    TRY(mip_add_loads(&b));
    TRY(mip_add_load_entries(&b));
    TRY(mip_add_budgets(&b));
    TRY(mip_add_conflicts(&b));
    *out = b.m;
    b.m = NULL;
done:
    build_clear(&b);
    return status;
}
