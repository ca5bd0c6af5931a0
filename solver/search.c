/* search.c - the state of the heuristics and the exact change of each move. */
#include "solver/search.h"

#include <math.h>
#include <string.h>

/* ---- making ---- */

static eb_status copy_arcs(struct search *s)
{
    const struct problem *p = s->p;
    struct arcs arcs = {0};
    eb_status status = arcs_new(p, &arcs);
    size_t n = 0;

    if (status != EB_OK)
        return status;
    s->arc_first = NEW(size_t, (size_t)p->n_items + 1);
    if (s->arc_first == NULL)
        goto out;
    for (int i = 0; i < p->n_items; i++) {
        problem_arcs(p, i, &arcs);
        n += (size_t)arcs.n;
        s->arc_first[i + 1] = n;
    }
    s->arc_agent = NEW(int, n + 1);
    s->arc_cost = NEW(double, n + 1);
    s->arc_rank = NEW(int, n + 1);
    s->arc_cheapest = NEW(int, (size_t)p->n_items + 1);
    if (s->arc_agent == NULL || s->arc_cost == NULL || s->arc_rank == NULL ||
        s->arc_cheapest == NULL)
        goto out;
    for (int i = 0; i < p->n_items; i++) {
        problem_arcs(p, i, &arcs);
        for (int k = 0; k < arcs.n; k++) {
            s->arc_agent[s->arc_first[i] + (size_t)k] = arcs.agent[k];
            s->arc_cost[s->arc_first[i] + (size_t)k] = (double)arcs.cost[k];
            if (arcs.cost[k] < arcs.cost[s->arc_cheapest[i]])
                s->arc_cheapest[i] = k;
        }
    }
    arcs_clear(&arcs);
    return EB_OK;
out:
    arcs_clear(&arcs);
    return EB_NO_MEMORY;
}

/* Sum of the resource's weights over items, each at its first arc. */
static void resource_totals(const struct search *s, double *total)
{
    for (int i = 0; i < s->p->n_items; i++) {
        const struct load *loads;
        int n;

        if (s->arc_first[i] == s->arc_first[i + 1])
            continue;
        n = problem_loads(s->p, i, s->arc_agent[s->arc_first[i]], &loads);
        for (int k = 0; k < n; k++)
            total[loads[k].resource] += fabs((double)loads[k].amount);
    }
}

static double hinges_at(const struct soft_hinge *hinge, size_t n, double load)
{
    double sum = 0;

    for (size_t h = 0; h < n; h++)
        sum += fmax(0, hinge[h].sign * (load - hinge[h].at)) * hinge[h].slope;
    return sum;
}

/* Puts the term's pieces together from its hinges: the bends in order, and in
 * between the slopes of the hinges that are active there. */
static void shape_term(struct search *s, size_t t)
{
    const struct search_term *term = &s->terms[t];
    const struct soft_hinge *hinge = s->hinges + term->first;
    struct piece *piece = s->pieces + term->first + t;

    for (size_t h = 0; h < term->n; h++) {
        size_t at = h;

        for (; at > 0 && piece[at - 1].end > hinge[h].at; at--)
            piece[at].end = piece[at - 1].end;
        piece[at].end = hinge[h].at;
    }
    piece[term->n].end = INFINITY;
    for (size_t k = 0; k <= term->n; k++) {
        double slope = 0;

        piece[k].at = k > 0 ? piece[k - 1].end : piece[0].end;
        if (term->n == 0)
            piece[k].at = 0;
        for (size_t h = 0; h < term->n; h++) {
            bool above = hinge[h].at < piece[k].end;

            if (above == (hinge[h].sign > 0))
                slope += hinge[h].sign * hinge[h].slope;
        }
        piece[k].slope = slope;
        piece[k].value = hinges_at(hinge, term->n, piece[k].at);
    }
}

/* A broken limit starts at 100 points for a mean load, like MODEL.md section
 * 10, or at what the items cost where that is more. */
