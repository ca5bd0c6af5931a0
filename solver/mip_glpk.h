/* mip_glpk.h - solves a problem, or a part of it, with GLPK: the linear
 * relaxation, its multipliers, and a tree search.
 *
 * GLPK's arithmetic is floating point, so nothing it says is taken on trust:
 * every assignment returned has been checked and evaluated in exact integers;
 * multipliers are candidates from which a bound can be computed exactly; what
 * the tree proves (`bound`, MIP_OPTIMAL, MIP_INFEASIBLE) is GLPK's word.
 *
 * The work is counted in nodes and simplex iterations, so the result depends on
 * them alone unless the deadline or the flag ends it. */
#ifndef SOLVER_MIP_GLPK_H
#define SOLVER_MIP_GLPK_H

#include "solver/mip_result.h"

/* EB_ENGINE with GLPK's words if it fails; then `out` is empty. An infeasible
 * problem or an early stop is no failure. One call per thread at a time. */
eb_status mip_solve(const struct problem *p, const struct mip_options *options,
                    struct mip_result *out, eb_messages *said);

#endif
