/* status.h - how failure travels: one status type, one message at the source.
 *
 * Whoever knows what went wrong says so once, with its place, and returns the
 * status; everyone above passes the status on with TRY. Only cli/ prints. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include "include/evenbook.h"

/* Jumps to the function's one label `done` with `status` set, unless OK. */
#define TRY(call)                                                             \
    do {                                                                      \
        status = (call);                                                      \
        if (status != EB_OK)                                                  \
            goto done;                                                        \
    } while (0)

#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/* Where in an input something stands. Lines and columns count from 1; 0 leaves
 * them out. In CSV the column is the number of the field. */
struct place {
    const char *file;
    long line;
    long column;
};

/* Each adds one message "file:line:column: text" and returns a status: */
/* EB_BAD_DATA (or EB_NO_MEMORY). At most 1,000 faults per file are kept; one
 * more line then says how many there were. */
eb_status fault(eb_messages *said, struct place at, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* `status`, which is not EB_OK; a failure that has no place in an input. */
eb_status fail(eb_status status, eb_messages *said, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* EB_OK, or EB_NO_MEMORY. */
eb_status warn(eb_messages *said, struct place at, const char *format, ...)
    PRINTF_LIKE(3, 4);
eb_status note(eb_messages *said, const char *format, ...) PRINTF_LIKE(2, 3);

size_t fault_count(const eb_messages *said);

#endif
