/* relaxation.c - a problem laid out for exact search, and its bound. */
#include "solver/relaxation.h"

#include <math.h>
#include <string.h>

enum { MORE_CUTS = 20 }; /* in force, than twice the rows */

/* ---- what is in, and what stays ---- */

struct making {
    const struct dual *dual;
    const struct search *s;
    const struct problem *p;
    struct relax_part part;
    struct relaxation *r;
    int *row_of_term, *row_of_budget; /* -1: none */
    double *base_term, *base_budget;
    bool *touched; /* [terms] some arc changes its load */
    size_t n_entries;
    int n_listed; /* items looked at */
};

static bool is_in(const struct making *m, int agent)
{
    return m->part.in == NULL || m->part.in[agent];
}

static bool is_neighbourhood(const struct making *m)
{
    return m->part.others_stay;
}

/* A block of some of the agents, whose budgets are priced. */
static bool is_block(const struct making *m)
{
    return m->part.in != NULL && !is_neighbourhood(m);
}

static bool has_limit(const struct term *t)
{
    return t->lo != INT64_MIN || t->hi != INT64_MAX;
}

/* Arcs of the item inside, and whether it has others. */
static int count_in(const struct making *m, int item, bool *outside)
{
    const struct search *s = m->s;
    int n = 0;

    *outside = false;
    for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++) {
        if (is_in(m, s->arc_agent[a]))
            n++;
        else
            *outside = is_block(m);
    }
    return n;
}

/* What the budgets' multipliers add to an arc of a block. */
static double priced_departures(const struct making *m, int item, int agent)
{
    return is_block(m) ? search_leaving(m->s, item, agent, m->dual->mu) : 0;
}

/* Adds an item's loads and departures at an agent to what stays. */
static void hold(struct making *m, int item, int agent, double by)
{
    const struct problem *p = m->p;
    const struct load *loads;
    int n = problem_loads(p, item, agent, &loads);

    for (int k = 0; k < n; k++) {
        int t = problem_term_number(p, agent, loads[k].resource);

        if (t >= 0)
            m->base_term[t] += by * (double)loads[k].amount;
    }
    for (size_t k = p->leave_first.at[item]; k < p->leave_first.at[item + 1];
         k++)
        if (p->leaves.at[k].owner != agent)
            m->base_budget[p->leaves.at[k].budget] +=
                by * (double)p->leaves.at[k].amount;
}

static void stay(struct making *m, int item, size_t arc)
{
    int agent = m->s->arc_agent[arc];

    m->r->constant += m->s->arc_cost[arc] + priced_departures(m, item, agent);
    hold(m, item, agent, 1);
}

/* All that the search has, less what may go elsewhere. */
static void hold_others(struct making *m)
{
    const struct problem *p = m->p;

    for (int g = 0; g < p->n_agents; g++)
        for (int k = 0; is_in(m, g) && k < p->n_resources; k++) {
            int t = problem_term_number(p, g, k);

            if (t >= 0)
                m->base_term[t] =
                    m->s->load[(size_t)g * (size_t)p->n_resources + (size_t)k];
        }
    for (int k = 0; k < p->n_budgets; k++)
        m->base_budget[k] = m->s->used[k];
    for (int k = 0; k < m->part.n_items; k++)
        hold(m, m->part.items[k], m->s->agent[m->part.items[k]], -1);
}

/* How many budgets the item may use something of. */
static size_t budgets_touched(const struct making *m, int item)
{
    const struct problem *p = m->p;
    size_t first = p->leave_first.at[item], n = 0;

    for (size_t k = first; k < p->leave_first.at[item + 1]; k++)
        n +=
            k == first || p->leaves.at[k].budget != p->leaves.at[k - 1].budget;
    return n;
}

