/* standing.c - an assignment's loads, and what one move would change. */
#include "model/standing.h"

#include "solver/value.h"

#include <math.h>
#include <string.h>

static size_t cell_of(const struct standing *s, int agent, int resource)
{
    return (size_t)agent * (size_t)s->p->n_resources + (size_t)resource;
}

static eb_status list_sets(struct standing *s)
{
    const struct problem *p = s->p;
    size_t n = (size_t)p->n_conflicts;

    s->set_first = NEW(size_t, n + 2);
    s->set_items = NEW(int, p->conflicts.n + 1);
    if (s->set_first == NULL || s->set_items == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < p->conflicts.n; k++)
        s->set_first[p->conflicts.at[k] + 2]++;
    for (size_t k = 2; k <= n + 1; k++)
        s->set_first[k] += s->set_first[k - 1];
    for (int i = 0; i < p->n_items; i++)
        for (size_t k = p->conflict_first.at[i];
             k < p->conflict_first.at[i + 1]; k++)
            s->set_items[s->set_first[p->conflicts.at[k] + 1]++] = i;
    return EB_OK;
}

/* phi and one of its subgradients at the load as it is. */
static void weigh_cell(struct standing *s, int agent, int resource)
{
    const struct term *term = problem_term(s->p, agent, resource);
    size_t cell = cell_of(s, agent, resource);
    wide at = (wide)s->load[cell] * 1000000;
    wide slope = 0;

    if (term == NULL)
        return;
    for (size_t h = term->first_hinge; h < term->first_hinge + term->n_hinges;
         h++) {
        const struct hinge *hinge = &s->p->hinges.at[h];

        if (hinge->down && at < hinge->at)
            slope -= hinge->slope;
        else if (!hinge->down && at >= hinge->at)
            slope += hinge->slope;
    }
    s->penalty[cell] = term_penalty(s->p, term, s->load[cell]);
    s->slope[cell] = (double)slope / 1e12;
}

eb_status standing_init(struct standing *s, const struct problem *p,
                        const int *agent)
{
    struct value value;
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;
    eb_status status = EB_NO_MEMORY;

    *s = (struct standing){.p = p};
    s->agent = mem_copy(agent, (size_t)p->n_items, sizeof *agent);
    s->load = NEW(int64_t, cells);
    s->penalty = NEW(int64_t, cells);
    s->slope = NEW(double, cells);
    s->bound = NEW(double, (size_t)p->n_agents);
    s->used = NEW(int64_t, (size_t)p->n_budgets);
    if (s->agent == NULL || s->load == NULL || s->penalty == NULL ||
        s->slope == NULL || s->bound == NULL || s->used == NULL)
        goto done;
    TRY(list_sets(s));
    TRY(value_of(p, agent, &value, s->load, s->used));
    for (int g = 0; g < p->n_agents; g++)
        for (int k = 0; k < p->n_resources; k++)
            weigh_cell(s, g, k);
done:
    if (status != EB_OK)
        standing_clear(s);
    return status;
}

void standing_clear(struct standing *s)
{
    mem_free(s->agent);
    mem_free(s->load);
    mem_free(s->penalty);
    mem_free(s->slope);
    mem_free(s->bound);
    mem_free(s->used);
    mem_free(s->set_first);
    mem_free(s->set_items);
    *s = (struct standing){0};
}

/* ---- One move ---------------------------------------------------------- */

/* The agent's load in the resource changes by so much. */
static void shift_load(const struct standing *s, int agent, int resource,
                       int64_t by, enum breach breach, struct change_of *out)
{
    const struct term *term = problem_term(s->p, agent, resource);
    size_t cell = cell_of(s, agent, resource);
    int64_t after = s->load[cell] + by;

    if (term == NULL || by == 0)
        return;
    out->delta += term_penalty(s->p, term, after) - s->penalty[cell];
    if ((after < term->lo || after > term->hi) &&
        (out->breach == BREACH_NONE || out->breach > breach)) {
        out->breach = breach;
        out->term = (int)(term - s->p->terms.at);
        out->load = after;
    }
}

static void shift_loads(const struct standing *s, int item, int agent,
                        bool away, struct change_of *out)
{
    const struct load *loads;
    int n = problem_loads(s->p, item, agent, &loads);

    for (int k = 0; k < n; k++)
        shift_load(s, agent, loads[k].resource,
                   away ? -loads[k].amount : loads[k].amount,
                   away ? BREACH_GIVER : BREACH_RECEIVER, out);
}

