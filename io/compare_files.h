/* compare_files.h - a comparison as files: docs/FORMATS.md, "The comparison
 * folder". */
#ifndef IO_COMPARE_FILES_H
#define IO_COMPARE_FILES_H

#include "io/folder.h"
#include "io/plan_files.h"
#include "model/comparison.h"

/* What a comparison folder may hold beside plan folders; ends with NULL. */
extern const char *const compare_folder_files[];

/* The tables go to a fresh writer.
 *
 * compare.csv: a row for each plan. */
void compare_csv(const struct comparison *comparison, struct csv_writer *csv);
/* books.csv: a row for each rep, metric and group, and each plan. */
void compare_books_csv(const struct comparison *comparison,
                       struct csv_writer *csv);
/* differences.csv: a row for each account that differs, a column for each
 * plan. */
void compare_differences_csv(const struct comparison *comparison,
                             struct csv_writer *csv);
/* compare.json: all of it. */
eb_status compare_json(const struct comparison *comparison, struct doc **out);

/* Adds all of them, and report.html. `within`: the plans lie in folders of this
 * one. */
eb_status compare_fill(const struct comparison *comparison,
                       const struct file_form *form, bool within,
                       struct folder *folder, eb_messages *said);

#endif
