/* budget.h - how much work may be done, counted in steps; a clock and a stop
 * flag only cut it short.
 *
 * A step is about one evaluated arc (some ten nanoseconds), so that effort
 * means roughly the same everywhere. Budgets nest: a child takes its share
 * from what is left. */
#ifndef BASE_BUDGET_H
#define BASE_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

struct budget {
    int64_t steps;            /* left */
    double deadline;          /* by clock_seconds(); 0 = none */
    const volatile int *stop; /* may be NULL */
    bool cut;                 /* a clock or the flag ended it */
    int64_t next_look;        /* looks at the clock now and then only */
};

/* Takes steps; true while there are any left and nothing cut it. */
bool budget_take(struct budget *budget, int64_t steps);
/* Whether nothing is left; asks no clock. */
static inline bool budget_is_spent(const struct budget *budget)
{
    return budget->steps <= 0 || budget->cut;
}
/* True once the clock or the flag says so; looks at once. */
bool budget_is_cut(struct budget *budget);
/* Monotonic seconds. */
double clock_seconds(void);

#endif
