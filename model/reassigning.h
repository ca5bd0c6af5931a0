/* reassigning.h - a reassignment under way: what reassign*.c share. */
#ifndef MODEL_REASSIGNING_H
#define MODEL_REASSIGNING_H

#include "model/reassign.h"
#include "model/workday.h"

struct reassigning {
    struct day *day;
    const struct doc *rules;
    const struct reassign_request *request;
    struct reassign *out;
    eb_messages *said;
    const char *role;       /* as workday_open takes it */
    struct workday workday; /* of the books as they are */
    bool from_left;         /* `from` is no rep of the role who works */
};

/* reassign_select.c: the rows of *out, each given or kept, without a receiver. */
eb_status reassign_select(struct reassigning *in);
eb_status reassign_text(struct reassigning *in, const char *text,
                        const char **out);
/* The row stays as it is. */
eb_status reassign_keep(struct reassigning *in, struct reassigned *row,
                        const char *reason);
/* reassign_best.c: receivers for rows that are not kept. */
eb_status reassign_best(struct reassigning *in);

#endif