static double starting_price(const struct search *s)
{
    double spread = 0;
    size_t n = 0;

    for (int i = 0; i < s->p->n_items; i++) {
        double low = INFINITY, high = -INFINITY;

        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++) {
            low = fmin(low, s->arc_cost[a]);
            high = fmax(high, s->arc_cost[a]);
        }
        if (high > low) {
            spread += high - low;
            n++;
        }
    }
    return n == 0 ? 1e11 : spread / (double)n;
}

static size_t count_hinges(const struct problem *p)
{
    return p->hinges.n + 2 * p->terms.n;
}

static void copy_term(struct search *s, size_t t, double weight, size_t *next)
{
    const struct term *from = &s->p->terms.at[t];
    struct search_term *to = &s->terms[t];

    *to = (struct search_term){*next, 0, -1, -1, weight};
    for (size_t h = from->first_hinge; h < from->first_hinge + from->n_hinges;
         h++) {
        const struct hinge *hinge = &s->p->hinges.at[h];

        s->hinges[*next + to->n++] = (struct soft_hinge){
            (double)hinge->at / 1e6, (double)hinge->slope / 1e12,
            hinge->down ? -1 : 1};
    }
    if (from->lo != INT64_MIN) {
        to->lo_hinge = (int)to->n;
        s->hinges[*next + to->n++] =
            (struct soft_hinge){(double)from->lo, weight, -1};
    }
    if (from->hi != INT64_MAX) {
        to->hi_hinge = (int)to->n;
        s->hinges[*next + to->n++] =
            (struct soft_hinge){(double)from->hi, weight, 1};
    }
    *next += to->n;
}

static eb_status copy_terms(struct search *s)
{
    const struct problem *p = s->p;
    double *total = NEW(double, (size_t)p->n_resources + 1);
    double price;
    size_t next = 0;

    s->terms = NEW(struct search_term, p->terms.n + 1);
    s->hinges = NEW(struct soft_hinge, count_hinges(p) + 1);
    s->pieces = NEW(struct piece, count_hinges(p) + p->terms.n + 1);
    if (total == NULL || s->terms == NULL || s->hinges == NULL ||
        s->pieces == NULL) {
        mem_free(total);
        return EB_NO_MEMORY;
    }
    resource_totals(s, total);
    price = s->typical_cost = starting_price(s);
    for (size_t t = 0; t < p->terms.n; t++) {
        double items = p->n_items > 0 ? (double)p->n_items : 1;
        double mean_item = total[p->terms.at[t].resource] / items;

        copy_term(s, t, price / fmax(mean_item, 1), &next);
        shape_term(s, t);
    }
    mem_free(total);
    for (int k = 0; k < p->n_budgets; k++)
        s->budget_weight[k] =
            p->budget_slope.at[k] != 0
                ? (double)p->budget_slope.at[k] / 1e12
                : price / fmax((double)p->budget_limit.at[k] / 20, 1);
    return EB_OK;
}

static eb_status list_sets(struct search *s)
{
    const struct problem *p = s->p;

    s->set_first = NEW(size_t, (size_t)p->n_conflicts + 2);
    s->set_items = NEW(int, p->conflicts.n + 1);
    if (s->set_first == NULL || s->set_items == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < p->conflicts.n; k++)
        s->set_first[p->conflicts.at[k] + 2]++;
    for (int c = 0; c < p->n_conflicts; c++)
        s->set_first[c + 2] += s->set_first[c + 1];
    for (int i = 0; i < p->n_items; i++)
        for (size_t k = p->conflict_first.at[i];
             k < p->conflict_first.at[i + 1]; k++)
            s->set_items[s->set_first[p->conflicts.at[k] + 1]++] = i;
    return EB_OK;
}

