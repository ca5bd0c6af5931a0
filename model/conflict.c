/* conflict.c - conflict groups: whose accounts need different reps, and
 * whether there are reps enough to keep them apart. */
#include "model/workings.h"

#include <stdlib.h>
#include <string.h>

/* A family that has a member of the group. */
struct entry {
    int family;
    int group; /* word */
    const char *name;
    int account;
};

struct keeping {
    struct compiled *c;
    struct VEC(struct entry) entries;
    size_t *arc_first; /* of the families of one group */
    struct VEC(int) arcs;
    int *holder; /* [n_reps] which family of the group has the rep, or -1 */
    int *held;   /* [n_reps] the rep that this family of the group has */
    int *seen;   /* [n_reps] the search that reached the rep last */
    int *from;   /* [n_reps] the family that reached it */
    int *queue;  /* [n_reps] families to go on from */
};

static int by_group(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = strcmp(a->name, b->name);

    return order != 0 ? order
                      : (a->family > b->family) - (a->family < b->family);
}

static int by_family(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;

    if (a->family != b->family)
        return a->family < b->family ? -1 : 1;
    return strcmp(a->name, b->name);
}

static eb_status list_entries(struct keeping *keeping)
{
    struct compiled *c = keeping->c;
    const struct column *group = c->workings->account.conflict_group;

    for (size_t f = 0; f < c->n_families; f++)
        for (size_t k = 0; k < c->families[f].n && group != NULL; k++) {
            int a = c->members[c->families[f].first + k];
            int word = group->word[a];
            struct entry entry = {(int)f, word, c->books->words.text.at[word],
                                  a};

            if (group->blank[a] || !in_play(c, a) ||
                c->workings->omitted.conflicts)
                continue;
            if (!VEC_PUSH(&keeping->entries, entry))
                return EB_NO_MEMORY;
        }
    if (keeping->entries.n > 1)
        qsort(keeping->entries.at, keeping->entries.n,
              sizeof *keeping->entries.at, by_group);
    return EB_OK;
}

/* ---- Can a group be kept apart? ----------------------------------------- */

static eb_status list_arcs(struct keeping *keeping, const struct entry *group,
                           size_t n)
{
    struct compiled *c = keeping->c;

    keeping->arcs.n = 0;
    for (size_t k = 0; k < n; k++) {
        int f = group[k].family;

        keeping->arc_first[k] = keeping->arcs.n;
        if (!VEC_RESERVE(&keeping->arcs,
                         keeping->arcs.n + eligible_count(c, f) + 1))
            return EB_NO_MEMORY;
        keeping->arcs.n +=
            (size_t)eligible_arcs(c, f, keeping->arcs.at + keeping->arcs.n);
    }
    keeping->arc_first[n] = keeping->arcs.n;
    return EB_OK;
}

/* The family that reached the rep takes it; the rep that it had goes to the
 * family that reached that one, and so on up to the start. */
static void shift(struct keeping *keeping, int r, int start)
{
    for (;;) {
        int k = keeping->from[r], next = keeping->held[k];

        keeping->holder[r] = k;
        keeping->held[k] = r;
        if (k == start)
            return;
        r = next;
    }
}

/* One augmenting path, breadth first, for a bipartite matching of families to
 * reps. */
static bool place_family(struct keeping *keeping, int start)
{
    int head = 0, tail = 0, k = start;

    for (;;) {
        for (size_t arc = keeping->arc_first[k];
             arc < keeping->arc_first[k + 1]; arc++) {
            int r = keeping->arcs.at[arc];

            if (keeping->seen[r] == start)
                continue;
            keeping->seen[r] = start;
            keeping->from[r] = k;
            if (keeping->holder[r] < 0) {
                shift(keeping, r, start);
                return true;
            }
            keeping->queue[tail++] = keeping->holder[r];
        }
        if (head == tail)
            return false;
        k = keeping->queue[head++];
    }
}

static eb_status say_apart(const struct keeping *keeping,
                           const struct entry *group, size_t n,
                           eb_messages *said)
{
    const struct compiled *c = keeping->c;

    return fault(said,
                 account_place(c, group[0].account,
                               c->workings->account.conflict_group),
                 "conflict group \"%s\": its %zu accounts cannot all go to "
                 "different reps that may own them",
                 group[0].name, n);
}

