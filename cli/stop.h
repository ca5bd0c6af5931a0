/* stop.h - Ctrl-C: asks for the best plan so far; a second one kills. Before
 * there can be a plan, the first one ends the command. */
#ifndef CLI_STOP_H
#define CLI_STOP_H

/* Until stop_listen(), Ctrl-C ends the command with EXIT_NOTHING. Nothing may
 * lie about that would have to be cleared away. */
void stop_expect_nothing(void);
/* Non-zero once the user wants to stop. */
volatile int *stop_listen(void);

#endif
