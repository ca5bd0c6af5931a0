/* explain_text.h - an answer of `explain`, as it stands on a terminal. */
#ifndef CLI_EXPLAIN_TEXT_H
#define CLI_EXPLAIN_TEXT_H

#include "io/explained.h"

/* `all`: every candidate and every change, not the first few. */
eb_status explain_print(const struct explained *explained, bool all);

#endif
