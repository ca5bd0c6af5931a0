/* test_budget.c - steps, the clock and the stop flag. */
#include "base/budget.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

Test(budget, ends_with_its_steps)
{
    struct budget budget = {.steps = 10};

    cr_expect(eq(int, budget_take(&budget, 4), 1));
    cr_expect(eq(int, budget_take(&budget, 5), 1));
    cr_expect(eq(int, budget_take(&budget, 5), 0));
    cr_expect(eq(i64, budget.steps, 0));
    cr_expect(eq(int, budget.cut, 0));
}

Test(budget, is_cut_by_the_flag)
{
    volatile int stop = 0;
    struct budget budget = {.steps = INT64_MAX, .stop = &stop};

    cr_expect(eq(int, budget_take(&budget, 1), 1));
    stop = 1;
    cr_expect(eq(int, budget_take(&budget, 1000000), 0));
    cr_expect(eq(int, budget.cut, 1));
}

Test(budget, is_cut_by_the_clock_and_stays_so)
{
    struct budget budget = {.steps = 1000,
                            .deadline = clock_seconds() + 1000.0};

    cr_expect(eq(int, budget_is_cut(&budget), 0));
    budget.deadline = clock_seconds();
    cr_expect(eq(int, budget_is_cut(&budget), 1));
    budget.deadline = 0.0;
    cr_expect(eq(int, budget_take(&budget, 1), 0));
}
