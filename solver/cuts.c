/* cuts.c - mixed-integer rounding of an agent's rows. */
#include "solver/cuts.h"

#include "solver/states.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FRACTIONAL 1e-6
#define WORTH 1e-3     /* of a typical amount: what a cut must cut off */
#define LIMIT_RISE 0.3 /* a limit's, beside the dearest other load's */
#define FINEST 256.0   /* the least weight of several */
#define LARGEST 1e15   /* weighted load: whole in a double */
#define LARGEST_WEIGHT 1e12
#define HEAVY 0.2   /* of the room up to where a load costs */
#define SLIGHT 1e-3 /* a side's part of the dearest, to be left out */
enum { MOST_STATES = 5, MOST_PASSES = 3, MOST_PLACES = 64 };

/* An arc with a fraction. */
struct member {
    int place; /* among the agent's arcs */
    double amount, x;
    bool taken;
};

/* Places of an agent's rows to round at. */
struct rounding {
    int who, n_sides;
    struct relax_side sides[RELAX_SIDES];
    double right;  /* what the arcs left may weigh, U aside */
    double beyond; /* U of the point */
    int n_part;
};

/* Room for one agent's states. */
struct state_room {
    struct state_place places[MOST_PLACES];
    int row[STATE_LOADS];        /* of each load: its row */
    int of[STATE_LOADS];         /* among the agent's rows */
    double largest[STATE_LOADS]; /* amount */
    double y[MOST_PLACES];
    double *amount[STATE_LOADS]; /* [arcs and some] of each item */
    int *heavy;                  /* [arcs] places, heaviest first */
    double *weight;              /* [arcs] how heavy */
    bool *in;                    /* [arcs] in the state */
};

/* floor(a / d) of whole numbers; *over: what is left. */
static double divide(double a, double d, double *over)
{
    double n = (double)(int64_t)(a / d);

    *over = a - n * d;
    if (*over < 0) {
        *over += d;
        n--;
    } else if (*over >= d) {
        *over -= d;
        n++;
    }
    return n;
}

/* G of cuts.h. */
static double rounded(double a, double divisor, double rest)
{
    double over, n = divide(a, divisor, &over);

    return (divisor - rest) * n + (over > rest ? over - rest : 0);
}

double cuts_value(double divisor, double rest, double amount, bool taken)
{
    return taken ? -rounded(-amount, divisor, rest)
                 : rounded(amount, divisor, rest);
}

/* ---- the agent at hand ---- */

static const struct relax_agent *agent_at(const struct cuts *cuts, int who)
{
    return &cuts->r->agents[who];
}

/* Amounts of its arcs, row by row. */
static void load_agent(struct cuts *cuts, int who)
{
    const struct relaxation *r = cuts->r;
    const struct relax_agent *w = agent_at(cuts, who);
    size_t n = (size_t)w->n_arcs;

    memset(cuts->amount, 0, n * (size_t)w->n_rows * sizeof *cuts->amount);
    for (int p = 0; p < w->n_arcs; p++) {
        int arc = r->agent_arcs[w->first_arc + p];

        for (int e = r->entry_first[arc]; e < r->entry_first[arc + 1]; e++)
            for (int k = 0; k < w->n_rows; k++)
                if (r->agent_rows[w->first_row + k] == r->entries[e].row)
                    cuts->amount[(size_t)k * n + (size_t)p] =
                        r->entries[e].amount;
    }
}

static const double *amounts_of(const struct cuts *cuts, int who, int row)
{
    const struct relax_agent *w = agent_at(cuts, who);
    int k = 0;

    while (cuts->r->agent_rows[w->first_row + k] != row)
        k++;
    return cuts->amount + (size_t)k * (size_t)w->n_arcs;
}

