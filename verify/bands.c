/* bands.c - the limits that a goal adds: balanced loads within a factor of their
 * metric's band, in which what is too heavy counts as the target (MODEL.md section
 * 14). */
#include "verify/world.h"

#include <math.h>
#include <string.h>

static const wide million = 1000000;

/* ---- What a family counts for ---- */

static wide target_at(const struct world *w, int k, int r)
{
    return w->target[(size_t)k * (size_t)w->n_reps + (size_t)r];
}

static int64_t family_weight(const struct world *w, int k, int f, int r)
{
    int64_t sum = 0;

    for (size_t j = w->first_member[f]; j < w->first_member[f + 1]; j++)
        sum += resource_weight(w, k, w->member[j], r);
    return sum;
}

static bool is_heavy(const struct world *w, int k, int r, int64_t weight)
{
    wide target = target_at(w, k, r);
    int64_t band = w->rules.metric[w->resource[k].metric].band;

    return target > 0 &&
           weight * million * million > target * (million + band);
}

int64_t banded_weight(const struct world *w, int resource, int f, int r)
{
    int k = w->resource[resource].band_of;
    int64_t weight = family_weight(w, k, f, r);

    if (is_heavy(w, k, r, weight))
        return (int64_t)((target_at(w, k, r) + million / 2) / million);
    return weight;
}

/* Whether anything is too heavy there for one of those who may have it. */
static bool needs_own(const struct world *w, int k)
{
    for (int f = 0; f < w->n_families; f++)
        for (size_t e = w->first_arc[f]; e < w->first_arc[f + 1]; e++)
            if (is_heavy(w, k, w->arc_rep[e],
                         family_weight(w, k, f, w->arc_rep[e])))
                return true;
    return false;
}

/* ---- Ranges ---- */

/* Of the metric's resource k; `factor` in millionths. */
static void range_of(const struct world *w, int k, int r, int64_t factor,
                     int64_t *least, int64_t *most)
{
    const wide one = million * million;
    const wide widest = (wide)10000 * one;
    wide target = target_at(w, k, r);
    wide apart = (wide)w->rules.metric[w->resource[k].metric].band * factor;
    wide low, high;

    *least = NO_LEAST;
    *most = NO_MOST;
    if (target <= 0 || factor < 0)
        return;
    if (apart > widest)
        apart = widest;
    band_range_of(target, apart, one, &low, &high);
    *least = (int64_t)low;
    *most = (int64_t)high;
}

/* ---- Limits ---- */

static eb_status add_limit(struct world *w, int k)
{
    size_t n = (size_t)w->n_reps;
    struct limit *limit = &w->limit[w->n_limits++];
    struct resource own = w->resource[k];

    *limit = (struct limit){.spec = own.spec, .resource = k, .band_of = k};
    limit->least = ITEMS(&w->memory, int64_t, n);
    limit->most = ITEMS(&w->memory, int64_t, n);
    if (limit->least == NULL || limit->most == NULL)
        return EB_NO_MEMORY;
    for (int r = 0; r < w->n_reps; r++)
        range_of(w, k, r, w->factor, &limit->least[r], &limit->most[r]);
    if (!needs_own(w, k))
        return EB_OK;
    own.metric = -1;
    own.band_of = k;
    limit->resource = w->n_resources;
    w->resource[w->n_resources++] = own;
    return EB_OK;
}

eb_status world_bands(struct world *world)
{
    int n = world->n_resources;
    const char *goal = world->rules.goal;
    eb_status status = EB_OK;

    if (goal == NULL || strcmp(goal, "blend") == 0)
        return EB_OK;
    for (int k = 0; k < n; k++)
        if (world->resource[k].metric >= 0)
            TRY(add_limit(world, k));
done:
    return status;
}

eb_status bands_price(const struct world *w, int64_t factor,
                      struct arena *memory, struct penalty *penalty)
{
    eb_status status = EB_OK;

    for (size_t l = w->rules.n_limits; l < w->n_limits; l++)
        for (int r = 0; r < w->n_reps; r++) {
            const struct limit *limit = &w->limit[l];
            wide target = target_at(w, limit->band_of, r);
            struct piece piece = {0, true, true, 0, 0};
            int64_t least, most;

            range_of(w, limit->band_of, r, factor, &least, &most);
            if (least == NO_LEAST)
                continue;
            piece.step = (wide)roundl(
                1e29L / (long double)(target > million ? target : million));
            piece.up = most * million;
            piece.down = least * million;
            TRY(penalty_add(
                memory,
                &penalty[(size_t)limit->resource * (size_t)w->n_reps +
                         (size_t)r],
                piece));
        }
done:
    return status;
}
