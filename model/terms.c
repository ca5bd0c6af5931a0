/* terms.c - what each rep's loads cost and may be in the blend: MODEL.md
 * sections 6 and 9. */
#include "model/workings.h"

#include <math.h>
#include <string.h>

static const wide million = 1000000;

/* ---- Unfairness --------------------------------------------------------- */

/* Half away from zero. Nearly always it fits 64 bits, which is the quicker way. */
static wide rounded_wide(long double x)
{
    return fabsl(x) < 9e18L ? (wide)llroundl(x) : (wide)roundl(x);
}

/* S_k. */
static wide slope_of(const struct metric *metric, size_t k, size_t n_targets,
                     wide target)
{
    long double t = target < INT64_MAX ? (long double)(int64_t)target
                                       : (long double)target;

    return rounded_wide(decimal_value(metric->weight) *
                        decimal_value(metric->breakpoints[k].slope) * 1e29L /
                        ((long double)n_targets * t));
}

/* Where the slope changes above the target and below it. The band is widened outward to
 * whole units of load. */
static void bend_at(const struct metric *metric, size_t k, wide target,
                    wide *up, wide *down)
{
    *up = *down = target;
    if (k == 0)
        return;
    target_range(target, metric->breakpoints[k].at, million, down, up);
    *up *= million;
    *down *= million;
}

static eb_status add_hinges(struct problem *p, const struct metric *metric,
                            size_t n_targets, wide target)
{
    wide below = 0;
    eb_status status = EB_OK;

    for (size_t k = 0; k < metric->n_breakpoints; k++) {
        wide slope = slope_of(metric, k, n_targets, target), up, down;

        bend_at(metric, k, target, &up, &down);
        TRY(problem_add_hinge(p, up, slope - below, false));
        TRY(problem_add_hinge(p, down, slope - below, true));
        below = slope;
    }
done:
    return status;
}

/* The term's hinges anew; false where they are not as many as before. */
static bool bend_anew(const struct compiled *c, struct problem *p,
                      const struct term *term, wide target)
{
    const struct resource *of = &c->resources[term->resource];
    const struct metric *metric = &c->rules->metrics[of->metric];
    struct hinge *hinge = p->hinges.at + term->first_hinge;
    size_t n = 0;
    wide below = 0;

    for (size_t k = 0; k < metric->n_breakpoints; k++) {
        wide slope = slope_of(metric, k, of->n_targets, target), up, down;

        if (slope == below)
            continue;
        if (n + 2 > term->n_hinges)
            return false;
        bend_at(metric, k, target, &up, &down);
        hinge[n++] = (struct hinge){up, slope - below, false};
        hinge[n++] = (struct hinge){down, slope - below, true};
        below = slope;
    }
    return n == term->n_hinges;
}

enum { SEVERAL = 8 };

/* Terms of different targets, the last few. */
struct lately {
    size_t n;
    const struct term *term[SEVERAL];
    wide target[SEVERAL];
};

static const struct term *alike(const struct lately *lately, wide target,
                                size_t n_hinges)
{
    for (size_t k = 0; k < lately->n && k < SEVERAL; k++)
        if (lately->target[k] == target &&
            lately->term[k]->n_hinges == n_hinges)
            return lately->term[k];
    return NULL;
}

/* Who has the same target has the same hinges, and few have one of their own. */
bool terms_follow(const struct compiled *c, struct problem *p, const int *reps,
                  int n, int resource)
{
    struct lately lately = {.n = 0};

    for (int j = 0; j < n; j++) {
        const struct term *term = problem_term(p, reps[j], resource), *same;
        wide target =
            c->target[(size_t)reps[j] * c->n_resources + (size_t)resource];

        if (term == NULL || target == 0)
            continue;
        same = alike(&lately, target, term->n_hinges);
        if (same != NULL) {
            memmove(p->hinges.at + term->first_hinge,
                    p->hinges.at + same->first_hinge,
                    term->n_hinges * sizeof *p->hinges.at);
            continue;
        }
        if (!bend_anew(c, p, term, target))
            return false;
        lately.term[lately.n % SEVERAL] = term;
        lately.target[lately.n++ % SEVERAL] = target;
    }
    return true;
}

