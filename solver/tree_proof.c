/* tree_proof.c - from the nodes of a search to a block of a certificate. */
#include "solver/tree_proof.h"

#include "solver/bound.h"

#include <string.h>

void tree_log_clear(struct tree_log *log)
{
    VEC_CLEAR(&log->nodes);
    VEC_CLEAR(&log->drops);
    VEC_CLEAR(&log->vectors);
    VEC_CLEAR(&log->first_cut);
    VEC_CLEAR(&log->cuts);
}

eb_status tree_log_vector(struct tree_log *log, const struct relaxation *r,
                          const double *lambda, int node)
{
    size_t n = (size_t)log->n_rows;

    if (!VEC_RESERVE(&log->vectors, log->vectors.n + n + 1) ||
        !VEC_PUSH(&log->first_cut, log->cuts.n))
        return EB_NO_MEMORY;
    for (int c = 0; c < r->n_cuts; c++)
        if (lambda[r->n_rows + c] > 0 &&
            !VEC_PUSH(&log->cuts,
                      ((struct log_cut){r->cuts[c], lambda[r->n_rows + c]})))
            return EB_NO_MEMORY;
    memcpy(log->vectors.at + log->vectors.n, lambda, n * sizeof *lambda);
    log->vectors.n += n;
    log->nodes.at[node].vector = log->n_vectors++;
    return EB_OK;
}

struct prover {
    const struct tree_log *log;
    const struct relaxation *r;
    struct certificate *out;
    bool *alive; /* [arcs] */
    bool budgets_are_rows;
    double enough;
    size_t *written; /* [vectors] their number in the certificate, from 1 */
};

static eb_status add_node(struct prover *at, struct branch_node node,
                          size_t *number)
{
    *number = at->out->nodes.n;
    return VEC_PUSH(&at->out->nodes, node) ? EB_OK : EB_NO_MEMORY;
}

/* Where budgets are rows, each vector has multipliers of its own for them. */
static eb_status write_budgets(struct prover *at, const double *lambda)
{
    const struct problem *p = at->r->s->p;
    size_t first = at->out->leaf_budgets.n;

    if (!at->budgets_are_rows)
        return EB_OK;
    for (int k = 0; k < p->n_budgets; k++)
        if (!VEC_PUSH(&at->out->leaf_budgets, 0))
            return EB_NO_MEMORY;
    for (int k = 0; k < at->r->n_rows; k++) {
        int budget = at->r->rows[k].budget;

        if (budget >= 0)
            at->out->leaf_budgets.at[first + (size_t)budget] =
                budget_multiplier_of(p, budget, lambda[k]);
    }
    return EB_OK;
}

static eb_status number_cut(struct prover *at, struct relax_cut *cut)
{
    const struct relaxation *r = at->r;
    const struct relax_agent *who = &r->agents[cut->who];
    struct certificate *out = at->out;
    struct cut add = {who->agent,   (int64_t)cut->divisor,
                      out->sides.n, (size_t)cut->n_sides,
                      out->taken.n, 0};

    for (int j = 0; j < cut->n_sides; j++) {
        const struct relax_side *side = &cut->sides[j];
        const struct term *term = &r->s->p->terms.at[r->rows[side->row].term];

        if (!VEC_PUSH(&out->sides,
                      ((struct cut_side){term->resource, (int64_t)side->weight,
                                         (int64_t)side->at})))
            return EB_NO_MEMORY;
    }
    for (int k = 0; k < cut->n; k++) {
        int item = r->item[r->arc_item[r->agent_arcs[who->first_arc + k]]];

        if (cut->taken[k] && !VEC_PUSH(&out->taken, item))
            return EB_NO_MEMORY;
    }
    add.n_taken = out->taken.n - add.first_taken;
    cut->number = out->cuts.n;
    return VEC_PUSH(&out->cuts, add) ? EB_OK : EB_NO_MEMORY;
}

