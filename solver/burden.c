/* burden.c - what items heavier than a load should be cost whoever holds them. */
#include "solver/burden.h"

#include "solver/bound.h"

#define E6 ((wide)1000000)

/* The greatest amount of each resource that an item brings wherever it goes; what
 * it brings to one agent alone is left to the others' bends. */
static void find_most(const struct problem *p, int64_t *most)
{
    for (size_t k = 0; k < p->loads.n; k++) {
        const struct load *load = &p->loads.at[k];

        if (load->amount > most[load->resource])
            most[load->resource] = load->amount;
    }
}

/* The first whole load at the bend or above it. */
static wide place_of(const struct hinge *hinge)
{
    return hinge->at >= 0 ? (hinge->at + E6 - 1) / E6 : -1;
}

static eb_status add_cut(const struct term *t, const struct hinge *hinge,
                         int64_t most, struct certificate *out)
{
    wide at = place_of(hinge);
    struct cut_side side = {t->resource, 1, (int64_t)at};
    struct cut cut = {.agent = t->agent,
                      .divisor = most + 1,
                      .first_side = out->sides.n,
                      .n_sides = 1};
    struct cut_multiplier multiplier = {out->cuts.n, hinge->slope};

    if (hinge->down || at < 0 || at >= most)
        return EB_OK;
    if (!VEC_PUSH(&out->sides, side) || !VEC_PUSH(&out->cuts, cut) ||
        !VEC_PUSH(&out->cut_multipliers, multiplier))
        return EB_NO_MEMORY;
    return EB_OK;
}

static eb_status add_cuts(const struct problem *p, const int64_t *most,
                          struct certificate *out)
{
    eb_status status = EB_OK;

    for (size_t t = 0; t < p->terms.n; t++) {
        const struct term *term = &p->terms.at[t];

        for (size_t h = 0; h < term->n_hinges; h++)
            TRY(add_cut(term, &p->hinges.at[term->first_hinge + h],
                        most[term->resource], out));
    }
done:
    return status;
}

eb_status burden_prove(const struct problem *p, struct certificate *out)
{
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;
    int64_t *most = NEW(int64_t, (size_t)p->n_resources + 1);
    double *nothing = NEW(double, cells + (size_t)p->n_budgets + 1);
    eb_status status = EB_NO_MEMORY;

    if (most == NULL || nothing == NULL)
        goto done;
    find_most(p, most);
    TRY(certificate_single(p, nothing, nothing, out));
    TRY(add_cuts(p, most, out));
    if (out->cuts.n > 0 && (!VEC_PUSH(&out->first_cut, (size_t)0) ||
                            !VEC_PUSH(&out->first_cut, out->cuts.n)))
        status = EB_NO_MEMORY;
done:
    mem_free(most);
    mem_free(nothing);
    return status;
}
