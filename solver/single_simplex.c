/* single_simplex.c - the dual simplex of one agent. */
#include "solver/single.h"

#include <math.h>
#include <string.h>

#define TOLERANCE 1e-7
#define SMALLEST_PIVOT 1e-9
#define FAR_OUT 1e13 /* along a ray: units of cost for a typical load */
enum { MOST_STEPS = 500 };

/* A bound that a step can pass. */
struct passing {
    double ratio, rate; /* how far out; by how much the gain falls there */
    int column;
};

/* Columns that multipliers so near as `reach` to where they were when these were
 * picked may bring to change their bound; all others stand still meanwhile. */
struct single_room {
    double reach;
    int n;          /* picked */
    int *column;    /* [n] */
    int *place;     /* [columns] among them, or -1 */
    double *amount; /* [rows x stride] */
    int stride;
    double *cost, *upper; /* [n] */
    double *price;        /* [n] reduced costs */
    double *alpha;        /* [n] the leaving row */
    bool *basic;          /* [n] */
    double still;         /* what those that stand still cost */
    double *rhs;          /* [rows] and leave of the right side */
    double *from;         /* [rows] multipliers when they were picked */

    double *all;               /* [columns] reduced costs of all */
    double *lambda, *x, *rest; /* [rows] */
    double *inverse, *matrix;  /* [rows x rows], [rows x 2 rows] */
    struct passing *heap;      /* [columns] */
    int n_heap;
};

void single_room_free(struct single_room *room)
{
    if (room == NULL)
        return;
    mem_free(room->column);
    mem_free(room->place);
    mem_free(room->amount);
    mem_free(room->cost);
    mem_free(room->upper);
    mem_free(room->price);
    mem_free(room->alpha);
    mem_free(room->basic);
    mem_free(room->rhs);
    mem_free(room->from);
    mem_free(room->all);
    mem_free(room->lambda);
    mem_free(room->x);
    mem_free(room->rest);
    mem_free(room->inverse);
    mem_free(room->matrix);
    mem_free(room->heap);
    mem_free(room);
}

eb_status single_room_new(int columns, int rows, struct single_room **out)
{
    size_t n = (size_t)columns + 1, m = (size_t)rows + 1;
    struct single_room *room = NEW(struct single_room, 1);

    if (room == NULL)
        return EB_NO_MEMORY;
    room->stride = columns;
    room->column = NEW(int, n);
    room->place = NEW(int, n);
    room->amount = NEW(double, n *m);
    room->cost = NEW(double, n);
    room->upper = NEW(double, n);
    room->price = NEW(double, n);
    room->alpha = NEW(double, n);
    room->basic = NEW(bool, n);
    room->rhs = NEW(double, m);
    room->from = NEW(double, m);
    room->all = NEW(double, n);
    room->lambda = NEW(double, m);
    room->x = NEW(double, m);
    room->rest = NEW(double, m);
    room->inverse = NEW(double, m *m);
    room->matrix = NEW(double, 2 * m * m);
    room->heap = NEW(struct passing, n);
    if (!room->column || !room->place || !room->amount || !room->cost ||
        !room->upper || !room->price || !room->alpha || !room->basic ||
        !room->rhs || !room->from || !room->all || !room->lambda || !room->x ||
        !room->rest || !room->inverse || !room->matrix || !room->heap) {
        single_room_free(room);
        return EB_NO_MEMORY;
    }
    *out = room;
    return EB_OK;
}

/* What is being solved. */
struct task {
    const struct single *o;
    const double *price;
    const unsigned char *mark;
    struct single_room *room;
    int *basis;
};

static double entry_of(const struct single *o, int row, int column)
{
    if (column < o->n)
        return o->amount[(size_t)row * (size_t)o->n + (size_t)column];
    column -= o->n;
    if (column < o->n_pieces)
        return o->entry[(size_t)row * (size_t)o->n_pieces + (size_t)column];
    return row - o->n_loads == column - o->n_pieces;
}

static double cost_of(const struct task *t, int column)
{
    const struct single *o = t->o;

    if (column < o->n)
        return o->cost[column] - t->price[o->item[column]];
    return column < o->n + o->n_pieces ? o->slope[column - o->n] : 0;
}

static double upper_of(const struct task *t, int column)
{
    const struct single *o = t->o;

    if (column < o->n)
        return t->mark == NULL || t->mark[column] == SINGLE_FREE;
    column -= o->n;
    return column < o->n_pieces ? o->width[column]
                                : o->slack[column - o->n_pieces];
}

