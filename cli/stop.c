/* stop.c - Ctrl-C: asks for the best plan so far; a second one kills. */
#include "cli/stop.h"

#include <signal.h>
#include <stddef.h>

/* The one global that changes: a signal handler can reach nothing else. */
static volatile sig_atomic_t wanted;

static void want(int signal_number)
{
    (void)signal_number;
    wanted = 1;
}

/* sig_atomic_t is int wherever this is built; the compiler would say if not. */
volatile int *stop_listen(void)
{
    struct sigaction action = {.sa_handler = want,
                               .sa_flags = (int)SA_RESETHAND};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    return &wanted;
}