/* The weighted sum of the rounding's rows. */
static void weigh_rows(struct cuts *cuts, const struct rounding *at)
{
    int n = agent_at(cuts, at->who)->n_arcs;

    memset(cuts->sum, 0, (size_t)n * sizeof *cuts->sum);
    for (int j = 0; j < at->n_sides; j++) {
        const double *amount = amounts_of(cuts, at->who, at->sides[j].row);

        for (int p = 0; p < n; p++)
            cuts->sum[p] += at->sides[j].weight * amount[p];
    }
}

/* ---- a rounding ---- */

/* What the cut would cut off the point. */
static double violation(const struct cuts *cuts, const struct rounding *at,
                        double divisor)
{
    double right = at->right, rest, sum;

    for (int k = 0; k < at->n_part; k++)
        if (cuts->part[k].taken)
            right -= cuts->part[k].amount;
    divide(right, divisor, &rest);
    if (rest == 0)
        return 0;
    sum = -rounded(right, divisor, rest) - at->beyond;
    for (int k = 0; k < at->n_part; k++) {
        const struct member *m = &cuts->part[k];

        sum += m->taken ? rounded(-m->amount, divisor, rest) * (1 - m->x)
                        : rounded(m->amount, divisor, rest) * m->x;
    }
    return sum;
}

/* Whether the arcs with a fraction can bring the load to both sides of the
 * place; if not, nothing can be cut off there. */
static bool is_straddled(const struct cuts *cuts, const struct rounding *at)
{
    double low = 0, high = 0;

    for (int k = 0; k < at->n_part; k++) {
        low += fmin(cuts->part[k].amount, 0);
        high += fmax(cuts->part[k].amount, 0);
    }
    return low < at->right && at->right < high;
}

/* The divisors are the amounts of the fractions, then parts of the best. */
static double best_divisor(const struct cuts *cuts, const struct rounding *at,
                           double *most)
{
    double best = 0, whole;

    *most = 0;
    for (int k = 0; k < at->n_part; k++) {
        double divisor = fabs(cuts->part[k].amount);
        double v = divisor >= 1 ? violation(cuts, at, divisor) : 0;

        if (v > *most) {
            *most = v;
            best = divisor;
        }
    }
    whole = best;
    for (int part = 2; part <= 8 && whole > 0; part *= 2) {
        double divisor = floor(whole / part);
        double v = divisor >= 1 ? violation(cuts, at, divisor) : 0;

        if (v > *most) {
            *most = v;
            best = divisor;
        }
    }
    return best;
}

/* Takes arcs, or not, where that cuts off more. */
static void improve(struct cuts *cuts, const struct rounding *at,
                    double divisor, double *most)
{
    for (int k = 0; k < at->n_part; k++) {
        struct member *m = &cuts->part[k];
        double v;

        m->taken = !m->taken;
        v = violation(cuts, at, divisor);
        if (v > *most)
            *most = v;
        else
            m->taken = !m->taken;
    }
}

static bool is_open(const struct relaxation *r, int arc, double x)
{
    return !r->dead[arc] && r->n_alive[r->arc_item[arc]] > 1 &&
           x >= FRACTIONAL && x <= 1 - FRACTIONAL;
}

/* Arcs with a fraction; `taken` for the others: those that are all there. What
 * those leave of a load of 0. `free`: what could still go elsewhere is no more
 * certain for being all there. */
static double list_part(struct cuts *cuts, struct rounding *at,
                        const double *value, bool free)
{
    const struct relaxation *r = cuts->r;
    const struct relax_agent *w = agent_at(cuts, at->who);
    double left = 0;

    at->n_part = 0;
    for (int j = 0; j < at->n_sides; j++)
        left -= at->sides[j].weight * r->rows[at->sides[j].row].base;
    for (int p = 0; p < w->n_arcs; p++) {
        int arc = r->agent_arcs[w->first_arc + p];
        double x = value[arc];

        cuts->taken[p] = x > 0.5;
        if (is_open(r, arc, free ? fmin(x, 0.5) : x))
            cuts->part[at->n_part++] =
                (struct member){p, cuts->sum[p], x, false};
        else
            left -= cuts->taken[p] ? cuts->sum[p] : 0;
    }
    return left;
}

