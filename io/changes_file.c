/* changes_file.c - a batch of changes as it was sent, and what is sent back. */
#include "io/changes_file.h"

#include "base/hash.h"
#include "io/changes_json.h"
#include "io/csv_reader.h"
#include "io/csv_writer.h"
#include "io/files.h"
#include "io/inputs.h"

#include <string.h>

/* The first byte that is no blank, or NUL. */
static char first_byte(const char *bytes, size_t length)
{
    size_t k = 0;

    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        k = 3;
    while (k < length && bytes[k] != '\0' && strchr(" \t\r\n", bytes[k]))
        k++;
    return k < length ? bytes[k] : '\0';
}

/* A table of the columns that every batch has, and no rows. */
static eb_status make_empty(const char *name, struct table **out)
{
    static const char *const columns[] = {"event", "date", "kind"};
    struct table *table = NULL;
    eb_status status;

    TRY(table_new(name, &table));
    TRY(table_set_header(table, sizeof columns / sizeof *columns, columns));
    *out = table;
    table = NULL;
done:
    table_free(table);
    return status;
}

eb_status changes_file_take(const char *name, const char *bytes, size_t length,
                            struct changes_file *out, eb_messages *said)
{
    char first = first_byte(bytes, length);
    eb_status status;

    *out = (struct changes_file){0};
    sha256_hex(bytes, length, out->sha256);
    if (first == '\0' && memchr(bytes, '\0', length) == NULL)
        status = make_empty(name, &out->table);
    else if (first == '{' || first == '[')
        status =
            changes_json(name, bytes, length, &out->table, &out->places, said);
    else
        status = csv_read(name, bytes, length, &out->table, said);
    return status;
}

eb_status changes_file_read(const char *path, struct changes_file *out,
                            eb_messages *said)
{
    const char *name =
        strcmp(path, "-") == 0 ? "standard input" : input_base_name(path);
    char *bytes = NULL;
    size_t length = 0;
    eb_status status;

    *out = (struct changes_file){0};
    TRY(file_read(path, &bytes, &length, said));
    TRY(changes_file_take(name, bytes, length, out, said));
done:
    mem_free(bytes);
    return status;
}

void changes_file_clear(struct changes_file *file)
{
    table_free(file->table);
    mem_free(file->places);
    *file = (struct changes_file){0};
}

/* ---- What is sent back ---------------------------------------------------- */

static bool is_why(const struct table *table, size_t column)
{
    return strcmp(table->header[column], "why") == 0;
}

static void write_row(struct csv_writer *csv, const struct table *table,
                      size_t row, const char *why)
{
    for (size_t k = 0; k < table->n_columns; k++)
        if (!is_why(table, k))
            csv_cell(csv, table_cell(table, row, k));
    csv_cell(csv, why);
    csv_end_row(csv);
}

static void write_header(struct csv_writer *csv, const struct table *table)
{
    for (size_t k = 0; k < table->n_columns; k++)
        if (!is_why(table, k))
            csv_cell(csv, table->header[k]);
    csv_cell(csv, "why");
    csv_end_row(csv);
}

eb_status changes_file_refused(const struct changes_file *file,
                               const struct changes *changes,
                               const struct outcome *outcome, const char *path,
                               eb_messages *said)
{
    size_t rows = table_rows(file->table);
    const char **why = NEW(const char *, rows);
    struct text text = {0};
    struct csv_writer csv = {.out = &text, .separator = ','};
    eb_status status = why == NULL ? EB_NO_MEMORY : EB_OK;

    TRY(status);
    for (size_t k = 0; k < changes->n; k++)
        if (outcome[k].how == REFUSED)
            why[changes->events[k].row] = outcome[k].why;
    write_header(&csv, file->table);
    for (size_t row = 0; row < rows; row++)
        if (why[row] != NULL)
            write_row(&csv, file->table, row, why[row]);
    TRY(text_ok(&text) ? EB_OK : EB_NO_MEMORY);
    TRY(file_write_whole(path, text.at, text.n, said));
done:
    text_clear(&text);
    mem_free(why);
    return status;
}
