/* problem.c - building a problem, checking it, and reading its arcs. */
#include "solver/problem.h"

#include <stdlib.h>
#include <string.h>

/* Objectives stay below this, so that sums of two fit int64_t with room. */
#define LARGEST_OBJECTIVE ((wide)2000000000000000000)

#define PUSH(v, item) (VEC_PUSH((v), (item)) ? EB_OK : EB_NO_MEMORY)

eb_status problem_new(int n_agents, int n_resources, struct problem **out)
{
    struct problem *p = NEW(struct problem, 1);

    if (p == NULL)
        return EB_NO_MEMORY;
    p->n_agents = n_agents;
    p->n_resources = n_resources;
    *out = p;
    return EB_OK;
}

void problem_free(struct problem *p)
{
    if (p == NULL)
        return;
    VEC_CLEAR(&p->item_class);
    VEC_CLEAR(&p->load_first);
    VEC_CLEAR(&p->loads);
    VEC_CLEAR(&p->tier_first);
    VEC_CLEAR(&p->tiers);
    VEC_CLEAR(&p->own_first);
    VEC_CLEAR(&p->own);
    VEC_CLEAR(&p->own_loads);
    VEC_CLEAR(&p->leave_first);
    VEC_CLEAR(&p->leaves);
    VEC_CLEAR(&p->conflict_first);
    VEC_CLEAR(&p->conflicts);
    VEC_CLEAR(&p->class_first);
    VEC_CLEAR(&p->class_agent);
    VEC_CLEAR(&p->class_cost);
    VEC_CLEAR(&p->class_tier);
    VEC_CLEAR(&p->terms);
    VEC_CLEAR(&p->hinges);
    mem_free(p->term_of);
    VEC_CLEAR(&p->budget_limit);
    VEC_CLEAR(&p->budget_slope);
    VEC_CLEAR(&p->budget_all);
    VEC_CLEAR(&p->load_most);
    mem_free(p);
}

eb_status problem_add_class(struct problem *p, int *class_number)
{
    eb_status status = PUSH(&p->class_first, p->class_agent.n);

    if (status == EB_OK)
        *class_number = p->n_classes++;
    return status;
}

eb_status problem_add_arc(struct problem *p, int agent, int64_t cost, int tier)
{
    if (!VEC_PUSH(&p->class_agent, agent) || !VEC_PUSH(&p->class_cost, cost) ||
        !VEC_PUSH(&p->class_tier, (unsigned char)tier))
        return EB_NO_MEMORY;
    return EB_OK;
}

eb_status problem_add_item(struct problem *p, int class_number)
{
    if (!VEC_PUSH(&p->item_class, class_number) ||
        !VEC_PUSH(&p->load_first, p->loads.n) ||
        !VEC_PUSH(&p->tier_first, p->tiers.n) ||
        !VEC_PUSH(&p->own_first, p->own.n) ||
        !VEC_PUSH(&p->leave_first, p->leaves.n) ||
        !VEC_PUSH(&p->conflict_first, p->conflicts.n))
        return EB_NO_MEMORY;
    p->n_items++;
    return EB_OK;
}

eb_status problem_add_load(struct problem *p, int resource, int64_t amount)
{
    struct load load = {resource, amount};

    return amount == 0 ? EB_OK : PUSH(&p->loads, load);
}

eb_status problem_add_tier(struct problem *p, int64_t cost)
{
    return PUSH(&p->tiers, cost);
}

eb_status problem_add_own(struct problem *p, int agent, int64_t cost,
                          int n_loads)
{
    struct own_arc arc = {agent, cost, n_loads, p->own_loads.n};

    p->some_own_loads = p->some_own_loads || n_loads >= 0;
    return PUSH(&p->own, arc);
}

eb_status problem_add_own_load(struct problem *p, int resource, int64_t amount)
{
    struct load load = {resource, amount};

    return PUSH(&p->own_loads, load);
}

eb_status problem_add_leave(struct problem *p, int owner, int budget,
                            int64_t amount)
{
    struct departure leave = {owner, budget, amount};

    return amount == 0 ? EB_OK : PUSH(&p->leaves, leave);
}

eb_status problem_add_conflict(struct problem *p, int set)
{
    if (set >= p->n_conflicts)
        p->n_conflicts = set + 1;
    return PUSH(&p->conflicts, set);
}