/* To begin with, what is more there than not. */
static void take_larger(struct cuts *cuts, int n_part)
{
    for (int k = 0; k < n_part; k++)
        cuts->part[k].taken = cuts->part[k].x > 0.5;
}

static double side_beyond(const struct relaxation *r,
                          const struct relax_side *side, const double *filled)
{
    const struct relax_row *row = &r->rows[side->row];
    double sum = 0;

    for (int j = row->first_piece; j < row->first_piece + row->n_pieces; j++)
        if (relaxation_counts(side->weight, side->at, &r->pieces[j]))
            sum +=
                side->weight > 0 ? filled[j] : r->pieces[j].width - filled[j];
    return fabs(side->weight) * sum;
}

static void free_cut(struct relax_cut *cut)
{
    if (cut == NULL)
        return;
    mem_free(cut->sides);
    mem_free(cut->taken);
    mem_free(cut->g);
    mem_free(cut);
}

/* `sum` and `taken` are the cut's. */
static eb_status keep(struct cuts *cuts, const struct rounding *at,
                      double divisor)
{
    struct relaxation *r = cuts->r;
    const struct relax_agent *w = agent_at(cuts, at->who);
    size_t n = (size_t)w->n_arcs + 1;
    struct relax_cut *cut = NEW(struct relax_cut, 1);
    double right = 0;

    if (cut == NULL)
        return EB_NO_MEMORY;
    *cut = (struct relax_cut){
        .who = at->who,
        .n_sides = at->n_sides,
        .sides = mem_copy(at->sides, (size_t)at->n_sides, sizeof *at->sides),
        .divisor = divisor,
        .n = w->n_arcs,
        .number = SIZE_MAX,
        .taken = mem_copy(cuts->taken, n, sizeof(bool)),
        .g = NEW(double, n)};
    if (!cut->sides || !cut->taken || !cut->g ||
        !VEC_PUSH(&cuts->found, cut)) {
        free_cut(cut);
        return EB_NO_MEMORY;
    }
    for (int j = 0; j < at->n_sides; j++)
        right += at->sides[j].weight *
                 (at->sides[j].at - r->rows[at->sides[j].row].base);
    for (int p = 0; p < cut->n; p++)
        if (cut->taken[p])
            right -= cuts->sum[p];
    divide(right, divisor, &cut->rest);
    cut->most = rounded(right, divisor, cut->rest);
    for (int p = 0; p < cut->n; p++) {
        cut->g[p] =
            cuts_value(divisor, cut->rest, cuts->sum[p], cut->taken[p]);
        if (cut->taken[p])
            cut->most += cut->g[p];
    }
    relaxation_cut(r, cut);
    return EB_OK;
}

static eb_status keep_part(struct cuts *cuts, const struct rounding *at,
                           double divisor, int *n_new)
{
    for (int k = 0; k < at->n_part; k++)
        cuts->taken[cuts->part[k].place] = cuts->part[k].taken;
    ++*n_new;
    return keep(cuts, at, divisor);
}

static bool is_full(const struct cuts *cuts)
{
    return cuts->r->n_cuts == cuts->r->most_cuts;
}

/* ---- one row ---- */

/* Slopes on both sides of a row's j-th place, of n_pieces + 1; the place. */
struct bend {
    double before, after, at;
};

/* False where the row's cost does not bend there. */
static bool bend_at(const struct relaxation *r, const struct relax_row *row,
                    int j, struct bend *out)
{
    const struct relax_piece *piece = &r->pieces[row->first_piece + j];

    if (row->n_pieces == 0 || (j == 0 && row->least <= row->low) ||
        (j == row->n_pieces && row->most >= row->high))
        return false;
    out->before = j > 0 ? piece[-1].slope : -INFINITY;
    out->after = j < row->n_pieces ? piece->slope : INFINITY;
    out->at =
        j < row->n_pieces ? piece->start : piece[-1].start + piece[-1].width;
    return out->after > out->before;
}