/* What the budget's use changes by; an item may leave several owners. */
static int64_t more_used(const struct problem *p, int item, int budget,
                         int from, int to)
{
    int64_t sum = 0;

    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++) {
        const struct departure *leave = &p->leaves.at[k];

        if (leave->budget != budget)
            continue;
        sum += leave->owner == from ? leave->amount : 0;
        sum -= leave->owner == to ? leave->amount : 0;
    }
    return sum;
}

static void shift_budgets(const struct standing *s, int item, int to,
                          struct change_of *out)
{
    const struct problem *p = s->p;
    int done = -1;

    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++) {
        int b = p->leaves.at[k].budget;
        int64_t after;

        if (b == done)
            continue;
        done = b;
        after = s->used[b] + more_used(p, item, b, s->agent[item], to);
        out->delta +=
            budget_penalty(p, b, after) - budget_penalty(p, b, s->used[b]);
        if (p->budget_slope.at[b] == 0 && after > p->budget_limit.at[b] &&
            out->breach == BREACH_NONE) {
            out->breach = BREACH_BUDGET;
            out->budget = b;
        }
    }
}

/* Somebody at the agent, `but` left out, who is of a set of the item's. */
static void find_clash(const struct standing *s, int item, int to, int but,
                       struct change_of *out)
{
    const struct problem *p = s->p;

    for (size_t k = p->conflict_first.at[item];
         out->breach == BREACH_NONE && k < p->conflict_first.at[item + 1];
         k++) {
        int set = p->conflicts.at[k];

        for (size_t j = s->set_first[set]; j < s->set_first[set + 1]; j++)
            if (s->set_items[j] != item && s->set_items[j] != but &&
                s->agent[s->set_items[j]] == to) {
                out->breach = BREACH_CONFLICT;
                out->item = s->set_items[j];
                return;
            }
    }
}

/* Whether the item weighs the same at every agent and no use of a budget is
 * priced. */
static bool is_plain(const struct problem *p, int item)
{
    for (size_t k = p->own_first.at[item];
         p->some_own_loads && k < p->own_first.at[item + 1]; k++)
        if (p->own.at[k].n_loads >= 0)
            return false;
    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++)
        if (p->budget_slope.at[p->leaves.at[k].budget] != 0)
            return false;
    return true;
}

void standing_lift(const struct standing *s, int item, struct lift *lift)
{
    int from = s->agent[item];

    *lift = (struct lift){.item = item, .bounded = is_plain(s->p, item)};
    lift->n_loads = problem_loads(s->p, item, from, &lift->loads);
    lift->change.delta = -problem_cost(s->p, item, from);
    shift_loads(s, item, from, true, &lift->change);
}

/* ---- An exchange -------------------------------------------------------- */

static void add_net(const struct standing *s, int item, int agent, int sign,
                    int64_t *net)
{
    const struct load *loads;
    int n = problem_loads(s->p, item, agent, &loads);

    for (int k = 0; k < n; k++)
        net[loads[k].resource] += sign * loads[k].amount;
}

/* What both leave, budget by budget, with what the other one leaves of it. */
static void shift_both_budgets(const struct standing *s, int item, int other,
                               struct change_of *out)
{
    const struct problem *p = s->p;
    int from = s->agent[item], to = s->agent[other];
    const int each[2] = {item, other};

    for (int e = 0; e < 2; e++)
        for (size_t k = p->leave_first.at[each[e]];
             k < p->leave_first.at[each[e] + 1]; k++) {
            int b = p->leaves.at[k].budget;
            int64_t after = s->used[b] + more_used(p, item, b, from, to) +
                            more_used(p, other, b, to, from);

            if (p->budget_slope.at[b] == 0 && after > s->used[b] &&
                after > p->budget_limit.at[b] && out->breach == BREACH_NONE) {
                out->breach = BREACH_BUDGET;
                out->budget = b;
            }
        }
}

void standing_swap(const struct standing *s, int item, int other, int64_t *net,
                   struct change_of *out)
{
    const struct problem *p = s->p;
    int from = s->agent[item], to = s->agent[other];
    int64_t *back = net + p->n_resources;

