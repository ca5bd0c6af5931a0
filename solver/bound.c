/* bound.c - the Lagrangian bound in 128 bits.
 *
 * Everything is added up in 1e-18 units of cost, in which costs, penalties at
 * whole loads, and multipliers times loads are all whole. */
#include "solver/bound.h"

#include <math.h>
#include <string.h>

#define E6 ((wide)1000000)
#define E12 (E6 * E6)
#define E18 (E12 * E6)

wide multiplier_of(double x)
{
    return isfinite(x) ? (wide)roundl((long double)x * 1e12L) : 0;
}

/* Held to where no sum of so many of it leaves 128 bits; beyond lies nothing but
 * an ascent that has lost its way. */
static double hold(double x, wide amount)
{
    double most = 1e18 / ((double)amount + 1);

    return isfinite(x) ? fmax(fmin(x, most), -most) : 0;
}

wide load_multiplier_of(const struct problem *p, int resource, double x)
{
    return multiplier_of(hold(x, p->load_most.at[resource]));
}

wide budget_multiplier_of(const struct problem *p, int budget, double x)
{
    wide limit = p->budget_limit.at[budget],
         slope = p->budget_slope.at[budget];
    wide all = p->budget_all.at[budget] + (limit == INT64_MAX ? 0 : limit);
    wide m = multiplier_of(hold(x, all));

    if (m < 0)
        return 0;
    return slope != 0 && m > slope ? slope : m;
}

eb_status certificate_start(const struct problem *p, const double *mu,
                            const double *price, struct certificate *out)
{
    certificate_clear(out);
    for (int k = 0; k < p->n_budgets; k++)
        if (!VEC_PUSH(&out->budget_multipliers,
                      budget_multiplier_of(p, k, mu[k])))
            return EB_NO_MEMORY;
    for (int i = 0; price != NULL && i < p->n_items; i++)
        if (!VEC_PUSH(&out->prices, multiplier_of(price[i])))
            return EB_NO_MEMORY;
    return EB_OK;
}

eb_status certificate_single(const struct problem *p, const double *lambda,
                             const double *mu, struct certificate *out)
{
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;
    struct branch_node leaf = {LEAF, 0, 0, 0};
    struct block block = {0, (size_t)p->n_agents, 0};
    eb_status status = EB_OK;

    TRY(certificate_start(p, mu, NULL, out));
    for (size_t k = 0; k < cells; k++)
        if (!VEC_PUSH(
                &out->vectors,
                p->term_of[k] < 0
                    ? 0
                    : load_multiplier_of(p, (int)(k % (size_t)p->n_resources),
                                         lambda[k])))
            return EB_NO_MEMORY;
    out->n_vectors = 1;
    for (int g = 0; g < p->n_agents; g++)
        if (!VEC_PUSH(&out->agents, g))
            return EB_NO_MEMORY;
    if (!VEC_PUSH(&out->nodes, leaf) || !VEC_PUSH(&out->blocks, block))
        return EB_NO_MEMORY;
done:
    return status;
}

/* ---- cuts ---- */

/* What a cut comes to, whatever it is multiplied by. */
struct rounding {
    wide rest; /* of what stands on its right, by its divisor */
    wide most; /* what it allows, U aside */
};

/* A cut that a leaf multiplies. */
struct active {
    size_t cut;
    wide by;
    struct active *next; /* of the same agent */
};

/* What it takes off a load. */
struct active_side {
    int64_t at;
    wide by;                  /* with the weight */
    struct active_side *next; /* of the same term */
};

/* ---- one block ---- */

struct block_arc {
    int at, agent; /* its place among the item's arcs */
    int64_t cost;
};

struct walk {
    const struct problem *p;
    const struct certificate *c;

    /* the same for all who walk */
    int *block_of;      /* [n_agents] */
    size_t *first_item; /* [n_blocks + 1] into block_item */
    int *block_item;    /* items with an arc in each block, ascending */
    bool *apart; /* [items of the problem] it has arcs to several blocks */
    struct rounding *rounding; /* [cuts] */
    int *only;                 /* [n_items] the one agent, or -1 */
    wide *base;                /* [terms] what these bring */

