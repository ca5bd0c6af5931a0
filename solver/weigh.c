/* weigh.c - a problem in which what a budget counts is paid for instead. */
#include "solver/weigh.h"

#include "solver/rebuild.h"

#define E12 ((wide)1000000000000)

struct weigher {
    const struct problem *p;
    const struct weighing *how;
    struct problem *out;
    size_t *n_tiers; /* [n_classes] the most that an item of the class has */
};

static int64_t cost_of(const struct weigher *w, int64_t cost)
{
    return w->how->costs ? cost : 0;
}

/* What the item takes of the budget at the agent; -1: at any that owned nothing. */
static wide amount_at(const struct weigher *w, int item, int agent)
{
    const struct problem *p = w->p;
    wide sum = 0;

    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++)
        if (p->leaves.at[k].budget == w->how->budget &&
            p->leaves.at[k].owner != agent)
            sum += p->leaves.at[k].amount;
    return sum;
}

static int64_t price_at(const struct weigher *w, int item, int agent)
{
    return (int64_t)((w->how->price * amount_at(w, item, agent) + E12 / 2) /
                     E12);
}

/* ---- Classes: each has one more tier, of arcs that had none -------------- */

static void count_tiers(struct weigher *w)
{
    const struct problem *p = w->p;

    for (int i = 0; i < p->n_items; i++) {
        size_t n = p->tier_first.at[i + 1] - p->tier_first.at[i];
        size_t *most = &w->n_tiers[p->item_class.at[i]];

        *most = n > *most ? n : *most;
    }
}

static eb_status add_classes(struct weigher *w)
{
    const struct problem *p = w->p;
    eb_status status = EB_OK;
    int number;

    for (int c = 0; c < p->n_classes; c++) {
        TRY(problem_add_class(w->out, &number));
        for (size_t k = p->class_first.at[c]; k < p->class_first.at[c + 1];
             k++) {
            int tier = p->class_tier.at[k];

            TRY(problem_add_arc(w->out, p->class_agent.at[k],
                                cost_of(w, p->class_cost.at[k]),
                                tier == 255 ? (int)w->n_tiers[c] : tier));
        }
    }
done:
    return status;
}

/* ---- Items --------------------------------------------------------------- */

static eb_status add_tiers(struct weigher *w, int item)
{
    const struct problem *p = w->p;
    size_t first = p->tier_first.at[item], n = p->tier_first.at[item + 1];
    int64_t price = price_at(w, item, -1);
    eb_status status = EB_OK;

    for (size_t k = 0; k < w->n_tiers[p->item_class.at[item]]; k++)
        TRY(problem_add_tier(
            w->out,
            price + (first + k < n ? cost_of(w, p->tiers.at[first + k]) : 0)));
    TRY(problem_add_tier(w->out, price));
done:
    return status;
}

static bool owns(const struct weigher *w, int item, int agent)
{
    return amount_at(w, item, agent) != amount_at(w, item, -1);
}

static eb_status add_own(struct weigher *w, int item,
                         const struct own_arc *own)
{
    struct own_arc priced = *own;

    if (own->cost != NO_ARC)
        priced.cost = cost_of(w, own->cost) + price_at(w, item, own->agent);
    return rebuild_own(w->p, &priced, w->out);
}

/* The arcs of its own, and those to owners, which cost less now. */
static eb_status add_owns(struct weigher *w, int item)
{
    const struct problem *p = w->p;
    int c = p->item_class.at[item];
    size_t own = p->own_first.at[item], end = p->own_first.at[item + 1];
    eb_status status = EB_OK;

    for (size_t k = p->class_first.at[c]; k < p->class_first.at[c + 1]; k++) {
        int agent = p->class_agent.at[k];
        struct own_arc arc = {agent, 0, -1, 0};

        for (; own < end && p->own.at[own].agent < agent; own++)
            TRY(add_own(w, item, &p->own.at[own]));
        if ((own < end && p->own.at[own].agent == agent) ||
            !owns(w, item, agent))
            continue;
        arc.cost = problem_cost(p, item, agent);
        TRY(add_own(w, item, &arc));
    }
    for (; own < end; own++)
        TRY(add_own(w, item, &p->own.at[own]));
done:
    return status;
}

static eb_status add_items(struct weigher *w)
{
    eb_status status = EB_OK;

    for (int i = 0; i < w->p->n_items; i++) {
        TRY(problem_add_item(w->out, w->p->item_class.at[i]));
        TRY(add_tiers(w, i));
        TRY(add_owns(w, i));
        TRY(rebuild_rest(w->p, i, w->how->budget, w->out));
    }
done:
    return status;
}

eb_status problem_weigh(const struct problem *p, const struct weighing *how,
                        struct problem **out, eb_messages *said)
{
    struct weigher w = {.p = p, .how = how};
    eb_status status = EB_NO_MEMORY;

    w.n_tiers = NEW(size_t, (size_t)p->n_classes + 1);
    if (w.n_tiers == NULL)
        return EB_NO_MEMORY;
    count_tiers(&w);
    TRY(problem_new(p->n_agents, p->n_resources, &w.out));
    w.out->constant = cost_of(&w, p->constant);
    TRY(add_classes(&w));
    TRY(add_items(&w));
    TRY(rebuild_terms(p, how->costs, w.out));
    TRY(rebuild_budgets(p, how->budget, w.out));
    TRY(problem_finish(w.out, said));
    *out = w.out;
    w.out = NULL; /* now the caller's */
done:
    problem_free(w.out);
    mem_free(w.n_tiers);
    return status;
}

/* ---- And back ------------------------------------------------------------ */

/* Puts the price among the multipliers of each `n` other budgets. */
static eb_status insert(const wide *from, size_t rows,
                        const struct weighing *how, int n, wide **at)
{
    wide *out = NEW(wide, rows * ((size_t)n + 1) + 1);

    if (out == NULL)
        return EB_NO_MEMORY;
    for (size_t row = 0; row < rows; row++)
        for (int k = 0; k <= n; k++)
            out[row * ((size_t)n + 1) + (size_t)k] =
                k == how->budget
                    ? how->price
                    : from[row * (size_t)n + (size_t)(k - (k > how->budget))];
    *at = out;
    return EB_OK;
}

eb_status certificate_unweigh(const struct problem *p,
                              const struct weighing *how,
                              struct certificate *c)
{
    wide *budgets = NULL, *leaves = NULL;
    int n = p->n_budgets - 1;
    eb_status status;

    TRY(insert(c->budget_multipliers.at, 1, how, n, &budgets));
    if (c->leaf_budgets.n > 0)
        TRY(insert(c->leaf_budgets.at, c->n_vectors, how, n, &leaves));
    mem_free(c->budget_multipliers.at);
    c->budget_multipliers.at = budgets;
    c->budget_multipliers.n = c->budget_multipliers.room = (size_t)n + 1;
    if (leaves == NULL)
        return EB_OK;
    mem_free(c->leaf_budgets.at);
    c->leaf_budgets.at = leaves;
    c->leaf_budgets.n = c->leaf_budgets.room = c->n_vectors * ((size_t)n + 1);
    return EB_OK;
done:
    mem_free(budgets);
    mem_free(leaves);
    return status;
}
