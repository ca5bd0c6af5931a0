/* json_syntax.h - where a text stops being JSON, and what should stand there.
 *
 * cJSON says that a text is wrong, but its place is often that of something
 * else, and it cannot say what it waited for. */
#ifndef IO_JSON_SYNTAX_H
#define IO_JSON_SYNTAX_H

#include <stdbool.h>

enum { JSON_DEEPEST = 1000 }; /* brackets open at once; cJSON's limit too */

/* False at the first fault: `*where` is its place and `*expected` says what
 * should be there. */
bool json_syntax(const char *at, const char *end, const char **where,
                 const char **expected);
/* The end of the longest JSON number that begins here; `at` if none does. */
const char *json_number_end(const char *at, const char *end);

#endif
