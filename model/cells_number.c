/* cells_number.c - numbers, read from the cells of a column in one style. */
#include "model/cells.h"

#include "model/phrase.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum {
    MOST_PLACES = 6, /* the finest scale of a column */
    PLAIN_DIGITS = 18,
    BLANK = -1,    /* instead of a number of places */
    NO_POINT = -2, /* no number when read with a point */
    TOO_LONG = -3
};

/* Digits, perhaps with a minus before and a point inside: most cells. The same
 * as number_read() gives for them, but faster. */
static bool read_plain(const char *text, struct decimal *out)
{
    bool negative = *text == '-', point = false;
    int n = 0, places = 0;
    int64_t units = 0;

    text += negative;
    if (*text == '.')
        return false;
    for (; *text != '\0'; text++) {
        if (*text == '.' && !point && text[1] != '\0') {
            point = true;
            continue;
        }
        if (*text < '0' || *text > '9' || ++n > PLAIN_DIGITS)
            return false;
        units = units * 10 + (*text - '0');
        places += point;
    }
    for (; places > 0 && units % 10 == 0; places--)
        units /= 10;
    *out = (struct decimal){negative ? -units : units, places};
    return n > 0;
}

/* With a comma for the decimals "1.234" would be 1234: one to three digits, of
 * which the first is no 0, a point, three digits. */
static bool is_doubtful(const char *text)
{
    size_t whole;

    text += *text == '-';
    whole = strspn(text, "0123456789");
    return whole >= 1 && whole <= 3 && text[0] != '0' && text[whole] == '.' &&
           strlen(text + whole + 1) == 3;
}