/* Counts arcs and entries, and notes which loads they change. */
static void count_item(struct making *m, int item)
{
    const struct search *s = m->s;
    const struct problem *p = m->p;
    bool outside;
    int n = count_in(m, item, &outside);
    size_t n_budgets = budgets_touched(m, item);

    if (n == 0)
        return;
    if (n == 1 && !outside && !is_neighbourhood(m)) {
        for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++)
            if (is_in(m, s->arc_agent[a]))
                stay(m, item, a);
        return;
    }
    m->r->item[m->r->n_items++] = item;
    m->r->n_arcs += n + outside;
    for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++) {
        const struct load *loads;
        int agent = s->arc_agent[a];
        int n_loads = problem_loads(p, item, agent, &loads);

        if (!is_in(m, agent))
            continue;
        m->n_entries += (size_t)n_loads + n_budgets;
        for (int k = 0; k < n_loads; k++) {
            int t = problem_term_number(p, agent, loads[k].resource);

            if (t >= 0 && loads[k].amount != 0)
                m->touched[t] = true;
        }
    }
}

/* ---- rows ---- */

static bool wants_row(const struct making *m, size_t t)
{
    const struct term *term = &m->p->terms.at[t];
    double base = m->base_term[t];

    if (m->touched[t])
        return m->dual->curves.at[t].n > 0 || has_limit(term);
    return (term->lo != INT64_MIN && base < (double)term->lo) ||
           (term->hi != INT64_MAX && base > (double)term->hi);
}

static void add_load(struct making *m, size_t t)
{
    struct relaxation *r = m->r;

    m->row_of_term[t] = -1;
    if (wants_row(m, t)) {
        m->row_of_term[t] = r->n_rows;
        r->rows[r->n_rows++] = (struct relax_row){
            .term = (int)t, .budget = -1, .base = m->base_term[t]};
    } else {
        r->constant += curve_value(&m->dual->curves, t, m->base_term[t]);
    }
}

static eb_status add_rows(struct making *m)
{
    const struct problem *p = m->p;
    struct relaxation *r = m->r;
    size_t n = p->terms.n + (size_t)p->n_budgets + 1;

    r->rows = NEW(struct relax_row, n);
    if (r->rows == NULL)
        return EB_NO_MEMORY;
    for (int g = 0; g < p->n_agents; g++)
        for (int k = 0; is_in(m, g) && k < p->n_resources; k++) {
            int t = problem_term_number(p, g, k);

            if (t >= 0)
                add_load(m, (size_t)t);
        }
    for (int k = 0; k < p->n_budgets; k++) {
        m->row_of_budget[k] = -1;
        if (is_block(m) || p->budget_limit.at[k] == INT64_MAX)
            continue;
        m->row_of_budget[k] = r->n_rows;
        r->rows[r->n_rows++] = (struct relax_row){
            .term = -1, .budget = k, .base = m->base_budget[k]};
    }
    return EB_OK;
}

/* ---- items and arcs ---- */

static void add_entry(struct making *m, int row, double amount)
{
    struct relaxation *r = m->r;

    if (row >= 0 && amount != 0)
        r->entries[r->entry_first[r->n_arcs + 1]++] =
            (struct relax_entry){row, amount};
}

/* One entry for each budget. */
static void add_departures(struct making *m, int item, int agent)
{
    const struct problem *p = m->p;
    const struct departure *leave = p->leaves.at + p->leave_first.at[item];
    const struct departure *end = p->leaves.at + p->leave_first.at[item + 1];

    while (leave < end) {
        int budget = leave->budget;
        int64_t used = 0;

        for (; leave < end && leave->budget == budget; leave++)
            used += leave->owner != agent ? leave->amount : 0;
        add_entry(m, m->row_of_budget[budget], (double)used);
    }
}

static void add_arc(struct making *m, int number, int agent, double cost)
{
    const struct problem *p = m->p;
    struct relaxation *r = m->r;
    const struct load *loads = NULL;
    int a = r->n_arcs, item = r->item[number];
    int n = agent < 0 ? 0 : problem_loads(p, item, agent, &loads);

    r->arc_item[a] = number;
    r->agent[a] = agent;
    r->cost[a] = cost;
    r->entry_first[a + 1] = r->entry_first[a];
    for (int k = 0; k < n; k++) {
        int t = problem_term_number(p, agent, loads[k].resource);

        if (t >= 0)
            add_entry(m, m->row_of_term[t], (double)loads[k].amount);
    }
    if (agent >= 0)
        add_departures(m, item, agent);
    r->n_arcs++;
}

