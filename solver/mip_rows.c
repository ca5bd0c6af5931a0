/* mip_rows.c - formulates a problem, or a part of it, as a mixed-integer program.
 */
#include "solver/mip_rows.h"

#include "solver/mip_build.h"

struct formulation {
    struct mip_build b;
    const struct mip_part *part;
    struct arcs arcs; /* of the item at hand, reduced to its part */
    size_t arc;       /* number of its first arc in part->allowed */
};

/* Keeps those arcs of an item that its part allows. */
static void read_arcs(struct formulation *f, int item)
{
    const struct mip_part *part = f->part;
    struct arcs *arcs = &f->arcs;
    int only = part->fixed != NULL ? part->fixed[item] : -1;
    int n, kept = 0;

    problem_arcs(f->b.p, item, arcs);
    n = arcs->n;
    for (int k = 0; k < n; k++) {
        bool keep = part->allowed == NULL || part->allowed[f->arc + (size_t)k];

        if (only >= 0)
            keep = arcs->agent[k] == only;
        if (!keep)
            continue;
        arcs->agent[kept] = arcs->agent[k];
        arcs->cost[kept++] = arcs->cost[k];
    }
    arcs->n = kept;
    f->arc += (size_t)n;
}

static void fold(struct mip_build *b, int item, int g)
{
    const struct load *loads;
    int n = problem_loads(b->p, item, g, &loads);

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

/* sum_g x_ig = 1. */
static eb_status add_arcs(struct mip_build *b, int item,
                          const struct arcs *arcs)
{
    struct mip_row row = {.kind = ROW_ITEM, .a = item, .lo = 1, .hi = 1};
    struct mip *m = b->m;
    eb_status status = EB_OK;
    int number;

    TRY(mip_add_row(m, row, &number));
    for (int k = 0; k < arcs->n; k++) {
        wide cost = ((wide)arcs->cost[k] - m->cheapest[item]) * WIDE_1E18;
        struct mip_column column = {.kind = COLUMN_ARC,
                                    .a = item,
                                    .b = arcs->agent[k],
                                    .cost = cost,
                                    .width = 1};

        TRY(mip_add_entry(m, number, (int)m->columns.n, 1));
        TRY(mip_add_column(m, column));
        reach_out(b, item, arcs->agent[k]);
    }
done:
    return status;
}

static eb_status add_item(struct formulation *f, int item)
{
    const struct arcs *arcs = &f->arcs;
    struct mip *m = f->b.m;

    m->first_arc[item] = (int)m->columns.n;
    m->folded[item] = -1;
    read_arcs(f, item);
    for (int k = 0; k < arcs->n; k++)
        if (k == 0 || arcs->cost[k] < m->cheapest[item])
            m->cheapest[item] = arcs->cost[k];
    m->constant += m->cheapest[item] * WIDE_1E18;
    if (arcs->n == 1) {
        fold(&f->b, item, arcs->agent[0]);
        return EB_OK;
    }
    if (arcs->n == 0)
        m->infeasible = true;
    return add_arcs(&f->b, item, arcs);
}

static eb_status add_items(struct formulation *f)
{
    struct mip *m = f->b.m;
    eb_status status = EB_OK;

    for (int i = 0; i < m->n_items; i++)
        TRY(add_item(f, i));
    m->n_arcs = (int)m->columns.n;
    m->first_arc[m->n_items] = m->n_arcs;
done:
    return status;
}

static eb_status prepare(struct mip_build *b)
{
    const struct problem *p = b->p;
    struct mip *m = NEW(struct mip, 1);
    size_t n_items = (size_t)p->n_items;

    b->m = m;
    b->reach = NEW(struct reach, p->terms.n);
    b->weight = NEW(wide, (size_t)p->n_resources);
    b->n_weights = NEW(int64_t, (size_t)p->n_resources);
    if (m == NULL || b->reach == NULL || b->weight == NULL ||
        b->n_weights == NULL)
        return EB_NO_MEMORY;
    for (size_t t = 0; t < p->terms.n; t++)
        b->reach[t].row = -1;
    m->n_items = p->n_items;
    m->n_agents = p->n_agents;
    m->n_resources = p->n_resources;
    m->n_budgets = p->n_budgets;
    m->constant = (wide)p->constant * WIDE_1E18;
    m->first_arc = NEW(int, n_items + 1);
    m->folded = NEW(int, n_items);
    m->cheapest = NEW(int64_t, n_items);
    return m->first_arc == NULL || m->folded == NULL || m->cheapest == NULL
               ? EB_NO_MEMORY
               : EB_OK;
}

eb_status mip_new(const struct problem *p, const struct mip_part *part,
                  struct mip **out)
{
    static const struct mip_part whole = {NULL, NULL};
    struct formulation f = {.b = {.p = p},
                            .part = part != NULL ? part : &whole};
    eb_status status = EB_OK;

    TRY(arcs_new(p, &f.arcs));
    TRY(prepare(&f.b));
    TRY(add_items(&f));
    TRY(mip_add_loads(&f.b));
    TRY(mip_add_budgets(&f.b));
    TRY(mip_add_conflicts(&f.b));
    *out = f.b.m;
    f.b.m = NULL;
done:
    arcs_clear(&f.arcs);
    mem_free(f.b.reach);
    mem_free(f.b.weight);
    mem_free(f.b.n_weights);
    mip_free(f.b.m);
    return status;
}
