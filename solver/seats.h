/* seats.h - items that fill much of a load by themselves, and who is to hold them. */
#ifndef SOLVER_SEATS_H
#define SOLVER_SEATS_H

#include "solver/dual.h"

struct seat {
    int item, agent; /* agent -1: nobody yet */
    double part;     /* of a typical load, at most */
    double least;    /* that it costs some agent */
};
struct seats {
    struct VEC(struct seat) list; /* heaviest first */
};

/* All items with a choice that fill more than this part of some load. O(arcs). */
eb_status seats_find(const struct dual *dual, double least, struct seats *out);
void seats_clear(struct seats *seats);

#endif
