/* drill_arcs.c - who may take what has lost its place, at what cost and loss. */
#include "model/drilling.h"

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

static void find_loss(struct placing *p, const struct lot *lot, int k)
{
    wide loss = 0;

    for (size_t j = lot->first; j < lot->first + lot->n; j++)
        loss += rounded(1e11L *
                        (long double)drill_loss(p->c, p->lots.members.at[j],
                                                p->lots.arcs[k], p->leaver) /
                        total_value(p->c));
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
            p->lots.arcs[kept] = p->lots.arcs[k];
            p->lots.cost[kept++] = p->lots.cost[k];
        }
    return kept;
}

int drill_arcs(struct placing *p, const struct lot *lot)
{
    enum { DEAR = 100 };
    int n = lots_arcs(&p->lots, lot);

    for (int k = 0; k < n; k++)
        find_loss(p, lot, k);
    if (p->division == DIVIDE_LOSE_LEAST)
        return keep_least_loss(p, n);
    for (int k = 0; p->division == DIVIDE_LOSE_LITTLE && k < n; k++)
        p->lots.cost[k] = held((wide)DEAR * p->loss[k]);
    return n;
}