/* The one place of the row on this side whose cut cuts off most penalty. */
static eb_status round_side(struct cuts *cuts, struct rounding at,
                            const double *value, const double *filled,
                            int *n_new)
{
    struct relaxation *r = cuts->r;
    const struct relax_row *row = &r->rows[at.sides[0].row];
    struct rounding best_at = at;
    double best = 0, best_d = 0, typical = 0, left;

    weigh_rows(cuts, &at);
    left = list_part(cuts, &at, value, false);
    for (int k = 0; k < at.n_part; k++)
        typical = fmax(typical, fabs(cuts->part[k].amount));
    for (int j = 0; j <= row->n_pieces && at.n_part > 0; j++) {
        struct bend bend;
        double most, divisor;

        if (!bend_at(r, row, j, &bend) || (j == 0 && at.sides[0].weight > 0) ||
            (j == row->n_pieces && at.sides[0].weight < 0))
            continue;
        at.sides[0].at = bend.at;
        at.right = at.sides[0].weight * bend.at + left;
        if (!is_straddled(cuts, &at))
            continue;
        at.beyond = side_beyond(r, &at.sides[0], filled);
        take_larger(cuts, at.n_part);
        divisor = best_divisor(cuts, &at, &most);
        if (divisor == 0)
            continue;
        improve(cuts, &at, divisor, &most);
        if (most * fmin(bend.after - bend.before, 1e6) > best &&
            most > WORTH * typical) {
            best = most * fmin(bend.after - bend.before, 1e6);
            best_at = at;
            best_d = divisor;
        }
    }
    if (best_d == 0 || is_full(cuts))
        return EB_OK;
    take_larger(cuts, best_at.n_part);
    best = violation(cuts, &best_at, best_d);
    improve(cuts, &best_at, best_d, &best);
    return keep_part(cuts, &best_at, best_d, n_new);
}

static eb_status round_row(struct cuts *cuts, int who, int row,
                           const double *value, const double *filled,
                           int *n_new)
{
    struct rounding at = {
        .who = who, .n_sides = 1, .sides = {{.row = row, .weight = 1}}};
    eb_status status = EB_OK;

    TRY(round_side(cuts, at, value, filled, n_new));
    at.sides[0].weight = -1;
    TRY(round_side(cuts, at, value, filled, n_new));
done:
    return status;
}

/* Of what alone goes beyond a place, so much as goes beyond it is lost: the cut
 * whose boxes nothing overfills. */
static eb_status cut_heavy(struct cuts *cuts, int who, int k, int *n_new)
{
    struct relaxation *r = cuts->r;
    const struct relax_row *row = &r->rows[k];
    struct rounding at = {
        .who = who, .n_sides = 1, .sides = {{.row = k, .weight = 1}}};
    double most = 0;
    eb_status status = EB_OK;

    weigh_rows(cuts, &at);
    for (int p = 0; p < agent_at(cuts, who)->n_arcs; p++) {
        cuts->taken[p] = false;
        most = fmax(most, cuts->sum[p]);
    }
    for (int j = 1; j < row->n_pieces; j++) {
        const struct relax_piece *piece = &r->pieces[row->first_piece + j];
        double right = piece->start - row->base;

        if (!(piece->slope > fmax(piece[-1].slope, 0)) || right <= 0 ||
            right >= most || is_full(cuts))
            continue;
        at.sides[0].at = piece->start;
        TRY(keep(cuts, &at, most));
        ++*n_new;
    }
done:
    return status;
}

/* ---- an agent's rows together ---- */

static void add_place(struct states *s, struct state_room *room, int load,
                      int sign, double reach, double rise)
{
    if (s->n_places < MOST_PLACES && rise > 0)
        room->places[s->n_places++] =
            (struct state_place){load, sign, reach, rise, 0};
}

