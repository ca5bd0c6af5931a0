/* take.h - the inputs that a command line names. */
#ifndef CLI_TAKE_H
#define CLI_TAKE_H

#include "cli/options.h"
#include "include/evenbook.h"
#include "io/ledger.h"

/* The files that flags name, then what else the folder (NULL: none) or the ledger of
 * --from holds. */
eb_status take_books(const struct arguments *args, const char *folder,
                     eb_books *books, eb_messages *said);
/* The k-th operand, or NULL. */
const char *operand(const struct arguments *args, int k);
/* Seconds to wait for others, as --patience has it; 10. */
double patience_of(const struct arguments *args);
/* The ledger that the first operand names, as --patience has it. */
eb_status take_ledger(const struct arguments *args, enum ledger_use use,
                      struct ledger **out, eb_messages *said);
/* That --out, where a folder is written, does not name standard output. */
eb_status demand_folder(const struct arguments *args, eb_messages *said);

#endif
