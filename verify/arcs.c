/* arcs.c - who may own which family, and who must change hands. */
#include "verify/world.h"

#include <stdlib.h>

/* Work of one family at a time. */
struct eligibility {
    struct world *world;
    bool *may;   /* [r] whether (f, r) is in E0 */
    int *listed; /* [r] members with a filled row of the pair */
    struct VEC(int) arcs;
};

static bool owns_member(const struct world *w, int f, int r)
{
    for (size_t k = w->first_member[f]; k < w->first_member[f + 1]; k++)
        if (w->owner[w->member[k]] == r)
            return true;
    return false;
}

static bool fits_territory(const struct world *w, int f, int r)
{
    int code = w->account_code[w->lead[f]];

    if (w->rules.territory != TERRITORY_HARD || code < 0)
        return true;
    if (w->covered[(size_t)code * (size_t)w->n_reps + (size_t)r])
        return true;
    return w->rules.keep_current && owns_member(w, f, r);
}

static bool fits_lists(const struct world *w, int f, int r)
{
    for (size_t k = 0; k < w->rules.n_terms; k++)
        if (w->rules.term[k].hard && w->rules.term[k].kind == TERM_MATCH &&
            match_misfit(&w->term_match[k], w->lead[f], r) > 0.0L)
            return false;
    return true;
}

static void bar_members(struct eligibility *e, int f)
{
    const struct world *w = e->world;

    for (size_t k = w->first_member[f]; k < w->first_member[f + 1]; k++) {
        int a = w->member[k];

        for (size_t j = w->first_barred[a]; j < w->first_barred[a + 1]; j++)
            e->may[w->barred[j]] = false;
    }
}

/* A pair term whose missing rows are forbidden wants a filled row of every
 * member. */
static void bar_missing(struct eligibility *e, int f,
                        const struct term_rule *term)
{
    const struct world *w = e->world;
    const struct numbers *cells =
        term->kind == TERM_PAIR_COST ? &w->pair_cost : &w->pair_fit;
    int members = (int)(w->first_member[f + 1] - w->first_member[f]);

    for (int r = 0; r < w->n_reps; r++)
        e->listed[r] = 0;
    for (size_t k = w->first_member[f]; k < w->first_member[f + 1]; k++) {
        int a = w->member[k], last = -1;

        for (size_t j = w->first_pair[a]; j < w->first_pair[a + 1]; j++) {
            const struct pair *pair = &w->pair[j];

            if (cells->there && cells->filled[pair->row] && pair->rep != last)
                e->listed[last = pair->rep]++;
        }
    }
    for (int r = 0; r < w->n_reps; r++)
        if (e->listed[r] < members)
            e->may[r] = false;
}

static void decide(struct eligibility *e, int f)
{
    const struct world *w = e->world;

    for (int r = 0; r < w->n_reps; r++)
        e->may[r] = w->capacity[r] > 0.0L && fits_territory(w, f, r) &&
                    fits_lists(w, f, r);
    bar_members(e, f);
    for (size_t k = 0; k < w->rules.n_terms; k++)
        if (w->rules.term[k].forbidden)
            bar_missing(e, f, &w->rules.term[k]);
}

static enum state state_of(const struct eligibility *e, int f, int a)
{
    const struct world *w = e->world;
    int owner = w->owner[a];

    if (*w->owner_text[a] == '\0')
        return UNOWNED;
    if (owner < 0 || w->leaver[owner])
        return FORCED;
    if (!e->may[owner] && w->family_fixed[f] != owner)
        return FORCED;
    return SETTLED;
}

static eb_status add_arcs(struct eligibility *e, int f)
{
    struct world *w = e->world;

    if (w->family_fixed[f] >= 0) {
        if (!VEC_PUSH(&e->arcs, w->family_fixed[f]))
            return EB_NO_MEMORY;
    } else {
        for (int r = 0; r < w->n_reps; r++)
            if (e->may[r] && !VEC_PUSH(&e->arcs, r))
                return EB_NO_MEMORY;
    }
    w->first_arc[f + 1] = e->arcs.n;
    return EB_OK;
}

static eb_status add_family(struct eligibility *e, int f)
{
    struct world *w = e->world;
    eb_status status;

    decide(e, f);
    status = add_arcs(e, f);
    for (size_t k = w->first_member[f]; k < w->first_member[f + 1]; k++) {
        int a = w->member[k];

        if (w->first_arc[f] == w->first_arc[f + 1]) {
            w->state[a] = UNASSIGNABLE;
        } else {
            w->state[a] = state_of(e, f, a);
            w->n_scope++;
        }
    }
    return status;
}

eb_status world_arcs(struct world *world)
{
    struct arena *memory = &world->memory;
    size_t n = (size_t)world->n_families;
    struct eligibility e = {world,
                            ITEMS(memory, bool, (size_t)world->n_reps),
                            ITEMS(memory, int, (size_t)world->n_reps),
                            {0}};
    eb_status status = EB_OK;

    world->first_arc = ITEMS(memory, size_t, n + 1);
    if (e.may == NULL || e.listed == NULL || world->first_arc == NULL)
        return EB_NO_MEMORY;
    for (int f = 0; f < world->n_families; f++)
        TRY(add_family(&e, f));
    world->arc_rep = ITEMS(memory, int, e.arcs.n);
    if (world->arc_rep == NULL)
        TRY(EB_NO_MEMORY);
    for (size_t k = 0; k < e.arcs.n; k++)
        world->arc_rep[k] = e.arcs.at[k];
done:
    VEC_CLEAR(&e.arcs);
    return status;
}

int64_t find_arc(const struct world *w, int f, int r)
{
    size_t low = w->first_arc[f], high = w->first_arc[f + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (w->arc_rep[middle] < r)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < w->first_arc[f + 1] && w->arc_rep[low] == r)
        return (int64_t)low;
    return -1;
}
