/* csv_writer.c - rows of cells as CSV text. */
#include "io/csv_writer.h"

#include "base/number.h"
#include "io/excel_safe.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* A header that begins like another kind of file, with a byte order mark or
 * like a zip archive, would be taken for one. And a reader counts the
 * separators in it that stand outside quotes to find out which is used. */
static bool misleads_as_header(const char *text)
{
    return strncmp(text, "\xEF\xBB\xBF", 3) == 0 ||
           strncmp(text, "PK\3\4", 4) == 0 || strpbrk(text, ",;\t|") != NULL;
}

/* A comma is quoted always: in a table of one column a reader finds no
 * separator and takes it for one. */
static bool needs_quotes(const struct csv_writer *csv, const char *text)
{
    const char special[] = {'"', '\r', '\n', ',', csv->separator, '\0'};
    size_t n = strlen(text);

    if (n == 0)
        return false;
    if (is_blank(text[0]) || is_blank(text[n - 1]))
        return true;
    return strpbrk(text, special) != NULL ||
           (csv->rows == 0 && misleads_as_header(text));
}

static void add_doubling_quotes(struct text *out, const char *text)
{
    const char *quote;

    while ((quote = strchr(text, '"')) != NULL) {
        text_add_bytes(out, text, (size_t)(quote - text) + 1);
        text_add_char(out, '"');
        text = quote + 1;
    }
    text_add(out, text);
}

void csv_cell(struct csv_writer *csv, const char *text)
{
    bool quotes = needs_quotes(csv, text);

    if (csv->cells == 0)
        csv->row_start = csv->out->n;
    if (csv->cells++ > 0)
        text_add_char(csv->out, csv->separator);
    if (quotes)
        text_add_char(csv->out, '"');
    if (csv->excel_safe && excel_unsafe(text))
        text_add_char(csv->out, '\'');
    add_doubling_quotes(csv->out, text);
    if (quotes)
        text_add_char(csv->out, '"');
}

void csv_integer(struct csv_writer *csv, int64_t number)
{
    csv_decimal(csv, number, 0);
}

void csv_decimal(struct csv_writer *csv, int64_t units, int decimals)
{
    char text[48];

    decimal_write(units, decimals, text);
    csv_cell(csv, text);
}

/* A row of one empty cell would be a blank line, which readers skip. */
void csv_end_row(struct csv_writer *csv)
{
    if (csv->cells == 1 && csv->out->n == csv->row_start)
        text_add(csv->out, "\"\"");
    text_add_char(csv->out, '\n');
    csv->cells = 0;
    csv->rows++;
}

void csv_table(struct csv_writer *csv, const struct table *table)
{
    for (size_t k = 0; k < table->n_columns; k++)
        csv_cell(csv, table->header[k]);
    csv_end_row(csv);
    for (size_t row = 0; row < table_rows(table); row++) {
        for (size_t k = 0; k < table->n_columns; k++)
            csv_cell(csv, table_cell(table, row, k));
        csv_end_row(csv);
    }
}

void table_text(const struct table *table, struct text *out)
{
    struct csv_writer csv = {.out = out, .separator = ','};

    csv_table(&csv, table);
}
