/* core.c - choosing a core, and searching it with GLPK. */
#include "solver/core.h"

#include <math.h>

#include "solver/mip_glpk.h"

struct core {
    const struct search *s;
    const struct dual *dual;
    const struct core_options *options;
    struct incumbent *best;
    bool *allowed; /* [arcs] */
    double *price; /* [arcs] above the item's least */
    double *lambda, *mu;
    int n_free;
};

static eb_status core_new(struct core *c)
{
    const struct problem *p = c->s->p;
    size_t arcs = c->s->arc_first[p->n_items] + 1;
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources + 1;

    c->allowed = NEW(bool, arcs);
    c->price = NEW(double, arcs);
    c->lambda = NEW(double, cells);
    c->mu = NEW(double, (size_t)p->n_budgets + 1);
    return c->allowed && c->price && c->lambda && c->mu ? EB_OK : EB_NO_MEMORY;
}

static void core_clear(struct core *c)
{
    mem_free(c->allowed);
    mem_free(c->price);
    mem_free(c->lambda);
    mem_free(c->mu);
}

static void count_free(struct core *c)
{
    for (int i = 0; i < c->s->p->n_items; i++)
        c->n_free += c->s->arc_first[i + 1] > c->s->arc_first[i] + 1;
}

static struct mip_options options_of(const struct core *c)
{
    return (struct mip_options){.target = INT64_MIN,
                                .deadline = c->options->deadline,
                                .stop = c->options->stop};
}

/* Multipliers of the relaxation; the dual's best where it fails. */
static eb_status relax(struct core *c)
{
    const struct problem *p = c->s->p;
    struct mip_options options = options_of(c);
    struct mip_result result = {0};
    eb_status status = EB_OK;

    options.relaxation_only = true;
    options.iteration_limit = c->options->iterations;
    TRY(mip_solve(p, &options, &result, c->options->said));
    for (int k = 0; k < p->n_agents * p->n_resources; k++)
        c->lambda[k] = result.relaxed ? (double)result.lambda[k] / 1e12
                                      : c->dual->lambda[k];
    for (int k = 0; k < p->n_budgets; k++)
        c->mu[k] =
            result.relaxed ? (double)result.mu[k] / 1e12 : c->dual->mu[k];
done:
    mip_result_clear(&result);
    return status;
}

static void price_arcs(struct core *c)
{
    const struct search *s = c->s;

    for (int i = 0; i < s->p->n_items; i++) {
        double least = INFINITY;

        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++) {
            c->price[a] = search_price(s, i, a, c->lambda, c->mu);
            least = fmin(least, c->price[a]);
        }
        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++)
            c->price[a] -= least;
    }
}

/* Arcs within `slack` of the least, and those in use,, of items with a choice.
 * Returns how many there are. */
static size_t mark(struct core *c, double slack)
{
    const struct search *s = c->s;
    size_t n = 0;

    for (int i = 0; i < s->p->n_items; i++)
        for (size_t a = s->arc_first[i]; a < s->arc_first[i + 1]; a++) {
            c->allowed[a] =
                c->price[a] <= slack || s->arc_agent[a] == c->best->agent[i];
            if (s->arc_first[i + 1] > s->arc_first[i] + 1)
                n += c->allowed[a];
        }
    return n;
}

static void mark_widest(struct core *c)
{
    size_t most = (size_t)(c->options->arcs_per_item * c->n_free);
    double low = 0, high = 1;

    while (high < 1e18 && mark(c, high) <= most)
        high *= 4;
    for (int k = 0; k < 30; k++) {
        double middle = (low + high) / 2;

        if (mark(c, middle) > most)
            high = middle;
        else
            low = middle;
    }
    mark(c, low);
}

static eb_status search(struct core *c)
{
    struct mip_options options = options_of(c);
    struct mip_result result = {0};
    eb_status status = EB_OK;

    options.part.allowed = c->allowed;
    options.start = c->best->value.feasible ? c->best->agent : NULL;
    options.node_limit = c->options->nodes;
    options.iteration_limit = c->options->iterations;
    options.target = c->options->target;
    TRY(mip_solve(c->s->p, &options, &result, c->options->said));
    if (result.agent != NULL)
        TRY(incumbent_offer(c->best, result.agent, NULL));
done:
    mip_result_clear(&result);
    return status;
}

eb_status core_run(const struct dual *dual, const struct core_options *options,
                   struct incumbent *best)
{
    eb_status status = EB_OK;
    struct core c = {
        .s = dual->s, .dual = dual, .options = options, .best = best};

    TRY(core_new(&c));
    count_free(&c);
    if (c.n_free == 0)
        goto done;
    TRY(relax(&c));
    price_arcs(&c);
    mark_widest(&c);
    TRY(search(&c));
done:
    core_clear(&c);
    return status;
}
