/* perturb.h - ruin and recreate (Schrimpf et al. 2000) around the descent: take
 * some items out of a few neighbouring books, put them back by regret, descend
 * there, and keep the result if it is not worse. */
#ifndef SOLVER_PERTURB_H
#define SOLVER_PERTURB_H

#include "solver/descent.h"
#include "solver/greedy.h"
#include "solver/incumbent.h"

/* Worse assignments are accepted with the probability of simulated annealing,
 * at a temperature that falls `cycles` times from `heat` x the typical
 * difference between an item's arcs to 0. */
struct cooling {
    double heat;
    int cycles;
};

/* Starts from the state of `s`, which should be a local optimum; offers every
 * improvement to `best`; stops when the budget ends or the best objective is
 * at most `target`. */
eb_status perturb_run(struct search *s, struct descent *descent,
                      struct greedy *greedy, struct incumbent *best,
                      struct rng *rng, struct cooling cooling, int64_t target,
                      struct budget *budget);

#endif
