/* certificate.c - walks blocks and trees, in exact integers of 128 bits.
 *
 * What families cost is counted in 1e-12 units of cost, what loads cost in
 * 1e-18, since that is what a penalty of a whole load is a multiple of before
 * it is rounded. Sizes are checked once per matrix of multipliers, so that the
 * sums need no checks. */
#include "verify/certificate.h"

#include <math.h>
#include <string.h>

enum {
    PLACES = 12,     /* of multipliers and prices */
    MOST_DEPTH = 4000 /* of a tree */
};

static const long double SAFE = 1e37L; /* far below 2^127 */

/* 1e-18 unit of cost, or +infinity. */
struct worth {
    bool infinite;
    wide units;
};

struct walker {
    const struct world *world;
    const struct problem *problem;
    const struct doc *doc;
    const struct penalty *penalty; /* [resource * n_reps + r] */
    struct arena memory;

    size_t n_rows, n_columns;
    int *row, *column; /* of a matrix: its rep, its resource */
    const struct node **matrix;
    size_t n_matrices, parsed; /* parsed: the one in lambda, or n_matrices */
    wide *lambda;              /* [resource * n_reps + r] */

    wide *mu;    /* [budget] 1e-12 unit of cost per unit */
    bool any_mu;
    wide *price; /* [f] */
    bool *has_price;
    long double size; /* of all that families cost, 1e-12 */

    int n_blocks;
    int *block_of;        /* [r] or -1 */
    size_t *first_family; /* [block] families with an arc in it */
    int *family;
    int *n_blocks_of; /* [f] */
    bool *alive;      /* [arc] left by the branches above */
    bool *may_stay_out; /* [f] */

    int block;
    int64_t *fixed, *low, *high; /* [resource * n_reps + r] */
    int *stamp;                  /* [r] */
    int stamps;
};

static eb_status bad(const struct walker *k, const struct node *node,
                     const char *what)
{
    return refuse(k->world->said, doc_place(k->doc, node), "%s", what);
}

/* A decimal of at most 12 places, written as a text or a number. */
static eb_status read_decimal(const struct walker *k, const struct node *node,
                              wide *out)
{
    if (node == NULL || node->text == NULL ||
        !decimal_read_wide(node->text, PLACES, out))
        return bad(k, node, "a decimal of at most 12 places is wanted");
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
        int r = j->text == NULL ? -1
                                : names_find(&k->world->rep_names, j->text);

        if (r < 0)
            return bad(k, j, "reps: no such rep");
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
    if (!(number >= 0 && number < (double)k->world->rules.n_limits))
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
            return bad(k, j, "resources: no such resource");
        for (size_t c = 0; c < k->n_columns; c++)
            if (k->column[c] == resource)
                return bad(k, j, "resources: the same one twice");
        k->column[k->n_columns++] = resource;
    }
    return EB_OK;
}

