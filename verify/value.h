/* value.h - what an assignment is worth, term by term. */
#ifndef VERIFY_VALUE_H
#define VERIFY_VALUE_H

#include "verify/world.h"

struct value {
    int *rep;      /* [f] the family's rep; -1 where none may own it */
    int64_t *load; /* [resource * n_reps + r] */
    int64_t *used; /* [budget] */
    wide *by_metric;
    wide fit, disruption, unfairness, violation; /* units of cost */
};

eb_status value_make(const struct world *world, struct arena *memory,
                     struct value *out);
/* The value of `rep`, which must be arcs. */
void value_count(const struct world *world, struct value *value);
wide value_objective(const struct value *value);
/* An account that shares its conflict group and its rep with another; -1. */
int value_clash(const struct world *world, const struct value *value);
/* The objective after moving the family alone to that arc's rep, less the
 * objective. */
wide value_of_move(const struct world *world, const struct value *value, int f,
                   int64_t arc);

#endif
