/* audit_json.h - an audit for programs: docs/FORMATS.md. */
#ifndef IO_AUDIT_JSON_H
#define IO_AUDIT_JSON_H

#include "base/doc.h"
#include "model/audit.h"

/* "unowned", "owner_left", ... */
const char *flag_key(enum flag_kind kind);
/* Adds it to the object `root`. Memory that ran out shows in doc_ok. */
void audit_describe(const struct audit *audit, struct doc *doc,
                    struct node *root);

#endif
