/* proof.c - reads what a certificate says of one phase, all but its trees. */
#include "verify/walker.h"

#include <math.h>
#include <string.h>

enum { PLACES = 12 }; /* of multipliers and prices */

static const long double SAFE = 1e37L; /* far below 2^127 */

eb_status walker_refuse(const struct walker *k, const struct node *node,
                        const char *what)
{
    return refuse(k->world->said, doc_place(k->doc, node), "%s", what);
}

int proof_rep(const struct walker *k, const struct node *id)
{
    const char *text = doc_string(id);

    return text == NULL ? -1 : names_find(&k->world->rep_names, text);
}

int proof_family(const struct walker *k, const struct node *lead)
{
    const struct world *w = k->world;
    const char *id = doc_string(lead);
    int a = id == NULL ? -1 : names_find(&w->account_names, id);
    int f = a < 0 ? -1 : w->family[a];

    return f >= 0 && w->lead[f] == a ? f : -1;
}

/* A decimal of at most 12 places, written as a text or a number. */
static eb_status read_decimal(const struct walker *k, const struct node *node,
                              wide *out)
{
    if (node == NULL || node->text == NULL ||
        !decimal_read_wide(node->text, PLACES, out))
        return walker_refuse(k, node,
                             "a decimal of at most 12 places is wanted");
    return EB_OK;
}

/* ---- Rows, columns and multipliers ---- */

static eb_status read_rows(struct walker *k, const struct node *list)
{
    size_t n = doc_length(list);

    k->row = ITEMS(&k->memory, int, n);
    if (k->row == NULL)
        return EB_NO_MEMORY;
    for (const struct node *j = n == 0 ? NULL : list->first; j != NULL;
         j = j->next) {
        int r = proof_rep(k, j);

        if (r < 0)
            return walker_refuse(k, j, "reps: no such rep");
        k->row[k->n_rows++] = r;
    }
    return EB_OK;
}

static int resource_of_metric(const struct walker *k, const struct node *item)
{
    const struct world *w = k->world;
    const char *name = doc_string(doc_get(item, "metric"));
    const char *group = doc_string(doc_get(item, "group"));
    int metric = name == NULL ? -1 : metric_named(w, name);
    int g = group == NULL ? -1 : names_find(&w->groups, group);

    if (metric < 0 || (group != NULL && g < 0))
        return -1;
    for (int m = 0; m < w->n_resources; m++)
        if (w->resource[m].metric == metric && w->resource[m].group == g)
            return m;
    return -1;
}

static int resource_of(const struct walker *k, const struct node *item)
{
    const struct node *limit = doc_get(item, "limit");
    double number = doc_double(limit);

    if (limit == NULL)
        return resource_of_metric(k, item);
    if (!(number >= 0 && number < (double)k->world->n_limits))
        return -1;
    return k->world->limit[(size_t)number].resource;
}

static eb_status read_columns(struct walker *k, const struct node *list)
{
    size_t n = doc_length(list);

    k->column = ITEMS(&k->memory, int, n);
    if (k->column == NULL)
        return EB_NO_MEMORY;
    for (const struct node *j = n == 0 ? NULL : list->first; j != NULL;
         j = j->next) {
        int resource = resource_of(k, j);

        if (resource < 0)
            return walker_refuse(k, j, "resources: no such resource");
        for (size_t c = 0; c < k->n_columns; c++)
            if (k->column[c] == resource)
                return walker_refuse(k, j, "resources: the same one twice");
        k->column[k->n_columns++] = resource;
    }
    return EB_OK;
}

static eb_status list_matrices(struct walker *k, const struct node *list)
{
    size_t n = doc_length(list);
    size_t loads = (size_t)k->world->n_resources * (size_t)k->world->n_reps;

    k->matrix = ITEMS(&k->memory, const struct node *, n);
    k->lambda = ITEMS(&k->memory, wide, loads);
    if (k->matrix == NULL || k->lambda == NULL)
        return EB_NO_MEMORY;
    for (const struct node *j = n == 0 ? NULL : list->first; j != NULL;
         j = j->next)
        k->matrix[k->n_matrices++] = j;
    k->parsed = n;
    return EB_OK;
}

