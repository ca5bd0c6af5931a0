/* single.c - one agent laid out as a linear program. */
#include "solver/single.h"

#include <math.h>
#include <string.h>

/* ---- laying out ---- */

/* Whether the load of the resource at the agent has a row. */
static int row_of_term(const struct single *o, int term)
{
    for (int k = 0; k < o->n_loads; k++)
        if (o->term[k] == term)
            return k;
    return -1;
}

static int count_loads(struct single *o, const struct problem *p)
{
    int n = 0;

    for (int k = 0; k < p->n_resources; k++) {
        int t = problem_term_number(p, o->agent, k);

        if (t >= 0 && o->term != NULL)
            o->term[n] = t;
        n += t >= 0;
    }
    return n;
}

static void lay_items(struct single *o, const struct dual *dual,
                      const int *items)
{
    const struct problem *p = dual->s->p;

    for (int i = 0; i < o->n; i++) {
        long arc = search_arc(dual->s, items[i], o->agent);
        const struct load *loads;
        int n = problem_loads(p, items[i], o->agent, &loads);

        o->item[i] = items[i];
        o->cost[i] = dual->s->arc_cost[arc] +
                     search_leaving(dual->s, items[i], o->agent, dual->mu);
        for (int k = 0; k < n; k++) {
            int t = problem_term_number(p, o->agent, loads[k].resource);

            if (t >= 0)
                o->amount[(size_t)row_of_term(o, t) * (size_t)o->n +
                          (size_t)i] = (double)loads[k].amount;
        }
    }
}

/* What a load can be, and what it is with nothing taken: what all items may bring
 * is known to the dual, what those bring that have no choice is the rest. */
static void reach_of(const struct single *o, const struct dual *dual, int k,
                     double *base, double *least, double *most)
{
    const struct term *term = &dual->s->p->terms.at[o->term[k]];
    const double *amount = o->amount + (size_t)k * (size_t)o->n;

    *least = *most = *base = dual->base[o->term[k]];
    for (int i = 0; i < o->n; i++) {
        *least += fmin(amount[i], 0);
        *most += fmax(amount[i], 0);
    }
    if (term->lo != INT64_MIN)
        *least = fmax(*least, (double)term->lo);
    if (term->hi != INT64_MAX)
        *most = fmin(*most, (double)term->hi);
}

/* A straight piece between two whole loads. */
static void add_piece(struct single *o, const struct curves *c, int k,
                      double from, double to, double *start)
{
    size_t t = (size_t)o->term[k];
    double rise =
        to > from
            ? (curve_value(c, t, to) - curve_value(c, t, from)) / (to - from)
            : 0;

    start[o->n_pieces] = from;
    o->piece_row[o->n_pieces] = k;
    o->width[o->n_pieces] = (to - from) / o->unit[k];
    o->slope[o->n_pieces++] = rise * o->unit[k];
}

/* Pieces from the least load on, which end at whole loads (as in relaxation.h:
 * cuts begin there); where each begins is kept in `start`. */
static void lay_load(struct single *o, const struct dual *dual, int k,
                     double *start)
{
    const struct curves *c = &dual->curves;
    size_t t = (size_t)o->term[k];
    double base, least, most, at;

    reach_of(o, dual, k, &base, &least, &most);
    o->fits = o->fits && least <= most;
    o->unit[k] = dual->scale[t];
    o->rhs[k] = (least - base) / o->unit[k];
    o->constant += curve_value(c, t, least);
    at = least;
    for (int j = 0; j < 2 * c->at[t].n; j++) {
        double bend = c->x[c->at[t].first + (size_t)j / 2];
        double end = j % 2 == 0 ? floor(bend) : ceil(bend);

        if (end <= at || end >= most)
            continue;
        add_piece(o, c, k, at, end, start);
        at = end;
    }
    add_piece(o, c, k, at, fmax(at, most), start);
}

static double weigh(const struct single *o, const struct held_cut *cut, int i)
{
    double sum = 0;

    for (int j = 0; j < cut->n_sides; j++)
        sum += cut->sides[j].weight *
               o->amount[(size_t)row_of_term(o, cut->sides[j].term) *
                             (size_t)o->n +
                         (size_t)i];
    return sum;
}

