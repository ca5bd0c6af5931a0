/* ledger_create.c - a new ledger, from input files. */
#include "io/ledger_parts.h"

#include "base/number.h"
#include "io/disk.h"
#include "io/files.h"
#include "io/ledger_schema.h"
#include "io/opened.h"
#include "model/plain.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* ---- The first day ------------------------------------------------------- */

static eb_status copy_table(const struct table *from, struct table **out)
{
    struct table *copy = NULL;
    eb_status status;

    TRY(table_new(from->file, &copy));
    TRY(table_set_header(copy, from->n_columns,
                         (const char *const *)from->header));
    copy->header_line = from->header_line;
    for (size_t row = 0; row < table_rows(from); row++)
        TRY(table_add_row(copy, from->lines.at[row],
                          (const char *const *)from->cells.at +
                              row * from->n_columns));
    *out = copy;
    copy = NULL;
done:
    table_free(copy);
    return status;
}

eb_status ledger_plain(const struct inputs *inputs, eb_input which,
                       struct table **out, eb_messages *said)
{
    const struct schema *schema =
        which == EB_ACCOUNTS ? &schema_accounts : &schema_reps;
    const struct doc *rules = inputs_rules(inputs);
    const struct mapping mapping = {
        doc_get(rules_columns(rules), input_role(which)),
        rules != NULL ? rules->file : NULL};
    struct table *table = NULL;
    eb_status status;

    TRY(copy_table(inputs_table(inputs, which), &table));
    TRY(plain_table(table, schema, mapping, said));
    *out = table;
    table = NULL;
done:
    table_free(table);
    return status;
}

eb_status ledger_begin_day(const struct inputs *inputs, int64_t date,
                           struct day *out, eb_messages *said)
{
    const struct doc *rules = inputs_rules(inputs);
    struct day_tables tables = {.columns = rules_columns(rules),
                                .rules_file =
                                    rules != NULL ? rules->file : NULL};
    eb_status status;

    if (inputs_table(inputs, EB_ACCOUNTS) == NULL ||
        inputs_table(inputs, EB_REPS) == NULL)
        return fail(EB_BAD_USAGE, said,
                    "a ledger begins with accounts and reps: name a folder "
                    "with accounts.csv and reps.csv, or the files");
    TRY(ledger_plain(inputs, EB_ACCOUNTS, &tables.accounts, said));
    TRY(ledger_plain(inputs, EB_REPS, &tables.reps, said));
    TRY(day_begin(date, &tables, out, said));
    return EB_OK;
done:
    table_free(tables.accounts);
    table_free(tables.reps);
    return status;
}

/* ---- The file ------------------------------------------------------------ */

static eb_status write_meta(struct sql *sql, int64_t date, eb_messages *said)
{
    struct text text = {0};
    char first[11];
    eb_status status;

    date_write(date, first);
    text_printf(&text,
                "INSERT INTO meta VALUES ('first_date', '%s'),"
                " ('made_by', 'evenbook %s');",
                first, EB_VERSION);
    status = text_ok(&text) ? sql_run(sql, text.at, said) : EB_NO_MEMORY;
    text_clear(&text);
    return status;
}

static eb_status write_batch(struct sql *sql, const struct day *day,
                             eb_messages *said)
{
    struct sql_query *query = NULL;
    struct books_digest books;
    char open[65], closed[65], date[11];
    eb_status status;

    TRY(digest_books(day->of[DAY_ACCOUNTS].table, day->of[DAY_REPS].table,
                     NULL, &books));
    digest_hex(books.open, open);
    digest_hex(books.closed, closed);
    date_write(day->date, date);
    TRY(sql_prepare(sql,
                    "INSERT INTO batches (batch, kind, date, digest, books, "
                    "closed) VALUES (1, 'init', ?, '', ?, ?)",
                    &query, said));
    sql_bind(query, 1, date);
    sql_bind(query, 2, open);
    sql_bind(query, 3, closed);
    TRY(sql_do(query, said));
done:
    sql_free(query);
    return status;
}

