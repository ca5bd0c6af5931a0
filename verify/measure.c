/* measure.c - loads as they were and as they are, and how far from fair. */
#include "verify/claim.h"

#include <math.h>

long double deviation(wide target, int64_t load)
{
    long double fair = (long double)target / 1e6L;

    return ((long double)load - fair) / fair;
}

long double ratio_slack(long double ratio)
{
    return fabsl(ratio) > 1.0L ? fabsl(ratio) * RATIO_SLACK : RATIO_SLACK;
}

eb_status measure_before(struct claims *c)
{
    const struct world *w = c->world;
    size_t n_reps = (size_t)w->n_reps;

    c->before = ITEMS(&c->memory, int64_t, (size_t)w->n_resources * n_reps);
    if (c->before == NULL)
        return EB_NO_MEMORY;
    for (int a = 0; a < w->n_accounts; a++)
        for (int k = 0; k < w->n_resources; k++)
            if (is_in_play(w, a) && w->owner[a] >= 0)
                c->before[(size_t)k * n_reps + (size_t)w->owner[a]] +=
                    resource_weight(w, k, a, w->owner[a]);
    return EB_OK;
}

int64_t load_of_book(const struct claims *c, int spec, int group, int r,
                     bool before)
{
    const struct world *w = c->world;
    int64_t sum = 0;

    for (int a = 0; a < w->n_accounts; a++) {
        int holder = before ? w->owner[a] : -1;

        if (!is_in_play(w, a) || (group >= 0 && w->group[a] != group))
            continue;
        if (!before)
            holder = c->value.rep[w->family[a]];
        if (holder == r)
            sum += account_weight(w, spec, a, r);
    }
    return sum;
}
