/* ledger_open.c - a ledger opened, its transactions, and who holds it. */
#include "io/ledger_parts.h"

#include "base/number.h"
#include "io/disk.h"
#include "io/files.h"
#include "io/ledger_holder.h"
#include "io/ledger_schema.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { HOLDER_ROOM = 300 };

/* ---- What is known of it -------------------------------------------------- */

eb_status ledger_read_date(const struct ledger *ledger, const char *text,
                           int64_t *out, eb_messages *said)
{
    if (date_read(text, DATE_ISO, out))
        return EB_OK;
    return fail(EB_BAD_DATA, said, "%s: \"%.20s\" is no date of a ledger",
                ledger->path, text);
}

static eb_status read_batches(struct ledger *ledger, eb_messages *said)
{
    struct sql_query *query = NULL;
    bool row;
    eb_status status;

    TRY(sql_prepare(ledger->sql,
                    "SELECT batch, date, (SELECT date FROM batches WHERE "
                    "batch = 1) FROM batches ORDER BY batch DESC LIMIT 1",
                    &query, said));
    TRY(sql_next(query, &row, said));
    if (!row) {
        status = fail(EB_BAD_DATA, said, "%s: holds no books", ledger->path);
        goto done;
    }
    ledger->n_batches = sql_integer(query, 0);
    TRY(ledger_read_date(ledger, sql_text(query, 1), &ledger->date, said));
    TRY(ledger_read_date(ledger, sql_text(query, 2), &ledger->first_date,
                         said));
done:
    sql_free(query);
    return status;
}

eb_status ledger_refresh(struct ledger *ledger, eb_messages *said)
{
    eb_status status;

    TRY(read_batches(ledger, said));
    for (int k = 0; k < N_DAY_TABLES; k++) {
        ledger_columns_clear(&ledger->columns[k]);
        TRY(ledger_columns_read(ledger->sql, (enum day_table)k,
                                &ledger->columns[k], said));
    }
    doc_free(ledger->rules);
    ledger->rules = NULL;
    TRY(ledger_take_rules(ledger, 0, &ledger->rules, said));
done:
    return status;
}

int64_t ledger_first_date(const struct ledger *ledger)
{
    return ledger->first_date;
}

int64_t ledger_date(const struct ledger *ledger)
{
    return ledger->date;
}

int64_t ledger_batches(const struct ledger *ledger)
{
    return ledger->n_batches;
}

const struct doc *ledger_rules(const struct ledger *ledger)
{
    return ledger->rules;
}

/* ---- Its version --------------------------------------------------------- */

static eb_status check_version(struct ledger *ledger, int64_t *version,
                               eb_messages *said)
{
    int64_t application;
    eb_status status;

    TRY(sql_number(ledger->sql, "PRAGMA application_id", &application, said));
    TRY(sql_number(ledger->sql, "PRAGMA user_version", version, said));
    if (application != LEDGER_APPLICATION || *version < 1)
        return fail(EB_BAD_DATA, said, "%s: is no ledger of evenbook",
                    ledger->path);
    if (*version > LEDGER_VERSION)
        return fail(EB_BAD_DATA, said,
                    "%s: has version %lld, of a newer evenbook; this one "
                    "knows %d",
                    ledger->path, (long long)*version, (int)LEDGER_VERSION);
done:
    return status;
}

/* ---- Transactions -------------------------------------------------------- */

/* Says who holds it, where that is what failed; `heard` is what was said of it. */
static eb_status blame_holder(const struct ledger *ledger, eb_status status,
                              const eb_messages *heard, eb_messages *said)
{
    char who[HOLDER_ROOM];

    if (status != EB_IO || ledger->sql == NULL || !sql_is_held(ledger->sql)) {
        for (size_t k = 0; k < eb_messages_count(heard); k++)
            fail(status, said, "%s", eb_messages_text(heard, k));
        return status;
    }
    ledger_holder(ledger->path, who, sizeof who);
    return fail(EB_IO, said, "%s: is held by %s; waited %g s", ledger->path,
                who, ledger->patience);
}

