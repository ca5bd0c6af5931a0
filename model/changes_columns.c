/* changes_columns.c - which columns of a table of changes are an event's own. */
#include "model/reading_changes.h"

#include <string.h>

/* The schema knows one more, `why`, with which refused events come back. */
static void see_columns(const struct table *table,
                        const struct heading *headings,
                        struct change_columns *columns)
{
    for (int c = 0; c < N_CHANGE_COLUMNS; c++)
        columns->column[c] = -1;
    for (size_t k = 0; k < table->n_columns; k++) {
        const struct known_column *known = headings[k].known;

        columns->further[k] = headings[k].name != NULL && known == NULL;
        if (known != NULL && known - schema_changes.columns < N_CHANGE_COLUMNS)
            columns->column[known - schema_changes.columns] = (int)k;
    }
}

static eb_status settle_columns(const struct table *table,
                                struct change_columns *columns,
                                eb_messages *said)
{
    struct mapping none = {NULL, NULL};
    struct names words = {0};
    struct heading *headings = NEW(struct heading, table->n_columns);
    eb_status status = headings == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    /* That a column is a further one is nothing to say; faults are. */
    status =
        headings_settle(table, &schema_changes, none, &words, headings, NULL);
    if (status != EB_OK)
        status = headings_settle(table, &schema_changes, none, &words,
                                 headings, said);
    else
        see_columns(table, headings, columns);
done:
    names_clear(&words);
    mem_free(headings);
    return status;
}

static eb_status copy_header(const struct table *table,
                             struct change_columns *columns)
{
    size_t n = table->n_columns;

    columns->header = arena_new(&columns->memory, n * sizeof *columns->header);
    columns->further =
        arena_new(&columns->memory, n * sizeof *columns->further);
    if (columns->header == NULL || columns->further == NULL)
        return EB_NO_MEMORY;
    for (; columns->n < n; columns->n++) {
        const char *name = table->header[columns->n];
        const char *copy = arena_string(&columns->memory, name, strlen(name));

        if (copy == NULL)
            return EB_NO_MEMORY;
        columns->header[columns->n] = copy;
    }
    return EB_OK;
}

static bool are_headed_alike(const struct change_columns *columns,
                             const struct table *table)
{
    if (columns == NULL || columns->n != table->n_columns)
        return false;
    for (size_t k = 0; k < columns->n; k++)
        if (strcmp(columns->header[k], table->header[k]) != 0)
            return false;
    return true;
}

eb_status change_columns_know(const struct table *table,
                              struct change_columns **columns,
                              eb_messages *said)
{
    eb_status status = EB_OK;

    if (are_headed_alike(*columns, table))
        return EB_OK;
    change_columns_free(*columns);
    *columns = NEW(struct change_columns, 1);
    if (*columns == NULL)
        return EB_NO_MEMORY;
    TRY(copy_header(table, *columns));
    TRY(settle_columns(table, *columns, said));
done:
    if (status != EB_OK) {
        change_columns_free(*columns);
        *columns = NULL;
    }
    return status;
}

void change_columns_free(struct change_columns *columns)
{
    if (columns != NULL)
        arena_clear(&columns->memory);
    mem_free(columns);
}
