/* mip_conflicts.c - the rows that keep items apart. */
#include "solver/mip_build.h"

#include <stdlib.h>

/* An item of a conflict set at an agent. */
struct member {
    int agent, column; /* -1: folded */
};

/* ---- apart s, g: sum_{i in s} x_ig <= 1 - those folded there ---- */

static eb_status list_sets(struct mip_build *b)
{
    const struct problem *p = b->p;
    size_t n_sets = (size_t)p->n_conflicts, total = p->conflicts.n;
    size_t *first;

    if (!VEC_RESERVE(&b->set_first, n_sets + 2) ||
        !VEC_RESERVE(&b->set_items, total + 1))
        return EB_NO_MEMORY;
    first = b->set_first.at;
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
            b->set_items.at[first[p->conflicts.at[k] + 1]++] = i;
    return EB_OK;
}

static int by_agent_and_column(const void *left, const void *right)
{
    const struct member *a = left, *b = right;

    if (a->agent != b->agent)
        return a->agent < b->agent ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

static eb_status list_members(struct mip_build *b, int set)
{
    const struct mip *m = b->m;

    b->members.n = 0;
    for (size_t k = b->set_first.at[set]; k < b->set_first.at[set + 1]; k++) {
        int i = b->set_items.at[k];

        if (k > b->set_first.at[set] && b->set_items.at[k - 1] == i)
            continue;
        if (m->folded[i] >= 0 &&
            !VEC_PUSH(&b->members, ((struct member){m->folded[i], -1})))
            return EB_NO_MEMORY;
        for (int c = m->first_arc[i]; c < m->first_arc[i + 1]; c++)
            if (!VEC_PUSH(&b->members,
                          ((struct member){m->columns.at[c].b, c})))
                return EB_NO_MEMORY;
    }
    if (b->members.n > 0)
        qsort(b->members.at, b->members.n, sizeof *b->members.at,
              by_agent_and_column);
    return EB_OK;
}

/* Members first .. end - 1 of the set meet at one agent. */
static eb_status keep_apart(struct mip_build *b, int set, size_t first, size_t end)
{
    const struct member *member = b->members.at;
    int64_t room = 1;
    eb_status status = EB_OK;
    int row;

    if (end - first < 2)
        return EB_OK;
    for (size_t k = first; k < end && member[k].column < 0; k++)
        room--;
    if (room < 0)
        b->m->infeasible = true;
    TRY(mip_add_row(b->m, (struct mip_row){ROW_APART, set, member[first].agent,
                                       INT64_MIN, room, 0, 0, 0, 0},
                &row));
    for (size_t k = first; k < end; k++)
        if (member[k].column >= 0)
            TRY(mip_add_entry(b->m, row, member[k].column, 1));
done:
    return status;
}

eb_status mip_add_conflicts(struct mip_build *b)
{
    eb_status status = EB_OK;

    TRY(list_sets(b));
    for (int s = 0; s < b->p->n_conflicts; s++) {
        TRY(list_members(b, s));
        for (size_t k = 0, end; k < b->members.n; k = end) {
            for (end = k + 1; end < b->members.n; end++)
                if (b->members.at[end].agent != b->members.at[k].agent)
                    break;
            TRY(keep_apart(b, s, k, end));
        }
    }
done:
    return status;
}