/* The vector's cuts, after those of all vectors before. */
static eb_status write_cuts(struct prover *at, size_t vector)
{
    const struct tree_log *log = at->log;
    struct certificate *out = at->out;
    size_t end = vector + 1 < log->first_cut.n ? log->first_cut.at[vector + 1]
                                               : log->cuts.n;
    eb_status status = EB_OK;

    for (size_t k = log->first_cut.at[vector]; k < end; k++) {
        struct relax_cut *cut = log->cuts.at[k].cut;

        if (cut->number == SIZE_MAX)
            TRY(number_cut(at, cut));
        if (!VEC_PUSH(&out->cut_multipliers,
                      ((struct cut_multiplier){
                          cut->number, multiplier_of(log->cuts.at[k].by)})))
            return EB_NO_MEMORY;
    }
    if (!VEC_PUSH(&out->first_cut, out->cut_multipliers.n))
        return EB_NO_MEMORY;
done:
    return status;
}

/* Multipliers as a matrix of agents and resources, written once. */
static eb_status write_vector(struct prover *at, size_t vector)
{
    const struct problem *p = at->r->s->p;
    size_t cells = (size_t)p->n_agents * (size_t)p->n_resources;
    struct certificate *out = at->out;
    const double *lambda =
        at->log->vectors.at + vector * (size_t)at->log->n_rows;
    wide *matrix;
    eb_status status = EB_OK;

    if (at->written[vector] > 0)
        return EB_OK;
    if (!VEC_RESERVE(&out->vectors, out->vectors.n + cells + 1))
        return EB_NO_MEMORY;
    matrix = out->vectors.at + out->vectors.n;
    memset(matrix, 0, cells * sizeof *matrix);
    for (int k = 0; k < at->r->n_rows; k++) {
        const struct term *term;

        if (at->r->rows[k].term < 0)
            continue;
        term = &p->terms.at[at->r->rows[k].term];
        matrix[(size_t)term->agent * (size_t)p->n_resources +
               (size_t)term->resource] =
            load_multiplier_of(p, term->resource, lambda[k]);
    }
    out->vectors.n += cells;
    at->written[vector] = ++out->n_vectors;
    TRY(write_cuts(at, vector));
    TRY(write_budgets(at, lambda));
done:
    return status;
}

static eb_status add_leaf(struct prover *at, size_t vector, size_t *number)
{
    eb_status status = write_vector(at, vector);

    if (status != EB_OK)
        return status;
    return add_node(
        at,
        (struct branch_node){.item = LEAF, .vector = at->written[vector] - 1},
        number);
}

/* An inner node and its branches, still empty. */
static eb_status add_inner(struct prover *at, int item, size_t n,
                           size_t *number, size_t *first_branch)
{
    struct branch none = {0};
    eb_status status = EB_OK;

    *first_branch = at->out->branches.n;
    TRY(add_node(at,
                 (struct branch_node){.item = item,
                                      .first_branch = *first_branch,
                                      .n_branches = n},
                 number));
    for (size_t k = 0; k < n; k++)
        if (!VEC_PUSH(&at->out->branches, none))
            return EB_NO_MEMORY;
done:
    return status;
}

/* The arcs of the item that are `in`, as those of the branch. */
static eb_status list_arcs(struct prover *at, size_t branch, int item,
                           const bool *in)
{
    struct certificate *out = at->out;
    size_t first = out->agents.n;

    for (int a = at->r->first[item]; a < at->r->first[item + 1]; a++) {
        if (!in[a])
            continue;
        if (at->r->agent[a] < 0)
            out->branches.at[branch].out = true;
        else if (!VEC_PUSH(&out->agents, at->r->agent[a]))
            return EB_NO_MEMORY;
    }
    out->branches.at[branch].first_agent = first;
    out->branches.at[branch].n_agents = out->agents.n - first;
    return EB_OK;
}

static eb_status prove(struct prover *at, int node, size_t *number);

/* The arc alone on one side, the other living arcs on the other. */
static eb_status prove_split(struct prover *at, int node, size_t *number)
{
    int child = at->log->nodes.at[node].first_child;
    int arc = at->log->nodes.at[child].arc, item = at->r->arc_item[arc];
    int first = at->r->first[item], n = at->r->first[item + 1] - first;
    bool *before = mem_copy(at->alive + first, (size_t)n, sizeof(bool));
    size_t branch, below;
    eb_status status = EB_OK;

    if (before == NULL)
        return EB_NO_MEMORY;
    TRY(add_inner(at, at->r->item[item], 2, number, &branch));
    for (int side = 0; side < 2; side++) {
        for (int k = 0; k < n; k++)
            at->alive[first + k] =
                before[k] && (first + k == arc) == (side == 0);
        TRY(list_arcs(at, branch + (size_t)side, item, at->alive));
        TRY(prove(at, child + side, &below));
        at->out->branches.at[branch + (size_t)side].node = below;
    }
done:
    memcpy(at->alive + first, before, (size_t)n * sizeof(bool));
    mem_free(before);
    return status;
}

