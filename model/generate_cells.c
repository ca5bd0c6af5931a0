/* generate_cells.c - territories, their segments, and the reps who serve
 * them. */
#include "model/generate_world.h"

#include "base/number.h"

#include <stdio.h>

static const double share_leaving = 0.03, share_half_ramp = 0.10,
                    share_second_cell = 0.30;
static const double popularity_sigma = 0.4;

enum { N_REGIONS = 3, LANGUAGES_PER_REGION = 5 };

const char *const segment_names[N_SEGMENTS] = {"COM", "FIN", "HLT", "PUB"};
const char *const region_names[] = {"AMER", "EMEA", "APAC"};

/* Where customers live: the middle of a region and its extent, in degrees. */
static const struct {
    double latitude, longitude, high, wide;
    const char *languages[LANGUAGES_PER_REGION];
} regions[N_REGIONS] = {
    {39.0, -95.0, 14.0, 44.0, {"en", "en", "en", "es", "pt"}},
    {49.0, 10.0, 14.0, 30.0, {"en", "de", "fr", "it", "nl"}},
    {22.0, 118.0, 40.0, 44.0, {"en", "ja", "ko", "zh", "en"}},
};

static void make_territories(struct world *world)
{
    struct rng rng = world_stream(world, FOR_TERRITORIES, 0);
    size_t n = world->n_territories;

    for (size_t t = 0; t < n; t++) {
        struct made_territory *made = &world->territories[t];
        int region = n < N_REGIONS ? 1 : (int)(t * N_REGIONS / n);

        made->region = region;
        made->latitude = regions[region].latitude +
                         regions[region].high * (rng_unit(&rng) - 0.5);
        made->longitude = regions[region].longitude +
                          regions[region].wide * (rng_unit(&rng) - 0.5);
        made->language =
            regions[region].languages[rng_below(&rng, LANGUAGES_PER_REGION)];
    }
}

static void make_cells(struct world *world, size_t segments)
{
    size_t per_territory = segments > 0 ? segments : 1;

    for (size_t c = 0; c < world->n_cells; c++) {
        struct made_cell *cell = &world->cells[c];
        char territory[CELL_ROOM];

        cell->territory = (int)(c / per_territory);
        cell->segment = segments > 0 ? (int)(c % per_territory) : -1;
        write_territory(world, c / per_territory, territory);
        snprintf(cell->code, sizeof cell->code, "%.20s%s%s", territory,
                 segments > 0 ? "-" : "",
                 segments > 0 ? segment_names[cell->segment] : "");
    }
}

static void make_reps(struct world *world)
{
    struct rng rng = world_stream(world, FOR_REPS, 0);

    for (size_t r = 0; r < world->n_reps; r++) {
        struct made_rep *rep = &world->reps[r];

        rep->home = (int)(r * world->n_cells / world->n_reps);
        rep->second = -1;
        rep->popularity = draw_lognormal(&rng, popularity_sigma);
        rep->start = world->as_of - draw_between(&rng, 400, 3600);
        world->cells[rep->home].n_home++;
        world->cells[rep->home].n_active++;
    }
}

/* Takes the reps of `order` from the front. Nobody leaves a cell in which a
 * fifth of the reps leave already, unless there is no other, and the last rep
 * of a cell stays. */
static size_t make_leavers(struct world *world, const size_t *order,
                           size_t wanted, bool spread, struct rng *rng)
{
    size_t made = 0;

    for (size_t k = 0; k < world->n_reps && made < wanted; k++) {
        struct made_rep *rep = &world->reps[order[k]];
        struct made_cell *cell = &world->cells[rep->home];
        size_t gone = cell->n_home - cell->n_active;

        if (rep->leaving || cell->n_active < 2 ||
            (spread && 5 * gone >= cell->n_home))
            continue;
        rep->leaving = true;
        rep->end = world->as_of - draw_between(rng, 0, 45);
        cell->n_active--;
        made++;
    }
    return made;
}

static void make_half_ramps(struct world *world, const size_t *order,
                            size_t wanted, struct rng *rng)
{
    for (size_t k = world->n_reps; k-- > 0 && wanted > 0;) {
        struct made_rep *rep = &world->reps[order[k]];

        if (rep->leaving)
            continue;
        rep->half_ramp = true;
        rep->start = world->as_of - draw_between(rng, 20, 150);
        wanted--;
    }
}

