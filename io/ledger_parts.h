/* ledger_parts.h - what a ledger is made of, for io/ledger_*.c.
 *
 * ledger_create, ledger_open -> ledger_day -> ledger_write (ledger_apply: edits and the
 * digests, ledger_owners, ledger_record: events, decisions, covers) -> ledger_commit. */
#ifndef IO_LEDGER_PARTS_H
#define IO_LEDGER_PARTS_H

#include "io/ledger.h"
#include "io/ledger_books.h"
#include "io/ledger_columns.h"
#include "io/ledger_sql.h"

struct ledger {
    struct sql *sql;
    char *path;
    enum ledger_use use;
    double patience;          /* seconds */
    int64_t first_date, date; /* of the first and the last batch */
    int64_t n_batches;
    struct ledger_columns columns[N_DAY_TABLES];
    struct doc *rules; /* as they are now; NULL where there are none */
};

/* ledger_create.c: a table of the inputs, its numbers and dates made plain. */
eb_status ledger_plain(const struct inputs *inputs, eb_input which,
                       struct table **out, eb_messages *said);

/* The books of inputs as a day. */
eb_status ledger_begin_day(const struct inputs *inputs, int64_t date,
                           struct day *out, eb_messages *said);

/* ledger_open.c: what is known of the ledger, read again. */
eb_status ledger_refresh(struct ledger *ledger, eb_messages *said);
/* A date of the ledger's; EB_BAD_DATA where it is none. */
eb_status ledger_read_date(const struct ledger *ledger, const char *text,
                           int64_t *out, eb_messages *said);

/* ledger_files.c: rules.json, pairs.csv and territories.csv, as text of a batch. */
eb_status ledger_put_file(struct sql *sql, eb_input which, int64_t batch,
                          const char *text, eb_messages *said);
/* As CSV text, from the first row to the last. */
eb_status ledger_put_table(struct sql *sql, eb_input which, int64_t batch,
                           const struct table *table, eb_messages *said);
/* Those of the inputs that are neither accounts nor reps nor decisions. */
eb_status ledger_put_files(struct sql *sql, const struct inputs *inputs,
                           int64_t batch, eb_messages *said);
/* In force at the end of the date (0: now); NULL where there is none; mem_free. */
eb_status ledger_take_file(struct ledger *ledger, eb_input which, int64_t date,
                           char **out, eb_messages *said);
eb_status ledger_take_rules(struct ledger *ledger, int64_t date,
                            struct doc **out, eb_messages *said);

/* ledger_rows.c: all rows of a table; of accounts the closed ones apart. */
eb_status ledger_load(struct ledger *ledger, enum day_table which,
                      struct table **open, struct table **closed,
                      eb_messages *said);
/* All rows of a table into one of the ledger. */
eb_status ledger_fill(struct sql *sql, const struct ledger_columns *columns,
                      const struct table *table, eb_messages *said);

/* ledger_day.c: takes today back to what it was behind a batch. */
eb_status ledger_undo_to(struct ledger *ledger, struct day *day, int64_t batch,
                         eb_messages *said);

/* ledger_apply.c: carries out the edits, writes them into the journal, and brings the
 * digest of the books up to date. */
eb_status ledger_apply(struct ledger *ledger, const struct ledger_batch *batch,
                       int64_t number, struct books_digest *books,
                       eb_messages *said);

/* ledger_owners.c: who owns what from when to when. */
struct ledger_role {
    const char *role; /* "" of the column `owner` */
    size_t column;    /* of open accounts */
};
struct ledger_roles {
    struct VEC(struct ledger_role) all;
    struct arena memory;
};
eb_status ledger_roles(const struct day *day, struct ledger_roles *out);
void ledger_roles_clear(struct ledger_roles *roles);
/* The first owners, of all accounts. */
eb_status ledger_owners_begin(struct sql *sql, const struct day *day,
                              eb_messages *said);
/* Those of accounts that a batch touched, and of roles that came with it. */
eb_status ledger_owners_update(struct ledger *ledger,
                               const struct ledger_batch *batch,
                               int64_t number, eb_messages *said);

/* ledger_record.c: events, decisions, covers and multipliers of a batch. */
eb_status ledger_record(struct ledger *ledger,
                        const struct ledger_batch *batch, int64_t number,
                        eb_messages *said);

/* ledger_history.c: who is meant; `out` gets id and name, and no lines. */
struct ledger_history;
eb_status ledger_who(struct ledger *ledger, const char *who,
                     struct ledger_history *out, eb_messages *said);

/* ledger_journal.c: the edits of batches from `first` to `last`, in order. */
struct journal {
    struct VEC(struct edit) edits;
    struct VEC(int64_t) batch;      /* [edits] */
    struct VEC(const char *) event; /* [edits] "" where there is none */
    struct arena memory;
};
eb_status journal_read(struct ledger *ledger, int64_t first, int64_t last,
                       struct journal *out, eb_messages *said);
void journal_clear(struct journal *journal);
const char *ledger_edit_name(enum edit_kind kind);

#endif
