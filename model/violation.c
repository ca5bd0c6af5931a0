/* violation.c - the problem whose objective is how far limits and budgets are
 * missed: MODEL.md section 10. */
#include "model/workings.h"

#include <math.h>
#include <string.h>

static const wide million = 1000000;

static const struct metric *metric_named(const struct compiled *c,
                                         const char *name)
{
    for (size_t m = 0; m < c->rules->n_metrics; m++)
        if (strcmp(c->rules->metrics[m].measure.name, name) == 0)
            return &c->rules->metrics[m];
    return NULL;
}

/* T: what the rep ought to have of the limit's metric, if that is balanced and
 * the limit counts the same accounts. */
static wide target_of(const struct compiled *c, const struct limit *limit,
                      int rep)
{
    const struct metric *metric = metric_named(c, limit->measure.name);
    wide sum = 0;

    if (metric == NULL ||
        !where_equal(&metric->measure.where, &limit->measure.where))
        return 0;
    for (size_t k = 0; k < c->n_resources; k++)
        if (c->resources[k].metric == (int)(metric - c->rules->metrics))
            sum += c->target[(size_t)rep * c->n_resources + k];
    return sum;
}

/* M, for each limit. */
static wide mean_of(const struct compiled *c, size_t limit)
{
    long double takers = 0;
    int64_t total = c->resources[c->limit_resource[limit]].total;

    for (size_t r = 0; r < c->books->n_reps; r++)
        takers += c->share[r].capacity > 0;
    return (wide)roundl(1e6L * (long double)total / takers);
}

/* D. */
static wide scale_of(const struct compiled *c, size_t limit, int rep,
                     wide mean)
{
    wide target;

    if (c->limits[limit].band != NULL)
        target = c->target[(size_t)rep * c->n_resources + limit -
                           c->rules->n_limits];
    else
        target = target_of(c, &c->limits[limit], rep);
    target = mean > target ? mean : target;
    return million > target ? million : target;
}

static eb_status add_limit(const struct compiled *c, struct problem *p,
                           size_t limit, int rep, wide mean)
{
    wide scale = scale_of(c, limit, rep, mean);
    int64_t lo, hi;
    wide slope;
    eb_status status = EB_OK;

    if (!limit_range(c, limit, rep, &lo, &hi))
        return EB_OK;
    slope = (wide)roundl(1e29L / (long double)scale);
    if (hi != INT64_MAX)
        TRY(problem_add_hinge(p, hi * million, slope, false));
    if (lo != INT64_MIN)
        TRY(problem_add_hinge(p, lo * million, slope, true));
done:
    return status;
}

static bool is_limited(const struct compiled *c, int rep, size_t resource)
{
    int64_t lo, hi;

    for (size_t l = 0; l < c->n_limits; l++)
        if (c->limit_resource[l] == (int)resource &&
            limit_range(c, l, rep, &lo, &hi))
            return true;
    return false;
}

static eb_status add_limits(const struct compiled *c, struct problem *p,
                            const wide *mean)
{
    eb_status status = EB_OK;

    for (int r = 0; r < (int)c->books->n_reps; r++)
        for (size_t k = 0; k < c->n_resources; k++) {
            if (!is_limited(c, r, k))
                continue;
            TRY(problem_add_term(p, r, (int)k, INT64_MIN, INT64_MAX));
            for (size_t l = 0; l < c->n_limits; l++)
                if (c->limit_resource[l] == (int)k)
                    TRY(add_limit(c, p, l, r, mean[l]));
        }
done:
    return status;
}

static eb_status add_budgets(const struct compiled *c, struct problem *p)
{
    eb_status status = EB_OK;

    for (size_t k = 0; k < c->workings->budgets.n; k++) {
        const struct budget_line *line = &c->workings->budgets.at[k];
        wide scale = (line->all + 999) / 1000;

        scale = line->limit > scale ? line->limit : scale;
        scale = line->one > scale ? line->one : scale;
        TRY(problem_add_budget(p, line->limit,
                               (wide)roundl(1e23L / (long double)scale)));
    }
done:
    return status;
}

static bool some_limit(const struct compiled *c)
{
    for (size_t l = 0; l < c->n_limits; l++)
        if (c->limit_resource[l] >= 0 &&
            (c->limits[l].band == NULL || c->workings->factor >= 0))
            return true;
    return false;
}

eb_status violation_make(struct compiled *c, eb_messages *said)
{
    wide *mean = NULL;
    eb_status status = EB_NO_MEMORY;

    if (!some_limit(c) && c->workings->budgets.n == 0)
        return EB_OK;
    mean = NEW(wide, c->n_limits);
    if (mean == NULL)
        goto done;
    for (size_t l = 0; l < c->n_limits; l++)
        mean[l] = c->limit_resource[l] < 0 || c->limits[l].band != NULL
                      ? 0
                      : mean_of(c, l);
    TRY(problem_new((int)c->books->n_reps, (int)c->n_resources,
                    &c->violation));
    TRY(items_add(c, c->violation, false, said));
    TRY(add_limits(c, c->violation, mean));
    TRY(add_budgets(c, c->violation));
    TRY(problem_finish(c->violation, said));
done:
    mem_free(mean);
    return status;
}