static void add_item(struct making *m, int number)
{
    const struct search *s = m->s;
    struct relaxation *r = m->r;
    int item = r->item[number];
    bool outside;

    count_in(m, item, &outside);
    r->first[number] = r->n_arcs;
    if (outside)
        add_arc(m, number, -1, 0);
    for (size_t a = s->arc_first[item]; a < s->arc_first[item + 1]; a++) {
        int agent = s->arc_agent[a];
        double price = outside ? m->part.price[item] : 0;

        if (is_in(m, agent))
            add_arc(m, number, agent,
                    s->arc_cost[a] + priced_departures(m, item, agent) -
                        price);
    }
    r->first[number + 1] = r->n_arcs;
    r->n_alive[number] = r->n_arcs - r->first[number];
}

/* What living arcs may bring widens low .. high; what is fixed shifts it. */
static void shift(struct relaxation *r, int arc, bool fixed, double by)
{
    for (int e = r->entry_first[arc]; e < r->entry_first[arc + 1]; e++) {
        struct relax_row *row = &r->rows[r->entries[e].row];
        double amount = r->entries[e].amount;

        if (fixed == (amount > 0))
            row->low += by * amount;
        else
            row->high += by * amount;
    }
}

static eb_status add_items(struct making *m)
{
    struct relaxation *r = m->r;
    size_t arcs = (size_t)r->n_arcs + 1, items = (size_t)r->n_items + 1;

    r->first = NEW(int, items);
    r->n_alive = NEW(int, items);
    r->choice = NEW(int, items);
    r->arc_item = NEW(int, arcs);
    r->agent = NEW(int, arcs);
    r->cost = NEW(double, arcs);
    r->price = NEW(double, arcs);
    r->dead = NEW(bool, arcs);
    r->entry_first = NEW(int, arcs);
    r->entries = NEW(struct relax_entry, m->n_entries + 1);
    if (!r->first || !r->n_alive || !r->choice || !r->arc_item || !r->agent ||
        !r->cost || !r->price || !r->dead || !r->entry_first || !r->entries)
        return EB_NO_MEMORY;
    r->n_arcs = 0;
    for (int k = 0; k < r->n_items; k++)
        add_item(m, k);
    for (int k = 0; k < r->n_rows; k++)
        r->rows[k].low = r->rows[k].high = r->rows[k].base;
    for (int a = 0; a < r->n_arcs; a++)
        shift(r, a, false, 1);
    return EB_OK;
}

/* ---- agents ---- */

/* Numbers the agents of arcs and rows, in order of their first. */
static int number_agent(struct relaxation *r, int *number, int agent)
{
    if (number[agent] < 0) {
        number[agent] = r->n_agents;
        r->agents[r->n_agents++] =
            (struct relax_agent){.agent = agent, .first_cut = -1};
    }
    return number[agent];
}

static int agent_of_row(const struct making *m, int row)
{
    int term = m->r->rows[row].term;

    return term < 0 ? -1 : m->p->terms.at[term].agent;
}

static void count_agents(struct making *m, int *number)
{
    struct relaxation *r = m->r;
    int arcs = 0, rows = 0;

    for (int a = 0; a < r->n_arcs; a++) {
        r->who[a] =
            r->agent[a] < 0 ? -1 : number_agent(r, number, r->agent[a]);
        if (r->who[a] >= 0)
            r->agents[r->who[a]].n_arcs++;
    }
    for (int k = 0; k < r->n_rows; k++)
        if (agent_of_row(m, k) >= 0)
            r->agents[number_agent(r, number, agent_of_row(m, k))].n_rows++;
    for (int w = 0; w < r->n_agents; w++) {
        r->agents[w].first_arc = arcs;
        r->agents[w].first_row = rows;
        arcs += r->agents[w].n_arcs;
        rows += r->agents[w].n_rows;
        r->agents[w].n_arcs = r->agents[w].n_rows = 0;
    }
}

