/* ledger_holder.h - which process holds a ledger that could not be had. */
#ifndef IO_LEDGER_HOLDER_H
#define IO_LEDGER_HOLDER_H

#include <stddef.h>

/* "process 1234 (evenbook daily ...)", or "another process" where that cannot be
 * found out. */
void ledger_holder(const char *path, char *out, size_t room);

#endif
