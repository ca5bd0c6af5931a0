/* where.h - the tests of `where` (MODEL.md section 2). */
#ifndef VERIFY_WHERE_H
#define VERIFY_WHERE_H

#include "verify/inputs.h"

/* Whether the row passes every test; NULL and {} let everything pass. */
bool where_matches(const struct sheet *accounts, const struct node *where,
                   size_t row);
/* The first column that `where` names and the file lacks; NULL if none. */
const char *where_stranger(const struct sheet *accounts,
                           const struct node *where);
/* -1, 0 or 1: how a compares with b. */
int decimal_order(struct decimal a, struct decimal b);

#endif
