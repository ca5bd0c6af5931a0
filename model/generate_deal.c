/* generate_deal.c - deals families to cells so that every cell has its share
 * of value, workload and accounts: what its reps' capacity is of all.
 *
 * With x a family's share of a total and s a cell's share of the capacity, the
 * cells' loads L are to make sum over cells and totals of s (L / s - 1)^2
 * small. Families go, the heaviest in value first, where they add least; then
 * random swaps and moves between cells mend what is left. */
#include "model/generate_world.h"

#include <stdlib.h>

enum {
    CELLS_TRIED = 64,      /* at random, where there are more */
    TRIES_PER_FAMILY = 20, /* of mending */
    MOST_TRIES = 4 * 1000 * 1000
};

struct deal {
    struct world *world;
    double *share;             /* [n_cells] s */
    double (*load)[N_DEALT];   /* [n_cells] L */
    double (*weight)[N_DEALT]; /* [n_families] x */
};

static eb_status deal_set_up(struct deal *deal)
{
    const struct world *world = deal->world;
    double total[N_DEALT] = {0.0}, capacity = 0.0;

    deal->share = NEW(double, world->n_cells);
    deal->load = mem_new(world->n_cells, sizeof *deal->load);
    deal->weight = mem_new(world->n_families, sizeof *deal->weight);
    if (deal->share == NULL || deal->load == NULL || deal->weight == NULL)
        return EB_NO_MEMORY;
    for (size_t c = 0; c < world->n_cells; c++)
        capacity += world->cells[c].capacity;
    for (size_t c = 0; c < world->n_cells; c++)
        deal->share[c] = world->cells[c].capacity / capacity;
    for (size_t a = 0; a < world->n_accounts; a++) {
        const struct made_account *account = &world->accounts[a];
        double *weight = deal->weight[account->family];

        weight[0] += (double)account->value;
        weight[1] += (double)account->workload;
        weight[2] += 1.0;
    }
    for (size_t f = 0; f < world->n_families; f++)
        for (int m = 0; m < N_DEALT; m++)
            total[m] += deal->weight[f][m];
    for (size_t f = 0; f < world->n_families; f++)
        for (int m = 0; m < N_DEALT; m++)
            deal->weight[f][m] /= total[m];
    return EB_OK;
}

/* What the sum above gains when the cell's loads change by `sign` times the
 * first weights, less the second (which may be NULL). */
static double gain(const struct deal *deal, size_t cell, double sign,
                   const double *plus, const double *minus)
{
    double sum = 0.0;

    for (int m = 0; m < N_DEALT; m++) {
        double x = sign * (plus[m] - (minus == NULL ? 0.0 : minus[m]));
        sum += x * (2.0 * (deal->load[cell][m] / deal->share[cell] - 1.0) +
                    x / deal->share[cell]);
    }
    return sum;
}

static void change(struct deal *deal, size_t cell, double sign,
                   const double *weight)
{
    for (int m = 0; m < N_DEALT; m++)
        deal->load[cell][m] += sign * weight[m];
}

static void place(struct deal *deal, size_t family, size_t cell)
{
    int *now = &deal->world->families[family].cell;

    if (*now >= 0)
        change(deal, (size_t)*now, -1.0, deal->weight[family]);
    change(deal, cell, 1.0, deal->weight[family]);
    *now = (int)cell;
}

static void place_best(struct deal *deal, size_t family, struct rng *rng)
{
    size_t n = deal->world->n_cells, best = 0;
    size_t tries = n < CELLS_TRIED ? n : CELLS_TRIED;
    double least = 0.0;

    for (size_t k = 0; k < tries; k++) {
        size_t cell = n == tries ? k : (size_t)rng_below(rng, n);
        double cost = gain(deal, cell, 1.0, deal->weight[family], NULL);

        if (k == 0 || cost < least) {
            least = cost;
            best = cell;
        }
    }
    place(deal, family, best);
}

/* Swaps the two families, or moves the first to the second's cell, if that
 * mends something. */
static void mend(struct deal *deal, size_t f, size_t g)
{
    size_t from = (size_t)deal->world->families[f].cell;
    size_t to = (size_t)deal->world->families[g].cell;
    const double *x = deal->weight[f], *y = deal->weight[g];
    double move, swap;

    if (from == to)
        return;
    move = gain(deal, from, -1.0, x, NULL) + gain(deal, to, 1.0, x, NULL);
    swap = gain(deal, from, -1.0, x, y) + gain(deal, to, 1.0, x, y);
    if (move >= 0.0 && swap >= 0.0)
        return;
    place(deal, f, to);
    if (swap < move)
        place(deal, g, from);
}

struct ranked {
    double value;
    size_t family;
};

static int by_falling_value(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->value < y->value || x->value > y->value)
        return x->value < y->value ? 1 : -1;
    return x->family < y->family ? -1 : 1;
}

static eb_status deal_heaviest_first(struct deal *deal, struct rng *rng)
{
    size_t n = deal->world->n_families;
    struct ranked *ranked = NEW(struct ranked, n);

    if (ranked == NULL)
        return EB_NO_MEMORY;
    for (size_t f = 0; f < n; f++)
        ranked[f] = (struct ranked){deal->weight[f][0], f};
    qsort(ranked, n, sizeof *ranked, by_falling_value);
    for (size_t k = 0; k < n; k++)
        place_best(deal, ranked[k].family, rng);
    mem_free(ranked);
    return EB_OK;
}

eb_status world_deal(struct world *world)
{
    struct deal deal = {world, NULL, NULL, NULL};
    struct rng rng = world_stream(world, FOR_CELLS, 0);
    size_t n = world->n_families, tries = n * TRIES_PER_FAMILY;
    eb_status status = EB_OK;

    TRY(deal_set_up(&deal));
    TRY(deal_heaviest_first(&deal, &rng));
    if (tries > MOST_TRIES)
        tries = MOST_TRIES;
    for (size_t k = 0; k < tries && world->n_cells > 1; k++) {
        size_t f = (size_t)rng_below(&rng, n), g = (size_t)rng_below(&rng, n);
        mend(&deal, f, g);
    }
done:
    mem_free(deal.share);
    mem_free(deal.load);
    mem_free(deal.weight);
    return status;
}
