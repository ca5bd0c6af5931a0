/* books.h - accounts, reps and what joins them, resolved: ids are indices now.
 *
 * Made once from the input tables; never changes afterwards. Accounts and reps
 * keep the order of the file here; whatever depends on an order uses `by_id`. */
#ifndef MODEL_BOOKS_H
#define MODEL_BOOKS_H

#include "base/number.h"
#include "model/frame.h"
#include "model/tree.h"

/* A row of pairs.csv. Absent numbers have has_... false. */
struct pair {
    int account, rep;
    bool has_cost, has_fit, has_workload, forbidden;
    struct decimal cost, fit, workload;
    size_t row;
};

enum verdict { ACCEPT, REJECT, PIN, NEVER, OUTSIDE };

struct decision {
    int account, rep; /* rep -1 for OUTSIDE */
    enum verdict verdict;
    const char *why, *by; /* "" if blank */
    size_t row;
};

/* When a rep is there and how far they are, from the columns `active`,
 * `start_date`, `end_date`, `out_from`, `out_to` and `ramp`. A blank date
 * stands as the one that binds nothing, so that a rep is present on day t if
 * start <= t <= end and not out_from <= t <= out_to. */
struct rep_time {
    bool active;              /* true unless the cell says no */
    int64_t start, end;       /* INT64_MIN, INT64_MAX where blank */
    int64_t out_from, out_to; /* INT64_MAX, INT64_MIN where both are blank */
    bool ramp_is_date;
    struct decimal ramp; /* a fraction in [0, 1]; 1 where blank */
    int64_t ramp_date;
};

enum owner_state {
    UNOWNED,
    OWNED,        /* by a rep of the planned role */
    OWNER_UNKNOWN /* names no rep of the role */
};

struct books {
    struct names words; /* every text of every frame */
    struct frame *accounts, *reps;
    struct frame *pair_rows, *territory_rows, *decision_rows; /* may be NULL */

    const char *role; /* the planned role */
    size_t n_accounts;
    size_t n_reps; /* of the planned role */
    /* reps are numbered in order of id */
    int *rep_row;              /* [n_reps] row in `reps` */
    struct rep_time *rep_time; /* [n_reps] */
    int *account_by_id;        /* [n_accounts] rows in order of id (bytes) */
    const struct column *owner_column; /* of `accounts`; NULL if none */

    /* per account (row of `accounts`) */
    int *owner; /* rep, or -1 */
    enum owner_state *owner_state;
    int *parent; /* account, or -1 */
    /* of the columns `pin` and `not` alone; reps of other roles are left out,
     * here as in pairs and decisions: they are another plan's business */
    int *pin;       /* rep, or -1 */
    int *not_first; /* [n_accounts + 1] into not_rep */
    int *not_rep;

    size_t n_pairs;
    struct pair *pairs; /* in order of account, then rep */
    size_t *pair_first; /* [n_accounts + 1] */
    size_t n_decisions;
    struct decision *decisions; /* in order of account, then row */
    struct tree tree;

    bool has_as_of;
    int64_t as_of; /* latest date found; the rules may replace it */
};

/* The tables, as a caller has them; all but two may be NULL. Not owned. */
struct book_tables {
    const struct table *accounts, *reps, *pairs, *territories, *decisions;
    /* "columns" of the rules, or NULL: {"accounts": {canonical: header}, ...};
     * the other keys are reps, pairs, territories, decisions */
    const struct node *columns;
    const char *rules_file; /* where these stand, for messages; may be NULL */
};

/* Reads, types, resolves and checks everything that needs no rules: duplicate
 * and blank ids, unknown reps in pin, not, pairs and decisions, unknown
 * accounts in pairs and decisions, circles of parents and of territories,
 * numbers out of range (latitude, fit, ramp, fte), end before start. Warnings:
 * owners unknown (with counts and the commonest), unknown parents, codes not in territories.csv. All faults are
 * reported. `role` NULL: the only one there is, else EB_BAD_USAGE with the
 * roles named. The tables must outlive the books. */
eb_status books_make(const struct book_tables *tables, const char *role,
                     struct books **out, eb_messages *said);
void books_free(struct books *books);

const char *account_id(const struct books *books, size_t a);
const char *account_name(const struct books *books, size_t a); /* or id */
const char *rep_id(const struct books *books, size_t r);
const char *rep_name(const struct books *books, size_t r); /* or id */
/* The rep with this id, or -1. O(log reps). */
int books_rep(const struct books *books, const char *id);
/* Whether it is a post that nobody fills yet. */
bool rep_is_placeholder(const struct books *books, size_t r);
/* The pair of this account and rep, or NULL. O(log). */
const struct pair *books_pair(const struct books *books, int account, int rep);

#endif