/* Refuses multipliers with which the sums might not fit: of loads times
 * multipliers one at a time in 1e-18, of all together in 1e-12. */
static eb_status check_size(const struct walker *k, const struct node *matrix)
{
    const struct world *w = k->world;
    long double size = k->size + k->mu_size;

    for (size_t m = 0; m < (size_t)w->n_resources; m++) {
        long double most = 0.0L;

        for (size_t r = 0; r < (size_t)w->n_reps; r++) {
            wide one = k->lambda[m * (size_t)w->n_reps + r];

            if (fabsl((long double)one) > most)
                most = fabsl((long double)one);
        }
        most *= (long double)w->spec[w->resource[m].spec].most;
        if (most * 1e6L > SAFE)
            return walker_refuse(k, matrix, "the multipliers are too large");
        size += most;
    }
    if (size > SAFE)
        return walker_refuse(k, matrix, "the multipliers are too large");
    return EB_OK;
}

static eb_status parse_matrix(struct walker *k, const struct node *matrix)
{
    const struct world *w = k->world;
    const struct node *row = matrix->first;
    size_t n_reps = (size_t)w->n_reps;
    eb_status status = EB_OK;

    memset(k->lambda, 0, (size_t)w->n_resources * n_reps * sizeof *k->lambda);
    for (size_t i = 0; i < k->n_rows; i++, row = row->next) {
        const struct node *cell = doc_first(row);

        if (row == NULL || doc_length(row) != k->n_columns)
            return walker_refuse(
                k, matrix,
                "multipliers: a row per rep, and in it a column per "
                "resource, are wanted");
        for (size_t j = 0; j < k->n_columns; j++, cell = cell->next)
            TRY(read_decimal(k, cell,
                             &k->lambda[(size_t)k->column[j] * n_reps +
                                        (size_t)k->row[i]]));
    }
    if (row != NULL)
        return walker_refuse(k, row, "multipliers: more rows than reps");
    TRY(check_size(k, matrix));
done:
    return status;
}

/* ---- Budgets and prices ---- */

/* The most that budgets can come to at their multipliers. */
static void measure_budgets(struct walker *k)
{
    const struct world *w = k->world;

    k->mu_size = 0;
    for (int b = 0; b < w->n_budgets; b++) {
        const int64_t *amount = w->charge[w->budget[b].charge].amount;
        long double all = (long double)k->problem->budget[b];

        for (int a = 0; a < w->n_accounts; a++)
            all += (long double)amount[a];
        k->mu_size += (long double)k->mu[b] * all;
    }
}

static eb_status take_budgets(struct walker *k, const struct node *list,
                              const struct node *place)
{
    const struct world *w = k->world;
    const struct node *item = doc_first(list);
    eb_status status = EB_OK;

    if (doc_length(list) != (size_t)w->n_budgets)
        return walker_refuse(k, place,
                             "budget_multipliers: one per budget is wanted");
    k->any_mu = false;
    for (int j = 0; item != NULL; j++, item = item->next) {
        int b = k->problem->order[j];
        wide *mu = &k->mu[b];

        TRY(read_decimal(k, item, mu));
        if (*mu < 0)
            return walker_refuse(k, item, "a budget's multiplier is below 0");
        if (k->problem->violation && *mu > w->budget[b].slope)
            return walker_refuse(k, item,
                                 "a budget's multiplier exceeds its slope");
        k->any_mu = k->any_mu || *mu > 0;
    }
    measure_budgets(k);
done:
    return status;
}

