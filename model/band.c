/* band.c - the goals' limits: every balanced load within a factor of its metric's
 * band, families too heavy for it counted as the target (MODEL.md section 14). */
#include "model/compile.h"
#include "model/workings.h"

static const wide million = 1000000;

/* ---- What is too heavy -------------------------------------------------- */

/* What the family weighs in a metric's resource at the rep; at -1, as at a pair
 * without a row. */
static int64_t weight_in(const struct compiled *c, size_t k, int family,
                         int rep)
{
    const struct resource *resource = &c->resources[k];
    const struct workings *w = c->workings;
    const struct family *f = &c->families[family];
    int64_t sum = 0;

    for (size_t j = 0; j < f->n; j++) {
        int a = c->members[f->first + j];

        if (w->metric_resource[(size_t)resource->metric * (size_t)w->n_groups +
                               (size_t)w->group_of[a]] != (int)k)
            continue;
        sum += rep < 0 ? load_alone(c, resource->measure, a)
                       : account_load(c, resource->measure, a, rep);
    }
    return sum;
}

static wide target_in(const struct compiled *c, size_t k, int rep)
{
    return c->target[(size_t)rep * c->n_resources + k];
}

static bool is_too_heavy(const struct compiled *c, size_t k, int rep,
                         int64_t weight)
{
    wide target = target_in(c, k, rep);
    int64_t band = c->rules->metrics[c->resources[k].metric].band;

    return target != 0 &&
           (wide)weight * million * million > target * (million + band);
}

/* The least target of each resource; no lighter family is too heavy. */
static bool may_be_too_heavy(const struct compiled *c, size_t k, int family,
                             const wide *least)
{
    wide weight;

    if (c->resources[k].measure->from_pairs)
        return true;
    weight = weight_in(c, k, family, -1);
    return weight * million * million >
           least[k] *
               (million + c->rules->metrics[c->resources[k].metric].band);
}

/* Marks the resources in which the family is too heavy for one of its arcs. */
static void mark_heavy(struct compiled *c, int family, const wide *least,
                       int *arcs, bool *heavy)
{
    int n = -1;

    for (size_t k = 0; k < c->workings->n_balanced; k++) {
        if (!may_be_too_heavy(c, k, family, least))
            continue;
        if (n < 0)
            n = eligible_arcs(c, family, arcs);
        for (int j = 0; j < n; j++)
            if (is_too_heavy(c, k, arcs[j],
                             weight_in(c, k, family, arcs[j]))) {
                heavy[k] = true;
                c->workings->heavy[family] = true;
                break;
            }
    }
}

static void find_least(const struct compiled *c, wide *least)
{
    for (size_t k = 0; k < c->workings->n_balanced; k++)
        for (int r = 0; r < (int)c->books->n_reps; r++) {
            wide target = target_in(c, k, r);

            if (target != 0 && (least[k] == 0 || target < least[k]))
                least[k] = target;
        }
}

static eb_status find_heavy(struct compiled *c, bool *heavy)
{
    wide *least = NEW(wide, c->workings->n_balanced);
    int *arcs = NEW(int, c->books->n_reps);
    eb_status status = EB_NO_MEMORY;

    c->workings->heavy = NEW(bool, c->n_families);
    if (least != NULL && arcs != NULL && c->workings->heavy != NULL) {
        find_least(c, least);
        for (size_t f = 0; f < c->n_families; f++)
            if (c->families[f].item >= 0)
                mark_heavy(c, (int)f, least, arcs, heavy);
        status = EB_OK;
    }
    mem_free(least);
    mem_free(arcs);
    return status;
}

bool band_is_heavier(const struct compiled *c, int family, int rep)
{
    if (c->workings->heavy == NULL || !c->workings->heavy[family])
        return false;
    for (size_t k = 0; k < c->workings->n_balanced; k++)
        if (is_too_heavy(c, k, rep, weight_in(c, k, family, rep)))
            return true;
    return false;
}

int64_t band_weight(const struct compiled *c, size_t resource, int family,
                    int rep)
{
    size_t k = (size_t)c->resources[resource].band_of;
    int64_t weight = weight_in(c, k, family, rep);

    if (rep >= 0 && is_too_heavy(c, k, rep, weight))
        weight = (int64_t)((target_in(c, k, rep) + million / 2) / million);
    return weight;
}

/* ---- Resources and limits ----------------------------------------------- */

/* Behind the others, for the metrics' resources in which something is too
 * heavy. */
