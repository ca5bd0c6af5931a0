/* standing.c - an assignment's loads, and what one move would change. */
#include "model/standing.h"

#include "solver/value.h"

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

eb_status standing_init(struct standing *s, const struct problem *p,
                        const int *agent)
{
    struct value value;
    eb_status status = EB_NO_MEMORY;

    *s = (struct standing){.p = p};
    s->agent = mem_copy(agent, (size_t)p->n_items, sizeof *agent);
    s->load = NEW(int64_t, (size_t)p->n_agents * (size_t)p->n_resources);
    s->used = NEW(int64_t, (size_t)p->n_budgets);
    if (s->agent == NULL || s->load == NULL || s->used == NULL)
        goto done;
    TRY(list_sets(s));
    TRY(value_of(p, agent, &value, s->load, s->used));
done:
    if (status != EB_OK)
        standing_clear(s);
    return status;
}

void standing_clear(struct standing *s)
{
    mem_free(s->agent);
    mem_free(s->load);
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
    int64_t before = s->load[cell_of(s, agent, resource)];
    int64_t after = before + by;

    if (term == NULL || by == 0)
        return;
    out->delta +=
        term_penalty(s->p, term, after) - term_penalty(s->p, term, before);
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

static void find_clash(const struct standing *s, int item, int to,
                       struct change_of *out)
{
    const struct problem *p = s->p;

    for (size_t k = p->conflict_first.at[item];
         out->breach == BREACH_NONE && k < p->conflict_first.at[item + 1];
         k++) {
        int set = p->conflicts.at[k];

        for (size_t j = s->set_first[set]; j < s->set_first[set + 1]; j++)
            if (s->set_items[j] != item && s->agent[s->set_items[j]] == to) {
                out->breach = BREACH_CONFLICT;
                out->item = s->set_items[j];
                return;
            }
    }
}

void standing_lift(const struct standing *s, int item, struct lift *lift)
{
    int from = s->agent[item];

    *lift = (struct lift){.item = item};
    lift->change.delta = -problem_cost(s->p, item, from);
    shift_loads(s, item, from, true, &lift->change);
}

void standing_try(const struct standing *s, const struct lift *lift, int agent,
                  struct change_of *out)
{
    *out = lift->change;
    out->delta += problem_cost(s->p, lift->item, agent);
    shift_loads(s, lift->item, agent, false, out);
    shift_budgets(s, lift->item, agent, out);
    find_clash(s, lift->item, agent, out);
}

static void add_loads(struct standing *s, int item, int agent, int sign)
{
    const struct load *loads;
    int n = problem_loads(s->p, item, agent, &loads);

    for (int k = 0; k < n; k++)
        s->load[cell_of(s, agent, loads[k].resource)] +=
            sign * loads[k].amount;
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

static bool polish_item(struct polishing *p, int item)
{
    const struct standing *s = p->s;
    int from = s->agent[item], best = -1;
    int64_t least = 0, since = p->looked[item];
    bool all = p->changed[from] > since || p->budgets > since;
    bool lifted = false;
    struct lift lift;

    p->looked[item] = p->now;
    if (p->now == since)
        return false;
    problem_arcs(s->p, item, &p->arcs);
    for (int k = 0; k < p->arcs.n; k++) {
        int to = p->arcs.agent[k];
        struct change_of change;

        if (to == from || !(all || p->changed[to] > since))
            continue;
        if (!lifted)
            standing_lift(s, item, &lift);
        lifted = true;
        standing_try(s, &lift, to, &change);
        if (change.breach == BREACH_NONE && change.delta < least) {
            least = change.delta;
            best = to;
        }
    }
    if (best >= 0)
        make_move(p, item, best);
    return best >= 0;
}

eb_status standing_polish(struct standing *s)
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
    while (again) {
        again = false;
        for (int i = 0; i < s->p->n_items; i++)
            again = polish_item(&p, i) || again;
    }
done:
    arcs_clear(&p.arcs);
    mem_free(p.changed);
    mem_free(p.looked);
    return status;
}
