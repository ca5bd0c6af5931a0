/* knapsacks.c - prices for items, raised by what knapsacks take. */
#include "solver/knapsacks.h"

#include <math.h>
#include <string.h>

/* Cells of a table: of an agent, and in all. A step is so many of them. */
enum { MOST_ROOM = 1 << 15, MOST_CELLS = 1 << 23, CELLS_A_STEP = 64 };

/* ---- what fits ---- */

/* The one term of the agent that can bind: *t, or -1. False if there are more, or
 * one of them asks for a least load. */
static bool find_term(const struct problem *p, int agent, int *t)
{
    *t = -1;
    for (int k = 0; k < p->n_resources; k++) {
        int number = problem_term_number(p, agent, k);

        if (number < 0)
            continue;
        if (p->terms.at[number].lo > 0)
            return false;
        if (p->terms.at[number].hi == INT64_MAX)
            continue;
        if (*t >= 0)
            return false;
        *t = number;
    }
    return true;
}

static int64_t weight_of(const struct problem *p, int item, int agent, int t)
{
    const struct load *loads;
    int n = problem_loads(p, item, agent, &loads);

    for (int k = 0; k < n && t >= 0; k++)
        if (loads[k].resource == p->terms.at[t].resource)
            return loads[k].amount;
    return 0;
}

static bool is_light(const struct problem *p)
{
    for (size_t k = 0; k < p->loads.n; k++)
        if (p->loads.at[k].amount < 0)
            return false;
    for (size_t k = 0; k < p->own_loads.n; k++)
        if (p->own_loads.at[k].amount < 0)
            return false;
    return true;
}

bool knapsacks_fit(const struct search *s)
{
    const struct problem *p = s->p;

    if (p->hinges.n > 0 || p->n_budgets > 0 || p->n_conflicts > 0 ||
        !is_light(p))
        return false;
    for (int g = 0; g < p->n_agents; g++) {
        int t;

        if (!find_term(p, g, &t))
            return false;
        if (t >= 0 &&
            (p->terms.at[t].hi >= MOST_ROOM ||
             (p->terms.at[t].hi + 1) * (p->n_items + 1) > MOST_CELLS))
            return false;
    }
    return true;
}

/* ---- making ---- */

static int least_of(int64_t a, int64_t b)
{
    return (int)(a < b ? a : b);
}

static bool has_choice(const struct search *s, int item)
{
    return s->arc_first[item + 1] - s->arc_first[item] > 1;
}

/* What is left of each agent's capacity by items without a choice. */
static void measure_rooms(struct knapsacks *k)
{
    const struct search *s = k->s;

    for (int g = 0; g < s->p->n_agents; g++) {
        int t;

        find_term(s->p, g, &t);
        k->whole[g] = t < 0 ? 0 : (int)s->p->terms.at[t].hi;
    }
    for (int i = 0; i < s->p->n_items; i++) {
        size_t arc = s->arc_first[i];
        int agent = s->arc_agent[arc], t;

        if (has_choice(s, i))
            continue;
        find_term(s->p, agent, &t);
        k->whole[agent] -= least_of(weight_of(s->p, i, agent, t),
                                    (int64_t)k->whole[agent] + 1);
        k->constant += s->arc_cost[arc];
    }
    for (int g = 0; g < s->p->n_agents; g++)
        k->whole[g] = k->whole[g] > 0 ? k->whole[g] : 0;
}

static void list_arcs(struct knapsacks *k)
{
    const struct search *s = k->s;
    int n_agents = s->p->n_agents;

    for (int i = 0; i < s->p->n_items; i++) {
        k->n_free += has_choice(s, i);
        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++) {
            int agent = s->arc_agent[a], t;

            find_term(s->p, agent, &t);
            k->item[a] = i;
            k->weight[a] = least_of(weight_of(s->p, i, agent, t),
                                    (int64_t)k->whole[agent] + 1);
            k->first[agent] += has_choice(s, i);
        }
    }
    for (int g = 1; g <= n_agents; g++)
        k->first[g] += k->first[g - 1];
    for (size_t a = s->arc_first[s->p->n_items]; a-- > 0;)
        if (has_choice(s, k->item[a]))
            k->own[--k->first[s->arc_agent[a]]] = a;
}

