/* ledger_columns.h - the columns of accounts and reps in a ledger: those of their files,
 * under names that SQL can use.
 *
 * A column is called what its header says, so that people can ask for it. Only where SQL,
 * to which `Value` and `value` are one name, has it already, something is put behind. */
#ifndef IO_LEDGER_COLUMNS_H
#define IO_LEDGER_COLUMNS_H

#include "base/mem.h"
#include "base/table.h"
#include "base/vec.h"
#include "io/ledger_sql.h"
#include "io/text.h"
#include "model/day.h"

struct ledger_column {
    const char *header, *name;
};

struct ledger_columns {
    const char *file; /* "accounts", "reps": also the table's name */
    struct VEC(struct ledger_column) all;
    size_t id; /* which holds ids */
    struct arena memory;
};

/* "accounts" or "reps". */
const char *ledger_file(enum day_table table);

/* The columns of a table; makes the table in the ledger, and the rows of `columns`. */
eb_status ledger_columns_make(struct sql *sql, enum day_table which,
                              const struct table *table, size_t id,
                              struct ledger_columns *out, eb_messages *said);
eb_status ledger_columns_read(struct sql *sql, enum day_table which,
                              struct ledger_columns *out, eb_messages *said);
/* One more, blank in every row. */
eb_status ledger_columns_add(struct sql *sql, struct ledger_columns *columns,
                             const char *header, eb_messages *said);
void ledger_columns_clear(struct ledger_columns *columns);

/* NULL where there is none. The ledger's own closed_on is one of accounts. */
const char *ledger_column_name(const struct ledger_columns *columns,
                               const char *header);
/* A name as SQL quotes it. */
void ledger_quote(struct text *out, const char *name);
/* All names, quoted, with commas between; behind those of accounts closed_on. */
void ledger_list_columns(struct text *out,
                         const struct ledger_columns *columns);

#endif