/* How many of these arcs, from `first` on, are of the same item. */
static size_t run_of(const struct prover *at, size_t first, size_t end)
{
    const int *drops = at->log->drops.at;
    size_t n = first;

    while (n < end &&
           at->r->arc_item[drops[n]] == at->r->arc_item[drops[first]])
        n++;
    return n - first;
}

/* Dropped arcs of one item, as a branch. */
static eb_status list_drops(struct prover *at, size_t branch, size_t first,
                            size_t n)
{
    int item = at->r->arc_item[at->log->drops.at[first]];
    int start = at->r->first[item];
    bool *gone = NEW(bool, (size_t)(at->r->first[item + 1] - start) + 1);
    eb_status status = EB_OK;

    if (gone == NULL)
        return EB_NO_MEMORY;
    for (size_t k = first; k < first + n; k++) {
        gone[at->log->drops.at[k] - start] = true;
        at->alive[at->log->drops.at[k]] = false;
    }
    at->out->branches.at[branch].item = at->r->item[item];
    TRY(list_arcs(at, branch, item, gone - start));
done:
    mem_free(gone);
    return status;
}

/* What the node dropped, then its split. */
static eb_status prove_drops(struct prover *at, int node, size_t *number)
{
    const struct tree_node *n = &at->log->nodes.at[node];
    size_t end = n->first_drop + n->n_drops, n_items = 0, branch, below;
    eb_status status = EB_OK;

    for (size_t k = n->first_drop; k < end; k += run_of(at, k, end))
        n_items++;
    TRY(write_vector(at, n->vector));
    TRY(add_inner(at, DROPS, n_items + 1, number, &branch));
    at->out->nodes.at[*number].vector = at->written[n->vector] - 1;
    for (size_t k = n->first_drop; k < end; k += run_of(at, k, end))
        TRY(list_drops(at, branch++, k, run_of(at, k, end)));
    TRY(prove_split(at, node, &below));
    at->out->branches.at[branch].node = below;
done:
    for (size_t k = n->first_drop; k < end; k++)
        at->alive[at->log->drops.at[k]] = true;
    return status;
}

static eb_status prove(struct prover *at, int node, size_t *number)
{
    const struct tree_node *n = &at->log->nodes.at[node];

    if (n->first_child < 0 || n->bound >= at->enough)
        return add_leaf(at, n->vector, number);
    return n->n_drops > 0 ? prove_drops(at, node, number)
                          : prove_split(at, node, number);
}

static eb_status add_block(struct prover *at, const bool *in, size_t root)
{
    struct certificate *out = at->out;
    struct block block = {out->agents.n, 0, root};

    for (int g = 0; g < at->r->s->p->n_agents; g++)
        if ((in == NULL || in[g]) && !VEC_PUSH(&out->agents, g))
            return EB_NO_MEMORY;
    block.n_agents = out->agents.n - block.first_agent;
    return VEC_PUSH(&out->blocks, block) ? EB_OK : EB_NO_MEMORY;
}

eb_status tree_log_prove(const struct tree_log *log,
                         const struct relaxation *r, const bool *in,
                         double enough, struct certificate *out)
{
    struct prover at = {.log = log,
                        .r = r,
                        .out = out,
                        .enough = enough,
                        .budgets_are_rows =
                            in == NULL && r->s->p->n_budgets > 0};
    eb_status status = EB_OK;
    size_t root;

    at.alive = NEW(bool, (size_t)r->n_arcs + 1);
    at.written = NEW(size_t, log->n_vectors + 1);
    if (at.alive == NULL || at.written == NULL) {
        status = EB_NO_MEMORY;
        goto done;
    }
    memset(at.alive, true, (size_t)r->n_arcs * sizeof(bool));
    if (out->first_cut.n == 0 && !VEC_PUSH(&out->first_cut, 0)) {
        status = EB_NO_MEMORY;
        goto done;
    }
    TRY(prove(&at, 0, &root));
    TRY(add_block(&at, in, root));
done:
    mem_free(at.alive);
    mem_free(at.written);
    return status;
}
