/* certificate.h - the bound that a certificate proves (MODEL.md, section 11).
 */
#ifndef VERIFY_CERTIFICATE_H
#define VERIFY_CERTIFICATE_H

#include "verify/world.h"

/* What a phase minimises under. */
struct problem {
    bool violation;        /* MODEL.md section 10, instead of the blend */
    int64_t *least, *most; /* [resource * n_reps + r]; idle in a violation */
    int64_t *budget;       /* [budget] B */
    const int *order;      /* the k-th budget of plan.json is order[k] */
};

struct bound {
    bool infinite; /* no plan keeps the limits */
    wide units;    /* rounded up to whole units of cost */
};

/* Walks the certificate of one phase. EB_REFUSED if it is none. */
eb_status certificate_bound(const struct world *world,
                            const struct problem *problem,
                            const struct doc *doc, const struct node *phase,
                            struct bound *out);

#endif
