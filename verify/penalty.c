/* penalty.c - convex piecewise linear penalties of whole loads, exactly. */
#include "verify/world.h"

#include <math.h>
#include <string.h>

wide penalty_raw(const struct penalty *penalty, int64_t load)
{
    wide micro = (wide)load * 1000000, sum = 0;

    for (size_t k = 0; k < penalty->n; k++) {
        const struct piece *piece = &penalty->piece[k];

        if (piece->has_up && micro > piece->up)
            sum += piece->step * (micro - piece->up);
        if (piece->has_down && micro < piece->down)
            sum += piece->step * (piece->down - micro);
    }
    return sum;
}

/* What is rounded is never negative: slopes rise from 0. */
wide penalty_value(const struct penalty *penalty, int64_t load)
{
    const wide unit = (wide)1000000000 * 1000000000;

    return (penalty_raw(penalty, load) + unit / 2) / unit;
}

eb_status penalty_add(struct arena *memory, struct penalty *penalty,
                      struct piece piece)
{
    struct piece *grown = ITEMS(memory, struct piece, penalty->n + 1);

    if (grown == NULL)
        return EB_NO_MEMORY;
    if (penalty->n > 0)
        memcpy(grown, penalty->piece, penalty->n * sizeof *grown);
    grown[penalty->n++] = piece;
    penalty->piece = grown;
    return EB_OK;
}

eb_status penalty_check(const struct world *w, const struct penalty *penalty,
                        int64_t most)
{
    long double load = 1e6L * (long double)most, sum = 0.0L;

    for (size_t k = 0; k < penalty->n; k++) {
        const struct piece *piece = &penalty->piece[k];
        long double up = piece->has_up ? fabsl((long double)piece->up) : 0;
        long double down =
            piece->has_down ? fabsl((long double)piece->down) : 0;

        sum += fabsl((long double)piece->step) * (load + up + down);
    }
    if (sum > 1e37L)
        return fail(EB_BAD_DATA, w->said,
                    "the loads are too large beside their targets or limits");
    return EB_OK;
}
