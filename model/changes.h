/* changes.h - what happens to the books: events, read from changes.csv or JSON lines
 * (docs/FORMATS.md), checked one against the other, and carried out on a day.
 *
 * What is wrong with one row stays with its event, from the first look at its form to
 * the last at the books, and is said once, by changes_apply(): so the rows in order can
 * be carried out while the others go back to their sender. */
#ifndef MODEL_CHANGES_H
#define MODEL_CHANGES_H

#include "model/day.h"

enum change_kind {
    EVENT_ADD,
    EVENT_CLOSE,
    EVENT_REOPEN,
    EVENT_CHANGE,
    EVENT_JOIN,
    EVENT_LEAVE,
    EVENT_AWAY,
    EVENT_BACK,
    EVENT_CAPACITY,
    EVENT_LOCK,
    EVENT_UNLOCK,
    EVENT_OVERRIDE,
    N_EVENT_KINDS
};
const char *change_kind_name(enum change_kind kind);

/* The columns of the file that are an event's own. */
enum change_column {
    CHANGE_EVENT,
    CHANGE_DATE,
    CHANGE_KIND,
    CHANGE_ACCOUNT,
    CHANGE_REP,
    CHANGE_FIELD,
    CHANGE_VALUE,
    N_CHANGE_COLUMNS
};

struct event {
    const char *id;
    int64_t date; /* INT64_MIN where it cannot be read */
    enum change_kind kind;
    const char *account, *rep, *field, *value; /* "" where blank */
    size_t n_cells; /* further columns that are filled, in order of the file */
    const char *const *columns, *const *cells;
    const long *cells_at; /* [n_cells] column of the file */
    /* Canonical: the same content gives the same text, whatever the order of columns
     * and however the date is written. */
    const char *content;
    size_t row;                   /* of the table */
    struct place at;              /* of the row; column 0 */
    long at_of[N_CHANGE_COLUMNS]; /* column of the file; 0: not there */
    /* What is wrong with its form, a sentence without its place, or NULL. */
    const char *fault;
    long fault_at; /* column of the file */
};

struct changes {
    size_t n;
    struct event *events; /* by date, then place in the file */
    size_t n_repeated; /* rows left out, as they say again what another says */
    struct arena memory;
};

/* From a table of changes.csv (io reads both kinds of file into one). `places` is the
 * column of each cell [rows * columns] where that is not the number of the field, or
 * NULL. An id that stands twice with the same content is one event. EB_BAD_DATA only
 * where the table lacks the columns that it must have. */
eb_status changes_read(const struct table *table, const long *places,
                       struct changes *out, eb_messages *said);
/* The same of one table after the other: what is known of the columns of the one before
 * is known of those of one that is headed alike. `columns` is NULL at first, and the
 * caller's to free. */
struct change_columns;
eb_status changes_read_on(const struct table *table, const long *places,
                          struct change_columns **columns, struct changes *out,
                          eb_messages *said);
void change_columns_free(struct change_columns *columns);
void changes_clear(struct changes *changes);
/* The latest date of an event; INT64_MIN if there is none. */
int64_t changes_last_date(const struct changes *changes);

/* What an event came to. */
enum applied {
    APPLIED,
    APPLIED_LATE,   /* its date is before the day's */
    APPLIED_BEFORE, /* known: left out */
    REFUSED         /* see `why` */
};
struct outcome {
    enum applied how;
    const char
        *why;    /* a sentence: "account A17 closed on 2027-03-02"; or NULL */
    long why_at; /* column of the file, or 0 */
};

/* Carries out events one after the other, but for those that are `known` [n] (NULL:
 * none are); `first_date` is the ledger's first day. Those with a fault of form, and
 * those that contradict the books (unknown account or rep, closed twice, changed after
 * closing, a rep who has left, before the first day) leave the day as it was. With
 * `skip_bad` they are marked in `outcome` [n] and the rest goes on; without, all are
 * reported as faults with their place, EB_BAD_DATA is given and the day is as before.
 * Sentences live as long as `changes`. day->date stays. O(cells of the events), and for
 * each extra column that is touched O(rows). */
eb_status changes_apply(struct day *day, struct changes *changes,
                        const bool *known, int64_t first_date, bool skip_bad,
                        struct outcome *outcome, eb_messages *said);

#endif