    /* one's own */
    int block;                       /* the one at hand */
    int n_items;                     /* with an arc in it */
    const int *item;                 /* [n_items] */
    size_t *first;                   /* [n_items + 1] into `in` */
    struct VEC(struct block_arc) in; /* the items' arcs in the block */
    int *n_arcs;                     /* [n_items] that the item has in all */

    bool *
        *alive; /* [items of the problem] by the item's arcs, then staying out;
                     NULL: all live */
    struct arcs arcs; /* of the item at hand */
    wide *low, *high; /* [terms] */

    struct active *active, **last; /* cuts of the leaf; [agents] its first */
    struct active_side *sides,
        **last_side; /* their sides; [terms] its first */
};

/* Whose arcs lie where, and the arcs that lie in this block. */
static eb_status list_arcs(struct walk *w, int block)
{
    w->block = block;
    w->item = w->block_item + w->first_item[block];
    w->n_items = (int)(w->first_item[block + 1] - w->first_item[block]);
    w->in.n = 0;
    for (int i = 0; i < w->n_items; i++) {
        problem_arcs(w->p, w->item[i], &w->arcs);
        w->n_arcs[i] = w->arcs.n;
        for (int a = 0; a < w->arcs.n; a++) {
            struct block_arc arc = {a, w->arcs.agent[a], w->arcs.cost[a]};

            if (w->block_of[arc.agent] == block && !VEC_PUSH(&w->in, arc))
                return EB_NO_MEMORY;
        }
        w->first[i + 1] = w->in.n;
    }
    return EB_OK;
}

static wide floor_div(wide a, wide b)
{
    wide q = a / b;

    return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}

/* G of docs/MODEL.md section 11. */
static wide rounded(wide a, wide divisor, wide rest)
{
    wide boxes = floor_div(a, divisor), over = a - boxes * divisor;

    return (divisor - rest) * boxes + (over > rest ? over - rest : 0);
}

static bool takes(const struct walk *w, const struct cut *cut, int item)
{
    size_t from = cut->first_taken, to = from + cut->n_taken;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (w->c->taken.at[middle] < item)
            from = middle + 1;
        else
            to = middle;
    }
    return from < cut->first_taken + cut->n_taken &&
           w->c->taken.at[from] == item;
}

/* What the item weighs in the cut. */
static wide weighed(const struct walk *w, const struct cut *cut, int item)
{
    const struct load *loads;
    int n = problem_loads(w->p, item, cut->agent, &loads);
    wide sum = 0;

    for (size_t j = cut->first_side; j < cut->first_side + cut->n_sides; j++) {
        const struct cut_side *side = &w->c->sides.at[j];

        for (int k = 0; k < n; k++)
            if (loads[k].resource == side->resource)
                sum += (wide)side->weight * loads[k].amount;
    }
    return sum;
}

static void round_cut(struct walk *w, size_t at)
{
    const struct cut *cut = &w->c->cuts.at[at];
    struct rounding *r = &w->rounding[at];
    wide right = 0;

    for (size_t j = cut->first_side; j < cut->first_side + cut->n_sides; j++) {
        const struct cut_side *side = &w->c->sides.at[j];
        int t = problem_term_number(w->p, cut->agent, side->resource);

        right += side->weight * (side->at - (t < 0 ? 0 : w->base[t]));
    }
    for (size_t k = 0; k < cut->n_taken; k++)
        right -= weighed(w, cut, w->c->taken.at[cut->first_taken + k]);
    r->rest = right - floor_div(right, cut->divisor) * cut->divisor;
    r->most = rounded(right, cut->divisor, r->rest);
    for (size_t k = 0; k < cut->n_taken; k++)
        r->most -=
            rounded(-weighed(w, cut, w->c->taken.at[cut->first_taken + k]),
                    cut->divisor, r->rest);
}

/* What an item counts for in the cuts of an agent. */
static wide cut_value(const struct walk *w, int agent, int item)
{
    wide sum = 0;

    if (w->only[item] >= 0)
        return 0;
    for (const struct active *a = w->last[agent]; a != NULL; a = a->next) {
        const struct cut *cut = &w->c->cuts.at[a->cut];
        wide rest = w->rounding[a->cut].rest, amount = weighed(w, cut, item);

        sum += a->by * (takes(w, cut, item)
                            ? -rounded(-amount, cut->divisor, rest)
                            : rounded(amount, cut->divisor, rest));
    }
    return sum;
}