static eb_status add_resources(struct compiled *c, const bool *heavy,
                               size_t n_more)
{
    size_t old = c->n_resources, n = old + n_more, next = old;
    struct resource *resources = NEW(struct resource, n);
    wide *target = NEW(wide, c->books->n_reps * n);

    if (resources == NULL || target == NULL) {
        mem_free(resources);
        mem_free(target);
        return EB_NO_MEMORY;
    }
    for (size_t k = 0; k < old; k++)
        resources[k] = c->resources[k];
    for (size_t r = 0; r < c->books->n_reps; r++)
        for (size_t k = 0; k < old; k++)
            target[r * n + k] = c->target[r * old + k];
    for (size_t k = 0; k < c->workings->n_balanced; k++)
        if (heavy[k]) {
            resources[next] = resources[k];
            resources[next].metric = -1;
            resources[next].n_targets = 0;
            resources[next++].band_of = (int)k;
        }
    mem_free(c->resources);
    mem_free(c->target);
    c->resources = resources;
    c->target = target;
    c->n_resources = n;
    return EB_OK;
}

static eb_status add_limits(struct compiled *c, const bool *heavy)
{
    size_t first = c->rules->n_limits, n = first + c->workings->n_balanced;
    size_t next = c->n_resources;
    int *resource = NEW(int, n);

    c->limits = NEW(struct limit, n);
    if (c->limits == NULL || resource == NULL) {
        mem_free(resource);
        return EB_NO_MEMORY;
    }
    for (size_t l = 0; l < first; l++) {
        c->limits[l] = c->rules->limits[l];
        resource[l] = c->limit_resource[l];
    }
    for (size_t k = c->workings->n_balanced; k-- > 0;) {
        struct limit *limit = &c->limits[first + k];

        limit->band = &c->rules->metrics[c->resources[k].metric];
        limit->measure = limit->band->measure;
        resource[first + k] = heavy[k] ? (int)--next : (int)k;
    }
    mem_free(c->limit_resource);
    c->limit_resource = resource;
    c->n_limits = n;
    return EB_OK;
}

eb_status band_set(struct compiled *c)
{
    struct workings *w = c->workings;
    bool *heavy = NULL;
    size_t n_more = 0;
    eb_status status = EB_OK;

    w->factor = c->rules->goal == GOAL_GENTLEST ? million : NO_BANDS;
    while (c->rules->goal != GOAL_BLEND && w->n_balanced < c->n_resources &&
           c->resources[w->n_balanced].metric >= 0)
        w->n_balanced++;
    heavy = NEW(bool, w->n_balanced);
    if (heavy == NULL)
        return EB_NO_MEMORY;
    if (w->n_balanced > 0)
        TRY(find_heavy(c, heavy));
    for (size_t k = 0; k < w->n_balanced; k++)
        n_more += heavy[k];
    TRY(add_resources(c, heavy, n_more));
    TRY(add_limits(c, heavy));
done:
    mem_free(heavy);
    return status;
}

/* ---- Ranges ------------------------------------------------------------- */

static const wide trillion = (wide)1000000 * 1000000;
static const wide most_deviation = (wide)10000000000000000; /* 10,000 x T */

/* T (1 -+ s b), outward to whole loads. */
static void range_at(wide target, int64_t band, int64_t factor, int64_t *lo,
                     int64_t *hi)
{
    wide apart = (wide)band * factor, low, high;

    if (apart > most_deviation)
        apart = most_deviation;
    target_range(target, apart, trillion, &low, &high);
    *lo = held(low);
    *hi = held(high);
}

bool band_range(const struct compiled *c, size_t limit, int rep, int64_t *lo,
                int64_t *hi)
{
    const struct workings *w = c->workings;
    size_t k = limit - c->rules->n_limits;
    int metric = c->resources[k].metric;

    *lo = INT64_MIN;
    *hi = INT64_MAX;
    if (w->factor < 0 || target_in(c, k, rep) == 0 || w->omitted.band[metric])
        return false;
    range_at(target_in(c, k, rep), c->rules->metrics[metric].band, w->factor,
             lo, hi);
    return true;
}

/* The least factor at which the range holds the load, by bisection: ranges only
 * grow with it. */
static int64_t factor_of(wide target, int64_t band, int64_t load)
{
    int64_t below = -1, at = (int64_t)(most_deviation / band) + 1;

    while (at - below > 1) {
        int64_t middle = below + (at - below) / 2, lo, hi;

        range_at(target, band, middle, &lo, &hi);
        if (load >= lo && load <= hi)
            at = middle;
        else
            below = middle;
    }
    return at;
}

int64_t band_factor(const struct compiled *c, const int64_t *load)
{
    int64_t most = 0;

    for (size_t k = 0; k < c->workings->n_balanced; k++) {
        int64_t band = c->rules->metrics[c->resources[k].metric].band;
        int resource = c->limit_resource[c->rules->n_limits + k];

        for (int r = 0; r < (int)c->books->n_reps; r++) {
            int64_t factor;

            if (target_in(c, k, r) == 0)
                continue;
            factor =
                factor_of(target_in(c, k, r), band,
                          load[(size_t)r * c->n_resources + (size_t)resource]);
            most = factor > most ? factor : most;
        }
    }
    return most;
}
