/* ledger_sql.c - SQLite, as far as the ledger needs it. */
#include "io/ledger_sql.h"

#include "base/mem.h"
#include "io/text.h"

#include <sqlite3.h>
#include <string.h>

struct sql {
    sqlite3 *handle;
    char *path;
    bool held;
};

struct sql_query {
    struct sql *sql;
    sqlite3_stmt *statement;
    int bound; /* the first failure to bind, or SQLITE_OK */
};

/* ---- What goes wrong ----------------------------------------------------- */

static const struct {
    int code;
    eb_status status;
    const char *words;
} failures[] = {
    {SQLITE_NOTADB, EB_BAD_DATA, "is no ledger of evenbook"},
    {SQLITE_CORRUPT, EB_BAD_DATA, "is damaged"},
    {SQLITE_FULL, EB_IO, "no space is left for it"},
    {SQLITE_READONLY, EB_IO, "may not be written"},
    {SQLITE_CANTOPEN, EB_IO, "cannot be opened"},
    {SQLITE_BUSY, EB_IO, "is held by another process"},
    {SQLITE_IOERR, EB_IO, "cannot be read or written"},
};

static eb_status complain(struct sql *sql, int code, eb_messages *said)
{
    int kind = code & 0xff;

    sql->held = kind == SQLITE_BUSY;
    if (kind == SQLITE_NOMEM)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < sizeof failures / sizeof *failures; k++)
        if (failures[k].code == kind)
            return fail(failures[k].status, said, "%s: %s (%s)", sql->path,
                        failures[k].words,
                        sql->handle != NULL ? sqlite3_errmsg(sql->handle)
                                            : sqlite3_errstr(code));
    return fail(EB_IO, said, "%s: %s", sql->path,
                sql->handle != NULL ? sqlite3_errmsg(sql->handle)
                                    : sqlite3_errstr(code));
}

bool sql_is_held(const struct sql *sql)
{
    return sql->held;
}

/* ---- Connections --------------------------------------------------------- */

/* As an URI, in which ? # and % would mean something. */
static char *uri_of(const char *path, const char *query)
{
    struct text text = {0};

    text_add(&text, "file:");
    for (; *path != '\0'; path++)
        if (strchr("?#%", *path) != NULL)
            text_printf(&text, "%%%02X", (unsigned)(unsigned char)*path);
        else
            text_add_char(&text, *path);
    text_add(&text, query);
    if (text_ok(&text))
        return text.at;
    text_clear(&text);
    return NULL;
}

/* In WAL mode FULL brings each commit to the disk before it is reported. Triggers and
 * views of a stranger's file are not run. */
static const char *const settings[] = {
    [SQL_READ] = "PRAGMA trusted_schema = OFF; PRAGMA query_only = ON;",
    [SQL_WRITE] = "PRAGMA trusted_schema = OFF; PRAGMA synchronous = FULL;"
                  "PRAGMA foreign_keys = ON;",
    [SQL_NEW] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                "PRAGMA locking_mode = EXCLUSIVE;",
    [SQL_STILL] = "PRAGMA trusted_schema = OFF; PRAGMA query_only = ON;",
};

static int flags_of(enum sql_use use)
{
    static const int flags[] = {
        [SQL_READ] = SQLITE_OPEN_READONLY,
        [SQL_WRITE] = SQLITE_OPEN_READWRITE,
        [SQL_NEW] = SQLITE_OPEN_READWRITE,
        [SQL_STILL] = SQLITE_OPEN_READONLY,
    };

    return flags[use] | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
}

eb_status sql_open(const char *path, enum sql_use use, double patience,
                   struct sql **out, eb_messages *said)
{
    struct sql *sql = NEW(struct sql, 1);
    char *uri = uri_of(path, use == SQL_STILL ? "?immutable=1" : "");
    eb_status status = EB_NO_MEMORY;
    int code;