/* The greatest common divisor of what arcs cost beside an item's first. */
static void measure_step(struct knapsacks *k)
{
    const struct search *s = k->s;

    for (size_t a = 0; a < s->arc_first[s->p->n_items]; a++) {
        double rest =
            fabs(s->arc_cost[a] - s->arc_cost[s->arc_first[k->item[a]]]);

        while (rest > 0) {
            double next = fmod(k->step, rest);

            k->step = rest;
            rest = next;
        }
    }
}

static void price_items(struct knapsacks *k, const struct dual *dual)
{
    const struct search *s = k->s;

    for (int i = 0; i < s->p->n_items; i++) {
        k->price[i] = INFINITY;
        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++)
            k->price[i] = fmin(k->price[i], dual_price(dual, i, a));
    }
}

static size_t count_cells(const struct knapsacks *k)
{
    size_t most = 0;

    for (int g = 0; g < k->s->p->n_agents; g++) {
        size_t rows = k->first[g + 1] - k->first[g] + 1;
        size_t cells = rows * ((size_t)k->whole[g] + 1);

        most = cells > most ? cells : most;
    }
    return most;
}

static bool make_room(struct knapsacks *k)
{
    size_t arcs = k->s->arc_first[k->s->p->n_items] + 1;
    size_t items = (size_t)k->s->p->n_items + 1;
    size_t agents = (size_t)k->s->p->n_agents + 2;

    k->weight = NEW(int, arcs);
    k->item = NEW(int, arcs);
    k->own = NEW(size_t, arcs);
    k->share = NEW(double, arcs);
    k->taken = NEW(bool, arcs);
    k->first = NEW(size_t, agents);
    k->whole = NEW(int, agents);
    k->room = NEW(int, agents);
    k->fixed = NEW(long, items);
    k->price = NEW(double, items);
    k->best = NEW(double, items);
    k->worth_of = NEW(double, agents);
    k->times = NEW(int, items);
    k->inside = NEW(size_t, items);
    return k->weight && k->item && k->own && k->share && k->taken &&
           k->first && k->whole && k->room && k->fixed && k->price &&
           k->best && k->worth_of && k->times && k->inside;
}

eb_status knapsacks_new(const struct dual *dual, struct knapsacks **out)
{
    struct knapsacks *k = NEW(struct knapsacks, 1);

    if (k == NULL)
        return EB_NO_MEMORY;
    k->s = dual->s;
    k->constant = (double)k->s->p->constant;
    if (!make_room(k))
        goto failed;
    measure_rooms(k);
    list_arcs(k);
    measure_step(k);
    k->table = NEW(float, count_cells(k));
    if (k->table == NULL)
        goto failed;
    price_items(k, dual);
    knapsacks_open(k);
    *out = k;
    return EB_OK;
failed:
    knapsacks_free(k);
    return EB_NO_MEMORY;
}

void knapsacks_free(struct knapsacks *k)
{
    if (k == NULL)
        return;
    mem_free(k->weight);
    mem_free(k->item);
    mem_free(k->own);
    mem_free(k->share);
    mem_free(k->taken);
    mem_free(k->first);
    mem_free(k->whole);
    mem_free(k->room);
    mem_free(k->fixed);
    mem_free(k->price);
    mem_free(k->best);
    mem_free(k->worth_of);
    mem_free(k->times);
    mem_free(k->inside);
    mem_free(k->table);
    mem_free(k);
}

/* ---- a part ---- */

void knapsacks_open(struct knapsacks *k)
{
    const struct search *s = k->s;

    for (int i = 0; i < s->p->n_items; i++)
        k->fixed[i] = has_choice(s, i) ? -1 : (long)s->arc_first[i];
    memcpy(k->room, k->whole, (size_t)s->p->n_agents * sizeof *k->room);
    k->n_open = k->n_free;
    k->agree = false;
}

void knapsacks_fix(struct knapsacks *k, size_t arc)
{
    int agent = k->s->arc_agent[arc];

    k->fixed[k->item[arc]] = (long)arc;
    k->room[agent] -= k->weight[arc];
    k->n_open--;
}

/* One more item of this weight: row by row, the most that items up to here are
 * worth in so much room. */