eb_status problem_add_term(struct problem *p, int agent, int resource,
                           int64_t lo, int64_t hi)
{
    struct term term = {agent, resource, lo, hi, p->hinges.n, 0};

    return PUSH(&p->terms, term);
}

eb_status problem_add_hinge(struct problem *p, wide at, wide slope, bool down)
{
    struct hinge hinge = {at, slope, down};

    if (slope == 0)
        return EB_OK;
    p->terms.at[p->terms.n - 1].n_hinges++;
    return PUSH(&p->hinges, hinge);
}

eb_status problem_add_budget(struct problem *p, int64_t limit, wide slope)
{
    if (!VEC_PUSH(&p->budget_limit, limit) ||
        !VEC_PUSH(&p->budget_slope, slope))
        return EB_NO_MEMORY;
    p->n_budgets++;
    return EB_OK;
}

/* ---- finishing ---- */

static int by_agent_and_resource(const void *left, const void *right)
{
    const struct term *a = left, *b = right;

    if (a->agent != b->agent)
        return a->agent < b->agent ? -1 : 1;
    return (a->resource > b->resource) - (a->resource < b->resource);
}

static eb_status close_lists(struct problem *p)
{
    if (!VEC_PUSH(&p->class_first, p->class_agent.n) ||
        !VEC_PUSH(&p->load_first, p->loads.n) ||
        !VEC_PUSH(&p->tier_first, p->tiers.n) ||
        !VEC_PUSH(&p->own_first, p->own.n) ||
        !VEC_PUSH(&p->leave_first, p->leaves.n) ||
        !VEC_PUSH(&p->conflict_first, p->conflicts.n))
        return EB_NO_MEMORY;
    return EB_OK;
}

static eb_status index_terms(struct problem *p, eb_messages *said)
{
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;

    p->term_of = NEW(int, cells + 1);
    if (p->term_of == NULL)
        return EB_NO_MEMORY;
    memset(p->term_of, -1, (cells + 1) * sizeof *p->term_of);
    if (p->terms.n > 0)
        qsort(p->terms.at, p->terms.n, sizeof *p->terms.at,
              by_agent_and_resource);
    for (size_t t = 0; t < p->terms.n; t++) {
        const struct term *term = &p->terms.at[t];
        int *slot = &p->term_of[(size_t)term->agent * (size_t)p->n_resources +
                                (size_t)term->resource];

        if (*slot >= 0)
            return fail(EB_BAD_ARGUMENT, said, "two terms for one load");
        *slot = (int)t;
    }
    return EB_OK;
}

static wide magnitude(wide x)
{
    return x < 0 ? -x : x;
}

/* The largest absolute load that an agent can ever have, per resource: the
 * sum over items of the largest weight the item has anywhere. */
static eb_status largest_loads(const struct problem *p, wide *most)
{
    int64_t *peak = NEW(int64_t, (size_t)p->n_resources + 1);

    if (peak == NULL)
        return EB_NO_MEMORY;
    for (int i = 0; i < p->n_items; i++) {
        memset(peak, 0, (size_t)p->n_resources * sizeof *peak);
        for (size_t k = p->load_first.at[i]; k < p->load_first.at[i + 1];
             k++) {
            const struct load *l = &p->loads.at[k];

            peak[l->resource] = (int64_t)magnitude(l->amount);
        }
        for (size_t k = p->own_first.at[i]; k < p->own_first.at[i + 1]; k++) {
            const struct own_arc *arc = &p->own.at[k];

            for (int n = 0; n < arc->n_loads; n++) {
                const struct load *l =
                    &p->own_loads.at[arc->first_load + (size_t)n];

                if (magnitude(l->amount) > peak[l->resource])
                    peak[l->resource] = (int64_t)magnitude(l->amount);
            }
        }
        for (int k = 0; k < p->n_resources; k++)
            most[k] += peak[k];
    }
    mem_free(peak);
    return EB_OK;
}

static wide largest_penalty(const struct problem *p, const struct term *t,
                            wide most)
{
    long double sum = 0;

    for (size_t h = t->first_hinge; h < t->first_hinge + t->n_hinges; h++) {
        const struct hinge *hinge = &p->hinges.at[h];
        long double reach =
            (long double)most * 1e6L + (long double)magnitude(hinge->at);

        sum += (long double)hinge->slope * reach / 1e18L;
    }
    return sum > 4e18L ? LARGEST_OBJECTIVE : (wide)sum;
}

