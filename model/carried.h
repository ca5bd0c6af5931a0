/* carried.h - books as they are once a plan has been carried out. */
#ifndef MODEL_CARRIED_H
#define MODEL_CARRIED_H

#include "model/books.h"

/* A view of other books, which must stand. */
struct carried_books {
    struct books books;
    struct frame accounts; /* the others', but the column owner_since */
    int *owner;            /* [n_accounts] */
    enum owner_state *owner_state;
    int64_t *since; /* [n_accounts]; NULL without such a column */
    bool *blank;
};

/* `rep` as in restore.h. Who gets an account has it since `as_of`; what nobody gets
 * stays as it was. */
eb_status carried_make(const struct books *books, const int *rep,
                       int64_t as_of, struct carried_books *out);
void carried_clear(struct carried_books *carried);

#endif
