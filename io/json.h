/* json.h - JSON text into documents and back.
 *
 * Read strictly (RFC 8259), and more: a key may stand once in an object, a
 * number must be finite as a double, no string may hold \u0000, nesting ends
 * at 1,000. Every value knows its line and its column, counted in characters;
 * numbers keep their text. */
#ifndef IO_JSON_H
#define IO_JSON_H

#include "base/doc.h"

/* A syntax error ends the reading; all other faults are reported. */
eb_status json_read(const char *file_name, const char *bytes, size_t length,
                    struct doc **out, eb_messages *said);
/* One line of a file of JSON lines, `line` being its number in the file. */
eb_status json_read_line(const char *file_name, long line, const char *bytes,
                         size_t length, struct doc **out, eb_messages *said);
/* Indented by two blanks, arrays of plain values on one line where it has at
 * most 100 columns, a line end at the end. The same document gives the same
 * bytes. NUL-terminated, freed with mem_free; NULL when memory is out, also
 * if it ran out while the document was built. */
char *json_write(const struct doc *doc, size_t *length);

#endif
