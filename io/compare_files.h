/* compare_files.h - a comparison as files: docs/FORMATS.md, "The comparison
 * folder". */
#ifndef IO_COMPARE_FILES_H
#define IO_COMPARE_FILES_H

#include "io/folder.h"
#include "io/text.h"
#include "model/comparison.h"

/* What a comparison folder may hold beside plan folders; ends with NULL. */
extern const char *const compare_folder_files[];

/* compare.csv: a row for each plan. */
void compare_csv(const struct comparison *comparison, struct text *out);
/* books.csv: a row for each rep, metric and group, and each plan. */
void compare_books_csv(const struct comparison *comparison, struct text *out);
/* differences.csv: a row for each account that differs, a column for each
 * plan. */
void compare_differences_csv(const struct comparison *comparison,
                             struct text *out);
/* compare.json: all of it. */
eb_status compare_json(const struct comparison *comparison, struct doc **out);

/* Adds all of them. */
eb_status compare_fill(const struct comparison *comparison,
                       struct folder *folder, eb_messages *said);

#endif