/* Adds what an item can bring to each of its agents: reach is [terms]. */
static void add_reach(const struct problem *p, int item,
                      const struct arcs *arcs, wide *reach)
{
    for (int k = 0; k < arcs->n; k++) {
        const struct load *loads;
        int n = problem_loads(p, item, arcs->agent[k], &loads);

        for (int j = 0; j < n; j++) {
            int t = problem_term_number(p, arcs->agent[k], loads[j].resource);

            if (t >= 0)
                reach[t] += magnitude(loads[j].amount);
        }
    }
}

/* Refuses a problem in which some objective could leave int64_t. */
static eb_status check_ranges(struct problem *p, eb_messages *said)
{
    eb_status status = EB_OK;
    const wide *most = p->load_most.at;
    wide *reach = NEW(wide, p->terms.n + 1);
    struct arcs arcs = {0};
    wide total = magnitude(p->constant);

    if (reach == NULL)
        return EB_NO_MEMORY;
    TRY(arcs_new(p, &arcs));
    for (int i = 0; i < p->n_items; i++) {
        wide dearest = 0;

        problem_arcs(p, i, &arcs);
        for (int k = 0; k < arcs.n; k++)
            if (magnitude(arcs.cost[k]) > dearest)
                dearest = magnitude(arcs.cost[k]);
        total += dearest;
        add_reach(p, i, &arcs, reach);
    }
    for (size_t t = 0; t < p->terms.n; t++) {
        total += largest_penalty(p, &p->terms.at[t], reach[t]);
        if (total >= LARGEST_OBJECTIVE)
            break;
    }
    for (int k = 0; k < p->n_resources; k++)
        if (most[k] > (wide)1 << 53)
            TRY(fail(EB_BAD_DATA, said,
                     "a metric's total is too large to add up exactly "
                     "(over 2^53 of its smallest unit)"));
    if (total >= LARGEST_OBJECTIVE)
        status = fail(EB_BAD_DATA, said,
                      "costs, weights or targets are so far apart that points "
                      "cannot be added up exactly; look for a cost that is "
                      "far too large or a rep whose share is all but zero");
done:
    arcs_clear(&arcs);
    mem_free(reach);
    return status;
}

/* Adds the most that the item's entries of one budget, the first of which is the
 * k-th, come to; the place behind them. */
static size_t add_most(const struct problem *p, int item, size_t k)
{
    int budget = p->leaves.at[k].budget;
    wide sum = 0, least = 0;

    for (; k < p->leave_first.at[item + 1] && p->leaves.at[k].budget == budget;
         k++) {
        const struct departure *leave = &p->leaves.at[k];

        sum += leave->amount;
        if (leave->owner != NO_OWNER && leave->amount < least)
            least = leave->amount;
    }
    p->budget_all.at[budget] += sum - least;
    return k;
}

static eb_status add_up(struct problem *p)
{
    for (int k = 0; k < p->n_budgets; k++)
        if (!VEC_PUSH(&p->budget_all, 0))
            return EB_NO_MEMORY;
    for (int k = 0; k < p->n_resources; k++)
        if (!VEC_PUSH(&p->load_most, 0))
            return EB_NO_MEMORY;
    for (int i = 0; i < p->n_items; i++)
        for (size_t k = p->leave_first.at[i]; k < p->leave_first.at[i + 1];)
            k = add_most(p, i, k);
    return largest_loads(p, p->load_most.at);
}

eb_status problem_finish(struct problem *p, eb_messages *said)
{
    eb_status status = EB_OK;

    TRY(close_lists(p));
    TRY(add_up(p));
    TRY(index_terms(p, said));
    TRY(check_ranges(p, said));
done:
    return status;
}

/* ---- reading ---- */

eb_status arcs_new(const struct problem *p, struct arcs *out)
{
    out->n = 0;
    out->agent = NEW(int, (size_t)p->n_agents + 1);
    out->cost = NEW(int64_t, (size_t)p->n_agents + 1);
    if (out->agent == NULL || out->cost == NULL) {
        arcs_clear(out);
        return EB_NO_MEMORY;
    }
    return EB_OK;
}

void arcs_clear(struct arcs *arcs)
{
    mem_free(arcs->agent);
    mem_free(arcs->cost);
    arcs->agent = NULL;
    arcs->cost = NULL;
}

