/* scenario_cells.c - values of JSON as cells of a CSV file. */
#include "model/changing.h"
#include "model/plain.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* What belongs into the cell, in words. */
static const char *wanted(enum cell_kind kind)
{
    static const char *const words[] = {
        [CELL_TEXT] = "a text in quotes",
        [CELL_NUMBER] = "a number",
        [CELL_DATE] = "a date like \"2027-01-04\"",
        [CELL_FLAG] = "true or false",
        [CELL_LIST] = "a text or a list of texts",
    };

    return words[kind];
}

static bool refuse(struct changing *in, const struct node *value,
                   const char *expected)
{
    changing_keep(in, fault(in->said, changing_place(in, value),
                            "%s: expected %s, not %s", value->key, expected,
                            wording_of(value).text));
    return false;
}

static bool keep_text(struct changing *in, struct arena *memory,
                      const char *text, const char **out)
{
    *out = arena_string(memory, text, strlen(text));
    if (*out == NULL)
        changing_keep(in, EB_NO_MEMORY);
    return *out != NULL;
}

static bool is_in_range(struct decimal number,
                        const struct known_column *known)
{
    long double value = decimal_value(number);

    if (known == NULL || (known->least == 0 && known->most == 0))
        return true;
    return value >= known->least &&
           (known->most == INT_MAX || value <= known->most);
}

static bool number_cell(struct changing *in, const struct node *value,
                        const struct known_column *known, struct arena *memory,
                        const char **out)
{
    struct decimal number;
    char text[48], expected[64];

    if (value->kind != DOC_NUMBER ||
        number_read(value->text, NUMBER_POINT, &number) != NUMBER_OK ||
        number.decimals > 6)
        return refuse(in, value, "a number of at most 6 decimals");
    if (!is_in_range(number, known)) {
        if (known->most == INT_MAX)
            snprintf(expected, sizeof expected, "a number of at least %d",
                     known->least);
        else
            snprintf(expected, sizeof expected, "a number from %d to %d",
                     known->least, known->most);
        return refuse(in, value, expected);
    }
    plain_number(number.units, number.decimals, text);
    return keep_text(in, memory, text, out);
}

static bool is_date(const struct node *value)
{
    int64_t days;

    return value->kind == DOC_STRING && strlen(value->text) == 10 &&
           date_read(value->text, DATE_ISO, &days);
}

/* A fraction, or the date of full strength. */
static bool ramp_cell(struct changing *in, const struct node *value,
                      struct arena *memory, const char **out)
{
    struct decimal part;

    if (value->kind == DOC_NUMBER &&
        number_read(value->text, NUMBER_POINT, &part) == NUMBER_OK &&
        part.units >= 0 && decimal_value(part) <= 1)
        return keep_text(in, memory, value->text, out);
    if (is_date(value))
        return keep_text(in, memory, value->text, out);
    return refuse(in, value,
                  "a number from 0 to 1 or a date like \"2027-01-04\"");
}

static bool list_cell(struct changing *in, const struct node *value,
                      struct arena *memory, const char **out)
{
    size_t length = 1;
    char *text;

    for (const struct node *k = value->first; k != NULL; k = k->next) {
        if (k->kind != DOC_STRING)
            return refuse(in, value, wanted(CELL_LIST));
        length += strlen(k->text) + 1;
    }
    text = arena_new(memory, length);
    if (text == NULL) {
        changing_keep(in, EB_NO_MEMORY);
        return false;
    }
    for (const struct node *k = value->first; k != NULL; k = k->next) {
        strcat(text, k->text);
        if (k->next != NULL)
            strcat(text, ";");
    }
    *out = text;
    return true;
}

/* A text may also be a number: ids and codes are often written so. */
static bool text_cell(struct changing *in, const struct node *value,
                      struct arena *memory, const char **out)
{
    if (value->kind != DOC_STRING && value->kind != DOC_NUMBER)
        return refuse(in, value, wanted(CELL_TEXT));
    return keep_text(in, memory, value->text, out);
}

bool changing_cell(struct changing *in, const struct node *value,
                   const struct column *column,
                   const struct known_column *known, struct arena *memory,
                   const char **out)
{
    enum cell_kind kind = column != NULL ? column->kind : known->kind;

    if (column != NULL)
        known = column->known;
    if (value->kind == DOC_NULL)
        return keep_text(in, memory, "", out);
    if (known != NULL && strcmp(known->name, "ramp") == 0)
        return ramp_cell(in, value, memory, out);
    switch (kind) {
    case CELL_NUMBER:
        return number_cell(in, value, known, memory, out);
    case CELL_DATE:
        return is_date(value) ? keep_text(in, memory, value->text, out)
                              : refuse(in, value, wanted(kind));
    case CELL_FLAG:
        return value->kind == DOC_BOOL
                   ? keep_text(in, memory, value->truth ? "yes" : "no", out)
                   : refuse(in, value, wanted(kind));
    case CELL_LIST:
        if (value->kind == DOC_ARRAY)
            return list_cell(in, value, memory, out);
        return value->kind == DOC_STRING
                   ? keep_text(in, memory, value->text, out)
                   : refuse(in, value, wanted(kind));
    case CELL_TEXT:
        break;
    }
    return text_cell(in, value, memory, out);
}
