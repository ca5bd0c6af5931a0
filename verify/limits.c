/* limits.c - limits on loads, budgets of moves, what exceeding them costs, and
 * what each family weighs in all of it (MODEL.md sections 9 and 10). */
#include "verify/world.h"

#include <math.h>
#include <string.h>

/* ---- Limits ---- */

/* The greatest whole load within, or the least; a text names a column of the
 * reps. False if nothing limits the rep. */
static eb_status read_bound(const struct world *w, const struct node *node,
                            int r, int scale, bool up, int64_t *out)
{
    struct decimal number;
    size_t row = w->rep_row[r];
    bool fits;

    *out = up ? NO_MOST : NO_LEAST;
    if (node == NULL || !(w->capacity[r] > 0.0L))
        return EB_OK;
    if (node->kind == DOC_STRING) {
        int column = sheet_any(&w->reps, node->text);
        enum reading got;

        if (column < 0)
            return fail(EB_BAD_DATA, w->said,
                        "limits: reps have no column \"%s\"", node->text);
        got = sheet_number(&w->reps, row, column, &number);
        if (got == READ_BLANK)
            return EB_OK;
        if (got == READ_NOT)
            return fault(w->said, sheet_place(&w->reps, row, column),
                         "%s is not a number", node->text);
    } else if (node->kind != DOC_NUMBER ||
               number_read(node->text, NUMBER_POINT, &number) != NUMBER_OK) {
        return fail(EB_BAD_DATA, w->said, "limits: a number is wanted");
    }
    fits = up ? decimal_floor(number, scale, out)
              : decimal_ceil(number, scale, out);
    return fits ? EB_OK
                : fail(EB_BAD_DATA, w->said, "limits: a number is too large");
}

/* That of an earlier resource which weighs the same without groups, or new. */
static int resource_of(struct world *w, int spec)
{
    for (int k = 0; k < w->n_resources; k++)
        if (w->resource[k].spec == spec && w->resource[k].group < 0)
            return k;
    w->resource[w->n_resources] = (struct resource){spec, -1, -1, -1};
    return w->n_resources++;
}

static eb_status read_limit(struct world *w, const struct limit_rule *rule,
                            struct limit *limit)
{
    size_t n = (size_t)w->n_reps;
    eb_status status = EB_OK;

    limit->band_of = -1;
    TRY(add_spec(w, rule->metric, rule->where, &limit->spec));
    limit->resource = resource_of(w, limit->spec);
    limit->least = ITEMS(&w->memory, int64_t, n);
    limit->most = ITEMS(&w->memory, int64_t, n);
    if (limit->least == NULL || limit->most == NULL)
        return EB_NO_MEMORY;
    for (int r = 0; r < w->n_reps; r++) {
        int scale = w->spec[limit->spec].scale;

        TRY(read_bound(w, rule->min, r, scale, false, &limit->least[r]));
        TRY(read_bound(w, rule->max, r, scale, true, &limit->most[r]));
    }
done:
    return status;
}

/* ---- What breaking a limit costs ---- */

/* The rep's targets of the limit's metric, over all groups; 0 if the limit has
 * a `where` of its own. */
static wide target_of(const struct world *w, const struct limit_rule *rule,
                      size_t r)
{
    int metric = metric_named(w, rule->metric);
    wide sum = 0;

    if (doc_length(rule->where) > 0 || metric < 0)
        return 0;
    for (size_t k = 0; k < (size_t)w->n_resources; k++)
        if (w->resource[k].metric == metric)
            sum += w->target[k * (size_t)w->n_reps + r];
    return sum;
}

static wide mean_load(const struct world *w, const struct limit *limit)
{
    int n = 0;

    for (int r = 0; r < w->n_reps; r++)
        n += w->capacity[r] > 0.0L;
    if (n == 0)
        return 0;
    return (wide)roundl(1e6L * (long double)w->spec[limit->spec].total /
                        (long double)n);
}

static wide larger(wide a, wide b)
{
    return a > b ? a : b;
}

static eb_status price_limit(struct world *w, const struct limit_rule *rule,
                             const struct limit *limit)
{
    wide mean = mean_load(w, limit);
    eb_status status = EB_OK;

    for (size_t r = 0; r < (size_t)w->n_reps; r++) {
        struct penalty *penalty =
            &w->violation[(size_t)limit->resource * (size_t)w->n_reps + r];
        bool least = limit->least[r] != NO_LEAST;
        bool most = limit->most[r] != NO_MOST;
        wide below = larger(larger(target_of(w, rule, r), mean), 1000000);
        struct piece piece = {(wide)roundl(1e29L / (long double)below), most,
                              least, 0, 0};

        if (!least && !most)
            continue;
        if (most)
            piece.up = (wide)limit->most[r] * 1000000;
        if (least)
            piece.down = (wide)limit->least[r] * 1000000;
        TRY(penalty_add(&w->memory, penalty, piece));
        TRY(penalty_check(w, penalty, w->spec[limit->spec].most));
    }
done:
    return status;
}

/* ---- Budgets ---- */