/* Where the row's cost bends: above the least of it what lies above costs, below
 * it what lies below. */
static void list_places(struct cuts *cuts, int row, struct states *s,
                        const double *filled)
{
    const struct relaxation *r = cuts->r;
    const struct relax_row *of = &r->rows[row];
    struct state_room *room = cuts->room;

    for (int j = 0; j <= of->n_pieces; j++) {
        struct bend bend;
        int n = s->n_places;

        if (!bend_at(r, of, j, &bend))
            continue;
        add_place(s, room, s->n_loads, 1, bend.at - of->base,
                  fmax(bend.after, 0) - fmax(bend.before, 0));
        add_place(s, room, s->n_loads, -1, bend.at - of->base,
                  fmax(-bend.before, 0) - fmax(-bend.after, 0));
        for (; n < s->n_places; n++)
            room->places[n].beyond = side_beyond(
                r, &(struct relax_side){row, room->places[n].sign, bend.at},
                filled);
    }
}

static double largest_of(const double *amount, int n)
{
    double most = 0;

    for (int p = 0; p < n; p++)
        most = fmax(most, fabs(amount[p]));
    return most;
}

/* A limit costs as much as anything; in the dual it needs an end. */
static void end_limits(struct cuts *cuts, int who, struct states *s)
{
    struct state_room *room = cuts->room;
    int n = agent_at(cuts, who)->n_arcs;
    double dearest = 0, *largest = room->largest;

    for (int k = 0; k < s->n_loads; k++)
        largest[k] =
            largest_of(cuts->amount + (size_t)room->of[k] * (size_t)n, n);
    for (int j = 0; j < s->n_places; j++)
        if (isfinite(room->places[j].rise))
            dearest = fmax(dearest, room->places[j].rise *
                                        largest[room->places[j].load]);
    for (int j = 0; j < s->n_places; j++)
        if (!isfinite(room->places[j].rise))
            room->places[j].rise =
                LIMIT_RISE * dearest / fmax(largest[room->places[j].load], 1);
}

/* The loads that bend. False where weighing them can bring nothing. */
static bool list_loads(struct cuts *cuts, int who, struct states *s,
                       const double *filled)
{
    const struct relaxation *r = cuts->r;
    const struct relax_agent *w = agent_at(cuts, who);
    struct state_room *room = cuts->room;

    *s = (struct states){.places = room->places};
    for (int k = 0; k < STATE_LOADS; k++)
        s->amount[k] = room->amount[k];
    for (int k = 0; k < w->n_rows && s->n_loads < STATE_LOADS; k++) {
        int row = r->agent_rows[w->first_row + k], n = s->n_places;

        list_places(cuts, row, s, filled);
        if (s->n_places == n)
            continue;
        room->row[s->n_loads] = row;
        room->of[s->n_loads++] = k;
    }
    end_limits(cuts, who, s);
    return s->n_loads > 1;
}

static double amount_of(const struct cuts *cuts, int who, int load, int place)
{
    return cuts->amount[(size_t)cuts->room->of[load] *
                            (size_t)agent_at(cuts, who)->n_arcs +
                        (size_t)place];
}

/* What is open and fills much of the room that some load has up to where it
 * costs, heaviest first. How many. */
