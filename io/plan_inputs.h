/* plan_inputs.h - the inputs that a plan folder names, found again, and how
 * it knows its own files. */
#ifndef IO_PLAN_INPUTS_H
#define IO_PLAN_INPUTS_H

#include "io/inputs.h"

/* Reads every input that plan.json (`plan`) lists, from where it says, or, with
 * `books`, from that folder. EB_REFUSED where one has changed since, by its
 * digest, or where accounts or reps are not listed; EB_BAD_USAGE where one came
 * from standard input and there is no `books`. `out` is empty before and on
 * failure holds what was read. */
eb_status plan_inputs(const char *folder, const char *books,
                      const struct doc *plan, struct inputs *out,
                      eb_messages *said);
/* The digest under which plan.json lists one of the plan's own files; NULL where
 * it does not. */
const char *plan_digest(const struct doc *plan, const char *name);
/* Whether the folder holds a file of this name: plan.json, where it is a plan's. */
eb_status plan_holds(const char *folder, const char *name, bool *holds);
/* `name` in the folder; a new string, NULL when memory is out. */
char *plan_path(const char *folder, const char *name);

#endif
