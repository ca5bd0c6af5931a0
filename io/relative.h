/* relative.h - the way from a folder to a file. */
#ifndef IO_RELATIVE_H
#define IO_RELATIVE_H

/* From the folder, which need not be there yet but for its parent, to the
 * file, which is there: "../books/accounts.csv". Symbolic links are resolved
 * first. As it stands if `folder` is NULL or a way cannot be found. Freed with
 * mem_free; NULL when memory is out. */
char *relative_path(const char *folder, const char *file);

#endif
