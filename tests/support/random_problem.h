/* random_problem.h - kernel problems of every kind, and trying everything. */
#ifndef TESTS_SUPPORT_RANDOM_PROBLEM_H
#define TESTS_SUPPORT_RANDOM_PROBLEM_H

#include "solver/problem.h"

struct kind {
    int items, agents, resources;
    bool hard; /* limits and budgets that forbid */
    bool conflicts;
    bool own; /* arcs and loads of an item's own, some below zero */
};

/* Always has at least one arc for each item. The same seed gives the same
 * problem. Asserts that it can be made. */
struct problem *random_problem(uint64_t seed, struct kind kind);
/* The same, but what items use of budget 0 depends on where they go. */
struct problem *random_receivers(uint64_t seed, struct kind kind);
/* The least objective of a feasible assignment; INT64_MAX: none. Exact.
 * `agent` ([items]) may be NULL. */
int64_t try_everything(const struct problem *p, int *agent);
/* Territories of eight agents who share all items, and one agent with the next;
 * a few items are heavy. Soft, two resources. */
struct problem *territories(uint64_t seed, int items, int agents);

#endif
