/* frontier_rules.h - the rules of one point of a frontier: the rules as given, with
 * what is not minimised switched off, and a budget on what is disrupted. */
#ifndef MODEL_FRONTIER_RULES_H
#define MODEL_FRONTIER_RULES_H

#include "model/rules.h"

/* What is minimised. */
enum aim { AIM_UNFAIRNESS, AIM_FIT, AIM_OBJECTIVE, N_AIMS };

struct point_rules {
    struct doc *doc;     /* as applied */
    struct rules *rules; /* read from it */
};

/* `against` NULL: moves are counted; "loss": what they are expected to lose; else what
 * they carry of a metric. The limit
 * stands for one of the same kind that was given. EB_BAD_USAGE where there is no such
 * metric. */
eb_status point_rules_make(const struct rules *base, const struct books *books,
                           enum aim aim, const char *against,
                           struct decimal limit, struct point_rules *out,
                           eb_messages *said);
void point_rules_clear(struct point_rules *rules);
/* The place of the budget among those of the rules. */
size_t point_budget(const struct rules *rules, const char *against);

#endif
