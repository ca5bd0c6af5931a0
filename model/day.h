/* day.h - the books of a day as tables, and every edit that was made to them.
 *
 * The daily core works on text, as the files have it: an edit sets one cell, adds a
 * row or takes one out, and knows what was there before. So the ledger needs one
 * journal of edits for everything that can happen, and undoing a batch is its edits
 * backwards. books_make() reads the tables like any other input. */
#ifndef MODEL_DAY_H
#define MODEL_DAY_H

#include "base/names.h"
#include "base/table.h"
#include "base/vec.h"

enum day_table { DAY_ACCOUNTS, DAY_REPS, N_DAY_TABLES };

enum edit_kind {
    EDIT_SET,   /* a cell: `column` was `before` and is `after` */
    EDIT_ADD,   /* a row of this id, blank */
    EDIT_DROP,  /* a row of this id, blank by now */
    EDIT_COLUMN /* a column, blank in every row */
};

struct edit {
    enum edit_kind kind;
    enum day_table table;
    const char *id;             /* NULL for EDIT_COLUMN */
    const char *column;         /* header; NULL for rows */
    const char *before, *after; /* "" is blank; NULL where not EDIT_SET */
    size_t event;               /* index of what asked for it, or NO_EVENT */
};
#define NO_EVENT SIZE_MAX

/* One table and where each id stands in it. Rows keep no order: taking one out puts
 * the last in its place. */
struct day_rows {
    struct table *table; /* owned */
    int id_column;
    struct names ids;          /* every id that ever stood here */
    struct VEC(size_t) row_of; /* [ids] row, or NO_ROW */
};
#define NO_ROW SIZE_MAX

struct day {
    int64_t date; /* days since 1970-01-01; of the last batch */
    /* Open accounts, and all reps, also those who have left. */
    struct day_rows of[N_DAY_TABLES];
    /* Accounts that have closed; the same columns as the open ones, and the date in
     * the ledger's own column `closed_on`, which no open account has. */
    struct day_rows closed;
    struct table *pairs, *territories; /* owned; may be NULL */
    struct VEC(struct edit) edits;     /* since the day was begun */
    struct arena memory;               /* texts of edits */
};

/* Takes the tables, which must have an id column that schema.h recognises and no id
 * twice (books_make() says so of bad ones). `closed` may be NULL. */
eb_status day_begin(int64_t date, struct table *accounts, struct table *reps,
                    struct table *closed, struct day *out, eb_messages *said);
void day_clear(struct day *day);

/* The row of an id, or NO_ROW. O(1). */
size_t day_row(const struct day *day, enum day_table table, const char *id);
bool day_is_closed(const struct day *day, const char *account);
/* The column of a canonical name (schema.h) or header; -1 if there is none. */
int day_column(const struct day *day, enum day_table table, const char *name);
/* "" where there is no such column. */
const char *day_cell(const struct day *day, enum day_table table, size_t row,
                     const char *name);

/* Edits; each is recorded. A cell that is as asked already makes no edit; a column
 * that is missing is added first, under its canonical name. */
eb_status day_set(struct day *day, enum day_table table, const char *id,
                  const char *column, const char *text, size_t event);
eb_status day_add(struct day *day, enum day_table table, const char *id,
                  size_t event);
/* Moves an account to the closed ones (an edit of `closed_on`), and back. */
eb_status day_close(struct day *day, const char *account, int64_t on,
                    size_t event);
eb_status day_reopen(struct day *day, const char *account, size_t event);
/* Undoes the edits behind the first `n`, last first: as if they had not been. */
eb_status day_undo(struct day *day, size_t n);
/* Makes the edits of a journal, as recorded or (`backwards`) inverted and last first. */
eb_status day_replay(struct day *day, const struct edit *edits, size_t n,
                     bool backwards);

/* Gives an account of a role to a rep ("" takes it away): its owner column, and where
 * it changed hands `owner_since` and `owners_so_far`, which are added where missing.
 * `role` NULL: the column `owner`. */
eb_status day_give(struct day *day, const char *account, const char *role,
                   const char *rep, int64_t date, size_t event);

#endif