static bool is_code(const char *text)
{
    return text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

/* Only the first row of each kind is wanted. */
static void see(long *first, size_t row)
{
    if (*first == NO_ROW)
        *first = (long)row;
}

static void survey_plain(struct number_survey *survey, const char *text,
                         size_t row)
{
    if (is_code(text))
        survey->codes = true;
    if (strchr(text, '.') != NULL)
        see(is_doubtful(text) ? &survey->doubt_row : &survey->point_row, row);
}

/* Gives the places of the number as read with a point. "1,234" alone is taken
 * for the thousand that it nearly always is. */
static signed char survey_other(struct number_survey *survey, const char *text,
                                size_t row, struct decimal *out)
{
    enum number_fault point = number_read(text, NUMBER_POINT, out);
    enum number_style style;
    struct decimal other;

    if (number_style_of(text, &style))
        see(style == NUMBER_POINT ? &survey->point_row : &survey->comma_row,
            row);
    else if (point == NUMBER_NOT)
        survey->strays = true;
    else if (strchr(text, '.') != NULL &&
             number_read(text, NUMBER_COMMA, &other) == NUMBER_OK &&
             (other.units != out->units || other.decimals != out->decimals))
        see(&survey->doubt_row, row);
    if (point == NUMBER_TOO_LARGE)
        survey->strays = true;
    if (point == NUMBER_NOT)
        return NO_POINT;
    return point == NUMBER_TOO_LARGE ? TOO_LONG : (signed char)out->decimals;
}

static void survey_cell(struct column *column, struct number_survey *survey,
                        const char *text, size_t row)
{
    struct decimal number = {0, 0};

    if (*text == '\0') {
        survey->places[row] = BLANK;
        return;
    }
    if (read_plain(text, &number)) {
        survey_plain(survey, text, row);
        survey->places[row] = (signed char)number.decimals;
    } else {
        survey->places[row] = survey_other(survey, text, row, &number);
    }
    column->number[row] = survey->places[row] >= 0 ? number.units : 0;
}

eb_status cells_survey_number(struct cell_reader *in, struct column *column,
                              bool stop_at_stray, struct number_survey *survey)
{
    size_t rows = table_rows(in->table);

    *survey = (struct number_survey){
        .point_row = NO_ROW, .comma_row = NO_ROW, .doubt_row = NO_ROW};
    survey->places = NEW(signed char, rows);
    column->number = NEW(int64_t, rows);
    if (survey->places == NULL || column->number == NULL)
        return EB_NO_MEMORY;
    for (size_t row = 0; row < rows; row++) {
        const char *text = cell_text(in, column, row);

        if (text == NULL)
            return EB_NO_MEMORY;
        survey_cell(column, survey, text, row);
        if (stop_at_stray && (survey->strays || survey->codes))
            return EB_OK;
    }
    return EB_OK;
}

void number_survey_clear(struct number_survey *survey)
{
    mem_free(survey->places);
    survey->places = NULL;
}

static const char *raw(const struct cell_reader *in,
                       const struct column *column, long row)
{
    return table_cell(in->table, (size_t)row, (size_t)column->field);
}

static eb_status say_mixed(const struct cell_reader *in,
                           const struct column *column,
                           const struct number_survey *survey)
{
    bool comma_last = survey->comma_row > survey->point_row;
    long last = comma_last ? survey->comma_row : survey->point_row;
    long first = comma_last ? survey->point_row : survey->comma_row;

    return fault(in->said, cell_place(in, column, (size_t)last),
                 "%s: \"%s\" is written with a decimal %s, but \"%s\" on "
                 "line %ld with a decimal %s",
                 column->header, raw(in, column, last),
                 comma_last ? "comma" : "point", raw(in, column, first),
                 in->table->lines.at[first], comma_last ? "point" : "comma");
}

static eb_status say_doubt(const struct cell_reader *in,
                           const struct column *column,
                           const struct number_survey *survey)
{
    return warn(in->said, cell_place(in, column, (size_t)survey->doubt_row),
                "%s: \"%s\" is read as a number with three decimals; nothing "
                "in the file says that the point is one of thousands",
                column->header, raw(in, column, survey->doubt_row));
}

/* How the column is read: `mixed` ones cell by cell, since there is a fault
 * already. */
struct settled {
    enum number_style style;
    bool mixed;
};

static eb_status settle_style(const struct cell_reader *in,
                              const struct column *column,
                              const struct number_survey *survey,
                              enum number_style usual, bool usual_is_known,
                              struct settled *out)
{
    bool point = survey->point_row != NO_ROW;
    bool comma = survey->comma_row != NO_ROW;

    out->mixed = point && comma;
    out->style = point ? NUMBER_POINT : comma ? NUMBER_COMMA : usual;
    if (out->mixed)
        return say_mixed(in, column, survey);
    if (!point && !comma && !usual_is_known && survey->doubt_row != NO_ROW)
        return say_doubt(in, column, survey);
    return EB_OK;
}

static enum number_fault
read_cell(const char *text, const struct settled *settled, struct decimal *out)
{
    enum number_fault found = number_read(text, settled->style, out);

    if (found == NUMBER_NOT && settled->mixed)
        found = number_read(text, NUMBER_COMMA, out);
    return found;
}

/* Brings a cell to `number` and `places`, reading it again where it was not
 * read in the column's style. */
static eb_status settle_cell(struct cell_reader *in, struct column *column,
                             size_t row, const struct settled *settled,
                             signed char *places)
{
    struct decimal number = {0, 0};
    enum number_fault found;
    const char *text;

    if (*places == BLANK || (*places >= 0 && settled->style == NUMBER_POINT))
        return EB_OK;
    text = cell_text(in, column, row);
    if (text == NULL)
        return EB_NO_MEMORY;
    found = read_cell(text, settled, &number);
    column->number[row] = number.units;
    *places = (signed char)number.decimals;
    if (found == NUMBER_OK)
        return EB_OK;
    column->number[row] = 0;
    *places = BLANK;
    column->blank[row] = true;
    return cell_fault(in, column, row, text,
                      found == NUMBER_NOT ? "is not a number"
                                          : "has more than 18 digits");
}

static wide power_of_ten(int exponent)
{
    wide power = 1;

    while (exponent-- > 0)
        power *= 10;
    return power;
}

static eb_status check_range(struct cell_reader *in,
                             const struct column *column, size_t row)
{
    const struct known_column *known = column->known;
    wide one = power_of_ten(column->decimals);
    char words[64];

    if (column->blank[row] ||
        (column->number[row] >= known->least * one &&
         (known->most == INT_MAX || column->number[row] <= known->most * one)))
        return EB_OK;
    if (known->most == INT_MAX)
        snprintf(words, sizeof words, "is below %d", known->least);
    else
        snprintf(words, sizeof words, "is not between %d and %d", known->least,
                 known->most);
    return cell_fault(in, column, row, raw(in, column, (long)row), words);
}

/* Brings every cell to the column's scale. */
static eb_status rescale(struct cell_reader *in, struct column *column,
                         const signed char *places)
{
    bool ranged = column->known != NULL &&
                  (column->known->least != 0 || column->known->most != 0);
    size_t rounded = 0, first = 0;
    eb_status kept = EB_OK;

    for (size_t row = 0; row < table_rows(in->table); row++) {
        struct decimal number = {column->number[row], places[row]};

        if (places[row] < 0)
            continue;
        if (number.decimals > MOST_PLACES && rounded++ == 0)
            first = row;
        if (number.decimals != column->decimals &&
            !decimal_scale(number, column->decimals, &column->number[row])) {
            column->number[row] = 0;
            column->blank[row] = true;
            keep_status(&kept,
                        cell_fault(in, column, row, raw(in, column, (long)row),
                                   "is too large beside the decimals "
                                   "of this column"));
        }
        if (ranged)
            keep_status(&kept, check_range(in, column, row));
        if (kept == EB_NO_MEMORY)
            return kept;
    }
    if (rounded > 0)
        keep_status(&kept,
                    warn(in->said, cell_place(in, column, first),
                         "%s: %zu cell%s with more than 6 decimals, rounded "
                         "to 6",
                         column->header, rounded, rounded == 1 ? "" : "s"));
    return kept;
}

eb_status cells_read_number(struct cell_reader *in, struct column *column,
                            const struct number_survey *survey,
                            enum number_style usual, bool usual_is_known)
{
    struct settled settled;
    eb_status kept =
        settle_style(in, column, survey, usual, usual_is_known, &settled);

    for (size_t row = 0; row < table_rows(in->table); row++) {
        signed char *places = &survey->places[row];

        column->blank[row] = *places == BLANK;
        column->n_blank += *places == BLANK;
        keep_status(&kept, settle_cell(in, column, row, &settled, places));
        if (*places > column->decimals)
            column->decimals = *places > MOST_PLACES ? MOST_PLACES : *places;
        if (kept == EB_NO_MEMORY)
            return kept;
    }
    keep_status(&kept, rescale(in, column, survey->places));
    return kept;
}