/* Before loads are scaled. */
static void lay_cut(struct single *o, const struct dual *dual,
                    const struct held_cut *cut, int row, const double *start)
{
    double *g = o->amount + (size_t)row * (size_t)o->n;
    double right = 0, most, unit = 0;
    int next = 0;

    for (int j = 0; j < cut->n_sides; j++) {
        const struct held_side *side = &cut->sides[j];

        right += side->weight * (side->at - dual->base[side->term]);
        unit = fmax(unit,
                    fabs(side->weight) * o->unit[row_of_term(o, side->term)]);
    }
    for (int i = 0; i < o->n; i++) {
        bool taken = next < cut->n_taken && cut->taken[next] == o->item[i];

        next += taken;
        g[i] = weigh(o, cut, i);
        right -= taken ? g[i] : 0;
    }
    most = cuts_value(cut->divisor, cut->rest, right, false);
    next = 0;
    for (int i = 0; i < o->n; i++) {
        bool taken = next < cut->n_taken && cut->taken[next] == o->item[i];

        next += taken;
        g[i] = cuts_value(cut->divisor, cut->rest, g[i], taken) / unit;
        most += taken ? g[i] * unit : 0;
    }
    for (int j = 0; j < cut->n_sides; j++) {
        const struct held_side *side = &cut->sides[j];
        int k = row_of_term(o, side->term);

        for (int q = 0; q < o->n_pieces; q++) {
            double width = o->width[q] * o->unit[k];

            if (o->piece_row[q] != k ||
                (side->weight > 0 ? start[q] < side->at
                                  : start[q] + width > side->at))
                continue;
            o->entry[(size_t)row * (size_t)o->n_pieces + (size_t)q] -=
                side->weight * o->unit[k] / unit;
            if (side->weight < 0)
                most -= side->weight * width;
        }
    }
    o->unit[row] = unit;
    o->rhs[row] = most / unit;
    o->slack[row - o->n_loads] = most / unit;
    for (int i = 0; i < o->n; i++)
        o->slack[row - o->n_loads] -= fmin(g[i], 0);
    for (int q = 0; q < o->n_pieces; q++)
        o->slack[row - o->n_loads] -=
            fmin(o->entry[(size_t)row * (size_t)o->n_pieces + (size_t)q], 0) *
            o->width[q];
    o->slack[row - o->n_loads] = fmax(o->slack[row - o->n_loads], 0);
}

static eb_status make_room(struct single *o, const struct dual *dual)
{
    size_t rows = (size_t)o->n_rows + 1, n = (size_t)o->n + 1, pieces = 1;

    for (int k = 0; k < o->n_loads; k++)
        pieces += 2 * (size_t)dual->curves.at[o->term[k]].n + 1;
    o->item = NEW(int, n);
    o->cost = NEW(double, n);
    o->length = NEW(double, n);
    o->amount = NEW(double, n *rows);
    o->unit = NEW(double, rows);
    o->rhs = NEW(double, rows);
    o->slope = NEW(double, pieces);
    o->width = NEW(double, pieces);
    o->piece_row = NEW(int, pieces);
    o->entry = NEW(double, pieces *rows);
    o->slack = NEW(double, rows);
    return o->item && o->cost && o->length && o->amount && o->unit && o->rhs &&
                   o->slope && o->width && o->piece_row && o->entry && o->slack
               ? EB_OK
               : EB_NO_MEMORY;
}

static void scale_loads(struct single *o)
{
    for (int k = 0; k < o->n_loads; k++) {
        double *amount = o->amount + (size_t)k * (size_t)o->n;

        for (int i = 0; i < o->n; i++)
            amount[i] /= o->unit[k];
        for (int q = 0; q < o->n_pieces; q++)
            if (o->piece_row[q] == k)
                o->entry[(size_t)k * (size_t)o->n_pieces + (size_t)q] = -1;
    }
    for (int k = 0; k < o->n_rows; k++)
        for (int i = 0; i < o->n; i++)
            o->length[i] +=
                fabs(o->amount[(size_t)k * (size_t)o->n + (size_t)i]);
}

eb_status single_init(struct single *o, const struct dual *dual,
                      const struct held *held, int agent, const int *items,
                      int n)
{
    size_t n_cuts = held == NULL ? 0 : held->of[agent].n;
    double *start = NULL;
    eb_status status = EB_OK;

    *o = (struct single){.agent = agent, .n = n, .fits = true};
    o->n_loads = count_loads(o, dual->s->p);
    o->n_rows = o->n_loads + (int)n_cuts;
    o->term = NEW(int, (size_t)o->n_loads + 1);
    if (o->term == NULL)
        return EB_NO_MEMORY;
    count_loads(o, dual->s->p);
    TRY(make_room(o, dual));
    start = NEW(double, (size_t)o->n_loads + 2 * dual->s->p->hinges.n + 1);
    if (start == NULL)
        TRY(EB_NO_MEMORY);
    lay_items(o, dual, items);
    for (int k = 0; k < o->n_loads; k++)
        lay_load(o, dual, k, start);
    for (size_t c = 0; c < n_cuts; c++)
        lay_cut(o, dual, &held->of[agent].at[c], o->n_loads + (int)c, start);
    scale_loads(o);
    o->n_columns = n + o->n_pieces + (int)n_cuts;
done:
    mem_free(start);
    return status;
}

void single_clear(struct single *o)
{
    mem_free(o->item);
    mem_free(o->cost);
    mem_free(o->length);
    mem_free(o->amount);
    mem_free(o->term);
    mem_free(o->unit);
    mem_free(o->rhs);
    mem_free(o->slope);
    mem_free(o->width);
    mem_free(o->piece_row);
    mem_free(o->entry);
    mem_free(o->slack);
    *o = (struct single){0};
}
