/* audit_report.h - report.html of an audit folder. */
#ifndef IO_AUDIT_REPORT_H
#define IO_AUDIT_REPORT_H

#include "io/handles.h"
#include "io/text.h"

/* Shows audit.json (`json`). */
eb_status audit_report(const eb_audit *audit, const struct doc *json,
                       struct text *out);

#endif