static size_t start_sides(struct walk *w, const struct cut *cut, wide by,
                          size_t n)
{
    for (size_t j = cut->first_side; j < cut->first_side + cut->n_sides; j++) {
        const struct cut_side *side = &w->c->sides.at[j];
        int t = problem_term_number(w->p, cut->agent, side->resource);

        if (t < 0)
            continue;
        w->sides[n] =
            (struct active_side){side->at, by * side->weight, w->last_side[t]};
        w->last_side[t] = &w->sides[n++];
    }
    return n;
}

static int block_agent(const struct walk *w, size_t k)
{
    return w->c->agents.at[w->c->blocks.at[w->block].first_agent + k];
}

static void clear_agents(struct walk *w)
{
    const struct problem *p = w->p;

    for (size_t k = 0; k < w->c->blocks.at[w->block].n_agents; k++) {
        int g = block_agent(w, k);

        w->last[g] = NULL;
        for (int r = 0; r < p->n_resources; r++) {
            int t = problem_term_number(p, g, r);

            if (t < 0)
                continue;
            w->low[t] = w->high[t] = 0;
            w->last_side[t] = NULL;
        }
    }
}

/* Less what cuts of the agents of the block allow. */
static wide start_cuts(struct walk *w, size_t vector)
{
    const struct certificate *c = w->c;
    wide sum = 0;
    size_t n = 0, n_sides = 0;

    if (c->first_cut.n == 0)
        return 0;
    for (size_t k = c->first_cut.at[vector]; k < c->first_cut.at[vector + 1];
         k++) {
        const struct cut_multiplier *m = &c->cut_multipliers.at[k];
        const struct cut *cut = &c->cuts.at[m->cut];

        if (w->block_of[cut->agent] != w->block)
            continue;
        w->active[n] = (struct active){m->cut, m->value, w->last[cut->agent]};
        w->last[cut->agent] = &w->active[n++];
        n_sides = start_sides(w, cut, m->value, n_sides);
        sum -= m->value * w->rounding[m->cut].most;
    }
    return sum * E6;
}

/* ---- a leaf ---- */

/* phi - lambda L at a whole load, less what cuts leave to it. */
static wide load_value(const struct problem *p, size_t at,
                       const struct active_side *sides, wide lambda, wide load)
{
    wide sum = lambda * load;

    for (const struct active_side *a = sides; a != NULL; a = a->next) {
        wide beyond = a->by * (load - a->at);

        sum += beyond > 0 ? beyond : 0;
    }
    return term_penalty_exact(p, &p->terms.at[at], (int64_t)load) - sum * E6;
}

struct least {
    wide low, high, value;
};

static void try_load(const struct problem *p, size_t at,
                     const struct active_side *sides, wide lambda, wide load,
                     struct least *least)
{
    wide value;

    if (load < least->low || load > least->high)
        return;
    value = load_value(p, at, sides, lambda, load);
    if (value < least->value)
        least->value = value;
}

/* min of load_value over whole loads in [low, high]: between hinges it is straight
 * or, where cuts begin, bends down, so the least lies at an end or next to a
 * hinge. */
static wide least_term(const struct problem *p, size_t at,
                       const struct active_side *sides, wide lambda, wide low,
                       wide high)
{
    const struct term *t = &p->terms.at[at];
    struct least least = {low, high, load_value(p, at, sides, lambda, low)};

    try_load(p, at, sides, lambda, high, &least);
    for (size_t h = t->first_hinge; h < t->first_hinge + t->n_hinges; h++) {
        wide bend = floor_div(p->hinges.at[h].at, E6);

        try_load(p, at, sides, lambda, bend, &least);
        try_load(p, at, sides, lambda, bend + 1, &least);
    }
    return least.value;
}

/* False if no load is possible. */
static bool term_value(const struct problem *p, size_t at,
                       const struct active_side *sides, wide lambda, wide low,
                       wide high, wide *out)
{
    const struct term *t = &p->terms.at[at];

    if (t->lo != INT64_MIN && low < t->lo)
        low = t->lo;
    if (t->hi != INT64_MAX && high > t->hi)
        high = t->hi;
    if (low > high)
        return false;
    if (low == high)
        *out = load_value(p, at, sides, lambda, low) -
               term_penalty_exact(p, t, (int64_t)low) +
               (wide)term_penalty(p, t, (int64_t)low) * E18;
    else
        *out = least_term(p, at, sides, lambda, low, high) -
               (t->n_hinges > 0 ? E18 / 2 : 0);
    return true;
}

