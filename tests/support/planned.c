/* planned.c - plans for tests, from texts. */
#include "tests/support/planned.h"

struct planner_options planned_options(void)
{
    return (struct planner_options){.effort = EB_NORMAL,
                                    .gap = 0,
                                    .seed = 1,
                                    .threads = 1,
                                    .started = clock_seconds()};
}

struct planned plan_with(struct texts texts,
                         const struct planner_options *options)
{
    struct planned p = {.made = make(texts), .said = eb_messages_new()};

    p.status =
        planner_run(p.made.books, p.made.rules, options, &p.plan, p.said);
    return p;
}

struct planned plan_of(struct texts texts)
{
    struct planner_options options = planned_options();

    return plan_with(texts, &options);
}

void planned_clear(struct planned *planned)
{
    plan_free(planned->plan);
    made_clear(&planned->made);
    eb_messages_free(planned->said);
}