static int64_t class_arc_cost(const struct problem *p, int item, size_t arc)
{
    int tier = p->class_tier.at[arc];
    int64_t cost = p->class_cost.at[arc];

    if (tier != 255)
        cost += p->tiers.at[p->tier_first.at[item] + (size_t)tier];
    return cost;
}

static void put_arc(struct arcs *out, int agent, int64_t cost)
{
    if (cost == NO_ARC)
        return;
    out->agent[out->n] = agent;
    out->cost[out->n++] = cost;
}

/* Merges the class's list with the item's own, which wins. */
int64_t problem_size(const struct problem *p)
{
    int64_t n = 0;

    for (int i = 0; i < p->n_items; i++) {
        size_t class = (size_t)p->item_class.at[i];

        n +=
            (int64_t)(p->class_first.at[class + 1] - p->class_first.at[class]);
    }
    return n;
}

void problem_arcs(const struct problem *p, int item, struct arcs *out)
{
    int c = p->item_class.at[item];
    size_t arc = p->class_first.at[c], arc_end = p->class_first.at[c + 1];
    size_t own = p->own_first.at[item], own_end = p->own_first.at[item + 1];

    out->n = 0;
    while (arc < arc_end || own < own_end) {
        const struct own_arc *mine = own < own_end ? &p->own.at[own] : NULL;

        if (mine == NULL ||
            (arc < arc_end && p->class_agent.at[arc] < mine->agent)) {
            put_arc(out, p->class_agent.at[arc], class_arc_cost(p, item, arc));
            arc++;
            continue;
        }
        if (arc < arc_end && p->class_agent.at[arc] == mine->agent)
            arc++;
        put_arc(out, mine->agent, mine->cost);
        own++;
    }
}

static const struct own_arc *find_own(const struct problem *p, int item,
                                      int agent)
{
    size_t low = p->own_first.at[item], high = p->own_first.at[item + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (p->own.at[middle].agent < agent)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < p->own_first.at[item + 1] && p->own.at[low].agent == agent)
        return &p->own.at[low];
    return NULL;
}

int64_t problem_cost(const struct problem *p, int item, int agent)
{
    const struct own_arc *own = find_own(p, item, agent);
    int c = p->item_class.at[item];
    size_t low = p->class_first.at[c], high = p->class_first.at[c + 1];

    if (own != NULL)
        return own->cost;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (p->class_agent.at[middle] < agent)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < p->class_first.at[c + 1] && p->class_agent.at[low] == agent)
        return class_arc_cost(p, item, low);
    return NO_ARC;
}

int problem_loads(const struct problem *p, int item, int agent,
                  const struct load **out)
{
    size_t first = p->load_first.at[item];

    if (p->some_own_loads) {
        const struct own_arc *own = find_own(p, item, agent);

        if (own != NULL && own->n_loads >= 0) {
            *out = p->own_loads.at + own->first_load;
            return own->n_loads;
        }
    }
    *out = p->loads.at + first;
    return (int)(p->load_first.at[item + 1] - first);
}

/* On which side of a hinge a load lies is as good as random: a processor that guesses
 * it is wrong half the time, so there are no branches. */
wide term_penalty_exact(const struct problem *p, const struct term *t,
                        int64_t load)
{
    wide sum = 0, at = (wide)load * 1000000;

    for (size_t h = t->first_hinge; h < t->first_hinge + t->n_hinges; h++) {
        const struct hinge *hinge = &p->hinges.at[h];
        wide sign = -(wide)hinge->down;
        wide beyond = ((at - hinge->at) ^ sign) - sign;

        sum += hinge->slope * (beyond & -(wide)(beyond > 0));
    }
    return sum;
}

#define WIDE_1E18 ((wide)1000000000000000000)

int64_t term_penalty(const struct problem *p, const struct term *t,
                     int64_t load)
{
    return (int64_t)((term_penalty_exact(p, t, load) + WIDE_1E18 / 2) /
                     WIDE_1E18);
}

int64_t budget_penalty(const struct problem *p, int budget, int64_t used)
{
    wide slope = p->budget_slope.at[budget];
    wide excess = (wide)used - p->budget_limit.at[budget];

    if (excess <= 0 || slope == 0)
        return 0;
    return (int64_t)((excess * slope + 500000000000) / 1000000000000);
}
