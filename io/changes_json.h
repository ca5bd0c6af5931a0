/* changes_json.h - JSON lines, or a list of objects, as a table with a row for each
 * object and a column for each key, in order of first sight. */
#ifndef IO_CHANGES_JSON_H
#define IO_CHANGES_JSON_H

#include "base/table.h"

/* *places is as in changes_file.h. Reports every fault. */
eb_status changes_json(const char *name, const char *bytes, size_t length,
                       struct table **out, long **places, eb_messages *said);

/* One object on one line, `number` being that of the line in its file. */
eb_status changes_json_line(const char *name, long number, const char *bytes,
                            size_t length, struct table **out, long **places,
                            eb_messages *said);

#endif
