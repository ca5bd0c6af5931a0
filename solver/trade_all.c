/* trade_all.c - every efficient point, from the loosest budget down. */
#include "solver/tradeoff.h"
#include "solver/trading.h"

/* Rounding may lose half a unit for each load (docs/MODEL.md section 11): what a
 * search has proved within that is proved. */
static bool is_proved(const struct trading *t, const struct solution *solution)
{
    int64_t bound = solution->solver_bound > solution->lower_bound
                        ? solution->solver_bound
                        : solution->lower_bound;

    return bound != INT64_MIN &&
           solution->objective - bound <= (int64_t)t->p->terms.n;
}

static struct tradeoff_point *last_point(const struct trading *t)
{
    size_t n = t->out->points.n;

    return n == 0 ? NULL : &t->out->points.at[n - 1];
}

static void drop_last(struct trading *t)
{
    struct tradeoff_point *last = last_point(t);

    certificate_clear(&last->proof);
    mem_free(last->agent);
    t->out->points.n--;
}

/* What takes less and costs no more takes the place of those before it. */
static eb_status take(struct trading *t, struct solution *solution)
{
    struct tradeoff_point point = {.bound = solution->lower_bound,
                                   .solver_bound = solution->solver_bound};
    struct trade trade = {0};
    eb_status status;

    TRY(trade_take(t, &solution->agent, &trade));
    while (last_point(t) != NULL && last_point(t)->f >= trade.f)
        drop_last(t);
    point.proof = solution->certificate;
    solution->certificate = (struct certificate){0};
    TRY(trade_add(t, &trade, &point));
done:
    certificate_clear(&point.proof);
    mem_free(trade.agent);
    return status;
}

static eb_status ask(struct trading *t, int64_t limit,
                     struct solution **solution)
{
    struct solve_options how = t->options->how;
    const struct tradeoff_point *last = last_point(t);

    how.gap = 0;
    if (t->options->most > 0)
        how.effort = EB_QUICK; /* what takes longer is not worth it unasked */
    how.start = t->least.agent;
    how.proof = last == NULL ? NULL : &last->proof;
    t->p->budget_limit.at[t->budget] = limit;
    return trade_solve(t, t->p, &how, solution);
}

/* Down from the loosest; *next is the limit to ask for. */
static eb_status step(struct trading *t, int64_t *next)
{
    struct solution *solution = NULL;
    eb_status status;

    TRY(ask(t, *next, &solution));
    t->out->too_many = t->out->too_many || !is_proved(t, solution);
    TRY(take(t, solution));
    *next = last_point(t)->g - 1;
done:
    solution_free(solution);
    return status;
}

static void turn_round(struct trading *t)
{
    struct tradeoff_point *at = t->out->points.at;

    for (size_t k = 0, n = t->out->points.n; k + 1 < n - k; k++) {
        struct tradeoff_point kept = at[k];

        at[k] = at[n - 1 - k];
        at[n - 1 - k] = kept;
    }
}

eb_status trade_all(struct trading *t)
{
    size_t most = t->options->most;
    int64_t next = t->loosest;
    eb_status status = EB_OK;

    t->out->too_many = !t->out->least_proved;
    while (next >= t->out->least && !trade_is_over(t) &&
           (most == 0 || !t->out->too_many)) {
        trade_report(t, "points", t->out->points.n, 0);
        TRY(step(t, &next));
        if (most > 0 && t->out->points.n > most)
            t->out->too_many = true;
    }
    t->out->complete =
        next < t->out->least && !t->out->too_many && !t->out->cut;
    turn_round(t);
done:
    t->p->budget_limit.at[t->budget] = t->loosest;
    return status;
}
