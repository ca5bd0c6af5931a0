/* compile.h - the one place where business becomes numbers: books and rules in,
 * a kernel problem out, and the maps that lead back. docs/MODEL.md is its
 * specification, formula by formula. */
#ifndef MODEL_COMPILE_H
#define MODEL_COMPILE_H

#include "model/compiled.h"

/* Leaves out the `n_without` rules (NULL, 0: none). Faults: contradicting pins
 * and locks, conflict groups that cannot be kept apart, metrics whose total
 * passes 2^53, blank capacities, no rep that can take anything. Warnings as
 * MODEL.md names them. O(families + pairs + classes x reps) time and memory. */
eb_status compile(const struct books *books, const struct rules *rules,
                  const struct rule_ref *without, size_t n_without,
                  struct compiled **out, eb_messages *said);
/* The same with all rules, but without the kernel problems: families, who may own
 * what, targets, and what single accounts cost, weigh and may lose; for callers that
 * make problems of their own. A forced account's cost is then not yet taken beyond
 * its least. O(accounts + reps). */
eb_status compile_setting(const struct books *books, const struct rules *rules,
                          struct compiled **out, eb_messages *said);
void compiled_free(struct compiled *compiled);

/* The terms of cost, each rounded once (MODEL.md section 7 and 8). */
enum cost_part { COST_FIT, COST_SWITCH };
/* Of one account at a rep that it has an arc to. */
int64_t account_cost(const struct compiled *compiled, int account, int rep,
                     enum cost_part part);
/* loss_rate x stick x value, in money. 0 where it would not move. */
double account_loss(const struct compiled *compiled, int account, int rep);
/* What the account weighs in a measure at this rep (pairs included). */
int64_t account_load(const struct compiled *compiled,
                     const struct measure *measure, int account, int rep);
/* What forbids the rep this family. */
enum barrier family_barrier(const struct compiled *compiled, int family,
                            int rep);

/* An agent for each item, of the blend or of the violation, from a rep for
 * each account (-1: none): the one of the family's lead, -1 where it may not
 * be. And the way back, -1 where the account is no part of the problem. NULL
 * when memory is out. */
int *compiled_agents(const struct compiled *compiled, const int *rep);
int *compiled_reps(const struct compiled *compiled, const int *agent);

/* Puts the bands in force as limits, `factor` millionths of their width
 * (NO_BANDS: not at all): the problem's limits and the violation become what
 * they are then. For goals that have bands; O(items). */
eb_status compiled_band(struct compiled *compiled, int64_t factor,
                        eb_messages *said);

/* How many of the limits are in force: bands may not be. */
size_t compiled_limits(const struct compiled *compiled);

/* The blend with every limit and budget relaxed to what `agent` uses: MODEL.md
 * section 10, last sentence. */
eb_status compiled_relax(struct compiled *compiled, const int *agent);

#endif