bool bound_of_term(const struct problem *p, int term, wide lambda, wide low,
                   wide high, wide *out)
{
    return term_value(p, (size_t)term, NULL, lambda, low, high, out);
}

static wide lambda_at(const struct walk *w, size_t vector, int term)
{
    const struct term *t = &w->p->terms.at[term];
    size_t resources = (size_t)w->p->n_resources;

    return w->c->vectors
        .at[vector * (size_t)w->p->n_agents * resources +
            (size_t)t->agent * resources + (size_t)t->resource];
}

static wide mu_at(const struct walk *w, size_t vector, int budget)
{
    if (w->c->leaf_budgets.n > 0)
        return w->c->leaf_budgets
            .at[vector * (size_t)w->p->n_budgets + (size_t)budget];
    return w->c->budget_multipliers.at[budget];
}

/* Less what the budgets allow. */
static wide budgets_value(const struct walk *w, size_t vector)
{
    const struct problem *p = w->p;
    wide sum = 0;

    for (int k = 0; k < p->n_budgets; k++) {
        wide mu = mu_at(w, vector, k);

        if (mu == 0)
            continue;
        sum -= mu * p->budget_limit.at[k] * E6;
        if (p->budget_slope.at[k] != 0)
            sum -= E18 / 2;
    }
    return sum;
}

/* What the item costs at the agent, and what it may bring there, or brings if
 * that is the only arc left. */
static wide arc_value(const struct walk *w, size_t vector, int item, int agent,
                      int64_t cost, bool only)
{
    const struct problem *p = w->p;
    const struct certificate *c = w->c;
    const struct load *loads;
    int n = problem_loads(p, item, agent, &loads);
    wide sum =
        cut_value(w, agent, item) - (c->prices.n > 0 ? c->prices.at[item] : 0);

    for (int k = 0; k < n; k++) {
        int t = problem_term_number(p, agent, loads[k].resource);
        int64_t amount = loads[k].amount;

        if (t < 0)
            continue;
        sum += lambda_at(w, vector, t) * amount;
        if (only || amount < 0)
            w->low[t] += amount;
        if (only || amount > 0)
            w->high[t] += amount;
    }
    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++)
        if (p->leaves.at[k].owner != agent)
            sum += mu_at(w, vector, p->leaves.at[k].budget) *
                   p->leaves.at[k].amount;
    return (wide)cost * E18 + sum * E6;
}

/* The cheapest arc left of the block's k-th item; false if none is. */
static bool item_value(struct walk *w, size_t vector, int k, wide *best)
{
    const struct block_arc *from = w->in.at + w->first[k];
    const struct block_arc *end = w->in.at + w->first[k + 1];
    int item = w->item[k];
    const bool *alive = w->alive[item];
    int n = w->apart[item] && (alive == NULL || alive[w->n_arcs[k]]);
    bool any = n > 0;

    *best = 0;
    for (const struct block_arc *arc = from; arc < end; arc++)
        n += alive == NULL || alive[arc->at];
    for (const struct block_arc *arc = from; arc < end; arc++) {
        wide value;

        if (alive != NULL && !alive[arc->at])
            continue;
        value = arc_value(w, vector, item, arc->agent, arc->cost, n == 1);
        if (!any || value < *best)
            *best = value;
        any = true;
    }
    return any;
}

/* What the loads of the block's agents come to; false if one is impossible. */
static bool loads_value(const struct walk *w, size_t vector, wide *sum)
{
    const struct problem *p = w->p;

    for (size_t k = 0; k < w->c->blocks.at[w->block].n_agents; k++)
        for (int r = 0; r < p->n_resources; r++) {
            int t = problem_term_number(p, block_agent(w, k), r);
            wide value;

            if (t < 0)
                continue;
            if (!term_value(p, (size_t)t, w->last_side[t],
                            lambda_at(w, vector, t), w->low[t], w->high[t],
                            &value))
                return false;
            *sum += value;
        }
    return true;
}