    if (sql == NULL || uri == NULL)
        goto done;
    sql->path = mem_string(path);
    if (sql->path == NULL)
        goto done;
    code = sqlite3_open_v2(uri, &sql->handle, flags_of(use), NULL);
    if (code != SQLITE_OK) {
        status = complain(sql, code, said);
        goto done;
    }
    sqlite3_busy_timeout(sql->handle, (int)(patience * 1000));
    TRY(sql_run(sql, settings[use], said));
    *out = sql;
done:
    mem_free(uri);
    if (status != EB_OK)
        sql_close(sql);
    return status;
}

void sql_close(struct sql *sql)
{
    if (sql == NULL)
        return;
    sqlite3_close(sql->handle);
    mem_free(sql->path);
    mem_free(sql);
}

eb_status sql_run(struct sql *sql, const char *text, eb_messages *said)
{
    int code = sqlite3_exec(sql->handle, text, NULL, NULL, NULL);

    return code == SQLITE_OK ? EB_OK : complain(sql, code, said);
}

eb_status sql_number(struct sql *sql, const char *text, int64_t *out,
                     eb_messages *said)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    TRY(sql_prepare(sql, text, &query, said));
    TRY(sql_next(query, &row, said));
    *out = row ? sql_integer(query, 0) : 0;
done:
    sql_free(query);
    return status;
}

int64_t sql_changes(const struct sql *sql)
{
    return sqlite3_changes(sql->handle);
}

/* ---- Queries ------------------------------------------------------------- */

eb_status sql_prepare(struct sql *sql, const char *text,
                      struct sql_query **out, eb_messages *said)
{
    struct sql_query *query = NEW(struct sql_query, 1);
    int code;

    if (query == NULL)
        return EB_NO_MEMORY;
    query->sql = sql;
    code = sqlite3_prepare_v2(sql->handle, text, -1, &query->statement, NULL);
    if (code != SQLITE_OK) {
        mem_free(query);
        return complain(sql, code, said);
    }
    *out = query;
    return EB_OK;
}

void sql_free(struct sql_query *query)
{
    if (query == NULL)
        return;
    sqlite3_finalize(query->statement);
    mem_free(query);
}

static void take_code(struct sql_query *query, int code)
{
    if (query->bound == SQLITE_OK)
        query->bound = code;
}

void sql_bind(struct sql_query *query, int at, const char *text)
{
    take_code(query, sqlite3_bind_text(query->statement, at, text, -1,
                                       SQLITE_STATIC));
}

void sql_bind_number(struct sql_query *query, int at, int64_t number)
{
    take_code(query, sqlite3_bind_int64(query->statement, at, number));
}

void sql_bind_real(struct sql_query *query, int at, double number)
{
    take_code(query, sqlite3_bind_double(query->statement, at, number));
}

eb_status sql_next(struct sql_query *query, bool *row, eb_messages *said)
{
    int code = query->bound;
    eb_status status;

    *row = false;
    if (code == SQLITE_OK)
        code = sqlite3_step(query->statement);
    if (code == SQLITE_ROW) {
        *row = true;
        return EB_OK;
    }
    query->bound = SQLITE_OK;
    if (code == SQLITE_DONE) {
        sqlite3_reset(query->statement);
        return EB_OK;
    }
    status = complain(query->sql, code, said);
    sqlite3_reset(query->statement);
    return status;
}

eb_status sql_do(struct sql_query *query, eb_messages *said)
{
    bool row;
    eb_status status;

    do
        status = sql_next(query, &row, said);
    while (status == EB_OK && row);
    return status;
}

void sql_reset(struct sql_query *query)
{
    sqlite3_reset(query->statement);
}

const char *sql_text(struct sql_query *query, int column)
{
    const unsigned char *text = sqlite3_column_text(query->statement, column);

    return text == NULL ? "" : (const char *)text;
}

size_t sql_length(struct sql_query *query, int column)
{
    return (size_t)sqlite3_column_bytes(query->statement, column);
}

int64_t sql_integer(struct sql_query *query, int column)
{
    return sqlite3_column_int64(query->statement, column);
}

double sql_real(struct sql_query *query, int column)
{
    return sqlite3_column_double(query->statement, column);
}

bool sql_is_null(struct sql_query *query, int column)
{
    return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}
