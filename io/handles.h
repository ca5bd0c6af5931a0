/* handles.h - what the handles of evenbook.h are made of. */
#ifndef IO_HANDLES_H
#define IO_HANDLES_H

#include "io/opened.h"
#include "io/plan_files.h"
#include "io/reopened.h"
#include "io/unruled.h"
#include "model/audit.h"
#include "model/decompose.h"
#include "model/drill.h"
#include "model/carried.h"
#include "model/planner.h"
#include "model/price.h"

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
    struct file_form form;
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

struct eb_prices {
    struct reopened plan;
    struct prices prices;
    char *json, *csv; /* NULL before they were asked for */
    bool excel_safe;
};

struct eb_drill {
    struct inputs
        inputs; /* shared with the books; none where there is a plan */
    struct opened opened;
    struct reopened reopened; /* the plan, if it is of one */
    struct carried_books carried;
    struct rules rules; /* of the plan, by the goal blend */
    struct drills *drills;
    eb_messages *said; /* while it was made */
    char *json;        /* of eb_drill_json(); NULL before */
    bool excel_safe;
};

/* What every maker of something asks of its options. */
bool options_are_sound(const eb_options *options);
/* What of them is the planner's; the time limit runs from `started`. */
struct planner_options planner_options_of(const eb_options *options,
                                          double started);
struct file_form options_form(const eb_options *options);
/* Says in `said` what `heard` heard. */
eb_status messages_pass_on(const eb_messages *heard, eb_messages *said);

#endif