/* False if no assignment is possible. */
static bool leaf_value(struct walk *w, size_t vector, wide *out)
{
    wide sum, value = 0;

    clear_agents(w);
    sum = start_cuts(w, vector);
    for (int i = 0; i < w->n_items; i++) {
        if (!item_value(w, vector, i, &value))
            return false;
        sum += value;
    }
    if (!loads_value(w, vector, &sum))
        return false;
    if (w->c->leaf_budgets.n > 0)
        sum += budgets_value(w, vector);
    *out = sum;
    return true;
}

/* ---- a tree ---- */

static bool keeps(const struct walk *w, const struct branch *branch, int agent)
{
    for (size_t k = 0; k < branch->n_agents; k++)
        if (w->c->agents.at[branch->first_agent + k] == agent)
            return true;
    return false;
}

/* Leaves alive what the branch keeps of `before` (NULL: of all). */
static void enter(struct walk *w, int item, const struct branch *branch,
                  const bool *before, bool *alive)
{
    problem_arcs(w->p, item, &w->arcs);
    for (int a = 0; a < w->arcs.n; a++)
        alive[a] = (before == NULL || before[a]) &&
                   keeps(w, branch, w->arcs.agent[a]);
    alive[w->arcs.n] = (before == NULL || before[w->arcs.n]) && branch->out;
}

struct lowest {
    bool possible;
    wide value;
};

static void lower(struct lowest *least, bool possible, wide value)
{
    if (possible && (!least->possible || value < least->value))
        least->value = value;
    least->possible = least->possible || possible;
}

/* A new list of arcs for the item in place of the old one. */
static bool *replace_arcs(struct walk *w, int item)
{
    bool *alive;

    problem_arcs(w->p, item, &w->arcs);
    alive = NEW(bool, (size_t)w->arcs.n + 1);
    if (alive != NULL)
        w->alive[item] = alive;
    return alive;
}

/* One leaf for what each item dropped; what is left lives from here on. */
static eb_status drop(struct walk *w, const struct branch_node *node,
                      const struct branch *branch, struct lowest *least)
{
    const bool *before = w->alive[branch->item];
    bool *alive = replace_arcs(w, branch->item), possible;
    wide value = 0;

    if (alive == NULL)
        return EB_NO_MEMORY;
    enter(w, branch->item, branch, before, alive);
    possible = leaf_value(w, node->vector, &value);
    lower(least, possible, value);
    problem_arcs(w->p, branch->item, &w->arcs);
    for (int a = 0; a <= w->arcs.n; a++)
        alive[a] = (before == NULL || before[a]) && !alive[a];
    return EB_OK;
}

static eb_status node_value(struct walk *w, size_t at, bool *possible,
                            wide *out);

static eb_status drops_value(struct walk *w, const struct branch_node *node,
                             bool *possible, wide *out)
{
    size_t n = node->n_branches - 1, k = 0;
    const struct branch *branch = &w->c->branches.at[node->first_branch];
    bool **before = NEW(bool *, n + 1), some;
    struct lowest least = {false, 0};
    wide value = 0;
    eb_status status = EB_OK;

    if (before == NULL)
        return EB_NO_MEMORY;
    for (; k < n; k++) {
        before[k] = w->alive[branch[k].item];
        TRY(drop(w, node, &branch[k], &least));
    }
    TRY(node_value(w, branch[n].node, &some, &value));
    lower(&least, some, value);
    *possible = least.possible;
    *out = least.value;
done:
    while (k-- > 0) {
        mem_free(w->alive[branch[k].item]);
        w->alive[branch[k].item] = before[k];
    }
    mem_free(before);
    return status;
}

/* The lowest leaf below a node; *possible false if there is none with an
 * assignment. */
static eb_status node_value(struct walk *w, size_t at, bool *possible,
                            wide *out)
{
    const struct branch_node *node = &w->c->nodes.at[at];
    bool *before, *alive;
    struct lowest least = {false, 0};
    eb_status status = EB_OK;

    *possible = false;
    if (node->item == LEAF) {
        *possible = leaf_value(w, node->vector, out);
        return EB_OK;
    }
    if (node->item == DROPS)
        return drops_value(w, node, possible, out);
    before = w->alive[node->item];
    alive = replace_arcs(w, node->item);
    if (alive == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < node->n_branches; k++) {
        const struct branch *branch =
            &w->c->branches.at[node->first_branch + k];
        bool some;
        wide value = 0;

        enter(w, node->item, branch, before, alive);
        TRY(node_value(w, branch->node, &some, &value));
        lower(&least, some, value);
    }
    *possible = least.possible;
    *out = least.value;
done:
    w->alive[node->item] = before;
    mem_free(alive);
    return status;
}

