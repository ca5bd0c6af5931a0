/* handles.h - what the handles of evenbook.h are made of. */
#ifndef IO_HANDLES_H
#define IO_HANDLES_H

#include "io/opened.h"
#include "io/unruled.h"
#include "model/audit.h"
#include "model/decompose.h"
#include "model/planner.h"

struct eb_books {
    struct inputs inputs;
};

struct eb_plan {
    struct inputs inputs; /* shared with the books */
    struct opened opened; /* what `plan` speaks of */
    struct plan *plan;
    struct doc *rules; /* as applied */
    eb_messages *said; /* while it was made */
    char *json;        /* of eb_plan_json(); NULL before */
};

struct eb_audit {
    struct inputs inputs; /* shared with the books */
    struct opened opened;
    struct compiled *compiled;
    struct audit *audit;
    bool decomposed;
    struct unruled unruled; /* nothing where they cannot be opened */
    struct decomposition parts;
    struct plan *unavoidable; /* U_0, once it has been written */
    eb_options options;
    eb_messages *said; /* while it was made */
    char *json;        /* of eb_audit_json(); NULL before */
};

/* What every maker of something asks of its options. */
bool options_are_sound(const eb_options *options);
/* The same for the planner; a limit of time counts from `started`. */
struct planner_options planner_options_of(const eb_options *options,
                                          double started);
/* Says in `said` what `heard` heard. */
eb_status messages_pass_on(const eb_messages *heard, eb_messages *said);

#endif
