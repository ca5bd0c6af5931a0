/* csv_writer.h - rows of cells as CSV text.
 *
 *     struct text out = {0};
 *     struct csv_writer csv = {.out = &out, .separator = ','};
 *     csv_cell(&csv, "id");
 *     csv_end_row(&csv);
 *     if (!text_ok(&out)) ...
 *
 * RFC 4180 with LF as line end; quotes only where a reader needs them. What is
 * written here csv_read gives back cell by cell. */
#ifndef IO_CSV_WRITER_H
#define IO_CSV_WRITER_H

#include "base/table.h"
#include "io/text.h"

#include <stdint.h>

struct csv_writer {
    struct text *out;
    char separator; /* one of , ; TAB | */
    /* Puts ' before cells that a spreadsheet would run as formulas
     * (excel_safe.h). */
    bool excel_safe;
    size_t rows, cells; /* rows ended; cells of the open one */
    size_t row_start;   /* where the open row begins in `out` */
};

void csv_cell(struct csv_writer *csv, const char *text);
void csv_integer(struct csv_writer *csv, int64_t number);
/* units x 10^-decimals, exactly. */
void csv_decimal(struct csv_writer *csv, int64_t units, int decimals);
void csv_end_row(struct csv_writer *csv);
/* Header and rows; and the same with commas, onto a text. */
void csv_table(struct csv_writer *csv, const struct table *table);
void table_text(const struct table *table, struct text *out);

#endif