static eb_status add_agents(struct making *m)
{
    struct relaxation *r = m->r;
    size_t n = (size_t)m->p->n_agents + 1, arcs = (size_t)r->n_arcs + 1;
    int *number = NEW(int, n);

    r->agents = NEW(struct relax_agent, n);
    r->agent_arcs = NEW(int, arcs);
    r->agent_rows = NEW(int, (size_t)r->n_rows + 1);
    r->who = NEW(int, arcs);
    r->place = NEW(int, arcs);
    if (!number || !r->agents || !r->agent_arcs || !r->agent_rows || !r->who ||
        !r->place) {
        mem_free(number);
        return EB_NO_MEMORY;
    }
    for (size_t g = 0; g < n; g++)
        number[g] = -1;
    count_agents(m, number);
    for (int a = 0; a < r->n_arcs; a++) {
        struct relax_agent *w;

        r->place[a] = -1;
        if (r->who[a] < 0)
            continue;
        w = &r->agents[r->who[a]];
        r->place[a] = w->n_arcs++;
        r->agent_arcs[w->first_arc + r->place[a]] = a;
    }
    for (int k = 0; k < r->n_rows; k++) {
        int agent = agent_of_row(m, k);
        struct relax_agent *w;

        if (agent < 0)
            continue;
        w = &r->agents[number[agent]];
        r->agent_rows[w->first_row + w->n_rows++] = k;
    }
    mem_free(number);
    return EB_OK;
}

/* ---- pieces ---- */

static eb_status add_piece(struct relaxation *r, size_t *room, int row,
                           double start, double end, double f, double slope)
{
    if (!vec_reserve((void **)&r->pieces, room, (size_t)r->n_pieces + 1,
                     sizeof *r->pieces))
        return EB_NO_MEMORY;
    r->pieces[r->n_pieces++] =
        (struct relax_piece){row, start, end - start, f, slope};
    r->rows[row].n_pieces++;
    return EB_OK;
}

static eb_status cut_budget(struct making *m, int k, size_t *room)
{
    struct relaxation *r = m->r;
    struct relax_row *row = &r->rows[k];
    double limit = (double)m->p->budget_limit.at[row->budget];
    double slope = (double)m->p->budget_slope.at[row->budget] / 1e12;
    eb_status status = EB_OK;

    row->least = row->low;
    row->most = slope > 0 ? row->high : fmin(row->high, limit);
    if (row->least > row->most)
        return EB_OK;
    if (row->least < limit || row->most <= limit || slope <= 0)
        TRY(add_piece(r, room, k, row->least, fmin(row->most, limit), 0, 0));
    if (row->most > limit)
        TRY(add_piece(r, room, k, fmax(limit, row->least), row->most,
                      fmax(0, row->least - limit) * slope, slope));
done:
    return status;
}

/* A piece from `at` to `end`, along the chord of the row's cost. */
static eb_status add_chord(struct making *m, int k, size_t *room, double at,
                           double end)
{
    const struct curves *c = &m->dual->curves;
    size_t t = (size_t)m->r->rows[k].term;
    double f = curve_value(c, t, at);
    double rise = curve_value(c, t, end) - f;

    return add_piece(m->r, room, k, at, end, f,
                     end > at ? rise / (end - at) : 0);
}

/* Loads are whole, so the cost may bend at whole loads alone. */
static eb_status cut_term(struct making *m, int k, size_t *room)
{
    const struct curves *c = &m->dual->curves;
    struct relax_row *row = &m->r->rows[k];
    const struct term *term = &m->p->terms.at[row->term];
    const struct curve *curve = &c->at[row->term];
    double at;
    eb_status status = EB_OK;

    row->least = row->low;
    row->most = row->high;
    if (term->lo != INT64_MIN)
        row->least = fmax(row->least, (double)term->lo);
    if (term->hi != INT64_MAX)
        row->most = fmin(row->most, (double)term->hi);
    if (row->least > row->most)
        return EB_OK;
    at = row->least;
    for (int j = 0; j < curve->n; j++) {
        double bend = c->x[curve->first + (size_t)j];
        double ends[2] = {floor(bend), ceil(bend)};

        for (int side = 0; side < 2; side++) {
            if (ends[side] <= at || ends[side] >= row->most)
                continue;
            TRY(add_chord(m, k, room, at, ends[side]));
            at = ends[side];
        }
    }
    TRY(add_chord(m, k, room, at, row->most));
done:
    return status;
}

static eb_status cut_rows(struct making *m)
{
    struct relaxation *r = m->r;
    eb_status status = EB_OK;
    size_t room = 0;

    for (int k = 0; k < r->n_rows; k++) {
        r->rows[k].first_piece = r->n_pieces;
        if (r->rows[k].term >= 0)
            TRY(cut_term(m, k, &room));
        else
            TRY(cut_budget(m, k, &room));
    }
done:
    return status;
}