static eb_status list_matrices(struct walker *k, const struct node *list)
{
    size_t n = doc_length(list);
    size_t loads =
        (size_t)k->world->n_resources * (size_t)k->world->n_reps;

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

/* Refuses multipliers with which the sums might not fit. */
static eb_status check_size(const struct walker *k, const struct node *matrix)
{
    const struct world *w = k->world;
    long double size = k->size;

    for (size_t m = 0; m < (size_t)w->n_resources; m++) {
        long double most = 0.0L;

        for (size_t r = 0; r < (size_t)w->n_reps; r++) {
            wide one = k->lambda[m * (size_t)w->n_reps + r];

            if (fabsl((long double)one) > most)
                most = fabsl((long double)one);
        }
        size += most * (long double)w->spec[w->resource[m].spec].most;
    }
    if (size * 1e6L > SAFE)
        return bad(k, matrix, "the multipliers are too large");
    return EB_OK;
}

static eb_status parse_matrix(struct walker *k, const struct node *matrix)
{
    const struct world *w = k->world;
    const struct node *row = matrix->first;
    size_t n_reps = (size_t)w->n_reps;
    eb_status status = EB_OK;

    memset(k->lambda, 0,
           (size_t)w->n_resources * n_reps * sizeof *k->lambda);
    for (size_t i = 0; i < k->n_rows; i++, row = row->next) {
        const struct node *cell = row == NULL ? NULL : row->first;

        if (row == NULL || doc_length(row) != k->n_columns)
            return bad(k, matrix,
                       "multipliers: a row per rep, and in it a column per "
                       "resource, are wanted");
        for (size_t j = 0; j < k->n_columns; j++, cell = cell->next)
            TRY(read_decimal(k, cell,
                             &k->lambda[(size_t)k->column[j] * n_reps +
                                        (size_t)k->row[i]]));
    }
    if (row != NULL)
        return bad(k, row, "multipliers: more rows than reps");
    TRY(check_size(k, matrix));
done:
    return status;
}

static eb_status load_matrix(struct walker *k, const struct node *index)
{
    double number = doc_double(index);
    eb_status status;

    if (!(number >= 0 && number < (double)k->n_matrices))
        return bad(k, index, "no such multipliers");
    if (k->parsed == (size_t)number)
        return EB_OK;
    k->parsed = k->n_matrices;
    status = parse_matrix(k, k->matrix[(size_t)number]);
    if (status == EB_OK)
        k->parsed = (size_t)number;
    return status;
}

/* ---- Budgets and prices ---- */

static eb_status read_budgets(struct walker *k, const struct node *list,
                              const struct node *phase)
{
    const struct world *w = k->world;
    const struct node *item = list == NULL ? NULL : list->first;
    eb_status status = EB_OK;

    k->mu = ITEMS(&k->memory, wide, (size_t)w->n_budgets);
    if (k->mu == NULL)
        return EB_NO_MEMORY;
    if (doc_length(list) != (size_t)w->n_budgets)
        return bad(k, phase, "budget_multipliers: one per budget is wanted");
    for (int j = 0; j < w->n_budgets; j++, item = item->next) {
        int b = k->problem->order[j];
        wide *mu = &k->mu[b];

        TRY(read_decimal(k, item, mu));
        if (*mu < 0)
            return bad(k, item, "a budget's multiplier is below 0");
        if (k->problem->violation && *mu > w->budget[b].slope)
            return bad(k, item, "a budget's multiplier exceeds its slope");
        k->any_mu = k->any_mu || *mu > 0;
    }
done:
    return status;
}

/* The family that this account leads; -1 if it leads none. */
static int family_of(const struct walker *k, const struct node *lead)
{
    const struct world *w = k->world;
    const char *id = doc_string(lead);
    int a = id == NULL ? -1 : names_find(&w->account_names, id);
    int f = a < 0 ? -1 : w->family[a];

    return f >= 0 && w->lead[f] == a ? f : -1;
}

static eb_status read_prices(struct walker *k, const struct node *list)
{
    const struct world *w = k->world;
    eb_status status = EB_OK;

    k->price = ITEMS(&k->memory, wide, (size_t)w->n_families);
    k->has_price = ITEMS(&k->memory, bool, (size_t)w->n_families);
    if (k->price == NULL || k->has_price == NULL)
        return EB_NO_MEMORY;
    for (const struct node *j = list == NULL ? NULL : list->first; j != NULL;
         j = j->next) {
        int f = family_of(k, doc_get(j, "family"));

        if (f < 0)
            return bad(k, j, "prices: no such family");
        if (k->has_price[f] || k->n_blocks_of[f] < 2)
            return bad(k, j,
                       "prices: one for each family that reaches several "
                       "blocks");
        TRY(read_decimal(k, doc_get(j, "price"), &k->price[f]));
        k->has_price[f] = true;
    }
done:
    return status;
}

/* The most that costs, prices and budgets can come to. */
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
    for (int b = 0; b < w->n_budgets; b++) {
        const int64_t *amount = w->charge[w->budget[b].charge].amount;
        long double all = (long double)k->problem->budget[b];

        for (int a = 0; a < w->n_accounts; a++)
            all += (long double)amount[a];
        k->size += (long double)k->mu[b] * all;
    }
}

