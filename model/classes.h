/* classes.h - families that have the same arcs and shared costs. Private to
 * the files of items.h.
 *
 * A class is a list of eligible reps and the members' kinds: what fit terms,
 * the graded territory, distance and likeness look at. Its arcs carry what
 * every such family pays alike. What a switch costs differs from account to
 * account, but between two reps only if they are unlike it in another measure;
 * the class therefore sorts its reps into levels of likeness, one of which
 * stands for all, and a family has one cost for each level. */
#ifndef MODEL_CLASSES_H
#define MODEL_CLASSES_H

#include "model/workings.h"

/* Reps alike to each of the members. */
struct level {
    int rep; /* one of them */
    int n;
};

struct classes {
    const struct compiled *c;
    struct problem *p;
    eb_messages *said;
    bool priced; /* else every cost is 0, and there are no levels */
    bool tiered; /* families have costs of their own for each level */
    struct keys kinds, keys;
    int *kind; /* [n_accounts] or -1 */
    struct sequence scratch;
    struct VEC(struct level) levels; /* class by class */
    struct VEC(size_t) level_first;  /* [n classes + 1] */
    struct VEC(bool) overflowed;     /* some arcs have no level */
    /* Of the levels of a class in the making, a row of members each. */
    struct VEC(long double) likeness;
};

eb_status classes_open(struct classes *classes, struct compiled *c,
                       struct problem *p, bool priced, eb_messages *said);
void classes_close(struct classes *classes);
/* The class of the family, made if need be. */
eb_status classes_find(struct classes *classes, int family, int *number);
size_t classes_levels(const struct classes *classes, int number,
                      const struct level **levels);
/* The level of the rep in the class, or -1: no arc, or none with a level. */
int classes_level(const struct classes *classes, int number, int rep);
/* The cost as it may stand in the problem, or a fault if it is too large. */
eb_status classes_cost(const struct classes *classes, int family, int rep,
                       wide cost, int64_t *out);

#endif