/* Expected loss in whole units of the scale; r -1: at somebody quite unlike. */
static long double loss_in_units(const struct world *w, int scale, int a,
                                 int r)
{
    long double unit = 1.0L, units;

    for (int k = 0; k < scale; k++)
        unit *= 10.0L;
    units = roundl(expected_loss(w, a, r) * unit);
    return units < 0.0L ? 0.0L : units;
}

static eb_status weigh_losses(struct world *w, struct charge *charge)
{
    const long double most = 9007199254740992.0L; /* 2^53 */
    long double sum = 0.0L;

    charge->scale = w->value_scale > 2 ? w->value_scale : 2;
    if (sheet_find(&w->accounts, "value") < 0)
        charge->scale = 6;
    for (int a = 0; a < w->n_accounts; a++) {
        if (w->state[a] != SETTLED)
            continue;
        sum += loss_in_units(w, charge->scale, a, -1);
        if (!(sum <= most))
            return fail(EB_BAD_DATA, w->said, "max_loss: losses too large");
        charge->amount[a] = (int64_t)loss_in_units(w, charge->scale, a, -1);
    }
    return EB_OK;
}

static eb_status weigh_moves(struct world *w, struct charge *charge)
{
    if (charge->spec >= 0)
        charge->scale = w->spec[charge->spec].scale;
    for (int a = 0; a < w->n_accounts; a++) {
        if (w->state[a] != SETTLED)
            continue;
        charge->amount[a] = 1;
        if (charge->spec >= 0)
            charge->amount[a] =
                account_weight(w, charge->spec, a, w->owner[a]);
        if (charge->amount[a] < 0)
            charge->amount[a] = 0;
    }
    return EB_OK;
}

/* share x total, rounded down, at least 0. */
static eb_status share_of(const struct world *w, struct decimal share,
                          int64_t total, int64_t *out)
{
    wide product = (wide)share.units * total;

    for (int k = 0; k < share.decimals; k++)
        product = product >= 0 ? product / 10 : -1;
    if (product > INT64_MAX)
        return fail(EB_BAD_DATA, w->said, "a budget is too large");
    *out = product < 0 ? 0 : (int64_t)product;
    return EB_OK;
}

/* What the settled accounts of an owner weigh; of all owners with -1. */
static int64_t settled_total(const struct world *w, const int64_t *weight,
                             int owner)
{
    int64_t sum = 0;

    for (int a = 0; a < w->n_accounts; a++)
        if (w->state[a] == SETTLED && (owner < 0 || w->owner[a] == owner))
            sum += weight[a];
    return sum;
}

static eb_status settle_most(const struct world *w,
                             const struct budget_rule *rule,
                             const struct charge *charge,
                             struct budget *budget)
{
    bool fits;

    if (rule->kind == MAX_MOVED_SHARE)
        return share_of(w, rule->amount, w->spec[charge->spec].total,
                        &budget->most);
    if (rule->kind == MAX_LOST_PER_BOOK)
        return share_of(
            w, rule->amount,
            settled_total(w, w->spec[charge->spec].weight, budget->owner),
            &budget->most);
    fits = decimal_floor(rule->amount, budget->scale, &budget->most);
    if (budget->most < 0)
        budget->most = 0;
    return fits ? EB_OK : fail(EB_BAD_DATA, w->said, "a budget is too large");
}

static wide price_budget(const struct world *w, const struct charge *charge,
                         const struct budget *budget)
{
    int64_t all = settled_total(w, charge->amount, budget->owner);
    wide one = 1, below;

    for (int k = 0; k < budget->scale; k++)
        one *= 10;
    below = larger(larger(budget->most, one), (all + 999) / 1000);
    return (wide)roundl(1e23L / (long double)below);
}

static eb_status add_budget(struct world *w, const struct budget_rule *rule,
                            int c, int owner)
{
    struct charge *charge = &w->charge[c];
    struct budget *budget = &w->budget[w->n_budgets];
    eb_status status = EB_OK;

    *budget =
        (struct budget){.charge = c, .owner = owner, .scale = charge->scale};
    TRY(settle_most(w, rule, charge, budget));
    budget->slope = price_budget(w, charge, budget);
    for (int r = 0; r < w->n_reps; r++)
        if (owner < 0 || owner == r)
            charge->budget[r] = w->n_budgets;
    w->n_budgets++;
done:
    return status;
}

static bool owns_settled(const struct world *w, int r)
{
    for (int a = 0; a < w->n_accounts; a++)
        if (w->state[a] == SETTLED && w->owner[a] == r)
            return true;
    return false;
}

