/* files.h - files read whole, and files and folders written whole or not at
 * all.
 *
 * What is written grows under the hidden name ".<name>.<pid>.part" beside the
 * target and is renamed into place once it is on disk. A program that is
 * killed leaves the target as it was, and at worst such a part, which the next
 * folder_begin for this target removes. */
#ifndef IO_FILES_H
#define IO_FILES_H

#include "base/status.h"

/* The whole file and a NUL behind it; freed with mem_free. "-" is standard
 * input. */
eb_status file_read(const char *path, char **bytes, size_t *length,
                    eb_messages *said);
/* Replaces the file. "-" is standard output; a device or pipe is written
 * through. */
eb_status file_write_whole(const char *path, const char *bytes, size_t length,
                           eb_messages *said);
/* Whether a file or folder of this name is there. */
bool file_is_there(const char *path);

struct folder;

/* Begins a folder that will stand at `path`. `ours` ends with NULL and names
 * the files that a folder of this kind may hold, first the one that each of
 * them does (plan.json). What stands at the path already is replaced if it is
 * an empty folder, or one with that first file and nothing but `ours` and
 * folders that hold a plan.json; anything else is refused here, before any
 * work, since replacing deletes. */
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
