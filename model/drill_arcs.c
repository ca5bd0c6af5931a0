/* drill_arcs.c - what has lost its place, who may take it, and at what cost. */
#include "model/drilling.h"

static size_t n_reps_of(const struct placing *p)
{
    return p->c->books->n_reps;
}

/* ---- What is open ------------------------------------------------------ */

eb_status openings_list(struct placing *p)
{
    const struct compiled *c = p->c;

    for (size_t f = 0; f < c->n_families; f++) {
        const struct family *family = &c->families[f];
        struct opening opening = {(int)f, p->members.n, 0};

        for (size_t k = 0; k < family->n; k++) {
            int a = c->members[family->first + k];

            if (!in_play(c, a) || p->seat[a] >= 0)
                continue;
            if (!VEC_PUSH(&p->members, a))
                return EB_NO_MEMORY;
            opening.n++;
        }
        if (opening.n > 0 && !VEC_PUSH(&p->open, opening))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

/* ---- Where it may go, and at what cost --------------------------------- */

static bool has_a_member(const struct placing *p, const struct family *family,
                         int rep)
{
    for (size_t k = 0; k < family->n; k++) {
        int a = p->c->members[family->first + k];

        if (in_play(p->c, a) && p->seat[a] == rep)
            return true;
    }
    return false;
}

/* Of each conflict set, who has a member that stays: set * n_reps + rep. */
eb_status openings_sets(struct placing *p)
{
    const struct compiled *c = p->c;
    const struct workings *w = c->workings;
    size_t n_reps = n_reps_of(p), n_sets = 0;

    for (size_t k = 0; k < w->conflict_sets.n; k++)
        if ((size_t)w->conflict_sets.at[k] >= n_sets)
            n_sets = (size_t)w->conflict_sets.at[k] + 1;
    p->in_set = NEW(bool, n_sets *n_reps + 1);
    if (p->in_set == NULL)
        return EB_NO_MEMORY;
    for (size_t f = 0; n_sets > 0 && f < c->n_families; f++)
        for (size_t j = w->conflict_first[f]; j < w->conflict_first[f + 1];
             j++)
            for (size_t k = 0; k < c->families[f].n; k++) {
                int a = c->members[c->families[f].first + k];

                if (in_play(c, a) && p->seat[a] >= 0)
                    p->in_set[(size_t)w->conflict_sets.at[j] * n_reps +
                              (size_t)p->seat[a]] = true;
            }
    return EB_OK;
}

/* Not to whoever has one of those it is kept apart from. */
static int keep_apart(struct placing *p, int f, int n)
{
    const struct workings *w = p->c->workings;
    int kept = 0;

    for (int k = 0; k < n; k++) {
        bool clashes = false;

        for (size_t j = w->conflict_first[f]; j < w->conflict_first[f + 1];
             j++)
            clashes = clashes ||
                      p->in_set[(size_t)w->conflict_sets.at[j] * n_reps_of(p) +
                                (size_t)p->arcs[k]];
        if (!clashes)
            p->arcs[kept++] = p->arcs[k];
    }
    return kept;
}

/* A family that has members with somebody who may own it stays together. */
static int keep_together(struct placing *p, int f, int n)
{
    const struct family *family = &p->c->families[f];
    int kept = 0;

    for (int k = 0; k < n; k++)
        if (has_a_member(p, family, p->arcs[k]))
            kept++;
    if (kept == 0)
        return n;
    kept = 0;
    for (int k = 0; k < n; k++)
        if (has_a_member(p, family, p->arcs[k]))
            p->arcs[kept++] = p->arcs[k];
    return kept;
}

/* Beyond the least, over all arcs of the family: as the compiler has it. */
static void find_least(struct placing *p, const struct opening *opening, int n)
{
    for (size_t j = opening->first; j < opening->first + opening->n; j++) {
        p->least[j] = INT64_MAX;
        for (int k = 0; k < n; k++) {
            int64_t cost =
                continuity_switch(p->c, p->members.at[j], p->arcs[k]);

            p->least[j] = cost < p->least[j] ? cost : p->least[j];
        }
    }
}

double drill_loss(const struct compiled *c, int account, int rep, int leaver)
{
    if (rep < 0 || leaver < 0 || c->books->owner[account] != leaver)
        return 0;
    return (double)continuity_loss(c, account, rep);
}

static long double total_value(const struct compiled *c)
{
    return decimal_value((struct decimal){c->value_total, c->value_decimals});
}

static void price_arc(struct placing *p, const struct opening *opening, int k)
{
    const struct compiled *c = p->c;
    int rep = p->arcs[k];
    wide cost = 0, loss = 0;

    for (size_t j = opening->first; j < opening->first + opening->n; j++) {
        int a = p->members.at[j];

        cost += account_cost(c, a, rep, COST_FIT);
        if (c->state[a] == STATE_FORCED)
            cost += continuity_switch(c, a, rep) - p->least[j];
        loss += rounded(1e11L * (long double)drill_loss(c, a, rep, p->leaver) /
                        total_value(c));
    }
    p->cost[k] = held(cost);
    p->loss[k] = held(loss);
}

static int keep_least_loss(struct placing *p, int n)
{
    int64_t least = INT64_MAX;
    int kept = 0;

    for (int k = 0; k < n; k++)
        least = p->loss[k] < least ? p->loss[k] : least;
    for (int k = 0; k < n; k++)
        if (p->loss[k] == least) {
            p->arcs[kept] = p->arcs[k];
            p->cost[kept++] = p->cost[k];
        }
    return kept;
}

int openings_arcs(struct placing *p, const struct opening *opening)
{
    enum { DEAR = 100 };
    int n = eligible_arcs(p->c, opening->family, p->arcs);

    find_least(p, opening, n);
    n = keep_apart(p, opening->family, n);
    n = keep_together(p, opening->family, n);
    for (int k = 0; k < n; k++)
        price_arc(p, opening, k);
    if (p->division == DIVIDE_LOSE_LEAST)
        return keep_least_loss(p, n);
    for (int k = 0; p->division == DIVIDE_LOSE_LITTLE && k < n; k++)
        p->cost[k] = held((wide)DEAR * p->loss[k]);
    return n;
}
