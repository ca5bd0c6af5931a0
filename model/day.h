/* day.h - the books of a day as tables, and every edit that was made to them.
 *
 * The daily core works on text, as the files have it: an edit sets one cell, adds a
 * row or takes one out, and knows what was there before. So the ledger needs one
 * journal of edits for everything that can happen, and undoing a batch is its edits
 * backwards. books_make() reads the tables like any other input.
 *
 * Numbers and dates of a day are written plainly (model/plain.h): whoever makes a day
 * of files makes them plain once, and what is put in later is plain as well. So every
 * column stays in one style, whatever the senders of changes use. */
#ifndef MODEL_DAY_H
#define MODEL_DAY_H

#include "model/day_rows.h"

enum day_table { DAY_ACCOUNTS, DAY_REPS, N_DAY_TABLES };

enum edit_kind {
    EDIT_SET,   /* a cell: `column` was `before` and is `after` */
    EDIT_ADD,   /* a row of this id, blank */
    EDIT_DROP,  /* a row of this id, blank by now */
    EDIT_COLUMN /* a column, blank in every row */
};

/* Texts of the day's own edits live as long as the day. */
struct edit {
    enum edit_kind kind;
    enum day_table table;
    const char *id;             /* NULL for EDIT_COLUMN */
    const char *column;         /* header; NULL for rows */
    const char *before, *after; /* "" is blank; NULL where not EDIT_SET */
    size_t event;               /* index of what asked for it, or NO_EVENT */
};
#define NO_EVENT SIZE_MAX

/* The column of an account that says when it closed. */
#define DAY_CLOSED_ON "closed_on"

struct day {
    int64_t date; /* days since 1970-01-01; of the last batch */
    /* Open accounts, and all reps, also those who have left. */
    struct day_rows of[N_DAY_TABLES];
    /* Accounts that have closed; the columns of the open ones, and as the last one
     * DAY_CLOSED_ON, which open accounts do not have. */
    struct day_rows closed;
    struct table *pairs, *territories; /* owned; may be NULL */
    /* Since the day was begun; `edits.n = 0` forgets them. */
    struct VEC(struct edit) edits;
};

/* What a day begins with. All but the first two may be NULL. */
struct day_tables {
    struct table *accounts, *reps, *closed, *pairs, *territories;
    /* "columns" of the rules, as in struct book_tables; not kept */
    const struct node *columns;
    const char *rules_file;
};

/* Takes the tables over, unless it fails. Ids lose blanks around them. EB_BAD_DATA where
 * a table has no column of ids, an id is blank or stands twice (also among closed and
 * open ones), or open accounts have a column DAY_CLOSED_ON. O(rows). */
eb_status day_begin(int64_t date, const struct day_tables *tables,
                    struct day *out, eb_messages *said);
void day_clear(struct day *day);

/* The row of an id, or DAY_NO_ROW. O(1). */
size_t day_row(const struct day *day, enum day_table table, const char *id);
bool day_is_closed(const struct day *day, const char *account);
/* The date, or NULL if it is not among the closed ones. */
const char *day_closed_on(const struct day *day, const char *account);
/* The column of a canonical name (schema.h), of a header, or of one of the many names
 * of a canonical one; -1 if there is none. */
int day_column(const struct day *day, enum day_table table, const char *name);
/* What is known of it; NULL of an extra column. */
const struct known_column *day_known(const struct day *day,
                                     enum day_table table, int column);
/* "" where there is no such column. */
const char *day_cell(const struct day *day, enum day_table table, size_t row,
                     const char *name);
/* The same of an account, open or closed; "" also where there is none. */
const char *day_account_cell(const struct day *day, const char *account,
                             const char *name);
/* The column of a role's owners, in which books_make() looks for them: `<role>_owner`,
 * else `owner`; -1 if there is neither. `role` NULL: `owner`. */
int day_owner_column(const struct day *day, const char *role);

/* Edits; each is recorded. A cell that is as asked already makes no edit; a column
 * that is missing is added first, under its canonical name. Accounts that have closed
 * can be set too. EB_BAD_ARGUMENT where there is no row of this id (day_add: where there
 * is one, open or closed). */
eb_status day_set(struct day *day, enum day_table table, const char *id,
                  const char *column, const char *text, size_t event);
/* The same by the number of a column that is there. */
eb_status day_set_at(struct day *day, enum day_table table, const char *id,
                     size_t column, const char *text, size_t event);
eb_status day_add(struct day *day, enum day_table table, const char *id,
                  size_t event);
/* Moves an account to the closed ones (an edit of DAY_CLOSED_ON), and back. */
eb_status day_close(struct day *day, const char *account, int64_t on,
                    size_t event);
eb_status day_reopen(struct day *day, const char *account, size_t event);
/* Undoes the edits behind the first `n`, last first: as if they had not been, but that
 * rows may stand in another order. */
eb_status day_undo(struct day *day, size_t n);
/* Makes the edits of a journal, as recorded or (`backwards`) inverted and last first;
 * columns stay where they have been added. They are recorded as edits of no event.
 * EB_BAD_DATA, and nothing is changed, where the books are not as the journal has them. */
eb_status day_replay(struct day *day, const struct edit *edits, size_t n,
                     bool backwards, eb_messages *said);

/* Gives an account of a role to a rep ("" takes it away): its owner column, and where
 * it changed hands `owner_since` and `owners_so_far`, which are added where missing.
 * They are the account's, whatever the role. `role` NULL: the column `owner`. */
eb_status day_give(struct day *day, const char *account, const char *role,
                   const char *rep, int64_t date, size_t event);

#endif
