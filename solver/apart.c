/* apart.c - agents by themselves, each with a tree. */
#include "solver/apart.h"

#include "solver/bound.h"
#include "solver/tree.h"

#include <limits.h>
#include <math.h>

/* Nothing that the agent could take is worth more than what its knapsack took. */
static eb_status prove_agent(const struct knapsacks *k,
                             const struct dual *dual, const bool *in,
                             double worth, struct budget *budget,
                             struct certificate *out)
{
    struct relax_part part = {.in = in, .price = k->price};
    struct tree_options options = {.part = &part,
                                   .cutoff = -worth,
                                   .bound_only = true,
                                   .cuts = true,
                                   .most_nodes = INT_MAX};
    struct tree *tree = NULL;
    struct tree_result result = {0};
    eb_status status = EB_OK;

    TRY(tree_new(dual, &options, &tree));
    TRY(tree_grow(tree, options.cutoff, budget, &result));
    TRY(tree_prove(tree, out));
done:
    tree_free(tree);
    tree_result_clear(&result);
    return status;
}

/* Items without a choice have no price. */
static void price_own(struct knapsacks *k)
{
    for (int i = 0; i < k->s->p->n_items; i++)
        if (k->fixed[i] >= 0)
            k->price[i] = 0;
}

eb_status apart_prove(struct knapsacks *k, const struct dual *dual,
                      struct budget *budget, struct certificate *out)
{
    int n_agents = k->s->p->n_agents;
    bool *in = NEW(bool, (size_t)n_agents + 1);
    int64_t steps;
    eb_status status = EB_OK;

    if (in == NULL)
        return EB_NO_MEMORY;
    price_own(k);
    knapsacks_climb(k, &(struct climb){.rounds = 1}, budget);
    steps = budget->steps / n_agents;
    TRY(certificate_start(k->s->p, dual->mu, k->price, out));
    for (int g = 0; g < n_agents; g++) {
        struct budget share = *budget;

        share.steps = steps;
        in[g] = true;
        TRY(prove_agent(k, dual, in, k->worth_of[g], &share, out));
        in[g] = false;
        budget->steps -= steps - share.steps;
    }
done:
    mem_free(in);
    return status;
}
