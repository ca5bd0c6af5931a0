/* csv_reader.h - CSV text into a plain table.
 *
 * RFC 4180, read strictly: a quote stands around a whole field or doubled
 * inside one. Takes UTF-8 with or without a mark and UTF-16 with one, any line
 * ends, and the separator that the header uses most: , ; TAB or |. Blank lines
 * are skipped but count as lines.
 *
 * Every fault is reported with line and field, as far as reading can go on:
 * after broken quotes it takes up again on the next line. */
#ifndef IO_CSV_READER_H
#define IO_CSV_READER_H

#include "base/table.h"

enum {
    CSV_LARGEST_FIELD = 1024 * 1024,    /* bytes */
    CSV_LARGEST_ROW = 16 * 1024 * 1024, /* bytes */
    CSV_MOST_COLUMNS = 10000
};

/* No rows under a header are no fault here. Unnamed columns at the end are
 * dropped where all their cells are blank. O(length). */
eb_status csv_read(const char *file_name, const char *bytes, size_t length,
                   struct table **out, eb_messages *said);

#endif