/* ---- the whole ---- */

/* The most cuts of one vector, and the most sides of those. */
static void most_cuts(const struct certificate *c, size_t *cuts, size_t *sides)
{
    *cuts = *sides = 0;
    for (size_t v = 0; v + 1 < c->first_cut.n; v++) {
        size_t n = 0;

        for (size_t k = c->first_cut.at[v]; k < c->first_cut.at[v + 1]; k++)
            n += c->cuts.at[c->cut_multipliers.at[k].cut].n_sides;
        if (n > *sides)
            *sides = n;
        n = c->first_cut.at[v + 1] - c->first_cut.at[v];
        if (n > *cuts)
            *cuts = n;
    }
}

/* Notes an item with one arc alone, and what it brings there. */
static void bind(struct walk *w, int item)
{
    const struct problem *p = w->p;
    const struct load *loads;
    int agent, n;

    problem_arcs(p, item, &w->arcs);
    agent = w->only[item] = w->arcs.n == 1 ? w->arcs.agent[0] : -1;
    n = agent < 0 ? 0 : problem_loads(p, item, agent, &loads);
    for (int k = 0; k < n; k++) {
        int t = problem_term_number(p, agent, loads[k].resource);

        if (t >= 0)
            w->base[t] += loads[k].amount;
    }
}

static eb_status share_new(struct walk *w)
{
    const struct problem *p = w->p;
    size_t n = (size_t)p->n_items + 1;

    w->block_of = NEW(int, (size_t)p->n_agents + 1);
    w->first_item = NEW(size_t, w->c->blocks.n + 2);
    w->apart = NEW(bool, n);
    w->rounding = NEW(struct rounding, w->c->cuts.n + 1);
    w->only = NEW(int, n);
    w->base = NEW(wide, p->terms.n + 1);
    if (!w->block_of || !w->first_item || !w->apart || !w->rounding ||
        !w->only || !w->base)
        return EB_NO_MEMORY;
    for (int i = 0; i < p->n_items; i++)
        bind(w, i);
    for (size_t k = 0; k < w->c->cuts.n; k++)
        round_cut(w, k);
    return EB_OK;
}

static void share_clear(struct walk *w)
{
    mem_free(w->block_of);
    mem_free(w->first_item);
    mem_free(w->block_item);
    mem_free(w->apart);
    mem_free(w->rounding);
    mem_free(w->only);
    mem_free(w->base);
}

static size_t most_items(const struct walk *w)
{
    size_t most = 0;

    for (size_t b = 0; b < w->c->blocks.n; b++) {
        size_t n = w->first_item[b + 1] - w->first_item[b];

        most = n > most ? n : most;
    }
    return most;
}

/* Room of one's own, once the blocks are known. */
static eb_status own_new(struct walk *w)
{
    const struct problem *p = w->p;
    size_t n = most_items(w) + 1, cuts, sides;

    most_cuts(w->c, &cuts, &sides);
    w->first = NEW(size_t, n);
    w->n_arcs = NEW(int, n);
    w->alive = NEW(bool *, (size_t)p->n_items + 1);
    w->low = NEW(wide, p->terms.n + 1);
    w->high = NEW(wide, p->terms.n + 1);
    w->active = NEW(struct active, cuts + 1);
    w->last = NEW(struct active *, (size_t)p->n_agents + 1);
    w->sides = NEW(struct active_side, sides + 1);
    w->last_side = NEW(struct active_side *, p->terms.n + 1);
    if (!w->first || !w->n_arcs || !w->alive || !w->low || !w->high ||
        !w->active || !w->last || !w->sides || !w->last_side)
        return EB_NO_MEMORY;
    return arcs_new(p, &w->arcs);
}

static void own_clear(struct walk *w)
{
    arcs_clear(&w->arcs);
    mem_free(w->first);
    VEC_CLEAR(&w->in);
    mem_free(w->n_arcs);
    mem_free(w->alive);
    mem_free(w->low);
    mem_free(w->high);
    mem_free(w->active);
    mem_free(w->last);
    mem_free(w->sides);
    mem_free(w->last_side);
}

