/* small_books.h - random books of at most ten accounts and four reps, with
 * every kind of column and rule now and then: for laws that brute force can
 * check. */
#ifndef TESTS_SUPPORT_SMALL_BOOKS_H
#define TESTS_SUPPORT_SMALL_BOOKS_H

#include "base/rng.h"

#include <stdbool.h>

enum { SMALL_ROOM = 1 << 13 };

/* Files as text; empty where there is no such file. */
struct small_books {
    struct rng rng;
    int n_accounts, n_reps;
    char accounts[SMALL_ROOM], reps[SMALL_ROOM], pairs[SMALL_ROOM],
        territories[SMALL_ROOM], decisions[SMALL_ROOM], rules[SMALL_ROOM];
};

/* The same seed gives the same books. Some contradict themselves. */
void small_books_make(struct small_books *b, uint64_t seed);
/* All of it to standard error. */
void small_books_show(const struct small_books *b);

#endif
