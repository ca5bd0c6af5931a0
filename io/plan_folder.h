/* plan_folder.h - a plan as a folder of files, whole or not at all. */
#ifndef IO_PLAN_FOLDER_H
#define IO_PLAN_FOLDER_H

#include "io/folder.h"
#include "io/plan_files.h"

/* The files of a plan folder, first plan.json; ends with NULL. */
extern const char *const plan_folder_files[];

/* Begins a folder for a plan: see folder_begin. Before any work is done, so
 * that a place that cannot be written is known at once. */
eb_status plan_folder_begin(const char *path, struct folder **out,
                            eb_messages *said);
/* Adds all files; `rules` are those applied. */
eb_status plan_folder_fill(struct folder *folder, const struct plan *plan,
                           const struct doc *rules,
                           const struct plan_origin *origin,
                           eb_messages *said);

#endif