static void fill_row(const float *restrict before, float *restrict row,
                     int room, int weight, float gain)
{
    memcpy(row, before, (size_t)weight * sizeof *row);
    for (int l = weight; l <= room; l++) {
        float with = before[l - weight] + gain;

        row[l] = with > before[l] ? with : before[l];
    }
}

static int fill_table(struct knapsacks *k, int agent)
{
    size_t width = (size_t)k->room[agent] + 1;
    int n = 0;

    memset(k->table, 0, width * sizeof *k->table);
    for (size_t at = k->first[agent]; at < k->first[agent + 1]; at++) {
        size_t arc = k->own[at];
        double gain = k->price[k->item[arc]] - k->s->arc_cost[arc];

        k->taken[arc] = false;
        if (k->fixed[k->item[arc]] >= 0 || gain <= 0 ||
            k->weight[arc] > k->room[agent])
            continue;
        fill_row(k->table + (size_t)n * width,
                 k->table + (size_t)(n + 1) * width, k->room[agent],
                 k->weight[arc], (float)gain);
        k->inside[n++] = arc;
    }
    return n;
}

/* Backwards through the table: an item is taken where it made a row better. What
 * is taken is worth so much. */
static double fill_knapsack(struct knapsacks *k, int agent,
                            struct budget *budget)
{
    size_t width = (size_t)k->room[agent] + 1, left = width - 1;
    int n = fill_table(k, agent);
    double sum = 0;

    for (int r = n; r-- > 0;) {
        const float *row = k->table + (size_t)r * width;
        size_t arc = k->inside[r];

        if (!(row[width + left] > row[left]))
            continue;
        k->taken[arc] = true;
        k->times[k->item[arc]]++;
        sum += k->price[k->item[arc]] - k->s->arc_cost[arc];
        left -= (size_t)k->weight[arc];
    }
    budget_take(budget, (int64_t)(k->first[agent + 1] - k->first[agent]) +
                            (int64_t)n * k->room[agent] / CELLS_A_STEP);
    return sum;
}

static double bound_here(struct knapsacks *k, struct budget *budget)
{
    double bound = k->constant;

    for (int i = 0; i < k->s->p->n_items; i++) {
        k->times[i] = 0;
        if (!has_choice(k->s, i))
            continue;
        bound += k->fixed[i] < 0 ? k->price[i] : k->s->arc_cost[k->fixed[i]];
    }
    for (int g = 0; g < k->s->p->n_agents; g++)
        bound -= k->worth_of[g] = fill_knapsack(k, g, budget);
    return bound;
}

/* ---- prices ---- */

/* The square of the subgradient: items that are not taken exactly once. */
static double disagreement(const struct knapsacks *k)
{
    double sum = 0;

    for (int i = 0; i < k->s->p->n_items; i++)
        if (k->fixed[i] < 0)
            sum += (1 - k->times[i]) * (1 - k->times[i]);
    return sum;
}

#define OF_LATE 0.05 /* the weight of the last round */

static void remember(struct knapsacks *k)
{
    for (size_t at = 0; at < k->first[k->s->p->n_agents]; at++) {
        size_t arc = k->own[at];

        if (k->fixed[k->item[arc]] < 0)
            k->share[arc] += OF_LATE * ((double)k->taken[arc] - k->share[arc]);
    }
}

/* So many rounds without a better bound: smaller steps. */
enum { STALE = 20 };
#define SMALLER 0.6

double knapsacks_climb(struct knapsacks *k, const struct climb *climb,
                       struct budget *budget)
{
    double best = -INFINITY, part = climb->part;
    int stale = 0;

    for (int round = 0; round < climb->rounds; round++) {
        double bound = bound_here(k, budget), square = disagreement(k), step;

        remember(k);
        if (bound > best) {
            best = bound;
            stale = 0;
            memcpy(k->best, k->price,
                   (size_t)k->s->p->n_items * sizeof *k->best);
        } else if (++stale >= STALE) {
            stale = 0;
            part *= SMALLER;
        }
        k->agree = square <= 0;
        if (k->agree || budget_is_spent(budget))
            break;
        step = part * fmax(climb->goal - bound, climb->least) / square;
        for (int i = 0; i < k->s->p->n_items; i++)
            if (k->fixed[i] < 0)
                k->price[i] += step * (1 - k->times[i]);
    }
    return best;
}
