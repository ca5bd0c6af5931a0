/* tradeoff.c - the best objective within each limit of one budget. */
#include "solver/tradeoff.h"

#include "solver/trading.h"

static void drop_points(struct tradeoff *out)
{
    for (size_t k = 0; k < out->points.n; k++) {
        mem_free(out->points.at[k].agent);
        certificate_clear(&out->points.at[k].proof);
    }
    VEC_CLEAR(&out->points);
}

static eb_status find_points(struct trading *t)
{
    const struct tradeoff_options *options = t->options;
    eb_status status = EB_OK;

    if (options->all)
        TRY(trade_all(t));
    if (options->all && (options->most == 0 || !t->out->too_many))
        return EB_OK;
    if (t->out->cut && t->out->points.n > 0)
        return EB_OK;
    drop_points(t->out);
    TRY(trade_spread(t));
done:
    return status;
}

eb_status tradeoff_run(struct problem *p, int budget,
                       const struct tradeoff_options *options,
                       struct tradeoff *out)
{
    struct trading t = {.p = p,
                        .budget = budget,
                        .loosest = p->budget_limit.at[budget],
                        .options = options,
                        .out = out};
    eb_status status = EB_OK;

    *out = (struct tradeoff){0};
    t.used = NEW(int64_t, (size_t)p->n_budgets + 1);
    if (t.used == NULL)
        return EB_NO_MEMORY;
    TRY(trade_least(&t));
    if (t.least.agent == NULL || t.least.g > t.loosest)
        goto done;
    TRY(find_points(&t));
    if (options->nested)
        TRY(trade_nest(&t));
done:
    mem_free(t.least.agent);
    mem_free(t.used);
    return status;
}

void tradeoff_clear(struct tradeoff *tradeoff)
{
    drop_points(tradeoff);
    *tradeoff = (struct tradeoff){0};
}