/* A piece for each load, the one its cost is least on; what cuts leave. */
static void first_basis(const struct single *o, int *basis)
{
    for (int k = 0; k < o->n_loads; k++)
        basis[k] = -1;
    for (int q = 0; q < o->n_pieces; q++) {
        int k = o->piece_row[q];

        if (basis[k] < 0 ||
            fabs(o->slope[q]) < fabs(o->slope[basis[k] - o->n]))
            basis[k] = o->n + q;
    }
    for (int k = o->n_loads; k < o->n_rows; k++)
        basis[k] = o->n + o->n_pieces + k - o->n_loads;
}

/* False if the basis is none. */
static bool invert(const struct task *t)
{
    int n = t->o->n_rows;
    size_t wide_row = 2 * (size_t)n;
    double *m = t->room->matrix;

    for (int k = 0; k < n; k++)
        for (int p = 0; p < n; p++) {
            m[(size_t)k * wide_row + (size_t)p] =
                entry_of(t->o, k, t->basis[p]);
            m[(size_t)k * wide_row + (size_t)(n + p)] = k == p;
        }
    for (int p = 0; p < n; p++) {
        int best = p;
        double *line = m + (size_t)p * wide_row, pivot;

        for (int k = p; k < n; k++)
            if (fabs(m[(size_t)k * wide_row + (size_t)p]) >
                fabs(m[(size_t)best * wide_row + (size_t)p]))
                best = k;
        for (int k = 0; k < 2 * n && best != p; k++) {
            double kept = line[k];

            line[k] = m[(size_t)best * wide_row + (size_t)k];
            m[(size_t)best * wide_row + (size_t)k] = kept;
        }
        if (fabs(line[p]) < SMALLEST_PIVOT)
            return false;
        pivot = 1 / line[p];
        for (int k = 0; k < 2 * n; k++)
            line[k] *= pivot;
        for (int k = 0; k < n; k++) {
            double *other = m + (size_t)k * wide_row, by = other[p];

            for (int j = 0; k != p && by != 0 && j < 2 * n; j++)
                other[j] -= by * line[j];
        }
    }
    for (int p = 0; p < n; p++)
        memcpy(t->room->inverse + (size_t)p * (size_t)n,
               m + (size_t)p * wide_row + n, (size_t)n * sizeof *m);
    return true;
}

static const double *inverse_row(const struct task *t, int p)
{
    return t->room->inverse + (size_t)p * (size_t)t->o->n_rows;
}

static void set_lambda(const struct task *t)
{
    int n = t->o->n_rows;

    memset(t->room->lambda, 0, (size_t)n * sizeof *t->room->lambda);
    for (int p = 0; p < n; p++) {
        double cost = cost_of(t, t->basis[p]);
        const double *row = inverse_row(t, p);

        for (int k = 0; k < n; k++)
            t->room->lambda[k] -= cost * row[k];
    }
}

/* into += by x from, of n each. */
static void add_times(double *restrict into, const double *restrict from,
                      double by, int n)
{
    for (int i = 0; i < n; i++)
        into[i] += by * from[i];
}

/* Reduced costs of all items. */
static void price_all(const struct task *t)
{
    const struct single *o = t->o;
    double *all = t->room->all;

    for (int i = 0; i < o->n; i++)
        all[i] = o->cost[i] - t->price[o->item[i]];
    for (int k = 0; k < o->n_rows; k++)
        add_times(all, o->amount + (size_t)k * (size_t)o->n,
                  t->room->lambda[k], o->n);
}

static void pick_column(const struct task *t, int column, double upper)
{
    struct single_room *room = t->room;
    int at = room->n++;

    room->column[at] = column;
    room->place[column] = at;
    room->cost[at] = cost_of(t, column);
    room->upper[at] = upper;
    room->basic[at] = false;
    for (int k = 0; k < t->o->n_rows; k++)
        room->amount[(size_t)k * (size_t)room->stride + (size_t)at] =
            entry_of(t->o, k, column);
}

/* What stands still is in, or held: it leaves the right side. */
static void take_still(const struct task *t, int i)
{
    t->room->still += cost_of(t, i);
    for (int k = 0; k < t->o->n_rows; k++)
        t->room->rhs[k] -=
            t->o->amount[(size_t)k * (size_t)t->o->n + (size_t)i];
}

