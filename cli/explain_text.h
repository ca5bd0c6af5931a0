/* explain_text.h - an answer of `explain`, as it stands on a terminal. */
#ifndef CLI_EXPLAIN_TEXT_H
#define CLI_EXPLAIN_TEXT_H

#include "cli/screen.h"
#include "io/explained.h"

/* `all`: every candidate and every change, not the first few. */
void explain_print(const struct explained *explained, bool all,
                   struct screen *to);

#endif
