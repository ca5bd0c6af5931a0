/* text.h - text that grows at its end.
 *
 * A failed addition is remembered and makes the later ones do nothing, so that
 * a writer may go on without looking and ask text_ok() once at the end. */
#ifndef IO_TEXT_H
#define IO_TEXT_H

#include "base/status.h"

struct text {
    char *at; /* n bytes and a NUL; NULL while nothing was added */
    size_t n, room;
    bool failed; /* memory ran out */
};

void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const char *bytes, size_t n);
void text_add_char(struct text *text, char c);
void text_printf(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);
bool text_ok(const struct text *text);
void text_clear(struct text *text);

#endif