eb_status search_new(const struct problem *p, struct search **out)
{
    eb_status status = EB_OK;
    struct search *s = NEW(struct search, 1);
    size_t n_items = (size_t)p->n_items + 1;
    size_t n_agents = (size_t)p->n_agents + 1;

    if (s == NULL)
        return EB_NO_MEMORY;
    s->p = p;
    s->n_resources = p->n_resources;
    s->agent = NEW(int, n_items);
    s->next = NEW(int, n_items);
    s->prev = NEW(int, n_items);
    s->head = NEW(int, n_agents);
    s->n_held = NEW(int, n_agents);
    s->load = NEW(double, n_agents *((size_t)p->n_resources + 1));
    s->used = NEW(double, (size_t)p->n_budgets + 1);
    s->budget_weight = NEW(double, (size_t)p->n_budgets + 1);
    s->changed = NEW(unsigned, n_agents);
    if (s->agent == NULL || s->next == NULL || s->prev == NULL ||
        s->head == NULL || s->n_held == NULL || s->load == NULL ||
        s->used == NULL || s->budget_weight == NULL || s->changed == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    TRY(copy_arcs(s));
    TRY(copy_terms(s));
    TRY(list_sets(s));
    s->arc_price = NEW(double, (size_t)p->n_agents + 1);
    if (s->arc_price == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    search_rank(s, NULL, NULL);
    TRY(search_reset(s, NULL));
    *out = s;
    s = NULL;
done:
    search_free(s);
    return status;
}

void search_free(struct search *s)
{
    if (s == NULL)
        return;
    mem_free(s->arc_first);
    mem_free(s->arc_agent);
    mem_free(s->arc_cost);
    mem_free(s->arc_rank);
    mem_free(s->arc_cheapest);
    mem_free(s->arc_price);
    mem_free(s->agent);
    mem_free(s->next);
    mem_free(s->prev);
    mem_free(s->head);
    mem_free(s->n_held);
    mem_free(s->load);
    mem_free(s->used);
    mem_free(s->budget_weight);
    mem_free(s->terms);
    mem_free(s->hinges);
    mem_free(s->pieces);
    mem_free(s->set_first);
    mem_free(s->set_items);
    mem_free(s->changed);
    VEC_CLEAR(&s->journal);
    mem_free(s);
}

/* ---- prices ---- */

static double budget_price(const struct search *s, int k, double used)
{
    double excess = used - (double)s->p->budget_limit.at[k];

    return excess > 0 ? excess * s->budget_weight[k] : 0;
}

/* The change of phi at the agent when the item's loads come (sign 1) or go. */
static double load_delta(const struct search *s, int item, int agent,
                         double sign)
{
    const struct load *loads;
    int n = problem_loads(s->p, item, agent, &loads);
    size_t row = (size_t)agent * (size_t)s->n_resources;
    double delta = 0;

    for (int k = 0; k < n; k++) {
        size_t cell = row + (size_t)loads[k].resource;
        int t = s->p->term_of[cell];

        if (t < 0)
            continue;
        delta +=
            term_guided(s, t, s->load[cell] + sign * (double)loads[k].amount) -
            term_guided(s, t, s->load[cell]);
    }
    return delta;
}

/* The change of the budgets' price when the item goes from `from` to `to`
 * (-1: nowhere). */
static double leave_delta(const struct search *s, int item, int from, int to)
{
    const struct problem *p = s->p;
    size_t first = p->leave_first.at[item], end = p->leave_first.at[item + 1];
    double delta = 0;

    for (size_t k = first; k < end; k++) {
        const struct departure *d = &p->leaves.at[k];
        double before = s->used[d->budget], change = 0;

        if (k > first && d[-1].budget == d->budget)
            continue;
        for (const struct departure *e = d;
             e < p->leaves.at + end && e->budget == d->budget; e++)
            change += (double)e->amount * ((to >= 0 && e->owner != to) -
                                           (from >= 0 && e->owner != from));
        delta += budget_price(s, d->budget, before + change) -
                 budget_price(s, d->budget, before);
    }
    return delta;
}

long search_arc(const struct search *s, int item, int agent)
{
    size_t low = s->arc_first[item], high = s->arc_first[item + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (s->arc_agent[middle] < agent)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < s->arc_first[item + 1] && s->arc_agent[low] == agent)
        return (long)low;
    return -1;
}

bool search_clashes(const struct search *s, int item, int agent, int leaving)
{
    const struct problem *p = s->p;

    for (size_t k = p->conflict_first.at[item];
         k < p->conflict_first.at[item + 1]; k++) {
        int set = p->conflicts.at[k];

        for (size_t j = s->set_first[set]; j < s->set_first[set + 1]; j++) {
            int other = s->set_items[j];

            if (other != item && other != leaving && s->agent[other] == agent)
                return true;
        }
    }
    return false;
}

double evaluate_insert(const struct search *s, int item, long arc)
{
    int to = s->arc_agent[arc];

    return s->arc_cost[arc] + load_delta(s, item, to, 1) +
           leave_delta(s, item, -1, to);
}

double evaluate_remove(const struct search *s, int item)
{
    int from = s->agent[item];

    return -s->arc_cost[search_arc(s, item, from)] +
           load_delta(s, item, from, -1) + leave_delta(s, item, from, -1);
}

double evaluate_relocate(const struct search *s, int item, long arc)
{
    int from = s->agent[item], to = s->arc_agent[arc];
    long now = search_arc(s, item, from);

    return s->arc_cost[arc] - s->arc_cost[now] + load_delta(s, item, to, 1) +
           load_delta(s, item, from, -1) + leave_delta(s, item, from, to);
}

static void shift_departures(struct search *s, int item, int from, int to)
{
    const struct problem *p = s->p;

    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++) {
        const struct departure *d = &p->leaves.at[k];

        s->used[d->budget] +=
            (double)d->amount *
            ((to >= 0 && d->owner != to) - (from >= 0 && d->owner != from));
    }
}

double evaluate_leave(struct search *s, int item, int from, int to, int back)
{
    double delta = leave_delta(s, item, from, to);

    if (back < 0)
        return delta;
    shift_departures(s, item, from, to);
    delta += leave_delta(s, back, to, from);
    shift_departures(s, item, to, from);
    return delta;
}

/* ---- changing ---- */

static void unlink_item(struct search *s, int item, int agent)
{
    if (s->prev[item] >= 0)
        s->next[s->prev[item]] = s->next[item];
    else
        s->head[agent] = s->next[item];
    if (s->next[item] >= 0)
        s->prev[s->next[item]] = s->prev[item];
    s->n_held[agent]--;
}

static void link_item(struct search *s, int item, int agent)
{
    s->prev[item] = -1;
    s->next[item] = s->head[agent];
    if (s->head[agent] >= 0)
        s->prev[s->head[agent]] = item;
    s->head[agent] = item;
    s->n_held[agent]++;
}

static bool is_free(const struct search *s, int item)
{
    return s->arc_first[item + 1] - s->arc_first[item] > 1;
}

static void shift_loads(struct search *s, int item, int agent, double sign)
{
    const struct load *loads;
    int n = problem_loads(s->p, item, agent, &loads);
    size_t row = (size_t)agent * (size_t)s->n_resources;

    for (int k = 0; k < n; k++)
        s->load[row + (size_t)loads[k].resource] +=
            sign * (double)loads[k].amount;
}

static void set_agent(struct search *s, int item, int to)
{
    int from = s->agent[item];

    s->tick++;
    if (from >= 0) {
        shift_loads(s, item, from, -1);
        s->changed[from] = s->tick;
        if (is_free(s, item))
            unlink_item(s, item, from);
    }
    if (to >= 0) {
        shift_loads(s, item, to, 1);
        s->changed[to] = s->tick;
        if (is_free(s, item))
            link_item(s, item, to);
    }
    shift_departures(s, item, from, to);
    s->n_unassigned += (from >= 0) - (to >= 0);
    s->agent[item] = to;
}

eb_status search_apply(struct search *s, int item, int agent, double delta)
{
    if (s->journalling) {
        int from = s->agent[item];
        struct journal_entry entry = {item, from,
                                      from < 0 ? 0 : s->changed[from],
                                      agent < 0 ? 0 : s->changed[agent]};

        if (!VEC_PUSH(&s->journal, entry))
            return EB_NO_MEMORY;
    }
    set_agent(s, item, agent);
    s->objective += delta;
    return EB_OK;
}

eb_status search_reset(struct search *s, const int *agent)
{
    const struct problem *p = s->p;
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;

    memset(s->load, 0, cells * sizeof *s->load);
    memset(s->used, 0, (size_t)p->n_budgets * sizeof *s->used);
    memset(s->n_held, 0, (size_t)p->n_agents * sizeof *s->n_held);
    for (int g = 0; g < p->n_agents; g++)
        s->head[g] = -1;
    for (int i = 0; i < p->n_items; i++)
        s->agent[i] = -1;
    s->n_unassigned = p->n_items;
    s->journal.n = 0;
    s->journalling = false;
    for (int i = 0; i < p->n_items; i++) {
        size_t first = s->arc_first[i], end = s->arc_first[i + 1];

        if (end - first == 1)
            set_agent(s, i, s->arc_agent[first]);
        else if (agent != NULL && agent[i] >= 0 &&
                 search_arc(s, i, agent[i]) >= 0)
            set_agent(s, i, agent[i]);
    }
    search_recount(s);
    return EB_OK;
}

double search_recount(struct search *s)
{
    const struct problem *p = s->p;
    double sum = (double)p->constant;

    for (int i = 0; i < p->n_items; i++)
        if (s->agent[i] >= 0)
            sum += s->arc_cost[search_arc(s, i, s->agent[i])];
    for (size_t t = 0; t < p->terms.n; t++)
        sum += term_guided(
            s, (int)t,
            s->load[(size_t)p->terms.at[t].agent * (size_t)s->n_resources +
                    (size_t)p->terms.at[t].resource]);
    for (int k = 0; k < p->n_budgets; k++)
        sum += budget_price(s, k, s->used[k]);
    s->objective = sum;
    return sum;
}

/* ---- hard rules ---- */

/* How far the load is outside the hard limits. */
static double overshoot(const struct search *s, size_t t)
{
    const struct term *term = &s->p->terms.at[t];
    double load = s->load[(size_t)term->agent * (size_t)s->n_resources +
                          (size_t)term->resource];

    if (term->lo != INT64_MIN && load < (double)term->lo)
        return (double)term->lo - load;
    if (term->hi != INT64_MAX && load > (double)term->hi)
        return load - (double)term->hi;
    return 0;
}

static bool budget_is_broken(const struct search *s, int k)
{
    return s->p->budget_slope.at[k] == 0 &&
           s->used[k] > (double)s->p->budget_limit.at[k];
}

bool search_is_feasible(const struct search *s)
{
    if (s->n_unassigned > 0)
        return false;
    for (size_t t = 0; t < s->p->terms.n; t++)
        if (overshoot(s, t) > 0)
            return false;
    for (int k = 0; k < s->p->n_budgets; k++)
        if (budget_is_broken(s, k))
            return false;
    return true;
}

/* Books look different under new weights: every pair is worth another look. */
static void reprice(struct search *s)
{
    search_recount(s);
    s->tick++;
    for (int g = 0; g < s->p->n_agents; g++)
        s->changed[g] = s->tick;
}

static void scale_term(struct search *s, size_t t, double factor)
{
    const struct search_term *term = &s->terms[t];
    struct soft_hinge *hinge = s->hinges + term->first;

    if (term->lo_hinge >= 0)
        hinge[term->lo_hinge].slope *= factor;
    if (term->hi_hinge >= 0)
        hinge[term->hi_hinge].slope *= factor;
    shape_term(s, t);
}

bool search_raise_weights(struct search *s, double factor)
{
    bool any = false;

    for (size_t t = 0; t < s->p->terms.n; t++)
        if (overshoot(s, t) > 0) {
            scale_term(s, t, factor);
            any = true;
        }
    for (int k = 0; k < s->p->n_budgets; k++)
        if (budget_is_broken(s, k)) {
            s->budget_weight[k] *= factor;
            any = true;
        }
    if (any)
        reprice(s);
    return any;
}

static double weight_of(const struct search *s, size_t t)
{
    const struct search_term *term = &s->terms[t];
    int h = term->hi_hinge >= 0 ? term->hi_hinge : term->lo_hinge;

    return h < 0 ? 0 : s->hinges[term->first + (size_t)h].slope;
}

bool search_lower_weights(struct search *s, double factor, double least)
{
    bool any = false;

    for (size_t t = 0; t < s->p->terms.n; t++)
        if (weight_of(s, t) * factor > least * s->terms[t].base_weight) {
            scale_term(s, t, factor);
            any = true;
        }
    if (any)
        reprice(s);
    return any;
}

void search_scale_weights(struct search *s, double factor)
{
    for (size_t t = 0; t < s->p->terms.n; t++)
        scale_term(s, t, factor);
    reprice(s);
}

void search_restore_weights(struct search *s)
{
    bool any = false;

    for (size_t t = 0; t < s->p->terms.n; t++) {
        double weight = weight_of(s, t);

        if (weight > 0 && weight != s->terms[t].base_weight) {
            scale_term(s, t, s->terms[t].base_weight / weight);
            any = true;
        }
    }
    if (any)
        reprice(s);
}

/* ---- ranks ---- */

double search_leaving(const struct search *s, int item, int agent,
                      const double *mu)
{
    const struct problem *p = s->p;
    double sum = 0;

    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++)
        if (p->leaves.at[k].owner != agent)
            sum += mu[p->leaves.at[k].budget] * (double)p->leaves.at[k].amount;
    return sum;
}

