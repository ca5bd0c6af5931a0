/* digest.h - by what a plan knows its inputs again: SHA-256 of their rows,
 * whatever their order.
 *
 * A plan does not depend on the order of rows, so its bytes must not either.
 * Of a CSV file the digest is that of its first line and its other lines in
 * order of bytes, each ended by a newline:
 *
 *     (head -n 1 F; tail -n +2 F | LC_ALL=C sort) | sha256sum
 *
 * Of rules.json it is that of the file as it stands. */
#ifndef IO_DIGEST_H
#define IO_DIGEST_H

#include "base/status.h"

/* Lower-case hex, 64 characters and a NUL. O(bytes x log lines). */
eb_status digest_of(eb_input which, const char *bytes, size_t length,
                    char out[65]);

#endif
