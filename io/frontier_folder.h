/* frontier_folder.h - a frontier as a folder: a plan folder for each point, and what
 * they are in frontier.csv and frontier.json (docs/FORMATS.md). */
#ifndef IO_FRONTIER_FOLDER_H
#define IO_FRONTIER_FOLDER_H

#include "base/doc.h"
#include "io/folder.h"
#include "io/plan_files.h"
#include "model/frontier.h"

/* "unfairness", "fit", "objective". */
const char *aim_key(enum aim aim);
enum { POINT_NAME_ROOM = 40 };
/* "point-07", as wide as the last needs; gives its buffer back. */
const char *frontier_point_name(const struct frontier *frontier, size_t point,
                                char buffer[POINT_NAME_ROOM]);

/* Begins it: see folder_begin. */
eb_status frontier_folder_begin(const char *path, struct folder **out,
                                eb_messages *said);
/* Makes the plans, and writes them where `folder`, which will stand at `path`, is not
 * NULL. `warnings` go into each plan. */
eb_status frontier_plans(struct frontier *frontier,
                         const struct inputs *inputs, struct folder *folder,
                         const char *path, const struct file_form *form,
                         const eb_messages *warnings, eb_messages *said);
/* frontier.csv, frontier.json and report.html, once all plans are made. */
eb_status frontier_folder_fill(struct folder *folder,
                               const struct frontier *frontier,
                               const struct file_form *form,
                               eb_messages *said);
/* What frontier.json says. */
eb_status frontier_json(const struct frontier *frontier, struct doc **out);

#endif
