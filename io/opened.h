/* opened.h - inputs understood: books, and the rules that hold for them. */
#ifndef IO_OPENED_H
#define IO_OPENED_H

#include "io/inputs.h"
#include "model/rules.h"

struct opened {
    struct books *books;
    struct rules *rules;
};

/* `role` and `goal` overrule what the rules say; NULL does not. The inputs
 * must outlive the result. EB_BAD_USAGE where accounts or reps are not given. */
eb_status opened_make(const struct inputs *inputs, const char *role,
                      const char *goal, struct opened *out, eb_messages *said);
void opened_clear(struct opened *opened);

#endif
