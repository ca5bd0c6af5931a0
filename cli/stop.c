/* stop.c - Ctrl-C: asks for the best plan so far; a later one kills. Before
 * there can be a plan, the first one ends the command.
 *
 * One press may arrive twice: a wrapper such as timeout(1) passes it on to the
 * process and to its group. So only one that comes a second later counts as
 * the second. */
#include "cli/stop.h"

#include "cli/command.h"

#include <signal.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

/* The globals that change: a signal handler can reach nothing else. */
static volatile sig_atomic_t wanted;
static volatile sig_atomic_t since;

static sig_atomic_t seconds_now(void)
{
    struct timespec now = {0, 0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (sig_atomic_t)now.tv_sec;
}

static void want(int signal_number)
{
    if (wanted == 0) {
        wanted = 1;
        since = seconds_now();
    } else if (seconds_now() > since + 1) {
        signal(signal_number, SIG_DFL);
        raise(signal_number);
    }
}

/* Only what POSIX lets a handler do. */
static void give_up(int signal_number)
{
    static const char text[] = "evenbook: stopped before there was any plan\n";
    ssize_t n = write(STDERR_FILENO, text, sizeof text - 1);

    (void)signal_number;
    (void)n;
    _exit(EXIT_NOTHING);
}

void stop_expect_nothing(void)
{
    struct sigaction action = {.sa_handler = give_up};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

/* sig_atomic_t is int wherever this is built; the compiler would say if not. */
volatile int *stop_listen(void)
{
    struct sigaction action = {.sa_handler = want};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    return &wanted;
}