static eb_status check_fixed(const struct keeping *keeping,
                             const struct entry *group, size_t n,
                             eb_messages *said)
{
    const struct compiled *c = keeping->c;
    eb_status status = EB_OK;

    for (size_t k = 0; k < n; k++) {
        int rep = c->families[group[k].family].fixed;

        if (rep < 0 || c->workings->fixed[group[k].account] < 0)
            continue;
        if (keeping->holder[rep] >= 0)
            TRY(fault(said,
                      account_place(c, group[k].account,
                                    c->workings->account.conflict_group),
                      "accounts \"%s\" and \"%s\" of conflict group \"%s\" "
                      "are both held at rep \"%s\"",
                      account_id(c->books, (size_t)keeping->holder[rep]),
                      account_id(c->books, (size_t)group[k].account),
                      group[k].name, rep_id(c->books, (size_t)rep)));
        keeping->holder[rep] = group[k].account;
    }
done:
    return status;
}

static void forget_holders(struct keeping *keeping)
{
    size_t bytes = keeping->c->books->n_reps * sizeof *keeping->holder;

    memset(keeping->holder, -1, bytes);
    memset(keeping->seen, -1, bytes);
}

static eb_status check_group(struct keeping *keeping,
                             const struct entry *group, size_t n,
                             eb_messages *said)
{
    eb_status status;

    forget_holders(keeping);
    TRY(check_fixed(keeping, group, n, said));
    if (n > keeping->c->books->n_reps)
        return say_apart(keeping, group, n, said);
    TRY(list_arcs(keeping, group, n));
    forget_holders(keeping);
    for (size_t k = 0; k < n; k++)
        if (!place_family(keeping, (int)k))
            return say_apart(keeping, group, n, said);
done:
    return status;
}

/* ---- The sets ----------------------------------------------------------- */

/* Sets are numbered in order of their first family; groups that one family
 * alone belongs to are none. */
static eb_status check_groups(struct keeping *keeping, eb_messages *said)
{
    struct entry *entries = keeping->entries.at;
    size_t n = keeping->entries.n, kept = 0;
    bool faulty = false;
    eb_status status;

    for (size_t first = 0, end; first < n; first = end) {
        end = first + 1;
        while (end < n && entries[end].group == entries[first].group)
            end++;
        if (end - first < 2)
            continue;
        status = check_group(keeping, entries + first, end - first, said);
        if (status == EB_NO_MEMORY)
            return status;
        faulty = faulty || status != EB_OK;
        memmove(entries + kept, entries + first,
                (end - first) * sizeof *entries);
        kept += end - first;
    }
    keeping->entries.n = kept;
    return faulty ? EB_BAD_DATA : EB_OK;
}

static eb_status number_sets(struct keeping *keeping)
{
    struct compiled *c = keeping->c;
    struct workings *w = c->workings;
    int n_sets = 0;
    int *set = NEW(int, (size_t)c->books->words.text.n);
    size_t k = 0;

    if (set == NULL)
        return EB_NO_MEMORY;
    if (keeping->entries.n > 1)
        qsort(keeping->entries.at, keeping->entries.n,
              sizeof *keeping->entries.at, by_family);
    for (size_t f = 0; f < c->n_families; f++) {
        w->conflict_first[f] = w->conflict_sets.n;
        for (;
             k < keeping->entries.n && keeping->entries.at[k].family == (int)f;
             k++) {
            int word = keeping->entries.at[k].group;

            if (set[word] == 0)
                set[word] = ++n_sets;
            if (!VEC_PUSH(&w->conflict_sets, set[word] - 1)) {
                mem_free(set);
                return EB_NO_MEMORY;
            }
        }
    }
    w->conflict_first[c->n_families] = w->conflict_sets.n;
    mem_free(set);
    return EB_OK;
}

eb_status conflict_settle(struct compiled *c, eb_messages *said)
{
    struct keeping keeping = {.c = c};
    size_t n = c->books->n_reps;
    eb_status status = EB_NO_MEMORY;

    c->workings->conflict_first = NEW(size_t, c->n_families + 1);
    keeping.holder = NEW(int, n);
    keeping.seen = NEW(int, n);
    keeping.from = NEW(int, n);
    keeping.queue = NEW(int, n);
    keeping.held = NEW(int, n);
    keeping.arc_first = NEW(size_t, n + 1);
    if (c->workings->conflict_first == NULL || keeping.holder == NULL ||
        keeping.seen == NULL || keeping.from == NULL ||
        keeping.queue == NULL || keeping.held == NULL ||
        keeping.arc_first == NULL)
        goto done;
    TRY(list_entries(&keeping));
    TRY(check_groups(&keeping, said));
    TRY(number_sets(&keeping));
done:
    VEC_CLEAR(&keeping.entries);
    VEC_CLEAR(&keeping.arcs);
    mem_free(keeping.holder);
    mem_free(keeping.seen);
    mem_free(keeping.from);
    mem_free(keeping.queue);
    mem_free(keeping.held);
    mem_free(keeping.arc_first);
    return status;
}
