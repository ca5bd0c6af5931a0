/* cuts.c - mixed-integer rounding of single rows. */
#include "solver/cuts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FRACTIONAL 1e-6
#define WORTH 1e-3 /* of a typical amount: what a cut must cut off */

/* A member with a fraction. */
struct member {
    int number; /* among the row's */
    double amount, x;
    bool taken;
};

/* A place of a row to round at. */
struct rounding {
    int row, sign;
    double at;
    double right;  /* what the members left may weigh, U aside */
    double beyond; /* U of the point */
    int n_part;
};

struct best {
    double score, divisor, at;
    int n;
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

double cuts_value(int sign, double divisor, double rest, double amount,
                  bool taken)
{
    return taken ? -rounded(-sign * amount, divisor, rest)
                 : rounded(sign * amount, divisor, rest);
}

/* What the cut would cut off the point. */
static double violation(const struct cuts *cuts, const struct rounding *at,
                        double divisor)
{
    double right = at->right, rest, sum;

    for (int k = 0; k < at->n_part; k++)
        if (cuts->part[k].taken)
            right -= at->sign * cuts->part[k].amount;
    divide(right, divisor, &rest);
    if (rest == 0)
        return 0;
    sum = -rounded(right, divisor, rest) - at->beyond;
    for (int k = 0; k < at->n_part; k++) {
        const struct member *m = &cuts->part[k];
        double amount = at->sign * m->amount;

        sum += m->taken ? rounded(-amount, divisor, rest) * (1 - m->x)
                        : rounded(amount, divisor, rest) * m->x;
    }
    return sum;
}

/* Whether the members with a fraction can bring the load to both sides of the
 * place; if not, nothing can be cut off there. */
static bool is_straddled(const struct cuts *cuts, const struct rounding *at)
{
    double low = 0, high = 0;

    for (int k = 0; k < at->n_part; k++) {
        double amount = at->sign * cuts->part[k].amount;

        low += fmin(amount, 0);
        high += fmax(amount, 0);
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
        double v = violation(cuts, at, divisor);

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

/* Takes members, or not, where that cuts off more. */
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

/* Members with a fraction; `taken` for the others: those that are all there.
 * *left: what those leave of a load of 0. */
static int list_part(struct cuts *cuts, int row, const double *value,
                     double *left)
{
    const struct relaxation *r = cuts->r;
    const struct relax_row *at = &r->rows[row];
    int n = 0;

    *left = -at->base;
    for (int k = 0; k < at->n_members; k++) {
        int arc = r->members[at->first_member + k];
        double amount = r->amounts[at->first_member + k], x = value[arc];

        cuts->taken[k] = x > 0.5;
        if (r->dead[arc] || r->n_alive[r->arc_item[arc]] < 2 ||
            x < FRACTIONAL || x > 1 - FRACTIONAL)
            *left -= cuts->taken[k] ? amount : 0;
        else
            cuts->part[n++] = (struct member){k, amount, x, false};
    }
    return n;
}

/* To begin with, what is more there than not. */
static void take_larger(struct cuts *cuts, int n_part)
{
    for (int k = 0; k < n_part; k++)
        cuts->part[k].taken = cuts->part[k].x > 0.5;
}

static double beyond(const struct relaxation *r, const struct rounding *at,
                     const double *filled)
{
    const struct relax_row *row = &r->rows[at->row];
    const struct relax_cut cut = {.sign = at->sign, .at = at->at};
    double sum = 0;

    for (int j = row->first_piece; j < row->first_piece + row->n_pieces; j++)
        switch (relaxation_counts(&cut, &r->pieces[j])) {
        case 1:
            sum += filled[j];
            break;
        case -1:
            sum += r->pieces[j].width - filled[j];
            break;
        default:
            break;
        }
    return sum;
}

static eb_status keep(struct cuts *cuts, const struct rounding *at,
                      double divisor)
{
    struct relaxation *r = cuts->r;
    const struct relax_row *row = &r->rows[at->row];
    size_t n = (size_t)row->n_members + 1;
    struct relax_cut *cut = NEW(struct relax_cut, 1);
    double right = at->sign * (at->at - row->base), rest;
    eb_status status = EB_NO_MEMORY;

    if (cut == NULL)
        return EB_NO_MEMORY;
    *cut = (struct relax_cut){.row = at->row,
                              .sign = at->sign,
                              .at = at->at,
                              .divisor = divisor,
                              .n = row->n_members,
                              .number = SIZE_MAX,
                              .taken = mem_copy(cuts->taken, n, sizeof(bool)),
                              .g = NEW(double, n)};
    if (cut->taken == NULL || cut->g == NULL || !VEC_PUSH(&cuts->found, cut))
        goto done;
    for (int k = 0; k < at->n_part; k++)
        cut->taken[cuts->part[k].number] = cuts->part[k].taken;
    for (int k = 0; k < cut->n; k++)
        if (cut->taken[k])
            right -= at->sign * r->amounts[row->first_member + k];
    divide(right, divisor, &rest);
    cut->rest = rest;
    cut->most = rounded(right, divisor, rest);
    for (int k = 0; k < cut->n; k++) {
        cut->g[k] =
            cuts_value(at->sign, divisor, rest,
                       r->amounts[row->first_member + k], cut->taken[k]);
        if (cut->taken[k])
            cut->most += cut->g[k];
    }
    relaxation_cut(r, cut);
    return EB_OK;
done:
    mem_free(cut->taken);
    mem_free(cut->g);
    mem_free(cut);
    return status;
}

/* The one place of the row on this side whose cut cuts off most penalty. The
 * row's members with a fraction are listed. */
static eb_status round_row(struct cuts *cuts, int k, int sign, int n_part,
                           double left, const double *filled, int *n_new)
{
    struct relaxation *r = cuts->r;
    const struct relax_row *row = &r->rows[k];
    struct rounding at = {.row = k, .sign = sign, .n_part = n_part};
    struct rounding best_at = at;
    double best = 0, best_d = 0, typical = 0;

    for (int p = 0; p < n_part; p++)
        typical = fmax(typical, fabs(cuts->part[p].amount));
    for (int j = 0; j <= row->n_pieces; j++) {
        const struct relax_piece *piece = &r->pieces[row->first_piece + j];
        double before = j > 0 ? piece[-1].slope : -INFINITY;
        double after = j < row->n_pieces ? piece->slope : INFINITY;
        double most, divisor;

        if (!(after > before) ||
            (j == 0 && (sign > 0 || row->least <= row->low)) ||
            (j == row->n_pieces && (sign < 0 || row->most >= row->high)))
            continue;
        at.at = j < row->n_pieces ? piece->start
                                  : piece[-1].start + piece[-1].width;
        at.right = sign * (at.at + left);
        if (!is_straddled(cuts, &at))
            continue;
        at.beyond = beyond(r, &at, filled);
        take_larger(cuts, n_part);
        divisor = best_divisor(cuts, &at, &most);
        if (divisor == 0)
            continue;
        improve(cuts, &at, divisor, &most);
        if (most * fmin(after - before, 1e6) > best &&
            most > WORTH * typical) {
            best = most * fmin(after - before, 1e6);
            best_at = at;
            best_d = divisor;
        }
    }
    if (best_d == 0 || r->n_cuts == r->most_cuts)
        return EB_OK;
    take_larger(cuts, n_part);
    best = violation(cuts, &best_at, best_d);
    improve(cuts, &best_at, best_d, &best);
    ++*n_new;
    return keep(cuts, &best_at, best_d);
}

/* Of what alone goes beyond a place, so much as goes beyond it is lost: the cut
 * whose boxes nothing overfills. */
static eb_status cut_heavy(struct cuts *cuts, int k, int *n_new)
{
    struct relaxation *r = cuts->r;
    const struct relax_row *row = &r->rows[k];
    double most = 0;
    eb_status status = EB_OK;

    for (int m = 0; m < row->n_members; m++) {
        cuts->taken[m] = false;
        most = fmax(most, r->amounts[row->first_member + m]);
    }
    for (int j = 1; j < row->n_pieces; j++) {
        const struct relax_piece *piece = &r->pieces[row->first_piece + j];
        struct rounding at = {.row = k, .sign = 1, .at = piece->start};
        double right = piece->start - row->base;

        if (!(piece->slope > fmax(piece[-1].slope, 0)) || right <= 0 ||
            right >= most || r->n_cuts == r->most_cuts)
            continue;
        TRY(keep(cuts, &at, most));
        ++*n_new;
    }
done:
    return status;
}

eb_status cuts_restore(struct cuts *cuts, int row, int sign, double at,
                       double divisor, const int *taken, int n_taken)
{
    const struct relaxation *r = cuts->r;
    const struct relax_row *of = &r->rows[row];
    struct rounding place = {.row = row, .sign = sign, .at = at};
    int k = 0;

    for (int m = 0; m < of->n_members; m++) {
        int item = r->item[r->arc_item[r->members[of->first_member + m]]];

        cuts->taken[m] = k < n_taken && taken[k] == item;
        k += cuts->taken[m];
    }
    return keep(cuts, &place, divisor);
}

eb_status cuts_of_heavy(struct cuts *cuts, int *n_new)
{
    eb_status status = EB_OK;

    *n_new = 0;
    for (int k = 0; k < cuts->r->n_rows; k++)
        if (cuts->r->rows[k].term >= 0)
            TRY(cut_heavy(cuts, k, n_new));
done:
    return status;
}

eb_status cuts_separate(struct cuts *cuts, const double *value,
                        const double *filled, int *n_new)
{
    eb_status status = EB_OK;

    *n_new = 0;
    for (int k = 0; k < cuts->r->n_rows; k++) {
        double left;
        int n_part;

        if (cuts->r->rows[k].term < 0)
            continue;
        n_part = list_part(cuts, k, value, &left);
        if (n_part == 0)
            continue;
        TRY(round_row(cuts, k, 1, n_part, left, filled, n_new));
        TRY(round_row(cuts, k, -1, n_part, left, filled, n_new));
    }
done:
    return status;
}

eb_status cuts_init(struct cuts *cuts, struct relaxation *r)
{
    int most = 0;

    *cuts = (struct cuts){.r = r};
    for (int k = 0; k < r->n_rows; k++)
        if (r->rows[k].n_members > most)
            most = r->rows[k].n_members;
    cuts->part = NEW(struct member, (size_t)most + 1);
    cuts->taken = NEW(bool, (size_t)most + 1);
    return cuts->part && cuts->taken ? EB_OK : EB_NO_MEMORY;
}

void cuts_clear(struct cuts *cuts)
{
    for (size_t k = 0; k < cuts->found.n; k++) {
        mem_free(cuts->found.at[k]->taken);
        mem_free(cuts->found.at[k]->g);
        mem_free(cuts->found.at[k]);
    }
    VEC_CLEAR(&cuts->found);
    mem_free(cuts->part);
    mem_free(cuts->taken);
}
