/* drill.h - if this rep left tomorrow: who would take what, how fair the books would
 * be, what would be lost, and what nobody else may own.
 *
 * Nobody moves but the accounts of whoever leaves. Everybody else keeps what they
 * have today, whether they may own it or not. What nobody owns today, or somebody who
 * cannot keep it, is placed first, once and for all drills; the books with that
 * placed are what the drills are compared with. Everything else is as if the books
 * were compiled without the rep: who may own what, targets, costs (MODEL.md section
 * 18). */
#ifndef MODEL_DRILL_H
#define MODEL_DRILL_H

#include "base/pool.h"
#include "model/compile.h"

/* How fair a metric is: over the books of a rep in a group that have a target. */
struct drill_metric {
    size_t books, within; /* all; those in the band */
    double deviation;     /* mean of |load - target| / target */
};

/* The books after a rep's accounts have been divided. */
struct drill_books {
    int64_t unfairness; /* units of cost */
    double loss;        /* expected, money, of the leaver's own accounts */
    size_t over;        /* limits of receivers that had to be broken */
    struct drill_metric *metrics; /* [n_metrics] */
};

/* An account that loses its place. */
struct drill_account {
    int account;
    bool owned;         /* by the leaver; else it had been placed with them, or
                           they were the only one who might own it */
    int rep;            /* who would take it; -1: nobody */
    int least_rep;      /* in the division that loses least */
    double loss, least; /* money; 0 where not owned */
    const char *why;    /* rep -1: why nobody may, a sentence; else NULL */
};

/* How far a rep is from what they are due in a metric, over all groups. */
struct drill_off {
    double deviation; /* a fraction; NAN: no target */
    bool outside;     /* the band */
};

/* Somebody who would take accounts. */
struct drill_receiver {
    int rep;
    size_t accounts;
    int64_t value; /* of these, at value_decimals */
    double loss;
    struct drill_off *before, *after; /* [n_metrics] */
};

struct drill {
    int rep;
    size_t accounts; /* in their book, placed ones left out */
    int64_t value;   /* of these, at value_decimals */
    double share;    /* of the value of the groups that these lie in */
    size_t stranded; /* accounts, of all below, that nobody may take */
    int64_t stranded_value;
    struct drill_books after; /* where the objective is least */
    struct drill_books least; /* where the least is lost */
    bool
        least_proved; /* nobody loses less: every account has its best receiver */
    int64_t harm; /* units of cost: what makes one drill worse than another */
    const char **broken; /* [after.over] sentences */
    size_t found;        /* accounts that had been placed with them */
    int64_t found_value;
    const char
        *refused; /* NULL, or why the rules allow no books without the rep;
                            the rest then says nothing */
    struct VEC(struct drill_account) each;       /* dearest first, then id */
    struct VEC(struct drill_receiver) receivers; /* by value, then id */
    struct arena memory;
};

struct drills {
    struct compiled *compiled; /* a setting: the books as they are */
    size_t n;
    struct drill *drills; /* the worst first, then who loses more, then id */
    struct drill_books before; /* loss 0 */
    int *seat;     /* [n_accounts] who has each before the drill; -1: nobody */
    size_t placed; /* accounts that had to be placed first */
    struct arena memory;
};

/* Whether the rep has a book to leave: one who has left has none, nor who takes
 * nothing, nor a post that nobody fills. */
bool drill_may_leave(const struct compiled *setting, int rep);

/* Of one rep, or (-1) of all who may leave. `books` and `rules` must stand. The
 * same at any number of threads of `pool`, which may be NULL. O(accounts + placements
 * x arcs) for each rep. */
eb_status drills_make(const struct books *books, const struct rules *rules,
                      int rep, struct pool *pool, struct drills **out,
                      eb_messages *said);
void drills_free(struct drills *drills);

#endif
