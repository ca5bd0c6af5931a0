/* sweep.c - a call with its n-th allocation failing, for every n. */
#include "tests/support/sweep.h"

#include "base/mem.h"

enum { MOST_CALLS = 100000, ENOUGH_SUCCESSES = 10 };

long sweep_memory(eb_status (*call)(void *context), void *context)
{
    size_t live = mem_live();
    long failures = 0;
    int successes = 0;

    for (long n = 0; n < MOST_CALLS; n++) {
        eb_status status;

        mem_fail_at(n);
        status = call(context);
        mem_fail_at(-1);
        if (mem_live() != live)
            return -1;
        if (status != EB_OK && status != EB_NO_MEMORY)
            return -2;
        failures += status != EB_OK;
        successes = status == EB_OK ? successes + 1 : 0;
        if (successes == ENOUGH_SUCCESSES)
            return failures;
    }
    return -3;
}
