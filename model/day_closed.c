/* day_closed.c - the accounts of a day that have closed: rows that come and go, and the
 * columns of the open ones. */
#include "model/day_edits.h"

#include <string.h>

/* Open and closed accounts have the same columns, but that closed ones have one more
 * at the end. */
eb_status day_closed_add_column(struct day *day, const char *name)
{
    struct table *table = day->closed.table;
    size_t last = table->n_columns - 1;
    struct heading heading;
    eb_status status;
    char *header;

    TRY(day_rows_add_column(&day->closed, name));
    header = table->header[last];
    table->header[last] = table->header[last + 1];
    table->header[last + 1] = header;
    heading = day->closed.headings.at[last];
    day->closed.headings.at[last] = day->closed.headings.at[last + 1];
    day->closed.headings.at[last + 1] = heading;
    for (size_t row = 0; row < table_rows(table); row++) {
        char **cells = table->cells.at + row * table->n_columns + last;
        char *cell = cells[0];

        cells[0] = cells[1];
        cells[1] = cell;
    }
done:
    return status;
}

void day_closed_drop_column(struct day *day)
{
    struct table *table = day->closed.table;
    size_t last = table->n_columns - 1;

    table->header[last - 1] = table->header[last];
    day->closed.headings.at[last - 1] = day->closed.headings.at[last];
    for (size_t row = 0; row < table_rows(table); row++) {
        char **cells = table->cells.at + row * table->n_columns + last;

        cells[-1] = cells[0];
    }
    day_rows_drop_last_column(&day->closed);
}

eb_status day_move_to_closed(struct day *day, const char *id, size_t row,
                             const char *date)
{
    struct table *open = day->of[DAY_ACCOUNTS].table;
    size_t n = open->n_columns;
    const char **cells = NEW(const char *, n + 1);
    const char *word;
    eb_status status = cells == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    for (size_t k = 0; k < n; k++)
        cells[k] = table_cell(open, row, k);
    cells[n] = date;
    TRY(day_rows_add(&day->closed, id, open->lines.at[row], cells, &word));
    day_rows_drop(&day->of[DAY_ACCOUNTS], id);
done:
    mem_free(cells);
    return status;
}

eb_status day_move_to_open(struct day *day, const char *id, size_t row)
{
    struct table *closed = day->closed.table;
    const char *const *cells =
        (const char *const *)closed->cells.at + row * closed->n_columns;
    const char *word;
    eb_status status;

    TRY(day_rows_add(&day->of[DAY_ACCOUNTS], id, closed->lines.at[row], cells,
                     &word));
    day_rows_drop(&day->closed, id);
done:
    return status;
}
