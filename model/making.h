/* making.h - books while they are being made: what the parts of books_make()
 * share. Each part reports every fault it finds and gives EB_BAD_DATA then. */
#ifndef MODEL_MAKING_H
#define MODEL_MAKING_H

#include "model/books.h"

struct making {
    struct books *books;
    eb_messages *said;
    const struct column *account_ids, *rep_ids;
    /* [words] What each word names, or -1. */
    int *account_of; /* row of accounts */
    int *rep_row_of; /* row of reps, whatever the role */
    int *rep_of;     /* rep of the planned role */
    size_t n_words;
    const char **known_accounts; /* their ids; made when first asked for */
    const char **known_reps;
    size_t hints_left; /* comparisons that "did you mean" may still make */
};

/* making.c */
/* The maps from ids; after all frames are read. */
eb_status making_index(struct making *in);
void making_clear(struct making *in);
/* Faults "is no rep", "is no account", with the id that may be meant. */
eb_status say_no_rep(struct making *in, const struct frame *frame, size_t row,
                     const struct column *column, int word);
eb_status say_no_account(struct making *in, const struct frame *frame,
                         size_t row, const struct column *column, int word);
const char *word_text(const struct making *in, int word);

/* books_role.c: role, n_reps, rep_row, rep_of. EB_BAD_USAGE as books_make(). */
eb_status role_settle(struct making *in, const char *role);
/* books_owner.c: owner_column, owner, owner_state. */
eb_status owners_settle(struct making *in);
/* books_held.c: parent, pin, not. */
eb_status parents_settle(struct making *in);
eb_status pins_settle(struct making *in);
eb_status nots_settle(struct making *in);
/* books_pairs.c */
eb_status pairs_settle(struct making *in);
/* books_decisions.c */
eb_status decisions_settle(struct making *in);
/* books_time.c: rep_time, as_of. */
eb_status times_settle(struct making *in);

#endif
