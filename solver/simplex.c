/* simplex.c - the dual simplex of simplex.h. Quantities are scaled: costs by
 * cost_unit, rows by row_unit. */
#include "solver/simplex.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PRIMAL_TOLERANCE 1e-7
#define SMALLEST_PIVOT 1e-8
#define SHAKE 1e-6    /* of a typical cost */
#define WORN_OUT 1e-8 /* scaled, of a row */
enum {
    PIVOTS_PER_FACTOR = 60,
    SLICE = 200, /* iterations between looks at the clock */
    DENSE = 3    /* so few times as long as a line's entries are many */
};

/* Where a ray meets an arc or a piece that then costs less than what is there. */
struct candidate {
    double ratio; /* how far out */
    double rate;  /* > 0: how fast its reduced cost falls */
    int column;
    bool passes; /* it may change places and let the ray go on */
};

/* A cut that counts in a direction. */
struct factor {
    double by;
    const double *g;
};

struct simplex {
    struct relaxation *r;
    int n;    /* rows and cuts in force */
    int rows; /* without the cuts */
    double cost_unit, *row_unit;
    double *cost;          /* [arcs] */
    double *entry;         /* [entries] */
    double *slope, *width; /* [pieces] */
    double *rhs;           /* [n] least - base, or what a cut allows */

    int *key;        /* [items] */
    int *held;       /* [items] basic arcs beside the key */
    int *basis;      /* [n] columns: arcs, pieces, what is left of cuts */
    bool *basic;     /* [columns] */
    bool *upper;     /* [pieces] full, while not basic */
    int stride;      /* the most that n can be */
    double *inverse; /* [n x stride], a row per place in the basis */
    double *norm;    /* [n] squared length of each row */
    double *x;       /* [n] values of the basis */
    double *lambda;  /* [n] */
    double *price;   /* [arcs] of living arcs of items with a choice */

    const double *facing;         /* [n] the direction at hand */
    struct factor *factors;       /* its cuts, agent by agent */
    struct factor **first_factor; /* [agents + 1] */
    double *rate; /* [arcs] how fast prices change along the ray, of ... */
    int *touched; /* ... the items whose prices change */
    int n_touched;
    bool *is_touched;          /* [items] */
    bool rated;                /* the rates of those are known already */
    double sign;               /* of the direction */
    struct candidate *offered; /* [n_touched] */
    struct pool *pool;
    double *row, *column, *delta; /* [n] */
    int *filled;                  /* [n] places in delta that are not 0 */
    double *keyed;  /* [items] value of a key with basic arcs beside it */
    double *matrix; /* [n x 2n] */
    struct candidate *heap;
    int n_heap;
    int *moved; /* [most_cuts] */
    struct {
        double *inverse, *norm, *lambda;
        int *basis, *key, *held;
        bool *upper;
        int pivots;
    } kept;
    int pivots;    /* since the last factorisation */
    double gained; /* scaled, since the start of a solve */
};

/* ---- lines of doubles: four sums at once, since one waits for itself ---- */

