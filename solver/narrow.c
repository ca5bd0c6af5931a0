/* narrow.c - a problem in which each item has but two arcs. */
#include "solver/narrow.h"

#include "solver/rebuild.h"

static eb_status add_arc(const struct problem *p, int item, int agent,
                         struct problem *out)
{
    struct own_arc arc = {agent, problem_cost(p, item, agent), -1, 0};

    for (size_t k = p->own_first.at[item]; k < p->own_first.at[item + 1]; k++)
        if (p->own.at[k].agent == agent)
            arc = p->own.at[k];
    return rebuild_own(p, &arc, out);
}

static eb_status add_arcs(const struct problem *p, int item, int one,
                          int other, struct problem *out)
{
    int first = one < other ? one : other;
    int last = one < other ? other : one;
    eb_status status;

    TRY(add_arc(p, item, first, out));
    if (last != first)
        TRY(add_arc(p, item, last, out));
done:
    return status;
}

eb_status problem_narrow(const struct problem *p, const int *one,
                         const int *other, struct problem **out,
                         eb_messages *said)
{
    struct problem *made = NULL;
    int empty = 0;
    eb_status status;

    TRY(problem_new(p->n_agents, p->n_resources, &made));
    made->constant = p->constant;
    TRY(problem_add_class(made, &empty));
    for (int i = 0; i < p->n_items; i++) {
        TRY(problem_add_item(made, empty));
        TRY(add_arcs(p, i, one[i], other[i], made));
        TRY(rebuild_rest(p, i, -1, made));
    }
    TRY(rebuild_terms(p, true, made));
    TRY(rebuild_budgets(p, -1, made));
    TRY(problem_finish(made, said));
    *out = made;
    made = NULL; /* now the caller's */
done:
    problem_free(made);
    return status;
}