/* Where loads cost nothing, the greatest common divisor of all costs. */
static void find_step(struct relaxation *r)
{
    double step = 0;

    for (int j = 0; j < r->n_pieces; j++)
        if (r->pieces[j].slope != 0 || r->pieces[j].f != 0)
            return;
    for (int a = 0; a < r->n_arcs; a++) {
        double rest = fabs(r->cost[a]);

        if (rest != floor(rest))
            return;
        while (rest > 0) {
            double kept = fmod(step, rest);

            step = rest;
            rest = kept;
        }
    }
    r->step = step;
}

static eb_status make_room(struct relaxation *r)
{
    r->most_cuts = 2 * r->n_rows + MORE_CUTS;
    r->cuts = NEW(struct relax_cut *, (size_t)r->most_cuts);
    r->next_cut = NEW(int, (size_t)r->most_cuts);
    r->active = NEW(struct relax_active, (size_t)r->most_cuts * RELAX_SIDES);
    if (!r->cuts || !r->next_cut || !r->active)
        return EB_NO_MEMORY;
    relaxation_uncut(r);
    return EB_OK;
}

eb_status relaxation_new(const struct dual *dual,
                         const struct relax_part *part,
                         struct relaxation **out)
{
    const struct problem *p = dual->s->p;
    struct making m = {.dual = dual, .s = dual->s, .p = p};
    eb_status status = EB_OK;

    if (part != NULL)
        m.part = *part;
    m.n_listed = m.part.items != NULL ? m.part.n_items : p->n_items;
    m.r = NEW(struct relaxation, 1);
    m.row_of_term = NEW(int, p->terms.n + 1);
    m.row_of_budget = NEW(int, (size_t)p->n_budgets + 1);
    m.base_term = NEW(double, p->terms.n + 1);
    m.base_budget = NEW(double, (size_t)p->n_budgets + 1);
    m.touched = NEW(bool, p->terms.n + 1);
    if (m.r != NULL)
        m.r->item = NEW(int, (size_t)m.n_listed + 1);
    if (!m.r || !m.row_of_term || !m.row_of_budget || !m.base_term ||
        !m.base_budget || !m.touched || !m.r->item) {
        status = EB_NO_MEMORY;
        goto done;
    }
    m.r->s = dual->s;
    m.r->constant = part == NULL ? (double)p->constant : 0;
    m.r->others_stay = is_neighbourhood(&m);
    if (is_neighbourhood(&m))
        hold_others(&m);
    for (int k = 0; k < m.n_listed; k++)
        count_item(&m, m.part.items != NULL ? m.part.items[k] : k);
    TRY(add_rows(&m));
    TRY(add_items(&m));
    TRY(add_agents(&m));
    TRY(cut_rows(&m));
    TRY(make_room(m.r));
    find_step(m.r);
    *out = m.r;
    m.r = NULL;
done:
    mem_free(m.row_of_term);
    mem_free(m.row_of_budget);
    mem_free(m.base_term);
    mem_free(m.base_budget);
    mem_free(m.touched);
    relaxation_free(m.r);
    return status;
}

void relaxation_free(struct relaxation *r)
{
    if (r == NULL)
        return;
    mem_free(r->item);
    mem_free(r->first);
    mem_free(r->n_alive);
    mem_free(r->choice);
    mem_free(r->arc_item);
    mem_free(r->agent);
    mem_free(r->cost);
    mem_free(r->price);
    mem_free(r->dead);
    mem_free(r->entry_first);
    mem_free(r->entries);
    mem_free(r->rows);
    mem_free(r->pieces);
    mem_free(r->agents);
    mem_free(r->agent_arcs);
    mem_free(r->agent_rows);
    mem_free(r->who);
    mem_free(r->place);
    mem_free(r->active);
    mem_free(r->cuts);
    mem_free(r->next_cut);
    VEC_CLEAR(&r->trail);
    mem_free(r);
}

