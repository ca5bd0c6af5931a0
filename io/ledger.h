/* ledger.h - the ledger: one SQLite file that knows the books of every day, every
 * event, every decision and every adopted plan. docs/FORMATS.md tells its tables.
 *
 *     init        ledger_create
 *     a batch     ledger_open(LEDGER_WRITE), ledger_day, edits of the day,
 *                 ledger_write, ledger_commit, ledger_close
 *     a question  ledger_open(LEDGER_READ), ledger_day or ledger_show..., ledger_close
 *
 * The journal has every edit that a batch made, so that any day's books are today's with
 * later batches undone, and a rollback is one more batch, that inverts. No clock is
 * read: dates are those of events and commands, so that the same commands make the same
 * ledger, and a batch is never dated before the one before it. One transaction per
 * batch; WAL with synchronous = FULL. Only io/ledger_sql.c includes sqlite3.h.
 *
 * A file that is no ledger, or a damaged one, is EB_BAD_DATA; one that another process
 * holds, or that cannot be read or written, EB_IO. */
#ifndef IO_LEDGER_H
#define IO_LEDGER_H

#include "base/doc.h"
#include "io/inputs.h"
#include "model/changes.h"
#include "model/past.h"

struct ledger;

enum ledger_use { LEDGER_READ, LEDGER_WRITE };

/* A new ledger from input files, whose numbers and dates become plain (model/plain.h);
 * decisions.csv is left out, being of one plan. Refuses a path that is there. The file
 * appears whole or not at all. */
eb_status ledger_create(const char *path, const struct inputs *inputs,
                        int64_t date, eb_messages *said);
/* For LEDGER_WRITE begins the transaction (BEGIN IMMEDIATE); while another process
 * holds it waits up to `patience` seconds, then says who. Migrates older schemas. */
eb_status ledger_open(const char *path, enum ledger_use use, double patience,
                      struct ledger **out, eb_messages *said);
/* What was not committed is as if it had never been. NULL is fine. */
void ledger_close(struct ledger *ledger);

int64_t ledger_first_date(const struct ledger *ledger);
int64_t ledger_date(const struct ledger *ledger); /* of the last batch */
int64_t
ledger_batches(const struct ledger *ledger); /* with the first, of init */
/* rules.json as it is now; NULL if there is none. */
const struct doc *ledger_rules(const struct ledger *ledger);

/* The books as they are; or as they were at the end of a date (0: now), which is not
 * before the first and may be after the last. No edits so far. day->date is the date of the last batch
 * until then. */
eb_status ledger_day(struct ledger *ledger, int64_t date, struct day *out,
                     eb_messages *said);
/* The same as inputs: CSV text and rules as they are exported, with their digests. */
eb_status ledger_inputs(struct ledger *ledger, int64_t date,
                        struct inputs *out, eb_messages *said);

/* ---- Batches -------------------------------------------------------------- */

/* Marks in `known` [n] the events that were applied already and not undone since. That an
 * id was used with another content becomes a fault of its event. */
eb_status ledger_known_events(struct ledger *ledger, struct changes *changes,
                              bool *known, eb_messages *said);

/* One row of decisions, as the file shows it. */
struct ledger_decision {
    const char *event; /* "" if none */
    int64_t date;
    /* `change`: "covered" begins a cover until `until`, "uncovered" ends the one that the
     * account has; else words of the caller. */
    const char *account, *role, *rep, *previous, *change, *reason, *next_best;
    int64_t next_cost, cost; /* units of cost; next_cost INT64_MIN: none */
    int64_t until;           /* of covers; INT64_MAX: not known yet */
};

/* What proved the last bound of a role. */
struct ledger_multiplier {
    const char *role, *rep, *resource;
    double lambda;
};

struct ledger_batch {
    const char *kind;   /* daily, reassign, route, adopt, rollback, import */
    int64_t date;       /* not before ledger_date() */
    const char *digest; /* of what asked for it; "" if nothing did */
    const struct day *day;         /* its edits */
    const struct changes *changes; /* may be NULL */
    const struct outcome
        *outcome;      /* [n] of the changes; NULL: all applied. What
                                      was refused or known is not put down */
    const bool *known; /* [n] left out; NULL: none */
    size_t n_decisions;
    const struct ledger_decision *decisions;
    const struct doc *measures; /* objective, bound, alerts...; NULL */
    size_t
        n_multipliers; /* role by role; a role without any keeps those before */
    const struct ledger_multiplier *multipliers;
};
/* Writes all of it; *number is the batch's, from 1 on, the first being of init. Nothing
 * is durable before ledger_commit. */
eb_status ledger_write(struct ledger *ledger, const struct ledger_batch *batch,
                       int64_t *number, eb_messages *said);
eb_status ledger_commit(struct ledger *ledger, eb_messages *said);
/* Begins the next transaction behind a commit, for whoever keeps books in memory.
 * *stale: another process has written a batch since, and the books are not what they
 * were. */
eb_status ledger_begin(struct ledger *ledger, bool *stale, eb_messages *said);

/* The last batch that this digest asked for and that was not undone; 0 if none. */
eb_status ledger_find_batch(struct ledger *ledger, const char *digest,
                            int64_t *number, eb_messages *said);
/* Its decisions, in order. */
struct ledger_decisions {
    struct VEC(struct ledger_decision) all;
    struct arena memory;
};
eb_status ledger_decisions(struct ledger *ledger, int64_t number,
                           struct ledger_decisions *out, eb_messages *said);
void ledger_decisions_clear(struct ledger_decisions *decisions);

/* What was decided on an event before, for whoever asks often. */
struct ledger_lookup;
eb_status ledger_lookup_new(struct ledger *ledger, struct ledger_lookup **out,
                            eb_messages *said);
void ledger_lookup_free(struct ledger_lookup *lookup);
/* Outside a transaction each look takes its locks anew: what is asked between these sees
 * one state of the ledger, and takes them once. */
eb_status ledger_lookup_begin(struct ledger_lookup *lookup, eb_messages *said);
eb_status ledger_lookup_end(struct ledger_lookup *lookup, eb_messages *said);
/* *known: the ledger has the event, or a decision for it on the account; *other: what
 * the event says is not this `content`. *out is that decision, its texts in `memory`;
 * account NULL where there is none. */
eb_status ledger_look_up(struct ledger_lookup *lookup, const char *event,
                         const char *account, const char *content, bool *known,
                         bool *other, struct ledger_decision *out,
                         struct arena *memory, eb_messages *said);

/* ---- The past ------------------------------------------------------------- */

/* Of one role. Batches that were undone do not count. */
eb_status ledger_past(struct ledger *ledger, const char *role, int64_t date,
                      struct past *out, eb_messages *said);

#endif
