/* fairness.c - measures of how evenly something is shared. */
#include "model/fairness.h"

#include <math.h>
#include <stdlib.h>

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

/* Around the mean, since squares of like numbers cancel. */
static double variance(const double *x, size_t n, double mean)
{
    double sum = 0;

    for (size_t k = 0; k < n; k++)
        sum += (x[k] - mean) * (x[k] - mean);
    return sum / (double)n;
}

/* Of ascending shares each lies above as many as stand before it: the sum over
 * pairs is that of (2k - n + 1) x_k. */
static double sum_differences(const double *x, size_t n)
{
    double sum = 0;

    for (size_t k = 0; k < n; k++)
        sum += (2 * (double)k - (double)n + 1) * x[k];
    return 2 * sum;
}

struct fairness fairness_of(double *share, size_t n)
{
    struct fairness f = {n, NAN, NAN, NAN, NAN, NAN, NAN};
    double size = (double)n, sum = 0, spread;

    if (n == 0)
        return f;
    qsort(share, n, sizeof *share, ascending);
    for (size_t k = 0; k < n; k++)
        sum += share[k];
    f.mean = sum / size;
    f.max_deviation = fmax(fabs(share[0] - 1), fabs(share[n - 1] - 1));
    if (!(sum > 0))
        return f;
    spread = variance(share, n, f.mean);
    f.cv = sqrt(spread) / f.mean;
    f.gini = sum_differences(share, n) / (2 * size * size * f.mean);
    f.jain = f.mean * f.mean / (f.mean * f.mean + spread);
    f.max_min = share[0] > 0 ? share[n - 1] / share[0] : INFINITY;
    return f;
}
