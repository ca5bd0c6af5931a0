/* eligible.c - the list of reps that may own each family: MODEL.md section 4.
 *
 * Leads alike in territory and in what hard fit terms look at share a list of
 * reps. What a family has of its own (a `not`, a decision, a pair, an owner
 * who stays eligible) is kept as exceptions to its list. Only where a pair
 * term has `missing: "forbidden"` does a family get a list for itself. */
#include "model/workings.h"

#include <stdlib.h>

/* ---- Lists -------------------------------------------------------------- */

struct listing {
    struct compiled *c;
    struct sequence signature, reps;
    bool needs_pairs;
};

const int64_t *eligible_list(const struct compiled *c, int list, size_t *n)
{
    const struct keys *keys = &c->workings->eligible.keys;
    size_t first = keys->first.at[list];

    *n = keys->first.at[list + 1] - first;
    return *n == 0 ? NULL : keys->cells.at + first;
}

static eb_status sign_lead(struct listing *listing, int lead)
{
    const struct compiled *c = listing->c;
    eb_status status = EB_OK;

    listing->signature.n = 0;
    TRY(sequence_add(&listing->signature,
                     barrier_by_territory(c) ? territory_of(c, lead) : -1));
    for (size_t k = 0; k < c->rules->n_fit; k++)
        if (barrier_by_match(c, k))
            TRY(sequence_add_cell(&listing->signature,
                                  c->rules->fit[k].account, (size_t)lead));
done:
    return status;
}

static eb_status list_for_lead(struct listing *listing, int lead)
{
    const struct compiled *c = listing->c;
    int code = barrier_by_territory(c) ? territory_of(c, lead) : -1;

    listing->reps.n = 0;
    for (int r = 0; r < (int)c->books->n_reps; r++)
        if (c->share[r].capacity > 0 &&
            (code < 0 || barrier_covers(c, r, code)) &&
            barrier_fits(c, lead, r) &&
            sequence_add(&listing->reps, r) != EB_OK)
            return EB_NO_MEMORY;
    return EB_OK;
}

static eb_status intern_list(struct listing *listing, int *list)
{
    *list = keys_add(&listing->c->workings->eligible.keys, &listing->reps);
    return *list < 0 ? EB_NO_MEMORY : EB_OK;
}

static eb_status shared_list(struct listing *listing, int lead, int *list)
{
    eb_status status;
    struct eligible_lists *lists = &listing->c->workings->eligible;
    int known = lists->leads.n, key;

    TRY(sign_lead(listing, lead));
    key = keys_add(&lists->leads, &listing->signature);
    if (key < 0)
        return EB_NO_MEMORY;
    if (key == known) {
        TRY(list_for_lead(listing, lead));
        TRY(intern_list(listing, list));
        if (!VEC_PUSH(&lists->list_of, *list))
            status = EB_NO_MEMORY;
    } else {
        *list = lists->list_of.at[key];
    }
done:
    return status;
}

static bool list_has(const struct compiled *c, int list, int rep)
{
    size_t low = 0, high, n;
    const int64_t *reps = eligible_list(c, list, &n);

    high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (reps[middle] < rep)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && reps[low] == rep;
}

/* Those of the list that every member has a row for; only reps that the first
 * member has a row for can be. */
static eb_status narrow_list(struct listing *listing,
                             const struct family *family, int *list)
{
    const struct compiled *c = listing->c;
    int a = c->members[family->first];

    listing->reps.n = 0;
    for (size_t k = c->books->pair_first[a]; k < c->books->pair_first[a + 1];
         k++) {
        int rep = c->books->pairs[k].rep;

        if (list_has(c, *list, rep) && barrier_has_pairs(c, family, rep) &&
            sequence_add(&listing->reps, rep) != EB_OK)
            return EB_NO_MEMORY;
    }
    return intern_list(listing, list);
}

/* ---- Exceptions --------------------------------------------------------- */

