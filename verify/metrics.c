/* metrics.c - what is weighed, the fair share of each rep, and the unfairness
 * of missing it (MODEL.md sections 5 and 6). */
#include "verify/world.h"

#include "verify/where.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_TOTAL ((int64_t)1 << 53)

/* ---- Specs ---- */

int metric_named(const struct world *w, const char *name)
{
    for (size_t m = 0; m < w->rules.n_metrics; m++)
        if (strcmp(w->rules.metric[m].name, name) == 0)
            return (int)m;
    return -1;
}

static int column_of(const struct world *w, const struct spec *spec)
{
    return spec->column == NULL ? -1 : sheet_any(&w->accounts, spec->column);
}

static bool is_same(const struct world *w, const struct spec *a,
                    const struct spec *b)
{
    if ((a->column == NULL) != (b->column == NULL) ||
        a->negative != b->negative || column_of(w, a) != column_of(w, b) ||
        a->by_pair != b->by_pair)
        return false;
    return doc_equal(a->where[0], b->where[0]) &&
           doc_equal(a->where[1], b->where[1]);
}

static int64_t clip(const struct spec *spec, int64_t weight)
{
    return spec->negative == NEGATIVE_ZERO && weight < 0 ? 0 : weight;
}

static eb_status too_large(const struct world *w)
{
    return fail(EB_BAD_DATA, w->said, "the total of a column is too large");
}

/* The account's largest listed workload, 0 if none is. */
static struct decimal largest_listed(const struct world *w, int a)
{
    struct decimal most = {0, 0};
    bool any = false;

    for (size_t k = w->first_pair[a]; k < w->first_pair[a + 1]; k++) {
        size_t row = w->pair[k].row;

        if (!w->pair_workload.filled[row])
            continue;
        if (!any || decimal_order(w->pair_workload.at[row], most) > 0)
            most = w->pair_workload.at[row];
        any = true;
    }
    return most;
}

/* The largest absolute weight that the account has at any rep. */
static int64_t most_of(const struct world *w, const struct spec *spec, int a)
{
    int64_t most = llabs(spec->weight[a]), weight;

    if (spec->by_pair)
        for (size_t k = w->first_pair[a]; k < w->first_pair[a + 1]; k++)
            if (w->pair_workload.filled[w->pair[k].row] &&
                decimal_scale(w->pair_workload.at[w->pair[k].row], spec->scale,
                              &weight) &&
                llabs(clip(spec, weight)) > most)
                most = llabs(clip(spec, weight));
    return most;
}

static eb_status weigh(struct world *w, struct spec *spec, int column)
{
    struct numbers numbers;
    size_t n = (size_t)w->n_accounts;
    eb_status status = EB_OK;

    TRY(read_numbers(&w->accounts, column, &numbers, w->said));
    if (spec->column != NULL)
        spec->scale = numbers.scale;
    if (spec->by_pair && w->pair_workload.scale > spec->scale)
        spec->scale = w->pair_workload.scale;
    for (size_t a = 0; a < n; a++) {
        struct decimal cell = numbers.at[a];

        spec->counts[a] = is_in_play(w, (int)a) &&
                          where_matches(&w->accounts, spec->where[0], a) &&
                          where_matches(&w->accounts, spec->where[1], a);
        if (!spec->counts[a])
            continue;
        if (spec->column == NULL)
            cell = (struct decimal){1, 0};
        else if (spec->by_pair && !numbers.there)
            cell = largest_listed(w, (int)a);
        if (!decimal_scale(cell, spec->scale, &spec->weight[a]))
            return too_large(w);
        spec->weight[a] = clip(spec, spec->weight[a]);
        if (most_of(w, spec, (int)a) > MOST_TOTAL)
            return too_large(w);
        spec->most += most_of(w, spec, (int)a);
        spec->total += spec->weight[a];
        if (spec->most > MOST_TOTAL)
            return too_large(w);
    }
done:
    return status;
}

static eb_status check_column(const struct world *w, const struct spec *spec)
{
    if (spec->column == NULL || spec->by_pair || column_of(w, spec) >= 0)
        return EB_OK;
    return fail(EB_BAD_DATA, w->said, "no column feeds the metric \"%s\"",
                spec->column);
}

static const struct node *some(const struct node *where)
{
    return doc_length(where) == 0 ? NULL : where;
}

