/* items.h - what the making of items shares. Private to items.c and the files
 * that it calls, for one family after the other, in this order:
 *
 *     items_forced -> items_loads -> items_arcs                            */
#ifndef MODEL_ITEMS_H
#define MODEL_ITEMS_H

#include "model/classes.h"
#include "model/compile.h"

struct items {
    struct compiled *c;
    struct problem *p;
    bool priced;
    struct classes classes;
    bool *wanted;            /* [n_resources] */
    bool pair_loads;         /* some wanted load depends on the rep */
    int64_t *amount;         /* [n_resources] of the family at hand */
    struct VEC(int) touched; /* resources with an amount, then ascending */
    struct sequence reps;    /* of own arcs */
    int *arcs;               /* [n_reps] scratch */
    size_t *open; /* [256] reps of each level that the family may go to */
};

/* items_forced.c - sets forced_least of the family's forced accounts, over all
 * its arcs. */
void items_settle_forced(struct items *items, int f, int class_number);

/* items_loads.c - the loads of the item at hand. */
eb_status items_add_loads(struct items *items, int f);
/* An arc of its own with loads of its own. */
eb_status items_add_own_loads(struct items *items, int f, int rep,
                              int64_t cost);

/* items_arcs.c - the other arcs of its own. */
eb_status items_add_arcs(struct items *items, int f, int class_number);

#endif