/* Counts, or with `list` lists, the items of each block. */
static void sort_items(struct walk *w, size_t *last_seen, bool list)
{
    for (int i = 0; i < w->p->n_items; i++) {
        int n = 0;

        problem_arcs(w->p, i, &w->arcs);
        for (int a = 0; a < w->arcs.n; a++) {
            size_t block = (size_t)w->block_of[w->arcs.agent[a]];

            if (last_seen[block] == (size_t)i + 1)
                continue;
            last_seen[block] = (size_t)i + 1;
            n++;
            if (list)
                w->block_item[w->first_item[block]++] = i;
            else
                w->first_item[block + 1]++;
        }
        w->apart[i] = n > 1;
    }
}

static eb_status find_blocks(struct walk *w)
{
    const struct certificate *c = w->c;
    size_t n = c->blocks.n, *seen = NEW(size_t, n + 1);
    eb_status status = EB_OK;

    if (seen == NULL)
        return EB_NO_MEMORY;
    for (size_t b = 0; b < n; b++)
        for (size_t k = 0; k < c->blocks.at[b].n_agents; k++)
            w->block_of[c->agents.at[c->blocks.at[b].first_agent + k]] =
                (int)b;
    sort_items(w, seen, false);
    for (size_t b = 0; b < n; b++)
        w->first_item[b + 1] += w->first_item[b];
    w->block_item = NEW(int, w->first_item[n] + 1);
    if (w->block_item == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    memset(seen, 0, n * sizeof *seen);
    sort_items(w, seen, true);
    for (size_t b = n; b > 0; b--)
        w->first_item[b] = w->first_item[b - 1];
    w->first_item[0] = 0;
done:
    mem_free(seen);
    return status;
}

/* Blocks are walked in so many ranges, each with room of its own. */
enum { RANGES = 8 };

struct whole {
    const struct walk *shared;
    struct part {
        bool possible;
        wide sum;
        eb_status status;
    } of[RANGES];
};

static eb_status walk_blocks(struct walk *w, size_t first, size_t last,
                             struct part *part)
{
    eb_status status = EB_OK;

    TRY(own_new(w));
    for (size_t b = first; b < last; b++) {
        bool some;
        wide value = 0;

        TRY(list_arcs(w, (int)b));
        TRY(node_value(w, w->c->blocks.at[b].root, &some, &value));
        part->possible = part->possible && some;
        part->sum += value;
    }
done:
    return status;
}

static void walk_range(void *context, size_t range, size_t first, size_t last)
{
    struct whole *whole = context;
    struct walk w = *whole->shared;

    whole->of[range] = (struct part){.possible = true};
    whole->of[range].status = walk_blocks(&w, first, last, &whole->of[range]);
    own_clear(&w);
}

static eb_status walk_all(const struct walk *w, struct pool *pool,
                          bool *possible, wide *sum)
{
    struct whole whole = {.shared = w};
    size_t n = w->c->blocks.n, size = (n + RANGES - 1) / RANGES;
    eb_status status = EB_OK;

    pool_run(pool, n, size, walk_range, &whole);
    for (size_t k = 0; k * size < n; k++) {
        TRY(whole.of[k].status);
        *possible = *possible && whole.of[k].possible;
        *sum += whole.of[k].sum;
    }
done:
    return status;
}

eb_status bound_of(const struct problem *p, const struct certificate *c,
                   struct pool *pool, int64_t *bound)
{
    struct walk w = {.p = p, .c = c};
    wide sum = (wide)p->constant * E18, whole;
    bool possible = true;
    eb_status status = EB_OK;

    TRY(arcs_new(p, &w.arcs));
    TRY(share_new(&w));
    TRY(find_blocks(&w));
    arcs_clear(&w.arcs);
    w.arcs = (struct arcs){0};
    if (c->leaf_budgets.n == 0)
        sum += budgets_value(&w, 0);
    for (size_t i = 0; i < c->prices.n; i++)
        sum += c->prices.at[i] * E6;
    TRY(walk_all(&w, pool, &possible, &sum));
    whole = -floor_div(-sum, E18);
    *bound = !possible || whole > INT64_MAX / 2 ? INT64_MAX : (int64_t)whole;
    if (possible && whole < -(wide)(INT64_MAX / 2))
        *bound = INT64_MIN;
done:
    arcs_clear(&w.arcs);
    share_clear(&w);
    return status;
}
