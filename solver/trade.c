/* trade.c - what the parts of a tradeoff share. */
#include "solver/tradeoff.h"
#include "solver/trading.h"
#include "solver/value.h"
#include "solver/weigh.h"

#include <string.h>

#define UNIT ((wide)1000000000000) /* a price of one unit of cost */

eb_status trade_solve(struct trading *t, const struct problem *p,
                      const struct solve_options *how, struct solution **out)
{
    eb_status status = solve(p, how, out);

    if (status == EB_OK) {
        t->out->steps += (*out)->steps;
        t->out->cut = t->out->cut || (*out)->cut;
    }
    return status;
}

eb_status trade_take(struct trading *t, int **from, struct trade *out)
{
    int64_t *limit = &t->p->budget_limit.at[t->budget], kept = *limit;
    struct value value = {0};
    int *agent = *from;
    eb_status status;

    *from = NULL;
    *out = (struct trade){0};
    *limit = INT64_MAX;
    status = value_of(t->p, agent, &value, NULL, t->used);
    *limit = kept;
    if (status == EB_OK && value.feasible)
        *out = (struct trade){agent, value.objective, t->used[t->budget]};
    else
        mem_free(agent);
    return status;
}

eb_status trade_least(struct trading *t)
{
    struct weighing how = {false, t->budget, UNIT};
    struct solve_options options = t->options->how;
    struct problem *weighed = NULL;
    struct solution *solution = NULL;
    eb_status status;

    trade_report(t, "least", 0, 0);
    TRY(problem_weigh(t->p, &how, &weighed, options.said));
    options.gap = 0;
    TRY(trade_solve(t, weighed, &options, &solution));
    if (!solution->feasible)
        goto done;
    TRY(trade_take(t, &solution->agent, &t->least));
    t->out->least = t->least.g;
    t->out->least_proved = solution->solver_bound >= solution->objective ||
                           solution->lower_bound >= solution->objective;
done:
    solution_free(solution);
    problem_free(weighed);
    return status;
}

eb_status trade_add(struct trading *t, const struct trade *trade,
                    struct tradeoff_point *proof)
{
    struct tradeoff_point point = *proof;

    point.f = trade->f;
    point.g = trade->g;
    point.agent =
        mem_copy(trade->agent, (size_t)t->p->n_items + 1, sizeof *point.agent);
    if (point.agent == NULL || !VEC_PUSH(&t->out->points, point)) {
        mem_free(point.agent);
        return EB_NO_MEMORY;
    }
    proof->proof = (struct certificate){0};
    return EB_OK;
}

bool trade_is_over(struct trading *t)
{
    struct budget look = {.steps = 1,
                          .deadline = t->options->how.deadline,
                          .stop = t->options->how.stop};

    t->out->cut = t->out->cut || budget_is_cut(&look);
    return t->out->cut;
}

void trade_report(struct trading *t, const char *phase, size_t done, size_t of)
{
    if (t->options->progress != NULL)
        t->options->progress(t->options->context, phase, done, of);
}
