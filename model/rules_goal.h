/* rules_goal.h - what a plan is to achieve: design of the goals in docs/MODEL.md
 * section 14. */
#ifndef MODEL_RULES_GOAL_H
#define MODEL_RULES_GOAL_H

#include "model/rules_read.h"

/* Fills `goal` and `against`, after the metrics; `wish` (NULL: none) overrules
 * the document's goal, and has been looked at by goal_check. */
void read_goal(struct reader *in, const char *wish);
/* EB_BAD_USAGE if it is no goal; NULL is none and passes. */
eb_status goal_check(const char *wish, eb_messages *said);

#endif
