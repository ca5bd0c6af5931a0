/* matches.h - who meets whom at once. Agents stand in teams, in order of number;
 * teams in which somebody has a neighbour in the other meet, in rounds. */
#ifndef SOLVER_MATCHES_H
#define SOLVER_MATCHES_H

#include "solver/neighbours.h"

struct match {
    int a, b; /* teams; a <= b */
};

struct matches {
    int size; /* agents a team; the last may have fewer */
    int n_teams, n_rounds;
    int *first;       /* [n_rounds + 1] into at */
    struct match *at; /* no team is in two of one round */
};

/* Clear it even after a failure. */
eb_status matches_make(const struct neighbours *neighbours, int n_agents,
                       int size, struct matches *out);
void matches_clear(struct matches *matches);

#endif