/* The number of an equal spec, or of a new one. */
static eb_status keep_spec(struct world *w, struct spec spec, int *out)
{
    size_t n = (size_t)w->n_accounts;
    eb_status status = EB_OK;

    if (spec.where[0] == NULL) {
        spec.where[0] = spec.where[1];
        spec.where[1] = NULL;
    }
    spec.by_pair =
        spec.column != NULL && w->pair_workload.there &&
        (strcmp(spec.column, "workload") == 0 ||
         (column_of(w, &spec) >= 0 &&
          column_of(w, &spec) == sheet_find(&w->accounts, "workload")));
    TRY(check_column(w, &spec));
    for (*out = 0; *out < w->n_specs; ++*out)
        if (is_same(w, &w->spec[*out], &spec))
            return EB_OK;
    spec.counts = ITEMS(&w->memory, bool, n);
    spec.weight = ITEMS(&w->memory, int64_t, n);
    if (spec.counts == NULL || spec.weight == NULL)
        return EB_NO_MEMORY;
    TRY(weigh(w, &spec, column_of(w, &spec)));
    w->spec[w->n_specs++] = spec;
done:
    return status;
}

eb_status add_spec(struct world *w, const char *name, const struct node *where,
                   int *out)
{
    int m = metric_named(w, name);
    struct spec spec = {.column = name, .negative = NEGATIVE_REFUSE};

    if (strcmp(name, "accounts") == 0)
        spec.column = NULL;
    if (m >= 0) {
        spec.column = w->rules.metric[m].column;
        spec.negative = w->rules.metric[m].negative;
        spec.where[0] = some(w->rules.metric[m].where);
    }
    spec.where[1] = some(where);
    return keep_spec(w, spec, out);
}

int64_t account_weight(const struct world *w, int s, int a, int r)
{
    const struct spec *spec = &w->spec[s];
    const struct pair *pair;
    int64_t weight;

    if (!spec->counts[a])
        return 0;
    if (!spec->by_pair || r < 0)
        return spec->weight[a];
    pair = find_pair(w, a, r);
    if (pair == NULL || !w->pair_workload.filled[pair->row] ||
        !decimal_scale(w->pair_workload.at[pair->row], spec->scale, &weight))
        return spec->weight[a];
    return clip(spec, weight);
}

int64_t resource_weight(const struct world *w, int k, int a, int r)
{
    const struct resource *resource = &w->resource[k];

    if (resource->group >= 0 && w->group[a] != resource->group)
        return 0;
    return account_weight(w, resource->spec, a, r);
}

/* ---- Groups ---- */

struct named_group {
    const char *name;
    int group;
};

static int compare_groups(const void *a, const void *b)
{
    const struct named_group *x = a, *y = b;

    return strcmp(x->name, y->name);
}

static eb_status read_groups(struct world *w)
{
    const char *within = w->rules.balance_within;
    int column = within == NULL ? -1 : sheet_any(&w->accounts, within);
    size_t n = (size_t)w->n_accounts;

    w->group = ITEMS(&w->memory, int, n);
    if (w->group == NULL)
        return EB_NO_MEMORY;
    if (within != NULL && column < 0)
        return fail(EB_BAD_DATA, w->said,
                    "balance_within: accounts have no column \"%s\"", within);
    for (size_t a = 0; a < n; a++) {
        const char *cell = sheet_cell(&w->accounts, a, column);

        w->group[a] = names_add(&w->groups, cell);
        if (w->group[a] < 0)
            return EB_NO_MEMORY;
    }
    return EB_OK;
}

static eb_status order_groups(struct world *w)
{
    size_t n = w->groups.text.n;
    struct named_group *list = ITEMS(&w->memory, struct named_group, n);

    w->n_groups = (int)n;
    w->group_order = ITEMS(&w->memory, int, n);
    if (list == NULL || w->group_order == NULL)
        return EB_NO_MEMORY;
    for (size_t g = 0; g < n; g++)
        list[g] = (struct named_group){w->groups.text.at[g], (int)g};
    if (n > 0)
        qsort(list, n, sizeof *list, compare_groups);
    for (size_t g = 0; g < n; g++)
        w->group_order[g] = list[g].group;
    return EB_OK;
}

/* The reps' column of the groups: of that name with an s behind it, or ies for
 * its y, or of that name itself. */
static int served_column(const struct world *w)
{
    const char *within = w->rules.balance_within;
    char plural[256];
    int column, length;

    if (within == NULL)
        return -1;
    length = (int)strlen(within);
    snprintf(plural, sizeof plural, "%ss", within);
    column = sheet_any(&w->reps, plural);
    if (column < 0 && length > 0 && within[length - 1] == 'y') {
        snprintf(plural, sizeof plural, "%.*sies", length - 1, within);
        column = sheet_any(&w->reps, plural);
    }
    return column >= 0 ? column : sheet_any(&w->reps, within);
}

