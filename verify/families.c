/* families.c - accounts that stay together (MODEL.md section 3). */
#include "verify/world.h"

#include <stdlib.h>
#include <string.h>

/* An account in scope, with what its family is known by. */
struct kin {
    int account, root, territory, rank;
};

/* A family while they are being made. */
struct part {
    int lead, fixed, rank, number;
};

struct maker {
    struct world *world;
    int *root;
    struct kin *kin;
    int n_kin;
    struct VEC(struct part) parts;
    int *part;        /* [a] */
    int *part_of_rep; /* [r] within the family at hand */
    int *claimed_by;  /* [conflict group] the part that has its member */
};

/* ---- Roots ---- */

enum { UNKNOWN = -1, ON_THE_WAY = -2 };

static int parent_of(const struct world *w, int column, int a)
{
    const char *cell = sheet_cell(&w->accounts, (size_t)a, column);

    return *cell == '\0' ? -1 : names_find(&w->account_names, cell);
}

/* Climbs to the topmost parent, or to an account whose root is known, and
 * tells all on the way. */
static eb_status find_root(struct maker *m, int column, int a)
{
    const struct world *w = m->world;
    int top = a, root;

    for (;;) {
        int parent = parent_of(w, column, top);

        if (m->root[top] >= 0)
            break;
        if (m->root[top] == ON_THE_WAY)
            return fault(w->said, sheet_place(&w->accounts, (size_t)a, column),
                         "the parents of \"%s\" go round in a circle",
                         w->account[a]);
        m->root[top] = ON_THE_WAY;
        if (parent < 0)
            break;
        top = parent;
    }
    root = m->root[top] >= 0 ? m->root[top] : top;
    while (m->root[a] == ON_THE_WAY) {
        m->root[a] = root;
        a = parent_of(w, column, a);
        if (a < 0)
            break;
    }
    return EB_OK;
}

static eb_status find_roots(struct maker *m)
{
    const struct world *w = m->world;
    int column = sheet_find(&w->accounts, "parent");
    eb_status status = EB_OK;

    for (int a = 0; a < w->n_accounts; a++)
        m->root[a] = w->rules.families == FAMILIES_OFF ? a : UNKNOWN;
    for (int a = 0; a < w->n_accounts; a++)
        if (m->root[a] == UNKNOWN)
            TRY(find_root(m, column, a));
done:
    return status;
}

/* ---- Raw families: one root, and perhaps one territory ---- */

