/* files.h - files read whole, and written whole or not at all.
 *
 * What is written grows under the hidden name ".<name>.<pid>.part" beside the
 * target and is renamed into place once it is on disk. */
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

#endif
