/* family.c - who stays together, and how locks, pins and conflict groups split
 * a family: MODEL.md section 3. */
#include "model/workings.h"

#include <stdlib.h>
#include <string.h>

/* An account on its way into a family. */
struct member {
    int root, territory; /* what it shares with its family */
    int part;            /* of the family, once that is split */
    int conflict;        /* word of its group, or -1 */
    bool is_free;
    bool leaves; /* to be a family of its own */
    int rank;    /* place in order of id */
    int account;
};

/* One part, on its way into the list of families. */
struct part {
    size_t first, n; /* into members */
    int lead_rank;
};

struct forming {
    struct compiled *c;
    size_t n_members;
    struct member *members;
    size_t n_parts;
    struct part *parts;
    struct VEC(int) reps; /* that hold members of the family at hand */
};

#define COMPARE(a, b, field)                                                  \
    if ((a)->field != (b)->field)                                             \
    return (a)->field < (b)->field ? -1 : 1

static int by_family(const void *left, const void *right)
{
    const struct member *a = left, *b = right;

    COMPARE(a, b, root);
    COMPARE(a, b, territory);
    COMPARE(a, b, rank);
    return 0;
}

static int by_conflict(const void *left, const void *right)
{
    const struct member *a = left, *b = right;

    COMPARE(a, b, part);
    COMPARE(a, b, conflict);
    COMPARE(a, b, is_free);
    COMPARE(a, b, rank);
    return 0;
}

static int by_part(const void *left, const void *right)
{
    const struct member *a = left, *b = right;

    COMPARE(a, b, part);
    COMPARE(a, b, rank);
    return 0;
}

static int by_lead(const void *left, const void *right)
{
    const struct part *a = left, *b = right;

    COMPARE(a, b, lead_rank);
    return 0;
}

/* ---- Who belongs together ----------------------------------------------- */

/* The topmost parent of each account. A chain is walked once: what it leads to
 * is written into all of it. */
static int *find_roots(const struct compiled *c)
{
    size_t n = n_accounts_of(c);
    int *root = NEW(int, n);

    if (root == NULL)
        return NULL;
    memset(root, -1, n * sizeof *root);
    for (size_t a = 0; a < n; a++) {
        int top = (int)a;

        while (root[top] < 0 && c->books->parent[top] >= 0)
            top = c->books->parent[top];
        if (root[top] >= 0)
            top = root[top];
        for (int b = (int)a; b >= 0 && root[b] < 0; b = c->books->parent[b])
            root[b] = top;
    }
    return root;
}

static struct member member_of(const struct compiled *c, const int *root,
                               int a)
{
    const struct workings *w = c->workings;
    const struct column *group = w->account.conflict_group;
    enum family_mode mode =
        w->omitted.families ? FAMILIES_OFF : c->rules->families;
    struct member m = {0};

    m.root = mode == FAMILIES_OFF ? a : root[a];
    if (mode == FAMILIES_BY_TERRITORY && w->account.territory != NULL)
        m.territory = w->account.territory->word[a];
    m.conflict = -1;
    if (group != NULL && !group->blank[a] && !w->omitted.conflicts)
        m.conflict = group->word[a];
    m.is_free = w->fixed[a] < 0;
    m.rank = w->rank[a];
    m.account = a;
    return m;
}

static eb_status list_members(struct forming *forming)
{
    const struct compiled *c = forming->c;
    int *root = find_roots(c);

    if (root == NULL)
        return EB_NO_MEMORY;
    for (size_t a = 0; a < n_accounts_of(c); a++)
        if (c->state[a] != STATE_OUTSIDE)
            forming->members[forming->n_members++] =
                member_of(c, root, (int)a);
    mem_free(root);
    qsort(forming->members, forming->n_members, sizeof *forming->members,
          by_family);
    return EB_OK;
}

/* ---- Splitting one family ----------------------------------------------- */

static eb_status list_holders(struct forming *forming,
                              const struct member *members, size_t n)
{
    const int *fixed = forming->c->workings->fixed;
    size_t kept = 0;

    forming->reps.n = 0;
    for (size_t k = 0; k < n; k++)
        if (!members[k].is_free &&
            !VEC_PUSH(&forming->reps, fixed[members[k].account]))
            return EB_NO_MEMORY;
    if (forming->reps.n > 1)
        qsort(forming->reps.at, forming->reps.n, sizeof *forming->reps.at,
              ascending_ints);
    for (size_t k = 0; k < forming->reps.n; k++)
        if (kept == 0 || forming->reps.at[kept - 1] != forming->reps.at[k])
            forming->reps.at[kept++] = forming->reps.at[k];
    forming->reps.n = kept;
    return EB_OK;
}

/* The part of the rep among those that hold members, or -1. */
static int part_of_rep(const struct forming *forming, int rep)
{
    const int *found = forming->reps.n == 0 || rep < 0
                           ? NULL
                           : bsearch(&rep, forming->reps.at, forming->reps.n,
                                     sizeof *forming->reps.at, ascending_ints);

    return found == NULL ? -1 : (int)(found - forming->reps.at);
}