static eb_status read_charge(struct world *w, const struct budget_rule *rule)
{
    int c = w->n_charges++;
    struct charge *charge = &w->charge[c];
    eb_status status = EB_OK;

    *charge = (struct charge){.kind = rule->kind, .spec = -1};
    charge->amount = ITEMS(&w->memory, int64_t, (size_t)w->n_accounts);
    charge->budget = ITEMS(&w->memory, int, (size_t)w->n_reps);
    if (charge->amount == NULL || charge->budget == NULL)
        return EB_NO_MEMORY;
    for (int r = 0; r < w->n_reps; r++)
        charge->budget[r] = -1;
    if (rule->metric != NULL)
        TRY(add_spec(w, rule->metric, NULL, &charge->spec));
    TRY(rule->kind == MAX_LOSS ? weigh_losses(w, charge)
                               : weigh_moves(w, charge));
    if (rule->kind != MAX_LOST_PER_BOOK)
        return add_budget(w, rule, c, -1);
    for (int r = 0; r < w->n_reps; r++)
        if (owns_settled(w, r))
            TRY(add_budget(w, rule, c, r));
done:
    return status;
}

static eb_status read_budgets(struct world *w)
{
    const struct rules *rules = &w->rules;
    size_t most = rules->n_budgets * ((size_t)w->n_reps + 1);
    eb_status status = EB_OK;

    w->charge = ITEMS(&w->memory, struct charge, rules->n_budgets);
    w->budget = ITEMS(&w->memory, struct budget, most);
    if (w->charge == NULL || w->budget == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < rules->n_budgets; k++)
        TRY(read_charge(w, &rules->budget[k]));
done:
    return status;
}

static int64_t charge_of(const struct world *w, const struct charge *charge,
                         int a, int r)
{
    if (charge->kind == MAX_LOSS)
        return (int64_t)loss_in_units(w, charge->scale, a, r);
    return charge->amount[a];
}

void family_charges(const struct world *w, int f, int r,
                    void (*add)(void *context, int budget, int64_t amount),
                    void *context)
{
    for (size_t k = w->first_member[f]; k < w->first_member[f + 1]; k++) {
        int a = w->member[k];

        if (w->state[a] != SETTLED || w->owner[a] == r)
            continue;
        for (int c = 0; c < w->n_charges; c++)
            add(context, w->charge[c].budget[w->owner[a]],
                charge_of(w, &w->charge[c], a, r));
    }
}

/* ---- What families weigh ---- */

static eb_status weigh_family(const struct world *w, int f,
                              struct load *scratch, size_t *n)
{
    *n = 0;
    for (int k = 0; k < w->n_resources; k++) {
        const struct spec *spec = &w->spec[w->resource[k].spec];
        struct load load = {k, 0};
        bool counts = false;

        for (size_t j = w->first_member[f]; j < w->first_member[f + 1]; j++) {
            int a = w->member[j];

            load.weight += resource_weight(w, k, a, -1);
            counts = counts || (spec->by_pair && spec->counts[a]);
        }
        if (load.weight != 0 || counts)
            scratch[(*n)++] = load;
    }
    return EB_OK;
}

static eb_status weigh_families(struct world *w)
{
    struct VEC(struct load) loads = {0};
    struct load *scratch =
        ITEMS(&w->memory, struct load, (size_t)w->n_resources);
    eb_status status = EB_OK;

    w->first_load = ITEMS(&w->memory, size_t, (size_t)w->n_families + 1);
    if (scratch == NULL || w->first_load == NULL)
        return EB_NO_MEMORY;
    for (int f = 0; f < w->n_families; f++) {
        size_t n;

        TRY(weigh_family(w, f, scratch, &n));
        for (size_t k = 0; k < n; k++)
            if (!VEC_PUSH(&loads, scratch[k]))
                TRY(EB_NO_MEMORY);
        w->first_load[f + 1] = loads.n;
    }
    w->load = ITEMS(&w->memory, struct load, loads.n);
    if (w->load == NULL)
        TRY(EB_NO_MEMORY);
    if (loads.n > 0)
        memcpy(w->load, loads.at, loads.n * sizeof *w->load);
done:
    VEC_CLEAR(&loads);
    return status;
}

int64_t load_at(const struct world *w, int f, const struct load *load, int r)
{
    int64_t sum = 0;

    if (w->resource[load->resource].band_of >= 0)
        return banded_weight(w, load->resource, f, r);
    if (!w->spec[w->resource[load->resource].spec].by_pair)
        return load->weight;
    for (size_t k = w->first_member[f]; k < w->first_member[f + 1]; k++)
        sum += resource_weight(w, load->resource, w->member[k], r);
    return sum;
}

eb_status world_limits(struct world *world)
{
    const struct rules *rules = &world->rules;
    eb_status status = EB_OK;

    world->n_limits = rules->n_limits;
    world->limit = ITEMS(&world->memory, struct limit,
                         rules->n_limits + (size_t)world->n_resources);
    if (world->limit == NULL)
        return EB_NO_MEMORY;
    for (size_t k = 0; k < rules->n_limits; k++)
        TRY(read_limit(world, &rules->limit[k], &world->limit[k]));
    for (size_t k = 0; k < rules->n_limits; k++)
        TRY(price_limit(world, &rules->limit[k], &world->limit[k]));
    TRY(world_bands(world));
    if (rules_are_gentle(rules))
        TRY(bands_price(world, world->factor, &world->memory,
                        world->violation));
    TRY(read_budgets(world));
    TRY(weigh_families(world));
done:
    return status;
}
