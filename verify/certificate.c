/* certificate.c - walks blocks and trees, in exact integers of 128 bits. */
#include "verify/certificate.h"

#include "verify/walker.h"

#include <string.h>

enum { MOST_DEPTH = 4000 }; /* of a tree */

/* A unit of cost, in 1e-12. */
#define UNIT ((wide)1000000 * 1000000)

/* ---- A tree ---- */

static eb_status walk(struct walker *k, const struct node *node, int depth,
                      struct worth *out);

/* Leaves alive what the branch keeps of the arcs in `before`; `missed` loses
 * them. False if nothing is left. */
static bool enter_branch(struct walker *k, int f, const bool *before,
                         bool *missed)
{
    const struct world *w = k->world;
    size_t first = w->first_arc[f], last = w->first_arc[f + 1];
    bool any = false;

    for (size_t e = first; e < last; e++) {
        bool in_block = k->block_of[w->arc_rep[e]] == k->block;
        bool kept = k->stamp[w->arc_rep[e]] == k->stamps;

        k->alive[e] = before[e - first] && in_block && kept;
        if (kept)
            missed[e - first] = false;
        any = any || k->alive[e];
    }
    return any;
}

static eb_status mark_reps(struct walker *k, const struct node *list)
{
    k->stamps++;
    for (const struct node *j = doc_first(list); j != NULL; j = j->next) {
        int r = proof_rep(k, j);

        if (r < 0)
            return walker_refuse(k, j, "branches: no such rep");
        k->stamp[r] = k->stamps;
    }
    return EB_OK;
}

static bool is_out(const struct node *branch)
{
    const struct node *out = doc_get(branch, "out");

    return out != NULL && out->kind == DOC_BOOL && out->truth;
}

/* Whether the family has a choice in this block at all. */
static bool is_in_block(const struct walker *k, int f)
{
    const struct world *w = k->world;
    bool any = k->may_stay_out[f];

    for (size_t e = w->first_arc[f]; e < w->first_arc[f + 1]; e++)
        any = any || (k->alive[e] && k->block_of[w->arc_rep[e]] == k->block);
    return any;
}

/* What a split works on: the family's arcs as they were before it, and those
 * that no branch has kept yet. */
struct split {
    int f;
    bool *before, *missed;
    bool could_stay, missed_out;
};

static eb_status walk_branch(struct walker *k, const struct node *branch,
                             int depth, struct split *split,
                             struct worth *least)
{
    struct worth worth = {true, 0, 0};
    bool any;
    eb_status status = EB_OK;

    TRY(mark_reps(k, doc_get(branch, "reps")));
    any = enter_branch(k, split->f, split->before, split->missed);
    k->may_stay_out[split->f] = split->could_stay && is_out(branch);
    if (is_out(branch))
        split->missed_out = false;
    if (any || k->may_stay_out[split->f])
        TRY(walk(k, doc_get(branch, "node"), depth + 1, &worth));
    if (worth_is_below(&worth, least))
        *least = worth;
done:
    return status;
}

static eb_status check_cover(const struct walker *k, const struct node *node,
                             const struct split *split)
{
    const struct world *w = k->world;
    size_t first = w->first_arc[split->f];

    for (size_t e = first; e < w->first_arc[split->f + 1]; e++)
        if (split->before[e - first] && split->missed[e - first] &&
            k->block_of[w->arc_rep[e]] == k->block)
            return refuse(w->said, doc_place(k->doc, node),
                          "branches: rep \"%s\" is in none",
                          w->rep[w->arc_rep[e]]);
    if (split->missed_out)
        return walker_refuse(k, node,
                             "branches: none has the family staying out");
    return EB_OK;
}

static eb_status walk_split(struct walker *k, const struct node *node,
                            int depth, struct worth *out)
{
    const struct world *w = k->world;
    const struct node *list = doc_get(node, "branches");
    struct split split = {.f = proof_family(k, doc_get(node, "family"))};
    size_t first, n;
    eb_status status = EB_OK;

    *out = (struct worth){true, 0, 0};
    if (split.f < 0 || !is_in_block(k, split.f))
        return walker_refuse(k, node, "tree: no such family in this block");
    first = w->first_arc[split.f];
    n = w->first_arc[split.f + 1] - first;
    split.could_stay = split.missed_out = k->may_stay_out[split.f];
    split.before = mem_copy(k->alive + first, n, sizeof(bool));
    split.missed = mem_copy(k->alive + first, n, sizeof(bool));
    if (split.before == NULL || split.missed == NULL)
        TRY(EB_NO_MEMORY);
    for (const struct node *j = doc_first(list); j != NULL; j = j->next)
        TRY(walk_branch(k, j, depth, &split, out));
    memcpy(k->alive + first, split.before, n * sizeof(bool));
    k->may_stay_out[split.f] = split.could_stay;
    TRY(check_cover(k, node, &split));
done:
    mem_free(split.before);
    mem_free(split.missed);
    return status;
}

