/* explain_steps.c - whether one move or one exchange would make a book better: all
 * of them are tried. */
#include "model/explaining.h"

#include "model/standing.h"

struct trying {
    struct book_answer *answer;
    const struct compiled *c;
    struct standing s;
    struct arcs arcs;
    int64_t *net;                 /* scratch of exchanges */
    int64_t *cost;                /* [n_agents] of the item at hand, NO_ARC */
    int *family_of;               /* [n_items] */
    struct VEC(int) mine, others; /* items; others have an arc to the rep */
};

static eb_status make_room(struct trying *t)
{
    const struct problem *p = t->s.p;

    t->net = NEW(int64_t, 2 * (size_t)p->n_resources);
    t->cost = NEW(int64_t, (size_t)p->n_agents);
    t->family_of = NEW(int, (size_t)p->n_items);
    if (t->net == NULL || t->cost == NULL || t->family_of == NULL)
        return EB_NO_MEMORY;
    for (size_t f = 0; f < t->c->n_families; f++)
        if (t->c->families[f].item >= 0)
            t->family_of[t->c->families[f].item] = (int)f;
    return arcs_new(p, &t->arcs);
}

static eb_status list_items(struct trying *t)
{
    const struct problem *p = t->s.p;
    int rep = t->answer->rep;

    for (int i = 0; i < p->n_items; i++) {
        bool mine = t->s.agent[i] == rep;

        if (!mine && problem_cost(p, i, rep) == NO_ARC)
            continue;
        if (!(mine ? VEC_PUSH(&t->mine, i) : VEC_PUSH(&t->others, i)))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

static void take(struct trying *t, int item, int to, int other,
                 const struct change_of *change)
{
    struct book_answer *answer = t->answer;
    struct step step = {t->family_of[item], to,
                        other < 0 ? -1 : t->family_of[other], change->delta};

    if (change->breach != BREACH_NONE ||
        (answer->some && change->delta >= answer->best.delta))
        return;
    answer->some = true;
    answer->best = step;
}

static void try_moves(struct trying *t, int item)
{
    struct lift lift;

    standing_lift(&t->s, item, &lift);
    for (int k = 0; k < t->arcs.n; k++) {
        struct change_of change;
        int to = t->arcs.agent[k];

        if (to == t->s.agent[item])
            continue;
        standing_try(&t->s, &lift, to, t->arcs.cost[k], &change);
        take(t, item, to, -1, &change);
        t->answer->moves++;
    }
}

static void try_swaps(struct trying *t, int item)
{
    for (size_t k = 0; k < t->others.n; k++) {
        int other = t->others.at[k], to = t->s.agent[other];
        struct change_of change;

        if (t->cost[to] == NO_ARC)
            continue;
        standing_swap(&t->s, item, other, t->net, &change);
        take(t, item, to, other, &change);
        t->answer->swaps++;
    }
}

static void try_mine(struct trying *t, int item)
{
    for (int g = 0; g < t->s.p->n_agents; g++)
        t->cost[g] = NO_ARC;
    problem_arcs(t->s.p, item, &t->arcs);
    for (int k = 0; k < t->arcs.n; k++)
        t->cost[t->arcs.agent[k]] = t->arcs.cost[k];
    try_moves(t, item);
    try_swaps(t, item);
}

static void try_other(struct trying *t, int item)
{
    struct change_of change;
    struct lift lift;
    int rep = t->answer->rep;

    standing_lift(&t->s, item, &lift);
    standing_try(&t->s, &lift, rep, problem_cost(t->s.p, item, rep), &change);
    take(t, item, rep, -1, &change);
    t->answer->moves++;
}

eb_status explain_steps(const struct restored *restored,
                        struct book_answer *out)
{
    struct trying t = {.answer = out, .c = restored->compiled};
    eb_status status;

    TRY(standing_init(&t.s, restored->compiled->problem, restored->agent));
    TRY(make_room(&t));
    TRY(list_items(&t));
    for (size_t k = 0; k < t.mine.n; k++)
        try_mine(&t, t.mine.at[k]);
    for (size_t k = 0; k < t.others.n; k++)
        try_other(&t, t.others.at[k]);
done:
    standing_clear(&t.s);
    arcs_clear(&t.arcs);
    mem_free(t.net);
    mem_free(t.cost);
    mem_free(t.family_of);
    VEC_CLEAR(&t.mine);
    VEC_CLEAR(&t.others);
    return status;
}
