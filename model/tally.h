/* tally.h - what everybody's book weighs, what that costs, and what it would cost with
 * more or less in it: exactly, and (faster) in doubles that only guide. */
#ifndef MODEL_TALLY_H
#define MODEL_TALLY_H

#include "model/compile.h"

/* slope x max(0, sign x (L - at)), units of cost. */
struct tally_hinge {
    double at, slope, sign;
};

/* A penalty that was worked out last: the same lot is tried again and again where it is
 * offered, ranked and told of. */
struct tally_tried {
    int64_t load, penalty;
};

struct tally {
    const struct compiled *c;
    struct problem *p; /* penalties and limits alone: no items */
    int64_t *load;     /* [n_reps * n_resources] */
    int64_t *penalty;  /* [n_reps * n_resources] of these */
    struct tally_tried
        *tried; /* [n_reps * n_resources]; trying writes here: one thread */
    struct tally_hinge *hinge; /* as the problem's hinges */
};

/* Empty books. */
eb_status tally_init(struct tally *tally, const struct compiled *c,
                     eb_messages *said);
void tally_clear(struct tally *tally);

/* EB_BAD_DATA where penalties might leave 64 bits if all these loads were in one book. */
eb_status tally_check(const struct tally *tally, const struct load *loads,
                      size_t n, eb_messages *said);
/* Puts loads into a book (sign 1) or takes them out (-1). */
void tally_add(struct tally *tally, int rep, const struct load *loads, int n,
               int sign);
/* What that would change of all penalties, units of cost. */
int64_t tally_try(const struct tally *tally, int rep, const struct load *loads,
                  int n, int sign);
/* The same, nearly. */
double tally_guess(const struct tally *tally, int rep,
                   const struct load *loads, int n, int sign);
/* How many limits it would pass that are not passed yet, or further. */
int tally_breaks(const struct tally *tally, int rep, const struct load *loads,
                 int n, int sign);
/* phi's slope where the load is, units of cost for one more: of the two at a bend the
 * upper one. */
double tally_slope(const struct tally *tally, int rep, int resource);

/* After a change of these reps' targets: the penalties of what is in their books now.
 * False where that cannot be followed up. The guess stays as it was. */
bool tally_follow(struct tally *tally, const int *reps, int n, int resource);

/* Sum of all penalties: of one book; of all. */
int64_t tally_penalty(const struct tally *tally, int rep);
int64_t tally_unfairness(const struct tally *tally);

#endif
