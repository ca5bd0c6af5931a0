/* classes.c - families that have the same arcs and shared costs. */
#include "model/classes.h"

#include <stdlib.h>
#include <string.h>

enum { NO_LEVEL = 255 };

static const wide largest_cost = (wide)1 << 60;

eb_status classes_cost(const struct classes *classes, int family, int rep,
                       wide cost, int64_t *out)
{
    const struct books *books = classes->c->books;

    if (cost > largest_cost || cost < -largest_cost)
        return fault(
            classes->said,
            account_place(classes->c, classes->c->families[family].lead, NULL),
            "the cost of account \"%s\" at rep \"%s\" is too large "
            "to count",
            account_id(books, (size_t)classes->c->families[family].lead),
            rep_id(books, (size_t)rep));
    *out = (int64_t)cost;
    return EB_OK;
}

/* ---- Signatures --------------------------------------------------------- */

static eb_status add_fit_cells(struct classes *classes, int a)
{
    const struct rules *rules = classes->c->rules;
    const struct account_columns *columns = &classes->c->workings->account;
    eb_status status = EB_OK;

    for (size_t k = 0; k < rules->n_fit; k++)
        if (rules->fit[k].kind == FIT_MATCH)
            TRY(sequence_add_cell(&classes->scratch, rules->fit[k].account,
                                  (size_t)a));
    if (rules->territory == TERRITORY_GRADED)
        TRY(sequence_add(&classes->scratch, territory_of(classes->c, a)));
    if (fit_has_distance(classes->c)) {
        TRY(sequence_add_cell(&classes->scratch, columns->latitude,
                              (size_t)a));
        TRY(sequence_add_cell(&classes->scratch, columns->longitude,
                              (size_t)a));
    }
done:
    return status;
}

static bool likeness_matters(const struct compiled *c)
{
    return c->workings->switching && continuity_is_by_loss(c) &&
           c->rules->continuity.stickiness.similarity.units != 0;
}

static eb_status find_kind(struct classes *classes, int a)
{
    eb_status status = EB_OK;

    if (classes->kind[a] >= 0)
        return EB_OK;
    classes->scratch.n = 0;
    TRY(add_fit_cells(classes, a));
    for (int k = 0; k < N_ALIKE && likeness_matters(classes->c); k++)
        TRY(sequence_add_cell(&classes->scratch,
                              classes->c->workings->account.alike[k],
                              (size_t)a));
    classes->kind[a] = keys_add(&classes->kinds, &classes->scratch);
    if (classes->kind[a] < 0)
        status = EB_NO_MEMORY;
done:
    return status;
}

