/* csv_writer.c - rows of cells as CSV text. */
#include "io/csv_writer.h"

#include "base/number.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* A header is quoted where it holds any separator, since a reader counts those
 * outside quotes to find out which is used. It takes a comma where it finds
 * none, in a table of one column, so commas are quoted always. */
static bool needs_quotes(const struct csv_writer *csv, const char *text)
{
    const char special[] = {'"', '\r', '\n', ',', csv->separator, '\0'};
    size_t n = strlen(text);

    if (n == 0)
        return false;
    if (is_blank(text[0]) || is_blank(text[n - 1]))
        return true;
    return strpbrk(text, special) != NULL ||
           (csv->rows == 0 && strpbrk(text, ",;\t|") != NULL);
}

static bool looks_like_formula(const char *text)
{
    wide ignored;

    return *text != '\0' && strchr("=+-@\t\r", *text) != NULL &&
           !decimal_read_wide(text, 30, &ignored);
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
    if (csv->excel_safe && looks_like_formula(text))
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
