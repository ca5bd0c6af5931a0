/* plan_limits.c - which limits are broken, how much of the budgets is used,
 * and what was relaxed. */
#include "model/facts.h"

#include <string.h>

static int64_t load_of(const struct facts *facts, size_t limit, int rep)
{
    const struct compiled *c = facts->c;

    return facts->standing
        .load[(size_t)rep * c->n_resources + (size_t)c->limit_resource[limit]];
}

/* Lists them in `breaks` if there is room, else counts them alone. */
static size_t list_breaks(const struct facts *facts,
                          struct limit_break *breaks)
{
    const struct compiled *c = facts->c;
    size_t n = 0;

    for (size_t l = 0; l < c->n_limits; l++)
        for (int r = 0; r < (int)c->books->n_reps; r++) {
            struct limit_break found = {(int)l, r, 0, 0, 0};

            if (!limit_range(c, l, r, &found.lo, &found.hi))
                continue;
            found.load = load_of(facts, l, r);
            if (found.load >= found.lo && found.load <= found.hi)
                continue;
            if (breaks != NULL)
                breaks[n] = found;
            n++;
        }
    return n;
}

eb_status facts_limits(struct facts *facts)
{
    struct plan *plan = facts->plan;
    size_t n_budgets = (size_t)facts->c->problem->n_budgets;

    plan->n_breaks = list_breaks(facts, NULL);
    plan->breaks = FACTS_NEW(facts, struct limit_break, plan->n_breaks);
    plan->budget_used = FACTS_NEW(facts, int64_t, n_budgets);
    if (plan->breaks == NULL || plan->budget_used == NULL)
        return EB_NO_MEMORY;
    list_breaks(facts, plan->breaks);
    memcpy(plan->budget_used, facts->standing.used,
           n_budgets * sizeof *plan->budget_used);
    return EB_OK;
}
