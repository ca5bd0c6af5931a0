/* drilling.h - what the files of drill.h share: for them alone, in this order:
 *
 *     drill_place -> drill_books -> drill_make                             */
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

/* drill_place.c - gives whatever in play has no rep in `seat` to somebody who may own
 * it; what has one stays. Losses are those of what `leaver` (-1: nobody) owned. */
eb_status drill_place(const struct compiled *setting, const int *seat,
                      int leaver, enum division division, struct seating *out);
void seating_clear(struct seating *seating);
/* What giving it away may lose of it, in money: 0 unless it was the leaver's. */
double drill_loss(const struct compiled *setting, int account, int rep,
                  int leaver);

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
/* Deviation of a rep in a metric, over all groups; NAN where there is no target. */
double drill_deviation(const struct compiled *setting, const int64_t *load,
                       int rep, size_t metric);

#endif
