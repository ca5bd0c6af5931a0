/* test_fairness.c - measures against values worked out by hand and against what
 * their authors say of them. */
#include "model/fairness.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#define NEAR 1e-12

Test(fairness, of_equal_shares_is_perfect)
{
    double x[] = {1, 1, 1, 1};
    struct fairness f = fairness_of(x, 4);

    cr_assert(eq(dbl, f.mean, 1));
    cr_assert(eq(dbl, f.cv, 0));
    cr_assert(eq(dbl, f.gini, 0));
    cr_assert(eq(dbl, f.jain, 1));
    cr_assert(eq(dbl, f.max_min, 1));
    cr_assert(eq(dbl, f.max_deviation, 0));
}

/* 1, 3, 5 in any order: mean 3, variance 8/3; the pairs differ by 2, 2, 4, both
 * ways 16; 16 / (2 x 9 x 3) = 8/27; 81 / (3 x 35) = 27/35. */
Test(fairness, is_what_hand_and_pencil_say)
{
    double x[] = {5, 1, 3};
    struct fairness f = fairness_of(x, 3);

    cr_assert(epsilon_eq(dbl, f.mean, 3, NEAR));
    cr_assert(epsilon_eq(dbl, f.cv, sqrt(8.0 / 3) / 3, NEAR));
    cr_assert(epsilon_eq(dbl, f.gini, 8.0 / 27, NEAR));
    cr_assert(epsilon_eq(dbl, f.jain, 27.0 / 35, NEAR));
    cr_assert(epsilon_eq(dbl, f.max_min, 5, NEAR));
    cr_assert(epsilon_eq(dbl, f.max_deviation, 4, NEAR));
}

/* Jain, Chiu and Hawe: if k of n users share equally and the others get nothing,
 * the index is k/n. The Gini coefficient is then 1 - k/n, the squared CV n/k - 1. */
Test(fairness, of_k_among_n)
{
    for (size_t n = 1; n <= 20; n++)
        for (size_t k = 1; k <= n; k++) {
            double x[20], part = (double)k / (double)n;
            struct fairness f;

            for (size_t i = 0; i < n; i++)
                x[i] = i < k ? 7 : 0;
            f = fairness_of(x, n);
            cr_assert(epsilon_eq(dbl, f.jain, part, NEAR));
            cr_assert(epsilon_eq(dbl, f.gini, 1 - part, NEAR));
            cr_assert(epsilon_eq(dbl, f.cv * f.cv, 1 / part - 1, 1e-9));
            if (k < n)
                cr_assert(isinf(f.max_min) != 0);
        }
}

/* Whatever the unit: all but the mean and the deviation stay. And Jain's index is
 * 1 / (1 + CV^2), as its authors note. */
Test(fairness, knows_no_unit)
{
    double x[] = {0.2, 1.7, 0.9, 1.1, 1.1}, y[5];
    struct fairness f, g;

    for (int k = 0; k < 5; k++)
        y[k] = 1000 * x[k];
    f = fairness_of(x, 5);
    g = fairness_of(y, 5);
    cr_assert(epsilon_eq(dbl, f.cv, g.cv, NEAR));
    cr_assert(epsilon_eq(dbl, f.gini, g.gini, NEAR));
    cr_assert(epsilon_eq(dbl, f.jain, g.jain, NEAR));
    cr_assert(epsilon_eq(dbl, f.max_min, g.max_min, 1e-9));
    cr_assert(epsilon_eq(dbl, f.jain, 1 / (1 + f.cv * f.cv), NEAR));
}

Test(fairness, of_nothing_is_not_defined)
{
    double x[] = {0, 0};
    struct fairness f = fairness_of(x, 2);

    cr_assert(eq(dbl, f.mean, 0));
    cr_assert(eq(dbl, f.max_deviation, 1));
    cr_assert(isnan(f.cv) && isnan(f.gini) && isnan(f.jain) &&
              isnan(f.max_min));
    f = fairness_of(x, 0);
    cr_assert(isnan(f.mean) && isnan(f.max_deviation));
}
