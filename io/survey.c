/* survey.c - what books are like before there is a plan, in numbers. */
#include "io/survey.h"

#include <stdlib.h>

/* An account's part of a family tree, and where it ended up. */
struct part {
    int root, rank; /* rank: the root's place in order of id */
    int territory;  /* word, or -1 where territories do not part families */
    int family;
};

static int by_root(const void *a, const void *b)
{
    const struct part *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->territory != y->territory)
        return x->territory < y->territory ? -1 : 1;
    return x->family < y->family ? -1 : x->family > y->family;
}

static int root_of(const struct books *books, int account)
{
    while (books->parent[account] >= 0)
        account = books->parent[account];
    return account;
}

static int territory_word(const struct compiled *c, int account)
{
    const struct column *column =
        frame_column(c->books->accounts, "territory");

    if (c->rules->families != FAMILIES_BY_TERRITORY || column == NULL)
        return -1;
    return column->word[account];
}

static size_t list_parts(const struct compiled *c, const int *rank,
                         struct part *parts)
{
    size_t n = 0;

    for (size_t a = 0; a < c->books->n_accounts; a++) {
        int root = root_of(c->books, (int)a);

        if (c->family_of[a] >= 0)
            parts[n++] = (struct part){
                root, rank[root], territory_word(c, (int)a), c->family_of[a]};
    }
    qsort(parts, n, sizeof *parts, by_root);
    return n;
}

/* Each root once, whatever number of families its accounts make. */
static eb_status list_split(const struct part *parts, size_t n,
                            struct survey *out)
{
    for (size_t k = 1; k < n; k++) {
        const struct part *x = &parts[k - 1], *y = &parts[k];
        size_t m = out->split.n;

        if (x->root != y->root || x->territory != y->territory ||
            x->family == y->family)
            continue;
        if (m > 0 && out->split.at[m - 1] == y->root)
            continue;
        if (!VEC_PUSH(&out->split, y->root))
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

static eb_status find_split(const struct compiled *c, struct survey *out)
{
    const struct books *books = c->books;
    struct part *parts = NEW(struct part, books->n_accounts);
    int *rank = NEW(int, books->n_accounts);
    eb_status status = EB_NO_MEMORY;

    if (parts == NULL || rank == NULL)
        goto done;
    for (size_t k = 0; k < books->n_accounts; k++)
        rank[books->account_by_id[k]] = (int)k;
    status = list_split(parts, list_parts(c, rank, parts), out);
done:
    mem_free(parts);
    mem_free(rank);
    return status;
}

static void count_accounts(const struct compiled *c, struct survey *out)
{
    out->accounts = c->books->n_accounts;
    out->in_play = c->n_in_play;
    for (size_t a = 0; a < out->accounts; a++) {
        switch (c->state[a]) {
        case STATE_UNOWNED:
            out->unowned++;
            break;
        case STATE_SETTLED:
            out->settled++;
            break;
        case STATE_FORCED:
            out->forced[c->force[a]]++;
            break;
        case STATE_OUTSIDE:
            out->outside++;
            break;
        case STATE_UNASSIGNABLE:
            out->unassignable++;
            break;
        }
        if (c->state[a] != STATE_OUTSIDE) {
            out->locked += c->hold[a] == HOLD_LOCK;
            out->pinned += c->hold[a] == HOLD_PIN;
        }
    }
}

static void count_reps(const struct compiled *c, struct survey *out)
{
    out->reps = c->books->n_reps;
    for (size_t r = 0; r < out->reps; r++) {
        out->leavers += c->share[r].leaver;
        out->takers += c->share[r].capacity > 0;
        out->placeholders += rep_is_placeholder(c->books, r);
    }
}

eb_status survey_make(const struct compiled *c, struct survey *out)
{
    *out = (struct survey){0};
    count_accounts(c, out);
    count_reps(c, out);
    out->families = c->n_families;
    out->territories = c->books->tree.n;
    if (unused_find(c, &out->unused) != EB_OK)
        return EB_NO_MEMORY;
    if (c->rules->families == FAMILIES_OFF || c->n_split == 0)
        return EB_OK;
    return find_split(c, out);
}

void survey_clear(struct survey *survey)
{
    VEC_CLEAR(&survey->split);
    unused_clear(&survey->unused);
}
