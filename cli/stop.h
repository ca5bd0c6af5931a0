/* stop.h - Ctrl-C: asks for the best plan so far; a second one kills. */
#ifndef CLI_STOP_H
#define CLI_STOP_H

/* Non-zero once the user wants to stop. */
volatile int *stop_listen(void);

#endif
