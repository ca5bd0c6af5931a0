/* tiers.h - accounts by what they hold of all value: A is the few that hold most. */
#ifndef MODEL_TIERS_H
#define MODEL_TIERS_H

#include "model/frame.h"

/* Cuts that are given rise; a tier goes to where a cut lies, and the last tier has
 * what is beyond all of them. */
enum { MOST_CUTS = 25, CUT_ONE = 1000000 };
struct tier_cuts {
    size_t n;
    int64_t at[MOST_CUTS]; /* in 1e-6 of all value */
};

struct tiered {
    int tier;   /* 0 is A; -1: outside */
    int group;  /* its number in order of name; -1: outside */
    wide up_to; /* what is worth as much or more before it, itself included */
    int64_t value; /* at `decimals`; below 0 counts as 0 */
};

/* Of a group, or of all. */
struct tier_group {
    int word; /* -1 where there is but one */
    size_t n;
    wide value;
    size_t n_in[MOST_CUTS + 1];
    wide value_in[MOST_CUTS + 1];
};

struct tiers {
    int decimals;
    size_t n_tiers, n_accounts, n_outside, n_negative;
    struct tiered *account; /* [n_accounts] by row */
    int *order;             /* [n_accounts] rows in order of id */
    size_t n_groups;
    struct tier_group *groups;
};

/* 80, 95 and 99 %. */
struct tier_cuts tier_cuts_usual(void);
/* "0.5,0.8,0.95": rising numbers between 0 and 1, of at most 6 decimals. */
bool tier_cuts_read(const char *text, struct tier_cuts *out);

/* An account is of the first tier whose cut lies above what all dearer accounts of its
 * group hold together: so the account that crosses 80 % is still an A, and accounts
 * of the same value are of the same tier. What is worth nothing is of the last tier, as
 * is everything in a group worth nothing. Accounts outside have none. `within` (a text
 * column) may be NULL. O(n log n). */
eb_status tiers_make(const struct frame *accounts, const struct names *words,
                     const struct column *value, const struct column *within,
                     const struct tier_cuts *cuts, struct tiers *out);
/* "A", "B" ... */
char tier_letter(int tier);
/* What part of its group's value is worth as much or more, in 1e-6; halves up. */
int64_t tiered_share(const struct tiers *tiers, size_t account);
void tiers_clear(struct tiers *tiers);

#endif