static int list_heavy(struct cuts *cuts, int who, const struct states *s,
                      const double *value)
{
    const struct relaxation *r = cuts->r;
    const struct relax_agent *w = agent_at(cuts, who);
    struct state_room *room = cuts->room;
    double reach[STATE_LOADS];
    int n = 0;

    for (int k = 0; k < s->n_loads; k++)
        reach[k] = INFINITY;
    for (int j = 0; j < s->n_places; j++)
        if (s->places[j].sign > 0)
            reach[s->places[j].load] =
                fmin(reach[s->places[j].load], fmax(s->places[j].reach, 1));
    for (int p = 0; p < w->n_arcs; p++) {
        int arc = r->agent_arcs[w->first_arc + p], at;
        double heavy = 0;

        if (!is_open(r, arc, value[arc]))
            continue;
        for (int k = 0; k < s->n_loads; k++)
            heavy = fmax(heavy, amount_of(cuts, who, k, p) / reach[k]);
        if (heavy < HEAVY)
            continue;
        room->weight[p] = heavy;
        for (at = n < MOST_STATES ? n++ : n;
             at > 0 && room->weight[room->heavy[at - 1]] < heavy; at--)
            if (at < MOST_STATES)
                room->heavy[at] = room->heavy[at - 1];
        if (at < MOST_STATES)
            room->heavy[at] = p;
    }
    return n;
}

/* The state of holding what is `in`; what has no choice left stands beside it all
 * the time, the rest as much as the point has of it. */
static void set_state(struct cuts *cuts, int who, struct states *s,
                      const double *value)
{
    const struct relaxation *r = cuts->r;
    const struct relax_agent *w = agent_at(cuts, who);
    struct state_room *room = cuts->room;

    memset(s->held, 0, sizeof s->held);
    s->share = 0;
    s->n_items = 0;
    for (int p = 0; p < w->n_arcs; p++)
        if (room->in[p])
            s->share += value[r->agent_arcs[w->first_arc + p]];
    s->share = fmin(s->share, 1);
    for (int p = 0; p < w->n_arcs; p++) {
        int arc = r->agent_arcs[w->first_arc + p];
        bool stays = r->n_alive[r->arc_item[arc]] < 2;

        if (value[arc] < FRACTIONAL)
            continue;
        for (int k = 0; k < s->n_loads; k++) {
            double amount = amount_of(cuts, who, k, p);

            if (room->in[p] || stays)
                s->held[k] += (stays ? s->share : value[arc]) * amount;
            else
                room->amount[k][s->n_items] = value[arc] * amount;
        }
        s->n_items += !room->in[p] && !stays;
    }
    for (int k = 0; k < s->n_loads; k++)
        memset(room->amount[k] + s->n_items, 0,
               STATE_LANES * sizeof *room->amount[k]);
}

/* Whole weights of the sides that matter. False if none are left. */
static bool choose_sides(struct cuts *cuts, const struct states *s,
                         struct rounding *at, double *unit)
{
    const struct state_room *room = cuts->room;
    const struct relax_agent *w = agent_at(cuts, at->who);
    double dearest = 0, least = INFINITY, largest = 0, most = 0;
    double part[MOST_PLACES];

    for (int j = 0; j < s->n_places; j++) {
        const struct state_place *p = &s->places[j];

        part[j] = room->y[j] * p->rise * room->largest[p->load];
        dearest = fmax(dearest, part[j]);
    }
    at->n_sides = 0;
    for (int j = 0; j < s->n_places; j++) {
        const struct state_place *p = &s->places[j];
        int row = room->row[p->load];

        if (part[j] <= SLIGHT * dearest || at->n_sides == RELAX_SIDES)
            continue;
        at->sides[at->n_sides++] =
            (struct relax_side){row, p->sign * p->rise * room->y[j],
                                p->reach + cuts->r->rows[row].base};
        least = fmin(least, p->rise * room->y[j]);
        largest = fmax(largest, p->rise * room->y[j]);
    }
    weigh_rows(cuts, at);
    for (int p = 0; p < w->n_arcs; p++)
        most += fabs(cuts->sum[p]);
    *unit = fmin(FINEST / least, LARGEST / fmax(most, 1e-300));
    *unit = fmin(*unit, LARGEST_WEIGHT / largest);
    for (int j = 0; j < at->n_sides; j++)
        at->sides[j].weight = round(at->sides[j].weight * *unit);
    for (int j = at->n_sides; j-- > 0;)
        if (at->sides[j].weight == 0)
            at->sides[j] = at->sides[--at->n_sides];
    return at->n_sides > 0;
}

