/* auditing.h - what the files of audit.h share: for them alone. */
#ifndef MODEL_AUDITING_H
#define MODEL_AUDITING_H

#include "model/audit.h"
#include "model/workings.h"

/* The number of a group by its word. */
int audit_group(const struct compiled *compiled, int word);
/* Whether it was contacted lately; no where contacts are not known. */
bool audit_is_worked(const struct audit *audit, int account);

/* audit_flags.c - what is amiss, in sentences. */
eb_status audit_flag(struct audit *audit);
/* audit_breaks.c - which rules are broken; after the flags. */
eb_status audit_break(struct audit *audit);

#endif
