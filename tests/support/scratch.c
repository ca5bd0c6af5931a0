/* scratch.c - a folder for what a test writes. */
#include "tests/support/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char place[64];

void scratch_run(const char *command)
{
    if (system(command) != 0)
        abort();
}

void scratch_enter_in(const char *parent)
{
    snprintf(place, sizeof place, "%s/evenbook-test-XXXXXX", parent);
    if (mkdtemp(place) == NULL || chdir(place) != 0)
        abort();
}

void scratch_enter(void)
{
    scratch_enter_in("/tmp");
}

void scratch_leave(void)
{
    char command[100];

    if (chdir("/") != 0)
        abort();
    snprintf(command, sizeof command, "rm -rf '%s'", place);
    scratch_run(command);
}