void relaxation_multipliers(const struct relaxation *r, const double *lambda,
                            const double *mu, double *by_row)
{
    const struct problem *p = r->s->p;

    for (int k = 0; k < r->n_rows; k++) {
        const struct relax_row *row = &r->rows[k];

        if (row->term < 0) {
            by_row[k] = mu[row->budget];
        } else {
            const struct term *term = &p->terms.at[row->term];

            by_row[k] = lambda[(size_t)term->agent * (size_t)p->n_resources +
                               (size_t)term->resource];
        }
    }
}

void relaxation_spread(const struct relaxation *r, const double *by_row,
                       double *lambda, double *mu)
{
    const struct problem *p = r->s->p;

    for (int k = 0; k < r->n_rows; k++) {
        const struct relax_row *row = &r->rows[k];

        if (row->term < 0) {
            mu[row->budget] = fmax(0, by_row[k]);
        } else {
            const struct term *term = &p->terms.at[row->term];

            lambda[(size_t)term->agent * (size_t)p->n_resources +
                   (size_t)term->resource] = by_row[k];
        }
    }
}

/* ---- arcs that die and come back ---- */

/* An item whose last but one arc died is fixed to the last. */
static void settle(struct relaxation *r, int item, double by)
{
    int arc = r->first[item];

    while (r->dead[arc])
        arc++;
    shift(r, arc, true, by);
}

bool relaxation_kill(struct relaxation *r, int arc, eb_status *status)
{
    int item = r->arc_item[arc];

    r->dead[arc] = true;
    if (!VEC_PUSH(&r->trail, arc))
        *status = EB_NO_MEMORY;
    shift(r, arc, false, -1);
    r->n_alive[item]--;
    if (r->n_alive[item] == 1)
        settle(r, item, 1);
    return r->n_alive[item] > 0 && *status == EB_OK;
}

void relaxation_revive(struct relaxation *r, size_t mark)
{
    while (r->trail.n > mark) {
        int arc = r->trail.at[--r->trail.n];
        int item = r->arc_item[arc];

        if (r->n_alive[item] == 1)
            settle(r, item, -1);
        r->n_alive[item]++;
        shift(r, arc, false, 1);
        r->dead[arc] = false;
    }
}

int relaxation_number(const struct relaxation *r, int item)
{
    int low = 0, high = r->n_items;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (r->item[middle] < item)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->n_items && r->item[low] == item ? low : -1;
}

/* Where an item that has no number stays; -1 where that is outside the block. */
static int where_stays(const struct relaxation *r, int item)
{
    const struct search *s = r->s;
    size_t first = s->arc_first[item];

    if (r->others_stay)
        return s->agent[item];
    return s->arc_first[item + 1] - first == 1 ? s->arc_agent[first] : -1;
}

void relaxation_assign(const struct relaxation *r, const int *choice,
                       int *agent)
{
    for (int i = 0; i < r->s->p->n_items; i++)
        agent[i] = where_stays(r, i);
    for (int i = 0; i < r->n_items; i++)
        agent[r->item[i]] = r->agent[choice[i]];
}

int relaxation_arc(const struct relaxation *r, int item, int agent)
{
    int number = relaxation_number(r, item);

    if (number < 0)
        return -1;
    for (int a = r->first[number]; a < r->first[number + 1]; a++)
        if (r->agent[a] == agent)
            return a;
    return -1;
}

void relaxation_take_seats(struct relaxation *r, const int *seat,
                           eb_status *status)
{
    for (int i = 0; i < r->n_items; i++) {
        int item = r->item[i], arc;

        if (seat[item] < 0)
            continue;
        arc = relaxation_arc(r, item, seat[item]);
        if (arc < 0)
            arc = relaxation_arc(r, item, -1);
        for (int a = r->first[i]; a < r->first[i + 1]; a++)
            if (a != arc)
                relaxation_kill(r, a, status);
    }
}

/* None that conflicts with this item of the problem comes to the agent. */
static bool keep_apart(struct relaxation *r, int item, int agent,
                       eb_status *status)
{
    const struct search *s = r->s;
    const struct problem *p = s->p;

    for (size_t k = p->conflict_first.at[item];
         k < p->conflict_first.at[item + 1]; k++) {
        int set = p->conflicts.at[k];

        for (size_t j = s->set_first[set]; j < s->set_first[set + 1]; j++) {
            int other = s->set_items[j];
            int clash = other == item ? -1 : relaxation_arc(r, other, agent);

            if (clash >= 0 && !r->dead[clash] &&
                !relaxation_kill(r, clash, status))
                return false;
        }
    }
    return true;
}

