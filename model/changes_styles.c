/* changes_styles.c - the columns that events name, how their texts are written in the file,
 * and what the books hold there. */
#include "model/applying.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_NAME = 120 };

static const struct schema *const schemas[] = {
    [DAY_ACCOUNTS] = &schema_accounts, [DAY_REPS] = &schema_reps};

/* ---- Columns -------------------------------------------------------------- */

struct named_column styles_find_column(const struct day *day,
                                       enum day_table table, const char *name)
{
    int at = day_column(day, table, name);

    return (struct named_column){name, at,
                                 at >= 0 ? day_known(day, table, at)
                                         : schema_find(schemas[table], name)};
}

bool styles_is_column(const struct named_column *column)
{
    return column->at >= 0 || column->known != NULL;
}

/* ---- Styles --------------------------------------------------------------- */

/* Of columns that go by names of their own: extra ones and those of roles' owners. */
static struct cell_style *style_of_name(struct applying *in,
                                        enum day_table table, const char *name)
{
    char key[LONGEST_NAME], normal[LONGEST_NAME - 2];
    int word;

    schema_normalise(name, normal, sizeof normal);
    snprintf(key, sizeof key, "%d %s", (int)table, normal);
    if (!VEC_RESERVE(&in->styles, in->styles.n + 1))
        return NULL;
    word = names_add(&in->styled, key);
    if (word < 0)
        return NULL;
    if ((size_t)word == in->styles.n)
        in->styles.at[in->styles.n++] = (struct cell_style){0};
    return &in->styles.at[word];
}

/* The same column has one style, whichever of its names is used. */
struct cell_style *style_of(struct applying *in, enum day_table table,
                            const struct named_column *column)
{
    const struct known_column *known = column->known;
    size_t k;

    if (known == NULL || strcmp(known->name, ROLE_OWNER) == 0)
        return style_of_name(in, table, column->name);
    k = (size_t)(known - schemas[table]->columns);
    assert(k < MOST_KNOWN_COLUMNS);
    return &in->style_of_known[table][k];
}

/* The first text that can be read in one way only settles it. */
static void see_text(struct applying *in, struct cell_style *style,
                     enum cell_kind kind, const char *text)
{
    enum number_style number;

    if (kind == CELL_NUMBER && number_style_of(text, &number)) {
        in->point |= number == NUMBER_POINT;
        in->comma |= number == NUMBER_COMMA;
        if (!style->has_number)
            style->number = number;
        style->has_number = true;
    }
    if (kind != CELL_NUMBER && !style->has_date &&
        date_style_of(text, &style->date))
        style->has_date = true;
}

static eb_status see_cell(struct applying *in, enum day_table table,
                          const char *name, const char *text)
{
    struct named_column column;
    const struct known_column *known;
    struct cell_style *style;
    enum cell_kind kind;

    if (*text == '\0')
        return EB_OK;
    column = styles_find_column(in->day, table, name);
    if (!styles_is_column(&column))
        return EB_OK;
    known = column.known;
    kind = known != NULL ? known->kind : CELL_NUMBER;
    if (kind != CELL_NUMBER && kind != CELL_DATE &&
        strcmp(known->name, "ramp") != 0)
        return EB_OK;
    style = style_of(in, table, &column);
    if (style == NULL)
        return EB_NO_MEMORY;
    see_text(in, style, kind, text);
    if (known == NULL)
        see_text(in, style, CELL_DATE, text);
    return EB_OK;
}

static eb_status see_event(struct applying *in, const struct event *event)
{
    const struct kind_form *form = &kind_forms[event->kind];
    enum day_table table = form->account != NOT ? DAY_ACCOUNTS : DAY_REPS;
    eb_status status = EB_OK;

    if (event->kind == EVENT_ADD)
        TRY(see_cell(in, table, "value", event->value));
    if (event->kind == EVENT_AWAY)
        TRY(see_cell(in, table, "out_to", event->value));
    if (event->kind == EVENT_CHANGE)
        TRY(see_cell(in, table, event->field, event->value));
    if (event->kind == EVENT_CAPACITY)
        TRY(see_cell(in, table,
                     *event->field == '\0' ? "capacity" : event->field,
                     event->value));
    for (size_t k = 0; k < event->n_cells; k++)
        TRY(see_cell(in, table, event->columns[k], event->cells[k]));
done:
    return status;
}

eb_status styles_settle(struct applying *in, const bool *known)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < in->changes->n; k++)
        if (in->changes->events[k].fault == NULL &&
            (known == NULL || !known[k]))
            TRY(see_event(in, &in->changes->events[k]));
done:
    return status;
}

/* ---- What an extra column holds ------------------------------------------- */

static bool is_code(const char *text)
{
    return text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

static bool all_cells_are(const struct table *table, int column,
                          enum cell_kind kind)
{
    size_t filled = 0;

    for (size_t row = 0; row < table_rows(table); row++) {
        const char *text = table_cell(table, row, (size_t)column);
        struct decimal number;
        int64_t days;

        if (*text == '\0')
            continue;
        filled++;
        if (kind == CELL_NUMBER
                ? is_code(text) ||
                      number_read(text, NUMBER_POINT, &number) != NUMBER_OK
                : !date_read(text, DATE_ISO, &days))
            return false;
    }
    return filled > 0;
}

/* As frame_read() will find it; what holds nothing yet is text. */
enum cell_kind extra_kind(struct applying *in, enum day_table table,
                          int column, struct cell_style *style)
{
    const struct table *rows = in->day->of[table].table;

    if (style->is_extra)
        return style->extra;
    style->is_extra = true;
    style->extra = all_cells_are(rows, column, CELL_NUMBER) ? CELL_NUMBER
                   : all_cells_are(rows, column, CELL_DATE) ? CELL_DATE
                                                            : CELL_TEXT;
    return style->extra;
}
