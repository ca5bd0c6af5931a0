/* read_books.h - small books read: by the planner, and a second time by verify. */
#ifndef TESTS_SUPPORT_READ_BOOKS_H
#define TESTS_SUPPORT_READ_BOOKS_H

#include "model/rules.h"
#include "tests/support/small_books.h"
#include "verify/verify.h"

struct read_books {
    struct table *accounts, *reps, *pairs, *territories, *decisions;
    struct doc *given; /* rules.json */
    struct books *books;
    struct rules *rules;
};

/* Whatever comes of it, read_books_clear() frees. */
eb_status read_books(const struct small_books *text, struct read_books *out,
                     eb_messages *said);
/* The second reading, by these rules as applied. */
eb_status read_again(const struct read_books *read, const struct doc *rules,
                     struct verifier **out, eb_messages *said);
void read_books_clear(struct read_books *read);

#endif
