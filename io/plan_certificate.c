/* plan_certificate.c - certificate.json: what proves the bounds of a plan. */
#include "io/plan_files.h"

#include <string.h>

enum { MULTIPLIER_DECIMALS = 12 };

struct writer {
    struct doc *doc;
    const struct plan *plan;
    const struct problem *problem; /* of the phase */
    const struct certificate *proof;
    int *family_of_item; /* [n_items] */
    int *block_of;       /* [n_agents] */
    struct arcs arcs;
};

static void add_decimal(struct writer *to, struct node *parent,
                        const char *key, wide units)
{
    char text[64];

    decimal_write_wide(units, MULTIPLIER_DECIMALS, text);
    doc_add_string(to->doc, parent, key, text);
}

static const char *lead_of(const struct writer *to, int item)
{
    const struct family *family =
        &to->plan->compiled->families[to->family_of_item[item]];

    return account_id(to->plan->books, (size_t)family->lead);
}

static void add_reps(struct writer *to, struct node *parent, size_t first,
                     size_t n)
{
    struct node *list = doc_add(to->doc, parent, "reps", DOC_ARRAY);

    for (size_t k = 0; k < n; k++)
        doc_add_string(
            to->doc, list, NULL,
            rep_id(to->plan->books, (size_t)to->proof->agents.at[first + k]));
}

/* ---- What rows and columns of multipliers are ---------------------------- */

static void add_resources(struct writer *to, struct node *phase)
{
    const struct compiled *c = to->plan->compiled;
    const struct books *books = to->plan->books;
    struct node *list = doc_add(to->doc, phase, "resources", DOC_ARRAY);

    for (size_t k = 0; k < c->n_resources; k++) {
        const struct resource *resource = &c->resources[k];
        struct node *node = doc_add(to->doc, list, NULL, DOC_OBJECT);
        size_t limit = 0;

        if (resource->metric < 0) {
            while (c->limit_resource[limit] != (int)k)
                limit++;
            doc_add_integer(to->doc, node, "limit", (int64_t)limit);
            continue;
        }
        doc_add_string(
            to->doc, node, "metric",
            to->plan->rules->metrics[resource->metric].measure.name);
        if (resource->group < 0)
            doc_add(to->doc, node, "group", DOC_NULL);
        else
            doc_add_string(to->doc, node, "group",
                           books->words.text.at[resource->group]);
    }
}

static void add_all_reps(struct writer *to, struct node *phase)
{
    struct node *list = doc_add(to->doc, phase, "reps", DOC_ARRAY);

    for (size_t r = 0; r < to->plan->books->n_reps; r++)
        doc_add_string(to->doc, list, NULL, rep_id(to->plan->books, r));
}

/* ---- Multipliers and prices ---------------------------------------------- */

static void add_budget_multipliers(struct writer *to, struct node *phase)
{
    struct node *list =
        doc_add(to->doc, phase, "budget_multipliers", DOC_ARRAY);

    for (size_t k = 0; k < to->proof->budget_multipliers.n; k++)
        add_decimal(to, list, NULL, to->proof->budget_multipliers.at[k]);
}

static void add_leaf_budgets(struct writer *to, struct node *phase)
{
    const wide *at = to->proof->leaf_budgets.at;
    struct node *list;

    if (to->proof->leaf_budgets.n == 0)
        return;
    list = doc_add(to->doc, phase, "leaf_budget_multipliers", DOC_ARRAY);
    for (size_t v = 0; v < to->proof->n_vectors; v++) {
        struct node *row = doc_add(to->doc, list, NULL, DOC_ARRAY);

        for (size_t k = 0; k < to->proof->budget_multipliers.n; k++)
            add_decimal(to, row, NULL, *at++);
    }
}

static void add_vectors(struct writer *to, struct node *phase)
{
    struct node *list = doc_add(to->doc, phase, "multipliers", DOC_ARRAY);
    size_t reps = to->plan->books->n_reps;
    size_t width = to->plan->compiled->n_resources;
    const wide *at = to->proof->vectors.at;

    for (size_t v = 0; v < to->proof->n_vectors; v++) {
        struct node *matrix = doc_add(to->doc, list, NULL, DOC_ARRAY);

        for (size_t r = 0; r < reps; r++) {
            struct node *row = doc_add(to->doc, matrix, NULL, DOC_ARRAY);

            for (size_t k = 0; k < width; k++)
                add_decimal(to, row, NULL, *at++);
        }
    }
}

