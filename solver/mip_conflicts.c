/* mip_conflicts.c - the rows that keep items apart. */
#include "solver/mip_build.h"

#include <stdlib.h>

/* An item of a conflict set at an agent. */
struct member {
    int agent, column; /* -1: folded */
};

struct sets {
    struct VEC(size_t) first; /* [n_conflicts + 1] items of each set */
    struct VEC(int) items;
    struct VEC(struct member) members; /* of the set at hand */
};

static eb_status list_sets(const struct problem *p, struct sets *sets)
{
    size_t n_sets = (size_t)p->n_conflicts, total = p->conflicts.n;
    size_t *first;

    if (!VEC_RESERVE(&sets->first, n_sets + 2) ||
        !VEC_RESERVE(&sets->items, total + 1))
        return EB_NO_MEMORY;
    first = sets->first.at;
    for (size_t s = 0; s < n_sets + 2; s++)
        first[s] = 0;
    /* first[s + 1] walks from the start of set s to its end. */
    for (size_t k = 0; k < total; k++)
        first[p->conflicts.at[k] + 2]++;
    for (size_t s = 2; s < n_sets + 2; s++)
        first[s] += first[s - 1];
    for (int i = 0; i < p->n_items; i++)
        for (size_t k = p->conflict_first.at[i];
             k < p->conflict_first.at[i + 1]; k++)
            sets->items.at[first[p->conflicts.at[k] + 1]++] = i;
    return EB_OK;
}

static int by_agent_and_column(const void *left, const void *right)
{
    const struct member *a = left, *b = right;

    if (a->agent != b->agent)
        return a->agent < b->agent ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

static eb_status list_members(const struct mip *m, struct sets *sets, int set)
{
    sets->members.n = 0;
    for (size_t k = sets->first.at[set]; k < sets->first.at[set + 1]; k++) {
        int i = sets->items.at[k];

        if (k > sets->first.at[set] && sets->items.at[k - 1] == i)
            continue;
        if (m->folded[i] >= 0 &&
            !VEC_PUSH(&sets->members, ((struct member){m->folded[i], -1})))
            return EB_NO_MEMORY;
        for (int c = m->first_arc[i]; c < m->first_arc[i + 1]; c++)
            if (!VEC_PUSH(&sets->members,
                          ((struct member){m->columns.at[c].b, c})))
                return EB_NO_MEMORY;
    }
    if (sets->members.n > 0)
        qsort(sets->members.at, sets->members.n, sizeof *sets->members.at,
              by_agent_and_column);
    return EB_OK;
}

/* sum_{i in s} x_ig <= 1 - those folded there; the members meet at agent g. */
static eb_status keep_apart(struct mip_build *b, int set,
                            const struct member *member, size_t n)
{
    struct mip_row row = {.kind = ROW_APART,
                          .a = set,
                          .b = member->agent,
                          .lo = INT64_MIN,
                          .hi = 1};
    eb_status status = EB_OK;
    int number;

    if (n < 2)
        return EB_OK;
    for (size_t k = 0; k < n && member[k].column < 0; k++)
        row.hi--;
    if (row.hi < 0)
        b->m->infeasible = true;
    TRY(mip_add_row(b->m, row, &number));
    for (size_t k = 0; k < n; k++)
        if (member[k].column >= 0)
            TRY(mip_add_entry(b->m, number, member[k].column, 1));
done:
    return status;
}

eb_status mip_add_conflicts(struct mip_build *b)
{
    struct sets sets = {0};
    eb_status status = EB_OK;

    TRY(list_sets(b->p, &sets));
    for (int s = 0; s < b->p->n_conflicts; s++) {
        TRY(list_members(b->m, &sets, s));
        for (size_t k = 0, end; k < sets.members.n; k = end) {
            const struct member *member = sets.members.at;

            for (end = k + 1; end < sets.members.n; end++)
                if (member[end].agent != member[k].agent)
                    break;
            TRY(keep_apart(b, s, &member[k], end - k));
        }
    }
done:
    VEC_CLEAR(&sets.first);
    VEC_CLEAR(&sets.items);
    VEC_CLEAR(&sets.members);
    return status;
}
