/* cells.c - texts, lists and flags, read from the cells of a column. */
#include "model/cells.h"

#include "model/phrase.h"

#include <stdlib.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The text without surrounding blanks, copied only where it ends in some. */
static const char *trimmed(struct cell_reader *in, const char *text,
                           size_t length)
{
    bool whole = text[length] == '\0';

    while (length > 0 && is_blank(*text)) {
        text++;
        length--;
    }
    for (; length > 0 && is_blank(text[length - 1]); length--)
        whole = false;
    if (whole)
        return text;
    if (!VEC_RESERVE(&in->scratch, length + 1))
        return NULL;
    memcpy(in->scratch.at, text, length);
    in->scratch.at[length] = '\0';
    return in->scratch.at;
}

static const char *raw_cell(const struct cell_reader *in,
                            const struct column *column, size_t row)
{
    return table_cell(in->table, row, (size_t)column->field);
}

const char *cell_text(struct cell_reader *in, const struct column *column,
                      size_t row)
{
    const char *cell = raw_cell(in, column, row);

    return trimmed(in, cell, strlen(cell));
}

bool cell_is_blank(const struct cell_reader *in, const struct column *column,
                   size_t row)
{
    const char *cell = raw_cell(in, column, row);

    while (is_blank(*cell))
        cell++;
    return *cell == '\0';
}

struct place cell_place(const struct cell_reader *in,
                        const struct column *column, size_t row)
{
    return table_place(in->table, row, (size_t)column->field);
}

eb_status cell_fault(const struct cell_reader *in, const struct column *column,
                     size_t row, const char *text, const char *what)
{
    return fault(in->said, cell_place(in, column, row), "%s: \"%.*s\" %s",
                 column->header, quoted(text), text, what);
}

eb_status cells_read_text(struct cell_reader *in, struct column *column)
{
    size_t rows = table_rows(in->table);

    column->word = NEW(int, rows);
    if (column->word == NULL)
        return EB_NO_MEMORY;
    for (size_t row = 0; row < rows; row++) {
        const char *text = cell_text(in, column, row);

        if (text == NULL)
            return EB_NO_MEMORY;
        column->word[row] =
            *text == '\0' ? in->blank_word : names_add(in->words, text);
        if (column->word[row] < 0)
            return EB_NO_MEMORY;
        column->blank[row] = *text == '\0';
        column->n_blank += *text == '\0';
    }
    return EB_OK;
}

bool cells_have_lists(const struct cell_reader *in,
                      const struct column *column)
{
    for (size_t row = 0; row < table_rows(in->table); row++)
        if (strchr(raw_cell(in, column, row), ';') != NULL)
            return true;
    return false;
}

struct entries {
    struct VEC(int) list;
};

static bool add_entries(struct cell_reader *in, const char *cell,
                        struct entries *entries)
{
    for (;;) {
        size_t length = strcspn(cell, ";");
        const char *text = trimmed(in, cell, length);
        int word;

        if (text == NULL)
            return false;
        word = *text == '\0' ? in->blank_word : names_add(in->words, text);
        if (word < 0 ||
            (word != in->blank_word && !VEC_PUSH(&entries->list, word)))
            return false;
        if (cell[length] == '\0')
            return true;
        cell += length + 1;
    }
}

/* Puts the entries from `first` on in order. One that stands twice stays so:
 * it counts twice in a fit. */
static void sort_entries(struct entries *entries, size_t first)
{
    size_t n = entries->list.n - first;

    if (n > 1 && entries->list.at != NULL)
        qsort(entries->list.at + first, n, sizeof(int), ascending_ints);
}

eb_status cells_read_list(struct cell_reader *in, struct column *column)
{
    size_t rows = table_rows(in->table);
    struct entries entries = {{0}};
    eb_status status = EB_OK;

    TRY(cells_read_text(in, column));
    status = EB_NO_MEMORY;
    column->list_first = NEW(size_t, rows + 1);
    if (column->list_first == NULL)
        goto done;
    for (size_t row = 0; row < rows; row++) {
        if (!column->blank[row] &&
            !add_entries(in, raw_cell(in, column, row), &entries))
            goto done;
        sort_entries(&entries, column->list_first[row]);
        column->list_first[row + 1] = entries.list.n;
    }
    column->entry = mem_copy(entries.list.at, entries.list.n, sizeof(int));
    status = column->entry == NULL ? EB_NO_MEMORY : EB_OK;
done:
    VEC_CLEAR(&entries.list);
    return status;
}

/* A yes or a no, or a number, of which all but 0 are a yes. */
static bool read_flag(const char *text, bool *out)
{
    struct decimal number;

    if (bool_read(text, out))
        return true;
    if (number_read(text, NUMBER_POINT, &number) != NUMBER_OK &&
        number_read(text, NUMBER_COMMA, &number) != NUMBER_OK)
        return false;
    *out = number.units != 0;
    return true;
}

eb_status cells_read_flag(struct cell_reader *in, struct column *column)
{
    size_t rows = table_rows(in->table);
    eb_status kept = EB_OK;

    column->number = NEW(int64_t, rows);
    if (column->number == NULL)
        return EB_NO_MEMORY;
    for (size_t row = 0; row < rows; row++) {
        const char *text = cell_text(in, column, row);
        bool yes = false;

        if (text == NULL)
            return EB_NO_MEMORY;
        column->blank[row] = *text == '\0' || !read_flag(text, &yes);
        column->n_blank += *text == '\0';
        column->number[row] = yes;
        if (column->blank[row] && *text != '\0')
            keep_status(&kept, cell_fault(in, column, row, text,
                                          "is neither yes nor no"));
        if (kept == EB_NO_MEMORY)
            return kept;
    }
    return kept;
}