/* Picks columns around the multipliers of the basis. */
static void pick(const struct task *t)
{
    const struct single *o = t->o;
    struct single_room *room = t->room;

    set_lambda(t);
    price_all(t);
    memcpy(room->from, room->lambda, (size_t)o->n_rows * sizeof *room->from);
    memcpy(room->rhs, o->rhs, (size_t)o->n_rows * sizeof *room->rhs);
    room->n = 0;
    room->still = o->constant;
    for (int j = 0; j < o->n_columns; j++)
        room->place[j] = -1;
    for (int p = 0; p < o->n_rows; p++)
        room->place[t->basis[p]] = -2;
    for (int i = 0; i < o->n; i++) {
        double upper = upper_of(t, i), price = room->all[i];

        if (upper <= 0 && t->mark[i] == SINGLE_HELD)
            take_still(t, i);
        if (room->place[i] == -2 ||
            (upper > 0 && fabs(price) <= room->reach * o->length[i]))
            pick_column(t, i, upper);
        else if (upper > 0 && price < 0)
            take_still(t, i);
    }
    for (int j = o->n; j < o->n_columns; j++)
        pick_column(t, j, upper_of(t, j));
    for (int p = 0; p < o->n_rows; p++)
        room->basic[room->place[t->basis[p]]] = true;
}

/* into = start + rows of the picked, each by so much. */
static void combine(const struct task *t, const double *start,
                    const double *by, double *into)
{
    const struct single_room *room = t->room;

    if (start != NULL)
        memcpy(into, start, (size_t)room->n * sizeof *into);
    else
        memset(into, 0, (size_t)room->n * sizeof *into);
    for (int k = 0; k < t->o->n_rows; k++)
        if (by[k] != 0)
            add_times(into, room->amount + (size_t)k * (size_t)room->stride,
                      by[k], room->n);
}

static bool is_full(const struct single_room *room, int at)
{
    return room->price[at] < 0 && !room->basic[at];
}

/* Reduced costs, what full columns leave of the right side, and the values of
 * basic ones. */
static void set_point(const struct task *t)
{
    struct single_room *room = t->room;
    int rows = t->o->n_rows;

    set_lambda(t);
    combine(t, room->cost, room->lambda, room->price);
    memcpy(room->rest, room->rhs, (size_t)rows * sizeof *room->rest);
    for (int at = 0; at < room->n; at++) {
        double upper = room->upper[at];

        if (is_full(room, at) && upper > 0)
            for (int k = 0; k < rows; k++)
                room->rest[k] -=
                    upper * room->amount[(size_t)k * (size_t)room->stride +
                                         (size_t)at];
    }
    for (int p = 0; p < rows; p++) {
        const double *row = inverse_row(t, p);

        room->x[p] = 0;
        for (int k = 0; k < rows; k++)
            room->x[p] += row[k] * room->rest[k];
    }
}

static double basic_upper(const struct task *t, int p)
{
    return t->room->upper[t->room->place[t->basis[p]]];
}

/* The place of the basis that lies furthest outside its bounds, by the length of
 * its row; -1: none. *sign: 1 below, -1 above. */
static int leaving_place(const struct task *t, double *sign, double *outside)
{
    double most = 0;
    int best = -1;

    for (int p = 0; p < t->o->n_rows; p++) {
        const double *row = inverse_row(t, p);
        double below = -t->room->x[p];
        double above = t->room->x[p] - basic_upper(t, p);
        double far = fmax(below, above), norm = 0;

        if (far <= TOLERANCE)
            continue;
        for (int k = 0; k < t->o->n_rows; k++)
            norm += row[k] * row[k];
        if (far * far / norm > most) {
            most = far * far / norm;
            best = p;
            *sign = below > above ? 1 : -1;
            *outside = far;
        }
    }
    return best;
}

static void sift_down(struct single_room *room, int at)
{
    struct passing moving = room->heap[at];

    for (;;) {
        int child = 2 * at + 1;

        if (child >= room->n_heap)
            break;
        if (child + 1 < room->n_heap &&
            room->heap[child + 1].ratio < room->heap[child].ratio)
            child++;
        if (!(room->heap[child].ratio < moving.ratio))
            break;
        room->heap[at] = room->heap[child];
        at = child;
    }
    room->heap[at] = moving;
}

/* The column at which a step out gains no more, but for what is lost in
 * computing; -1: it gains for ever. */
static int entering_column(struct single_room *room, double sign, double gain)
{
    double end = INFINITY; /* where one alone takes all that is gained */

    room->n_heap = 0;
    for (int j = 0; j < room->n; j++) {
        double rate = sign * room->alpha[j], price = room->price[j], ratio;

        if ((price < 0 ? rate <= SMALLEST_PIVOT : rate >= -SMALLEST_PIVOT) ||
            room->basic[j] || room->upper[j] <= 0)
            continue;
        ratio = -price / rate;
        rate = fabs(rate) * room->upper[j];
        if (ratio > end)
            continue;
        room->heap[room->n_heap++] = (struct passing){ratio, rate, j};
        if (rate >= gain)
            end = ratio;
    }
    for (int k = room->n_heap / 2 - 1; k >= 0; k--)
        sift_down(room, k);
    while (room->n_heap > 0) {
        struct passing next = room->heap[0];

        gain -= next.rate;
        if (!(gain > (room->n_heap > 1 ? 0 : TOLERANCE)))
            return next.column;
        room->heap[0] = room->heap[--room->n_heap];
        if (room->n_heap > 0)
            sift_down(room, 0);
    }
    return -1;
}

