/* budget.c - steps, and now and then a look at the clock. */
#include "base/budget.h"

#include <time.h>

/* About a millisecond of work. */
enum { STEPS_BETWEEN_LOOKS = 100000 };

double clock_seconds(void)
{
    struct timespec now = {0, 0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

bool budget_is_cut(struct budget *budget)
{
    if (budget->stop != NULL && *budget->stop != 0)
        budget->cut = true;
    if (budget->deadline > 0.0 && clock_seconds() >= budget->deadline)
        budget->cut = true;
    return budget->cut;
}

bool budget_take(struct budget *budget, int64_t steps)
{
    budget->steps = budget->steps > steps ? budget->steps - steps : 0;
    budget->next_look -= steps;
    if (budget->next_look <= 0) {
        budget->next_look = STEPS_BETWEEN_LOOKS;
        budget_is_cut(budget);
    }
    return budget->steps > 0 && !budget->cut;
}
