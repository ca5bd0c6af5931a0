/* random_problem.c - drawing problems, and enumerating assignments. */
#include "tests/support/random_problem.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "base/rng.h"
#include "solver/value.h"

#define POINT INT64_C(1000000000)

static void must(eb_status status)
{
    cr_assert(eq(int, (int)status, (int)EB_OK));
}

static int below(struct rng *rng, int n)
{
    return (int)rng_below(rng, (uint64_t)n);
}

static void add_classes(struct problem *p, struct rng *rng, int n)
{
    for (int c = 0; c < n; c++) {
        int number, sure = below(rng, p->n_agents);

        must(problem_add_class(p, &number));
        for (int g = 0; g < p->n_agents; g++)
            if (g == sure || below(rng, 4) > 0)
                must(
                    problem_add_arc(p, g, below(rng, 5) * POINT / 7,
                                    below(rng, 2) == 0 ? 255 : below(rng, 2)));
    }
}

static void add_own_arcs(struct problem *p, struct rng *rng, int item)
{
    for (int g = 0; g < p->n_agents; g++) {
        bool loaded = below(rng, 2) == 0;

        if (below(rng, 3) > 0)
            continue;
        must(problem_add_own(p, g, below(rng, 6) * POINT / 3,
                             loaded ? p->n_resources : -1));
        for (int k = 0; loaded && k < p->n_resources; k++)
            must(problem_add_own_load(p, k, below(rng, 60) - 5));
    }
    (void)item;
}

/* Any amounts at all, told as what most of them are and what differs. */
static void add_receivers(struct problem *p, struct rng *rng)
{
    int64_t used[8], most = below(rng, 6), rest = most;

    for (int g = 0; g < p->n_agents; g++) {
        used[g] = below(rng, 3) == 0 ? most : below(rng, 9);
        rest -= most - used[g];
        must(problem_add_leave(p, g, 0, most - used[g]));
    }
    must(problem_add_leave(p, NO_OWNER, 0, rest));
}

/* What most items of the kind use of the two budgets. */
static void add_owners(struct problem *p, struct rng *rng)
{
    for (int k = 0; k < 2; k++)
        if (below(rng, 2) == 0)
            must(problem_add_leave(p, below(rng, p->n_agents), below(rng, 2),
                                   1 + below(rng, 3)));
}

static void add_items(struct problem *p, struct rng *rng, struct kind kind,
                      bool receivers, int n_classes)
{
    for (int i = 0; i < kind.items; i++) {
        must(problem_add_item(p, below(rng, n_classes)));
        for (int k = 0; k < p->n_resources; k++) {
            int size = below(rng, 5) == 0 ? 200 : 30;

            if (below(rng, 4) > 0)
                must(problem_add_load(p, k, 1 + below(rng, size)));
        }
        must(problem_add_tier(p, below(rng, 3) * POINT / 11));
        must(problem_add_tier(p, below(rng, 3) * POINT / 13));
        if (kind.own && below(rng, 3) == 0)
            add_own_arcs(p, rng, i);
        if (receivers)
            add_receivers(p, rng);
        else
            add_owners(p, rng);
        if (kind.conflicts && below(rng, 3) == 0)
            must(problem_add_conflict(p, below(rng, 2)));
    }
}

/* A tent around a target that is no whole load, like a band. */
static void add_tent(struct problem *p, struct rng *rng)
{
    wide at = (wide)(20 + below(rng, 80)) * 1000000 + below(rng, 1000000);
    wide step = (wide)(1 + below(rng, 20)) * 1000000;
    wide slope = (wide)POINT * 1000000 * (1 + below(rng, 30000));

    must(problem_add_hinge(p, at, slope / 1000 + 1, false));
    must(problem_add_hinge(p, at, slope / 1000 + 1, true));
    must(problem_add_hinge(p, at + step, slope, false));
    must(problem_add_hinge(p, at - step, slope, true));
    must(problem_add_hinge(p, at + 2 * step, 2 * slope + 7, false));
    must(problem_add_hinge(p, at - 2 * step, 2 * slope + 7, true));
}

static void add_terms(struct problem *p, struct rng *rng, struct kind kind)
{
    for (int g = 0; g < p->n_agents; g++)
        for (int k = 0; k < p->n_resources; k++) {
            int64_t lo = INT64_MIN, hi = INT64_MAX;

            if (below(rng, 6) == 0)
                continue;
            if (kind.hard && below(rng, 3) == 0)
                hi = 40 + below(rng, 120);
            if (kind.hard && below(rng, 4) == 0)
                lo = below(rng, 30);
            must(problem_add_term(p, g, k, lo, hi));
            if (below(rng, 4) > 0)
                add_tent(p, rng);
        }
}

static struct problem *make(uint64_t seed, struct kind kind, bool receivers)
{
    struct problem *p = NULL;
    struct rng rng;
    int n_classes;

    rng_init(&rng, seed, 77);
    must(problem_new(kind.agents, kind.resources, &p));
    n_classes = 1 + below(&rng, 3);
    add_classes(p, &rng, n_classes);
    add_items(p, &rng, kind, receivers, n_classes);
    add_terms(p, &rng, kind);
    must(problem_add_budget(p, 1 + below(&rng, 2 * kind.items),
                            kind.hard ? 0 : (wide)POINT * 1000000000000));
    must(problem_add_budget(p, kind.items * 6, 0));
    p->constant = below(&rng, 3) * POINT;
    must(problem_finish(p, NULL));
    return p;
}

struct problem *random_problem(uint64_t seed, struct kind kind)
{
    return make(seed, kind, false);
}

struct problem *random_receivers(uint64_t seed, struct kind kind)
{
    return make(seed, kind, true);
}

int64_t try_everything(const struct problem *p, int *agent)
{
    int now[16] = {0};
    int64_t best = INT64_MAX;
    int i = 0;

    cr_assert(le(int, p->n_items, 16));
    while (i < p->n_items) {
        struct value v;

        must(value_of(p, now, &v, NULL, NULL));
        if (v.feasible && v.objective < best) {
            best = v.objective;
            if (agent != NULL)
                memcpy(agent, now, (size_t)p->n_items * sizeof *now);
        }
        for (i = 0; i < p->n_items && ++now[i] == p->n_agents; i++)
            now[i] = 0;
    }
    return best;
}

struct problem *territories(uint64_t seed, int items, int agents)
{
    enum { EACH = 8 };
    struct problem *p = NULL;
    struct rng rng;
    int number;

    rng_init(&rng, seed, 7);
    problem_new(agents, 2, &p);
    for (int first = 0; first < agents; first += EACH) {
        problem_add_class(p, &number);
        for (int g = first; g <= first + EACH && g < agents; g++)
            problem_add_arc(p, g, (int64_t)rng_below(&rng, 50), 255);
    }
    for (int i = 0; i < items; i++) {
        problem_add_item(p, (int)rng_below(&rng, (uint64_t)p->n_classes));
        for (int k = 0; k < 2; k++)
            problem_add_load(p, k,
                             (i % 50 == 0 ? 20 : 1) *
                                 (1 + (int64_t)rng_below(&rng, 1000)));
    }
    for (int g = 0; g < agents; g++)
        for (int k = 0; k < 2; k++) {
            wide at = (wide)500 * items / agents * 1000000;

            problem_add_term(p, g, k, INT64_MIN, INT64_MAX);
            problem_add_hinge(p, at, (wide)10000000000000, false);
            problem_add_hinge(p, at, (wide)10000000000000, true);
        }
    cr_assert(eq(int, (int)problem_finish(p, NULL), (int)EB_OK));
    return p;
}
