/* frontier_bands.c - how little can be disrupted with every book within its bands, as
 * far as the certificates of the points prove it. */
#include "model/frontier.h"

#include "model/workings.h"
#include "solver/bound.h"

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* A penalty is convex: within the band it is dearest at one of the ends. */
static int64_t dearest_within(const struct frontier *f, const struct term *t)
{
    const struct compiled *c = f->compiled;
    const struct resource *resource = &c->resources[t->resource];
    wide target =
        c->target[(size_t)t->agent * c->n_resources + (size_t)t->resource];
    int64_t up, down;

    target_band(target, c->rules->metrics[resource->metric].band, &down, &up);
    if (up > resource->total)
        up = resource->total; /* all there is */
    return larger(term_penalty(c->problem, t, up),
                  term_penalty(c->problem, t, down));
}

static eb_status dearest_arcs(const struct problem *p, int64_t *sum)
{
    struct arcs arcs = {0};
    eb_status status;

    TRY(arcs_new(p, &arcs));
    for (int i = 0; i < p->n_items; i++) {
        int64_t most = INT64_MIN;

        problem_arcs(p, i, &arcs);
        for (int k = 0; k < arcs.n; k++)
            most = larger(most, arcs.cost[k]);
        *sum += most;
    }
done:
    arcs_clear(&arcs);
    return status;
}

/* F: no plan with every book within its bands costs more. */
static eb_status measure_bands(struct frontier *f)
{
    const struct compiled *c = f->compiled;
    const struct problem *p = c->problem;
    eb_status status;

    f->in_band = p->constant;
    TRY(dearest_arcs(p, &f->in_band));
    for (size_t t = 0; t < p->terms.n; t++) {
        const struct term *term = &p->terms.at[t];

        if (c->resources[term->resource].metric < 0 ||
            c->target[(size_t)term->agent * c->n_resources +
                      (size_t)term->resource] == 0)
            continue;
        f->in_band += dearest_within(f, term);
        f->n_balanced++;
    }
done:
    return status;
}

/* Whether the point's certificate refuses the bands to all plans that disrupt no more
 * than this. */
static eb_status refuses(struct frontier *f, size_t k, int64_t limit,
                         bool *out)
{
    struct problem *p = f->compiled->problem;
    int64_t *now = &p->budget_limit.at[f->budget], kept = *now, bound;
    eb_status status;

    *now = limit;
    status = bound_of(p, &f->tradeoff.points.at[k].proof, NULL, &bound);
    *now = kept;
    *out = status == EB_OK && bound > f->in_band;
    return status;
}

/* Between points: less and less is refused as more is allowed. */
static eb_status raise_least(struct frontier *f, size_t k, int64_t end)
{
    int64_t low = f->least_in_band - 1; /* is refused */
    eb_status status = EB_OK;

    if (f->tradeoff.points.at[k].proof.n_vectors == 0)
        return EB_OK;
    while (end - low > 1) {
        int64_t middle = low + (end - low) / 2;
        bool refused;

        TRY(refuses(f, k, middle, &refused));
        if (refused)
            low = middle;
        else
            end = middle;
    }
    f->least_in_band = low + 1;
done:
    return status;
}

/* What none of the points' own limits refuses may be refused between them, and what
 * all of them refuse, whatever is disrupted. */
static eb_status look_between(struct frontier *f, size_t next)
{
    const struct tradeoff *t = &f->tradeoff;
    int64_t loosest = f->compiled->problem->budget_limit.at[f->budget];
    eb_status status = EB_OK;

    if (next == t->points.n) {
        TRY(raise_least(f, next - 1, loosest + 1));
        f->never_in_band = f->least_in_band > loosest;
        return EB_OK;
    }
    if (next > 0)
        TRY(raise_least(f, next - 1, t->points.at[next].g));
    TRY(raise_least(f, next, t->points.at[next].g));
done:
    return status;
}

eb_status frontier_bound_bands(struct frontier *f)
{
    const struct tradeoff *t = &f->tradeoff;
    size_t next = 0; /* the first point that may have all within */
    eb_status status;

    TRY(measure_bands(f));
    f->least_in_band = t->least_proved ? t->least : 0;
    for (size_t k = 0; k < t->points.n; k++)
        if (t->points.at[k].bound > f->in_band) {
            f->least_in_band = larger(f->least_in_band, t->points.at[k].g + 1);
            next = k + 1;
        }
    if (f->n_balanced > 0 && t->points.n > 0)
        TRY(look_between(f, next));
done:
    return status;
}
