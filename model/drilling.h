/* drilling.h - what the files of drill.h share: for them alone, in this order:
 *
 *     drill_arcs -> drill_problem -> drill_place -> drill_books -> drill_tell
 *         -> drill_make                                                   */
#ifndef MODEL_DRILLING_H
#define MODEL_DRILLING_H

#include "model/drill.h"
#include "model/lots.h"

/* Who has each account: a rep, or -1: nobody yet, or it is not in play. */
struct seating {
    int *rep;      /* [n_accounts] */
    int64_t *load; /* [n_reps * n_resources] of these ... */
    int64_t *kept; /* ... and of those that had a place before */
    int64_t unfairness;
    bool complete; /* everything in play has a place */
};

enum division {
    DIVIDE_WELL,       /* the objective is least */
    DIVIDE_LOSE_LEAST, /* only where the least is lost; of these, well */
    DIVIDE_LOSE_LITTLE /* anywhere, but a loss counts a hundred times */
};

struct placing {
    const struct compiled *c;
    int leaver;
    enum division division;
    struct lots lots; /* what is to be placed */
    struct problem *p;
    eb_messages *said;
    int64_t *base;   /* [n_reps * n_resources] what stays */
    int64_t *amount; /* [n_resources] scratch */
    int64_t *loss;   /* [n_reps] what the lot at hand loses there */
};

/* drill_arcs.c - lots_arcs as the division wants them. */
int drill_arcs(struct placing *p, const struct lot *lot);

/* What giving it away may lose of it, in money: 0 unless it was the leaver's. */
double drill_loss(const struct compiled *setting, int account, int rep,
                  int leaver);

/* drill_problem.c - the kernel's problem: an item for what each rep keeps, then one for
 * each lot. */
void drill_weigh_rest(struct placing *p);
eb_status drill_problem(struct placing *p);

/* drill_place.c - gives whatever in play has no rep in `seat` to somebody who may own
 * it; what has one stays. Losses are those of what `leaver` (-1: nobody) owned.
 * EB_BAD_DATA where costs are so far apart that they cannot be added up. */
eb_status drill_place(const struct compiled *setting, const int *seat,
                      int leaver, enum division division, struct seating *out,
                      eb_messages *said);
void seating_clear(struct seating *seating);

/* What all drills are compared with; jobs only read it. */
struct drilling {
    const struct books *books;
    const struct rules *rules;
    struct drills *out;
    const struct compiled *c; /* the books as they are */
    struct seating base;      /* with everything placed */
    eb_status *status;        /* [n] of each drill */
};

/* A drill in the making. */
struct leaving {
    const struct drilling *in;
    struct drill *drill;
    struct books books; /* as they are, but the rep has left */
    eb_messages *said;  /* by compiling them */
    struct compiled *c;
    int *seat; /* [n_accounts] */
    struct seating well, least;
};

/* drill_books.c - what the loads say. */
eb_status drill_measure(const struct compiled *setting,
                        const struct seating *seating, struct arena *memory,
                        struct drill_books *out);
/* How many limits of reps are broken by what was placed: outside them, and further than
 * before. With `texts` not NULL each in a sentence of that memory. */
struct drill_texts {
    struct arena *memory;
    struct VEC(const char *) at;
};
eb_status drill_breaks(const struct compiled *setting,
                       const struct seating *seating,
                       struct drill_texts *texts, size_t *n);
/* How far a rep is off in a metric. */
struct drill_off drill_deviation(const struct compiled *setting,
                                 const int64_t *load, int rep, size_t metric);

/* drill_tell.c - who takes what, what that loses, how much harm it is, which limits
 * are broken. */
eb_status drill_tell(struct leaving *leaving);

#endif
