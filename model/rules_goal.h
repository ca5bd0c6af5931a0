/* rules_goal.h - what a plan is to achieve: design of the goals in docs/MODEL.md
 * section 14. */
#ifndef MODEL_RULES_GOAL_H
#define MODEL_RULES_GOAL_H

#include "model/rules_read.h"

/* Fills `goal` and `against`, after the metrics; `wish` overrules the document, and its
 * goal has been looked at by goal_check. */
void read_goal(struct reader *in, const struct rules_wish *wish);
/* EB_BAD_USAGE if what is wished for is no goal. */
eb_status goal_check(const struct rules_wish *wish, eb_messages *said);

#endif
