/* ledger_schema.c - what tables a ledger has, version by version. */
#include "io/ledger_schema.h"

#include "io/text.h"

/* accounts and reps are made with the columns of their files (ledger_columns.c). A
 * date is 2027-01-04. A cell of the books is never null; "" is blank. */
static const char version_1[] =
    "CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)"
    " STRICT, WITHOUT ROWID;"

    "CREATE TABLE columns (file TEXT NOT NULL, position INTEGER NOT NULL,"
    " header TEXT NOT NULL, name TEXT NOT NULL, is_id INTEGER NOT NULL,"
    " PRIMARY KEY (file, position)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE batches (batch INTEGER PRIMARY KEY, kind TEXT NOT NULL,"
    " date TEXT NOT NULL, digest TEXT NOT NULL, books TEXT NOT NULL, closed "
    "TEXT NOT NULL,"
    " undone_by INTEGER REFERENCES batches, measures TEXT) STRICT;"
    "CREATE INDEX batches_by_digest ON batches (digest);"

    "CREATE TABLE files (role TEXT NOT NULL,"
    " batch INTEGER NOT NULL REFERENCES batches, text TEXT NOT NULL,"
    " PRIMARY KEY (role, batch)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE edits (batch INTEGER NOT NULL REFERENCES batches,"
    " seq INTEGER NOT NULL, kind TEXT NOT NULL"
    " CHECK (kind IN ('set', 'add', 'drop', 'column')),"
    " file TEXT NOT NULL CHECK (file IN ('accounts', 'reps')), id TEXT,"
    " header TEXT, before TEXT, after TEXT, event TEXT,"
    " PRIMARY KEY (batch, seq)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX edits_by_id ON edits (file, id);"

    "CREATE TABLE ownership (account TEXT NOT NULL, role TEXT NOT NULL,"
    " rep TEXT NOT NULL, from_date TEXT NOT NULL, to_date TEXT,"
    " batch INTEGER NOT NULL REFERENCES batches,"
    " ended_by INTEGER REFERENCES batches,"
    " PRIMARY KEY (account, role, batch)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX ownership_by_rep ON ownership (rep, role);"

    "CREATE TABLE events (event TEXT NOT NULL,"
    " batch INTEGER NOT NULL REFERENCES batches, seq INTEGER NOT NULL,"
    " date TEXT NOT NULL, kind TEXT NOT NULL, account TEXT NOT NULL,"
    " rep TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,"
    " content TEXT NOT NULL, sha256 TEXT NOT NULL, outcome TEXT NOT NULL"
    " CHECK (outcome IN ('applied', 'late')),"
    " PRIMARY KEY (event, batch)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX events_by_account ON events (account);"
    "CREATE INDEX events_by_rep ON events (rep);"
    "CREATE INDEX events_by_batch ON events (batch, seq);"

    "CREATE TABLE decisions (batch INTEGER NOT NULL REFERENCES batches,"
    " seq INTEGER NOT NULL, event TEXT NOT NULL, date TEXT NOT NULL,"
    " account TEXT NOT NULL, role TEXT NOT NULL, rep TEXT NOT NULL,"
    " previous_rep TEXT NOT NULL, change TEXT NOT NULL,"
    " reason TEXT NOT NULL, next_best_rep TEXT NOT NULL,"
    " next_best_cost INTEGER, cost INTEGER NOT NULL, until TEXT,"
    " PRIMARY KEY (batch, seq)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX decisions_by_account ON decisions (account);"
    "CREATE INDEX decisions_by_rep ON decisions (role, rep, change, date);"

    "CREATE TABLE covers (account TEXT NOT NULL, role TEXT NOT NULL,"
    " rep TEXT NOT NULL, absent TEXT NOT NULL, from_date TEXT NOT NULL,"
    " until TEXT, batch INTEGER NOT NULL REFERENCES batches,"
    " ended_on TEXT, ended_by INTEGER REFERENCES batches,"
    " PRIMARY KEY (account, role, batch)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE plans (batch INTEGER PRIMARY KEY REFERENCES batches,"
    " name TEXT NOT NULL, role TEXT NOT NULL, goal TEXT NOT NULL,"
    " status TEXT NOT NULL, objective TEXT NOT NULL,"
    " lower_bound TEXT NOT NULL, moved INTEGER NOT NULL,"
    " forced INTEGER NOT NULL, placed INTEGER NOT NULL) STRICT;"

    "CREATE TABLE multipliers (role TEXT NOT NULL, rep TEXT NOT NULL,"
    " resource TEXT NOT NULL, lambda REAL NOT NULL,"
    " PRIMARY KEY (role, rep, resource)) STRICT, WITHOUT ROWID;";

/* For former owners, who are few beside those of today. */
static const char version_2[] =
    "CREATE INDEX ownership_ended ON ownership (role, account, batch)"
    " WHERE to_date IS NOT NULL;";

/* What leads from version k to version k + 1. */
static const char *const steps[LEDGER_VERSION] = {version_1, version_2};

eb_status ledger_schema_steps(struct sql *sql, int from, int to,
                              eb_messages *said)
{
    struct text text = {0};
    eb_status status = EB_OK;

    for (int k = from; k < to; k++)
        TRY(sql_run(sql, steps[k], said));
    text_printf(&text, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
                (int)LEDGER_APPLICATION, to);
    status = text_ok(&text) ? sql_run(sql, text.at, said) : EB_NO_MEMORY;
done:
    text_clear(&text);
    return status;
}