/* Another cell of the same segment, or -1. */
static int draw_second(const struct world *world, int home, size_t segments,
                       struct rng *rng)
{
    size_t step = segments > 0 ? segments : 1;
    size_t of_segment = (size_t)home % step;
    size_t n = (world->n_cells - of_segment + step - 1) / step, pick;

    if (n < 2)
        return -1;
    pick = of_segment + step * (size_t)rng_below(rng, n - 1);
    return (int)(pick >= (size_t)home ? pick + step : pick);
}

static eb_status make_seconds(struct world *world, size_t segments)
{
    struct rng rng = world_stream(world, FOR_REPS, 2);
    size_t wanted = share_of(world->n_reps, share_second_cell);
    size_t *order = draw_order(&rng, world->n_reps);

    if (order == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < wanted; k++) {
        struct made_rep *rep = &world->reps[order[k]];
        rep->second = draw_second(world, rep->home, segments, &rng);
    }
    mem_free(order);
    return EB_OK;
}

static eb_status mark_reps(struct world *world)
{
    struct rng rng = world_stream(world, FOR_REPS, 1);
    size_t leaving = share_of(world->n_reps, share_leaving);
    size_t *order = draw_order(&rng, world->n_reps);

    if (order == NULL)
        return EB_NO_MEMORY;
    leaving -= make_leavers(world, order, leaving, true, &rng);
    make_leavers(world, order, leaving, false, &rng);
    make_half_ramps(world, order, share_of(world->n_reps, share_half_ramp),
                    &rng);
    mem_free(order);
    return EB_OK;
}

static void add_capacity(struct world *world, const struct made_rep *rep)
{
    double all = rep->leaving ? 0.0 : rep->half_ramp ? 0.5 : 1.0;

    if (rep->second < 0) {
        world->cells[rep->home].capacity += all;
        return;
    }
    world->cells[rep->home].capacity += all / 2.0;
    world->cells[rep->second].capacity += all / 2.0;
}

/* Counts, then places, the reps who serve each cell. */
static eb_status list_servers(struct world *world)
{
    size_t *first = world->server_first;

    world->server = NEW(int, 2 * world->n_reps);
    if (world->server == NULL)
        return EB_NO_MEMORY;
    for (size_t r = 0; r < world->n_reps; r++) {
        first[world->reps[r].home]++;
        if (world->reps[r].second >= 0)
            first[world->reps[r].second]++;
    }
    for (size_t c = 1; c <= world->n_cells; c++)
        first[c] += first[c - 1];
    for (size_t r = world->n_reps; r-- > 0;) {
        world->server[--first[world->reps[r].home]] = (int)r;
        if (world->reps[r].second >= 0)
            world->server[--first[world->reps[r].second]] = (int)r;
    }
    return EB_OK;
}

eb_status world_add_reps(struct world *world, size_t reps_per_cell,
                         size_t segments)
{
    size_t n_cells = 1, step = segments > 0 ? segments : 1;
    eb_status status = EB_OK;

    if (reps_per_cell > 0)
        n_cells = (world->n_reps + reps_per_cell / 2) / reps_per_cell;
    world->n_cells = n_cells > 0 ? n_cells : 1;
    world->n_territories = (world->n_cells + step - 1) / step;
    world->segmented = segments > 0;
    world->territories = NEW(struct made_territory, world->n_territories);
    world->cells = NEW(struct made_cell, world->n_cells);
    world->reps = NEW(struct made_rep, world->n_reps);
    world->server_first = NEW(size_t, world->n_cells + 1);
    if (world->territories == NULL || world->cells == NULL ||
        world->reps == NULL || world->server_first == NULL)
        return EB_NO_MEMORY;
    make_territories(world);
    make_cells(world, segments);
    make_reps(world);
    TRY(mark_reps(world));
    TRY(make_seconds(world, segments));
    for (size_t r = 0; r < world->n_reps; r++)
        add_capacity(world, &world->reps[r]);
    TRY(list_servers(world));
done:
    return status;
}