/* The cut of the state at hand: its divisor is so large that nothing fills a box
 * twice. What it cuts off, units of cost. */
static double round_state(struct cuts *cuts, struct states *s,
                          struct rounding *at, const double *value,
                          const double *filled, double *divisor)
{
    double unit, most, typical = 0;

    if (!choose_sides(cuts, s, at, &unit))
        return 0;
    weigh_rows(cuts, at);
    at->right = list_part(cuts, at, value, true);
    at->beyond = 0;
    for (int j = 0; j < at->n_sides; j++) {
        at->right += at->sides[j].weight * at->sides[j].at;
        at->beyond += side_beyond(cuts->r, &at->sides[j], filled);
    }
    for (int k = 0; k < at->n_part; k++)
        typical = fmax(typical, fabs(cuts->part[k].amount));
    *divisor = 1;
    for (int p = 0; p < agent_at(cuts, at->who)->n_arcs; p++)
        *divisor = fmax(*divisor, cuts->sum[p]);
    most = violation(cuts, at, *divisor);
    return most > WORTH * typical ? most / unit : 0;
}

/* What is heavier than all the room that the rounding leaves. True if that is
 * another state. */
static bool change_state(struct cuts *cuts, const struct rounding *at)
{
    bool changed = false, any = false;

    for (int k = 0; k < at->n_part; k++) {
        const struct member *m = &cuts->part[k];
        bool in = m->amount > fmax(at->right, 0);

        any = any || in;
        changed = changed || in != cuts->room->in[m->place];
    }
    for (int k = 0; k < at->n_part && any && changed; k++)
        cuts->room->in[cuts->part[k].place] =
            cuts->part[k].amount > fmax(at->right, 0);
    return any && changed;
}

struct best_state {
    double score, divisor;
    struct rounding at;
};

static void try_state(struct cuts *cuts, struct states *s, int who,
                      const double *value, const double *filled,
                      struct best_state *best)
{
    for (int pass = 0; pass < MOST_PASSES; pass++) {
        struct rounding at = {.who = who};
        double divisor = 0, score;

        set_state(cuts, who, s, value);
        if (!(states_weigh(s, best->score, cuts->room->y) > best->score))
            return;
        score = round_state(cuts, s, &at, value, filled, &divisor);
        if (score > best->score)
            *best = (struct best_state){score, divisor, at};
        if (!change_state(cuts, &at))
            return;
    }
}

/* States are each heavy item by itself, and with all that are heavier. Nothing is
 * taken: a cut that counts on what lies beside the heavy items at the moment is
 * deeper, and the next point steers round it. */
static eb_status round_together(struct cuts *cuts, int who,
                                const double *value, const double *filled,
                                int *n_new)
{
    struct state_room *room = cuts->room;
    size_t n = (size_t)agent_at(cuts, who)->n_arcs;
    struct states s;
    struct best_state best = {.score = cuts->floor};
    int n_heavy;

    if (is_full(cuts) || !list_loads(cuts, who, &s, filled))
        return EB_OK;
    n_heavy = list_heavy(cuts, who, &s, value);
    for (int k = 0; k < n_heavy; k++)
        for (int from = k; from >= 0; from -= k > 0 ? k : 1) {
            memset(room->in, 0, n * sizeof *room->in);
            for (int j = from; j <= k; j++)
                room->in[room->heavy[j]] = true;
            try_state(cuts, &s, who, value, filled, &best);
        }
    if (!(best.divisor > 0))
        return EB_OK;
    weigh_rows(cuts, &best.at);
    list_part(cuts, &best.at, value, true);
    return keep_part(cuts, &best.at, best.divisor, n_new);
}

/* ---- all ---- */