static eb_status begin(struct ledger *ledger, eb_messages *said)
{
    eb_messages *heard = eb_messages_new();
    eb_status status;

    if (heard == NULL)
        return EB_NO_MEMORY;
    status = sql_run(ledger->sql,
                     ledger->use == LEDGER_WRITE ? "BEGIN IMMEDIATE" : "BEGIN",
                     heard);
    if (status != EB_OK && status != EB_NO_MEMORY)
        status = blame_holder(ledger, status, heard, said);
    eb_messages_free(heard);
    return status;
}

/* A folder in which nothing can be written holds no -wal that matters, if none is
 * there: then the file is all there is, and stays as it is. */
static bool stands_still(const char *path)
{
    char *log = disk_join(path, "", "-wal");
    struct stat is;
    bool still = log != NULL && (stat(log, &is) != 0 || is.st_size == 0);

    mem_free(log);
    return still;
}

static eb_status connect(struct ledger *ledger, eb_messages *said)
{
    const char *path = ledger->path;
    struct stat is;
    int64_t ignored;
    eb_messages *heard = NULL;
    eb_status status;

    if (stat(path, &is) != 0)
        return disk_fail(errno, said, path);
    if (ledger->use == LEDGER_WRITE)
        return sql_open(path, SQL_WRITE, ledger->patience, &ledger->sql, said);
    heard = eb_messages_new();
    if (heard == NULL)
        return EB_NO_MEMORY;
    status = sql_open(path, SQL_READ, ledger->patience, &ledger->sql, heard);
    if (status == EB_OK)
        status =
            sql_number(ledger->sql, "PRAGMA schema_version", &ignored, heard);
    if (status == EB_IO && stands_still(path)) {
        sql_close(ledger->sql);
        ledger->sql = NULL;
        status =
            sql_open(path, SQL_STILL, ledger->patience, &ledger->sql, said);
    } else if (status != EB_OK) {
        for (size_t k = 0; k < eb_messages_count(heard); k++)
            fail(status, said, "%s", eb_messages_text(heard, k));
    }
    eb_messages_free(heard);
    return status;
}

static eb_status migrate(const struct ledger *ledger, int64_t from,
                         eb_messages *said)
{
    struct ledger writer = {.path = ledger->path,
                            .use = LEDGER_WRITE,
                            .patience = ledger->patience};
    int64_t version;
    eb_status status;

    TRY(connect(&writer, said));
    TRY(begin(&writer, said));
    TRY(check_version(&writer, &version, said));
    if (version < LEDGER_VERSION)
        TRY(ledger_schema_steps(writer.sql, (int)version, LEDGER_VERSION,
                                said));
    TRY(ledger_commit(&writer, said));
    TRY(note(said, "%s: brought from version %lld to %d", writer.path,
             (long long)from, (int)LEDGER_VERSION));
done:
    sql_close(writer.sql);
    return status;
}

eb_status ledger_open(const char *path, enum ledger_use use, double patience,
                      struct ledger **out, eb_messages *said)
{
    struct ledger *ledger = NEW(struct ledger, 1);
    int64_t version;
    eb_status status = EB_NO_MEMORY;

    if (ledger == NULL)
        return EB_NO_MEMORY;
    ledger->use = use;
    ledger->patience = patience;
    ledger->path = mem_string(path);
    if (ledger->path == NULL)
        goto done;
    TRY(connect(ledger, said));
    TRY(check_version(ledger, &version, said));
    if (version < LEDGER_VERSION)
        TRY(migrate(ledger, version, said));
    TRY(begin(ledger, said));
    TRY(ledger_refresh(ledger, said));
    *out = ledger;
done:
    if (status != EB_OK)
        ledger_close(ledger);
    return status;
}

eb_status ledger_commit(struct ledger *ledger, eb_messages *said)
{
    return sql_run(ledger->sql, "COMMIT", said);
}

eb_status ledger_begin(struct ledger *ledger, bool *stale, eb_messages *said)
{
    int64_t n = ledger->n_batches;
    eb_status status;

    TRY(begin(ledger, said));
    TRY(read_batches(ledger, said));
    *stale = n != ledger->n_batches;
    if (*stale)
        TRY(ledger_refresh(ledger, said));
done:
    return status;
}

void ledger_close(struct ledger *ledger)
{
    if (ledger == NULL)
        return;
    sql_close(ledger->sql);
    for (int k = 0; k < N_DAY_TABLES; k++)
        ledger_columns_clear(&ledger->columns[k]);
    doc_free(ledger->rules);
    mem_free(ledger->path);
    mem_free(ledger);
}
