/* changes_file.h - a batch of changes as it was sent: changes.csv or JSON lines, into one
 * kind of table; and the rows that were refused, as a file to correct and send again.
 *
 * The content tells which it is: JSON begins with `{` (an object a line) or `[` (a list
 * of them). A file with nothing but blanks is a batch without events. */
#ifndef IO_CHANGES_FILE_H
#define IO_CHANGES_FILE_H

#include "model/changes.h"

struct changes_file {
    struct table *table;
    long *
        places; /* [rows * columns] column of each value in its line; NULL: CSV */
    char sha256[65]; /* of the bytes */
};

/* "-" is standard input. Reports every fault of the file. */
eb_status changes_file_read(const char *path, struct changes_file *out,
                            eb_messages *said);
eb_status changes_file_take(const char *name, const char *bytes, size_t length,
                            struct changes_file *out, eb_messages *said);
void changes_file_clear(struct changes_file *file);

/* Writes the rows whose events were refused, in their order, as CSV with the columns of
 * the file and `why`. "-" is standard output. */
eb_status changes_file_refused(const struct changes_file *file,
                               const struct changes *changes,
                               const struct outcome *outcome, const char *path,
                               eb_messages *said);

#endif
