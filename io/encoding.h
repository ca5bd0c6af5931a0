/* encoding.h - is it UTF-8, and UTF-8 out of UTF-16.
 *
 * Everything inside Evenbook is UTF-8; this is where that is made sure of. */
#ifndef IO_ENCODING_H
#define IO_ENCODING_H

#include "base/status.h"

/* The bytes before the first that is no UTF-8 (RFC 3629: no overlong forms, no
 * surrogates, nothing past U+10FFFF); `length` if all are. */
size_t utf8_valid(const char *bytes, size_t length);

/* True if the text begins with the byte order mark of UTF-16. */
bool utf16_is(const char *bytes, size_t length);
/* UTF-16 with its mark as UTF-8 without one, NUL-terminated; freed with
 * mem_free. A lone surrogate or half a unit is a fault with its line. */
eb_status utf16_convert(const char *file_name, const char *bytes,
                        size_t length, char **out, size_t *out_length,
                        eb_messages *said);

#endif
