/* certificate.c - what proves a lower bound, copied and cleared. */
#include "solver/certificate.h"

void certificate_clear(struct certificate *c)
{
    VEC_CLEAR(&c->vectors);
    VEC_CLEAR(&c->budget_multipliers);
    VEC_CLEAR(&c->leaf_budgets);
    VEC_CLEAR(&c->cuts);
    VEC_CLEAR(&c->sides);
    VEC_CLEAR(&c->taken);
    VEC_CLEAR(&c->first_cut);
    VEC_CLEAR(&c->cut_multipliers);
    VEC_CLEAR(&c->prices);
    VEC_CLEAR(&c->agents);
    VEC_CLEAR(&c->blocks);
    VEC_CLEAR(&c->nodes);
    VEC_CLEAR(&c->branches);
    c->n_vectors = 0;
}

/* One list; a list of nothing stays empty. */
#define COPY(v)                                                               \
    do {                                                                      \
        if (from->v.n > 0) {                                                  \
            out->v.at = mem_copy(from->v.at, from->v.n, sizeof *from->v.at);  \
            if (out->v.at == NULL) {                                          \
                certificate_clear(out);                                       \
                return EB_NO_MEMORY;                                          \
            }                                                                 \
            out->v.n = out->v.room = from->v.n;                               \
        }                                                                     \
    } while (0)

eb_status certificate_copy(const struct certificate *from,
                           struct certificate *out)
{
    *out = (struct certificate){.n_vectors = from->n_vectors};
    COPY(vectors);
    COPY(budget_multipliers);
    COPY(leaf_budgets);
    COPY(cuts);
    COPY(sides);
    COPY(taken);
    COPY(first_cut);
    COPY(cut_multipliers);
    COPY(prices);
    COPY(agents);
    COPY(blocks);
    COPY(nodes);
    COPY(branches);
    return EB_OK;
}