static double dot(const double *a, const double *b, int n)
{
    double sum[4] = {0, 0, 0, 0};
    int k = 0;

    for (; k + 4 <= n; k += 4)
        for (int j = 0; j < 4; j++)
            sum[j] += a[k + j] * b[k + j];
    for (; k < n; k++)
        sum[0] += a[k] * b[k];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* a -= by x b; a's squared length. */
static double subtract(double *restrict a, const double *restrict b, double by,
                       int n)
{
    double sum[4] = {0, 0, 0, 0};
    int k = 0;

    for (; k + 4 <= n; k += 4)
        for (int j = 0; j < 4; j++) {
            a[k + j] -= by * b[k + j];
            sum[j] += a[k + j] * a[k + j];
        }
    for (; k < n; k++) {
        a[k] -= by * b[k];
        sum[0] += a[k] * a[k];
    }
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* ---- columns: arcs, pieces, and what cuts leave ---- */

static bool is_arc(const struct simplex *x, int column)
{
    return column < x->r->n_arcs;
}

/* The first of the columns of what cuts leave. */
static int slack_base(const struct simplex *x)
{
    return x->r->n_arcs + x->r->n_pieces;
}

static double *line_of(const struct simplex *x, int place)
{
    return x->inverse + (size_t)place * (size_t)x->stride;
}

static bool is_piece(const struct simplex *x, int column)
{
    return column >= x->r->n_arcs && column < slack_base(x);
}

/* The cuts in force of the arc's agent: the first, or -1. */
static int first_cut_of(const struct relaxation *r, int arc)
{
    return r->who[arc] < 0 ? -1 : r->agents[r->who[arc]].first_cut;
}

/* What a piece of the row is worth to a cut that counts it. */
static double scaled_weight(const struct simplex *x, int row,
                            const struct relax_active *side)
{
    return side->weight * x->row_unit[row] / x->row_unit[x->rows + side->cut];
}

/* into += by x the arc's entries. */
static void add_arc(const struct simplex *x, int arc, double by, double *into)
{
    const struct relaxation *r = x->r;

    for (int e = r->entry_first[arc]; e < r->entry_first[arc + 1]; e++)
        into[r->entries[e].row] += by * x->entry[e];
    for (int c = first_cut_of(r, arc); c >= 0; c = r->next_cut[c])
        into[x->rows + c] +=
            by * r->cuts[c]->g[r->place[arc]] / x->row_unit[x->rows + c];
}

/* into += by x the piece's column. */
static void add_piece(const struct simplex *x, int j, double by, double *into)
{
    const struct relaxation *r = x->r;
    int k = r->pieces[j].row;

    into[k] -= by;
    for (int s = r->rows[k].first_side; s >= 0; s = r->active[s].next) {
        const struct relax_active *side = &r->active[s];

        if (relaxation_counts(side->weight, side->at, &r->pieces[j]))
            into[x->rows + side->cut] -= by * scaled_weight(x, k, side);
    }
}

/* A basic arc's column is its difference to its item's key. */
static void fill_column(const struct simplex *x, int column, double *into)
{
    memset(into, 0, (size_t)x->n * sizeof *into);
    if (is_arc(x, column)) {
        add_arc(x, column, 1, into);
        add_arc(x, x->key[x->r->arc_item[column]], -1, into);
    } else if (is_piece(x, column)) {
        add_piece(x, column - x->r->n_arcs, 1, into);
    } else {
        into[x->rows + column - slack_base(x)] = 1;
    }
}

/* Makes `row` what arcs and pieces are multiplied by from now on. */
static void face(struct simplex *x, const double *row)
{
    const struct relaxation *r = x->r;
    struct factor *at = x->factors;

    x->facing = row;
    for (int w = 0; w < r->n_agents; w++) {
        x->first_factor[w] = at;
        for (int c = r->agents[w].first_cut; c >= 0; c = r->next_cut[c])
            if (row[x->rows + c] != 0)
                *at++ = (struct factor){row[x->rows + c] /
                                            x->row_unit[x->rows + c],
                                        r->cuts[c]->g};
    }
    x->first_factor[r->n_agents] = at;
}

static double dot_arc(const struct simplex *x, int arc)
{
    const struct relaxation *r = x->r;
    double sum = 0;

    for (int e = r->entry_first[arc]; e < r->entry_first[arc + 1]; e++)
        sum += x->facing[r->entries[e].row] * x->entry[e];
    if (r->who[arc] >= 0)
        for (const struct factor *f = x->first_factor[r->who[arc]];
             f < x->first_factor[r->who[arc] + 1]; f++)
            sum += f->by * f->g[r->place[arc]];
    return sum;
}

/* What counts for the piece of what its row and cuts are multiplied by. */
static double sum_piece(const struct simplex *x, int j, const double *by)
{
    const struct relaxation *r = x->r;
    int k = r->pieces[j].row;
    double sum = by[k];

    for (int s = r->rows[k].first_side; s >= 0; s = r->active[s].next) {
        const struct relax_active *side = &r->active[s];

        if (relaxation_counts(side->weight, side->at, &r->pieces[j]))
            sum += by[x->rows + side->cut] * scaled_weight(x, k, side);
    }
    return sum;
}

static double dot_piece(const struct simplex *x, int j)
{
    return -sum_piece(x, j, x->facing);
}

static void set_prices(struct simplex *x)
{
    const struct relaxation *r = x->r;

    face(x, x->lambda);
    for (int i = 0; i < r->n_items; i++)
        for (int a = r->first[i]; a < r->first[i + 1]; a++)
            if (!r->dead[a] || a == x->key[i])
                x->price[a] = x->cost[a] + dot_arc(x, a);
}

/* Nothing can come of the item but its key. */
static bool is_settled(const struct simplex *x, int item)
{
    return x->r->n_alive[item] < 2 && !x->r->dead[x->key[item]];
}

static int cheapest_living(const struct simplex *x, int item)
{
    const struct relaxation *r = x->r;
    int best = -1;

    for (int a = r->first[item]; a < r->first[item + 1]; a++)
        if (!r->dead[a] && (best < 0 || x->price[a] < x->price[best]))
            best = a;
    return best;
}

/* The piece on which a load of this multiplier lies. */
static int piece_at(const struct simplex *x, int row, double lambda)
{
    const struct relax_row *at = &x->r->rows[row];
    int j = at->first_piece, last = at->first_piece + at->n_pieces - 1;

    while (j < last && x->slope[j] < lambda)
        j++;
    if (j > at->first_piece && lambda - x->slope[j - 1] < x->slope[j] - lambda)
        j--;
    return j;
}

/* ---- the basis ---- */

static void set_norm(struct simplex *x, int place)
{
    x->norm[place] = dot(line_of(x, place), line_of(x, place), x->n);
}

static void leave(struct simplex *x, int column)
{
    x->basic[column] = false;
    if (is_arc(x, column))
        x->held[x->r->arc_item[column]]--;
}

static void enter(struct simplex *x, int place, int column)
{
    x->basis[place] = column;
    x->basic[column] = true;
    if (is_arc(x, column))
        x->held[x->r->arc_item[column]]++;
}

/* A column that depends on those before it gives way to a piece, or to what is
 * left of a cut, of a row that nothing covers yet. */
static void replace_column(struct simplex *x, int place, double *matrix)
{
    int n = x->n, row = 0;
    double most = -1;

    for (int i = place; i < n; i++)
        for (int k = 0; k < n; k++) {
            double size =
                fabs(matrix[(size_t)i * (size_t)n * 2 + (size_t)(n + k)]);

            if (size > most) {
                most = size;
                row = k;
            }
        }
    leave(x, x->basis[place]);
    if (row < x->rows)
        enter(x, place, x->r->n_arcs + piece_at(x, row, x->lambda[row]));
    else
        enter(x, place, slack_base(x) + row - x->rows);
    fill_column(x, x->basis[place], x->column);
    for (int i = 0; i < n; i++) {
        double *line = matrix + (size_t)i * (size_t)n * 2;

        line[place] = 0;
        for (int k = 0; k < n; k++)
            line[place] += line[n + k] * x->column[k];
    }
}

static int pivot_row(const struct simplex *x, int place, const double *matrix)
{
    int best = place;

    for (int i = place; i < x->n; i++)
        if (fabs(matrix[(size_t)i * (size_t)x->n * 2 + (size_t)place]) >
            fabs(matrix[(size_t)best * (size_t)x->n * 2 + (size_t)place]))
            best = i;
    return best;
}

static void swap_lines(double *a, double *b, int n)
{
    for (int k = 0; k < n; k++) {
        double kept = a[k];

        a[k] = b[k];
        b[k] = kept;
    }
}

/* Gauss and Jordan on [B | 1]. O(n^3). */
static void factor(struct simplex *x)
{
    int n = x->n;
    size_t wide_row = (size_t)n * 2;
    double *matrix = x->matrix;

    memset(matrix, 0, (size_t)n * wide_row * sizeof *matrix);
    for (int p = 0; p < n; p++) {
        fill_column(x, x->basis[p], x->column);
        for (int k = 0; k < n; k++)
            matrix[(size_t)k * wide_row + (size_t)p] = x->column[k];
        matrix[(size_t)p * wide_row + (size_t)(n + p)] = 1;
    }
    for (int p = 0; p < n; p++) {
        int best = pivot_row(x, p, matrix);
        double *line = matrix + (size_t)p * wide_row, pivot;

        if (fabs(matrix[(size_t)best * wide_row + (size_t)p]) < 1e-9) {
            replace_column(x, p, matrix);
            best = pivot_row(x, p, matrix);
        }
        if (best != p)
            swap_lines(line, matrix + (size_t)best * wide_row, 2 * n);
        pivot = 1 / line[p];
        for (int k = p; k < 2 * n; k++)
            line[k] *= pivot;
        for (int i = 0; i < n; i++) {
            double *other = matrix + (size_t)i * wide_row, by = other[p];

            if (i == p || by == 0)
                continue;
            for (int k = p; k < 2 * n; k++)
                other[k] -= by * line[k];
        }
    }
    for (int p = 0; p < n; p++) {
        memcpy(line_of(x, p), matrix + (size_t)p * wide_row + n,
               (size_t)n * sizeof *matrix);
        set_norm(x, p);
    }
    x->pivots = 0;
}

static void set_duals(struct simplex *x)
{
    memset(x->lambda, 0, (size_t)x->n * sizeof *x->lambda);
    for (int p = 0; p < x->n; p++) {
        const double *row = line_of(x, p);
        int column = x->basis[p];
        double cost;

        if (is_arc(x, column))
            cost = x->cost[column] - x->cost[x->key[x->r->arc_item[column]]];
        else
            cost = is_piece(x, column) ? x->slope[column - x->r->n_arcs] : 0;
        for (int k = 0; cost != 0 && k < x->n; k++)
            x->lambda[k] -= cost * row[k];
    }
    set_prices(x);
}

/* column = inverse x delta, which mostly has few entries. */
static void transform_delta(struct simplex *x)
{
    int n = 0;

    for (int k = 0; k < x->n; k++)
        if (x->delta[k] != 0)
            x->filled[n++] = k;
    for (int p = 0; p < x->n; p++) {
        const double *row = line_of(x, p);
        double sum = 0;

        if (DENSE * n >= x->n) {
            sum = dot(row, x->delta, x->n);
        } else {
            for (int k = 0; k < n; k++)
                sum += row[x->filled[k]] * x->delta[x->filled[k]];
        }
        x->column[p] = sum;
    }
}

/* x += inverse x delta. */
static void add_delta(struct simplex *x)
{
    transform_delta(x);
    for (int p = 0; p < x->n; p++)
        x->x[p] += x->column[p];
}

/* delta = what rows and cuts want of the basis. */
static void set_right_side(struct simplex *x)
{
    const struct relaxation *r = x->r;

    memcpy(x->delta, x->rhs, (size_t)x->n * sizeof *x->delta);
    for (int i = 0; i < r->n_items; i++)
        add_arc(x, x->key[i], -1, x->delta);
    for (int j = 0; j < r->n_pieces; j++)
        if (x->upper[j])
            add_piece(x, j, -x->width[j], x->delta);
}

static void set_point(struct simplex *x)
{
    set_right_side(x);
    memset(x->x, 0, (size_t)x->n * sizeof *x->x);
    add_delta(x);
}

/* Pieces fill up to the multiplier of their row; basic ones are not full. */
static void set_pieces(struct simplex *x)
{
    const struct relaxation *r = x->r;

    face(x, x->lambda);
    for (int j = 0; j < r->n_pieces; j++)
        x->upper[j] = x->slope[j] < -dot_piece(x, j);
    for (int p = 0; p < x->n; p++)
        if (is_piece(x, x->basis[p]))
            x->upper[x->basis[p] - r->n_arcs] = false;
}

/* After deaths: a key that is dead and alone gives way at once. */
static void mend_keys(struct simplex *x)
{
    const struct relaxation *r = x->r;

    for (int i = 0; i < r->n_items; i++)
        if (r->dead[x->key[i]] && x->held[i] == 0)
            x->key[i] = cheapest_living(x, i);
}

/* ---- starting, leaving and coming back ---- */

static void choose_keys(struct simplex *x)
{
    for (int i = 0; i < x->r->n_items; i++) {
        x->key[i] = cheapest_living(x, i);
        x->held[i] = 0;
    }
    memset(x->basic, 0,
           (size_t)(slack_base(x) + x->r->most_cuts) * sizeof *x->basic);
}

/* The row of a cut, which has come into force. */
static void add_cut(struct simplex *x, int c)
{
    const struct relaxation *r = x->r;
    const struct relax_cut *cut = r->cuts[c];
    double most = cut->most, unit = 0;

    for (int j = 0; j < cut->n_sides; j++) {
        const struct relax_side *side = &cut->sides[j];
        const struct relax_row *row = &r->rows[side->row];

        unit = fmax(unit, fabs(side->weight) * x->row_unit[side->row]);
        for (int k = row->first_piece;
             side->weight < 0 && k < row->first_piece + row->n_pieces; k++)
            if (relaxation_counts(side->weight, side->at, &r->pieces[k]))
                most -= side->weight * r->pieces[k].width;
    }
    x->row_unit[x->rows + c] = unit;
    x->rhs[x->rows + c] = most / unit;
    x->lambda[x->rows + c] = 0;
    x->n = x->rows + c + 1;
}

/* The inverse of [B 0; C 1] is [1/B 0; -C/B 1]. */
static void widen(struct simplex *x)
{
    int last = x->n - 1;
    double *line = line_of(x, last);

    memset(line, 0, (size_t)last * sizeof *line);
    for (int p = 0; p < last; p++) {
        double *row = line_of(x, p), by;

        row[last] = 0;
        fill_column(x, x->basis[p], x->column);
        by = x->column[last];
        for (int k = 0; by != 0 && k < last; k++)
            line[k] -= by * row[k];
    }
    line[last] = 1;
    set_norm(x, last);
}

void simplex_take_cuts(struct simplex *x)
{
    for (int c = x->n - x->rows; c < x->r->n_cuts; c++) {
        add_cut(x, c);
        enter(x, x->n - 1, slack_base(x) + c);
        widen(x);
    }
}

void simplex_start(struct simplex *x, const double *lambda)
{
    const struct relaxation *r = x->r;

    relaxation_uncut(x->r);
    x->n = x->rows;
    for (int k = 0; k < x->n; k++) {
        int piece = piece_at(x, k, lambda[k] * x->row_unit[k] / x->cost_unit);

        x->basis[k] = r->n_arcs + piece;
        x->lambda[k] = x->slope[piece];
    }
    set_prices(x);
    choose_keys(x);
    for (int k = 0; k < x->n; k++)
        enter(x, k, x->basis[k]);
    factor(x);
    set_pieces(x);
}

/* A place of a saved basis; the first says how many cuts there are, and those
 * follow the last. */
struct saved {
    double lambda;
    int column, key;
};

size_t simplex_room(const struct simplex *x)
{
    return (size_t)(x->n + 1) * sizeof(struct saved) +
           (size_t)x->r->n_cuts * sizeof *x->r->cuts;
}

void simplex_save(const struct simplex *x, void *basis)
{
    struct saved *at = basis;

    at->lambda = 0;
    at->key = -1;
    at++->column = x->r->n_cuts;
    for (int p = 0; p < x->n; p++, at++) {
        int column = x->basis[p];

        at->lambda = x->lambda[p];
        at->column = column;
        at->key = is_arc(x, column) ? x->key[x->r->arc_item[column]] : -1;
    }
    memcpy(at, x->r->cuts, (size_t)x->r->n_cuts * sizeof *x->r->cuts);
}

void simplex_load(struct simplex *x, const void *basis)
{
    const struct saved *at = basis;
    int n_cuts = at++->column;
    struct relax_cut *const *cuts = (const void *)(at + x->rows + n_cuts);

    relaxation_uncut(x->r);
    x->n = x->rows;
    for (int c = 0; c < n_cuts; c++) {
        relaxation_cut(x->r, cuts[c]);
        add_cut(x, c);
    }
    for (int p = 0; p < x->n; p++) {
        x->lambda[p] = at[p].lambda;
        x->basis[p] = at[p].column;
    }
    set_prices(x);
    choose_keys(x);
    for (int p = 0; p < x->n; p++) {
        enter(x, p, at[p].column);
        if (is_arc(x, at[p].column))
            x->key[x->r->arc_item[at[p].column]] = at[p].key;
    }
    set_pieces(x);
    factor(x);
}

/* Which cuts stay: their new numbers, or -1. True if some go. */
static bool choose_cuts(struct simplex *x)
{
    int n = 0;

    for (int c = 0; c < x->r->n_cuts; c++)
        x->moved[c] = x->basic[slack_base(x) + c] ? -1 : n++;
    return n < x->r->n_cuts;
}

/* Without the lines and columns of cuts that go. */
static void narrow(struct simplex *x)
{
    int n = 0;

    for (int p = 0; p < x->n; p++) {
        const double *from = line_of(x, p);
        double *to = line_of(x, n);

        if (x->basis[p] >= slack_base(x))
            continue;
        memmove(to, from, (size_t)x->rows * sizeof *to);
        for (int k = x->rows; k < x->n; k++)
            if (x->moved[k - x->rows] >= 0)
                to[x->rows + x->moved[k - x->rows]] = from[k];
        x->basis[n] = x->basis[p];
        x->x[n] = x->x[p];
        x->norm[n++] = x->norm[p];
    }
}

void simplex_drop_cuts(struct simplex *x)
{
    struct relaxation *r = x->r;
    int n_cuts = r->n_cuts;

    if (!choose_cuts(x))
        return;
    narrow(x);
    relaxation_uncut(r);
    x->n = x->rows;
    for (int c = 0; c < n_cuts; c++) {
        double lambda = x->lambda[x->rows + c];

        x->basic[slack_base(x) + c] = false;
        if (x->moved[c] < 0)
            continue;
        relaxation_cut(r, r->cuts[c]);
        add_cut(x, x->moved[c]);
        x->lambda[x->n - 1] = lambda;
    }
    for (int p = 0; p < x->n; p++)
        set_norm(x, p);
}

/* ---- for a while ---- */

void simplex_keep(struct simplex *x)
{
    const struct relaxation *r = x->r;
    size_t n = (size_t)x->n, items = (size_t)r->n_items;

    for (int p = 0; p < x->n; p++)
        memcpy(x->kept.inverse + (size_t)p * n, line_of(x, p),
               n * sizeof *x->inverse);
    memcpy(x->kept.norm, x->norm, n * sizeof *x->norm);
    memcpy(x->kept.lambda, x->lambda, n * sizeof *x->lambda);
    memcpy(x->kept.basis, x->basis, n * sizeof *x->basis);
    memcpy(x->kept.key, x->key, items * sizeof *x->key);
    memcpy(x->kept.held, x->held, items * sizeof *x->held);
    memcpy(x->kept.upper, x->upper, (size_t)r->n_pieces * sizeof *x->upper);
    x->kept.pivots = x->pivots;
}

void simplex_back(struct simplex *x)
{
    const struct relaxation *r = x->r;
    size_t n = (size_t)x->n, items = (size_t)r->n_items;

    for (int p = 0; p < x->n; p++)
        memcpy(line_of(x, p), x->kept.inverse + (size_t)p * n,
               n * sizeof *x->inverse);
    memcpy(x->norm, x->kept.norm, n * sizeof *x->norm);
    memcpy(x->lambda, x->kept.lambda, n * sizeof *x->lambda);
    for (int p = 0; p < x->n; p++)
        x->basic[x->basis[p]] = false;
    memcpy(x->basis, x->kept.basis, n * sizeof *x->basis);
    for (int p = 0; p < x->n; p++)
        x->basic[x->basis[p]] = true;
    memcpy(x->key, x->kept.key, items * sizeof *x->key);
    memcpy(x->held, x->kept.held, items * sizeof *x->held);
    memcpy(x->upper, x->kept.upper, (size_t)r->n_pieces * sizeof *x->upper);
    x->pivots = x->kept.pivots;
}

/* ---- what leaves ---- */

struct leaving {
    int place;  /* in the basis; -1: the point is feasible */
    int item;   /* >= 0: its key is what leaves */
    bool above; /* it is too high, else too low */
    double by, score;
};

static void consider(struct leaving *best, int place, int item, double value,
                     double most, double norm)
{
    double by = value < 0 ? -value : value - most;
    double score = by * by / (norm > 0 ? norm : 1);

    if (by <= PRIMAL_TOLERANCE || score <= best->score)
        return;
    *best = (struct leaving){place, item, value > 0, by, score};
}

/* The row of a key is the sum of its item's rows, turned round. */
static double key_norm(const struct simplex *x, int item)
{
    double sum = 0;

    memset(x->row, 0, (size_t)x->n * sizeof *x->row);
    for (int p = 0; p < x->n; p++) {
        const double *row = line_of(x, p);

        if (!is_arc(x, x->basis[p]) || x->r->arc_item[x->basis[p]] != item)
            continue;
        for (int k = 0; k < x->n; k++)
            x->row[k] -= row[k];
    }
    for (int k = 0; k < x->n; k++)
        sum += x->row[k] * x->row[k];
    return sum;
}

static void value_keys(struct simplex *x)
{
    const struct relaxation *r = x->r;

    for (int p = 0; p < x->n; p++)
        if (is_arc(x, x->basis[p]))
            x->keyed[r->arc_item[x->basis[p]]] = 1;
    for (int p = 0; p < x->n; p++)
        if (is_arc(x, x->basis[p]))
            x->keyed[r->arc_item[x->basis[p]]] -= x->x[p];
}

static struct leaving find_leaving(struct simplex *x)
{
    const struct relaxation *r = x->r;
    struct leaving best = {.place = -1};

    value_keys(x);
    for (int p = 0; p < x->n; p++) {
        int column = x->basis[p], item;
        double value, most;

        if (!is_arc(x, column)) {
            consider(&best, p, -1, x->x[p],
                     is_piece(x, column) ? x->width[column - r->n_arcs]
                                         : INFINITY,
                     x->norm[p]);
            continue;
        }
        consider(&best, p, -1, x->x[p], r->dead[column] ? 0 : INFINITY,
                 x->norm[p]);
        item = r->arc_item[column];
        value = x->keyed[item];
        most = r->dead[x->key[item]] ? 0 : INFINITY;
        if (value < -PRIMAL_TOLERANCE || value > most + PRIMAL_TOLERANCE)
            consider(&best, p, item, value, most, key_norm(x, item));
    }
    return best;
}

/* Another basic arc of the item becomes its key; the old one takes its place in
 * the basis. Returns the place. */
static int swap_key(struct simplex *x, int item)
{
    const struct relaxation *r = x->r;
    int n = x->n, place = -1, old_key;
    double *row;

    for (int p = 0; p < n; p++)
        if (is_arc(x, x->basis[p]) && r->arc_item[x->basis[p]] == item &&
            (place < 0 || x->x[p] > x->x[place]))
            place = p;
    row = line_of(x, place);
    for (int k = 0; k < n; k++)
        row[k] = -row[k];
    for (int p = 0; p < n; p++) {
        const double *other = line_of(x, p);

        if (p == place || !is_arc(x, x->basis[p]) ||
            r->arc_item[x->basis[p]] != item)
            continue;
        for (int k = 0; k < n; k++)
            row[k] -= other[k];
    }
    set_norm(x, place);
    x->x[place] = x->keyed[item];
    old_key = x->key[item];
    x->key[item] = x->basis[place];
    x->basis[place] = old_key;
    x->basic[x->key[item]] = false;
    x->basic[old_key] = true;
    return place;
}

/* ---- what enters ---- */

static void push(struct simplex *x, struct candidate c)
{
    int at = x->n_heap++;

    while (at > 0 && x->heap[(at - 1) / 2].ratio > c.ratio) {
        x->heap[at] = x->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    x->heap[at] = c;
}

static struct candidate pop(struct simplex *x)
{
    struct candidate top = x->heap[0], last = x->heap[--x->n_heap];
    int at = 0;

    for (;;) {
        int child = 2 * at + 1;

        if (child >= x->n_heap)
            break;
        if (child + 1 < x->n_heap &&
            x->heap[child + 1].ratio < x->heap[child].ratio)
            child++;
        if (x->heap[child].ratio >= last.ratio)
            break;
        x->heap[at] = x->heap[child];
        at = child;
    }
    x->heap[at] = last;
    return top;
}

/* The arc of an item that first undercuts its key along the ray; column -1:
 * none. */
static struct candidate find_offer(const struct simplex *x, int item,
                                   double sign)
{
    const struct relaxation *r = x->r;
    int key = x->key[item];
    struct candidate best = {INFINITY, 0, -1, x->held[item] == 0};

    for (int a = r->first[item]; a < r->first[item + 1]; a++) {
        double rate, ratio;

        if (r->dead[a] || a == key || x->basic[a])
            continue;
        rate = sign * (x->rate[a] - x->rate[key]);
        if (rate < SMALLEST_PIVOT)
            continue;
        ratio = fmax(0, x->price[a] - x->price[key]) / rate;
        if (ratio < best.ratio || (ratio <= best.ratio && rate > best.rate)) {
            best.ratio = ratio;
            best.rate = rate;
            best.column = a;
        }
    }
    return best;
}

static void offer(struct simplex *x, struct candidate c)
{
    if (c.column >= 0)
        push(x, c);
}

static void offer_pieces(struct simplex *x, double sign)
{
    const struct relaxation *r = x->r;

    for (int j = 0; j < r->n_pieces; j++) {
        double rate, cost;

        if (x->basic[r->n_arcs + j])
            continue;
        rate = sign * dot_piece(x, j);
        if (x->upper[j])
            rate = -rate;
        if (rate < SMALLEST_PIVOT)
            continue;
        cost = x->slope[j] - sum_piece(x, j, x->lambda);
        if (x->upper[j])
            cost = -cost;
        push(x, (struct candidate){fmax(0, cost) / rate, rate, r->n_arcs + j,
                                   true});
    }
}

static void offer_cuts(struct simplex *x, const double *row, double sign)
{
    for (int c = 0; c < x->r->n_cuts; c++) {
        double rate = sign * row[x->rows + c];

        if (rate < SMALLEST_PIVOT || x->basic[slack_base(x) + c])
            continue;
        push(x, (struct candidate){fmax(0, x->lambda[x->rows + c]) / rate,
                                   rate, slack_base(x) + c, false});
    }
}

/* Whether the direction changes what some arc of the agent costs. */
static bool is_moved(const struct simplex *x, int who)
{
    const struct relaxation *r = x->r;
    const struct relax_agent *agent = &r->agents[who];

    for (int k = 0; k < agent->n_rows; k++)
        if (x->facing[r->agent_rows[agent->first_row + k]] != 0)
            return true;
    return x->first_factor[who] < x->first_factor[who + 1];
}

/* Whether few agents' arcs change, and nothing else: not worth it where most do. */
static bool is_sparse(const struct simplex *x)
{
    enum { PART = 2 };
    const struct relaxation *r = x->r;
    int arcs = 0;

    for (int k = 0; k < r->n_rows; k++)
        if (r->rows[k].term < 0 && x->facing[k] != 0)
            return false;
    for (int w = 0; w < r->n_agents; w++)
        if (is_moved(x, w))
            arcs += r->agents[w].n_arcs;
    return PART * arcs < r->n_arcs;
}

static void touch(struct simplex *x, int item)
{
    const struct relaxation *r = x->r;

    if (x->is_touched[item])
        return;
    x->is_touched[item] = true;
    x->touched[x->n_touched++] = item;
    for (int a = r->first[item]; a < r->first[item + 1]; a++)
        x->rate[a] = 0;
}

static void rate_item(struct simplex *x, int item)
{
    const struct relaxation *r = x->r;

    for (int a = r->first[item]; a < r->first[item + 1]; a++)
        if (!r->dead[a] || a == x->key[item])
            x->rate[a] = dot_arc(x, a);
}

/* Lists the items whose prices change along the direction, and how fast where
 * these are few. */
static void find_touched(struct simplex *x)
{
    const struct relaxation *r = x->r;

    for (int k = 0; k < x->n_touched; k++)
        x->is_touched[x->touched[k]] = false;
    x->n_touched = 0;
    x->rated = is_sparse(x);
    if (!x->rated) {
        for (int i = 0; i < r->n_items; i++) {
            if (is_settled(x, i))
                continue;
            x->is_touched[i] = true;
            x->touched[x->n_touched++] = i;
        }
        return;
    }
    for (int w = 0; w < r->n_agents; w++) {
        const struct relax_agent *agent = &r->agents[w];

        if (!is_moved(x, w))
            continue;
        for (int k = 0; k < agent->n_arcs; k++) {
            int a = r->agent_arcs[agent->first_arc + k];
            int item = r->arc_item[a];

            if (is_settled(x, item) || (r->dead[a] && a != x->key[item]))
                continue;
            touch(x, item);
            x->rate[a] = dot_arc(x, a);
        }
    }
}

static void look_at_range(void *context, size_t range, size_t first,
                          size_t last)
{
    struct simplex *x = context;

    (void)range;
    for (size_t k = first; k < last; k++) {
        if (!x->rated)
            rate_item(x, x->touched[k]);
        x->offered[k] = find_offer(x, x->touched[k], x->sign);
    }
}

static void find_candidates(struct simplex *x, const double *row, double sign)
{
    enum { ITEMS_PER_RANGE = 512 };

    x->n_heap = 0;
    face(x, row);
    find_touched(x);
    x->sign = sign;
    pool_run(x->pool, (size_t)x->n_touched, ITEMS_PER_RANGE, look_at_range, x);
    for (int k = 0; k < x->n_touched; k++)
        offer(x, x->offered[k]);
    offer_pieces(x, sign);
    offer_cuts(x, row, sign);
}

/* The candidate changes places: full, empty, or the item's new key. */
static void pass(struct simplex *x, const struct candidate *c, double sign)
{
    const struct relaxation *r = x->r;

    if (is_arc(x, c->column)) {
        int item = r->arc_item[c->column];

        add_arc(x, x->key[item], 1, x->delta);
        add_arc(x, c->column, -1, x->delta);
        x->key[item] = c->column;
        offer(x, find_offer(x, item, sign));
    } else {
        int j = c->column - r->n_arcs;

        x->upper[j] = !x->upper[j];
        add_piece(x, j, x->upper[j] ? -x->width[j] : x->width[j], x->delta);
    }
}

static double loss_by_passing(const struct simplex *x,
                              const struct candidate *c)
{
    if (is_arc(x, c->column))
        return c->rate;
    return c->rate * x->width[c->column - x->r->n_arcs];
}

/* Of the candidates met at the same place the one of the largest pivot. */
static struct candidate best_here(struct simplex *x, struct candidate c)
{
    double here = c.ratio;

    while (x->n_heap > 0 && x->heap[0].ratio <= here + 1e-11) {
        struct candidate other = pop(x);

        if (other.rate > c.rate)
            c = other;
    }
    return c;
}

/* Follows the ray as long as the bound rises. False if it rises for ever. */
static bool find_entering(struct simplex *x, double rise, double sign,
                          struct candidate *out)
{
    double far = 0;

    memset(x->delta, 0, (size_t)x->n * sizeof *x->delta);
    while (x->n_heap > 0) {
        struct candidate c = pop(x);

        x->gained += rise * (c.ratio > far ? c.ratio - far : 0);
        far = fmax(far, c.ratio);
        if (c.passes && rise - loss_by_passing(x, &c) > 1e-9) {
            rise -= loss_by_passing(x, &c);
            pass(x, &c, sign);
            continue;
        }
        *out = best_here(x, c);
        out->ratio = far;
        return true;
    }
    *out = (struct candidate){.ratio = far, .rate = rise, .column = -1};
    return false;
}

/* ---- a step ---- */

static void move_duals(struct simplex *x, const double *row, double by)
{
    const struct relaxation *r = x->r;

    for (int k = 0; k < x->n; k++)
        x->lambda[k] -= by * row[k];
    for (int t = 0; t < x->n_touched; t++) {
        int i = x->touched[t];

        for (int a = r->first[i]; a < r->first[i + 1]; a++)
            if (!r->dead[a] || a == x->key[i])
                x->price[a] -= by * x->rate[a];
    }
}

/* False if the pivot is too small for a safe exchange. */
static bool exchange(struct simplex *x, int place, int column, bool above)
{
    int n = x->n, leaving = x->basis[place];
    double *pivot_line = line_of(x, place);
    double target = 0, step, pivot;

    fill_column(x, column, x->delta);
    transform_delta(x);
    pivot = x->column[place];
    if (fabs(pivot) < SMALLEST_PIVOT / 10)
        return false;
    if (above && is_piece(x, leaving))
        target = x->width[leaving - x->r->n_arcs];
    step = (x->x[place] - target) / pivot;
    for (int p = 0; p < n; p++)
        x->x[p] -= x->column[p] * step;
    x->x[place] = step;
    if (is_piece(x, column)) {
        int j = column - x->r->n_arcs;

        if (x->upper[j])
            x->x[place] += x->width[j];
        x->upper[j] = false;
    }
    leave(x, leaving);
    if (is_piece(x, leaving))
        x->upper[leaving - x->r->n_arcs] = above;
    enter(x, place, column);
    for (int k = 0; k < n; k++)
        pivot_line[k] /= pivot;
    set_norm(x, place);
    for (int p = 0; p < n; p++) {
        double *row = line_of(x, p);
        double by = x->column[p];

        if (p != place && by != 0)
            x->norm[p] = subtract(row, pivot_line, by, n);
    }
    x->pivots++;
    return true;
}

/* How far the point is from where its rows want it, at most. */
static double residual(struct simplex *x)
{
    double most = 0;

    set_right_side(x);
    for (int p = 0; p < x->n; p++) {
        int column = x->basis[p];

        if (is_arc(x, column)) {
            add_arc(x, column, -x->x[p], x->delta);
            add_arc(x, x->key[x->r->arc_item[column]], x->x[p], x->delta);
        } else if (is_piece(x, column)) {
            add_piece(x, column - x->r->n_arcs, -x->x[p], x->delta);
        } else {
            x->delta[x->rows + column - slack_base(x)] -= x->x[p];
        }
    }
    for (int k = 0; k < x->n; k++)
        most = fmax(most, fabs(x->delta[k]));
    return most;
}

/* Works everything out from the inverse, and that anew where it is worn out. */
static void refresh(struct simplex *x)
{
    if (x->pivots >= PIVOTS_PER_FACTOR)
        factor(x);
    set_duals(x);
    mend_keys(x);
    set_point(x);
    if (x->pivots == 0 || residual(x) < WORN_OUT)
        return;
    factor(x);
    set_duals(x);
    mend_keys(x);
    set_point(x);
}

/* Far enough out for the bound to pass the goal. */
static void follow_ray(struct simplex *x, const double *row, double sign,
                       double rise, double missing)
{
    double by = rise > 1e-12 ? 2 * missing / rise : 0;

    move_duals(x, row, sign * by);
}

enum simplex_end simplex_solve(struct simplex *x, double goal, int limit,
                               int64_t *iterations)
{
    double lambda_bound, missing;
    int failures = 0;
    bool fresh = true;

    refresh(x);
    simplex_lambda(x, x->column);
    lambda_bound = relaxation_bound(x->r, x->column);
    missing = isfinite(goal) ? (goal - lambda_bound) / x->cost_unit : INFINITY;
    x->gained = 0;
    for (int k = 0; k < limit; k++) {
        struct leaving leaving = find_leaving(x);
        struct candidate entering;
        double sign = leaving.above ? 1 : -1;
        bool finite;

        if (leaving.place < 0) {
            if (fresh)
                return SIMPLEX_OPTIMAL;
            refresh(x);
            fresh = true;
            if (find_leaving(x).place < 0)
                return SIMPLEX_OPTIMAL;
            if (++failures > 5)
                return SIMPLEX_FAILED;
            continue;
        }
        if (x->gained > missing)
            return SIMPLEX_LIMIT;
        ++*iterations;
        fresh = false;
        if (leaving.item >= 0)
            leaving.place = swap_key(x, leaving.item);
        memcpy(x->row, line_of(x, leaving.place),
               (size_t)x->n * sizeof *x->row);
        find_candidates(x, x->row, sign);
        finite = find_entering(x, leaving.by, sign, &entering);
        move_duals(x, x->row, sign * entering.ratio);
        if (!finite) {
            follow_ray(x, x->row, sign, entering.rate,
                       isfinite(missing) ? fmax(missing - x->gained, 1) : 1e6);
            return SIMPLEX_INFEASIBLE;
        }
        add_delta(x);
        if (!exchange(x, leaving.place, entering.column, leaving.above) ||
            x->pivots >= PIVOTS_PER_FACTOR) {
            if (x->pivots < PIVOTS_PER_FACTOR && ++failures > 5)
                return SIMPLEX_FAILED;
            x->pivots = PIVOTS_PER_FACTOR;
            refresh(x);
        }
    }
    return SIMPLEX_LIMIT;
}

void simplex_lambda(const struct simplex *x, double *lambda)
{
    for (int k = 0; k < x->n; k++)
        lambda[k] = x->lambda[k] * x->cost_unit / x->row_unit[k];
    for (int k = x->rows; k < x->n; k++)
        lambda[k] = fmax(0, lambda[k]);
}

void simplex_pieces(const struct simplex *x, double *value)
{
    const struct relaxation *r = x->r;

    for (int j = 0; j < r->n_pieces; j++)
        value[j] = x->upper[j] ? r->pieces[j].width : 0;
    for (int p = 0; p < x->n; p++)
        if (is_piece(x, x->basis[p])) {
            int j = x->basis[p] - r->n_arcs;

            value[j] = x->x[p] * x->row_unit[r->pieces[j].row];
        }
}

void simplex_point(const struct simplex *x, double *value)
{
    const struct relaxation *r = x->r;

    memset(value, 0, (size_t)r->n_arcs * sizeof *value);
    for (int i = 0; i < r->n_items; i++)
        value[x->key[i]] = 1;
    for (int p = 0; p < x->n; p++) {
        int column = x->basis[p];

        if (!is_arc(x, column))
            continue;
        value[column] += x->x[p];
        value[x->key[r->arc_item[column]]] -= x->x[p];
    }
}

eb_status simplex_approach(struct simplex *x, struct dual *dual, int64_t limit,
                           struct budget *budget, int64_t *iterations)
{
    const struct relaxation *r = x->r;
    const struct problem *p = r->s->p;
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;
    double *row = NEW(double, (size_t)x->n + 1);
    double *lambda = mem_copy(dual->lambda, cells + 1, sizeof *lambda);
    double *mu = mem_copy(dual->mu, (size_t)p->n_budgets + 1, sizeof *mu);
    eb_status status = row && lambda && mu ? EB_OK : EB_NO_MEMORY;

    if (status != EB_OK)
        goto done;
    relaxation_multipliers(r, dual->lambda, dual->mu, row);
    if (!isfinite(relaxation_bound(x->r, row)))
        goto done;
    simplex_start(x, row);
    while (*iterations < limit && !budget_is_cut(budget) &&
           simplex_solve(x, INFINITY, SLICE, iterations) == SIMPLEX_LIMIT)
        ;
    simplex_lambda(x, row);
    relaxation_spread(r, row, lambda, mu);
    dual_try(dual, lambda, mu);
done:
    mem_free(row);
    mem_free(lambda);
    mem_free(mu);
    return status;
}

/* ---- making ---- */

/* Rows by their mean entry, costs so that a typical slope is 1. */
static void choose_units(struct simplex *x)
{
    const struct relaxation *r = x->r;
    double sum = 0;
    int n = 0;

    for (int k = 0; k < x->n; k++)
        x->row_unit[k] = x->column[k] = 0;
    for (int e = 0; e < r->entry_first[r->n_arcs]; e++) {
        x->row_unit[r->entries[e].row] += fabs(r->entries[e].amount);
        x->column[r->entries[e].row] += 1;
    }
    for (int k = 0; k < x->n; k++)
        x->row_unit[k] = x->column[k] > 0 ? x->row_unit[k] / x->column[k] : 1;
    for (int j = 0; j < r->n_pieces; j++) {
        sum += fabs(r->pieces[j].slope) * x->row_unit[r->pieces[j].row];
        n += r->pieces[j].slope != 0;
    }
    for (int i = 0; i < r->n_items; i++) {
        double least = INFINITY, most = 0;

        for (int a = r->first[i]; a < r->first[i + 1]; a++) {
            least = fmin(least, r->cost[a]);
            most = fmax(most, r->cost[a]);
        }
        sum += most - least;
        n += most > least;
    }
    x->cost_unit = n > 0 && sum > 0 ? sum / n : 1;
}

static void scale(struct simplex *x)
{
    const struct relaxation *r = x->r;

    choose_units(x);
    for (int a = 0; a < r->n_arcs; a++)
        x->cost[a] = r->cost[a] / x->cost_unit;
    for (int e = 0; e < r->entry_first[r->n_arcs]; e++)
        x->entry[e] = r->entries[e].amount / x->row_unit[r->entries[e].row];
    for (int j = 0; j < r->n_pieces; j++) {
        int k = r->pieces[j].row;

        x->slope[j] = r->pieces[j].slope * x->row_unit[k] / x->cost_unit;
        x->width[j] = r->pieces[j].width / x->row_unit[k];
    }
    for (int k = 0; k < x->n; k++)
        x->rhs[k] = (r->rows[k].least - r->rows[k].base) / x->row_unit[k];
}

void simplex_shake(struct simplex *x)
{
    const unsigned golden = 2654435761u; /* 2^32 / golden ratio: spreads */

    for (int a = 0; a < x->r->n_arcs; a++)
        x->cost[a] += SHAKE * (double)((unsigned)a * golden >> 8) / (1 << 24);
}

void simplex_share(struct simplex *x, struct pool *pool)
{
    x->pool = pool;
}

eb_status simplex_new(struct relaxation *r, struct simplex **out)
{
    struct simplex *x = NEW(struct simplex, 1);
    size_t n = (size_t)(r->n_rows + r->most_cuts) + 1;
    size_t arcs = (size_t)r->n_arcs + 1, cuts = (size_t)r->most_cuts;
    size_t items = (size_t)r->n_items + 1, pieces = (size_t)r->n_pieces + 1;

    if (x == NULL)
        return EB_NO_MEMORY;
    x->r = r;
    x->n = x->rows = r->n_rows;
    x->stride = r->n_rows + r->most_cuts;
    x->row_unit = NEW(double, n);
    x->cost = NEW(double, arcs);
    x->entry = NEW(double, (size_t)r->entry_first[r->n_arcs] + 1);
    x->slope = NEW(double, pieces);
    x->width = NEW(double, pieces);
    x->rhs = NEW(double, n);
    x->key = NEW(int, items);
    x->held = NEW(int, items);
    x->basis = NEW(int, n);
    x->basic = NEW(bool, arcs + pieces + cuts);
    x->upper = NEW(bool, pieces);
    x->inverse = NEW(double, n *n);
    x->norm = NEW(double, n);
    x->x = NEW(double, n);
    x->lambda = NEW(double, n);
    x->price = NEW(double, arcs);
    x->rate = NEW(double, arcs);
    x->touched = NEW(int, items);
    x->is_touched = NEW(bool, items);
    x->offered = NEW(struct candidate, items);
    x->row = NEW(double, n);
    x->column = NEW(double, n);
    x->delta = NEW(double, n);
    x->filled = NEW(int, n);
    x->keyed = NEW(double, items);
    x->matrix = NEW(double, 2 * n * n);
    x->heap = NEW(struct candidate, items + pieces + cuts);
    x->moved = NEW(int, cuts);
    x->factors = NEW(struct factor, cuts);
    x->first_factor = NEW(struct factor *, (size_t)r->n_agents + 1);
    x->kept.inverse = NEW(double, n *n);
    x->kept.norm = NEW(double, n);
    x->kept.lambda = NEW(double, n);
    x->kept.basis = NEW(int, n);
    x->kept.key = NEW(int, items);
    x->kept.held = NEW(int, items);
    x->kept.upper = NEW(bool, pieces);
    if (!x->row_unit || !x->cost || !x->entry || !x->slope || !x->width ||
        !x->rhs || !x->key || !x->held || !x->basis || !x->basic ||
        !x->upper || !x->inverse || !x->norm || !x->x || !x->lambda ||
        !x->price || !x->rate || !x->row || !x->column || !x->delta ||
        !x->filled || !x->touched || !x->is_touched || !x->offered ||
        !x->keyed || !x->matrix || !x->heap || !x->moved || !x->factors ||
        !x->first_factor || !x->kept.inverse || !x->kept.norm ||
        !x->kept.lambda || !x->kept.basis || !x->kept.key || !x->kept.held ||
        !x->kept.upper) {
        simplex_free(x);
        return EB_NO_MEMORY;
    }
    scale(x);
    *out = x;
    return EB_OK;
}

void simplex_free(struct simplex *x)
{
    if (x == NULL)
        return;
    mem_free(x->row_unit);
    mem_free(x->cost);
    mem_free(x->entry);
    mem_free(x->slope);
    mem_free(x->width);
    mem_free(x->rhs);
    mem_free(x->key);
    mem_free(x->held);
    mem_free(x->basis);
    mem_free(x->basic);
    mem_free(x->upper);
    mem_free(x->inverse);
    mem_free(x->norm);
    mem_free(x->x);
    mem_free(x->lambda);
    mem_free(x->price);
    mem_free(x->rate);
    mem_free(x->touched);
    mem_free(x->is_touched);
    mem_free(x->offered);
    mem_free(x->row);
    mem_free(x->column);
    mem_free(x->delta);
    mem_free(x->filled);
    mem_free(x->keyed);
    mem_free(x->matrix);
    mem_free(x->heap);
    mem_free(x->moved);
    mem_free(x->factors);
    mem_free(x->first_factor);
    mem_free(x->kept.inverse);
    mem_free(x->kept.norm);
    mem_free(x->kept.lambda);
    mem_free(x->kept.basis);
    mem_free(x->kept.key);
    mem_free(x->kept.held);
    mem_free(x->kept.upper);
    mem_free(x);
}
