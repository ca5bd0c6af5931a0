/* compared.h - plans to be compared: read from their folders, or as they were just
 * made; each as the same three files. */
#ifndef IO_COMPARED_H
#define IO_COMPARED_H

#include "io/handles.h"
#include "model/comparison.h"

struct compared_plans {
    struct VEC(struct compared) each;
    struct VEC(void *) owned; /* docs and tables, in turns of three */
    struct arena memory;
};

/* Reads a plan folder; it is called by its path. Books and other folders are
 * refused. */
eb_status compared_read(struct compared_plans *plans, const char *folder,
                        eb_messages *said);
/* The same of a plan that was made. */
eb_status compared_add(struct compared_plans *plans, const eb_plan *plan,
                       const char *name, const char *folder,
                       eb_messages *said);
void compared_clear(struct compared_plans *plans);

#endif