/* A territory is served with all that lies in it. */
static void serve_below(const struct world *w, bool *served)
{
    for (size_t g = 0; g < (size_t)w->n_groups; g++) {
        int code = names_find(&w->codes, w->groups.text.at[g]);

        for (size_t r = 0; r < (size_t)w->n_reps && code >= 0; r++)
            if (w->covered[(size_t)code * (size_t)w->n_reps + r])
                served[r * (size_t)w->n_groups + g] = true;
    }
}

/* served[r * n_groups + g] */
static eb_status read_served(struct world *w, bool **out)
{
    int column = served_column(w);
    struct lists listed;
    size_t n_groups;
    bool *served;
    eb_status status = EB_OK;

    TRY(read_lists(&w->reps, column, &w->groups, &listed));
    TRY(order_groups(w));
    n_groups = (size_t)w->n_groups;
    served = ITEMS(&w->memory, bool, (size_t)w->n_reps *n_groups);
    if (served == NULL)
        return EB_NO_MEMORY;
    for (size_t r = 0; r < (size_t)w->n_reps && column >= 0; r++) {
        size_t row = w->rep_row[r];

        for (size_t k = listed.first[row]; k < listed.first[row + 1]; k++)
            served[r * n_groups + (size_t)listed.word[k]] = true;
    }
    if (column >= 0 && column == sheet_find(&w->reps, "territories") &&
        strcmp(w->rules.balance_within, "territory") == 0)
        serve_below(w, served);
    for (int f = 0; f < w->n_families && column < 0; f++)
        for (size_t k = w->first_arc[f]; k < w->first_arc[f + 1]; k++)
            for (size_t j = w->first_member[f]; j < w->first_member[f + 1];
                 j++)
                served[(size_t)w->arc_rep[k] * n_groups +
                       (size_t)w->group[w->member[j]]] = true;
    *out = served;
done:
    return status;
}

/* ---- Targets ---- */

/* Of one metric: tot[g], sum[r] (S_r) and target[g * n_reps + r]. */
struct targets {
    wide *tot, *sum, *target;
    int n; /* R */
};

static void set_group_targets(const struct world *w, const bool *served,
                              struct targets *t, size_t g)
{
    size_t n_reps = (size_t)w->n_reps, n_groups = (size_t)w->n_groups;
    long double tot = (long double)t->tot[g], all = 0.0L;

    for (int pass = 0; pass < 2; pass++)
        for (size_t r = 0; r < n_reps; r++) {
            long double u;

            if (!served[r * n_groups + g] || !(w->capacity[r] > 0.0L) ||
                t->sum[r] <= 0)
                continue;
            u = w->capacity[r] * tot / (long double)t->sum[r];
            if (pass == 0)
                all += u;
            else
                t->target[g * n_reps + r] = (wide)roundl(tot * u / all * 1e6L);
        }
}

static void set_targets(const struct world *w, const bool *served, int m,
                        struct targets *t)
{
    const struct spec *spec = &w->spec[w->metric_spec[m]];
    size_t n_reps = (size_t)w->n_reps, n_groups = (size_t)w->n_groups;

    memset(t->tot, 0, n_groups * sizeof *t->tot);
    memset(t->sum, 0, n_reps * sizeof *t->sum);
    memset(t->target, 0, n_groups * n_reps * sizeof *t->target);
    t->n = 0;
    for (int a = 0; a < w->n_accounts; a++)
        t->tot[w->group[a]] += spec->weight[a];
    for (size_t g = 0; g < n_groups; g++)
        for (size_t r = 0; r < n_reps; r++)
            if (t->tot[g] > 0 && served[r * n_groups + g])
                t->sum[r] += t->tot[g];
    for (size_t g = 0; g < n_groups; g++)
        if (t->tot[g] > 0)
            set_group_targets(w, served, t, g);
    for (size_t k = 0; k < n_groups * n_reps; k++)
        t->n += t->target[k] > 0;
}

/* ---- Penalties ---- */

static wide floor_of(wide a, wide by)
{
    wide quotient = a / by;

    return a % by < 0 ? quotient - 1 : quotient;
}

void band_range_of(wide target, wide apart, wide unit, wide *least, wide *most)
{
    const wide million = 1000000;

    *least = floor_of(target * (unit - apart), unit * million);
    *most = -floor_of(-(target * (unit + apart)), unit * million);
}

