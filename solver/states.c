/* states.c - the dual of a heavy state by the ellipsoid method. */
#include "solver/states.h"

#include <math.h>
#include <string.h>

#define NEAR 1e-2 /* of the best, which ends the search */
enum { STEPS_PER_LOAD = 80, MOST_RUNGS = 16 };

/* One load's places of one sign, by what a unit of weight costs. */
struct ladder {
    int n;
    int place[MOST_RUNGS];
    double cost[MOST_RUNGS]; /* ascending */
};

struct search_space {
    const struct states *s;
    struct ladder above[STATE_LOADS], below[STATE_LOADS];
    double span[STATE_LOADS]; /* the largest multiplier of each load */
    double least[STATE_LOADS], most[STATE_LOADS]; /* of that, the box */
};

static void add_place(const struct states *s, struct ladder *ladder, int place)
{
    const struct state_place *p = &s->places[place];
    double cost = p->sign * s->share * p->reach + p->beyond;
    int at = ladder->n;

    if (at == MOST_RUNGS)
        return;
    for (; at > 0 && ladder->cost[at - 1] > cost; at--) {
        ladder->cost[at] = ladder->cost[at - 1];
        ladder->place[at] = ladder->place[at - 1];
    }
    ladder->cost[at] = cost;
    ladder->place[at] = place;
    ladder->n++;
}

static double room_of(const struct states *s, const struct ladder *ladder)
{
    double sum = 0;

    for (int k = 0; k < ladder->n; k++)
        sum += s->places[ladder->place[k]].rise;
    return sum;
}

static void lay_out(struct search_space *space, const struct states *s)
{
    *space = (struct search_space){.s = s};
    for (int j = 0; j < s->n_places; j++)
        add_place(s,
                  s->places[j].sign > 0 ? &space->above[s->places[j].load]
                                        : &space->below[s->places[j].load],
                  j);
    for (int k = 0; k < s->n_loads; k++) {
        double above = room_of(s, &space->above[k]);
        double below = room_of(s, &space->below[k]);

        space->span[k] = fmax(above, below);
        space->most[k] = above / space->span[k];
        space->least[k] = -below / space->span[k];
    }
}

/* Fills places up to a multiplier, cheapest first: what that costs, and the cost
 * of the next unit. */
static double fill(const struct states *s, const struct ladder *ladder,
                   double lambda, double *next, double *y)
{
    double sum = 0;

    *next = ladder->n > 0 ? ladder->cost[0] : INFINITY;
    for (int k = 0; k < ladder->n && lambda > 0; k++) {
        double rise = s->places[ladder->place[k]].rise;
        double by = rise < lambda ? rise : lambda;

        sum += by * ladder->cost[k];
        lambda -= by;
        *next = ladder->cost[k];
        if (y != NULL)
            y[ladder->place[k]] = by / rise;
    }
    return lambda > 1e-9 ? INFINITY : sum;
}

/* What items bring where that is cheap, eight at a time. */
static double add_items(const struct states *s, const double *lambda,
                        double *gradient)
{
    double sum = 0;

    for (int i = 0; i < s->n_items; i += STATE_LANES) {
        double price[STATE_LANES] = {0};

        for (int k = 0; k < s->n_loads; k++)
            for (int j = 0; j < STATE_LANES; j++)
                price[j] += lambda[k] * s->amount[k][i + j];
        for (int j = 0; j < STATE_LANES; j++)
            sum += price[j] < 0 ? price[j] : 0;
        for (int k = 0; k < s->n_loads; k++)
            for (int j = 0; j < STATE_LANES; j++)
                gradient[k] += price[j] < 0 ? s->amount[k][i + j] : 0;
    }
    return sum;
}

