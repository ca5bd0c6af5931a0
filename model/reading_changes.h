/* reading_changes.h - rows that become events: what changes_read.c,
 * changes_columns.c and changes_form.c share. */
#ifndef MODEL_READING_CHANGES_H
#define MODEL_READING_CHANGES_H

#include "model/applying.h"

/* What the columns of a table are. */
struct change_columns {
    size_t n;
    const char **header; /* [n] */
    bool *further;       /* [n] no column of events, and it has a name */
    int column[N_CHANGE_COLUMNS]; /* of the table, or -1 */
    struct arena memory;
};

struct change_reading {
    const struct table *table;
    const long *places;
    struct changes *out;
    const struct change_columns *columns;
    bool has_style;
    enum date_style style; /* of the column of dates */
    struct names ids;
    struct VEC(size_t) of_id; /* [ids] event */
};

/* changes_columns.c: makes *columns those of the table, if they are not yet. */
eb_status change_columns_know(const struct table *table,
                              struct change_columns **columns,
                              eb_messages *said);

/* changes_form.c: what is wrong with an event is put down with it, all of it. */
eb_status event_fault(struct change_reading *in, struct event *event, long at,
                      const char *format, ...) PRINTF_LIKE(4, 5);
eb_status event_kind(struct change_reading *in, struct event *event,
                     const char *text);
/* The first date of the file settles how dates are written. */
eb_status event_date(struct change_reading *in, struct event *event,
                     const char *text);
/* That each column is filled that the kind needs, and none that it has no use for. */
eb_status event_form(struct change_reading *in, struct event *event);
/* The content; date and kind as written count where they cannot be read. */
eb_status event_content(struct change_reading *in, struct event *event,
                        const char *date, const char *kind);

#endif
