/* scenarios.h - scenarios.json read, every scenario as books of its own, and
 * their plans. */
#ifndef IO_SCENARIOS_H
#define IO_SCENARIOS_H

#include "io/folder.h"
#include "io/handles.h"
#include "model/scenario.h"

struct scenario_books {
    const char *name;
    char *folder;    /* safe on any file system, and no other's: "two-hires" */
    eb_books *books; /* whose files lie in "books/" of that folder */
    eb_plan *plan;   /* of scenarios_solve(); NULL: not begun or not found */
};

struct scenarios {
    struct doc *doc;
    eb_books *base;
    struct opened opened;                   /* the base */
    struct compiled *compiled;              /* the base */
    struct VEC(struct scenario_books) each; /* the base first, then as in the
                                               document */
};

/* Reads the document, "-" being standard input, and its base, and makes every
 * scenario; the base is one, called "base", unless a scenario is called so.
 * Reports every fault of the document. scenarios_clear() also after a
 * failure. */
eb_status scenarios_read(const char *path, const char *role,
                         const struct rules_wish *wish, struct scenarios *out,
                         eb_messages *said);
void scenarios_clear(struct scenarios *scenarios);

/* Makes the plan of each at once on the options' threads. What was stopped before
 * there was a plan has none, and a warning says so; EB_STOPPED where none has
 * one. */
eb_status scenarios_solve(struct scenarios *scenarios,
                          const eb_options *options, eb_messages *said);
/* Adds the plan and the books it was made from as a folder of this one. */
eb_status scenario_write(const struct scenario_books *one,
                         struct folder *folder, eb_messages *said);

#endif