static void add_cut(struct writer *to, struct node *list,
                    const struct cut *cut)
{
    struct node *node = doc_add(to->doc, list, NULL, DOC_OBJECT);
    struct node *sides, *taken;

    doc_add_string(to->doc, node, "rep",
                   rep_id(to->plan->books, (size_t)cut->agent));
    sides = doc_add(to->doc, node, "sides", DOC_ARRAY);
    for (size_t k = 0; k < cut->n_sides; k++) {
        const struct cut_side *side =
            &to->proof->sides.at[cut->first_side + k];
        struct node *item = doc_add(to->doc, sides, NULL, DOC_OBJECT);

        doc_add_integer(to->doc, item, "resource", side->resource);
        doc_add_integer(to->doc, item, "weight", side->weight);
        doc_add_integer(to->doc, item, "at", side->at);
    }
    doc_add_integer(to->doc, node, "divisor", cut->divisor);
    taken = doc_add(to->doc, node, "taken", DOC_ARRAY);
    for (size_t k = 0; k < cut->n_taken; k++)
        doc_add_string(to->doc, taken, NULL,
                       lead_of(to, to->proof->taken.at[cut->first_taken + k]));
}

/* The cuts, and for each matrix which of them it multiplies, and by how much. */
static void add_cuts(struct writer *to, struct node *phase)
{
    const struct certificate *proof = to->proof;
    struct node *list;

    if (proof->cuts.n == 0)
        return;
    list = doc_add(to->doc, phase, "cuts", DOC_ARRAY);
    for (size_t k = 0; k < proof->cuts.n; k++)
        add_cut(to, list, &proof->cuts.at[k]);
    list = doc_add(to->doc, phase, "leaf_cut_multipliers", DOC_ARRAY);
    for (size_t v = 0; v < proof->n_vectors; v++) {
        struct node *leaf = doc_add(to->doc, list, NULL, DOC_ARRAY);

        for (size_t k = proof->first_cut.at[v]; k < proof->first_cut.at[v + 1];
             k++) {
            const struct cut_multiplier *m = &proof->cut_multipliers.at[k];
            struct node *pair = doc_add(to->doc, leaf, NULL, DOC_ARRAY);

            doc_add_integer(to->doc, pair, NULL, (int64_t)m->cut);
            add_decimal(to, pair, NULL, m->value);
        }
    }
}

static bool reaches_several_blocks(struct writer *to, int item)
{
    problem_arcs(to->problem, item, &to->arcs);
    for (int k = 1; k < to->arcs.n; k++)
        if (to->block_of[to->arcs.agent[k]] != to->block_of[to->arcs.agent[0]])
            return true;
    return false;
}

static void add_prices(struct writer *to, struct node *phase)
{
    struct node *list = doc_add(to->doc, phase, "prices", DOC_ARRAY);

    if (to->proof->blocks.n < 2)
        return;
    for (int i = 0; i < to->problem->n_items; i++) {
        struct node *node;

        if (!reaches_several_blocks(to, i))
            continue;
        node = doc_add(to->doc, list, NULL, DOC_OBJECT);
        doc_add_string(to->doc, node, "family", lead_of(to, i));
        add_decimal(to, node, "price", to->proof->prices.at[i]);
    }
}

/* ---- Blocks and trees ---------------------------------------------------- */

static void add_node(struct writer *to, struct node *parent, const char *key,
                     size_t at);

static void add_drops(struct writer *to, struct node *out,
                      const struct branch_node *node)
{
    const struct branch *branch = &to->proof->branches.at[node->first_branch];
    struct node *list = doc_add(to->doc, out, "dropped", DOC_ARRAY);

    for (size_t k = 0; k + 1 < node->n_branches; k++, branch++) {
        struct node *one = doc_add(to->doc, list, NULL, DOC_OBJECT);

        doc_add_string(to->doc, one, "family", lead_of(to, branch->item));
        add_reps(to, one, branch->first_agent, branch->n_agents);
        if (branch->out)
            doc_add_bool(to->doc, one, "out", true);
    }
    add_node(to, out, "node", branch->node);
}

