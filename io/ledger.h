/* ledger.h - the ledger: one SQLite file that knows the books of every day, every
 * event, every decision and every adopted plan.
 *
 *     meta        schema version (also PRAGMA user_version), first date, role columns
 *     accounts    a column for each of accounts.csv, and closed_on
 *     reps        a column for each of reps.csv
 *     pairs, territories, rules: as given
 *     batches     batch, kind, date, digest of what asked for it, undone_by, measures
 *     edits       batch, seq, kind, table, id, column, before, after, event: the journal
 *     ownership   account, role, rep, from_date, to_date, batch: one row for each time
 *     events      as sent, both dates, the batch; what became of them
 *     decisions   as in FORMATS.md, by batch
 *     covers      account, role, rep, absent, from_date, until
 *     plans       of batches of kind adopt: what plan.json says, its digest
 *     multipliers the last bound's, by role, rep and resource
 *
 * No clock is read: dates are those of events and commands, so that the same commands
 * make the same ledger. One transaction per batch; WAL with synchronous = FULL. Only
 * this file and those that io/ledger_parts.h joins include sqlite3.h. */
#ifndef IO_LEDGER_H
#define IO_LEDGER_H

#include "base/doc.h"
#include "io/inputs.h"
#include "model/changes.h"

struct ledger;

enum ledger_use { LEDGER_READ, LEDGER_WRITE };

/* A new ledger from input files; refuses a path that is there. */
eb_status ledger_create(const char *path, const struct inputs *inputs,
                        int64_t date, eb_messages *said);
/* For LEDGER_WRITE begins the one transaction (BEGIN IMMEDIATE); while another process
 * holds it waits up to `patience` seconds, then says who. Migrates older schemas. */
eb_status ledger_open(const char *path, enum ledger_use use, double patience,
                      struct ledger **out, eb_messages *said);
/* What was not committed is as if it had never been. */
void ledger_close(struct ledger *ledger);

/* The books as they are; or as they were at the end of a date (0: now). */
eb_status ledger_day(struct ledger *ledger, int64_t date, struct day *out,
                     eb_messages *said);
const struct doc *ledger_rules(const struct ledger *ledger); /* may be NULL */
int64_t ledger_first_date(const struct ledger *ledger);

/* Takes out events that were applied already (marks them in `known` [n]); EB_BAD_DATA with
 * every id that was used with another content. */
eb_status ledger_known_events(struct ledger *ledger,
                              const struct changes *changes, bool *known,
                              eb_messages *said);

/* The past of one role, by account and rep id; callers map to their numbers. */
struct ledger_past {
    struct VEC(struct {
        const char *account, *rep;
    }) former; /* not today's owner */
    struct VEC(struct {
        const char *account, *rep, *absent;
        int64_t until;
    }) covers;
    struct VEC(struct {
        const char *rep;
        int64_t today, week, all;
    }) placed;
    struct VEC(struct {
        const char *rep, *resource;
        double lambda;
    }) multipliers;
    struct arena memory;
};
eb_status ledger_past(struct ledger *ledger, const char *role, int64_t date,
                      struct ledger_past *out, eb_messages *said);
void ledger_past_clear(struct ledger_past *past);

/* One row of decisions, as the file shows it. */
struct ledger_decision {
    const char *event; /* "" if none */
    int64_t date;
    const char *account, *role, *rep, *previous, *change, *reason, *next_best;
    int64_t next_cost, cost; /* units of cost; next_cost INT64_MIN: none */
    int64_t until;           /* of covers */
};

struct ledger_batch {
    const char *kind; /* daily, reassign, route, adopt, rollback, import */
    int64_t date;
    const char *digest;    /* of what asked for it */
    const struct day *day; /* its edits */
    const struct changes *changes;
    const struct outcome *outcome; /* [n] of the changes; NULL: all applied */
    const bool *known;             /* [n] left out; NULL: none */
    size_t n_decisions;
    const struct ledger_decision *decisions;
    const struct doc *measures; /* objective, bound, alerts...; NULL */
};
/* Writes all of it; *number is the batch's. Nothing is durable before ledger_commit. */
eb_status ledger_write(struct ledger *ledger, const struct ledger_batch *batch,
                       int64_t *number, eb_messages *said);
eb_status ledger_commit(struct ledger *ledger, eb_messages *said);

#endif
