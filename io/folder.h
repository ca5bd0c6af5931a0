/* folder.h - output folders, written whole or not at all.
 *
 * A folder grows under the hidden name ".<name>.<pid>.part" beside its target
 * and is renamed into place once all of it is on disk; an earlier one is
 * swapped with it in one step, then deleted. A program that is killed leaves
 * the target as it was, or new, and at worst a hidden part, which the next
 * folder_begin for this target removes. */
#ifndef IO_FOLDER_H
#define IO_FOLDER_H

#include "base/status.h"

struct folder;

/* Begins a folder that will stand at `path`. `ours` ends with NULL and names
 * the files that a folder of this kind may hold, first the one that each of
 * them does (plan.json). What stands at the path already is replaced if it is
 * an empty folder, or one with that first file and nothing but `ours` and
 * folders that hold a plan.json, or files alone that `ours` names
 * with the folder before it ("books/reps.csv"); anything else is refused here, before any
 * work, since replacing deletes. Where `ours` is empty, only an empty folder
 * is replaced. */
eb_status folder_begin(const char *path, const char *const *ours,
                       struct folder **out, eb_messages *said);
/* Adds a file; the name may have folders in it ("point-1/plan.json"). */
eb_status folder_file(struct folder *folder, const char *name,
                      const char *bytes, size_t length, eb_messages *said);
/* Puts the folder in its place. */
eb_status folder_commit(struct folder *folder, eb_messages *said);
/* Removes what was not committed. */
void folder_free(struct folder *folder);

#endif