static int by_rep(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* Every rep that a member's own cells may forbid or admit. */
static eb_status list_peculiar(struct listing *listing, int a)
{
    const struct books *books = listing->c->books;
    const struct workings *w = listing->c->workings;
    struct sequence *reps = &listing->reps;
    eb_status status = EB_OK;

    for (int k = books->not_first[a]; k < books->not_first[a + 1]; k++)
        TRY(sequence_add(reps, books->not_rep[k]));
    for (size_t d = w->decision_first[a]; d < w->decision_first[a + 1]; d++)
        if (books->decisions[d].rep >= 0)
            TRY(sequence_add(reps, books->decisions[d].rep));
    for (size_t k = books->pair_first[a]; k < books->pair_first[a + 1]; k++)
        if (books->pairs[k].forbidden)
            TRY(sequence_add(reps, books->pairs[k].rep));
    if (listing->c->rules->keep_current && books->owner[a] >= 0)
        TRY(sequence_add(reps, books->owner[a]));
done:
    return status;
}

static eb_status add_exceptions(struct listing *listing, int f)
{
    struct compiled *c = listing->c;
    const struct family *family = &c->families[f];
    struct eligible_lists *lists = &c->workings->eligible;
    struct sequence *reps = &listing->reps;
    eb_status status = EB_OK;

    reps->n = 0;
    for (size_t k = 0; k < family->n; k++)
        TRY(list_peculiar(listing, c->members[family->first + k]));
    if (reps->n > 1)
        qsort(reps->at, reps->n, sizeof *reps->at, by_rep);
    for (size_t k = 0; k < reps->n; k++) {
        int rep = (int)reps->at[k];
        bool allowed;

        if (k > 0 && reps->at[k - 1] == rep)
            continue;
        allowed = barrier_of(c, f, rep) == BARRIER_NONE;
        if (allowed != list_has(c, lists->of_family[f], rep) &&
            !VEC_PUSH(&lists->exceptions, ((struct exception){rep, allowed})))
            return EB_NO_MEMORY;
    }
done:
    return status;
}

static eb_status find_for_family(struct listing *listing, int f)
{
    struct compiled *c = listing->c;
    const struct family *family = &c->families[f];
    struct eligible_lists *lists = &c->workings->eligible;
    eb_status status = EB_OK;

    lists->first[f] = lists->exceptions.n;
    lists->of_family[f] = -1;
    if (family->fixed >= 0)
        return EB_OK;
    TRY(shared_list(listing, family->lead, &lists->of_family[f]));
    if (listing->needs_pairs)
        TRY(narrow_list(listing, family, &lists->of_family[f]));
    TRY(add_exceptions(listing, f));
done:
    return status;
}

/* ---- Warnings ----------------------------------------------------------- */

static eb_status warn_of_reps_nowhere(const struct compiled *c,
                                      eb_messages *said)
{
    const struct column *column = c->workings->rep.territories;
    const int *codes = NULL;
    int n = 0, first = -1;

    if (!barrier_by_territory(c))
        return EB_OK;
    for (int r = 0; r < (int)c->books->n_reps; r++)
        if (c->share[r].capacity > 0 && territories_of(c, r, &codes) == 0) {
            first = first < 0 ? r : first;
            n++;
        }
    if (n == 0)
        return EB_OK;
    return warn(
        said,
        column == NULL ? (struct place){c->books->reps->table->file, 0, 0}
                       : frame_place(c->books->reps,
                                     (size_t)c->books->rep_row[first], column),
        "%d rep%s no territory (first \"%s\") and may only own "
        "accounts that have none either",
        n, n == 1 ? " has" : "s have", rep_id(c->books, (size_t)first));
}

/* ---- All of it ---------------------------------------------------------- */

static size_t find_exception(const struct compiled *c, int family, int rep)
{
    const struct eligible_lists *lists = &c->workings->eligible;
    size_t low = lists->first[family], high = lists->first[family + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (lists->exceptions.at[middle].rep < rep)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool eligible_has(const struct compiled *c, int family, int rep)
{
    const struct eligible_lists *lists = &c->workings->eligible;
    size_t k;

    if (lists->of_family[family] < 0)
        return c->families[family].fixed == rep;
    k = find_exception(c, family, rep);
    if (k < lists->first[family + 1] && lists->exceptions.at[k].rep == rep)
        return lists->exceptions.at[k].allowed;
    return list_has(c, lists->of_family[family], rep);
}

bool eligible_listed(const struct compiled *c, int family, int rep)
{
    int list = c->workings->eligible.of_family[family];

    return list >= 0 && list_has(c, list, rep);
}

size_t eligible_count(const struct compiled *c, int family)
{
    const struct eligible_lists *lists = &c->workings->eligible;
    size_t n = 1;

    if (lists->of_family[family] < 0)
        return n;
    eligible_list(c, lists->of_family[family], &n);
    for (size_t k = lists->first[family]; k < lists->first[family + 1]; k++)
        n = lists->exceptions.at[k].allowed ? n + 1 : n - 1;
    return n;
}

int eligible_arcs(const struct compiled *c, int family, int *reps)
{
    const struct eligible_lists *lists = &c->workings->eligible;
    size_t k = lists->first[family], end = lists->first[family + 1];
    size_t j = 0, n_list;
    const int64_t *list;
    int n = 0;

    if (lists->of_family[family] < 0) {
        reps[0] = c->families[family].fixed;
        return 1;
    }
    list = eligible_list(c, lists->of_family[family], &n_list);
    while (j < n_list || k < end) {
        const struct exception *own =
            k < end ? &lists->exceptions.at[k] : NULL;

        if (own == NULL || (j < n_list && list[j] < own->rep)) {
            reps[n++] = (int)list[j++];
            continue;
        }
        j += j < n_list && list[j] == own->rep;
        if (own->allowed)
            reps[n++] = own->rep;
        k++;
    }
    return n;
}

eb_status eligible_find(struct compiled *c, eb_messages *said)
{
    struct listing listing = {.c = c};
    struct eligible_lists *lists = &c->workings->eligible;
    eb_status status = EB_NO_MEMORY;

    lists->of_family = NEW(int, c->n_families);
    lists->first = NEW(size_t, c->n_families + 1);
    if (lists->of_family == NULL || lists->first == NULL)
        goto done;
    for (size_t k = 0; k < c->rules->n_fit; k++)
        listing.needs_pairs = listing.needs_pairs || barrier_by_pair(c, k);
    for (size_t f = 0; f < c->n_families; f++)
        TRY(find_for_family(&listing, (int)f));
    lists->first[c->n_families] = lists->exceptions.n;
    TRY(warn_of_reps_nowhere(c, said));
done:
    VEC_CLEAR(&listing.signature);
    VEC_CLEAR(&listing.reps);
    return status;
}

eb_status eligible_find_next(struct compiled *c)
{
    struct listing listing = {.c = c};
    struct eligible_lists *lists = &c->workings->eligible;
    size_t f = c->n_families;
    eb_status status;

    lists->exceptions.n = lists->first[f];
    status = find_for_family(&listing, (int)f);
    lists->first[f + 1] = lists->exceptions.n;
    VEC_CLEAR(&listing.signature);
    VEC_CLEAR(&listing.reps);
    return status;
}
