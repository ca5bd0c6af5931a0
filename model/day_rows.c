/* day_rows.c - the rows of a table of the day, by id. */
#include "model/day_rows.h"

#include "model/phrase.h"

#include <assert.h>
#include <string.h>

enum { LONGEST_HEADER = 96 };

/* ---- Columns -------------------------------------------------------------- */

static int column_called(const struct day_rows *rows, const char *canonical)
{
    for (size_t k = 0; k < rows->headings.n; k++)
        if (rows->headings.at[k].known != NULL &&
            strcmp(rows->headings.at[k].name, canonical) == 0)
            return (int)k;
    return -1;
}

/* Headers compare as in schema.h. */
static int column_headed(const struct day_rows *rows, const char *name)
{
    char wanted[LONGEST_HEADER], header[LONGEST_HEADER];
    int k = table_column(rows->table, name);

    if (k >= 0)
        return k;
    schema_normalise(name, wanted, sizeof wanted);
    if (wanted[0] == '\0')
        return -1;
    for (size_t j = 0; j < rows->table->n_columns; j++) {
        schema_normalise(rows->table->header[j], header, sizeof header);
        if (strcmp(header, wanted) == 0)
            return (int)j;
    }
    return -1;
}

static int find_column(const struct day_rows *rows, const char *name)
{
    const struct known_column *known;
    int k = column_called(rows, name);

    if (k < 0)
        k = column_headed(rows, name);
    if (k >= 0)
        return k;
    known = schema_find(rows->schema, name);
    return known == NULL ? -1 : column_called(rows, known->name);
}

/* Names of columns that were asked for, and what was found: events ask for the same few
 * again and again. */
struct day_asked {
    struct names names;
    struct VEC(int) column;
    size_t n_columns; /* of the table when it was asked */
};
enum { MOST_ASKED = 1000 };

static void forget_asked(struct day_asked *asked)
{
    names_clear(&asked->names);
    asked->column.n = 0;
}

int day_rows_column(const struct day_rows *rows, const char *name)
{
    struct day_asked *asked = rows->asked;
    int word;

    if (asked == NULL)
        return find_column(rows, name);
    if (asked->n_columns != rows->headings.n ||
        asked->names.text.n > MOST_ASKED)
        forget_asked(asked);
    asked->n_columns = rows->headings.n;
    word = names_find(&asked->names, name);
    if (word >= 0)
        return asked->column.at[word];
    if (VEC_RESERVE(&asked->column, asked->column.n + 1) &&
        names_add(&asked->names, name) >= 0) {
        asked->column.at[asked->column.n] = find_column(rows, name);
        return asked->column.at[asked->column.n++];
    }
    return find_column(rows, name);
}

/* The canonical name where it is one of many; a role's owner as headers compare. */
static const char *name_of_new(struct day_rows *rows, const char *name,
                               const struct known_column **known)
{
    char role_owner[LONGEST_HEADER];
    int word;

    *known = schema_find(rows->schema, name);
    if (*known != NULL && strcmp((*known)->name, ROLE_OWNER) != 0)
        return (*known)->name;
    if (*known != NULL) {
        schema_normalise(name, role_owner, sizeof role_owner);
        name = role_owner;
    }
    word = names_add(&rows->words, name);
    return word < 0 ? NULL : rows->words.text.at[word];
}

eb_status day_rows_add_column(struct day_rows *rows, const char *name)
{
    struct heading heading = {NULL, NULL};
    eb_status status = EB_OK;

    heading.name = name_of_new(rows, name, &heading.known);
    if (heading.name == NULL ||
        !VEC_RESERVE(&rows->headings, rows->headings.n + 1))
        return EB_NO_MEMORY;
    TRY(table_add_column(rows->table, heading.name));
    rows->headings.at[rows->headings.n++] = heading;
done:
    return status;
}

void day_rows_drop_last_column(struct day_rows *rows)
{
    table_drop_last_column(rows->table);
    rows->headings.n--;
}

static eb_status settle_headings(struct day_rows *rows, struct mapping mapping,
                                 eb_messages *said)
{
    size_t n = rows->table->n_columns;
    eb_status status = EB_OK;

    if (!VEC_RESERVE(&rows->headings, n))
        return EB_NO_MEMORY;
    memset(rows->headings.at, 0, n * sizeof *rows->headings.at);
    rows->headings.n = n;
    /* What there is to say of columns, books_make() will say; not twice. */
    status = headings_settle(rows->table, rows->schema, mapping, &rows->words,
                             rows->headings.at, NULL);
    if (status == EB_BAD_DATA)
        status = headings_settle(rows->table, rows->schema, mapping,
                                 &rows->words, rows->headings.at, said);
    return status;
}

/* ---- Rows ----------------------------------------------------------------- */

