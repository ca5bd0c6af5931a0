/* plan_files.h - the files of a plan folder, each as text: docs/FORMATS.md.
 *
 * Nothing here computes what a plan is worth; that stands in struct plan. */
#ifndef IO_PLAN_FILES_H
#define IO_PLAN_FILES_H

#include "io/csv_writer.h"
#include "io/inputs.h"
#include "io/text.h"
#include "model/plan.h"

/* The tables go to a fresh writer, whose form is the caller's.
 *
 * assignments.csv */
void plan_assignments(const struct plan *plan, struct csv_writer *csv);
/* moves.csv. O(n log n). */
eb_status plan_moves(const struct plan *plan, struct csv_writer *csv);
/* books.csv */
void plan_books(const struct plan *plan, struct csv_writer *csv);
/* teams.csv */
eb_status plan_teams(const struct plan *plan, struct csv_writer *csv);

/* owners.csv, owners_rollback.csv, owners_rollback_unowned.csv */
enum owners_file { OWNERS_NEW, OWNERS_ROLLBACK, OWNERS_ROLLBACK_UNOWNED };
void plan_owners(const struct plan *plan, enum owners_file which,
                 struct csv_writer *csv);

/* The k-th CSV file of a plan folder; NULL behind the last. */
const char *plan_table_name(size_t k);
/* The file of that name as text, in place of what `out` held. */
eb_status plan_table(const struct plan *plan, const char *name,
                     bool excel_safe, struct text *out);

/* certificate.json */
eb_status plan_certificate(const struct plan *plan, struct doc **out);
/* run.json */
eb_status plan_run(const struct plan *plan, struct doc **out);

/* How a plan is written. */
struct file_form {
    bool excel_safe; /* cells that spreadsheets would run get a ' */
    bool no_report;  /* no report.html */
};

/* What plan.json says beyond the plan itself. */
struct plan_origin {
    const struct inputs *inputs;
    const char *folder; /* where it will lie; NULL: nowhere, and paths stand as
                           they were given */
    const char *within; /* a folder in `folder` instead; NULL: not */
    const eb_messages *said; /* its warnings are listed */
    struct file_form form;
};
/* plan.json without `files`, which plan_json_file adds. */
eb_status plan_json(const struct plan *plan, const struct plan_origin *origin,
                    struct doc **out);
void plan_json_file(struct doc *doc, const char *path, const char *bytes,
                    size_t length);

#endif