eb_status cuts_restore(struct cuts *cuts, int who,
                       const struct relax_side *sides, int n_sides,
                       double divisor, const int *taken, int n_taken)
{
    const struct relaxation *r = cuts->r;
    const struct relax_agent *w = agent_at(cuts, who);
    struct rounding at = {.who = who, .n_sides = n_sides};
    int k = 0;

    load_agent(cuts, who);
    memcpy(at.sides, sides, (size_t)n_sides * sizeof *sides);
    weigh_rows(cuts, &at);
    for (int p = 0; p < w->n_arcs; p++) {
        int item = r->item[r->arc_item[r->agent_arcs[w->first_arc + p]]];

        cuts->taken[p] = k < n_taken && taken[k] == item;
        k += cuts->taken[p];
    }
    return keep(cuts, &at, divisor);
}

eb_status cuts_of_heavy(struct cuts *cuts, int *n_new)
{
    const struct relaxation *r = cuts->r;
    eb_status status = EB_OK;

    *n_new = 0;
    for (int w = 0; w < r->n_agents; w++) {
        load_agent(cuts, w);
        for (int k = 0; k < r->agents[w].n_rows; k++)
            TRY(cut_heavy(cuts, w, r->agent_rows[r->agents[w].first_row + k],
                          n_new));
    }
done:
    return status;
}

eb_status cuts_separate(struct cuts *cuts, const double *value,
                        const double *filled, int *n_new)
{
    const struct relaxation *r = cuts->r;
    eb_status status = EB_OK;

    *n_new = 0;
    for (int w = 0; w < r->n_agents; w++) {
        int before = *n_new;

        load_agent(cuts, w);
        TRY(round_together(cuts, w, value, filled, n_new));
        for (int k = 0; k < r->agents[w].n_rows && *n_new == before; k++)
            TRY(round_row(cuts, w, r->agent_rows[r->agents[w].first_row + k],
                          value, filled, n_new));
    }
done:
    return status;
}

/* ---- making ---- */

static void free_room(struct state_room *room)
{
    if (room == NULL)
        return;
    for (int k = 0; k < STATE_LOADS; k++)
        mem_free(room->amount[k]);
    mem_free(room->heavy);
    mem_free(room->weight);
    mem_free(room->in);
    mem_free(room);
}

static struct state_room *make_room(size_t arcs)
{
    struct state_room *room = NEW(struct state_room, 1);
    bool all = true;

    if (room == NULL)
        return NULL;
    for (int k = 0; k < STATE_LOADS; k++) {
        room->amount[k] = NEW(double, arcs + STATE_LANES);
        all = all && room->amount[k] != NULL;
    }
    room->heavy = NEW(int, arcs + MOST_STATES);
    room->weight = NEW(double, arcs);
    room->in = NEW(bool, arcs);
    if (all && room->heavy && room->weight && room->in)
        return room;
    free_room(room);
    return NULL;
}

eb_status cuts_init(struct cuts *cuts, struct relaxation *r)
{
    size_t arcs = 1, cells = 1;

    *cuts = (struct cuts){.r = r};
    for (int w = 0; w < r->n_agents; w++) {
        size_t n = (size_t)r->agents[w].n_arcs + 1;

        if (n > arcs)
            arcs = n;
        if (n * (size_t)r->agents[w].n_rows > cells)
            cells = n * (size_t)r->agents[w].n_rows;
    }
    cuts->amount = NEW(double, cells);
    cuts->sum = NEW(double, arcs);
    cuts->part = NEW(struct member, arcs);
    cuts->taken = NEW(bool, arcs);
    cuts->room = make_room(arcs);
    return cuts->amount && cuts->sum && cuts->part && cuts->taken && cuts->room
               ? EB_OK
               : EB_NO_MEMORY;
}

void cuts_clear(struct cuts *cuts)
{
    for (size_t k = 0; k < cuts->found.n; k++)
        free_cut(cuts->found.at[k]);
    VEC_CLEAR(&cuts->found);
    mem_free(cuts->amount);
    mem_free(cuts->sum);
    mem_free(cuts->part);
    mem_free(cuts->taken);
    free_room(cuts->room);
}