/* Parts 0 .. n - 1 are those of the n reps, part n that of the rest. */
static int part_of(const struct forming *forming, const struct member *m)
{
    const struct compiled *c = forming->c;
    int n = (int)forming->reps.n;
    int rep = n == 1 ? forming->reps.at[0] : -1;

    if (!m->is_free)
        return part_of_rep(forming, c->workings->fixed[m->account]);
    if (n > 1 && c->books->owner_state[m->account] == OWNED)
        rep = c->books->owner[m->account];
    if (part_of_rep(forming, rep) < 0 ||
        hold_refuses(c, m->account, rep) != BARRIER_NONE)
        return n;
    return part_of_rep(forming, rep);
}

/* Of each conflict group in a part all but the first leave, each for itself.
 */
static void split_conflicts(struct member *members, size_t n, int n_parts)
{
    qsort(members, n, sizeof *members, by_conflict);
    for (size_t k = 1; k < n; k++)
        members[k].leaves = members[k].conflict >= 0 &&
                            members[k].conflict == members[k - 1].conflict &&
                            members[k].part == members[k - 1].part;
    for (size_t k = 0; k < n; k++)
        if (members[k].leaves)
            members[k].part = n_parts++;
}

static int lead_rank_of(const struct compiled *c, const struct member *members,
                        size_t n, int root)
{
    int rank = members[0].rank; /* members are in order of id */

    for (size_t k = 0; k < n; k++)
        if (members[k].account == root)
            rank = c->workings->rank[root];
    return rank;
}

static eb_status split_family(struct forming *forming, size_t first, size_t n)
{
    struct member *members = forming->members + first;
    int root = members[0].root;
    size_t parts = forming->n_parts;
    eb_status status;

    TRY(list_holders(forming, members, n));
    for (size_t k = 0; k < n; k++)
        members[k].part = part_of(forming, &members[k]);
    if (n > 1) {
        split_conflicts(members, n, (int)forming->reps.n + 1);
        qsort(members, n, sizeof *members, by_part);
    }
    for (size_t k = 0, end; k < n; k = end) {
        end = k + 1;
        while (end < n && members[end].part == members[k].part)
            end++;
        forming->parts[forming->n_parts++] = (struct part){
            first + k, end - k,
            lead_rank_of(forming->c, members + k, end - k, root)};
    }
    forming->c->n_split += forming->n_parts > parts + 1;
done:
    return status;
}

static eb_status split_families(struct forming *forming)
{
    const struct member *members = forming->members;
    size_t n = forming->n_members;
    eb_status status = EB_OK;

    for (size_t first = 0, end; first < n; first = end) {
        int root = members[first].root;

        end = first + 1;
        while (end < n && members[end].root == root &&
               members[end].territory == members[first].territory)
            end++;
        TRY(split_family(forming, first, end - first));
    }
done:
    return status;
}

/* ---- The result --------------------------------------------------------- */

static void note_hold(const struct compiled *c, struct family *family, int a)
{
    if (c->workings->fixed[a] < 0)
        return;
    family->fixed = c->workings->fixed[a];
    if (family->hold != HOLD_PIN)
        family->hold = c->hold[a];
}

static eb_status write_families(struct forming *forming)
{
    struct compiled *c = forming->c;
    size_t n = 0;

    c->n_families = forming->n_parts;
    c->families = NEW(struct family, forming->n_parts);
    c->members = NEW(int, forming->n_members);
    if (c->families == NULL || c->members == NULL)
        return EB_NO_MEMORY;
    qsort(forming->parts, forming->n_parts, sizeof *forming->parts, by_lead);
    for (size_t f = 0; f < forming->n_parts; f++) {
        const struct part *part = &forming->parts[f];
        struct family *family = &c->families[f];

        *family = (struct family){c->books->account_by_id[part->lead_rank],
                                  n,
                                  part->n,
                                  -1,
                                  HOLD_FREE,
                                  -1};
        for (size_t k = 0; k < part->n; k++) {
            int a = forming->members[part->first + k].account;

            c->members[n++] = a;
            c->family_of[a] = (int)f;
            note_hold(c, family, a);
        }
    }
    return EB_OK;
}

eb_status family_form(struct compiled *c)
{
    struct forming forming = {.c = c};
    size_t n = n_accounts_of(c);
    eb_status status = EB_NO_MEMORY;

    memset(c->family_of, -1, n * sizeof *c->family_of);
    forming.members = NEW(struct member, n);
    forming.parts = NEW(struct part, n);
    if (forming.members == NULL || forming.parts == NULL)
        goto done;
    TRY(list_members(&forming));
    TRY(split_families(&forming));
    TRY(write_families(&forming));
done:
    mem_free(forming.members);
    mem_free(forming.parts);
    VEC_CLEAR(&forming.reps);
    return status;
}
