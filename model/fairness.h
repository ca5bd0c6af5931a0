/* fairness.h - how evenly something is shared: the measures of audits and of
 * comparisons, over numbers that are already scaled to what each is due.
 *
 * A share is load / target: 1 is what the rep's capacity is due, so that a part-timer
 * with half a book counts as 1. Every rep counts once. All measures but the mean are
 * the same whatever unit the shares have.
 *
 *   CV          standard deviation / mean, of the population
 *   Gini        sum_ij |x_i - x_j| / (2 n^2 mean): 0 equal, (n - 1)/n one has all
 *               (Sen, On Economic Inequality, 1973, section 2.8)
 *   Jain        (sum x)^2 / (n sum x^2): 1 equal, 1/n one has all
 *               (Jain, Chiu and Hawe, A Quantitative Measure of Fairness, DEC
 *               TR-301, 1984, equation 2)
 *   max/min     infinite where someone has nothing
 *   deviation   the largest |x - 1| */
#ifndef MODEL_FAIRNESS_H
#define MODEL_FAIRNESS_H

#include "base/status.h"

#include <stddef.h>

struct fairness {
    size_t n;
    double mean, cv, gini, jain, max_min, max_deviation;
};

/* Of n shares >= 0; sorts them. What is not defined, where all are 0 or there are
 * none, is NAN; max_min is then NAN too, else INFINITY where the least is 0.
 * O(n log n). */
struct fairness fairness_of(double *share, size_t n);

#endif