/* ---- Limits ------------------------------------------------------------- */

static bool end_of(const struct column *column, size_t row, bool has_number,
                   struct decimal number, struct decimal *out)
{
    if (column != NULL && column->blank[row])
        return false;
    *out = column != NULL ? column_decimal(column, row) : number;
    return column != NULL || has_number;
}

bool limit_range(const struct compiled *c, size_t limit, int rep, int64_t *lo,
                 int64_t *hi)
{
    const struct limit *l = &c->limits[limit];
    size_t row = (size_t)c->books->rep_row[rep];
    struct decimal end;

    if (l->band != NULL)
        return band_range(c, limit, rep, lo, hi);
    *lo = INT64_MIN;
    *hi = INT64_MAX;
    if (c->workings->omitted.limit[limit] || !(c->share[rep].capacity > 0) ||
        is_omitted_at(c, RULE_LIMIT_AT, limit, rep))
        return false;
    /* What does not fit int64_t is beyond every load: a least load then stays
     * out of reach, a greatest one open. */
    if (end_of(l->min_column, row, l->has_min, l->min, &end) &&
        !decimal_ceil(end, l->measure.decimals, lo))
        *lo = end.units < 0 ? INT64_MIN : INT64_MAX / 2;
    if (end_of(l->max_column, row, l->has_max, l->max, &end) &&
        !decimal_floor(end, l->measure.decimals, hi))
        *hi = end.units < 0 ? -INT64_MAX / 2 : INT64_MAX;
    return *lo != INT64_MIN || *hi != INT64_MAX;
}

/* The narrowest range that all limits on the resource leave. */
static bool narrow(const struct compiled *c, int rep, size_t resource,
                   int64_t *lo, int64_t *hi)
{
    bool some = false;

    *lo = INT64_MIN;
    *hi = INT64_MAX;
    for (size_t l = 0; l < c->n_limits; l++) {
        int64_t least, most;

        if (c->limit_resource[l] != (int)resource ||
            !limit_range(c, l, rep, &least, &most))
            continue;
        some = true;
        *lo = least > *lo ? least : *lo;
        *hi = most < *hi ? most : *hi;
    }
    return some;
}

/* ---- All of it ---------------------------------------------------------- */

/* A band's own load has a term even while no band is in force. */
static bool is_banded(const struct compiled *c, size_t rep, size_t k)
{
    int of = c->resources[k].band_of;

    return of >= 0 && c->target[rep * c->n_resources + (size_t)of] != 0;
}

eb_status terms_add(const struct compiled *c, struct problem *p)
{
    bool priced = c->rules->goal != GOAL_GENTLEST;
    eb_status status = EB_OK;

    for (size_t r = 0; r < c->books->n_reps; r++)
        for (size_t k = 0; k < c->n_resources; k++) {
            const struct resource *resource = &c->resources[k];
            wide target = c->target[r * c->n_resources + k];
            int64_t lo, hi;
            bool limited = narrow(c, (int)r, k, &lo, &hi);

            if (!limited && target == 0 && !is_banded(c, r, k))
                continue;
            TRY(problem_add_term(p, (int)r, (int)k, lo, hi));
            if (priced && target != 0)
                TRY(add_hinges(p, &c->rules->metrics[resource->metric],
                               resource->n_targets, target));
        }
done:
    return status;
}

void terms_limit(const struct compiled *c, struct problem *p)
{
    for (size_t t = 0; t < p->terms.n; t++) {
        struct term *term = &p->terms.at[t];

        narrow(c, term->agent, (size_t)term->resource, &term->lo, &term->hi);
    }
}
