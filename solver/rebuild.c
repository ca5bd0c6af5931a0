/* rebuild.c - a problem made from another, piece by piece. */
#include "solver/rebuild.h"

eb_status rebuild_own(const struct problem *p, const struct own_arc *own,
                      struct problem *out)
{
    eb_status status;

    TRY(problem_add_own(out, own->agent, own->cost, own->n_loads));
    for (int k = 0; k < own->n_loads; k++) {
        const struct load *load =
            &p->own_loads.at[own->first_load + (size_t)k];

        TRY(problem_add_own_load(out, load->resource, load->amount));
    }
done:
    return status;
}

static eb_status add_leave(const struct departure *leave, int budget,
                           struct problem *out)
{
    if (leave->budget == budget)
        return EB_OK;
    return problem_add_leave(out, leave->owner,
                             leave->budget -
                                 (budget >= 0 && leave->budget > budget),
                             leave->amount);
}

eb_status rebuild_rest(const struct problem *p, int item, int budget,
                       struct problem *out)
{
    size_t i = (size_t)item;
    eb_status status = EB_OK;

    for (size_t k = p->load_first.at[i]; k < p->load_first.at[i + 1]; k++)
        TRY(problem_add_load(out, p->loads.at[k].resource,
                             p->loads.at[k].amount));
    for (size_t k = p->leave_first.at[i]; k < p->leave_first.at[i + 1]; k++)
        TRY(add_leave(&p->leaves.at[k], budget, out));
    for (size_t k = p->conflict_first.at[i]; k < p->conflict_first.at[i + 1];
         k++)
        TRY(problem_add_conflict(out, p->conflicts.at[k]));
done:
    return status;
}

eb_status rebuild_terms(const struct problem *p, bool hinges,
                        struct problem *out)
{
    eb_status status = EB_OK;

    for (size_t t = 0; t < p->terms.n; t++) {
        const struct term *term = &p->terms.at[t];
        size_t n = hinges ? term->n_hinges : 0;

        TRY(problem_add_term(out, term->agent, term->resource, term->lo,
                             term->hi));
        for (size_t h = term->first_hinge; h < term->first_hinge + n; h++)
            TRY(problem_add_hinge(out, p->hinges.at[h].at,
                                  p->hinges.at[h].slope,
                                  p->hinges.at[h].down));
    }
done:
    return status;
}

eb_status rebuild_budgets(const struct problem *p, int budget,
                          struct problem *out)
{
    eb_status status = EB_OK;

    for (int k = 0; k < p->n_budgets; k++)
        if (k != budget)
            TRY(problem_add_budget(out, p->budget_limit.at[k],
                                   p->budget_slope.at[k]));
done:
    return status;
}
