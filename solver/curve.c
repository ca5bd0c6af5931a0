/* curve.c - hinges sorted into curves. */
#include "solver/curve.h"

#include <math.h>
#include <stdlib.h>

struct bend {
    double at, turn; /* the slope grows by `turn` */
};

static int by_place(const void *left, const void *right)
{
    const struct bend *a = left, *b = right;

    return (a->at > b->at) - (a->at < b->at);
}

/* The hinges of hard limits stand last in a term and are no part of phi. */
static size_t soft_hinges(const struct search_term *term)
{
    return term->n - (size_t)(term->lo_hinge >= 0) -
           (size_t)(term->hi_hinge >= 0);
}

static void make_curve(struct curves *c, size_t t, const struct search *s,
                       struct bend *bends)
{
    const struct search_term *term = &s->terms[t];
    struct curve *curve = &c->at[t];
    size_t n = soft_hinges(term), first = curve->first;
    double slope = 0, f = 0;

    curve->n = 0;
    for (size_t h = 0; h < n; h++) {
        const struct soft_hinge *hinge = &s->hinges[term->first + h];

        bends[h] = (struct bend){hinge->at, hinge->slope};
        if (hinge->sign < 0)
            slope -= hinge->slope;
    }
    qsort(bends, n, sizeof *bends, by_place);
    c->slope[first + t] = slope;
    for (size_t h = 0; h < n; h++) {
        size_t last = first + (size_t)curve->n - 1;

        slope += bends[h].turn;
        if (curve->n == 0 || bends[h].at > c->x[last]) {
            c->x[first + (size_t)curve->n++] = bends[h].at;
            last++;
        }
        c->slope[last + t + 1] = slope;
    }
    if (n == 0)
        return;
    for (size_t h = 0; h < n; h++) {
        const struct soft_hinge *hinge = &s->hinges[term->first + h];

        f += fmax(0, hinge->sign * (c->x[first] - hinge->at)) * hinge->slope;
    }
    c->f[first] = f;
    for (int k = 1; k < curve->n; k++) {
        size_t j = first + (size_t)k;

        c->f[j] = c->f[j - 1] + c->slope[j + t] * (c->x[j] - c->x[j - 1]);
    }
}

eb_status curves_new(const struct search *s, struct curves *out)
{
    size_t n_terms = s->p->terms.n, n = s->p->hinges.n, longest = 1, next = 0;
    struct bend *bends;

    *out = (struct curves){0};
    out->at = NEW(struct curve, n_terms + 1);
    out->x = NEW(double, n + 1);
    out->f = NEW(double, n + 1);
    out->slope = NEW(double, n + n_terms + 1);
    for (size_t t = 0; t < n_terms; t++)
        if (s->terms[t].n > longest)
            longest = s->terms[t].n;
    bends = NEW(struct bend, longest);
    if (!out->at || !out->x || !out->f || !out->slope || !bends) {
        mem_free(bends);
        curves_clear(out);
        return EB_NO_MEMORY;
    }
    for (size_t t = 0; t < n_terms; t++) {
        out->at[t].first = next;
        make_curve(out, t, s, bends);
        next += soft_hinges(&s->terms[t]);
    }
    mem_free(bends);
    return EB_OK;
}

void curves_clear(struct curves *curves)
{
    mem_free(curves->at);
    mem_free(curves->x);
    mem_free(curves->f);
    mem_free(curves->slope);
    *curves = (struct curves){0};
}

double curve_value(const struct curves *c, size_t t, double load)
{
    const struct curve *curve = &c->at[t];
    const double *x = c->x + curve->first, *f = c->f + curve->first;
    const double *slope = c->slope + curve->first + t;
    int k = 0;

    if (curve->n == 0)
        return 0;
    while (k < curve->n && x[k] < load)
        k++;
    if (k == 0)
        return f[0] + slope[0] * (load - x[0]);
    return f[k - 1] + slope[k] * (load - x[k - 1]);
}

double curve_least(const struct curves *c, size_t t, double lambda, double low,
                   double high, double *at)
{
    const struct curve *curve = &c->at[t];
    const double *x = c->x + curve->first;
    const double *slope = c->slope + curve->first + t;
    double load;
    int k = 0;

    *at = low;
    if (low > high)
        return INFINITY;
    while (k <= curve->n && slope[k] < lambda)
        k++;
    /* Left of x[k] the curve falls below lambda's slope, right of it not. */
    if (k > curve->n)
        load = high;
    else
        load = k == 0 ? low : x[k - 1];
    load = fmin(fmax(load, low), high);
    *at = load;
    return curve_value(c, t, load) - lambda * load;
}
