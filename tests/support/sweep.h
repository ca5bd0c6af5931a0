/* sweep.h - a call with its n-th allocation failing, for every n. */
#ifndef TESTS_SUPPORT_SWEEP_H
#define TESTS_SUPPORT_SWEEP_H

#include "include/evenbook.h"

/* Repeats the call with allocation 0, 1, 2 ... refused until it has succeeded
 * ten times in a row: once is not enough, since a callee may do without one
 * piece of memory. It must leave nothing behind, whether it fails or not. Gives the number of
 * failures; -1 when blocks were left over, -2 when a failure was not reported
 * as EB_NO_MEMORY, -3 when it never succeeds. */
long sweep_memory(eb_status (*call)(void *context), void *context);

#endif
