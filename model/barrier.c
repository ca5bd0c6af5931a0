/* barrier.c - what forbids a rep a family: MODEL.md section 4. */
#include "model/compile.h"
#include "model/workings.h"

/* ---- Single rules ------------------------------------------------------- */

bool barrier_by_territory(const struct compiled *c)
{
    return c->rules->territory == TERRITORY_HARD &&
           !c->workings->omitted.territory;
}

int territory_of(const struct compiled *c, int account)
{
    const struct column *column = c->workings->account.territory;
    int word;

    if (column == NULL || column->blank[account])
        return -1;
    word = column->word[account];
    return (size_t)word < c->books->tree.n_index ? c->books->tree.index[word]
                                                 : -1;
}

int territories_of(const struct compiled *c, int rep, const int **codes)
{
    const struct column *column = c->workings->rep.territories;
    size_t row = (size_t)c->books->rep_row[rep], n;

    if (column == NULL)
        return 0;
    n = column->list_first[row + 1] - column->list_first[row];
    if (n > 0)
        *codes = column->entry + column->list_first[row];
    return (int)n;
}

bool barrier_covers(const struct compiled *c, int rep, int code)
{
    const struct tree *tree = &c->books->tree;
    const int *words = NULL;
    int n = territories_of(c, rep, &words);

    for (int k = 0; k < n; k++)
        if (tree_contains(tree, tree->index[words[k]], code))
            return true;
    return false;
}

static bool owns_member(const struct compiled *c, const struct family *family,
                        int rep)
{
    for (size_t k = 0; k < family->n; k++)
        if (c->books->owner[c->members[family->first + k]] == rep)
            return true;
    return false;
}

bool barrier_by_match(const struct compiled *c, size_t term)
{
    return c->rules->fit[term].kind == FIT_MATCH && c->rules->fit[term].hard &&
           !c->workings->omitted.fit[term];
}

bool barrier_by_pair(const struct compiled *c, size_t term)
{
    const struct fit_term *t = &c->rules->fit[term];

    return (t->kind == FIT_PAIR_COST || t->kind == FIT_PAIR_FIT) &&
           t->missing_forbidden && !c->workings->omitted.fit[term];
}

bool barrier_fits(const struct compiled *c, int lead, int rep)
{
    for (size_t k = 0; k < c->rules->n_fit; k++)
        if (barrier_by_match(c, k) &&
            fit_misfit(c, &c->rules->fit[k], lead, rep) > 0)
            return false;
    return true;
}

static bool has_pairs(const struct compiled *c, int account, int rep)
{
    const struct pair *pair = books_pair(c->books, account, rep);

    for (size_t k = 0; k < c->rules->n_fit; k++) {
        bool cost = c->rules->fit[k].kind == FIT_PAIR_COST;

        if (barrier_by_pair(c, k) &&
            (pair == NULL || !(cost ? pair->has_cost : pair->has_fit)))
            return false;
    }
    return true;
}

/* ---- One family and one rep --------------------------------------------- */

/* The first refusal of `kind` among the members' own, or none. */
static bool members_refuse(const struct compiled *c,
                           const struct family *family, int rep,
                           enum barrier kind)
{
    for (size_t k = 0; k < family->n; k++)
        if (hold_refuses(c, c->members[family->first + k], rep) == kind)
            return true;
    return false;
}

bool barrier_has_pairs(const struct compiled *c, const struct family *family,
                       int rep)
{
    for (size_t k = 0; k < family->n; k++)
        if (!has_pairs(c, c->members[family->first + k], rep))
            return false;
    return true;
}

static bool outside_territory(const struct compiled *c,
                              const struct family *family, int rep)
{
    int code = barrier_by_territory(c) ? territory_of(c, family->lead) : -1;

    if (code < 0 || barrier_covers(c, rep, code))
        return false;
    return !(c->rules->keep_current && owns_member(c, family, rep));
}

enum barrier barrier_of(const struct compiled *c, int family, int rep)
{
    const struct family *f = &c->families[family];

    if (c->share[rep].leaver)
        return BARRIER_LEAVER;
    if (!(c->share[rep].capacity > 0))
        return BARRIER_ZERO;
    if (outside_territory(c, f, rep))
        return BARRIER_TERRITORY;
    if (members_refuse(c, f, rep, BARRIER_NOT))
        return BARRIER_NOT;
    if (members_refuse(c, f, rep, BARRIER_DECISION))
        return BARRIER_DECISION;
    if (members_refuse(c, f, rep, BARRIER_PAIR) ||
        !barrier_has_pairs(c, f, rep))
        return BARRIER_PAIR;
    return barrier_fits(c, f->lead, rep) ? BARRIER_NONE : BARRIER_FIT;
}

enum barrier family_barrier(const struct compiled *c, int family, int rep)
{
    int fixed = c->families[family].fixed;
    enum barrier barrier;

    if (fixed == rep)
        return BARRIER_NONE;
    barrier = barrier_of(c, family, rep);
    if (barrier == BARRIER_NONE && fixed >= 0)
        return BARRIER_HELD;
    return barrier;
}
