/* audit_text.h - an audit on a screen. */
#ifndef CLI_AUDIT_TEXT_H
#define CLI_AUDIT_TEXT_H

#include "cli/screen.h"
#include "model/audit.h"
#include "model/decompose.h"

/* `parts`: NULL where the unfairness was not decomposed; `all`: every rep, and all
 * that is amiss. */
void audit_print(const struct audit *audit, const struct decomposition *parts,
                 bool all, struct screen *to);
/* audit_parts_text.c: what the unfairness is made of, and how to mend it. */
void audit_print_parts(const struct audit *audit,
                       const struct decomposition *parts, struct screen *to);

#endif
