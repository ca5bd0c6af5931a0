/* lots.h - accounts of one family that are with the same rep, or with nobody yet: who
 * may have them, at what cost, and what they weigh. For whatever leaves everybody
 * else where they are (drill.h, daily.h).
 *
 * A lot goes only where its family may go, not to a rep with somebody of one of its
 * conflict groups, and where others of its family are with reps who may own it, only
 * to these: it stays together. */
#ifndef MODEL_LOTS_H
#define MODEL_LOTS_H

#include "model/compile.h"
#include "model/workings.h"

struct lot {
    int family;
    int rep;         /* who has it; below 0: nobody */
    size_t first, n; /* into `members` */
};

enum lots_kind {
    LOTS_OPEN, /* those with nobody */
    LOTS_ALL
};

struct lots {
    const struct compiled *c;
    const int *seat;           /* [n_accounts] who has each; below 0: nobody */
    struct VEC(struct lot) at; /* in order of family, then of rep */
    struct VEC(int) members;   /* accounts, lot by lot */
    int64_t *least;    /* [members] the least switch over all arcs of the
                               family; of forced accounts alone */
    size_t *set_first; /* [n_sets + 1] families of a conflict set */
    int *set_families; /* ... */
    int *arcs;         /* [n_reps] of the lot at hand ... */
    int64_t *cost;     /* ... what it costs there; */
    bool together;     /* and they have others of its family */
};

/* Of accounts in play. `seat` is the caller's and may change afterwards. O(accounts) and
 * the arcs of forced accounts. */
eb_status lots_list(const struct compiled *c, const int *seat,
                    enum lots_kind kind, struct lots *out);
void lots_clear(struct lots *lots);

/* What forced members cost at least, anew: totals have changed since. */
void lots_settle_forced(struct lots *lots, const struct lot *lot);
/* Fills arcs: all reps that may have it, with whoever has it now left out; how many. */
int lots_reps(struct lots *lots, const struct lot *lot);
/* The same, and cost. O(arcs x members). */
int lots_arcs(struct lots *lots, const struct lot *lot);
/* Whether the rep has one of those that the family is kept apart from. */
bool lots_clash(const struct lots *lots, int family, int rep);
/* Fit, and what the members pay for leaving their owners (MODEL.md section 8). */
int64_t lots_cost(const struct lots *lots, const struct lot *lot, int rep);

/* Adds to `load` [n_resources] what an account weighs at a rep, or (-1) at one
 * without a row in pairs.csv. */
void account_weigh(const struct compiled *c, int account, int rep,
                   int64_t *load);
/* The same of all members, as a list without zeros in order of resource; room for
 * n_resources. */
int lots_loads(const struct lots *lots, const struct lot *lot, int rep,
               struct load *out);
/* Whether pairs.csv says what a member weighs at the rep. */
bool lots_weighs_otherwise(const struct lots *lots, const struct lot *lot,
                           int rep);

#endif