/* The id that came last is the one that is asked for most. */
int day_rows_word(const struct day_rows *rows, const char *id)
{
    size_t n = rows->ids.text.n;

    if (n > 0 && strcmp(rows->ids.text.at[n - 1], id) == 0)
        return (int)n - 1;
    return names_find(&rows->ids, id);
}

size_t day_rows_find(const struct day_rows *rows, const char *id)
{
    int word = day_rows_word(rows, id);

    return word < 0 ? DAY_NO_ROW : rows->row_of.at[word];
}

/* Makes the id one that is known, so far without a row. */
static eb_status know(struct day_rows *rows, const char *id, int *word)
{
    if (!VEC_RESERVE(&rows->row_of, rows->row_of.n + 1))
        return EB_NO_MEMORY;
    *word = names_add(&rows->ids, id);
    if (*word < 0)
        return EB_NO_MEMORY;
    if ((size_t)*word == rows->row_of.n)
        rows->row_of.at[rows->row_of.n++] = DAY_NO_ROW;
    return EB_OK;
}

static char *cell_of(const struct day_rows *rows, size_t row, size_t column)
{
    return rows->table->cells.at[row * rows->table->n_columns + column];
}

/* In place: a cell only grows shorter. */
static char *trim(char *text)
{
    size_t n;

    text += strspn(text, " \t");
    for (n = strlen(text); n > 0 && strchr(" \t", text[n - 1]) != NULL;)
        text[--n] = '\0';
    return text;
}

static eb_status index_row(struct day_rows *rows, size_t row,
                           eb_messages *said)
{
    char *id = trim(cell_of(rows, row, rows->id_column));
    struct place at = table_place(rows->table, row, rows->id_column);
    eb_status status = EB_OK;
    int word;

    if (*id == '\0')
        return fault(said, at, "%s: is blank",
                     rows->table->header[rows->id_column]);
    table_point_cell(rows->table, row, rows->id_column, id);
    TRY(know(rows, id, &word));
    if (rows->row_of.at[word] != DAY_NO_ROW)
        return fault(said, at, "%s: \"%.*s\" stands on line %ld already",
                     rows->table->header[rows->id_column], quoted(id), id,
                     rows->table->lines.at[rows->row_of.at[word]]);
    rows->row_of.at[word] = row;
done:
    return status;
}

eb_status day_rows_take(struct day_rows *rows, struct table *table,
                        const struct schema *schema, struct mapping mapping,
                        eb_messages *said)
{
    eb_status kept = EB_OK;
    int id;

    *rows = (struct day_rows){
        .table = table, .schema = schema, .asked = NEW(struct day_asked, 1)};
    if (rows->asked == NULL)
        return EB_NO_MEMORY;
    kept = settle_headings(rows, mapping, said);
    if (kept != EB_OK)
        return kept;
    id = column_called(rows, "id");
    rows->id_column = (size_t)id;
    if (!VEC_RESERVE(&rows->row_of, table_rows(table)))
        return EB_NO_MEMORY;
    for (size_t row = 0; row < table_rows(table) && kept != EB_NO_MEMORY;
         row++)
        keep_status(&kept, index_row(rows, row, said));
    return kept;
}

void day_rows_clear(struct day_rows *rows)
{
    table_free(rows->table);
    VEC_CLEAR(&rows->headings);
    names_clear(&rows->words);
    names_clear(&rows->ids);
    VEC_CLEAR(&rows->row_of);
    if (rows->asked != NULL) {
        forget_asked(rows->asked);
        VEC_CLEAR(&rows->asked->column);
    }
    mem_free(rows->asked);
    rows->asked = NULL;
}

static eb_status add_blank(struct day_rows *rows, const char *id, long line)
{
    size_t n = rows->table->n_columns;
    const char **cells = NEW(const char *, n);
    eb_status status;

    if (cells == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < n; k++)
        cells[k] = k == rows->id_column ? id : "";
    status = table_add_row(rows->table, line, cells);
    mem_free(cells);
    return status;
}

eb_status day_rows_add(struct day_rows *rows, const char *id, long line,
                       const char *const *cells, const char **word)
{
    eb_status status;
    int known;

    TRY(know(rows, id, &known));
    assert(rows->row_of.at[known] == DAY_NO_ROW);
    if (cells == NULL)
        TRY(add_blank(rows, id, line));
    else
        TRY(table_add_row(rows->table, line, cells));
    rows->row_of.at[known] = table_rows(rows->table) - 1;
    *word = rows->ids.text.at[known];
done:
    return status;
}

void day_rows_drop(struct day_rows *rows, const char *id)
{
    size_t last = table_rows(rows->table) - 1;
    size_t row = day_rows_find(rows, id);
    const char *moved = table_cell(rows->table, last, rows->id_column);

    rows->row_of.at[names_find(&rows->ids, moved)] = row;
    rows->row_of.at[names_find(&rows->ids, id)] = DAY_NO_ROW;
    table_drop_row(rows->table, row);
}