static eb_status write_table(struct sql *sql, const struct day *day,
                             enum day_table which, eb_messages *said)
{
    const struct day_rows *rows = &day->of[which];
    struct ledger_columns columns = {0};
    eb_status status;

    TRY(ledger_columns_make(sql, which, rows->table, rows->id_column, &columns,
                            said));
    TRY(ledger_fill(sql, &columns, rows->table, said));
done:
    ledger_columns_clear(&columns);
    return status;
}

static eb_status write_all(struct sql *sql, const struct inputs *inputs,
                           const struct day *day, eb_messages *said)
{
    eb_status status;

    TRY(ledger_schema_steps(sql, 0, LEDGER_VERSION, said));
    TRY(sql_run(sql, "BEGIN", said));
    TRY(write_meta(sql, day->date, said));
    TRY(write_batch(sql, day, said));
    TRY(write_table(sql, day, DAY_ACCOUNTS, said));
    TRY(write_table(sql, day, DAY_REPS, said));
    TRY(ledger_owners_begin(sql, day, said));
    TRY(ledger_put_files(sql, inputs, 1, said));
    TRY(sql_run(sql, "COMMIT; PRAGMA journal_mode = WAL", said));
done:
    return status;
}

static eb_status write_file(const char *part, const struct inputs *inputs,
                            const struct day *day, eb_messages *said)
{
    struct sql *sql = NULL;
    eb_status status;

    TRY(sql_open(part, SQL_NEW, 0, &sql, said));
    TRY(write_all(sql, inputs, day, said));
done:
    sql_close(sql);
    return status;
}

static int sync_path(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);

    return file < 0 ? errno : disk_write_and_close(file, "", 0);
}

static eb_status exists(const char *path, eb_messages *said)
{
    return fail(EB_BAD_USAGE, said,
                "%s: is there already; expected a new name", path);
}

/* A second name for what is complete, then the first goes: nothing that is there can
 * be replaced. Where a file system has no second names it is renamed. */
static eb_status put_in_place(const char *part, const char *path,
                              const char *parent, eb_messages *said)
{
    int number = sync_path(part);

    if (number == 0 && link(part, path) != 0)
        number = errno;
    if (number == EEXIST)
        return exists(path, said);
    if (number == EPERM || number == ENOTSUP)
        number = rename(part, path) == 0 ? 0 : errno;
    if (number == 0)
        number = disk_sync_folder(parent);
    return number == 0 ? EB_OK : disk_fail(number, said, path);
}

static eb_status make_file(const char *path, const char *parent,
                           const char *part, const struct inputs *inputs,
                           const struct day *day, eb_messages *said)
{
    int file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    eb_status status;

    if (file < 0)
        return disk_fail(errno, said, path);
    close(file);
    TRY(write_file(part, inputs, day, said));
    TRY(put_in_place(part, path, parent, said));
done:
    unlink(part);
    return status;
}

eb_status ledger_create(const char *path, const struct inputs *inputs,
                        int64_t date, eb_messages *said)
{
    char *parent = NULL, *name = NULL, *part = NULL;
    struct day day = {0};
    eb_status status;

    if (disk_has_no_name(path))
        return fail(EB_BAD_USAGE, said, "%s: is no name for a file", path);
    if (file_is_there(path))
        return exists(path, said);
    TRY(disk_split(path, &parent, &name) ? EB_OK : EB_NO_MEMORY);
    part = disk_part(parent, name);
    TRY(part != NULL ? EB_OK : EB_NO_MEMORY);
    TRY(ledger_begin_day(inputs, date, &day, said));
    TRY(make_file(path, parent, part, inputs, &day, said));
done:
    day_clear(&day);
    mem_free(parent);
    mem_free(name);
    mem_free(part);
    return status;
}
