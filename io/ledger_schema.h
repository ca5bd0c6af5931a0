/* ledger_schema.h - what tables a ledger has, version by version. docs/FORMATS.md says
 * what they hold. */
#ifndef IO_LEDGER_SCHEMA_H
#define IO_LEDGER_SCHEMA_H

#include "io/ledger_sql.h"

enum {
    LEDGER_APPLICATION = 0x45424c31, /* "EBL1", as PRAGMA application_id */
    LEDGER_VERSION = 2               /* as PRAGMA user_version */
};

/* Takes the schema from one version (0: nothing is there) to another, later one. */
eb_status ledger_schema_steps(struct sql *sql, int from, int to,
                              eb_messages *said);

#endif
