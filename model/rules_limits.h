/* rules_limits.h - reading what bounds loads and moves. Both look metrics up, so
 * metrics are read before. */
#ifndef MODEL_RULES_LIMITS_H
#define MODEL_RULES_LIMITS_H

#include "model/rules_read.h"

void read_limits(struct reader *in);
/* In the order of the kinds in the table of keys, then as written. */
void read_budgets(struct reader *in);

#endif