bool relaxation_fix(struct relaxation *r, int arc, eb_status *status)
{
    int item = r->arc_item[arc];

    for (int a = r->first[item]; a < r->first[item + 1]; a++)
        if (!r->dead[a] && a != arc && !relaxation_kill(r, a, status))
            return false;
    if (r->agent[arc] < 0)
        return true;
    return keep_apart(r, r->item[item], r->agent[arc], status);
}

/* Kills arcs to where an item of the same conflict set stays. */
static bool keep_away(struct relaxation *r, int item, eb_status *status)
{
    const struct search *s = r->s;
    const struct problem *p = s->p;
    int i = r->item[item];

    for (size_t k = p->conflict_first.at[i]; k < p->conflict_first.at[i + 1];
         k++) {
        int set = p->conflicts.at[k];

        for (size_t j = s->set_first[set]; j < s->set_first[set + 1]; j++) {
            int other = s->set_items[j];
            int stays =
                relaxation_number(r, other) >= 0 ? -1 : where_stays(r, other);
            int clash = stays < 0 ? -1 : relaxation_arc(r, i, stays);

            if (clash >= 0 && !r->dead[clash] &&
                !relaxation_kill(r, clash, status))
                return false;
        }
    }
    return true;
}

bool relaxation_start(struct relaxation *r, eb_status *status)
{
    for (int i = 0; i < r->n_items; i++)
        if (!keep_away(r, i, status))
            return false;
    return true;
}

/* ---- cuts ---- */

void relaxation_uncut(struct relaxation *r)
{
    for (int k = 0; k < r->n_rows; k++)
        r->rows[k].first_side = -1;
    for (int w = 0; w < r->n_agents; w++)
        r->agents[w].first_cut = -1;
    r->n_cuts = 0;
    r->n_active = 0;
}

void relaxation_cut(struct relaxation *r, struct relax_cut *cut)
{
    for (int j = 0; j < cut->n_sides; j++) {
        const struct relax_side *side = &cut->sides[j];
        struct relax_row *row = &r->rows[side->row];

        r->active[r->n_active] = (struct relax_active){
            r->n_cuts, row->first_side, side->weight, side->at};
        row->first_side = r->n_active++;
    }
    r->cuts[r->n_cuts] = cut;
    r->next_cut[r->n_cuts] = r->agents[cut->who].first_cut;
    r->agents[cut->who].first_cut = r->n_cuts++;
}

/* ---- the bound ---- */

/* min over low <= L <= high of the row's cost - lambda L. */
static double row_least(const struct relaxation *r,
                        const struct relax_row *row, double lambda)
{
    const struct relax_piece *piece = r->pieces + row->first_piece;
    const struct relax_piece *end = piece + row->n_pieces;
    double low = fmax(row->low, row->least);
    double high = fmin(row->high, row->most), load;

    if (low > high || row->n_pieces == 0)
        return INFINITY;
    while (piece + 1 < end && piece->slope < lambda)
        piece++;
    load = piece->slope < lambda ? piece->start + piece->width : piece->start;
    load = fmin(fmax(load, low), high);
    while (piece > r->pieces + row->first_piece && load < piece->start)
        piece--;
    while (piece + 1 < end && load > piece->start + piece->width)
        piece++;
    return piece->f + piece->slope * (load - piece->start) - lambda * load;
}

/* What the row's cost - lambda L, less what cuts allow it, is at a load on the
 * piece. */
static double cost_at(const struct relaxation *r, const struct relax_row *row,
                      const struct relax_piece *piece, const double *lambda,
                      double load)
{
    double sum = piece->f + piece->slope * (load - piece->start) -
                 lambda[row - r->rows] * load;

    for (int j = row->first_side; j >= 0; j = r->active[j].next) {
        const struct relax_active *side = &r->active[j];

        sum -= lambda[r->n_rows + side->cut] *
               fmax(0, side->weight * (load - side->at));
    }
    return sum;
}