static int by_number(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* The list and the members' kinds, in any order of members. */
static eb_status sign_family(struct classes *classes, int f)
{
    const struct compiled *c = classes->c;
    const struct family *family = &c->families[f];
    int list = c->workings->eligible.of_family[f];
    bool alike = !classes->priced || list < 0;
    eb_status status = EB_OK;

    for (size_t k = 0; !alike && k < family->n; k++)
        TRY(find_kind(classes, c->members[family->first + k]));
    classes->scratch.n = 0;
    TRY(sequence_add(&classes->scratch, list));
    for (size_t k = 0; !alike && k < family->n; k++)
        TRY(sequence_add(&classes->scratch,
                         classes->kind[c->members[family->first + k]]));
    if (classes->scratch.n > 2)
        qsort(classes->scratch.at + 1, classes->scratch.n - 1,
              sizeof *classes->scratch.at, by_number);
done:
    return status;
}

/* ---- Arcs --------------------------------------------------------------- */

/* How alike the rep is to each member; compared as numbers, since equal
 * shares give equal costs. Without likeness there is but one level. */
static eb_status find_level(struct classes *classes, int f, int rep, int *tier)
{
    const struct compiled *c = classes->c;
    const struct family *family = &c->families[f];
    size_t first = classes->level_first.at[classes->level_first.n - 1];
    size_t n = likeness_matters(c) ? family->n : 0;
    size_t n_levels = classes->levels.n - first;

    classes->likeness.n = n_levels * n;
    for (size_t k = 0; k < n; k++)
        if (!VEC_PUSH(
                &classes->likeness,
                continuity_similarity(c, c->members[family->first + k], rep)))
            return EB_NO_MEMORY;
    for (size_t level = 0; level < n_levels; level++) {
        size_t k = 0;

        while (k < n && classes->likeness.at[level * n + k] ==
                            classes->likeness.at[n_levels * n + k])
            k++;
        if (k == n) {
            classes->levels.at[first + level].n++;
            *tier = (int)level;
            return EB_OK;
        }
    }
    if (n_levels >= NO_LEVEL) {
        classes->overflowed.at[classes->overflowed.n - 1] = true;
        *tier = NO_LEVEL;
        return EB_OK;
    }
    *tier = (int)n_levels;
    return VEC_PUSH(&classes->levels, ((struct level){rep, 1})) ? EB_OK
                                                                : EB_NO_MEMORY;
}

static eb_status add_arc(struct classes *classes, int f, int rep)
{
    const struct compiled *c = classes->c;
    const struct family *family = &c->families[f];
    wide sum = 0;
    int64_t cost = 0;
    int tier = NO_LEVEL;
    eb_status status = EB_OK;

    for (size_t k = 0; classes->priced && k < family->n; k++)
        sum += fit_shared(c, c->members[family->first + k], rep);
    TRY(classes_cost(classes, f, rep, sum, &cost));
    if (classes->tiered)
        TRY(find_level(classes, f, rep, &tier));
    TRY(problem_add_arc(classes->p, rep, cost, tier));
done:
    return status;
}

/* The class of fixed families has no arc: each brings its own. */
static eb_status make_class(struct classes *classes, int f)
{
    int list = classes->c->workings->eligible.of_family[f], number;
    const int64_t *reps = NULL;
    size_t n = 0;
    eb_status status = EB_OK;

    TRY(problem_add_class(classes->p, &number));
    if (!VEC_PUSH(&classes->overflowed, false))
        return EB_NO_MEMORY;
    if (list >= 0)
        reps = eligible_list(classes->c, list, &n);
    for (size_t k = 0; k < n; k++)
        TRY(add_arc(classes, f, (int)reps[k]));
    if (!VEC_PUSH(&classes->level_first, classes->levels.n))
        status = EB_NO_MEMORY;
done:
    return status;
}

/* ---- The collection ----------------------------------------------------- */

eb_status classes_find(struct classes *classes, int family, int *number)
{
    int known = classes->keys.n;
    eb_status status;

    TRY(sign_family(classes, family));
    *number = keys_add(&classes->keys, &classes->scratch);
    if (*number < 0)
        return EB_NO_MEMORY;
    if (*number == known)
        TRY(make_class(classes, family));
done:
    return status;
}

size_t classes_levels(const struct classes *classes, int number,
                      const struct level **levels)
{
    size_t first = classes->level_first.at[number];
    size_t n = classes->level_first.at[number + 1] - first;

    *levels = n == 0 ? NULL : classes->levels.at + first;
    return n;
}

int classes_level(const struct classes *classes, int number, int rep)
{
    const struct problem *p = classes->p;
    size_t low = p->class_first.at[number];
    size_t high = number + 1 < p->n_classes ? p->class_first.at[number + 1]
                                            : p->class_agent.n;
    size_t end = high;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (p->class_agent.at[middle] < rep)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == end || p->class_agent.at[low] != rep ||
        p->class_tier.at[low] == NO_LEVEL)
        return -1;
    return p->class_tier.at[low];
}

eb_status classes_open(struct classes *classes, struct compiled *c,
                       struct problem *p, bool priced, eb_messages *said)
{
    size_t n = n_accounts_of(c);

    *classes =
        (struct classes){.c = c, .p = p, .said = said, .priced = priced};
    classes->tiered =
        priced && (c->workings->switching || c->workings->n_pair_terms > 0);
    classes->kind = NEW(int, n);
    if (classes->kind == NULL || !VEC_PUSH(&classes->level_first, 0))
        return EB_NO_MEMORY;
    memset(classes->kind, -1, n * sizeof *classes->kind);
    return EB_OK;
}

void classes_close(struct classes *classes)
{
    keys_clear(&classes->kinds);
    keys_clear(&classes->keys);
    mem_free(classes->kind);
    VEC_CLEAR(&classes->scratch);
    VEC_CLEAR(&classes->levels);
    VEC_CLEAR(&classes->level_first);
    VEC_CLEAR(&classes->overflowed);
    VEC_CLEAR(&classes->likeness);
}