static int compare_kin(const void *a, const void *b)
{
    const struct kin *x = a, *y = b;

    if (x->root != y->root)
        return x->root < y->root ? -1 : 1;
    if (x->territory != y->territory)
        return x->territory < y->territory ? -1 : 1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

static eb_status gather(struct maker *m)
{
    struct world *w = m->world;
    bool apart = w->rules.families == FAMILIES_BY_TERRITORY;
    int column = sheet_find(&w->accounts, "territory");
    struct names territories = {0};
    eb_status status = EB_OK;

    for (int a = 0; a < w->n_accounts; a++) {
        const char *cell = sheet_cell(&w->accounts, (size_t)a, column);
        int territory = apart ? names_add(&territories, cell) : 0;

        if (territory < 0)
            TRY(EB_NO_MEMORY);
        if (w->state[a] != OUTSIDE)
            m->kin[m->n_kin++] =
                (struct kin){a, m->root[a], territory, w->rank[a]};
    }
    if (m->n_kin > 0)
        qsort(m->kin, (size_t)m->n_kin, sizeof *m->kin, compare_kin);
done:
    names_clear(&territories);
    return status;
}

/* ---- Splitting ---- */

static bool add_part(struct maker *m, int fixed, int *part)
{
    *part = (int)m->parts.n;
    return VEC_PUSH(&m->parts, ((struct part){-1, fixed, 0, 0}));
}

/* A part for each rep to whom a member is fixed; gives their number. */
static eb_status part_by_rep(struct maker *m, const struct kin *kin, int n,
                             int *n_fixed)
{
    const struct world *w = m->world;

    *n_fixed = 0;
    for (int k = 0; k < n; k++) {
        int a = kin[k].account, r = w->fixed[a];

        if (r < 0)
            continue;
        if (m->part_of_rep[r] < 0) {
            if (!add_part(m, r, &m->part_of_rep[r]))
                return EB_NO_MEMORY;
            ++*n_fixed;
        }
        m->part[a] = m->part_of_rep[r];
    }
    return EB_OK;
}

/* The part that a free member joins, or -1: with one rep, that rep's; with
 * several, its owner's. */
static int part_for(const struct maker *m, int a, int n_fixed, int only)
{
    const struct world *w = m->world;
    int r = n_fixed == 1 ? only : w->owner[a];

    if (n_fixed == 0 || r < 0 || m->part_of_rep[r] < 0 || is_barred(w, a, r))
        return -1;
    return m->part_of_rep[r];
}

static eb_status place_free(struct maker *m, const struct kin *kin, int n,
                            int n_fixed)
{
    const struct world *w = m->world;
    int rest = -1, only = -1;

    for (int k = 0; k < n; k++)
        if (w->fixed[kin[k].account] >= 0)
            only = w->fixed[kin[k].account];
    for (int k = 0; k < n; k++) {
        int a = kin[k].account;

        if (w->fixed[a] >= 0)
            continue;
        m->part[a] = part_for(m, a, n_fixed, only);
        if (m->part[a] >= 0)
            continue;
        if (rest < 0 && !add_part(m, -1, &rest))
            return EB_NO_MEMORY;
        m->part[a] = rest;
    }
    return EB_OK;
}

/* Of one part's members in a conflict group the first stays: fixed before
 * free, then by id, which is the order of kin. */
static eb_status split_part(struct maker *m, const struct kin *kin, int n,
                            int part)
{
    const struct world *w = m->world;

    for (int pass = 0; pass < 2; pass++)
        for (int k = 0; k < n; k++) {
            int a = kin[k].account, group = w->conflict[a];

            if (m->part[a] != part || group < 0 ||
                (w->fixed[a] >= 0) != (pass == 0))
                continue;
            if (m->claimed_by[group] != part)
                m->claimed_by[group] = part;
            else if (!add_part(m, w->fixed[a], &m->part[a]))
                return EB_NO_MEMORY;
        }
    return EB_OK;
}

static eb_status split_family(struct maker *m, const struct kin *kin, int n)
{
    const struct world *w = m->world;
    int first = (int)m->parts.n, last, n_fixed;
    eb_status status = EB_OK;

    TRY(part_by_rep(m, kin, n, &n_fixed));
    TRY(place_free(m, kin, n, n_fixed));
    last = (int)m->parts.n;
    for (int part = first; part < last && w->n_conflicts > 0; part++)
        TRY(split_part(m, kin, n, part));
done:
    for (int k = 0; k < n; k++)
        if (w->fixed[kin[k].account] >= 0)
            m->part_of_rep[w->fixed[kin[k].account]] = -1;
    return status;
}

static eb_status split_all(struct maker *m)
{
    int first = 0;
    eb_status status = EB_OK;

    while (first < m->n_kin) {
        int last = first + 1;

        while (last < m->n_kin && m->kin[last].root == m->kin[first].root &&
               m->kin[last].territory == m->kin[first].territory)
            last++;
        TRY(split_family(m, m->kin + first, last - first));
        first = last;
    }
done:
    return status;
}

/* ---- Numbering ---- */

/* The lead is the root, if that is a member; else the least id. */
static void choose_leads(struct maker *m)
{
    const struct world *w = m->world;

    for (int k = 0; k < w->n_accounts; k++) {
        int a = w->order[k];
        struct part *part;

        if (w->state[a] == OUTSIDE)
            continue;
        part = &m->parts.at[m->part[a]];
        if (part->lead < 0 || m->root[a] == a)
            part->lead = a;
    }
    for (size_t p = 0; p < m->parts.n; p++) {
        m->parts.at[p].rank = w->rank[m->parts.at[p].lead];
        m->parts.at[p].number = (int)p;
    }
}

static int compare_parts(const void *a, const void *b)
{
    const struct part *x = a, *y = b;

    return (x->rank > y->rank) - (x->rank < y->rank);
}

static eb_status take_families(struct maker *m)
{
    struct world *w = m->world;
    size_t n = m->parts.n;
    int *final = ITEMS(&w->memory, int, n);

    w->n_families = (int)n;
    w->lead = ITEMS(&w->memory, int, n);
    w->family_fixed = ITEMS(&w->memory, int, n);
    w->family = ITEMS(&w->memory, int, (size_t)w->n_accounts);
    if (final == NULL || w->lead == NULL || w->family_fixed == NULL ||
        w->family == NULL)
        return EB_NO_MEMORY;
    if (n > 0)
        qsort(m->parts.at, n, sizeof *m->parts.at, compare_parts);
    for (size_t f = 0; f < n; f++) {
        final[m->parts.at[f].number] = (int)f;
        w->lead[f] = m->parts.at[f].lead;
        w->family_fixed[f] = m->parts.at[f].fixed;
    }
    for (int a = 0; a < w->n_accounts; a++)
        w->family[a] = w->state[a] == OUTSIDE ? -1 : final[m->part[a]];
    return EB_OK;
}

static eb_status list_members(struct world *w)
{
    size_t n = (size_t)w->n_families;
    size_t *at = ITEMS(&w->memory, size_t, n + 1);

    w->first_member = ITEMS(&w->memory, size_t, n + 1);
    w->member = ITEMS(&w->memory, int, (size_t)w->n_accounts);
    if (at == NULL || w->first_member == NULL || w->member == NULL)
        return EB_NO_MEMORY;
    for (int a = 0; a < w->n_accounts; a++)
        if (w->family[a] >= 0)
            w->first_member[w->family[a] + 1]++;
    for (size_t f = 0; f < n; f++) {
        w->first_member[f + 1] += w->first_member[f];
        at[f] = w->first_member[f];
    }
    for (int k = 0; k < w->n_accounts; k++)
        if (w->family[w->order[k]] >= 0)
            w->member[at[w->family[w->order[k]]]++] = w->order[k];
    return EB_OK;
}

eb_status world_families(struct world *world)
{
    struct arena *memory = &world->memory;
    size_t n = (size_t)world->n_accounts;
    struct maker m = {.world = world,
                      .root = ITEMS(memory, int, n),
                      .kin = ITEMS(memory, struct kin, n),
                      .part = ITEMS(memory, int, n),
                      .part_of_rep = ITEMS(memory, int, (size_t)world->n_reps),
                      .claimed_by =
                          ITEMS(memory, int, (size_t)world->n_conflicts)};
    eb_status status = EB_OK;

    if (m.root == NULL || m.kin == NULL || m.part == NULL ||
        m.part_of_rep == NULL || m.claimed_by == NULL)
        return EB_NO_MEMORY;
    for (int r = 0; r < world->n_reps; r++)
        m.part_of_rep[r] = -1;
    for (int k = 0; k < world->n_conflicts; k++)
        m.claimed_by[k] = -1;
    TRY(find_roots(&m));
    TRY(gather(&m));
    TRY(split_all(&m));
    choose_leads(&m);
    TRY(take_families(&m));
    TRY(list_members(world));
done:
    VEC_CLEAR(&m.parts);
    return status;
}
