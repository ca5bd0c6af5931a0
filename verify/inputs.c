/* inputs.c - the cells of the input files as numbers, dates and words. */
#include "verify/inputs.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { MOST_SCALE = 6 };

void *arena_items(struct arena *arena, size_t n, size_t size)
{
    if (size > 0 && n > PTRDIFF_MAX / size)
        return NULL;
    return arena_new(arena, n * size);
}

eb_status refuse(eb_messages *said, struct place at, const char *format, ...)
{
    char text[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (fault(said, at, "%s", text) == EB_NO_MEMORY)
        return EB_NO_MEMORY;
    return EB_REFUSED;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The text without the blanks around it: itself, a part of it, or a copy. */
static const char *trim(const char *text, size_t length, struct arena *memory)
{
    size_t start = 0, end = length;

    while (start < end && is_blank(text[start]))
        start++;
    while (end > start && is_blank(text[end - 1]))
        end--;
    if (text[end] == '\0')
        return text + start;
    return arena_string(memory, text + start, end - start);
}

eb_status sheet_open(struct sheet *sheet, const struct table *table,
                     const struct node *columns, struct arena *memory)
{
    size_t n = table == NULL ? 0 : table->n_columns;
    size_t n_cells = table == NULL ? 0 : table->cells.n;

    *sheet = (struct sheet){.table = table,
                            .columns = columns,
                            .cell = ITEMS(memory, const char *, n_cells),
                            .number_style = ITEMS(memory, signed char, n),
                            .date_style = ITEMS(memory, signed char, n),
                            .memory = memory};
    if (sheet->cell == NULL || sheet->number_style == NULL ||
        sheet->date_style == NULL)
        return EB_NO_MEMORY;
    memset(sheet->number_style, -1, n);
    memset(sheet->date_style, -1, n);
    for (size_t k = 0; k < n_cells; k++) {
        const char *text = table->cells.at[k];

        sheet->cell[k] = trim(text, strlen(text), memory);
        if (sheet->cell[k] == NULL)
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

size_t sheet_rows(const struct sheet *sheet)
{
    return sheet->table == NULL ? 0 : table_rows(sheet->table);
}

int sheet_find(const struct sheet *sheet, const char *canonical)
{
    const char *header = doc_string(doc_get(sheet->columns, canonical));

    if (sheet->table == NULL || header == NULL)
        return -1;
    return table_column(sheet->table, header);
}

/* A header that was taken for another column, or a name that the rules say is
 * not there, is no column of that name. */
int sheet_any(const struct sheet *sheet, const char *name)
{
    if (sheet->table == NULL || doc_get(sheet->columns, name) != NULL)
        return sheet_find(sheet, name);
    if (sheet->columns != NULL)
        for (const struct node *k = sheet->columns->first; k != NULL;
             k = k->next)
            if (k->kind == DOC_STRING && strcmp(doc_string(k), name) == 0)
                return -1;
    return table_column(sheet->table, name);
}

/* The columns that are known as numbers, of any file. */
static bool is_number_name(const char *canonical)
{
    static const char *const names[] = {
        "value",         "workload",  "nps",       "health",   "expansion",
        "owners_so_far", "latitude",  "longitude", "capacity", "max_accounts",
        "min_accounts",  "max_value", "fte",       "cost",     "fit"};

    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (strcmp(canonical, names[k]) == 0)
            return true;
    return false;
}

const char *sheet_cell(const struct sheet *sheet, size_t row, int column)
{
    if (column < 0)
        return "";
    return sheet->cell[row * sheet->table->n_columns + (size_t)column];
}

struct place sheet_place(const struct sheet *sheet, size_t row, int column)
{
    return table_place(sheet->table, row, column < 0 ? 0 : (size_t)column);
}

enum { OPEN = 2 }; /* a column whose cells both styles read */

/* What a column's cells can only mean; OPEN if they leave it open. */
static signed char style_of_column(const struct sheet *sheet, int column)
{
    for (size_t k = 0; k < sheet_rows(sheet); k++) {
        enum number_style found = NUMBER_POINT;

        if (number_style_of(sheet_cell(sheet, k, column), &found))
            return (signed char)found;
    }
    return OPEN;
}

static bool is_text_column(const struct sheet *sheet, int column)
{
    const char *header = sheet->table->header[column];

    if (sheet->columns == NULL)
        return false;
    for (const struct node *k = sheet->columns->first; k != NULL; k = k->next)
        if (doc_string(k) != NULL && strcmp(k->text, header) == 0)
            return !is_number_name(k->key);
    return false;
}

/* Whether all filled cells are numbers of this style. */
static bool holds_numbers(const struct sheet *sheet, int column,
                          enum number_style style)
{
    for (size_t k = 0; k < sheet_rows(sheet); k++) {
        const char *cell = sheet_cell(sheet, k, column);
        struct decimal ignored;

        if (*cell != '\0' && number_read(cell, style, &ignored) == NUMBER_NOT)
            return false;
    }
    return true;
}

/* An open column is read as the others of its file are: with a comma where
 * some column has one and none has a point. */
static signed char style_of_file(const struct sheet *sheet)
{
    bool comma = false;

    for (int k = 0; k < (int)sheet->table->n_columns; k++) {
        signed char style;

        if (is_text_column(sheet, k))
            continue;
        style = style_of_column(sheet, k);
        if (style == OPEN ||
            !holds_numbers(sheet, k, (enum number_style)style))
            continue;
        if (style == NUMBER_POINT)
            return NUMBER_POINT;
        comma = true;
    }
    return comma ? NUMBER_COMMA : NUMBER_POINT;
}

static enum number_style settle_numbers(const struct sheet *sheet, int column)
{
    signed char *style = &sheet->number_style[column];

    if (*style < 0)
        *style = style_of_column(sheet, column);
    if (*style == OPEN)
        *style = style_of_file(sheet);
    return (enum number_style) * style;
}

/* The style of the first cell that is a date in any. */
static enum date_style settle_dates(const struct sheet *sheet, int column)
{
    signed char *style = &sheet->date_style[column];

    if (*style >= 0)
        return (enum date_style) * style;
    *style = DATE_ISO;
    for (size_t k = 0; k < sheet_rows(sheet); k++) {
        const char *cell = sheet_cell(sheet, k, column);
        enum date_style found;

        if (date_style_of(cell, &found)) {
            *style = (signed char)found;
            break;
        }
    }
    return (enum date_style) * style;
}

enum reading sheet_number(const struct sheet *sheet, size_t row, int column,
                          struct decimal *out)
{
    const char *cell = sheet_cell(sheet, row, column);

    *out = (struct decimal){0, 0};
    if (*cell == '\0')
        return READ_BLANK;
    if (number_read(cell, settle_numbers(sheet, column), out) != NUMBER_OK)
        return READ_NOT;
    if (out->decimals > MOST_SCALE) {
        if (!decimal_scale(*out, MOST_SCALE, &out->units))
            return READ_NOT;
        out->decimals = MOST_SCALE;
    }
    return READ_OK;
}

enum reading sheet_date(const struct sheet *sheet, size_t row, int column,
                        int64_t *days)
{
    const char *cell = sheet_cell(sheet, row, column);

    *days = 0;
    if (*cell == '\0')
        return READ_BLANK;
    if (!date_read(cell, settle_dates(sheet, column), days))
        return READ_NOT;
    return READ_OK;
}

bool sheet_yes(const struct sheet *sheet, size_t row, int column, bool blank)
{
    const char *cell = sheet_cell(sheet, row, column);
    struct decimal number;
    bool yes = false;

    if (*cell == '\0')
        return blank;
    if (bool_read(cell, &yes))
        return yes;
    return sheet_number(sheet, row, column, &number) == READ_OK &&
           number.units != 0;
}

static eb_status say_not(const struct sheet *sheet, size_t row, int column,
                         const char *what, eb_messages *said)
{
    const char *cell = sheet_cell(sheet, row, column);

    return fault(said, sheet_place(sheet, row, column),
                 "%s: \"%s\" is not a %s",
                 sheet->table->header[(size_t)column], cell, what);
}

eb_status read_numbers(const struct sheet *sheet, int column,
                       struct numbers *out, eb_messages *said)
{
    size_t n = sheet_rows(sheet);

    *out = (struct numbers){column >= 0, NULL, NULL, 0};
    out->at = ITEMS(sheet->memory, struct decimal, n);
    out->filled = ITEMS(sheet->memory, bool, n);
    if (out->at == NULL || out->filled == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n && out->there; k++) {
        enum reading got = sheet_number(sheet, k, column, &out->at[k]);

        if (got == READ_NOT)
            return say_not(sheet, k, column, "number", said);
        out->filled[k] = got == READ_OK;
        if (out->at[k].decimals > out->scale)
            out->scale = out->at[k].decimals;
    }
    return EB_OK;
}

eb_status read_dates(const struct sheet *sheet, int column, struct dates *out,
                     eb_messages *said)
{
    size_t n = sheet_rows(sheet);

    *out = (struct dates){column >= 0, NULL, NULL};
    out->at = ITEMS(sheet->memory, int64_t, n);
    out->filled = ITEMS(sheet->memory, bool, n);
    if (out->at == NULL || out->filled == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n && out->there; k++) {
        enum reading got = sheet_date(sheet, k, column, &out->at[k]);

        if (got == READ_NOT)
            return say_not(sheet, k, column, "date", said);
        out->filled[k] = got == READ_OK;
    }
    return EB_OK;
}

bool each_entry(const char *text, struct arena *memory,
                bool (*take)(void *context, const char *entry), void *context)
{
    for (;;) {
        size_t length = strcspn(text, ";");
        const char *entry = trim(text, length, memory);

        if (entry == NULL)
            return false;
        if (*entry != '\0' && !take(context, entry))
            return false;
        if (text[length] == '\0')
            return true;
        text += length + 1;
    }
}

struct word_list {
    struct names *words;
    struct VEC(int) found;
    size_t first; /* of the row at hand */
};

/* What stands twice counts once. */
static bool take_word(void *context, const char *entry)
{
    struct word_list *list = context;
    int word = names_add(list->words, entry);

    for (size_t k = list->first; k < list->found.n; k++)
        if (list->found.at[k] == word)
            return true;
    return word >= 0 && VEC_PUSH(&list->found, word);
}

eb_status read_lists(const struct sheet *sheet, int column,
                     struct names *words, struct lists *out)
{
    size_t n = sheet_rows(sheet);
    struct word_list list = {words, {0}, 0};
    eb_status status = EB_NO_MEMORY;

    *out = (struct lists){column >= 0, NULL, NULL};
    out->first = ITEMS(sheet->memory, size_t, n + 1);
    if (out->first == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++) {
        const char *cell = sheet_cell(sheet, k, column);

        list.first = list.found.n;
        if (!each_entry(cell, sheet->memory, take_word, &list))
            goto done;
        out->first[k + 1] = list.found.n;
    }
    out->word = ITEMS(sheet->memory, int, list.found.n);
    if (out->word == NULL)
        goto done;
    if (list.found.n > 0)
        memcpy(out->word, list.found.at, list.found.n * sizeof(int));
    status = EB_OK;
done:
    VEC_CLEAR(&list.found);
    return status;
}