/* ---- Blocks ---- */

static eb_status read_block_reps(struct walker *k, const struct node *block,
                                 int number)
{
    const struct node *list = doc_get(block, "reps");

    for (const struct node *j = list == NULL ? NULL : list->first; j != NULL;
         j = j->next) {
        int r = j->text == NULL ? -1
                                : names_find(&k->world->rep_names, j->text);

        if (r < 0)
            return bad(k, j, "blocks: no such rep");
        if (k->block_of[r] >= 0)
            return bad(k, j, "blocks: the same rep twice");
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
    for (const struct node *j = list == NULL ? NULL : list->first; j != NULL;
         j = j->next)
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
        k->n_blocks_of == NULL || k->alive == NULL ||
        k->may_stay_out == NULL)
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

/* ---- A leaf ---- */

struct charged {
    const wide *mu;
    wide sum;
};

static void add_charge(void *context, int budget, int64_t amount)
{
    struct charged *charged = context;

    charged->sum += charged->mu[budget] * amount;
}

/* Coming in by this arc, 1e-12 unit of cost. */
static wide arc_worth(const struct walker *k, int f, size_t arc)
{
    const struct world *w = k->world;
    int r = w->arc_rep[arc];
    wide sum = 0;

    if (!k->problem->violation)
        sum = ((wide)w->arc_fit[arc] + w->arc_disruption[arc]) *
              ((wide)1000000 * 1000000);
    for (size_t j = w->first_load[f]; j < w->first_load[f + 1]; j++) {
        const struct load *load = &w->load[j];
        wide lambda =
            k->lambda[(size_t)load->resource * (size_t)w->n_reps + (size_t)r];

        if (lambda != 0)
            sum += lambda * load_at(w, f, load, r);
    }
    if (k->any_mu) {
        struct charged charged = {k->mu, 0};

        family_charges(w, f, r, add_charge, &charged);
        sum += charged.sum;
    }
    return sum - k->price[f];
}

static void spread_load(struct walker *k, int f, size_t arc, bool is_fixed)
{
    const struct world *w = k->world;
    int r = w->arc_rep[arc];

    for (size_t j = w->first_load[f]; j < w->first_load[f + 1]; j++) {
        const struct load *load = &w->load[j];
        size_t at =
            (size_t)load->resource * (size_t)w->n_reps + (size_t)r;
        int64_t weight = load_at(w, f, load, r);

        if (is_fixed)
            k->fixed[at] += weight;
        else if (weight < 0)
            k->low[at] += weight;
        else
            k->high[at] += weight;
    }
}

/* The family's cheapest way left in this block; its loads go to the ranges.
 * False if none is left. */
static bool place_family(struct walker *k, int f, wide *out)
{
    const struct world *w = k->world;
    bool any = k->may_stay_out[f];
    size_t n = any ? 2 : 0; /* more than one way, if it may stay out */
    wide least = 0;

    for (size_t e = w->first_arc[f]; e < w->first_arc[f + 1]; e++)
        n += k->alive[e] && k->block_of[w->arc_rep[e]] == k->block;
    for (size_t e = w->first_arc[f]; e < w->first_arc[f + 1]; e++) {
        wide worth;

        if (!k->alive[e] || k->block_of[w->arc_rep[e]] != k->block)
            continue;
        worth = arc_worth(k, f, e);
        if (!any || worth < least)
            least = worth;
        any = true;
        spread_load(k, f, e, n == 1);
    }
    *out = least;
    return any;
}

static wide floor_million(wide a)
{
    wide quotient = a / 1000000;

    return a % 1000000 < 0 ? quotient - 1 : quotient;
}

struct range {
    int64_t low, high;
    wide lambda, least;
    const struct penalty *penalty;
};

static void try_load(struct range *range, wide load)
{
    wide worth;

    if (load < range->low || load > range->high)
        return;
    worth = penalty_raw(range->penalty, (int64_t)load) -
            range->lambda * load * 1000000;
    if (worth < range->least)
        range->least = worth;
}

/* The least of penalty - lambda L over the range, 1e-18 unit of cost. It lies
 * at an end or beside a hinge. A load that can take one value is rounded as
 * it will be; else rounding may lose half a unit. */
static wide least_in(struct range *range)
{
    const wide unit = (wide)1000000000 * 1000000000;
    const struct penalty *penalty = range->penalty;

    if (range->low == range->high)
        return penalty_value(penalty, range->low) * unit -
               range->lambda * range->low * 1000000;
    range->least = penalty_raw(penalty, range->low) -
                   range->lambda * range->low * 1000000;
    try_load(range, range->high);
    for (size_t j = 0; j < penalty->n; j++) {
        const struct piece *piece = &penalty->piece[j];

        for (int next = 0; next <= 1; next++) {
            if (piece->has_up)
                try_load(range, floor_million(piece->up) + next);
            if (piece->has_down)
                try_load(range, floor_million(piece->down) + next);
        }
    }
    return penalty->n == 0 ? range->least : range->least - unit / 2;
}

/* The rep's part for one resource; false if no load is left. */
static bool load_worth(const struct walker *k, size_t at, wide *out)
{
    struct range range = {k->fixed[at] + k->low[at],
                          k->fixed[at] + k->high[at], k->lambda[at], 0,
                          &k->penalty[at]};

    if (!k->problem->violation) {
        if (k->problem->least[at] > range.low)
            range.low = k->problem->least[at];
        if (k->problem->most[at] < range.high)
            range.high = k->problem->most[at];
    }
    if (range.low > range.high)
        return false;
    *out = least_in(&range);
    return true;
}

static void clear_ranges(struct walker *k)
{
    const struct world *w = k->world;

    for (size_t m = 0; m < (size_t)w->n_resources; m++)
        for (size_t r = 0; r < (size_t)w->n_reps; r++)
            if (k->block_of[r] == k->block) {
                size_t at = m * (size_t)w->n_reps + r;

                k->fixed[at] = k->low[at] = k->high[at] = 0;
            }
}

static eb_status add_worth(const struct walker *k, const struct node *node,
                           wide more, struct worth *sum)
{
    sum->units += more;
    if (fabsl((long double)sum->units) > 10 * SAFE)
        return bad(k, node, "the bound is too large");
    return EB_OK;
}

static eb_status value_leaf(struct walker *k, const struct node *node,
                            struct worth *out)
{
    const struct world *w = k->world;
    size_t b = (size_t)k->block;
    eb_status status = EB_OK;

    *out = (struct worth){true, 0};
    TRY(load_matrix(k, doc_get(node, "multipliers")));
    clear_ranges(k);
    for (size_t j = k->first_family[b]; j < k->first_family[b + 1]; j++) {
        wide worth;

        if (!place_family(k, k->family[j], &worth))
            return EB_OK;
        TRY(add_worth(k, node, worth * 1000000, out));
    }
    for (size_t r = 0; r < (size_t)w->n_reps; r++)
        for (size_t m = 0;
             k->block_of[r] == k->block && m < (size_t)w->n_resources; m++) {
            wide worth;

            if (!load_worth(k, m * (size_t)w->n_reps + r, &worth))
                return EB_OK;
            TRY(add_worth(k, node, worth, out));
        }
    out->infinite = false;
done:
    return status;
}

/* ---- A tree ---- */

static eb_status walk(struct walker *k, const struct node *node, int depth,
                      struct worth *out);

static void take_lower(struct worth *least, const struct worth *other)
{
    if (!other->infinite &&
        (least->infinite || other->units < least->units))
        *least = *other;
}

/* Leaves alive what the branch keeps of the arcs in `before`; `missed` loses
 * them. False if nothing is left. */
static bool enter_branch(struct walker *k, int f, const bool *before,
                         bool *missed)
{
    const struct world *w = k->world;
    size_t first = w->first_arc[f], last = w->first_arc[f + 1];
    bool any = false;

    for (size_t e = first; e < last; e++) {
        bool in_block = k->block_of[w->arc_rep[e]] == k->block;
        bool kept = k->stamp[w->arc_rep[e]] == k->stamps;

        k->alive[e] = before[e - first] && in_block && kept;
        if (kept)
            missed[e - first] = false;
        any = any || k->alive[e];
    }
    return any;
}

static eb_status mark_reps(struct walker *k, const struct node *list)
{
    k->stamps++;
    for (const struct node *j = list == NULL ? NULL : list->first; j != NULL;
         j = j->next) {
        int r = j->text == NULL ? -1
                                : names_find(&k->world->rep_names, j->text);

        if (r < 0)
            return bad(k, j, "branches: no such rep");
        k->stamp[r] = k->stamps;
    }
    return EB_OK;
}

static bool is_out(const struct node *branch)
{
    const struct node *out = doc_get(branch, "out");

    return out != NULL && out->kind == DOC_BOOL && out->truth;
}

/* Whether the family has a choice in this block at all. */
static bool is_in_block(const struct walker *k, int f)
{
    const struct world *w = k->world;
    bool any = k->may_stay_out[f];

    for (size_t e = w->first_arc[f]; e < w->first_arc[f + 1]; e++)
        any = any ||
              (k->alive[e] && k->block_of[w->arc_rep[e]] == k->block);
    return any;
}

/* What a split works on: the family's arcs as they were before it, and those
 * that no branch has kept yet. */
struct split {
    int f;
    bool *before, *missed;
    bool could_stay, missed_out;
};

static eb_status walk_branch(struct walker *k, const struct node *branch,
                             int depth, struct split *split,
                             struct worth *least)
{
    struct worth worth = {true, 0};
    bool any;
    eb_status status = EB_OK;

    TRY(mark_reps(k, doc_get(branch, "reps")));
    any = enter_branch(k, split->f, split->before, split->missed);
    k->may_stay_out[split->f] = split->could_stay && is_out(branch);
    if (is_out(branch))
        split->missed_out = false;
    if (any || k->may_stay_out[split->f])
        TRY(walk(k, doc_get(branch, "node"), depth + 1, &worth));
    take_lower(least, &worth);
done:
    return status;
}

static eb_status check_cover(const struct walker *k, const struct node *node,
                             const struct split *split)
{
    const struct world *w = k->world;
    size_t first = w->first_arc[split->f];

    for (size_t e = first; e < w->first_arc[split->f + 1]; e++)
        if (split->before[e - first] && split->missed[e - first] &&
            k->block_of[w->arc_rep[e]] == k->block)
            return refuse(w->said, doc_place(k->doc, node),
                          "branches: rep \"%s\" is in none",
                          w->rep[w->arc_rep[e]]);
    if (split->missed_out)
        return bad(k, node, "branches: none has the family staying out");
    return EB_OK;
}

static eb_status walk_split(struct walker *k, const struct node *node,
                            int depth, struct worth *out)
{
    const struct world *w = k->world;
    const struct node *list = doc_get(node, "branches");
    struct split split = {.f = family_of(k, doc_get(node, "family"))};
    size_t first, n;
    eb_status status = EB_OK;

    *out = (struct worth){true, 0};
    if (split.f < 0 || !is_in_block(k, split.f))
        return bad(k, node, "tree: no such family in this block");
    first = w->first_arc[split.f];
    n = w->first_arc[split.f + 1] - first;
    split.could_stay = split.missed_out = k->may_stay_out[split.f];
    split.before = mem_copy(k->alive + first, n, sizeof(bool));
    split.missed = mem_copy(k->alive + first, n, sizeof(bool));
    if (split.before == NULL || split.missed == NULL)
        TRY(EB_NO_MEMORY);
    for (const struct node *j = list == NULL ? NULL : list->first; j != NULL;
         j = j->next)
        TRY(walk_branch(k, j, depth, &split, out));
    memcpy(k->alive + first, split.before, n * sizeof(bool));
    k->may_stay_out[split.f] = split.could_stay;
    TRY(check_cover(k, node, &split));
done:
    mem_free(split.before);
    mem_free(split.missed);
    return status;
}

static eb_status walk(struct walker *k, const struct node *node, int depth,
                      struct worth *out)
{
    if (depth > MOST_DEPTH)
        return bad(k, node, "tree: too deep");
    if (node == NULL || node->kind != DOC_OBJECT)
        return bad(k, node, "tree: a node is missing");
    if (doc_get(node, "multipliers") != NULL)
        return value_leaf(k, node, out);
    return walk_split(k, node, depth, out);
}

/* ---- The whole ---- */

static eb_status read_phase(struct walker *k, const struct node *phase)
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
    TRY(read_budgets(k, doc_get(phase, "budget_multipliers"), phase));
    TRY(read_blocks(k, phase));
    TRY(sort_families(k));
    TRY(read_prices(k, doc_get(phase, "prices")));
    measure(k);
    if (k->size * 1e6L > SAFE)
        return bad(k, phase, "prices or multipliers are too large");
done:
    return status;
}

