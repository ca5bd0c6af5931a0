/* plain.c - numbers and dates written in one way only. */
#include "model/plain.h"

#include <string.h>

void plain_number(int64_t units, int decimals, char *buffer)
{
    const char *point;

    decimal_write(units, decimals, buffer);
    point = strchr(buffer, '.');
    if (point != NULL && strlen(point) == 4)
        memcpy(buffer + strlen(buffer), "0", 2);
}

bool plain_cell(const struct column *column, size_t row,
                char buffer[PLAIN_ROOM])
{
    if (column->number == NULL || column->blank[row])
        return false;
    if (column->kind == CELL_NUMBER)
        plain_number(column->number[row], column->decimals, buffer);
    else if (column->kind == CELL_DATE)
        date_write(column->number[row], buffer);
    else
        return false;
    return true;
}

/* A text column with numbers and dates among each other; a number is read in either
 * style there, cell by cell. */
static bool plain_ramp(const struct column *column, const char *cell,
                       char buffer[PLAIN_ROOM])
{
    enum date_style style;
    int64_t days;

    if (!column->recognised || strcmp(column->name, "ramp") != 0 ||
        !date_style_of(cell, &style) || !date_read(cell, style, &days))
        return false;
    date_write(days, buffer);
    return true;
}

static bool is_gap(char c)
{
    return c == ' ' || c == '\t';
}

/* In place: a cell only grows shorter. */
static char *trim(char *text)
{
    size_t n;

    text += strspn(text, " \t");
    for (n = strlen(text); n > 0 && is_gap(text[n - 1]);)
        text[--n] = '\0';
    return text;
}

static eb_status plain_column(struct table *table, const struct column *column)
{
    size_t field = (size_t)column->field;
    char text[PLAIN_ROOM];
    eb_status status = EB_OK;

    for (size_t row = 0; row < table_rows(table); row++) {
        char *cell = trim(table->cells.at[row * table->n_columns + field]);

        table_point_cell(table, row, field, cell);
        if ((plain_cell(column, row, text) ||
             plain_ramp(column, cell, text)) &&
            strcmp(cell, text) != 0)
            TRY(table_set_cell(table, row, field, text));
    }
done:
    return status;
}

eb_status plain_table(struct table *table, const struct schema *schema,
                      struct mapping mapping, eb_messages *said)
{
    struct names words = {0};
    struct frame *frame = NULL;
    eb_status status;

    TRY(frame_read(table, schema, mapping, &words, &frame, said));
    for (size_t k = 0; k < frame->n_columns; k++)
        TRY(plain_column(table, &frame->columns[k]));
done:
    frame_free(frame);
    names_clear(&words);
    return status;
}
