/* glyphs.h - text as a screen shows it: how wide it is, and nothing in it that
 * steers a terminal.
 *
 * Widths are in columns of a terminal: 1 for most characters, 2 for Chinese,
 * Japanese and Korean ones and for emoji, 0 for marks that stand on the character
 * before. What belongs together (a letter and its accents, the members of an emoji
 * joined by U+200D, two letters of a flag) is one glyph and takes 2 at most. They
 * are those of Unicode, whatever the locale. A byte that is no UTF-8 takes one
 * column, as the sign does that terminals show in its place. */
#ifndef BASE_GLYPHS_H
#define BASE_GLYPHS_H

#include <stdbool.h>
#include <stddef.h>

size_t text_width(const char *text);
/* Of its first so many bytes. */
size_t text_width_of(const char *text, size_t bytes);
/* How many bytes of it, whole glyphs, take at most so many columns. */
size_t text_fitting(const char *text, size_t columns);

/* Writes the text without what would move the cursor, colour or end a line, or
 * turn the direction of what follows: such characters are written out, as \t, \n,
 * \r, \x1b, \u202e; so are bytes that are no UTF-8, as \xff. Gives its length in
 * bytes, the final 0 not counted; `out` NULL: writes nothing. */
size_t text_plain(const char *text, char *out);

/* Whether some of it runs from right to left. */
bool text_runs_left(const char *text);

#endif
