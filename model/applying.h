/* applying.h - events while they are carried out: what changes_*.c share, in the order in
 * which they are called.
 *
 * Each part gives EB_OK, or EB_BAD_DATA once it has called event_refuse(); the caller of an
 * event takes its edits back then. */
#ifndef MODEL_APPLYING_H
#define MODEL_APPLYING_H

#include "base/number.h"
#include "model/changes.h"

/* How the texts of one column are written in the file, and what the books hold there. */
struct cell_style {
    bool has_number, has_date; /* some text has settled it */
    enum number_style number;
    enum date_style date;
    bool is_extra;        /* `extra` is known */
    enum cell_kind extra; /* of an extra column, by what it holds */
};

/* A column that an event names. */
struct named_column {
    const char *name;
    int at; /* of the day's table; -1: not there yet */
    const struct known_column *known; /* NULL: an extra column */
};

enum { MOST_KNOWN_COLUMNS = 64 }; /* of a schema */

struct applying {
    struct day *day;
    struct changes *changes;
    int64_t first_date;
    const struct event *event; /* the one at hand */
    size_t index;
    const char *why; /* of the one at hand */
    long why_at;
    struct cell_style style_of_known[N_DAY_TABLES][MOST_KNOWN_COLUMNS];
    struct names styled;                  /* others, by table and name */
    struct VEC(struct cell_style) styles; /* of these */
    bool point, comma;                    /* seen anywhere in the file */
    struct names broken;              /* ids whose add or join was refused */
    struct VEC(const char *) breaker; /* by these events */
    size_t hints_left; /* comparisons that "did you mean" may still make */
};

/* changes_kinds.c: what each kind of event asks for and takes. */
enum need { NOT, MAY, MUST };
struct kind_form {
    const char *name, *words; /* "close", "a close" */
    enum need account, rep, field, value;
    int more; /* table whose columns it takes too, or -1 */
    eb_status (*apply)(struct applying *in);
};
extern const struct kind_form kind_forms[N_EVENT_KINDS];

/* changes_apply.c: says why the event cannot be; `at` is a column of the file. */
eb_status event_refuse(struct applying *in, long at, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* changes_styles.c */
/* The column of this name, by any of its names. */
struct named_column styles_find_column(const struct day *day,
                                       enum day_table table, const char *name);
/* Whether it is there, or could be. */
bool styles_is_column(const struct named_column *column);
/* Settles the styles of all columns, before the first event. */
eb_status styles_settle(struct applying *in, const bool *known);
/* NULL when memory is out. Good until the next call. */
struct cell_style *style_of(struct applying *in, enum day_table table,
                            const struct named_column *column);
/* What an extra column holds, as frame_read() will find it. */
enum cell_kind extra_kind(struct applying *in, enum day_table table,
                          int column, struct cell_style *style);

/* changes_cells.c */
/* Where a fault of the column that the event names, or of its value, stands. */
long place_of_field(const struct applying *in, enum day_table table,
                    const char *name);
/* Sets a cell to the text as the day writes it: refuses what is no number, date or flag
 * where such stand, and columns that neither the books nor schema.h know. */
eb_status set_cell(struct applying *in, enum day_table table, const char *id,
                   const char *name, const char *text, long at);
/* The same of a row that the event adds: no column may be filled by two names. */
eb_status set_new_cell(struct applying *in, enum day_table table,
                       const char *id, const struct named_column *column,
                       const char *text, long at);

/* changes_find.c: refuse what is not there or is there no more. */
eb_status demand_account(struct applying *in);
/* Open, or closed only after the event, which comes late. */
eb_status demand_account_then(struct applying *in);
eb_status demand_rep(struct applying *in, const char *rep, long at);
bool rep_has_left(const struct applying *in, size_t row);
/* That the day has no such id. */
eb_status demand_new_account(struct applying *in);
eb_status demand_new_rep(struct applying *in);
/* The event's date, or the day's if that is later: when the event takes hold. */
int64_t event_day(const struct applying *in);
/* An ISO date, or false where the cell is blank. */
bool date_of_cell(const struct day *day, enum day_table table, size_t row,
                  const char *name, int64_t *out);

/* changes_accounts.c, changes_ties.c, changes_reps.c */
eb_status apply_add(struct applying *in);
eb_status apply_close(struct applying *in);
eb_status apply_reopen(struct applying *in);
eb_status apply_change(struct applying *in);
eb_status apply_lock(struct applying *in);
eb_status apply_unlock(struct applying *in);
eb_status apply_override(struct applying *in);
eb_status apply_join(struct applying *in);
eb_status apply_leave(struct applying *in);
eb_status apply_away(struct applying *in);
eb_status apply_back(struct applying *in);
eb_status apply_capacity(struct applying *in);

/* changes_ties.c: whether the event's account can be what it is now: a pin and the reps
 * it names are there, lock, pin and `not` agree, the parents make no circle. */
eb_status check_ties(struct applying *in, long at);
/* That nothing said of the event's account forbids this rep: `not`, a pin, a pair. */
eb_status check_may_own(struct applying *in, const char *rep, long at);

#endif
