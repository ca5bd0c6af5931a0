/* changes_cells.c - the texts of events, checked and written as the day writes them. */
#include "model/applying.h"
#include "model/complaint.h"
#include "model/phrase.h"
#include "model/plain.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { MOST_PLACES = 6, MOST_NAMES = 256 };

static const struct schema *const schemas[] = {
    [DAY_ACCOUNTS] = &schema_accounts, [DAY_REPS] = &schema_reps};

/* ---- Columns -------------------------------------------------------------- */

long place_of_field(const struct applying *in, enum day_table table,
                    const char *name)
{
    struct named_column column = styles_find_column(in->day, table, name);

    return in->event
        ->at_of[styles_is_column(&column) ? CHANGE_VALUE : CHANGE_FIELD];
}

static eb_status refuse_column(struct applying *in, enum day_table table,
                               const char *name, long at)
{
    const struct day_rows *rows = &in->day->of[table];
    const char *known[MOST_NAMES];
    size_t n = 0;

    for (size_t k = 0; k < schemas[table]->n && n < MOST_NAMES; k++)
        if (strcmp(schemas[table]->columns[k].name, ROLE_OWNER) != 0)
            known[n++] = schemas[table]->columns[k].name;
    for (size_t k = 0; k < rows->table->n_columns && n < MOST_NAMES; k++)
        known[n++] = rows->table->header[k];
    return event_refuse(in, at, "\"%.*s\" is no column of %s%s", quoted(name),
                        name, table == DAY_ACCOUNTS ? "accounts" : "reps",
                        hint_of(names_nearest(known, n, name)).text);
}

/* ---- Plain texts ---------------------------------------------------------- */

/* One cell of one event. */
struct cell {
    const char *name, *text;
    long at;
    const struct known_column *known; /* NULL: an extra column */
    const struct cell_style *style;
};

static eb_status refuse_text(struct applying *in, const struct cell *cell,
                             const char *what)
{
    return event_refuse(in, cell->at, "%s: \"%.*s\" %s", cell->name,
                        quoted(cell->text), cell->text, what);
}

static eb_status keep(struct applying *in, const char *text, const char **out)
{
    *out = arena_string(&in->changes->memory, text, strlen(text));
    return *out == NULL ? EB_NO_MEMORY : EB_OK;
}

static eb_status check_range(struct applying *in, const struct cell *cell,
                             struct decimal number)
{
    const struct known_column *known = cell->known;
    long double value = decimal_value(number);
    char words[64];

    if (known == NULL || (known->least == 0 && known->most == 0) ||
        (value >= known->least &&
         (known->most == INT_MAX || value <= known->most)))
        return EB_OK;
    if (known->most == INT_MAX)
        snprintf(words, sizeof words, "is below %d", known->least);
    else
        snprintf(words, sizeof words, "is not between %d and %d", known->least,
                 known->most);
    return refuse_text(in, cell, words);
}

static eb_status plain_amount(struct applying *in, const struct cell *cell,
                              const char **out)
{
    enum number_style style = cell->style->has_number   ? cell->style->number
                              : in->comma && !in->point ? NUMBER_COMMA
                                                        : NUMBER_POINT;
    struct decimal number;
    char text[PLAIN_ROOM];
    enum number_style own;
    eb_status status;

    switch (number_read(cell->text, style, &number)) {
    case NUMBER_OK:
        break;
    case NUMBER_TOO_LARGE:
        return refuse_text(in, cell, "has more than 18 digits");
    case NUMBER_NOT:
        if (number_style_of(cell->text, &own))
            return refuse_text(in, cell,
                               own == NUMBER_COMMA
                                   ? "is written with a decimal comma, unlike "
                                     "one before it"
                                   : "is written with a decimal point, unlike "
                                     "one before it");
        return refuse_text(in, cell, "is not a number");
    }
    TRY(check_range(in, cell, number));
    if (number.decimals > MOST_PLACES) {
        if (!decimal_scale(number, MOST_PLACES, &number.units))
            return refuse_text(in, cell, "has more than 18 digits");
        number.decimals = MOST_PLACES;
    }
    plain_number(number.units, number.decimals, text);
    TRY(keep(in, text, out));
done:
    return status;
}

