/* measure.h - what is added up, account by account. */
#ifndef MODEL_MEASURE_H
#define MODEL_MEASURE_H

#include "model/where.h"

enum negative { NEGATIVE_REFUSE, NEGATIVE_ZERO, NEGATIVE_KEEP };

/* What is added up: a count or a column, over the accounts that match. */
struct measure {
    const char *name;
    const struct column *column; /* NULL: accounts are counted, or the metric
                                    `workload` is fed by pairs alone */
    bool counted;
    bool from_pairs; /* pairs.workload replaces the account's own */
    bool required;   /* a blank cell is a fault */
    struct where where;
    int decimals; /* its scale */
    enum negative negative;
};

/* What the account weighs in the measure, apart from pairs: 0 if it does not
 * match; units of 10^-measure->decimals, held to what an int64_t can say. */
int64_t measure_of(const struct measure *measure, size_t row);
/* Whether both add up the same, so that limits may share a load. */
bool measure_equal(const struct measure *a, const struct measure *b);

#endif