    memset(net, 0, 2 * (size_t)p->n_resources * sizeof *net);
    add_net(s, item, from, -1, net);
    add_net(s, other, from, 1, net);
    add_net(s, item, to, 1, back);
    add_net(s, other, to, -1, back);
    *out = (struct change_of){
        .delta = problem_cost(p, item, to) - problem_cost(p, item, from) +
                 problem_cost(p, other, from) - problem_cost(p, other, to)};
    for (int k = 0; k < p->n_resources; k++) {
        shift_load(s, from, k, net[k], BREACH_GIVER, out);
        shift_load(s, to, k, back[k], BREACH_RECEIVER, out);
    }
    shift_both_budgets(s, item, other, out);
    find_clash(s, item, to, other, out);
    find_clash(s, other, from, item, out);
}

/* ---- Bounds of a move ---------------------------------------------------- */

/* No move to the agent changes the objective by less: phi is convex, so that
 * it rises by at least its slope times the load. Two penalties are rounded in
 * each load, and doubles lose far less than the share that is taken off. */
static double least_change(const struct standing *s, const struct lift *lift,
                           int agent, int64_t cost)
{
    const double *slope = &s->slope[cell_of(s, agent, 0)];
    double sum = (double)lift->change.delta + (double)cost;
    double size = fabs((double)lift->change.delta) + fabs((double)cost);

    if (!lift->bounded)
        return -INFINITY;
    for (int k = 0; k < lift->n_loads; k++) {
        double rise =
            slope[lift->loads[k].resource] * (double)lift->loads[k].amount;

        sum += rise;
        size += fabs(rise);
    }
    return sum - 1e-12 * size - (double)(lift->n_loads + 1);
}

void standing_try(const struct standing *s, const struct lift *lift, int agent,
                  int64_t cost, struct change_of *out)
{
    *out = lift->change;
    out->delta += cost;
    shift_loads(s, lift->item, agent, false, out);
    shift_budgets(s, lift->item, agent, out);
    find_clash(s, lift->item, agent, -1, out);
}

/* Where along the arcs the bound is least, -1 if there is no other agent. */
static int most_promising(struct standing *s, const struct lift *lift,
                          const struct arcs *arcs)
{
    int from = s->agent[lift->item], best = -1;

    for (int k = 0; k < arcs->n; k++) {
        if (arcs->agent[k] == from)
            continue;
        s->bound[k] = least_change(s, lift, arcs->agent[k], arcs->cost[k]);
        if (best < 0 || s->bound[k] < s->bound[best])
            best = k;
    }
    return best;
}

bool standing_cheapest(struct standing *s, int item, struct arcs *arcs,
                       int *agent, struct change_of *out)
{
    int from = s->agent[item], best;
    struct lift lift;

    problem_arcs(s->p, item, arcs);
    if (arcs->n < 2)
        return false;
    standing_lift(s, item, &lift);
    best = most_promising(s, &lift, arcs);
    if (best < 0)
        return false;
    standing_try(s, &lift, arcs->agent[best], arcs->cost[best], out);
    for (int k = 0, first = best; k < arcs->n; k++) {
        struct change_of change;

        if (arcs->agent[k] == from || k == first ||
            s->bound[k] > (double)out->delta)
            continue;
        standing_try(s, &lift, arcs->agent[k], arcs->cost[k], &change);
        if (change.delta < out->delta ||
            (change.delta == out->delta && k < best)) {
            *out = change;
            best = k;
        }
    }
    *agent = arcs->agent[best];
    return true;
}

static void add_loads(struct standing *s, int item, int agent, int sign)
{
    const struct load *loads;
    int n = problem_loads(s->p, item, agent, &loads);

    for (int k = 0; k < n; k++) {
        s->load[cell_of(s, agent, loads[k].resource)] +=
            sign * loads[k].amount;
        weigh_cell(s, agent, loads[k].resource);
    }
}

void standing_move(struct standing *s, int item, int agent)
{
    const struct problem *p = s->p;
    int from = s->agent[item];

    add_loads(s, item, from, -1);
    add_loads(s, item, agent, 1);
    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++) {
        const struct departure *leave = &p->leaves.at[k];

        s->used[leave->budget] += leave->owner == from ? leave->amount : 0;
        s->used[leave->budget] -= leave->owner == agent ? leave->amount : 0;
    }
    s->agent[item] = agent;
}

/* ---- Polishing --------------------------------------------------------- */

/* Moves are counted; whoever has not changed since an item was looked at need
 * not be tried for it again. */
struct polishing {
    struct standing *s;
    struct arcs arcs;
    int64_t now;      /* moves so far, from 1 */
    int64_t *changed; /* [n_agents] the move that changed the agent last */
    int64_t *looked;  /* [n_items] the moves there were when it was tried */
    int64_t budgets;  /* the last move that may have freed some budget */
};

