/* cells_date.c - dates, read from the cells of a column in one style. */
#include "model/cells.h"

#include "model/phrase.h"

#include <string.h>

static const char *const style_words[] = {
    [DATE_ISO] = "year-month-day",
    [DATE_SLASH] = "month/day/year",
    [DATE_DOT] = "day.month.year",
};

/* What the dates read so far are like. */
struct date_survey {
    long first; /* row of the first date, or NO_ROW */
    enum date_style style;
    bool mixed; /* there is another style too */
};

static eb_status say_stray(struct cell_reader *in, const struct column *column,
                           size_t row, const char *text)
{
    return cell_fault(in, column, row, text,
                      strchr(text, '/') != NULL
                          ? "is not a date (with / the month comes first)"
                          : "is not a date");
}

static eb_status say_mixed(struct cell_reader *in, const struct column *column,
                           size_t row, enum date_style style,
                           const struct date_survey *seen)
{
    const struct table *table = in->table;
    const char *text = table_cell(table, row, (size_t)column->field);
    size_t first = (size_t)seen->first;

    return fault(in->said, cell_place(in, column, row),
                 "%s: \"%s\" is written %s, but \"%s\" on line %ld is "
                 "written %s",
                 column->header, text, style_words[style],
                 table_cell(table, first, (size_t)column->field),
                 table->lines.at[first], style_words[seen->style]);
}

/* EB_OK with the cell blank, or read; else what was said of it. */
static eb_status read_cell(struct cell_reader *in, struct column *column,
                           size_t row, const char *text, bool quiet,
                           struct date_survey *seen)
{
    int64_t *day = &column->number[row];
    enum date_style style;

    if (seen->first != NO_ROW && date_read(text, seen->style, day))
        return EB_OK;
    if (!date_style_of(text, &style)) {
        column->blank[row] = true;
        return quiet ? EB_BAD_DATA : say_stray(in, column, row, text);
    }
    if (!date_read(text, style, day))
        return EB_BAD_DATA;
    if (seen->first == NO_ROW) {
        seen->first = (long)row;
        seen->style = style;
        return EB_OK;
    }
    if (quiet || seen->mixed)
        return EB_BAD_DATA;
    seen->mixed = true;
    return say_mixed(in, column, row, style, seen);
}

eb_status cells_read_date(struct cell_reader *in, struct column *column,
                          bool quiet)
{
    size_t rows = table_rows(in->table);
    struct date_survey seen = {NO_ROW, DATE_ISO, false};
    eb_status kept = EB_OK;

    column->n_blank = 0;
    column->number = NEW(int64_t, rows);
    if (column->number == NULL)
        return EB_NO_MEMORY;
    for (size_t row = 0; row < rows; row++) {
        const char *text = cell_text(in, column, row);

        if (text == NULL)
            return EB_NO_MEMORY;
        column->blank[row] = *text == '\0';
        column->n_blank += *text == '\0';
        if (*text != '\0')
            keep_status(&kept, read_cell(in, column, row, text, quiet, &seen));
        if (kept == EB_NO_MEMORY || (quiet && kept != EB_OK))
            return kept;
    }
    return kept;
}
