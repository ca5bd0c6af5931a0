/* route_answer.h - answers as lines of JSON. */
#ifndef IO_ROUTE_ANSWER_H
#define IO_ROUTE_ANSWER_H

#include "io/text.h"
#include "model/route.h"

/* `event` "" where the request had none; `again`: it was answered before. */
void route_write_answer(struct text *out, const struct route *route,
                        const char *event, const struct route_answer *answer,
                        bool again);
void route_write_error(struct text *out, const char *event, long line,
                       const char *what);

#endif