/* One list for each matrix, if each leaf has its own. */
static eb_status list_leaf_budgets(struct walker *k, const struct node *list)
{
    size_t n = 0;

    if (list == NULL)
        return EB_OK;
    if (k->n_blocks > 1)
        return walker_refuse(k, list,
                             "leaf_budget_multipliers want a single block");
    if (doc_length(list) != k->n_matrices)
        return walker_refuse(
            k, list, "leaf_budget_multipliers: one list per matrix is wanted");
    k->leaf_mu = ITEMS(&k->memory, const struct node *, k->n_matrices);
    if (k->leaf_mu == NULL)
        return EB_NO_MEMORY;
    for (const struct node *j = doc_first(list); j != NULL; j = j->next)
        k->leaf_mu[n++] = j;
    return EB_OK;
}

static eb_status read_budgets(struct walker *k, const struct node *phase)
{
    eb_status status = EB_OK;

    k->mu = ITEMS(&k->memory, wide, (size_t)k->world->n_budgets);
    if (k->mu == NULL)
        return EB_NO_MEMORY;
    TRY(take_budgets(k, doc_get(phase, "budget_multipliers"), phase));
done:
    return status;
}

static eb_status read_prices(struct walker *k, const struct node *list)
{
    const struct world *w = k->world;
    eb_status status = EB_OK;

    k->price = ITEMS(&k->memory, wide, (size_t)w->n_families);
    k->has_price = ITEMS(&k->memory, bool, (size_t)w->n_families);
    if (k->price == NULL || k->has_price == NULL)
        return EB_NO_MEMORY;
    for (const struct node *j = doc_first(list); j != NULL; j = j->next) {
        int f = proof_family(k, doc_get(j, "family"));

        if (f < 0)
            return walker_refuse(k, j, "prices: no such family");
        if (k->has_price[f] || k->n_blocks_of[f] < 2)
            return walker_refuse(
                k, j,
                "prices: one for each family that reaches several "
                "blocks");
        TRY(read_decimal(k, doc_get(j, "price"), &k->price[f]));
        k->has_price[f] = true;
    }
done:
    return status;
}

/* The most that costs and prices can come to. */
static void measure(struct walker *k)
{
    const struct world *w = k->world;

    for (int f = 0; f < w->n_families; f++) {
        long double most = 0.0L;

        for (size_t e = w->first_arc[f]; e < w->first_arc[f + 1]; e++) {
            long double cost = fabsl((long double)w->arc_fit[e]) +
                               fabsl((long double)w->arc_disruption[e]);

            if (cost > most)
                most = cost;
        }
        k->size += most * 1e12L + 2 * fabsl((long double)k->price[f]);
    }
}

/* ---- Blocks ---- */

static eb_status read_block_reps(struct walker *k, const struct node *block,
                                 int number)
{
    const struct node *list = doc_get(block, "reps");

    for (const struct node *j = doc_first(list); j != NULL; j = j->next) {
        int r = proof_rep(k, j);

        if (r < 0)
            return walker_refuse(k, j, "blocks: no such rep");
        if (k->block_of[r] >= 0)
            return walker_refuse(k, j, "blocks: the same rep twice");
        k->block_of[r] = number;
    }
    return EB_OK;
}

static eb_status read_blocks(struct walker *k, const struct node *phase)
{
    const struct world *w = k->world;
    const struct node *list = doc_get(phase, "blocks");
    eb_status status = EB_OK;

    k->block_of = ITEMS(&k->memory, int, (size_t)w->n_reps);
    if (k->block_of == NULL)
        return EB_NO_MEMORY;
    for (int r = 0; r < w->n_reps; r++)
        k->block_of[r] = -1;
    for (const struct node *j = doc_first(list); j != NULL; j = j->next)
        TRY(read_block_reps(k, j, k->n_blocks++));
    for (size_t e = 0; e < w->first_arc[w->n_families]; e++)
        if (k->block_of[w->arc_rep[e]] < 0)
            return refuse(w->said, doc_place(k->doc, list),
                          "blocks: rep \"%s\" is in none",
                          w->rep[w->arc_rep[e]]);
done:
    return status;
}

/* Each family once in every block that it reaches; `last` holds, by block, the
 * family that was there last. With `at` NULL they are only counted. */
