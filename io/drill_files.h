/* drill_files.h - drills for programs and spreadsheets: docs/FORMATS.md. */
#ifndef IO_DRILL_FILES_H
#define IO_DRILL_FILES_H

#include "base/doc.h"
#include "io/folder.h"
#include "io/text.h"
#include "model/drill.h"

/* Adds them to the object `root`; memory that ran out shows in doc_ok. */
void drill_describe(const struct drills *drills, struct doc *doc,
                    struct node *root);
/* Before any work is done, so that a place that cannot be written is known. */
eb_status drill_folder_begin(const char *path, struct folder **out,
                             eb_messages *said);
/* The tables; `json` is the text of drill.json. */
eb_status drill_folder_fill(struct folder *folder, const struct drills *drills,
                            const char *json, bool excel_safe,
                            eb_messages *said);

#endif
