/* rules_cells.h - the cells that feed a metric, against what it takes. */
#ifndef MODEL_RULES_CELLS_H
#define MODEL_RULES_CELLS_H

#include "model/rules.h"

/* A fault for each negative cell that a metric, limit or budget refuses, and
 * for each blank one that a metric requires; each cell once. Accounts that are
 * outside feed nothing. O(accounts x measures). */
eb_status rules_check_cells(const struct rules *rules,
                            const struct books *books, eb_messages *said);

#endif