/* The same as row_least, with cuts: straight on every piece, but not convex. */
static double cut_row_least(const struct relaxation *r,
                            const struct relax_row *row, const double *lambda)
{
    double low = fmax(row->low, row->least);
    double high = fmin(row->high, row->most), best = INFINITY;

    for (int j = row->first_piece; j < row->first_piece + row->n_pieces; j++) {
        const struct relax_piece *piece = &r->pieces[j];
        double from = fmax(low, piece->start);
        double to = fmin(high, piece->start + piece->width);

        if (from > to)
            continue;
        best = fmin(best, cost_at(r, row, piece, lambda, from));
        best = fmin(best, cost_at(r, row, piece, lambda, to));
    }
    return best;
}

/* What an arc costs at its agent's cuts. */
static double cut_price(const struct relaxation *r, int arc,
                        const double *lambda)
{
    double sum = 0;

    if (r->who[arc] < 0)
        return 0;
    for (int c = r->agents[r->who[arc]].first_cut; c >= 0; c = r->next_cut[c])
        sum += lambda[r->n_rows + c] * r->cuts[c]->g[r->place[arc]];
    return sum;
}

double relaxation_bound(struct relaxation *r, const double *lambda)
{
    double sum = r->constant;

    for (int i = 0; i < r->n_items; i++) {
        double best = INFINITY;

        for (int a = r->first[i]; a < r->first[i + 1]; a++) {
            double price;

            if (r->dead[a])
                continue;
            price = r->cost[a] + cut_price(r, a, lambda);
            for (int e = r->entry_first[a]; e < r->entry_first[a + 1]; e++)
                price += lambda[r->entries[e].row] * r->entries[e].amount;
            r->price[a] = price;
            if (price < best) {
                best = price;
                r->choice[i] = a;
            }
        }
        sum += best;
    }
    for (int k = 0; k < r->n_rows; k++)
        sum += (r->rows[k].first_side < 0
                    ? row_least(r, &r->rows[k], lambda[k])
                    : cut_row_least(r, &r->rows[k], lambda)) +
               lambda[k] * r->rows[k].base;
    for (int c = 0; c < r->n_cuts; c++)
        sum -= lambda[r->n_rows + c] * r->cuts[c]->most;
    return sum;
}

void relaxation_settle(const struct relaxation *r, double *lambda)
{
    const struct problem *p = r->s->p;

    for (int k = 0; k < r->n_rows; k++) {
        const struct relax_row *row = &r->rows[k];
        double limit;

        if (row->budget < 0)
            continue;
        limit = (double)p->budget_limit.at[row->budget];
        if (row->high <= limit)
            lambda[k] = 0;
        else if (row->low >= limit && p->budget_slope.at[row->budget] > 0)
            lambda[k] = (double)p->budget_slope.at[row->budget] / 1e12;
    }
}

void relaxation_charge(struct relaxation *r, double *lambda, double goal)
{
    for (int k = 0; k < r->n_rows; k++) {
        struct relax_row *row = &r->rows[k];
        double low = row->low, excess = low - row->most, bound;

        if (row->budget < 0 || excess <= 0)
            continue;
        row->low = row->least;
        bound = relaxation_bound(r, lambda);
        row->low = low;
        if (!isfinite(goal))
            goal = bound + 1e3 * (fabs(bound) + 1e9);
        if (bound < goal)
            lambda[k] += 1.01 * (goal - bound) / excess;
    }
}

double relaxation_value(const struct relaxation *r, const int *choice,
                        double *load)
{
    double sum = r->constant;

    for (int k = 0; k < r->n_rows; k++)
        load[k] = r->rows[k].base;
    for (int i = 0; i < r->n_items; i++) {
        int a = choice[i];

        sum += r->cost[a];
        for (int e = r->entry_first[a]; e < r->entry_first[a + 1]; e++)
            load[r->entries[e].row] += r->entries[e].amount;
    }
    for (int k = 0; k < r->n_rows; k++) {
        const struct relax_row *row = &r->rows[k];
        const struct relax_piece *piece = r->pieces + row->first_piece;
        const struct relax_piece *end = piece + row->n_pieces;

        if (row->n_pieces == 0 || load[k] < row->least || load[k] > row->most)
            return INFINITY;
        while (piece + 1 < end && load[k] > piece->start + piece->width)
            piece++;
        sum += piece->f + piece->slope * (load[k] - piece->start);
    }
    return sum;
}
