/* drill_text.h - drills on a terminal. */
#ifndef CLI_DRILL_TEXT_H
#define CLI_DRILL_TEXT_H

#include "cli/screen.h"
#include "model/drill.h"

/* All reps in a table, the worst first (`all`: not the ten worst alone), then the
 * worst in full. */
void drill_print(const struct drills *drills, bool all, struct screen *to);
/* The first in full; `all`: every account. */
void drill_print_one(const struct drills *drills, bool all, struct screen *to);

#endif
