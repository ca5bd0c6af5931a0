/* where.c - the tests of `where`. */
#include "verify/where.h"

#include <string.h>

enum { MOST_PLACES = 18 };

static wide at_most_places(struct decimal d)
{
    wide units = d.units;

    for (int k = d.decimals; k < MOST_PLACES; k++)
        units *= 10;
    return units;
}

int decimal_order(struct decimal a, struct decimal b)
{
    wide x = at_most_places(a), y = at_most_places(b);

    return (x > y) - (x < y);
}

static bool is_one_of(const struct sheet *accounts, int column,
                      const char *const *canonical)
{
    for (; *canonical != NULL; canonical++)
        if (sheet_find(accounts, *canonical) == column)
            return true;
    return false;
}

static bool is_date_column(const struct sheet *accounts, int column)
{
    static const char *const names[] = {"renewal_date", "owner_since",
                                        "last_contact", NULL};

    return is_one_of(accounts, column, names);
}

static bool is_list_column(const struct sheet *accounts, int column)
{
    static const char *const names[] = {"skills", "not", NULL};

    return is_one_of(accounts, column, names);
}

struct cell {
    const struct sheet *sheet;
    size_t row;
    int column;
};

static bool passes_truth(const struct cell *cell, bool wanted)
{
    const char *text = sheet_cell(cell->sheet, cell->row, cell->column);
    struct decimal number;
    bool yes = false;

    if (*text == '\0' || bool_read(text, &yes))
        return yes == wanted;
    if (sheet_number(cell->sheet, cell->row, cell->column, &number) != READ_OK)
        return false;
    return (number.units != 0) == wanted;
}

static bool passes_number(const struct cell *cell, const char *wanted)
{
    struct decimal number, other;

    if (number_read(wanted, NUMBER_POINT, &other) != NUMBER_OK ||
        sheet_number(cell->sheet, cell->row, cell->column, &number) != READ_OK)
        return false;
    return decimal_order(number, other) == 0;
}

static bool read_day(const char *text, int64_t *day)
{
    enum date_style style;

    return date_style_of(text, &style) && date_read(text, style, day);
}

/* Whether the text is one of the entries, which stand between `;`. */
static bool has_entry(const char *list, const char *wanted)
{
    size_t length = strlen(wanted);

    for (;; list++) {
        const char *at = list + strspn(list, " \t");

        if (strncmp(at, wanted, length) == 0) {
            at += length;
            at += strspn(at, " \t");
            if (*at == ';' || *at == '\0')
                return true;
        }
        list = strchr(list, ';');
        if (list == NULL)
            return false;
    }
}

static bool passes_text(const struct cell *cell, const char *wanted)
{
    const char *text = sheet_cell(cell->sheet, cell->row, cell->column);
    int64_t day, other;

    if (strcmp(text, wanted) == 0)
        return true;
    if (*text == '\0' || *wanted == '\0')
        return false;
    if (is_date_column(cell->sheet, cell->column))
        return read_day(wanted, &other) &&
               sheet_date(cell->sheet, cell->row, cell->column, &day) ==
                   READ_OK &&
               day == other;
    if (is_list_column(cell->sheet, cell->column))
        return has_entry(text, wanted);
    return false;
}

/* How the cell compares with a bound, a number or the text of a date. */
static bool compare(const struct cell *cell, const struct node *bound,
                    int *order)
{
    struct decimal number, other;
    int64_t day, other_day;

    if (bound->kind == DOC_NUMBER) {
        if (number_read(bound->text, NUMBER_POINT, &other) != NUMBER_OK ||
            sheet_number(cell->sheet, cell->row, cell->column, &number) !=
                READ_OK)
            return false;
        *order = decimal_order(number, other);
        return true;
    }
    if (bound->kind != DOC_STRING || !read_day(bound->text, &other_day) ||
        sheet_date(cell->sheet, cell->row, cell->column, &day) != READ_OK)
        return false;
    *order = (day > other_day) - (day < other_day);
    return true;
}

static bool is_set(const struct node *node)
{
    return node != NULL && node->kind != DOC_NULL;
}

static bool passes_range(const struct cell *cell, const struct node *range)
{
    const struct node *min = doc_get(range, "min");
    const struct node *max = doc_get(range, "max");
    int order = 0;

    if (is_set(min) && (!compare(cell, min, &order) || order < 0))
        return false;
    if (is_set(max) && (!compare(cell, max, &order) || order > 0))
        return false;
    return true;
}

static bool passes(const struct cell *cell, const struct node *test)
{
    const struct node *negated;

    switch (test->kind) {
    case DOC_NULL:
        return passes_text(cell, "");
    case DOC_BOOL:
        return passes_truth(cell, test->truth);
    case DOC_NUMBER:
        return passes_number(cell, test->text);
    case DOC_STRING:
        return passes_text(cell, test->text);
    case DOC_ARRAY:
        for (const struct node *k = test->first; k != NULL; k = k->next)
            if (passes(cell, k))
                return true;
        return false;
    case DOC_OBJECT:
        negated = doc_get(test, "not");
        if (negated != NULL && passes(cell, negated))
            return false;
        return passes_range(cell, test);
    }
    return false;
}

bool where_matches(const struct sheet *accounts, const struct node *where,
                   size_t row)
{
    if (where == NULL || where->kind != DOC_OBJECT)
        return true;
    for (const struct node *k = where->first; k != NULL; k = k->next) {
        struct cell cell = {accounts, row, sheet_any(accounts, k->key)};

        if (cell.column < 0 || !passes(&cell, k))
            return false;
    }
    return true;
}

const char *where_stranger(const struct sheet *accounts,
                           const struct node *where)
{
    if (where == NULL || where->kind != DOC_OBJECT)
        return NULL;
    for (const struct node *k = where->first; k != NULL; k = k->next)
        if (sheet_any(accounts, k->key) < 0)
            return k->key;
    return NULL;
}
