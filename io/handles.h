/* handles.h - what the handles of evenbook.h are made of. */
#ifndef IO_HANDLES_H
#define IO_HANDLES_H

#include "io/opened.h"
#include "model/plan.h"

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

#endif
