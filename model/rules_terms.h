/* rules_terms.h - reading what has to do with who suits whom and who stays:
 * territory, fit, families, continuity, locks. */
#ifndef MODEL_RULES_TERMS_H
#define MODEL_RULES_TERMS_H

#include "model/rules_read.h"

void read_balance_within(struct reader *in);
void read_territory(struct reader *in);
void read_fit(struct reader *in);
void read_families(struct reader *in);
/* All of it but the budgets (rules_limits.h). */
void read_continuity(struct reader *in);
void read_locks(struct reader *in);

#endif