static void list_families(struct walker *k, int *last, size_t *at)
{
    const struct world *w = k->world;

    for (int b = 0; b < k->n_blocks; b++)
        last[b] = -1;
    for (int f = 0; f < w->n_families; f++)
        for (size_t e = w->first_arc[f]; e < w->first_arc[f + 1]; e++) {
            int b = k->block_of[w->arc_rep[e]];

            if (last[b] == f)
                continue;
            last[b] = f;
            if (at != NULL) {
                k->family[at[b]++] = f;
            } else {
                k->first_family[b + 1]++;
                k->n_blocks_of[f]++;
            }
        }
}

static eb_status sort_families(struct walker *k)
{
    const struct world *w = k->world;
    struct arena *memory = &k->memory;
    size_t n = (size_t)k->n_blocks, n_arcs = w->first_arc[w->n_families];
    int *last = ITEMS(memory, int, n);
    size_t *at = ITEMS(memory, size_t, n + 1);

    k->first_family = ITEMS(memory, size_t, n + 1);
    k->n_blocks_of = ITEMS(memory, int, (size_t)w->n_families);
    k->alive = ITEMS(memory, bool, n_arcs);
    k->may_stay_out = ITEMS(memory, bool, (size_t)w->n_families);
    if (last == NULL || at == NULL || k->first_family == NULL ||
        k->n_blocks_of == NULL || k->alive == NULL || k->may_stay_out == NULL)
        return EB_NO_MEMORY;
    list_families(k, last, NULL);
    for (size_t b = 0; b < n; b++) {
        k->first_family[b + 1] += k->first_family[b];
        at[b] = k->first_family[b];
    }
    k->family = ITEMS(memory, int, k->first_family[n]);
    if (k->family == NULL)
        return EB_NO_MEMORY;
    list_families(k, last, at);
    for (size_t e = 0; e < n_arcs; e++)
        k->alive[e] = true;
    for (int f = 0; f < w->n_families; f++)
        k->may_stay_out[f] = k->n_blocks_of[f] > 1;
    return EB_OK;
}

/* ---- The phase ---- */

eb_status proof_take_matrix(struct walker *k, const struct node *index)
{
    double number = doc_double(index);
    eb_status status = EB_OK;

    if (!(number >= 0 && number < (double)k->n_matrices))
        return walker_refuse(k, index, "no such multipliers");
    if (k->parsed == (size_t)number)
        return EB_OK;
    k->parsed = k->n_matrices;
    if (k->leaf_mu != NULL)
        TRY(take_budgets(k, k->leaf_mu[(size_t)number], index));
    TRY(parse_matrix(k, k->matrix[(size_t)number]));
    TRY(cuts_take(k, (size_t)number));
    k->parsed = (size_t)number;
done:
    return status;
}

eb_status proof_read(struct walker *k, const struct node *phase)
{
    const struct world *w = k->world;
    struct arena *memory = &k->memory;
    size_t loads = (size_t)w->n_resources * (size_t)w->n_reps;
    eb_status status = EB_OK;

    k->fixed = ITEMS(memory, int64_t, loads);
    k->low = ITEMS(memory, int64_t, loads);
    k->high = ITEMS(memory, int64_t, loads);
    k->stamp = ITEMS(memory, int, (size_t)w->n_reps);
    if (k->fixed == NULL || k->low == NULL || k->high == NULL ||
        k->stamp == NULL)
        return EB_NO_MEMORY;
    TRY(read_rows(k, doc_get(phase, "reps")));
    TRY(read_columns(k, doc_get(phase, "resources")));
    TRY(list_matrices(k, doc_get(phase, "multipliers")));
    TRY(read_budgets(k, phase));
    TRY(read_blocks(k, phase));
    TRY(list_leaf_budgets(k, doc_get(phase, "leaf_budget_multipliers")));
    TRY(sort_families(k));
    TRY(cuts_read(k, phase));
    TRY(read_prices(k, doc_get(phase, "prices")));
    measure(k);
    if (k->size + k->mu_size > SAFE)
        return walker_refuse(k, phase, "prices or multipliers are too large");
done:
    return status;
}