static void make_move(struct polishing *p, int item, int to)
{
    int from = p->s->agent[item];

    p->now++;
    p->changed[from] = p->changed[to] = p->now;
    if (p->s->p->leave_first.at[item] < p->s->p->leave_first.at[item + 1])
        p->budgets = p->now;
    standing_move(p->s, item, to);
}

/* The agent to whom the item can move at the least cost, below 0; -1: none. Those
 * who have not changed since then are left out, unless all count. */
static int best_move(const struct polishing *p, int item, bool all,
                     int64_t since, struct arcs *arcs)
{
    const struct standing *s = p->s;
    int from = s->agent[item], best = -1;
    int64_t least = 0;
    bool lifted = false;
    struct lift lift;

    problem_arcs(s->p, item, arcs);
    for (int k = 0; k < arcs->n; k++) {
        int to = arcs->agent[k];
        struct change_of change;

        if (to == from || !(all || p->changed[to] > since))
            continue;
        if (!lifted)
            standing_lift(s, item, &lift);
        lifted = true;
        if (least_change(s, &lift, to, arcs->cost[k]) > (double)least)
            continue;
        standing_try(s, &lift, to, arcs->cost[k], &change);
        if (change.breach == BREACH_NONE && change.delta < least) {
            least = change.delta;
            best = to;
        }
    }
    return best;
}

static bool polish_item(struct polishing *p, int item)
{
    int from = p->s->agent[item], best;
    int64_t since = p->looked[item];
    bool all = p->changed[from] > since || p->budgets > since;

    p->looked[item] = p->now;
    p->arcs.n = 0;
    if (p->now == since)
        return false;
    best = best_move(p, item, all, since, &p->arcs);
    if (best >= 0)
        make_move(p, item, best);
    return best >= 0;
}

/* ---- Looking at all items at once -------------------------------------- */

enum { PARTS = 32 };

struct screening {
    struct polishing *p;
    struct arcs arcs[PARTS];
    int64_t steps[PARTS];
};

/* Whoever has nowhere to go at this moment was looked at now. */
static void screen_part(void *context, size_t part, size_t first, size_t last)
{
    struct screening *screening = context;
    struct polishing *p = screening->p;
    struct arcs *arcs = &screening->arcs[part];

    for (size_t i = first; i < last; i++) {
        if (best_move(p, (int)i, true, 0, arcs) < 0)
            p->looked[i] = p->now;
        screening->steps[part] += arcs->n;
    }
}

/* Where nothing has moved yet, what can move at all is found on all threads: most
 * cannot. Where steps are short, everything is left to be looked at. */
static eb_status screen(struct polishing *p, struct pool *pool,
                        struct budget *budget)
{
    struct screening screening = {.p = p};
    size_t n = (size_t)p->s->p->n_items, size = (n + PARTS - 1) / PARTS;
    eb_status status = EB_OK;

    if (budget->steps / (p->s->p->n_agents + 1) < (int64_t)n)
        return EB_OK;
    for (int k = 0; k < PARTS; k++)
        TRY(arcs_new(p->s->p, &screening.arcs[k]));
    pool_run(pool, n, size, screen_part, &screening);
    for (int k = 0; k < PARTS; k++)
        budget_take(budget, screening.steps[k]);
done:
    for (int k = 0; k < PARTS; k++)
        arcs_clear(&screening.arcs[k]);
    return status;
}

eb_status standing_polish(struct standing *s, struct pool *pool,
                          struct budget *budget)
{
    struct polishing p = {.s = s, .now = 1};
    bool again = true;
    eb_status status;

    TRY(arcs_new(s->p, &p.arcs));
    p.changed = NEW(int64_t, (size_t)s->p->n_agents);
    p.looked = NEW(int64_t, (size_t)s->p->n_items);
    if (p.changed == NULL || p.looked == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    for (int g = 0; g < s->p->n_agents; g++)
        p.changed[g] = p.now;
    TRY(screen(&p, pool, budget));
    while (again) {
        again = false;
        for (int i = 0; i < s->p->n_items; i++) {
            again = polish_item(&p, i) || again;
            if (!budget_take(budget, p.arcs.n + 1))
                goto done;
        }
    }
done:
    arcs_clear(&p.arcs);
    mem_free(p.changed);
    mem_free(p.looked);
    return status;
}