/* How far multipliers are from where columns were picked. */
static double strayed(const struct task *t)
{
    double most = 0;

    for (int k = 0; k < t->o->n_rows; k++)
        most = fmax(most, fabs(t->room->lambda[k] - t->room->from[k]));
    return most;
}

/* Out along a ray on which the bound rises for ever. */
static void go_far(const struct task *t, double sign, const double *row)
{
    double most = 0;

    for (int k = 0; k < t->o->n_rows; k++)
        most = fmax(most, fabs(row[k]));
    for (int k = 0; k < t->o->n_rows; k++)
        t->room->lambda[k] += sign * FAR_OUT * row[k] / most;
}

enum step_end { STEP_DONE, STEP_OPTIMAL, STEP_UNBOUNDED, STEP_STUCK };

/* One change of the basis. */
static enum step_end step(const struct task *t)
{
    struct single_room *room = t->room;
    double sign = 0, outside = 0;
    int place, entering, left;

    set_point(t);
    place = leaving_place(t, &sign, &outside);
    if (place < 0)
        return STEP_OPTIMAL;
    combine(t, NULL, inverse_row(t, place), room->alpha);
    entering = entering_column(room, sign, outside);
    if (entering < 0) {
        go_far(t, sign, inverse_row(t, place));
        return STEP_UNBOUNDED;
    }
    left = t->basis[place];
    t->basis[place] = room->column[entering];
    if (!invert(t)) {
        t->basis[place] = left;
        invert(t);
        return STEP_STUCK;
    }
    room->basic[room->place[left]] = false;
    room->basic[entering] = true;
    return STEP_DONE;
}

/* False if no load fits. Where multipliers stray further than the columns that
 * were picked reach, more are picked. */
static bool optimise(const struct task *t)
{
    enum step_end end = STEP_DONE;
    int steps = 0;

    pick(t);
    while (steps++ < MOST_STEPS && end == STEP_DONE) {
        end = step(t);
        if (end == STEP_STUCK || t->room->reach == INFINITY ||
            (end != STEP_UNBOUNDED && strayed(t) <= t->room->reach))
            continue;
        t->room->reach = end == STEP_UNBOUNDED ? INFINITY : 2 * strayed(t);
        end = STEP_DONE;
        pick(t);
    }
    return end != STEP_UNBOUNDED;
}

static double value_of(const struct task *t)
{
    const struct single_room *room = t->room;
    double sum = room->still;

    for (int k = 0; k < t->o->n_rows; k++)
        sum -= room->lambda[k] * room->rhs[k];
    for (int j = 0; j < room->n; j++)
        if (is_full(room, j))
            sum += room->price[j] * room->upper[j];
    return sum;
}

static void take_point(const struct task *t, double *x)
{
    const struct single_room *room = t->room;

    for (int i = 0; i < t->o->n; i++) {
        bool full = room->place[i] >= 0 ? is_full(room, room->place[i])
                                        : room->all[i] < 0;

        if (upper_of(t, i) > 0)
            x[i] = full;
        else
            x[i] = t->mark[i] == SINGLE_HELD;
    }
    for (int p = 0; p < t->o->n_rows; p++)
        if (t->basis[p] < t->o->n && basic_upper(t, p) > 0)
            x[t->basis[p]] = fmin(fmax(room->x[p], 0), 1);
}

double single_solve(const struct single *o, const double *price,
                    const unsigned char *mark, struct single_room *room,
                    int *basis, double *reach, double *lambda, double *asked,
                    double *x)
{
    struct task t = {o, price, mark, room, basis};
    bool fits = o->fits;

    if (o->n_rows > 0 && basis[0] < 0) {
        first_basis(o, basis);
        *reach = INFINITY;
    }
    room->reach = *reach;
    if (!invert(&t)) {
        first_basis(o, basis);
        invert(&t);
    }
    if (fits)
        fits = optimise(&t);
    else
        pick(&t);
    if (fits)
        *reach = fmax(2 * strayed(&t), isfinite(*reach) ? *reach / 2 : 0);
    for (int k = 0; k < o->n_rows; k++) {
        lambda[k] = room->lambda[k] / o->unit[k];
        if (k >= o->n_loads)
            lambda[k] = fmax(lambda[k], 0);
    }
    if (x != NULL) {
        price_all(&t);
        memcpy(asked, room->all, (size_t)o->n * sizeof *asked);
        take_point(&t, x);
    }
    return fits ? value_of(&t) : INFINITY;
}
