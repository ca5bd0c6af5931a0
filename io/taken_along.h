/* taken_along.h - inputs that lie in no file of their own, such as a ledger's, written
 * beside what was made of them. */
#ifndef IO_TAKEN_ALONG_H
#define IO_TAKEN_ALONG_H

#include "io/folder.h"
#include "io/inputs.h"

/* books/accounts.csv and so on, of those inputs that have a text. */
eb_status taken_along(const struct inputs *inputs, struct folder *folder,
                      eb_messages *said);
/* Their names, as a folder's `ours` may have them. */
#define TAKEN_ALONG                                                           \
    "books/accounts.csv", "books/reps.csv", "books/pairs.csv",                \
        "books/territories.csv", "books/decisions.csv", "books/rules.json"

#endif
