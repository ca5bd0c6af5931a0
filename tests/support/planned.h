/* planned.h - plans for tests, from texts. */
#ifndef TESTS_SUPPORT_PLANNED_H
#define TESTS_SUPPORT_PLANNED_H

#include "model/planner.h"
#include "tests/support/making.h"

struct planned {
    struct made made;
    struct plan *plan; /* NULL unless status is EB_OK */
    eb_messages *said;
    eb_status status;
};

/* Normal effort, no gap, one thread, seed 1, nothing that cuts it. */
struct planner_options planned_options(void);
struct planned plan_of(struct texts texts);
struct planned plan_with(struct texts texts,
                         const struct planner_options *options);
void planned_clear(struct planned *planned);

#endif
