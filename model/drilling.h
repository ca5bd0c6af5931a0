/* drilling.h - what the files of drill.h share: for them alone, in this order:
 *
 *     drill_arcs -> drill_problem -> drill_place -> drill_books -> drill_tell
 *         -> drill_make                                                   */
#ifndef MODEL_DRILLING_H
#define MODEL_DRILLING_H

#include "model/drill.h"
#include "model/workings.h"

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

/* A family with accounts to be placed. */
struct opening {
    int family;
    size_t first, n; /* into `members` */
};

struct placing {
    const struct compiled *c;
    const int *seat;
    int leaver;
    enum division division;
    struct problem *p;
    eb_messages *said;
    struct VEC(struct opening) open;
    struct VEC(int) members; /* accounts to be placed, family by family */
    int64_t *least;          /* [members] the least switch over all arcs */
    int64_t *base;           /* [n_reps * n_resources] what stays */
    int64_t *amount;         /* [n_resources] scratch */
    int *arcs;               /* [n_reps] of the opening at hand ... */
    int64_t *cost, *loss;    /* ... what it costs and loses there */
    bool *in_set; /* [conflict sets * n_reps] the rep keeps one of them */
};

/* drill_arcs.c - what is open, and where it may go. */
eb_status openings_list(struct placing *p);
/* Whom conflict sets rule out. */
eb_status openings_sets(struct placing *p);
/* Fills arcs, cost and loss; how many. */
int openings_arcs(struct placing *p, const struct opening *opening);

/* What giving it away may lose of it, in money: 0 unless it was the leaver's. */
double drill_loss(const struct compiled *setting, int account, int rep,
                  int leaver);

/* drill_problem.c - the kernel's problem: an item for what each rep keeps, then one for
 * each opening. */
void openings_weigh_rest(struct placing *p);
eb_status openings_problem(struct placing *p);

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
