/* changes.h - what happens to the books: events, read from changes.csv or JSON lines
 * (docs/FORMATS.md), checked one against the other, and carried out on a day. */
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

struct event {
    const char *id;
    int64_t date;
    enum change_kind kind;
    const char *account, *rep, *field, *value; /* "" where blank */
    size_t n_cells; /* further columns that are filled, in order of the file */
    const char *const *columns, *const *cells;
    const char *content; /* canonical: the same content gives the same text */
    struct place at;
};

struct changes {
    size_t n;
    struct event *events; /* by date, then place in the file */
    struct arena memory;
};

/* From a table of changes.csv (io reads both kinds of file into one). Reports every
 * fault of form: unknown kinds, dates, what a kind needs and does not have, an id
 * twice with another content; an id twice with the same is one event. */
eb_status changes_read(const struct table *table, struct changes *out,
                       eb_messages *said);
void changes_clear(struct changes *changes);

/* What an event came to. */
enum applied {
    APPLIED,
    APPLIED_LATE, /* its date is before the day's */
    REFUSED       /* see `why` */
};
struct outcome {
    enum applied how;
    const char
        *why; /* a sentence: "account A17 closed on 2027-03-02"; or NULL */
};

/* Carries out events one after the other; `first_date` is the ledger's first day. Those
 * that contradict the books (unknown account or rep, closed twice, changed after
 * closing, a rep who has left, before the first day) leave the day as it was. With
 * `skip_bad` they are marked in `outcome` [n] and the rest goes on; without, all are
 * reported as faults with their place, EB_BAD_DATA is given and the day is as
 * before. */
eb_status changes_apply(struct day *day, const struct changes *changes,
                        int64_t first_date, bool skip_bad,
                        struct outcome *outcome, eb_messages *said);

#endif
