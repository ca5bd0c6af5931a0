/* take.h - the inputs that a command line names. */
#ifndef CLI_TAKE_H
#define CLI_TAKE_H

#include "cli/options.h"
#include "include/evenbook.h"

/* The files that flags name, then what else the folder (NULL: none) holds. */
eb_status take_books(const struct arguments *args, const char *folder,
                     eb_books *books, eb_messages *said);
/* The folder operand, or NULL. */
const char *operand(const struct arguments *args, int k);

#endif
