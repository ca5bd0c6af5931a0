/* disk.h - writing and naming, shared by files and folders.
 *
 * Functions that give an int give 0, or an errno. */
#ifndef IO_DISK_H
#define IO_DISK_H

#include "base/status.h"

/* "path: words for the errno"; EB_IO, or EB_NO_MEMORY for ENOMEM. */
eb_status disk_fail(int number, eb_messages *said, const char *path);

int disk_write(int file, const char *bytes, size_t length);
/* Writes, brings it to the disk and closes, whatever happens. */
int disk_write_and_close(int file, const char *bytes, size_t length);
int disk_sync_folder(const char *path);

/* New strings, freed with mem_free; NULL or false when memory is out. */
char *disk_join(const char *a, const char *between, const char *b);
/* The folder a path lies in, with a slash behind it, and its last name. */
bool disk_split(const char *path, char **parent, char **name);
/* Where something grows before it gets its name: "parent.name.pid.part". */
char *disk_part(const char *parent, const char *name);
/* "", "/", "." and ".." name no entry that could be replaced. */
bool disk_has_no_name(const char *path);

#endif
