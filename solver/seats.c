/* seats.c - items that fill much of a load by themselves. */
#include "solver/seats.h"

#include <math.h>
#include <stdlib.h>

/* How much of a typical load the item fills, at most. */
static double part_of(const struct dual *dual, int item)
{
    const struct problem *p = dual->s->p;
    double most = 0;

    for (size_t a = dual->s->arc_first[item]; a < dual->s->arc_first[item + 1];
         a++) {
        const struct load *loads;
        int agent = dual->s->arc_agent[a];
        int n = problem_loads(p, item, agent, &loads);

        for (int k = 0; k < n; k++) {
            int t = problem_term_number(p, agent, loads[k].resource);

            if (t >= 0)
                most = fmax(most, (double)loads[k].amount / dual->scale[t]);
        }
    }
    return most;
}

static int heaviest_first(const void *left, const void *right)
{
    const struct seat *a = left, *b = right;

    if (a->part < b->part || a->part > b->part)
        return a->part > b->part ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

eb_status seats_find(const struct dual *dual, double least, struct seats *out)
{
    const struct search *s = dual->s;

    *out = (struct seats){0};
    for (int i = 0; i < s->p->n_items; i++) {
        struct seat seat = {i, -1, 0, INFINITY};

        if (s->arc_first[i + 1] - s->arc_first[i] < 2)
            continue;
        seat.part = part_of(dual, i);
        if (seat.part > least && !VEC_PUSH(&out->list, seat)) {
            seats_clear(out);
            return EB_NO_MEMORY;
        }
    }
    if (out->list.n > 1)
        qsort(out->list.at, out->list.n, sizeof *out->list.at, heaviest_first);
    return EB_OK;
}

void seats_clear(struct seats *seats)
{
    VEC_CLEAR(&seats->list);
}