/* The dual's value at multipliers; its supergradient. */
static double value_at(const struct search_space *space, const double *lambda,
                       double *gradient)
{
    const struct states *s = space->s;
    double sum = 0;

    for (int k = 0; k < s->n_loads; k++) {
        bool above = lambda[k] >= 0 && space->above[k].n > 0;
        const struct ladder *ladder =
            above ? &space->above[k] : &space->below[k];
        double next;

        sum += lambda[k] * s->held[k] -
               fill(s, ladder, fabs(lambda[k]), &next, NULL);
        gradient[k] = s->held[k] + (above ? -next : next);
    }
    return sum + add_items(s, lambda, gradient);
}

/* Which way lies the box, from a centre outside it: false inside. */
static bool is_outside(const struct search_space *space, const double *z,
                       double *gradient)
{
    int n = space->s->n_loads;

    memset(gradient, 0, (size_t)n * sizeof *gradient);
    for (int k = 0; k < n; k++)
        if (z[k] > space->most[k] || z[k] < space->least[k]) {
            gradient[k] = z[k] > space->most[k] ? -1 : 1;
            return true;
        }
    return false;
}

struct ellipsoid {
    int n;
    double centre[STATE_LOADS], p[STATE_LOADS][STATE_LOADS];
};

/* How far it reaches from its centre along the gradient; the step there. */
static double width(const struct ellipsoid *e, const double *gradient,
                    double *step)
{
    double sum = 0;

    for (int i = 0; i < e->n; i++) {
        step[i] = 0;
        for (int j = 0; j < e->n; j++)
            step[i] += e->p[i][j] * gradient[j];
        sum += step[i] * gradient[i];
    }
    return sqrt(fmax(sum, 0));
}

/* Keeps what lies that way, from `depth` beyond the centre on. */
static void halve(struct ellipsoid *e, const double *step, double wide,
                  double depth)
{
    double n = e->n, a = fmin(fmax(depth / wide, 0), 0.99);
    double move = (1 + n * a) / (n + 1);
    double shrink = 2 * (1 + n * a) / ((n + 1) * (1 + a));
    double grow = n * n * (1 - a * a) / (n * n - 1);

    for (int i = 0; i < e->n; i++)
        e->centre[i] += move * step[i] / wide;
    for (int i = 0; i < e->n; i++)
        for (int j = 0; j < e->n; j++)
            e->p[i][j] = grow * (e->p[i][j] -
                                 shrink * step[i] * step[j] / (wide * wide));
}

double states_weigh(const struct states *s, double floor, double *y)
{
    struct search_space space;
    struct ellipsoid e = {.n = s->n_loads};
    double best = 0, kept[STATE_LOADS] = {0};

    lay_out(&space, s);
    for (int k = 0; k < e.n; k++) {
        e.p[k][k] = e.n;
        if (!(space.span[k] > 0))
            return 0;
    }
    for (int t = 0; t < STEPS_PER_LOAD * e.n; t++) {
        double lambda[STATE_LOADS], gradient[STATE_LOADS], step[STATE_LOADS];
        double value = 0, wide, depth = 0;
        bool outside = is_outside(&space, e.centre, gradient);

        for (int k = 0; k < e.n && !outside; k++)
            lambda[k] = e.centre[k] * space.span[k];
        if (!outside) {
            value = value_at(&space, lambda, gradient);
            for (int k = 0; k < e.n; k++)
                gradient[k] *= space.span[k];
            if (value > best) {
                best = value;
                memcpy(kept, lambda, sizeof kept);
            }
            depth = best - value;
        }
        wide = width(&e, gradient, step);
        if (!(wide > 0) ||
            (!outside && value + wide < fmax(floor, best * (1 + NEAR))))
            break;
        halve(&e, step, wide, depth);
    }
    memset(y, 0, (size_t)s->n_places * sizeof *y);
    for (int k = 0; k < e.n; k++) {
        double next;

        fill(s, &space.above[k], fmax(0, kept[k]), &next, y);
        fill(s, &space.below[k], fmax(0, -kept[k]), &next, y);
    }
    return best;
}