static eb_status plain_date(struct applying *in, const struct cell *cell,
                            const char **out)
{
    enum date_style own;
    char text[11];
    int64_t days;

    if (cell->style->has_date &&
        date_read(cell->text, cell->style->date, &days)) {
        date_write(days, text);
        return keep(in, text, out);
    }
    if (date_style_of(cell->text, &own))
        return refuse_text(in, cell, "is a date written unlike one before it");
    return refuse_text(in, cell,
                       strchr(cell->text, '/') != NULL
                           ? "is not a date (with / the month comes first)"
                           : "is not a date");
}

/* A fraction, or the date of full strength. */
static eb_status plain_ramp(struct applying *in, const struct cell *cell,
                            const char **out)
{
    struct decimal part;
    int64_t days;
    char text[PLAIN_ROOM];

    if (number_read(cell->text, NUMBER_POINT, &part) == NUMBER_OK ||
        number_read(cell->text, NUMBER_COMMA, &part) == NUMBER_OK) {
        long double value = decimal_value(part);

        if (value < 0 || value > 1)
            return refuse_text(in, cell, "is not between 0 and 1");
        decimal_write(part.units, part.decimals, text);
        return keep(in, text, out);
    }
    if (!cell->style->has_date ||
        !date_read(cell->text, cell->style->date, &days))
        return refuse_text(in, cell, "is neither a fraction nor a date");
    date_write(days, text);
    return keep(in, text, out);
}

static eb_status plain_flag(struct applying *in, const struct cell *cell,
                            const char **out)
{
    struct decimal number;
    bool yes;

    if (!bool_read(cell->text, &yes) &&
        number_read(cell->text, NUMBER_POINT, &number) != NUMBER_OK &&
        number_read(cell->text, NUMBER_COMMA, &number) != NUMBER_OK)
        return refuse_text(in, cell, "is neither yes nor no");
    *out = cell->text;
    return EB_OK;
}

static eb_status plain_cell_text(struct applying *in, const struct cell *cell,
                                 enum cell_kind kind, const char **out)
{
    if (cell->known != NULL && strcmp(cell->known->name, "ramp") == 0)
        return plain_ramp(in, cell, out);
    switch (kind) {
    case CELL_NUMBER:
        return plain_amount(in, cell, out);
    case CELL_DATE:
        return plain_date(in, cell, out);
    case CELL_FLAG:
        return plain_flag(in, cell, out);
    case CELL_TEXT:
    case CELL_LIST:
        break;
    }
    *out = cell->text;
    return EB_OK;
}

static eb_status plain_text(struct applying *in, enum day_table table,
                            const struct named_column *column,
                            const char *text, long at, const char **out)
{
    struct cell cell = {
        .name = column->name, .text = text, .at = at, .known = column->known};
    struct cell_style *style;

    *out = "";
    if (!styles_is_column(column))
        return refuse_column(in, table, column->name, at);
    if (*text == '\0')
        return EB_OK;
    style = style_of(in, table, column);
    if (style == NULL)
        return EB_NO_MEMORY;
    cell.style = style;
    return plain_cell_text(in, &cell,
                           cell.known != NULL
                               ? cell.known->kind
                               : extra_kind(in, table, column->at, style),
                           out);
}

static eb_status set(struct applying *in, enum day_table table, const char *id,
                     const struct named_column *column, const char *text,
                     long at)
{
    const char *plain;
    eb_status status;

    TRY(plain_text(in, table, column, text, at, &plain));
    status = column->at >= 0
                 ? day_set_at(in->day, table, id, (size_t)column->at, plain,
                              in->index)
                 : day_set(in->day, table, id, column->name, plain, in->index);
done:
    return status;
}

eb_status set_cell(struct applying *in, enum day_table table, const char *id,
                   const char *name, const char *text, long at)
{
    struct named_column column = styles_find_column(in->day, table, name);

    return set(in, table, id, &column, text, at);
}

/* What an owner brings along may be told better by the row. */
static bool is_of_owner(const struct known_column *known)
{
    return known != NULL && (strcmp(known->name, "owner_since") == 0 ||
                             strcmp(known->name, "owners_so_far") == 0);
}

eb_status set_new_cell(struct applying *in, enum day_table table,
                       const char *id, const struct named_column *column,
                       const char *text, long at)
{
    size_t row = day_row(in->day, table, id);

    if (column->at >= 0 && !is_of_owner(column->known) &&
        *table_cell(in->day->of[table].table, row, (size_t)column->at) != '\0')
        return event_refuse(in, at,
                            "%s: another column of the row says the same",
                            column->name);
    return set(in, table, id, column, text, at);
}
