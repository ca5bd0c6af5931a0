/* singles_prove.c - the bound as a certificate. */
#include "solver/bound.h"
#include "solver/singles_parts.h"

static eb_status prove_vector(const struct singles *o, int state,
                              struct certificate *out)
{
    const struct problem *p = o->s->p;
    size_t cell = out->vectors.n, n_cut = 0;
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;

    for (size_t k = 0; k < cells; k++)
        if (!VEC_PUSH(&out->vectors, 0))
            return EB_NO_MEMORY;
    for (int g = 0; g < p->n_agents; g++) {
        const struct agent_states *of = &o->of[g];
        const double *lambda =
            of->kept +
            (size_t)(state <= of->n_options ? state : 0) * rows_of(of);

        for (int k = 0; k < of->single.n_loads; k++) {
            int resource = p->terms.at[of->single.term[k]].resource;

            out->vectors.at[cell + (size_t)g * (size_t)p->n_resources +
                            (size_t)resource] =
                load_multiplier_of(p, resource, lambda[k]);
        }
        for (int k = of->single.n_loads; k < of->single.n_rows; k++) {
            struct cut_multiplier by = {n_cut++, multiplier_of(lambda[k])};

            if (by.value > 0 && !VEC_PUSH(&out->cut_multipliers, by))
                return EB_NO_MEMORY;
        }
    }
    if (o->held != NULL && !VEC_PUSH(&out->first_cut, out->cut_multipliers.n))
        return EB_NO_MEMORY;
    out->n_vectors++;
    return EB_OK;
}

static bool add_node(struct certificate *out, struct branch_node node)
{
    return VEC_PUSH(&out->nodes, node);
}

/* From the heaviest option on: that held, or left out and so on. */
static eb_status prove_agent(const struct singles *o, int agent,
                             struct certificate *out)
{
    const struct agent_states *of = &o->of[agent];
    struct block block = {out->agents.n, 1, out->nodes.n};

    if (!VEC_PUSH(&out->agents, agent) || !VEC_PUSH(&out->blocks, block))
        return EB_NO_MEMORY;
    for (int k = 0; k < of->n_options; k++) {
        size_t node = out->nodes.n;
        int item = of->single.item[of->options[k].place];
        struct branch in = {item, block.first_agent, 1, false, node + 1};
        struct branch left = {item, block.first_agent, 0, true, node + 2};

        if (!add_node(out,
                      (struct branch_node){item, 0, out->branches.n, 2}) ||
            !VEC_PUSH(&out->branches, in) || !VEC_PUSH(&out->branches, left) ||
            !add_node(out, (struct branch_node){LEAF, (size_t)k + 1, 0, 0}))
            return EB_NO_MEMORY;
    }
    return add_node(out, (struct branch_node){LEAF, 0, 0, 0}) ? EB_OK
                                                              : EB_NO_MEMORY;
}

eb_status singles_prove(const struct singles *o, struct certificate *out)
{
    int states = 0;
    eb_status status = EB_OK;

    TRY(certificate_start(o->s->p, o->dual->mu, o->best_price, out));
    if (o->held != NULL) {
        TRY(held_list(o->held, out));
        if (!VEC_PUSH(&out->first_cut, 0))
            TRY(EB_NO_MEMORY);
    }
    for (int g = 0; g < o->s->p->n_agents; g++)
        if (o->of[g].n_options > states)
            states = o->of[g].n_options;
    for (int k = 0; k <= states; k++)
        TRY(prove_vector(o, k, out));
    for (int g = 0; g < o->s->p->n_agents; g++)
        TRY(prove_agent(o, g, out));
done:
    return status;
}
