/* rules_metrics.h - reading what is balanced. */
#ifndef MODEL_RULES_METRICS_H
#define MODEL_RULES_METRICS_H

#include "model/rules_read.h"

void read_metrics(struct reader *in);

#endif