double search_price(const struct search *s, int item, size_t arc,
                    const double *lambda, const double *mu)
{
    const struct load *loads;
    int agent = s->arc_agent[arc];
    int n = problem_loads(s->p, item, agent, &loads);
    double price = s->arc_cost[arc];

    if (lambda == NULL)
        return price;
    for (int k = 0; k < n; k++)
        price += lambda[(size_t)agent * (size_t)s->n_resources +
                        (size_t)loads[k].resource] *
                 (double)loads[k].amount;
    return price + search_leaving(s, item, agent, mu);
}

/* By insertion: lists are short, or nearly sorted from the last ranking. */
void search_rank(struct search *s, const double *lambda, const double *mu)
{
    for (int i = 0; i < s->p->n_items; i++) {
        size_t first = s->arc_first[i];
        int n = (int)(s->arc_first[i + 1] - first),
            *rank = s->arc_rank + first;

        for (int a = 0; a < n; a++) {
            int at = a;

            s->arc_price[a] =
                search_price(s, i, first + (size_t)a, lambda, mu);
            for (; at > 0 && s->arc_price[rank[at - 1]] > s->arc_price[a];
                 at--)
                rank[at] = rank[at - 1];
            rank[at] = a;
        }
    }
}

/* ---- undo ---- */

void search_mark(struct search *s)
{
    s->journal.n = 0;
    s->journalling = true;
}

eb_status search_undo(struct search *s, double objective)
{
    s->journalling = false;
    while (s->journal.n > 0) {
        struct journal_entry entry = s->journal.at[--s->journal.n];
        int to = s->agent[entry.item];

        set_agent(s, entry.item, entry.agent);
        if (entry.agent >= 0)
            s->changed[entry.agent] = entry.changed_from;
        if (to >= 0)
            s->changed[to] = entry.changed_to;
    }
    s->objective = objective;
    return EB_OK;
}
