/* guest.h - one account more than the books were compiled with, so that a new account
 * can be asked about without compiling them anew.
 *
 * Books and what was compiled of them get room for one row behind the last: the guest's.
 * Every guest takes the place of the one before; what stays of it is its share in the
 * totals (guest_count), and whatever the caller keeps. A guest is an account by itself:
 * what is tied to others (a parent, a conflict group, a pin, rows of pairs.csv), or says
 * what no other does (another kind of cell, a new group or territory), is odd, and the
 * books have to be compiled anew with it. */
#ifndef MODEL_GUEST_H
#define MODEL_GUEST_H

#include "model/workings.h"

/* A column of words that some `where` looks at, and the words that it has. */
struct guest_test {
    const struct column *column;
    bool *has; /* [n_words] */
};

struct guest {
    struct books *books;
    struct compiled *c;
    int account, family; /* numbers of the guest, behind all others */
    size_t member;       /* its place among members */
    size_t n_words;      /* before the first guest */
    int blank_word;
    const struct column *id, *nots, *parent; /* of accounts; or NULL */
    bool never; /* every account of these rules is odd */
    struct VEC(struct guest_test) tests;
    struct VEC(char) scratch;
};

/* `books` are those that were compiled. */
eb_status guest_make_room(struct books *books, struct compiled *c,
                          struct guest *out);
void guest_clear(struct guest *guest);

/* Takes a row of the accounts' table. *fits false: it is odd, and there is no guest. Else
 * it is unowned, or unassignable. O(cells), and O(reps) where its like is new. */
eb_status guest_take(struct guest *guest, size_t row, bool *fits);
/* It is in play: it counts in N, V and all totals. Before its costs are asked for. */
void guest_count(struct guest *guest);

#endif
