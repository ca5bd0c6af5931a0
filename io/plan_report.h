/* plan_report.h - report.html of a plan folder. */
#ifndef IO_PLAN_REPORT_H
#define IO_PLAN_REPORT_H

#include "io/plan_files.h"

/* Shows plan.json (`json`, as far as it is there), rules.json, books.csv,
 * moves.csv and teams.csv, and where there are coordinates the accounts on a
 * map. O(n log n). */
eb_status plan_report(const struct plan *plan, const struct doc *json,
                      const struct doc *rules, struct text *out);

#endif
