/* draft.c - a table that is being changed. */
#include "model/draft.h"

#include "model/plain.h"

#include <string.h>

/* ---- Opening ------------------------------------------------------------ */

static const struct column *typed_column(const struct frame *frame, int field)
{
    for (size_t k = 0; k < frame->n_columns; k++)
        if (frame->columns[k].field == field)
            return &frame->columns[k];
    return NULL;
}

/* The text that stands in the new table for a cell of the old one. */
static const char *plain_text(struct draft *draft, const struct column *column,
                              size_t row, size_t field)
{
    char text[PLAIN_ROOM];

    if (column == NULL || !plain_cell(column, row, text))
        return table_cell(draft->frame->table, row, field);
    return arena_string(&draft->memory, text, strlen(text));
}

static eb_status open_column(struct draft *draft, size_t field)
{
    const struct table *table = draft->frame->table;
    const struct column *column = typed_column(draft->frame, (int)field);
    struct draft_column new = {.header = table->header[field]};

    if (!VEC_RESERVE(&new.cells, draft->n_rows) ||
        !VEC_PUSH(&draft->columns, new)) {
        VEC_CLEAR(&new.cells);
        return EB_NO_MEMORY;
    }
    for (size_t row = 0; row < draft->n_rows; row++) {
        const char *cell = plain_text(draft, column, row, field);

        if (cell == NULL || !VEC_PUSH(&draft->columns.at[field].cells, cell))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

eb_status draft_open(const struct frame *frame, struct draft *out)
{
    eb_status status = EB_OK;

    *out = (struct draft){.frame = frame, .n_rows = frame->n_rows};
    for (size_t row = 0; row < frame->n_rows; row++)
        if (!VEC_PUSH(&out->gone, false))
            TRY(EB_NO_MEMORY);
    for (size_t k = 0; k < frame->table->n_columns; k++)
        TRY(open_column(out, k));
done:
    return status;
}

void draft_clear(struct draft *draft)
{
    for (size_t k = 0; k < draft->columns.n; k++)
        VEC_CLEAR(&draft->columns.at[k].cells);
    VEC_CLEAR(&draft->columns);
    VEC_CLEAR(&draft->gone);
    arena_clear(&draft->memory);
}

/* ---- Changing ----------------------------------------------------------- */

static eb_status add_column(struct draft *draft, const char *name)
{
    struct draft_column new = {0};
    eb_status status = EB_NO_MEMORY;

    new.header = arena_string(&draft->memory, name, strlen(name));
    if (new.header == NULL)
        return status;
    for (size_t row = 0; row < draft->n_rows; row++)
        if (!VEC_PUSH(&new.cells, ""))
            goto done;
    if (VEC_PUSH(&draft->columns, new))
        return EB_OK;
done:
    VEC_CLEAR(&new.cells);
    return status;
}

eb_status draft_column(struct draft *draft, const char *name, size_t *column)
{
    const struct column *known = frame_column(draft->frame, name);

    if (known != NULL) {
        *column = (size_t)known->field;
        return EB_OK;
    }
    for (*column = 0; *column < draft->columns.n; ++*column)
        if (strcmp(draft->columns.at[*column].header, name) == 0)
            return EB_OK;
    return add_column(draft, name);
}

eb_status draft_set(struct draft *draft, size_t row, size_t column,
                    const char *text)
{
    const char *copy = arena_string(&draft->memory, text, strlen(text));

    if (copy == NULL)
        return EB_NO_MEMORY;
    draft->columns.at[column].cells.at[row] = copy;
    return EB_OK;
}

const char *draft_cell(const struct draft *draft, size_t row, size_t column)
{
    return draft->columns.at[column].cells.at[row];
}

eb_status draft_add_row(struct draft *draft, size_t *row)
{
    if (!VEC_PUSH(&draft->gone, false))
        return EB_NO_MEMORY;
    for (size_t k = 0; k < draft->columns.n; k++)
        if (!VEC_PUSH(&draft->columns.at[k].cells, ""))
            return EB_NO_MEMORY;
    *row = draft->n_rows++;
    return EB_OK;
}

/* ---- A table again ------------------------------------------------------ */

/* A row that was not in the file has no line. */
static long line_of(const struct draft *draft, size_t row)
{
    return row < draft->frame->n_rows ? draft->frame->table->lines.at[row] : 0;
}

static eb_status fill(const struct draft *draft, struct table *table,
                      const char **texts)
{
    eb_status status;

    for (size_t k = 0; k < draft->columns.n; k++)
        texts[k] = draft->columns.at[k].header;
    TRY(table_set_header(table, draft->columns.n, texts));
    table->header_line = draft->frame->table->header_line;
    for (size_t row = 0; row < draft->n_rows; row++) {
        if (draft->gone.at[row])
            continue;
        for (size_t k = 0; k < draft->columns.n; k++)
            texts[k] = draft_cell(draft, row, k);
        TRY(table_add_row(table, line_of(draft, row), texts));
    }
done:
    return status;
}

eb_status draft_close(const struct draft *draft, struct table **out)
{
    const char **texts = NEW(const char *, draft->columns.n + 1);
    struct table *table = NULL;
    eb_status status = texts == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    TRY(table_new(draft->frame->table->file, &table));
    TRY(fill(draft, table, texts));
    *out = table;
    table = NULL; /* now the caller's */
done:
    table_free(table);
    mem_free(texts);
    return status;
}
