/* phrase.h - going on after a fault, and messages put together from pieces. */
#ifndef MODEL_PHRASE_H
#define MODEL_PHRASE_H

#include "base/status.h"
#include "base/vec.h"

/* Remembers that something failed while more is looked at: the first failure,
 * but one that is no fault of the input weighs more. */
void keep_status(eb_status *kept, eb_status status);

/* A text that grows. After one failure to get memory it stays as it is. */
struct phrase {
    struct VEC(char) text;
    bool failed;
};

void phrase_add(struct phrase *phrase, const char *format, ...)
    PRINTF_LIKE(2, 3);
void phrase_add_bytes(struct phrase *phrase, const char *bytes, size_t n);
/* A text without what would steer a terminal (base/glyphs.h). */
void phrase_add_plain(struct phrase *phrase, const char *text);
const char *phrase_text(const struct phrase *phrase);
void phrase_clear(struct phrase *phrase);

/* How many bytes of a cell a message quotes: all, or what makes some sixty,
 * whole characters of UTF-8. For "%.*s". */
int quoted(const char *text);

#endif
