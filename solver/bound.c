/* bound.c - the Lagrangian bound in 128 bits.
 *
 * Everything is added up in 1e-18 units of cost, in which costs, penalties at
 * whole loads, and multipliers times loads are all whole. */
#include "solver/bound.h"

#include <math.h>

#define E6 ((wide)1000000)
#define E18 (E6 * E6 * E6)

void certificate_clear(struct certificate *c)
{
    VEC_CLEAR(&c->vectors);
    VEC_CLEAR(&c->budget_multipliers);
    VEC_CLEAR(&c->prices);
    VEC_CLEAR(&c->agents);
    VEC_CLEAR(&c->blocks);
    VEC_CLEAR(&c->nodes);
    VEC_CLEAR(&c->branches);
    c->n_vectors = 0;
}

static wide rounded(double x)
{
    return isfinite(x) ? (wide)roundl((long double)x * 1e12L) : 0;
}

eb_status certificate_single(const struct problem *p, const double *lambda,
                             const double *mu, struct certificate *out)
{
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;
    struct branch_node leaf = {-1, 0, 0, 0};
    struct block block = {0, (size_t)p->n_agents, 0};

    certificate_clear(out);
    for (size_t k = 0; k < cells; k++)
        if (!VEC_PUSH(&out->vectors,
                      p->term_of[k] < 0 ? 0 : rounded(lambda[k])))
            return EB_NO_MEMORY;
    out->n_vectors = 1;
    for (int k = 0; k < p->n_budgets; k++) {
        wide m = rounded(mu[k]);

        if (m < 0)
            m = 0;
        if (p->budget_slope.at[k] != 0 && m > p->budget_slope.at[k])
            m = p->budget_slope.at[k];
        if (!VEC_PUSH(&out->budget_multipliers, m))
            return EB_NO_MEMORY;
    }
    for (int g = 0; g < p->n_agents; g++)
        if (!VEC_PUSH(&out->agents, g))
            return EB_NO_MEMORY;
    if (!VEC_PUSH(&out->nodes, leaf) || !VEC_PUSH(&out->blocks, block))
        return EB_NO_MEMORY;
    return EB_OK;
}

/* What the item costs at the agent under the multipliers. */
static wide arc_value(const struct problem *p, const struct certificate *c,
                      int item, int agent, int64_t cost)
{
    const struct load *loads;
    int n = problem_loads(p, item, agent, &loads);
    const wide *row =
        c->vectors.at + (size_t)agent * (size_t)p->n_resources;
    wide sum = 0;

    for (int k = 0; k < n; k++)
        sum += row[loads[k].resource] * loads[k].amount;
    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++)
        if (p->leaves.at[k].owner != agent)
            sum += c->budget_multipliers.at[p->leaves.at[k].budget] *
                   p->leaves.at[k].amount;
    return (wide)cost * E18 + sum * E6;
}

/* Loads that can arise at each term: items with one arc are there, others may
 * come. */
static void add_reach(const struct problem *p, int item,
                      const struct arcs *arcs, wide *low, wide *high)
{
    for (int a = 0; a < arcs->n; a++) {
        const struct load *loads;
        int n = problem_loads(p, item, arcs->agent[a], &loads);

        for (int k = 0; k < n; k++) {
            int t = p->term_of[(size_t)arcs->agent[a] *
                                   (size_t)p->n_resources +
                               (size_t)loads[k].resource];

            if (t < 0)
                continue;
            if (arcs->n == 1 || loads[k].amount < 0)
                low[t] += loads[k].amount;
            if (arcs->n == 1 || loads[k].amount > 0)
                high[t] += loads[k].amount;
        }
    }
}

static wide floor_div(wide a, wide b)
{
    wide q = a / b;

    return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}

/* min of phi - lambda L over whole loads in [low, high]: phi is convex and
 * bends at its hinges, so the least lies at an end or next to a hinge. */
static wide least_term(const struct problem *p, const struct term *t,
                       wide lambda, int64_t low, int64_t high)
{
    wide best = term_penalty_exact(p, t, low) - lambda * E6 * low;
    wide value = term_penalty_exact(p, t, high) - lambda * E6 * high;

    if (value < best)
        best = value;
    for (size_t h = t->first_hinge; h < t->first_hinge + t->n_hinges; h++) {
        wide at = floor_div(p->hinges.at[h].at, E6);

        for (wide l = at; l <= at + 1; l++) {
            if (l <= low || l >= high)
                continue;
            value = term_penalty_exact(p, t, (int64_t)l) - lambda * E6 * l;
            if (value < best)
                best = value;
        }
    }
    return best;
}

/* False if no load is possible. */
static bool term_value(const struct problem *p, const struct certificate *c,
                       size_t at, wide low, wide high, wide *out)
{
    const struct term *t = &p->terms.at[at];
    wide lambda = c->vectors.at[(size_t)t->agent * (size_t)p->n_resources +
                                (size_t)t->resource];

    if (t->lo != INT64_MIN && low < t->lo)
        low = t->lo;
    if (t->hi != INT64_MAX && high > t->hi)
        high = t->hi;
    if (low > high)
        return false;
    if (low == high)
        *out = (wide)term_penalty(p, t, (int64_t)low) * E18 -
               lambda * E6 * low;
    else
        *out = least_term(p, t, lambda, (int64_t)low, (int64_t)high) -
               (t->n_hinges > 0 ? E18 / 2 : 0);
    return true;
}

static wide budget_value(const struct problem *p, const struct certificate *c)
{
    wide sum = 0;

    for (int k = 0; k < p->n_budgets; k++) {
        wide mu = c->budget_multipliers.at[k];

        if (mu == 0)
            continue;
        sum -= mu * p->budget_limit.at[k] * E6;
        if (p->budget_slope.at[k] != 0)
            sum -= E18 / 2;
    }
    return sum;
}

eb_status bound_of(const struct problem *p, const struct certificate *c,
                   int64_t *bound)
{
    eb_status status = EB_OK;
    wide *low = NEW(wide, p->terms.n + 1), *high = NEW(wide, p->terms.n + 1);
    wide sum = (wide)p->constant * E18 + budget_value(p, c), whole;
    struct arcs arcs = {0};
    bool possible = true;

    if (low == NULL || high == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    TRY(arcs_new(p, &arcs));
    for (int i = 0; i < p->n_items; i++) {
        wide best = 0;

        problem_arcs(p, i, &arcs);
        add_reach(p, i, &arcs, low, high);
        for (int a = 0; a < arcs.n; a++) {
            wide v = arc_value(p, c, i, arcs.agent[a], arcs.cost[a]);

            if (a == 0 || v < best)
                best = v;
        }
        sum += best;
    }
    for (size_t t = 0; t < p->terms.n; t++) {
        wide v = 0;

        possible = term_value(p, c, t, low[t], high[t], &v) && possible;
        sum += v;
    }
    whole = -floor_div(-sum, E18);
    *bound = !possible || whole > INT64_MAX / 2 ? INT64_MAX : (int64_t)whole;
    if (possible && whole < -(wide)(INT64_MAX / 2))
        *bound = INT64_MIN;
done:
    arcs_clear(&arcs);
    mem_free(low);
    mem_free(high);
    return status;
}