/* A leaf for what is dropped of a family; then what is left of it lives. */
static eb_status walk_drop(struct walker *k, const struct node *node,
                           const struct node *drop, struct worth *least)
{
    const struct world *w = k->world;
    int f = proof_family(k, doc_get(drop, "family"));
    struct worth worth = {true, 0, 0};
    bool *before, *left, could_stay, any;
    size_t first, n;
    eb_status status = EB_OK;

    if (f < 0 || !is_in_block(k, f))
        return walker_refuse(k, drop, "dropped: no such family in this block");
    first = w->first_arc[f];
    n = w->first_arc[f + 1] - first;
    before = mem_copy(k->alive + first, n, sizeof(bool));
    left = mem_copy(k->alive + first, n, sizeof(bool));
    if (before == NULL || left == NULL)
        TRY(EB_NO_MEMORY);
    could_stay = k->may_stay_out[f];
    TRY(mark_reps(k, doc_get(drop, "reps")));
    any = enter_branch(k, f, before, left);
    k->may_stay_out[f] = could_stay && is_out(drop);
    if (any || k->may_stay_out[f])
        TRY(leaf_value(k, node, &worth));
    if (worth_is_below(&worth, least))
        *least = worth;
    memcpy(k->alive + first, left, n * sizeof(bool));
    k->may_stay_out[f] = could_stay && !is_out(drop);
done:
    mem_free(before);
    mem_free(left);
    return status;
}

/* What some families dropped, one after the other, then what is left. */
static eb_status walk_drops(struct walker *k, const struct node *node,
                            int depth, struct worth *out)
{
    const struct world *w = k->world;
    size_t n_arcs = w->first_arc[w->n_families];
    size_t n_families = (size_t)w->n_families;
    bool *alive = mem_copy(k->alive, n_arcs, sizeof(bool));
    bool *may = mem_copy(k->may_stay_out, n_families, sizeof(bool));
    struct worth worth = {true, 0, 0};
    const struct node *drop = doc_first(doc_get(node, "dropped"));
    bool any = true;
    eb_status status = EB_OK;

    *out = worth;
    if (alive == NULL || may == NULL)
        TRY(EB_NO_MEMORY);
    for (; drop != NULL && any; drop = drop->next) {
        TRY(walk_drop(k, node, drop, out));
        any = is_in_block(k, proof_family(k, doc_get(drop, "family")));
    }
    if (any)
        TRY(walk(k, doc_get(node, "node"), depth + 1, &worth));
    if (worth_is_below(&worth, out))
        *out = worth;
    memcpy(k->alive, alive, n_arcs * sizeof(bool));
    memcpy(k->may_stay_out, may, n_families * sizeof(bool));
done:
    mem_free(alive);
    mem_free(may);
    return status;
}

static eb_status walk(struct walker *k, const struct node *node, int depth,
                      struct worth *out)
{
    if (depth > MOST_DEPTH)
        return walker_refuse(k, node, "tree: too deep");
    if (node == NULL || node->kind != DOC_OBJECT)
        return walker_refuse(k, node, "tree: a node is missing");
    if (doc_get(node, "dropped") != NULL)
        return walk_drops(k, node, depth, out);
    if (doc_get(node, "multipliers") != NULL)
        return leaf_value(k, node, out);
    return walk_split(k, node, depth, out);
}

/* ---- The whole ---- */

/* Prices, less what the budgets allow. */
static eb_status add_constants(struct walker *k, const struct node *phase,
                               struct worth *sum)
{
    const struct world *w = k->world;
    eb_status status = EB_OK;

    for (int f = 0; f < w->n_families; f++)
        TRY(worth_add(k, phase, k->price[f], 0, sum));
    if (k->leaf_mu == NULL)
        TRY(leaf_budgets(k, phase, sum));
done:
    return status;
}

static eb_status add_blocks(struct walker *k, const struct node *phase,
                            struct worth *sum)
{
    const struct node *block = doc_get(phase, "blocks");
    eb_status status = EB_OK;

    block = doc_first(block);
    for (k->block = 0; block != NULL; k->block++, block = block->next) {
        struct worth worth = {true, 0, 0};

        TRY(walk(k, doc_get(block, "tree"), 0, &worth));
        sum->infinite = sum->infinite || worth.infinite;
        if (!worth.infinite)
            TRY(worth_add(k, block, worth.units, worth.rest, sum));
    }
done:
    return status;
}

eb_status certificate_bound(const struct world *world,
                            const struct problem *problem,
                            const struct doc *doc, const struct node *phase,
                            struct bound *out)
{
    struct walker k = {.world = world,
                       .problem = problem,
                       .doc = doc,
                       .penalty = problem->penalty};
    struct worth sum = {false, 0, 0};
    eb_status status = EB_OK;

    TRY(proof_read(&k, phase));
    TRY(add_constants(&k, phase, &sum));
    TRY(add_blocks(&k, phase, &sum));
    out->infinite = sum.infinite;
    out->units = sum.units / UNIT;
    if (sum.units % UNIT > 0 || (sum.units % UNIT == 0 && sum.rest > 0))
        out->units++;
    if (problem->violation && out->units < 0)
        out->units = 0;
done:
    arena_clear(&k.memory);
    return status;
}