/* Breakpoint k around the target, the band widened to whole loads. */
static struct piece make_piece(const struct metric_rule *metric, size_t k,
                               wide target, wide n_targets)
{
    const wide million = 1000000;
    const struct breakpoint *at = &metric->breakpoint[k];
    struct piece piece = {0, true, true, target, target};
    long double below = (long double)(n_targets * target);

    piece.step = (wide)roundl(metric->weight * at->slope * 1e29L / below);
    if (k > 0) {
        piece.step -=
            (wide)roundl(metric->weight * at[-1].slope * 1e29L / below);
        band_range_of(target, at->b, million, &piece.down, &piece.up);
        piece.down *= million;
        piece.up *= million;
    }
    return piece;
}

static eb_status make_penalty(struct world *w, int m, wide target, int n,
                              struct penalty *penalty)
{
    const struct metric_rule *metric = &w->rules.metric[m];

    penalty->n = metric->n_breakpoints;
    penalty->piece = ITEMS(&w->memory, struct piece, penalty->n);
    if (penalty->piece == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < penalty->n; k++)
        penalty->piece[k] = make_piece(metric, k, target, n);
    return penalty_check(w, penalty, w->spec[w->metric_spec[m]].most);
}

static eb_status add_resources(struct world *w, int m, const struct targets *t)
{
    size_t n_reps = (size_t)w->n_reps;
    bool is_priced = !rules_are_gentle(&w->rules);
    eb_status status = EB_OK;

    for (int k = 0; k < w->n_groups; k++) {
        size_t g = (size_t)w->group_order[k];
        size_t first = (size_t)w->n_resources * n_reps;
        bool any = false;

        for (size_t r = 0; r < n_reps; r++)
            any = any || t->target[g * n_reps + r] > 0;
        if (!any)
            continue;
        w->resource[w->n_resources++] = (struct resource){
            w->metric_spec[m], w->rules.balance_within == NULL ? -1 : (int)g,
            m, -1};
        for (size_t r = 0; r < n_reps; r++) {
            wide target = t->target[g * n_reps + r];

            w->target[first + r] = target;
            if (target > 0 && is_priced)
                TRY(make_penalty(w, m, target, t->n, &w->penalty[first + r]));
        }
    }
done:
    return status;
}

/* Room for every metric in every group, and every limit. */
static eb_status make_room(struct world *w, struct targets *t)
{
    struct arena *memory = &w->memory;
    size_t n_reps = (size_t)w->n_reps, n_groups = (size_t)w->n_groups;
    size_t n = 2 * w->rules.n_metrics * n_groups + w->rules.n_limits;

    w->resource = ITEMS(memory, struct resource, n);
    w->target = ITEMS(memory, wide, n * n_reps);
    w->penalty = ITEMS(memory, struct penalty, n * n_reps);
    w->violation = ITEMS(memory, struct penalty, n * n_reps);
    t->tot = ITEMS(memory, wide, n_groups);
    t->sum = ITEMS(memory, wide, n_reps);
    t->target = ITEMS(memory, wide, n_groups * n_reps);
    if (w->resource == NULL || w->target == NULL || w->penalty == NULL ||
        w->violation == NULL || t->tot == NULL || t->sum == NULL ||
        t->target == NULL)
        return EB_NO_MEMORY;
    return EB_OK;
}

static eb_status add_metric_specs(struct world *w)
{
    const struct rules *rules = &w->rules;
    eb_status status = EB_OK;

    w->spec = ITEMS(&w->memory, struct spec,
                    rules->n_metrics + rules->n_limits + rules->n_budgets + 1);
    w->metric_spec = ITEMS(&w->memory, int, rules->n_metrics);
    if (w->spec == NULL || w->metric_spec == NULL)
        return EB_NO_MEMORY;
    for (size_t m = 0; m < rules->n_metrics; m++)
        TRY(add_spec(w, rules->metric[m].name, NULL, &w->metric_spec[m]));
done:
    return status;
}

eb_status world_metrics(struct world *world)
{
    struct targets targets;
    bool *served;
    eb_status status = EB_OK;

    TRY(read_groups(world));
    TRY(read_served(world, &served));
    TRY(make_room(world, &targets));
    TRY(add_metric_specs(world));
    for (size_t m = 0; m < world->rules.n_metrics; m++) {
        if (!(world->rules.metric[m].weight > 0.0L))
            continue;
        set_targets(world, served, (int)m, &targets);
        TRY(add_resources(world, (int)m, &targets));
    }
done:
    return status;
}
