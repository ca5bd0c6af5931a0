/* blame_ask.c - whether some of the rules can be kept: one small question to the
 * kernel each. */
#include "model/blaming.h"

void blame_share_effort(struct blaming *blaming)
{
    static const int64_t steps[] = {[EB_QUICK] = 1000000000,
                                    [EB_NORMAL] = 4000000000,
                                    [EB_DEEP] = 100000000000};
    eb_effort effort = blaming->how.effort;

    blaming->steps = steps[effort];
    blaming->how.effort = effort == EB_DEEP ? EB_NORMAL : EB_QUICK;
}

bool blame_is_cut(const struct blaming *blaming)
{
    struct budget look = {.steps = blaming->steps,
                          .deadline = blaming->deadline,
                          .stop = blaming->how.stop};

    return budget_is_spent(&look) || budget_is_cut(&look);
}

eb_status blame_ask_solver(struct blaming *blaming, const struct compiled *c,
                           enum answer *answer)
{
    struct solve_options how = blaming->how;
    struct solution *solution = NULL;
    int *start;
    eb_status status = EB_NO_MEMORY;

    if (blame_is_cut(blaming))
        return EB_OK;
    start = compiled_agents(c, blaming->rep);
    if (start == NULL)
        return status;
    how.start = start;
    status = solve(c->violation, &how, &solution);
    if (status == EB_STOPPED) {
        status = EB_OK;
        goto done;
    }
    if (status != EB_OK)
        goto done;
    blaming->steps -= solution->steps;
    if (solution->feasible && solution->objective == 0)
        *answer = POSSIBLE;
    else if (solution->lower_bound > 0 || solution->solver_bound > 0 ||
             solution->proved_infeasible)
        *answer = IMPOSSIBLE;
done:
    solution_free(solution);
    mem_free(start);
    return status;
}

eb_status blame_compile(struct blaming *blaming, size_t but,
                        struct compiled **out)
{
    const struct compiled *old = blaming->compiled;

    blaming->without.n = 0;
    for (size_t k = 0; k < blaming->candidates.n; k++)
        if ((blaming->candidates.at[k].left_out || k == but) &&
            !VEC_PUSH(&blaming->without, blaming->candidates.at[k].rule))
            return EB_NO_MEMORY;
    return compile(old->books, old->rules, blaming->without.at,
                   blaming->without.n, out, blaming->ignored);
}

eb_status blame_ask(struct blaming *blaming, size_t but, enum answer *answer)
{
    struct compiled *c = NULL;
    eb_status status;

    *answer = OPEN;
    if (blame_is_cut(blaming))
        return EB_OK;
    status = blame_compile(blaming, but, &c);
    if (status == EB_BAD_DATA) /* without it the books contradict themselves */
        return EB_OK;
    if (status != EB_OK)
        return status;
    if (c->violation == NULL)
        *answer = POSSIBLE;
    else
        status = blame_ask_solver(blaming, c, answer);
    compiled_free(c);
    return status;
}
