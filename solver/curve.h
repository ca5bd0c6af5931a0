/* curve.h - phi of each term as a convex piecewise-linear curve in doubles:
 * breakpoints, values there, and slopes between them.
 *
 *     slope[0]  x[0]  slope[1]  x[1]  ...  x[n-1]  slope[n]
 *
 * Finding where phi - lambda L is least is a walk along the slopes. */
#ifndef SOLVER_CURVE_H
#define SOLVER_CURVE_H

#include "solver/search.h"

struct curve {
    size_t
        first; /* into x, f; slopes start at first + (number of the curve) */
    int n;     /* breakpoints; 0: phi is 0 everywhere */
};

struct curves {
    struct curve *at; /* [n_terms] */
    double *x, *f;    /* breakpoints and phi there */
    double *slope;
};

eb_status curves_new(const struct search *s, struct curves *out);
void curves_clear(struct curves *curves);

double curve_value(const struct curves *c, size_t t, double load);
/* min over low <= L <= high of phi(L) - lambda L; INFINITY if low > high. */
double curve_least(const struct curves *c, size_t t, double lambda, double low,
                   double high, double *at);

#endif