/* As deep as the tree, which branches at each family once. */
static void add_node(struct writer *to, struct node *parent, const char *key,
                     size_t at)
{
    const struct branch_node *node = &to->proof->nodes.at[at];
    struct node *out = doc_add(to->doc, parent, key, DOC_OBJECT), *list;

    if (node->item < 0)
        doc_add_integer(to->doc, out, "multipliers", (int64_t)node->vector);
    if (node->item == DROPS)
        add_drops(to, out, node);
    if (node->item < 0)
        return;
    doc_add_string(to->doc, out, "family", lead_of(to, node->item));
    list = doc_add(to->doc, out, "branches", DOC_ARRAY);
    for (size_t k = 0; k < node->n_branches; k++) {
        const struct branch *branch =
            &to->proof->branches.at[node->first_branch + k];
        struct node *side = doc_add(to->doc, list, NULL, DOC_OBJECT);

        add_reps(to, side, branch->first_agent, branch->n_agents);
        if (branch->out)
            doc_add_bool(to->doc, side, "out", true);
        add_node(to, side, "node", branch->node);
    }
}

static void add_blocks(struct writer *to, struct node *phase)
{
    struct node *list = doc_add(to->doc, phase, "blocks", DOC_ARRAY);

    for (size_t b = 0; b < to->proof->blocks.n; b++) {
        const struct block *block = &to->proof->blocks.at[b];
        struct node *node = doc_add(to->doc, list, NULL, DOC_OBJECT);

        add_reps(to, node, block->first_agent, block->n_agents);
        add_node(to, node, "tree", block->root);
    }
}

static void find_blocks(struct writer *to)
{
    for (size_t b = 0; b < to->proof->blocks.n; b++) {
        const struct block *block = &to->proof->blocks.at[b];

        for (size_t k = 0; k < block->n_agents; k++)
            to->block_of[to->proof->agents.at[block->first_agent + k]] =
                (int)b;
    }
}

static eb_status add_phase(struct writer *to, struct node *list,
                           const struct phase *phase)
{
    const struct compiled *c = to->plan->compiled;
    /* The fairest is proved by what would be violated by less. */
    bool violation = strcmp(phase->name, "violation") == 0 ||
                     strcmp(phase->name, "fairest") == 0;
    struct node *node;
    eb_status status;

    if (!phase->has_bound || phase->certificate.blocks.n == 0)
        return EB_OK;
    to->problem = violation ? c->violation : c->problem;
    to->proof = &phase->certificate;
    status = arcs_new(to->problem, &to->arcs);
    if (status != EB_OK)
        return status;
    find_blocks(to);
    node = doc_add(to->doc, list, NULL, DOC_OBJECT);
    doc_add_string(to->doc, node, "name", phase->name);
    add_resources(to, node);
    add_all_reps(to, node);
    add_budget_multipliers(to, node);
    add_leaf_budgets(to, node);
    add_prices(to, node);
    add_vectors(to, node);
    add_cuts(to, node);
    add_blocks(to, node);
    arcs_clear(&to->arcs);
    return EB_OK;
}

eb_status plan_certificate(const struct plan *plan, struct doc **out)
{
    const struct compiled *c = plan->compiled;
    struct writer to = {.plan = plan};
    struct node *root, *list;
    eb_status status = doc_new("certificate.json", &to.doc);

    if (status != EB_OK)
        return status;
    to.family_of_item = NEW(int, c->n_families);
    to.block_of = NEW(int, plan->books->n_reps);
    if (to.family_of_item == NULL || to.block_of == NULL)
        status = EB_NO_MEMORY;
    root = doc_add(to.doc, NULL, NULL, DOC_OBJECT);
    doc_add_integer(to.doc, root, "format", 1);
    list = doc_add(to.doc, root, "phases", DOC_ARRAY);
    if (status == EB_OK)
        for (size_t f = 0; f < c->n_families; f++)
            if (c->families[f].item >= 0)
                to.family_of_item[c->families[f].item] = (int)f;
    for (size_t k = 0; status == EB_OK && k < plan->n_phases; k++)
        status = add_phase(&to, list, &plan->phases[k]);
    if (status == EB_OK && !doc_ok(to.doc))
        status = EB_NO_MEMORY;
    if (status == EB_OK)
        *out = to.doc;
    else
        doc_free(to.doc);
    mem_free(to.family_of_item);
    mem_free(to.block_of);
    return status;
}