/* Prices, less what the budgets allow. */
static eb_status add_constants(struct walker *k, const struct node *phase,
                               struct worth *sum)
{
    const wide unit = (wide)1000000000 * 1000000000;
    const struct world *w = k->world;
    eb_status status = EB_OK;

    for (int f = 0; f < w->n_families; f++)
        TRY(add_worth(k, phase, k->price[f] * 1000000, sum));
    for (int b = 0; b < w->n_budgets; b++) {
        TRY(add_worth(k, phase,
                      -k->mu[b] * k->problem->budget[b] * 1000000, sum));
        if (k->problem->violation && k->mu[b] > 0)
            TRY(add_worth(k, phase, -unit / 2, sum));
    }
done:
    return status;
}

static eb_status add_blocks(struct walker *k, const struct node *phase,
                            struct worth *sum)
{
    const struct node *block = doc_get(phase, "blocks");
    eb_status status = EB_OK;

    block = block == NULL ? NULL : block->first;
    for (k->block = 0; block != NULL; k->block++, block = block->next) {
        struct worth worth;

        TRY(walk(k, doc_get(block, "tree"), 0, &worth));
        sum->infinite = sum->infinite || worth.infinite;
        if (!worth.infinite)
            TRY(add_worth(k, block, worth.units, sum));
    }
done:
    return status;
}

eb_status certificate_bound(const struct world *world,
                            const struct problem *problem,
                            const struct doc *doc, const struct node *phase,
                            struct bound *out)
{
    const wide unit = (wide)1000000000 * 1000000000;
    struct walker k = {.world = world,
                       .problem = problem,
                       .doc = doc,
                       .penalty = problem->violation ? world->violation
                                                     : world->penalty};
    struct worth sum = {false, 0};
    eb_status status = EB_OK;

    TRY(read_phase(&k, phase));
    TRY(add_constants(&k, phase, &sum));
    TRY(add_blocks(&k, phase, &sum));
    out->infinite = sum.infinite;
    out->units = sum.units / unit + (sum.units % unit > 0);
    if (problem->violation && out->units < 0)
        out->units = 0;
done:
    arena_clear(&k.memory);
    return status;
}
