/* audit_json.h - an audit for programs: docs/FORMATS.md. */
#ifndef IO_AUDIT_JSON_H
#define IO_AUDIT_JSON_H

#include "base/doc.h"
#include "model/audit.h"
#include "model/decompose.h"

/* "unowned", "owner_left", ... */
const char *flag_key(enum flag_kind kind);
/* "limits", "territory", "families", "locks". */
const char *imposed_key(enum imposed kind);
/* Adds it to the object `root`; `parts` may be NULL. Memory that ran out shows in
 * doc_ok. */
void audit_describe(const struct audit *audit,
                    const struct decomposition *parts, struct doc *doc,
                    struct node *root);

struct folder;

/* Begins the folder that eb_audit_write fills: before any work is done, so that a
 * place that cannot be written is known at once. */
eb_status audit_folder_begin(const char *path, struct folder **out,
                             eb_messages *said);

#endif
