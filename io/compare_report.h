/* compare_report.h - report.html of a comparison folder. */
#ifndef IO_COMPARE_REPORT_H
#define IO_COMPARE_REPORT_H

#include "io/text.h"
#include "model/comparison.h"

/* Shows compare.json, and without scripts compare.csv. `within`: the plans lie
 * in folders of this one, with pages of their own. */
eb_status compare_report(const struct comparison *comparison,
                         const struct doc *json, const struct text *csv,
                         bool within, struct text *out);

#endif
