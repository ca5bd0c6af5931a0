/* glpk_fence.h - runs work that calls GLPK so that its aborts become a status.
 *
 * GLPK ends the whole process on misuse, on a failed assertion and when memory
 * runs out. Behind the fence such an end jumps back here instead, every block
 * that GLPK holds is freed, and GLPK's own words become the message.
 *
 *     thread ---- glpk_fenced ---- body ---- glp_add_rows, glp_simplex ...
 *                      ^                         |
 *                      +------ longjmp ----------+   (skips the rest of body)
 *
 * The body must therefore own no memory while it calls GLPK: whatever it needs
 * is allocated before entering, whatever it finds is copied into buffers of the
 * caller. GLPK's environment is one per thread and lives from entering to
 * leaving, so that objects of GLPK never leave the body. */
#ifndef SOLVER_GLPK_FENCE_H
#define SOLVER_GLPK_FENCE_H

#include "base/status.h"

/* Returns what the body returns, or EB_ENGINE with GLPK's words in `said`;
 * EB_ENGINE too where this thread is already using GLPK, whose objects would
 * otherwise be freed with ours. `memory_limit_mb` > 0 makes GLPK fail beyond
 * that many megabytes. */
eb_status glpk_fenced(eb_status (*body)(void *context), void *context,
                      int memory_limit_mb, eb_messages *said);

#endif
