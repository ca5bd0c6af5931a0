/* scratch.h - a folder for what a test writes. */
#ifndef TESTS_SUPPORT_SCRATCH_H
#define TESTS_SUPPORT_SCRATCH_H

/* Makes an empty folder under /tmp (or under `parent`), which becomes the
 * working folder until it is left and removed with all that it holds. One at
 * a time; each ends the test when it cannot do so. */
void scratch_enter(void);
void scratch_enter_in(const char *parent);
void scratch_leave(void);
/* Runs a shell command, which has to succeed. */
void scratch_run(const char *command);

#endif
